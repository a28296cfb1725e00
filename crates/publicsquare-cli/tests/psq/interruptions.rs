//! Crashes and signals in the middle of a rotation, and the line in the audit log at its end.
//!
//! A gate in the sandbox holds one request of psq. The test then kills psq or sends it a signal, opens the gate, and
//! checks what `psq status` says and that `psq recover` finishes the rotation. The same for `psq replace` is in
//! `replace_interrupted`, and for plans in `plan_disturbed`.

use crate::support::report::report;
use crate::support::{Psq, VARIABLE, World, await_arrival, mode, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};
use rustix::process::Signal;

/// Kills psq while the sandbox holds its request, and then lets the request continue.
#[track_caller]
fn killed(world: &World, psq: Psq<'_>, operation: Operation, moment: Moment) {
    let gate = Gate::new();
    world
        .sandbox
        .inject(Fault::hold(&gate, moment).on(operation));
    let running = psq.start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();
}

#[test]
fn a_crash_after_the_rotation_is_seen_and_recovered() {
    let world = World::new();
    let path = world.write(".env", format!("A=1\n{VARIABLE}={}\nB=2\n", world.old()));
    let psq = world.rotate_in(&path);
    killed(
        &world,
        psq,
        Operation::RegenerateApiKey,
        Moment::AfterCommit,
    );
    assert_eq!(world.regenerations(), 1);
    assert!(!world.works(world.old()));

    let text = world.psq(["status"]).ends(4).text();
    assert!(text.contains(world.id()), "{text}");
    assert!(
        text.contains("may have carried out the request, or not"),
        "{text}"
    );
    assert!(!text.contains("A psq is working"), "{text}");

    world.psq(["recover"]).ends(0);
    assert_eq!(
        read(&path),
        format!("A=1\n{VARIABLE}={}\nB=2\n", world.current())
    );
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), [".env"]);
    world.psq(["status"]).ends(0);
}

#[test]
fn a_crash_before_the_rotation_is_recovered_by_rotating() {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    let lost = Fault::drop_connection(Moment::BeforeCommit);
    let held = lost.held(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_to(&path).start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();

    let ended = world.recover(&[]).ends(0);
    ended.says(&["has not carried the rotation out yet"]);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), ["key"]);
}

#[test]
fn a_crash_after_the_delivery_is_recovered_by_verifying() {
    for operation in [Operation::ListApiKeyTypes, Operation::RevealApiKey] {
        let world = World::new();
        let path = world.key_file();
        if operation == Operation::RevealApiKey {
            world.inject("reveal=delay:0:before");
        }
        killed(
            &world,
            world.rotate_to(&path),
            operation,
            Moment::AfterCommit,
        );
        assert_eq!(read(&path), world.current());
        let text = world.psq(["status"]).ends(4).text();
        assert!(text.contains("delivered and not verified yet"), "{text}");
        assert!(text.contains("the old key is dead"), "{text}");

        world.recover(&[]).ends(0);
        assert_eq!(read(&path), world.current());
        assert_eq!(world.regenerations(), 1);
        assert_eq!(world.audit().len(), 1);
    }
}

#[test]
fn a_crash_of_the_recovery_is_recovered() {
    let world = World::new();
    let path = world.key_file();
    let psq = world.rotate_to(&path);
    killed(
        &world,
        psq,
        Operation::RegenerateApiKey,
        Moment::AfterCommit,
    );
    for operation in [Operation::RevealApiKey, Operation::ListApiKeyTypes] {
        killed(&world, world.recover(&[]), operation, Moment::AfterCommit);
        assert_eq!(world.journals().len(), 1);
    }
    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), ["key"]);
}

#[test]
fn a_crash_before_the_journal_leaves_nothing_to_recover() {
    let world = World::new();
    let path = world.key_file();
    let psq = world.rotate_to(&path);
    killed(&world, psq, Operation::RevealApiKey, Moment::AfterCommit);
    world.psq(["status"]).ends(0);
    assert_eq!(read(&path), world.old());
    assert_eq!(world.writes(), []);
    world.rotate_to(&path).ends(0);
    assert_eq!(read(&path), world.current());
}

#[test]
fn recover_without_an_id_recovers_every_open_rotation() {
    let world = World::new();
    let other = world.sandbox.seeded().test().publishable().clone();
    let psq = world.rotate(&["--to", "one"]);
    killed(
        &world,
        psq,
        Operation::RegenerateApiKey,
        Moment::AfterCommit,
    );
    let psq = world.psq(["rotate", other.id(), "--env", "test", "--to", "two"]);
    killed(
        &world,
        psq,
        Operation::RegenerateApiKey,
        Moment::AfterCommit,
    );
    assert_eq!(world.journals().len(), 2);
    world.psq(["recover"]).ends(0);
    assert_eq!(read(&world.path("one")), world.current());
    assert_eq!(read(&world.path("two")), world.value_of(other.id()));
    assert_eq!(world.audit().len(), 2);
}

#[test]
fn the_first_signal_lets_psq_finish_the_rotation() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let world = World::new();
        let path = world.key_file();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::AfterCommit);
        world.sandbox.inject(held.on(Operation::RegenerateApiKey));
        let mut running = world.rotate_to(&path).start();
        await_arrival(&gate, 1);
        running.signal(signal);
        // psq prints this at once, before the answer has come.
        running.says("Interrupted. This is still under way");
        gate.open();
        let ended = running.finish();
        assert_eq!(ended.code, Some(0), "{signal:?}");
        assert_eq!(read(&path), world.current());
        assert_eq!(world.journals(), [""; 0]);
    }
}

#[test]
fn the_second_signal_ends_psq_which_reports_an_open_rotation() {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let mut running = world.rotate_to(&path).start();
    await_arrival(&gate, 1);
    running.signal(Signal::TERM);
    // Another signal, because two pending signals of the same kind count as one.
    running.signal(Signal::INT);
    let ended = running.finish();
    assert_eq!(ended.code, Some(4));
    ended.says(&[
        "stopped by a second interrupt while this was under way: Asking for the new key",
        "the old key may be dead",
    ]);
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    let last = ended.stderr.lines().last().unwrap_or_default();
    assert!(last.trim_start().starts_with("Next: psq recover"), "{last}");
    gate.open();
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_recovery_that_is_stopped_before_it_knows_more_does_not_say_that_the_old_key_is_dead() {
    let world = World::new();
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RevealApiKey));
    // The new destination and the command are noted in the journal, which says no more about the old key by that.
    let psq = world.recover(&["--to", "elsewhere", "--then", "true"]);
    let mut running = psq.start();
    await_arrival(&gate, 1);
    running.signal(Signal::TERM);
    running.signal(Signal::INT);
    let ended = running.finish();
    gate.open();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["the old key may be dead"]);
    assert!(world.works(world.old()));
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
}

#[test]
fn an_interrupt_keeps_a_recovery_from_the_next_key() {
    let world = World::new();
    let other = world.sandbox.seeded().test().key_writer().id();
    world.inject("key-types=drop:before*10");
    world.rotate(&["--to", "one"]).ends(5);
    world
        .psq(["rotate", other, "--env", "test", "--to", "two"])
        .ends(5);
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RevealApiKey));
    let mut running = world.psq(["recover"]).start();
    await_arrival(&gate, 1);
    running.signal(Signal::INT);
    running.says("A second interrupt stops psq at once");
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["interrupted before it went on with this key"]);
    assert_eq!(world.journals().len(), 1);
}

#[test]
fn an_interrupted_run_with_json_still_prints_a_report() {
    let world = World::new();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeyTypes));
    let path = world.key_file();
    let mut running = world.rotate_to(&path).args(&["--json"]).start();
    await_arrival(&gate, 1);
    running.signal(Signal::TERM);
    running.signal(Signal::INT);
    let ended = running.finish();
    assert_eq!(ended.code, Some(4));
    let report = report(&ended);
    assert_eq!(report["rotations"][0]["old_key"], "dead");
    assert_eq!(report["rotations"][0]["stage"], "delivered");
    gate.open();
    world.recover(&[]).ends(0);
}

#[test]
fn a_signal_before_anything_has_changed_says_so_and_leaves_nothing() {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RevealApiKey));
    let mut running = world.rotate_to(&path).start();
    await_arrival(&gate, 1);
    running.signal(Signal::INT);
    let ended = running.finish();
    gate.open();
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    ended.says(&["interrupted; nothing was changed"]);
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_command_that_hangs_ends_with_psq_and_the_key_is_not_lost() {
    let world = World::new();
    let script = "cat > /dev/null; echo $$ > started; sleep 1000; true";
    let mut running = world.rotate(&["--", "sh", "-c", script]).start();
    running.says("Passing the new key to the command sh");
    while !world.path("started").exists() {
        std::thread::yield_now();
    }
    running.signal(Signal::TERM);
    running.says("Passing the new key to the command sh. A second");
    running.signal(Signal::INT);
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["the old key is dead"]);
    // The command would hang again, so the next line delivers to a file.
    world.psq(ended.next_words()).ends(0);
    let rescued = world.root().join(format!("{}.key", world.id()));
    assert_eq!(read(&rescued).trim_end(), world.current());
}

#[test]
fn each_rotation_leaves_one_line_in_the_audit_log() {
    let world = World::new();
    let path = world.key_file();
    world
        .rotate_to(&path)
        .env("USER", "somebody")
        .without_env("SUDO_USER")
        .ends(0);
    let psq = world.rotate_to(&path);
    killed(
        &world,
        psq,
        Operation::RegenerateApiKey,
        Moment::AfterCommit,
    );
    world.recover(&[]).ends(0);
    // Neither of these runs changes the key.
    world.rotate_to(&path).args(&["--dry-run"]).ends(0);
    world.rotate_to(&path).by("sk_test_nobodys").ends(3);

    let lines = world.audit();
    assert_eq!(lines.len(), 2);
    assert_eq!(mode(&world.state().join("audit.jsonl")), 0o600);
    for line in &lines {
        assert_eq!(line["version"], 1);
        assert_eq!(line["operation"], "rotate");
        assert_eq!(line["key_id"], world.id());
        assert_eq!(line["environment"], "test");
        assert_eq!(line["uid"], rustix::process::getuid().as_raw());
        assert_eq!(line["destinations"][0], path.display().to_string());
        assert!(line["time"].as_str().unwrap().ends_with('Z'), "{line}");
        assert!(!line["correlation_id"].as_str().unwrap().is_empty());
        let sent = world.sandbox.requests();
        let known = |id: &str| sent.iter().any(|request| request.correlation_id == id);
        assert!(known(line["correlation_id"].as_str().unwrap()), "{line}");
    }
    assert_eq!(lines[0]["user"], "somebody");
    assert_eq!(lines[0]["new_fingerprint"], lines[1]["old_fingerprint"]);
    assert_ne!(lines[0]["old_fingerprint"], lines[1]["old_fingerprint"]);
    assert_ne!(lines[0]["correlation_id"], lines[1]["correlation_id"]);
}
