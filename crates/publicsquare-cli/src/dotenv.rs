//! One variable of a dotenv file: what it holds, and the file with another value in it.
//!
//! There is no standard for these files. A shell, `docker --env-file` and the libraries of Node,
//! Python and Ruby read them differently, and which of them reads this one is unknown. So a file in
//! which they could find the definition in different places is refused rather than edited, and where
//! it is edited, every byte outside the value stays as it was.

mod append;
mod definition;
mod mention;
mod quotes;
mod refusal;
#[cfg(test)]
mod tests;
mod text;
mod variable;
mod written;

use std::ops::Range;

use zeroize::Zeroizing;

pub(crate) use self::refusal::Refusal;
pub(crate) use self::variable::Variable;

/// The value that the file holds: `None` where the variable is not defined.
pub(crate) fn value_of(
    text: &[u8],
    variable: &Variable,
) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    let found = definition::find(text, variable)?;
    Ok(found.map(|found| written::read(&text[found.value], found.quoting)))
}

/// The file's text with the variable set to the value, and no other byte of it changed.
///
/// Whether this is refused depends on the text alone for all values of letters, digits and
/// underscores, so one of them can stand in for a key that does not exist yet.
pub(crate) fn with_value(
    text: &[u8],
    variable: &Variable,
    value: &str,
) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    if !written::is_fit(value) {
        return Err(Refusal::UnfitValue);
    }
    let (range, new) = match definition::find(text, variable)? {
        Some(found) => (found.value, written::write(value, found.quoting)),
        None => (
            text.len()..text.len(),
            append::addition(text, variable, value)?,
        ),
    };
    let edited = replaced(text, &range, &new);
    if is_as_promised(text, &range, &edited, variable, value) {
        Ok(edited)
    } else {
        Err(Refusal::Unsafe)
    }
}

/// The text with `new` in place of the range.
fn replaced(text: &[u8], range: &Range<usize>, new: &[u8]) -> Zeroizing<Vec<u8>> {
    // A vector that grows leaves copies behind that nobody wipes.
    let mut edited = Zeroizing::new(Vec::with_capacity(text.len() + new.len()));
    edited.extend_from_slice(&text[..range.start]);
    edited.extend_from_slice(new);
    edited.extend_from_slice(&text[range.end..]);
    edited
}

/// Whether the edited text holds the value, and what was around it as before.
fn is_as_promised(
    text: &[u8],
    range: &Range<usize>,
    edited: &[u8],
    variable: &Variable,
    value: &str,
) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let is_kept = edited
        .strip_prefix(before)
        .is_some_and(|rest| rest.ends_with(after));
    // Quotes around the new value may change what an unclosed quote above it means.
    let holds = value_of(edited, variable)
        .is_ok_and(|found| found.is_some_and(|found| found.as_slice() == value.as_bytes()));
    is_kept && holds
}
