//! Names as both sides mean them.

/// The words of a name without case and separators: `api_key` of the description is `ApiKey` in Rust.
pub(crate) fn words(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
