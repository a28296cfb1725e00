//! The line that psq adds to a file that does not define the variable.
//!
//! The text, the variable and the value come in. Out go the bytes to append, in the style of the last line:
//! its line ending and its `export`. If the last line may continue, a refusal goes out. `definition` edits a
//! definition that exists.

use zeroize::Zeroizing;

use super::quotes::{Reading, spans};
use super::refusal::End;
use super::text::{ends_in_colon, is_continued, last_ending, lines};
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
    // A lone byte order mark is such a line as well: a shell would read it as a part of the name.
    let is_cut_off = !text.is_empty() && !text.ends_with(b"\n");
    let before = if is_cut_off { ending } else { b"" };
    let export: &[u8] = if is_export { b"export " } else { b"" };
    // Allocated once, because a growing buffer leaves copies of the key in memory.
    Ok(Zeroizing::new(
        [before, export, name, b"=", &value, ending].concat(),
    ))
}
