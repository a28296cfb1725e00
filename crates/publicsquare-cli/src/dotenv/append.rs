//! The line that psq adds to a file that does not define the variable.
//!
//! The text, the variable and the value come in. Out go the bytes to append, in the style of the last line:
//! its line ending and its `export`. If the last line may continue, a refusal goes out. `definition` edits a
//! definition that exists.

use zeroize::Zeroizing;

use super::quotes::{Reading, spans};
use super::refusal::End;
use super::text::{EXPORT, ends_in_colon, is_continued, last_ending, lines};
use super::variable::Variable;
use super::written::{self, Quoting};

/// The bytes that define the variable at the end of the text.
pub(super) fn addition(
    text: &[u8],
    variable: &Variable,
    value: &str,
) -> Result<Zeroizing<Vec<u8>>, End> {
    for reading in Reading::ALL {
        if let Some(opened) = spans(text, reading).unclosed {
            return Err(End::InsideQuote { opened });
        }
    }
    if let Some(last) = lines(text).last() {
        let line = last.number;
        if is_continued(last.of(text)) {
            return Err(End::Continued { line });
        }
        if ends_in_colon(last.of(text)) {
            return Err(End::InColon { line });
        }
    }
    let ending = last_ending(text);
    let name = variable.as_str().as_bytes();
    let value = written::write(value, Quoting::Bare);
    // Without `export`, a shell that reads such a file does not pass the variable on.
    let is_export = lines(text)
        .map(|line| line.of(text))
        .filter(|line| line.contains(&b'=') && !line.trim_ascii_start().starts_with(b"#"))
        .last()
        .is_some_and(|line| line.trim_ascii_start().starts_with(b"export "));
    let length = EXPORT.len() + 1 + 2 * ending.len() + name.len() + 1 + value.len();
    let mut addition = Zeroizing::new(Vec::with_capacity(length));
    // This is also so for a lone byte order mark, which a shell would read as a part of the name.
    if !text.is_empty() && !text.ends_with(b"\n") {
        addition.extend_from_slice(ending);
    }
    if is_export {
        addition.extend_from_slice(EXPORT);
        addition.push(b' ');
    }
    addition.extend_from_slice(name);
    addition.push(b'=');
    addition.extend_from_slice(&value);
    addition.extend_from_slice(ending);
    Ok(addition)
}
