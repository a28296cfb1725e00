//! One variable of a dotenv file: its value, and the file with another value in it.
//!
//! The bytes of a file and the name of a variable come in. Out goes the value, the edited text, or a
//! [`Refusal`]. These files have no standard. Shells, `docker --env-file` and the libraries of Node, Python
//! and Ruby read them differently, and psq does not know which of them reads this one. psq therefore refuses
//! a file in which two readers could find two definitions. In an edited file every byte outside the value
//! stays the same. `destination/file` reads the file.

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
pub(crate) use self::variable::{InvalidVariable, Variable};

/// The value of the variable; `None` if the file does not define it.
pub(crate) fn value_of(
    text: &[u8],
    variable: &Variable,
) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    let found = definition::find(text, variable)?;
    Ok(found.map(|found| written::read(&text[found.value], found.quoting)))
}

/// The text of the file with another value of the variable. No other byte changes.
///
/// For all values of one or more letters, digits and underscores, a refusal depends on the text alone. So one such value
/// can stand for a key that does not exist yet.
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
            append::addition(text, variable, value).map_err(Refusal::End)?,
        ),
    };
    let edited = replaced(text, &range, &new);
    if is_as_promised(text, &range, &edited, variable, value) {
        Ok(edited)
    } else {
        Err(Refusal::Unsafe)
    }
}

/// The text with `new` in the place of the range.
fn replaced(text: &[u8], range: &Range<usize>, new: &[u8]) -> Zeroizing<Vec<u8>> {
    // A growing vector leaves copies of the key in memory that nobody erases.
    let mut edited = Zeroizing::new(Vec::with_capacity(text.len() + new.len()));
    edited.extend_from_slice(&text[..range.start]);
    edited.extend_from_slice(new);
    edited.extend_from_slice(&text[range.end..]);
    edited
}

/// Whether the edited text has the value, and everything around it is unchanged.
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
