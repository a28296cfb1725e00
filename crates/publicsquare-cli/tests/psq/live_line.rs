//! The line in a terminal that shows what psq is doing and for how long.
//!
//! A model of a terminal gets all bytes that psq wrote, and shows what a person sees. A gate in the sandbox holds a request
//! so that the line has time to appear. How other messages are wrapped is tested in `terminal_lines`.

use std::num::NonZero;

use crate::support::terminal::{self, Terminal};
use crate::support::{World, await_arrival, skipped};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// The lines on the screen after these bytes.
fn screen(text: &str) -> Vec<String> {
    let size = NonZero::new(200).unwrap();
    let mut parser = vt100::Parser::new(size, size, 0);
    parser.process(text.as_bytes());
    let lines = parser.screen().contents();
    lines.lines().map(str::to_owned).collect()
}

/// Holds the rotation until the gate is opened.
fn hold(world: &World) -> Gate {
    hold_at(world, Operation::RegenerateApiKey)
}

/// Holds the first request to this operation until the gate is opened.
fn hold_at(world: &World, operation: Operation) -> Gate {
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(operation));
    gate
}

#[test]
fn the_line_also_shows_the_requests_before_and_after_the_change() {
    for (operation, what) in [
        (
            Operation::RevealApiKey,
            "Asking for the key (at most 2 min): ",
        ),
        (
            Operation::ListApiKeyTypes,
            "Asking whether the API accepts the new key (at most 5 min): ",
        ),
    ] {
        let world = World::new();
        let gate = hold_at(&world, operation);
        let mut terminal = Terminal::open(world.rotate(&["--to", "key"]));
        terminal.shows(what);
        gate.open();
        let (text, code) = terminal.ends();
        assert_eq!(code, Some(0), "{text}");
        let lines = screen(&text);
        assert!(
            !lines.iter().any(|line| line.contains("at most")),
            "{lines:#?}"
        );
    }
}

#[test]
fn the_line_shows_the_activity_and_disappears_at_the_end() {
    let world = World::new();
    let gate = hold(&world);
    let mut terminal = Terminal::open(world.rotate(&["--to", "key"]));
    terminal.shows("Asking for the new key (at most 2 min): 0 s");
    terminal.shows("Asking for the new key (at most 2 min): 1 s");
    await_arrival(&gate, 1);
    gate.open();
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(0), "{text}");
    let lines = screen(&text);
    assert!(
        !lines.iter().any(|line| line.contains("at most")),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|line| line.starts_with("✓ Rotated:")),
        "{lines:#?}"
    );
    assert!(
        lines.last().is_some_and(|line| line.contains("verified")),
        "{lines:#?}"
    );
}

#[test]
fn there_is_no_live_line_without_colours_or_in_a_dumb_terminal() {
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("TERM", "")] {
        let world = World::new();
        let psq = world.rotate(&["--to", "key"]);
        let (text, code) = Terminal::open_as(psq.env("TERM", "xterm").env(name, value)).ends();
        assert_eq!(code, Some(0), "{text}");
        assert!(
            text.contains(" Asking for the new key (at most 2 min)\r\n"),
            "{text:?}"
        );
        assert!(
            !text.contains('\u{1b}') || !text.contains("\u{1b}[2K"),
            "{text:?}"
        );
    }
}

#[test]
fn other_messages_stand_on_lines_of_their_own() {
    let world = World::new();
    world.inject("regenerate=drop:before");
    let psq = || world.rotate(&["-v", "--to", "key"]);
    let (text, code) = Terminal::open(psq()).ends();
    assert_eq!(code, Some(0), "{text}");
    let lines = screen(&text);
    let requests = lines.iter().filter(|line| line.starts_with("> "));
    assert!(requests.count() >= 3, "{lines:#?}");
    for line in &lines {
        assert!(!line.contains("at most"), "{lines:#?}");
        assert!(
            ["✓ ", "> ", "  "].iter().any(|mark| line.starts_with(mark)),
            "{line:?}"
        );
    }
}

#[test]
fn messages_about_an_interrupt_do_not_mix_with_the_line() {
    if terminal::ignores_interrupts() {
        skipped("these tests run with interrupts ignored, as in the background of a script");
        return;
    }
    let world = World::new();
    let gate = hold(&world);
    let mut terminal = Terminal::open(world.rotate(&["--to", "key"]));
    terminal.shows("Asking for the new key (at most 2 min)");
    await_arrival(&gate, 1);
    terminal.interrupts();
    terminal.shows("Interrupted.");
    // The line appears again below the message.
    terminal.shows("Asking for the new key (at most 2 min): ");
    terminal.interrupts();
    let (text, code) = terminal.ends();
    gate.open();
    assert_eq!(code, Some(4), "{text}");
    let lines = screen(&text);
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("✗ stopped by a second interrupt")),
        "{lines:#?}"
    );
    let last = lines.last().cloned().unwrap_or_default();
    assert_eq!(last, format!("  Next: psq recover {}", world.id()));
}

#[test]
fn an_unfinished_line_of_a_command_is_neither_erased_nor_continued() {
    let world = World::new();
    let command = ["--", "sh", "-c", "cat >/dev/null; printf 'half a line'"];
    let plain = world.rotate(&command).ends(0).stderr;
    assert!(plain.contains("\nhalf a line\n✓ Delivered"), "{plain}");
    let (text, code) = Terminal::open(world.rotate(&command)).ends();
    assert_eq!(code, Some(0), "{text}");
    let lines = screen(&text);
    assert!(lines.contains(&"half a line".to_owned()), "{lines:#?}");
}

#[test]
fn a_program_that_asks_something_has_the_terminal_to_itself() {
    let world = World::new();
    let then = "printf 'Password: ' > /dev/tty; read -r answer < /dev/tty; echo \"got $answer\"";
    let mut terminal = Terminal::open(world.rotate(&["--to", "key", "--then", then]));
    terminal.shows("Running the command of --then (at most 2 min)\r\n");
    terminal.shows("Password: ");
    terminal.types("hunter2");
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("got hunter2\r\n"), "{text:?}");
    assert!(!text.contains("\u{1b}[2K"), "{text:?}");
}
