//! `psq apply` that is killed, interrupted or started twice, or that meets somebody else who changes the same key.
//!
//! A gate in the sandbox holds a request while the test disturbs the run. Afterwards each key must have changed once,
//! and the next run has to finish what is open. Undisturbed runs are tested in `plan_apply`.

use std::fs;

use rustix::process::Signal;
use serde_json::Value;

use crate::support::planned::Planned;
use crate::support::{World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

#[test]
fn the_next_run_finishes_a_run_that_was_killed() {
    for moment in [Moment::BeforeCommit, Moment::AfterCommit] {
        let world = World::new();
        world.key_file();
        let plan = Planned::new(&world, "{ file = 'key' }, { file = 'other' }")
            .then("cat key > seen")
            .write();
        let gate = Gate::new();
        world
            .sandbox
            .inject(Fault::hold(&gate, moment).on(Operation::RegenerateApiKey));
        let running = plan.apply().start();
        await_arrival(&gate, 1);
        running.kill();
        gate.open();
        plan.check().ends(4).text_has("open since");
        plan.apply().ends(0);
        for name in ["key", "other", "seen"] {
            assert_eq!(read(&world.path(name)), world.current(), "{name}");
        }
        plan.apply().ends(0).says(&["There is nothing to do"]);
        assert_eq!(world.regenerations(), 1);
    }
}

#[test]
fn two_runs_at_once_change_a_key_once() {
    let world = World::new();
    world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let first = plan.apply().start();
    await_arrival(&gate, 1);
    plan.apply()
        .ends(0)
        .says(&["Another psq is applying this plan"]);
    // Another plan with the same key: the plan has another lock, but the key has the same.
    let other = Planned::new(&world, "{ file = 'key' }").write_as("other.toml");
    other
        .apply()
        .ends(0)
        .says(&["another psq is working on it"]);
    gate.open();
    assert_eq!(first.finish().code, Some(0));
    other.apply().ends(0);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn beside_a_dry_run_a_run_does_its_work() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeys));
    let dry = plan.apply().args(&["--dry-run"]).beside_others().start();
    await_arrival(&gate, 1);
    plan.apply().ends(0).says(&["verified"]);
    assert_eq!(world.regenerations(), 1);
    gate.open();
    drop(dry);
}

#[test]
fn a_run_leaves_a_plan_only_to_one_that_does_as_much() {
    for (first, second, code) in [
        (&["--due"][..], &[][..], 3),
        (&["--due"], &["--due"], 0),
        (&[], &["--due"], 0),
        (&[], &[], 0),
    ] {
        let world = World::new();
        world.key_file();
        let plan = Planned::new(&world, "{ file = 'key' }").write();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::BeforeCommit);
        world.sandbox.inject(held.on(Operation::RegenerateApiKey));
        let running = plan.apply().args(first).start();
        await_arrival(&gate, 1);
        let before = world.sandbox.requests().len();
        let ended = plan.apply().args(second).ends(code);
        ended.says(&["nother psq is applying this plan"]);
        if code == 3 {
            ended.says(&["nothing was changed", "run it again"]);
            let wanted = format!("psq apply {}", plan.path().display());
            assert_eq!(ended.next(), wanted);
        }
        assert_eq!(world.sandbox.requests().len(), before);
        gate.open();
        assert_eq!(running.finish().code, Some(0));
        plan.apply().ends(0);
        assert_eq!(world.regenerations(), 1);
    }
}

#[test]
fn a_key_that_somebody_changed_before_the_lock_is_left_alone() {
    let world = World::new();
    world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    // psq has listed the keys and reveals this one. Somebody rotates the key in between.
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RevealApiKey));
    let running = plan.apply().args(&["--due"]).beside_others().start();
    await_arrival(&gate, 1);
    world.rotate_to(&world.path("key")).ends(0);
    gate.open();
    let ended = running.finish();
    assert!(matches!(ended.code, Some(0 | 3)), "{}", ended.stderr);
    assert_eq!(world.regenerations(), 1);
    plan.apply().ends(0);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_successor_whose_id_cannot_be_written_is_reported_as_delivered() {
    let world = World::new();
    let path = world.key_file();
    let folder = world.path("ids");
    fs::create_dir(&folder).unwrap();
    let plan = Planned::new(&world, "{ file = 'key' }")
        .replacing("ids/successor")
        .write();
    // Somebody removes the folder after psq has looked at it.
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::CreateApiKey));
    let running = plan.apply().start();
    await_arrival(&gate, 1);
    fs::remove_dir_all(&folder).unwrap();
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(5), "{}", ended.stderr);
    ended.says(&[
        "delivered and verified",
        "cannot be written",
        "the old key is dead",
    ]);
    assert!(
        !ended.stderr.contains("nothing was changed"),
        "{}",
        ended.stderr
    );
    fs::create_dir(&folder).unwrap();
    world.psq(ended.next_words()).by_nobody().ends(0);
    let successor = read(&folder.join("successor"));
    assert_eq!(read(&path), world.value_of(successor.trim()));
}

#[test]
fn an_interrupted_run_with_json_ends_with_a_json_line() {
    let world = World::new();
    world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let mut running = plan.apply().args(&["--json"]).start();
    await_arrival(&gate, 1);
    running.signal(Signal::INT);
    running.signal(Signal::TERM);
    running.signal(Signal::TERM);
    let ended = running.finish();
    gate.open();
    assert_eq!(ended.code, Some(4));
    let last = ended.text().lines().last().map(str::to_owned).unwrap();
    let last: Value = serde_json::from_str(&last).unwrap();
    assert_eq!(last["event"], "over");
    assert_eq!(last["exit_code"], 4);
    plan.apply().ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn an_interrupt_before_a_change_is_reported_for_that_key_only() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'a' }")
        .key(&second, "{ file = 'b' }", "")
        .write();
    // The interrupt comes in the preflight of the second key, when the first key has been changed.
    let gate = Gate::new();
    let first = Fault::hold(&gate, Moment::BeforeCommit).on(Operation::RegenerateApiKey);
    world.sandbox.inject(first);
    let mut running = plan.apply().args(&["--due"]).beside_others().start();
    await_arrival(&gate, 1);
    let reveal = Gate::new();
    // The next reveal is that of the first key after its delivery. Those of the second key follow.
    let held = Fault::hold(&reveal, Moment::BeforeCommit).on(Operation::RevealApiKey);
    world.sandbox.inject(held.times(9));
    gate.open();
    await_arrival(&reveal, 1);
    running.signal(Signal::INT);
    running.says("Interrupted.");
    reveal.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.says(&["the run was interrupted before its turn"]);
    let changed = world.regenerations() + world.sandbox.regenerations(&second);
    assert_eq!(changed, 1);
    plan.apply().ends(0);
    plan.check().ends(0);
}

#[test]
fn if_nobody_reads_the_lines_the_result_goes_to_the_standard_error() {
    let world = World::new();
    let plan = Planned::new(&world, "{ command = ['false'] }").write();
    let ended = plan.apply().args(&["--json"]).unread().ends(4);
    ended.says(&[
        "could not be delivered to the command false",
        "the old key is dead",
    ]);
    assert!(ended.next().starts_with("psq recover "), "{}", ended.stderr);
}
