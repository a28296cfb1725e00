//! Names, compared as a generator of code compares them.
//!
//! Generators give `api_key`, `apiKey` and `Api-Key` the same name in Rust. A name goes in, and its folded form comes
//! out. Names with one folded form may become one name in the generated code. The module `pointer` writes names into
//! JSON pointers.

/// A name without its case and its separators, to compare it with others and to look it up in a map.
///
/// ```
/// use openapi_loader::fold_name;
///
/// assert_eq!(fold_name("api_key"), fold_name("Api-Key"));
/// assert_ne!(fold_name("apiKey"), fold_name("apiKeys"));
/// ```
#[must_use]
pub fn fold_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
