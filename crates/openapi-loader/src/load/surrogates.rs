//! Characters beyond U+FFFF as JSON writes them: in two halves, which YAML does not have.
//!
//! A JSON text comes in. It goes out with each pair of halves as the one escape that YAML has, and with the places
//! where the text became shorter. After parsing, these places are used to restore the columns of the original text.
//! `yaml` calls both functions.

use super::node::{Data, Node};
use super::place::Place;
use crate::diagnostic::Position;

/// The text with one YAML escape in place of each pair of halves, and the places where these escapes end. `None`
/// if there is no such pair.
pub(super) fn joined(text: &str) -> Option<(String, Vec<Position>)> {
    let is_json = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[']);
    if !is_json || !text.contains("\\u") {
        return None;
    }
    let mut joined = String::with_capacity(text.len());
    let mut ends = Vec::new();
    let (mut line, mut column) = (1, 1);
    let mut is_quoted = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape = (is_quoted && c == '\\').then(|| pair(rest)).flatten();
        let (taken, written) = match escape {
            Some(character) => (PAIR, format!("\\U{:08X}", u32::from(character))),
            // The backslash is taken with the next character, so that an escaped quote does not end the string.
            None if is_quoted && c == '\\' => {
                let taken = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                (taken, rest.get(..taken).unwrap_or(rest).to_owned())
            }
            None => (c.len_utf8(), c.to_string()),
        };
        if c == '"' {
            is_quoted = !is_quoted;
        }
        if c == '\n' {
            line += 1;
            column = 1;
        } else {
            column += written.chars().count();
        }
        if escape.is_some() {
            ends.push(Position::new(line, column));
        }
        joined.push_str(&written);
        rest = rest.get(taken..).unwrap_or_default();
    }
    (!ends.is_empty()).then_some((joined, ends))
}

/// The length of a pair in bytes, and how many bytes the escape in its place saves.
const PAIR: usize = 12;
const SAVED: usize = 2;

/// The character of the two halves at the beginning.
fn pair(text: &str) -> Option<char> {
    let half = |from: usize| -> Option<u16> {
        let escape = text.get(from..from + 6)?.strip_prefix("\\u")?;
        let is_hex = escape.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex.then(|| u16::from_str_radix(escape, 16).ok())?
    };
    let halves = [half(0)?, half(6)?];
    // The parser refuses a half that stands alone.
    let is_half = (0xd800..0xdc00).contains(&halves[0]);
    let character = char::decode_utf16(halves).next()?.ok()?;
    is_half.then_some(character)
}

/// Gives the nodes their places in the original text.
pub(super) fn restore(node: &mut Node, ends: &[Position]) {
    node.at = restored(node.at, ends);
    match &mut node.data {
        Data::Mapping(mapping) => {
            for member in mapping.values_mut() {
                member.key_at = restored(member.key_at, ends);
                restore(&mut member.value, ends);
            }
        }
        Data::Sequence(items) => {
            for item in items {
                restore(item, ends);
            }
        }
        _ => {}
    }
}

fn restored(at: Place, ends: &[Position]) -> Place {
    let at = Position::from(at);
    let from = ends.partition_point(|end| end.line < at.line);
    let to = ends.partition_point(|end| *end <= at);
    Position::new(at.line, at.column + SAVED * to.saturating_sub(from)).into()
}
