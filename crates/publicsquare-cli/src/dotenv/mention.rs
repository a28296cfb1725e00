//! What one line says about a variable.
//!
//! A line and a name come in. Out goes whether the line defines the variable for all readers, for some of
//! them, or not at all. `definition` calls this for each line of a text and decides.

use super::quotes::{self, Reading};
use super::text::{EXPORT, is_blank, is_quote, skip_blanks, skip_white_space};

/// What a line says about a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mention {
    /// It defines the variable. The position is the one after the `=`.
    Definition(usize),
    /// It defines the variable for some readers only.
    Unclear,
}

/// What the line, without its ending, says about the variable of this name.
pub(super) fn mention(line: &[u8], name: &[u8]) -> Option<Mention> {
    if line.get(skip_blanks(line, 0)) == Some(&b'#') {
        return None;
    }
    let head = at_start(line, name);
    let behind = match head {
        Some(Mention::Definition(at)) => at,
        _ => 0,
    };
    if is_assigned_later(line, name, behind) {
        return Some(Mention::Unclear);
    }
    head
}

/// What the start of the line says about the variable.
fn at_start(line: &[u8], name: &[u8]) -> Option<Mention> {
    let start = skip_white_space(line, 0);
    let is_plain = skip_blanks(line, 0) == start;
    if let Some(head) = head(line, start, name) {
        return Some(match head {
            Head::Definition(at) if is_plain => Mention::Definition(at),
            _ => Mention::Unclear,
        });
    }
    let word = start + line[start..].strip_prefix(EXPORT).map(|_| EXPORT.len())?;
    let at = skip_white_space(line, word);
    let is_plain = is_plain && skip_blanks(line, word) == at;
    match head(line, at, name).filter(|_| at > word)? {
        Head::Definition(behind) if is_plain => Some(Mention::Definition(behind)),
        // This line only exports a variable that is defined elsewhere.
        Head::Alone => None,
        _ => Some(Mention::Unclear),
    }
}

/// What follows a name.
enum Head {
    /// A value, from this position on.
    Definition(usize),
    /// Something that only some readers take for the start of a value.
    Unclear,
    /// Nothing.
    Alone,
}

/// What follows the name if it is at this position.
fn head(line: &[u8], at: usize, name: &[u8]) -> Option<Head> {
    // Some readers allow quotes around names.
    let quote = line.get(at).filter(|byte| is_quote(**byte));
    let mut end = at + usize::from(quote.is_some());
    if !line[end..].starts_with(name) {
        return None;
    }
    end += name.len();
    if let Some(quote) = quote {
        if line.get(end) != Some(quote) {
            return None;
        }
        end += 1;
    }
    let next = skip_white_space(line, end);
    match line.get(next) {
        Some(b'=') if quote.is_none() && skip_blanks(line, end) == next => {
            Some(Head::Definition(next + 1))
        }
        // Some readers accept a colon instead of an equals sign, and `+=` appends to a value in some shells.
        Some(b'=' | b':') => Some(Head::Unclear),
        Some(b'+') if line.get(next + 1) == Some(&b'=') => Some(Head::Unclear),
        // Some readers take this for a variable without a value, or for one to take from the environment.
        None => Some(Head::Alone),
        Some(b'#') if next > end => Some(Head::Alone),
        Some(_) => None,
    }
}

/// Whether a shell finds an assignment to the variable later in the line.
fn is_assigned_later(line: &[u8], name: &[u8], behind: usize) -> bool {
    (behind.max(1)..line.len()).any(|at| {
        let is_word = is_blank(line[at - 1]) || b";&|(){}".contains(&line[at - 1]);
        let is_assigned = line[at..]
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(b"=") || rest.starts_with(b"+="));
        is_word && is_assigned && is_outside(line, at)
    })
}

/// Whether the position is neither in quotes nor in a comment.
fn is_outside(line: &[u8], at: usize) -> bool {
    let before = quotes::scan(&line[..at], 0, Reading::Shell);
    before.open.is_none() && before.end == at
}
