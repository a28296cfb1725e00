//! Delivery to the standard output (`--to -`).
//!
//! The tests give psq a pipe, a file, a terminal, a full disk or a reader that goes away. They check that the output
//! holds the key and nothing else, that psq refuses a terminal, and that a lost reader does not cost the key. Reports
//! to the standard output are tested in `json`.

use std::fs::File;

use crate::support::planned::Planned;
use crate::support::report::report;
use crate::support::terminal::Terminal;
use crate::support::{World, await_arrival, read, skipped};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};
use rustix::process::Signal;

#[test]
fn a_pipe_gets_the_key_and_a_line_break_and_nothing_else() {
    let world = World::new();
    let ended = world.rotate(&["--to", "-"]).delivering_to_stdout().ends(0);
    assert_eq!(ended.text(), format!("{}\n", world.current()));
    ended.says(&["delivered to the standard output and verified"]);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_redirected_file_gets_the_key_and_a_line_break() {
    let world = World::new();
    let path = world.path("redirected");
    let file = File::create(&path).unwrap();
    world.rotate(&["--to", "-"]).stdout(file).ends(0);
    assert_eq!(read(&path), format!("{}\n", world.current()));
}

#[test]
fn a_terminal_is_refused_before_any_request() {
    let world = World::new();
    let (text, code) = Terminal::open(world.rotate(&["--to", "-"])).ends();
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("a terminal here"), "{text}");
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn messages_and_a_key_cannot_share_one_output() {
    let world = World::new();
    for psq in [
        world.rotate(&["--to", "-"]),
        world.recover(&["--env", "test", "--to", "-"]),
    ] {
        // Both outputs are the same, as in a log that takes both.
        let ended = psq.after("exec 2>&1").ends(2);
        let text = ended.text();
        assert!(text.contains("the same as the standard error"), "{text}");
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_variable_needs_a_file() {
    let world = World::new();
    let ended = world.rotate(&["--to", "-", "--var", "A"]).ends(2);
    ended.says(&["--var needs a file"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_key_and_a_report_cannot_share_one_output() {
    let world = World::new();
    for psq in [
        world.rotate(&["--to", "-", "--json"]),
        world.recover(&["--env", "test", "--to", "-", "--json"]),
    ] {
        let ended = psq.ends(2);
        ended.says(&["--json and --to -"]);
        assert_eq!(ended.stdout, b"");
    }
    assert_eq!(world.sandbox.requests(), []);
}

/// Rotates to a pipe whose reader is gone before the key comes.
fn lost_reader(world: &World) {
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate(&["--to", "-"]).unread().start();
    await_arrival(&gate, 1);
    gate.open();

    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["Broken pipe", "the old key is dead"]);
    let file = world.root().join(format!("{}.key", world.id()));
    let next = format!("psq recover {} --to {}", world.id(), file.display());
    assert_eq!(ended.next(), next);
}

#[test]
fn a_report_that_nobody_reads_goes_to_the_standard_error() {
    for is_interrupted in [false, true] {
        let world = World::new();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::AfterCommit);
        world.sandbox.inject(held.on(Operation::RegenerateApiKey));
        let psq = world.rotate(&["--json", "--", "false"]);
        let mut running = psq.unread().start();
        await_arrival(&gate, 1);
        if is_interrupted {
            // Another signal, because two pending signals of the same kind count as one.
            running.signal(Signal::TERM);
            running.signal(Signal::INT);
        } else {
            gate.open();
        }
        let ended = running.finish();
        gate.open();
        assert_eq!(ended.code, Some(4), "{}", ended.stderr);
        ended.says(&["the report could not be written: Broken pipe"]);
        let next = ended.next();
        assert!(next.starts_with("psq recover "), "{next}");
    }
}

#[test]
fn a_reader_that_goes_away_does_not_lose_the_key() {
    let world = World::new();
    lost_reader(&world);
    // psq prints the key only if this very call has `--to -`.
    for psq in [world.recover(&[]), world.psq(["recover"])] {
        let ended = psq.ends(4);
        ended.says(&["which needs --to - in each call"]);
        assert_eq!(ended.stdout, b"");
    }
    let ended = world.recover(&["--json"]).ends(4);
    assert_eq!(report(&ended)["rotations"][0]["outcome"], "open");
    let text = world.psq(["status"]).ends(4).text();
    assert!(text.contains(" --to /"), "{text}");

    let psq = world.recover(&["--to", "-"]);
    let ended = psq.delivering_to_stdout().ends(0);
    assert_eq!(ended.text(), format!("{}\n", world.current()));
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_key_that_a_reader_has_not_taken_can_go_to_a_file() {
    let world = World::new();
    lost_reader(&world);
    let path = world.path("key");
    world.recover(&["--to", "key"]).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_full_disk_behind_the_output_does_not_lose_the_key() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        skipped("there is no /dev/full");
        return;
    };
    let world = World::new();
    let ended = world.rotate(&["--to", "-"]).stdout(full).ends(4);
    ended.says(&["No space left", "the old key is dead"]);
    world.recover(&["--to", "key"]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_text_that_does_not_fit_on_a_full_disk_is_reported() {
    let world = World::new();
    world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        skipped("there is no /dev/full");
        return;
    };
    for more in [&[][..], &["--json"]] {
        let full = full.try_clone().unwrap();
        let ended = plan.check().args(more).stdout(full).ends(5);
        ended.says(&["No space left", "To do: make it possible to write there"]);
    }
    for arguments in [
        &["status"][..],
        &["status", "--json"],
        &["keys"],
        &["man"],
        &["completions", "bash"],
    ] {
        let full = full.try_clone().unwrap();
        let psq = world.psq(arguments.iter().copied()).stdout(full);
        psq.ends(2)
            .says(&["No space left", "To do: make it possible to write there"]);
        // A person who reads the beginning of a list may have seen enough. A program needs the whole object.
        if arguments.last() != Some(&"--json") {
            let ended = world.psq(arguments.iter().copied()).unread().ends(0);
            assert_eq!(ended.stderr, "", "{arguments:?}");
        }
    }
}

#[test]
fn a_report_that_nobody_reads_changes_nothing() {
    let world = World::new();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let path = world.key_file();
    let running = world.rotate_to(&path).args(&["--json"]).unread().start();
    await_arrival(&gate, 1);
    gate.open();
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(read(&path), world.current());
}

#[test]
fn after_an_interrupt_psq_prints_no_line_that_shows_a_key() {
    let world = World::new();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RevealApiKey));
    let mut running = world.recover(&["--env", "test", "--to", "-"]).start();
    await_arrival(&gate, 1);
    running.signal(Signal::INT);
    let ended = running.finish();
    gate.open();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["interrupted", "run the same command again"]);
    assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
}
