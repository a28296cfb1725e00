//! How psq wraps long messages in a terminal.
//!
//! Lines end between words there, so that no terminal breaks them in the middle of a word. A command to copy is never
//! wrapped, and output to a pipe or a file has no breaks. The line that shows the current activity is tested in
//! `live_line`.

use crate::support::terminal::Terminal;
use crate::support::{World, set_mode};

/// The text without the escape sequences for colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

#[test]
fn long_messages_are_wrapped_only_in_a_terminal() {
    let world = World::new();
    let publishable = world
        .sandbox
        .seeded()
        .test()
        .publishable()
        .value()
        .to_owned();
    set_mode(&world.write("auth", publishable), 0o600);
    let psq = || world.rotate(&["--to", "key", "--auth-file", "auth"]);
    let plain = psq().ends(2).stderr;
    assert!(
        plain.lines().any(|line| line.chars().count() > 80),
        "{plain}"
    );

    let (text, code) = Terminal::open(psq()).ends();
    assert_eq!(code, Some(2), "{text}");
    let text = without_colours(&text).replace('\r', "");
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    // The same words. All further lines are indented as far as the mark.
    let on_one_line = |text: &str| text.replace("\n  ", " ");
    assert_eq!(on_one_line(&text), on_one_line(&plain));
}

#[test]
fn a_line_to_type_is_not_wrapped_in_a_terminal() {
    let world = World::new();
    let name = "a-name-that-is-long-".repeat(4);
    world.inject("reveal=drop:before*99");
    let psq = || world.rotate(&["--timeout", "1", "--to", &name]);
    let next = psq().ends(3).next().to_owned();
    assert!(next.chars().count() > 80, "{next}");
    let (text, _) = Terminal::open(psq()).ends();
    assert!(text.contains(&format!("  Next: {next}\r\n")), "{text}");
}
