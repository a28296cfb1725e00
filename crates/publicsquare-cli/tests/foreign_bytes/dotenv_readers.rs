//! Two readers of dotenv files that psq does not use itself: those of Node and of Rust.
//!
//! The text of a file comes in. Out go its variables in order, as these readers find them. Node's is the pattern of the
//! package `dotenv`, version 16 (`lib/main.js`, `LINE` and `parse`), written for the crate `regex`. Rust's is the
//! crate `dotenvy`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

/// The pattern of a definition. JavaScript counts a byte order mark as white space, and `\w` is ASCII only.
const DEFINITION: &str = concat!(
    r"(?m)(?:^)[\s\x{feff}]*(?:export[\s\x{feff}]+)?([A-Za-z0-9_.-]+)(?:[\s\x{feff}]*=[\s\x{feff}]*?|:[\s\x{feff}]+?)",
    r#"([\s\x{feff}]*'(?:\\'|[^'])*'|[\s\x{feff}]*"(?:\\"|[^"])*"|[\s\x{feff}]*`(?:\\`|[^`])*`|[^#\r\n]+)?"#,
    r"[\s\x{feff}]*(?:#.*)?(?:$)"
);

static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new(DEFINITION).expect("a pattern"));

/// The variables that Node finds. Of two definitions with one name the last one counts.
pub(crate) fn node(text: &str) -> BTreeMap<String, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut found = BTreeMap::new();
    for captures in PATTERN.captures_iter(&text) {
        let written = captures.get(2).map_or("", |value| value.as_str());
        let written = written.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        found.insert(captures[1].to_owned(), unquoted(written));
    }
    found
}

/// A value without its quotes. In double quotes, `\n` and `\r` are line breaks.
fn unquoted(written: &str) -> String {
    let quote = written.chars().next().filter(|c| "'\"`".contains(*c));
    let inside = quote.and_then(|quote| {
        let rest = &written[1..];
        rest.strip_suffix(quote)
    });
    match (quote, inside) {
        (Some('"'), inside) => {
            let text = inside.unwrap_or(written);
            text.replace("\\n", "\n").replace("\\r", "\r")
        }
        (_, Some(inside)) => inside.to_owned(),
        _ => written.to_owned(),
    }
}

/// The variables that Rust finds, or `None` if it refuses the file or the values refer to the environment.
pub(crate) fn rust(text: &str) -> Option<BTreeMap<String, String>> {
    if text.contains('$') {
        return None;
    }
    let found = dotenvy::from_read_iter(text.as_bytes());
    found.collect::<Result<_, _>>().ok()
}
