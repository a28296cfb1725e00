//! The journal of a rotation, the lock that belongs to it, and `psq status`, which reads both.
//!
//! The tests check what a journal contains and who can read it, what psq does if it cannot read one, and that a second
//! psq does not touch a key on which another one works. How psq continues from a journal is tested in `interruptions`
//! and `lost_answers`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::report::report;
use crate::support::{MARK, World, await_arrival, holds, mode, read, set_mode};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};
use sha2::{Digest, Sha256};

/// A world with an open rotation, whose request was sent and had no effect.
fn interrupted() -> World {
    let world = World::new();
    let path = world.key_file();
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&path).ends(4);
    world
}

/// The JSON in the first slot of a journal.
fn record(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, rest) = text.split_once('\n').unwrap();
    let length: usize = head.split(' ').nth(3).unwrap().parse().unwrap();
    rest[..length].to_owned()
}

/// A journal with this JSON in its first slot.
fn journal_of(record: &str) -> Vec<u8> {
    let digest = Sha256::digest(format!("1 {record}"));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let slot = format!("psq-journal 1 1 {} {digest}\n{record}", record.len());
    format!("{slot:8191}\n{:8192}", "").into_bytes()
}

#[test]
fn a_journal_is_private_and_contains_no_key() {
    let world = interrupted();
    assert_eq!(mode(&world.journal()), 0o600);
    assert_eq!(mode(&world.state()), 0o700);
    assert_eq!(mode(&world.state().join("rotations")), 0o700);
    for name in crate::support::names(&world.state().join("rotations")) {
        assert_eq!(mode(&world.state().join("rotations").join(name)), 0o600);
    }
    let bytes = fs::read(world.journal()).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record(&bytes)).unwrap();
    assert_eq!(record["version"], 2);
    assert_eq!(record["stage"], "prepared");
    assert_eq!(record["key_id"], world.id());
    assert_eq!(record["base_url"], world.sandbox.url());
    assert!(!holds(&bytes, MARK));
}

#[test]
fn a_journal_is_written_before_the_request_and_has_the_stage() {
    let world = World::new();
    let path = world.key_file();
    let gates = [Gate::new(), Gate::new()];
    let held = [
        (Operation::RegenerateApiKey, Moment::BeforeCommit),
        (Operation::ListApiKeyTypes, Moment::BeforeCommit),
    ];
    for (gate, (operation, moment)) in gates.iter().zip(held) {
        world
            .sandbox
            .inject(Fault::hold(gate, moment).on(operation));
    }
    let running = world.rotate_to(&path).start();
    for (gate, stage) in gates.iter().zip(["prepared", "delivered"]) {
        await_arrival(gate, 1);
        world.assert_state_hides_keys();
        let ended = world.psq(["status", "--json"]).ends(4);
        let report = report(&ended);
        assert_eq!(report["rotations"][0]["stage"], stage);
        assert_eq!(report["rotations"][0]["outcome"], "under_way");
        assert_eq!(read(&path) == world.old(), stage == "prepared");
        gate.open();
    }
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(world.journals(), [""; 0]);
    world.psq(["status"]).ends(0);
}

#[test]
fn an_open_journal_keeps_the_key_from_being_rotated_again() {
    let world = interrupted();
    let before = world.writes().len();
    for psq in [
        world.rotate(&["--to", "key"]),
        world.rotate(&["--to", "other"]),
    ] {
        let ended = psq.ends(4);
        ended.says(&["an earlier rotation of this key is open"]);
        assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    }
    world.replace_to(&world.path("key")).ends(4);
    assert_eq!(world.writes().len(), before);

    let other = world.sandbox.seeded().test().key_writer();
    world
        .psq(["rotate", other.id(), "--env", "test", "--to", "other"])
        .ends(0);
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_second_psq_ends_at_once_and_changes_nothing() {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_to(&path).start();
    await_arrival(&gate, 1);
    for psq in [
        world.rotate_to(&path),
        world.replace_to(&path),
        world.recover(&[]),
        world.psq(["recover"]),
    ] {
        let ended = psq.ends(4);
        ended.says(&["another psq is working on this key right now"]);
        assert_eq!(ended.next(), "psq status");
    }
    gate.open();
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(world.regenerations(), 1);
    assert_eq!(read(&path), world.current());
}

#[test]
fn an_unreadable_journal_is_named_and_kept() {
    let world = interrupted();
    let good = fs::read(world.journal()).unwrap();
    let later = record(&good).replace(r#"{"version":2"#, r#"{"version":3"#);
    let more = record(&good).replace(r#"{"version":2"#, r#"{"extra":0,"version":2"#);
    let other = record(&good).replace(world.id(), world.sandbox.seeded().test().key_writer().id());
    let requests = world.sandbox.requests().len();
    for (bytes, flaw) in [
        (Vec::new(), "neither of its two entries is whole"),
        (
            b"not a journal".to_vec(),
            "neither of its two entries is whole",
        ),
        (vec![0; 8192], "neither of its two entries is whole"),
        (good[..200].to_vec(), "neither of its two entries is whole"),
        (
            journal_of(&later),
            "it has version 3 and this psq knows version 2",
        ),
        (
            b"psq-journal 2 of a form that is not known".to_vec(),
            "in format 2, and this psq knows format 1",
        ),
        (journal_of(&more), "psq cannot read its content"),
        (journal_of("{}"), "psq cannot read its content"),
        (journal_of(&other), "it is about another key"),
    ] {
        fs::write(world.journal(), &bytes).unwrap();
        let path = world.journal().display().to_string();
        for psq in [world.rotate(&["--to", "key"]), world.recover(&[])] {
            psq.ends(4).says(&[&path, flaw, "psq leaves it alone"]);
        }
        if flaw != "it is about another key" {
            let text = world.psq(["status"]).ends(4).text();
            assert!(text.contains(&path) && text.contains(flaw), "{text}");
            let status = report(&world.psq(["status", "--json"]).ends(4));
            let rotation = &status["rotations"][0];
            assert_eq!(rotation["key_id"], world.id());
            let next = format!("psq recover {} --json", world.id());
            assert_eq!(rotation["next"], next);
        }
        assert!(fs::read(world.journal()).unwrap() == bytes, "{flaw}");
    }
    fs::write(world.journal(), &good).unwrap();
    set_mode(&world.journal(), 0o644);
    world
        .recover(&[])
        .ends(4)
        .says(&["others can read or write it"]);
    assert_eq!(world.sandbox.requests().len(), requests);

    set_mode(&world.journal(), 0o600);
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_journal_behind_a_link_is_not_followed_and_does_not_count_as_missing() {
    let world = interrupted();
    let elsewhere = world.path("journal");
    fs::rename(world.journal(), &elsewhere).unwrap();
    symlink(&elsewhere, world.journal()).unwrap();
    let requests = world.sandbox.requests().len();
    for psq in [
        world.rotate(&["--to", "key"]),
        world.recover(&[]),
        world.psq(["status"]),
    ] {
        let ended = psq.ends(4);
        let said = ended.text() + &ended.stderr;
        assert!(said.contains("cannot be used"), "{said}");
    }
    assert_eq!(world.sandbox.requests().len(), requests);
    fs::rename(&elsewhere, world.journal()).unwrap();
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn journals_that_cannot_be_listed_do_not_count_as_none() {
    let world = World::new();
    fs::create_dir(world.state()).unwrap();
    let rotations = world.state().join("rotations");
    for replace in [(|path| fs::write(path, "").unwrap()) as fn(&Path), |path| {
        symlink(path, path).unwrap()
    }] {
        replace(&rotations);
        for psq in [world.psq(["status"]), world.psq(["recover"])] {
            let ended = psq.ends(2);
            ended.says(&[world.state().to_str().unwrap()]);
            assert!(!ended.stderr.contains("No rotation"), "{}", ended.stderr);
        }
        fs::remove_file(&rotations).unwrap();
    }
    world.psq(["status"]).ends(0);
}

#[test]
fn a_journal_keeps_the_size_that_it_was_created_with() {
    let world = World::new();
    world.inject("key-types=drop:before*10");
    world.rotate_to(&world.key_file()).ends(5);
    let size = world.journal().metadata().unwrap().len();
    let before = fs::read(world.journal()).unwrap();
    // On a full disk there is space for nothing else.
    world.recover(&[]).ends(5);
    assert_eq!(world.journal().metadata().unwrap().len(), size);
    assert!(fs::read(world.journal()).unwrap() != before);
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn an_unreadable_journal_is_not_needed_if_the_options_say_everything() {
    let world = interrupted();
    fs::write(world.journal(), "not a journal").unwrap();
    world.recover(&["--to", "key"]).ends(4);
    let ended = world.recover(&["--env", "test", "--to", "key"]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.journals(), [""; 0]);
    // It may be all that is known of a change.
    let kept = world.journal().with_extension("damaged-1");
    ended.says(&[kept.to_str().unwrap()]);
    assert_eq!(read(&kept), "not a journal");
}

#[test]
fn a_journal_of_another_version_is_for_that_version() {
    let world = interrupted();
    let good = fs::read(world.journal()).unwrap();
    let later = journal_of(&record(&good).replace(r#"{"version":2"#, r#"{"version":3"#));
    fs::write(world.journal(), &later).unwrap();
    for more in [&[][..], &["--env", "test", "--to", "key"]] {
        let ended = world.recover(more).ends(4);
        ended.says(&["use that psq", "Next: psq status"]);
        assert_eq!(fs::read(world.journal()).unwrap(), later);
    }
}

#[test]
fn a_torn_entry_leaves_the_previous_one() {
    let world = World::new();
    let path = world.key_file();
    world.inject("key-types=drop:before*5");
    world.rotate_to(&path).ends(5);
    let good = fs::read(world.journal()).unwrap();
    for (start, stage) in [(good.len() / 2, "delivered"), (0, "staged")] {
        let mut torn = good.clone();
        torn[start + 300] ^= 1;
        fs::write(world.journal(), torn).unwrap();
        let report = report(&world.psq(["status", "--json"]).ends(4));
        assert_eq!(report["rotations"][0]["stage"], stage);
    }
    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn status_lists_open_rotations_and_sends_no_request() {
    let world = World::new();
    let ended = world.psq(["status"]).ends(0);
    assert_eq!(ended.text(), "No rotation is open.\n");
    assert!(!world.state().exists());
    let empty = report(&world.psq(["status", "--json"]).ends(0));
    assert_eq!(empty["rotations"], serde_json::json!([]));

    let world = interrupted();
    let requests = world.sandbox.requests().len();
    let text = world.psq(["status"]).by_nobody().ends(4).text();
    for part in [
        world.id(),
        "the API may have carried out the request, or not",
        &world.path("key").display().to_string(),
        "the old key may be dead",
        &format!("next: psq recover {}", world.id()),
    ] {
        assert!(text.contains(part), "{part:?} in:\n{text}");
    }
    let report = report(&world.psq(["status", "--json"]).by_nobody().ends(4));
    assert_eq!(report["command"], "status");
    let rotation = &report["rotations"][0];
    assert_eq!(rotation["outcome"], "open");
    assert_eq!(rotation["old_key"], "unknown");
    assert_eq!(rotation["environment"], "test");
    assert_eq!(world.sandbox.requests().len(), requests);
}

#[test]
fn the_next_line_of_status_has_the_credential_of_the_first_call() {
    let world = World::new();
    world.write("the key's file", world.admin());
    let path = world.key_file();
    world.inject("regenerate=drop:before*5");
    world
        .rotate_to(&path)
        .args(&["--auth-file", "the key's file"])
        .by_nobody()
        .ends(4);
    let text = world.psq(["status"]).by_nobody().ends(4).text();
    let (_, line) = text.split_once("next: ").expect("a next line");
    let elsewhere = world.psq(["status"]).folder(&world.root()).by_nobody();
    let output = elsewhere.shell(line.trim_end());
    assert_eq!(output.status.code(), Some(0), "{line}");
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_state_folder_that_others_can_write_to_is_refused() {
    let world = World::new();
    fs::create_dir(world.state()).unwrap();
    set_mode(&world.state(), 0o777);
    let ended = world.rotate(&["--to", "key"]).ends(2);
    ended.says(&["forge a journal", "chmod 700"]);
    set_mode(&world.state(), 0o700);
    let ended = world
        .rotate(&["--to", "key"])
        .env("PSQ_STATE_DIR", "relative")
        .ends(2);
    ended.says(&["PSQ_STATE_DIR is not an absolute path"]);
    let ended = world
        .rotate(&["--to", "key"])
        .without_env("PSQ_STATE_DIR")
        .without_env("XDG_STATE_HOME")
        .without_env("XDG_DATA_HOME")
        .env("HOME", "relative")
        .ends(2);
    ended.says(&["the home folder is not an absolute path", "correct HOME"]);
    world.write("a-file", "");
    let inside = world.path("a-file/state");
    world.rotate(&["--to", "key"]).state(&inside).ends(2);
    assert_eq!(world.sandbox.requests(), []);
}
