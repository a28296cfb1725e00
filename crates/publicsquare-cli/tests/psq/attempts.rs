//! `--attempt-id`: a second run with the same id continues the first one, even on a machine that has no journal.
//!
//! Each test gives every run a state folder and a destination of its own, as two runs of a CI job have them. The tests
//! check that the key changes once per attempt id and that each file ends with the value that works. Runs that do have
//! a journal are tested in `journal` and `interruptions`.

use crate::support::{Psq, World, read};

/// A run on a fresh machine, with its own state folder and its own file.
fn fresh<'a>(world: &'a World, machine: &str, attempt: &str) -> Psq<'a> {
    let state = world.root().join(machine);
    world
        .rotate(&["--to", machine, "--attempt-id", attempt])
        .state(&state)
}

#[test]
fn a_rerun_on_a_fresh_machine_delivers_the_same_key() {
    let world = World::new();
    for machine in ["first", "second", "third"] {
        fresh(&world, machine, "run-17").ends(0);
        assert_eq!(read(&world.path(machine)), world.current());
    }
    assert_eq!(world.regenerations(), 1);
    assert!(
        world
            .sandbox
            .requests()
            .iter()
            .any(|request| request.replayed)
    );
}

#[test]
fn a_rerun_brings_a_file_with_the_dead_key_up_to_date() {
    let world = World::new();
    fresh(&world, "first", "run-17").ends(0);
    world.write("second", world.old());
    fresh(&world, "second", "run-17").ends(0);
    assert_eq!(read(&world.path("second")), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_rerun_does_not_overwrite_something_that_is_no_key() {
    let world = World::new();
    let path = world.write("first", "hunter2");
    fresh(&world, "first", "run-17")
        .ends(3)
        .says(&["does not look like an API key", "psq leaves it alone"]);
    assert_eq!(read(&path), "hunter2");
    assert_eq!(world.writes(), []);
}

#[test]
fn a_rerun_continues_after_a_crash_that_lost_the_journal() {
    let world = World::new();
    world.inject("regenerate=drop:after*5");
    world.inject("reveal=delay:0:before");
    world.inject("reveal=drop:before*5");
    fresh(&world, "first", "run-17").ends(4);
    assert_eq!(world.regenerations(), 1);
    fresh(&world, "second", "run-17").ends(0);
    assert_eq!(read(&world.path("second")), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn another_attempt_is_another_rotation() {
    let world = World::new();
    fresh(&world, "first", "run-17").ends(0);
    let first = world.current();
    fresh(&world, "second", "run-18").ends(0);
    assert_eq!(world.regenerations(), 2);
    assert_ne!(world.current(), first);
    assert_eq!(read(&world.path("second")), world.current());
}

#[test]
fn another_key_is_another_rotation() {
    let world = World::new();
    fresh(&world, "first", "run-17").ends(0);
    let other = world.sandbox.seeded().test().payment_method_writer();
    world
        .psq(["rotate", other.id(), "--env", "test", "--to", "second"])
        .args(&["--attempt-id", "run-17"])
        .ends(0);
    assert_eq!(world.sandbox.regenerations(other.id()), 1);
    assert_eq!(read(&world.path("second")), world.value_of(other.id()));
}

#[test]
fn an_old_attempt_does_not_undo_a_newer_one() {
    let world = World::new();
    fresh(&world, "first", "run-17").ends(0);
    fresh(&world, "second", "run-18").ends(0);
    // The stored answer of the first attempt holds a key that is dead by now.
    world.write("third", world.current());
    for machine in ["third", "fourth"] {
        let ended = fresh(&world, machine, "run-17").ends(3);
        ended.says(&["rotated again since then", "another --attempt-id"]);
        let state = world.root().join(machine);
        world.psq(["status"]).state(&state).ends(0);
    }
    assert_eq!(read(&world.path("third")), world.current());
    assert_eq!(world.names(), ["first", "second", "third"]);
    assert_eq!(world.regenerations(), 2);
}

#[test]
fn an_interrupted_old_attempt_is_closed_by_recover() {
    let world = World::new();
    fresh(&world, "first", "run-17").ends(0);
    fresh(&world, "second", "run-18").ends(0);
    world.write("third", world.current());
    world.inject("regenerate=drop:before*5");
    fresh(&world, "third", "run-17").ends(4);
    let state = world.root().join("third");
    let ended = world.recover(&[]).state(&state).ends(3);
    ended.says(&["closed now"]);
    assert_eq!(read(&world.path("third")), world.current());
    assert_eq!(world.names(), ["first", "second", "third"]);
    world.psq(["status"]).state(&state).ends(0);
}

#[test]
fn an_empty_attempt_id_is_refused() {
    let world = World::new();
    let ended = fresh(&world, "first", "").ends(2);
    ended.says(&["--attempt-id is empty"]);
    assert_eq!(world.sandbox.requests(), []);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn the_attempt_id_itself_is_not_sent_to_the_api() {
    let world = World::new();
    let ended = fresh(&world, "first", "run-17-secret")
        .args(&["-v"])
        .ends(0);
    assert!(!ended.stderr.contains("run-17-secret"), "{}", ended.stderr);
    for request in world.sandbox.requests() {
        assert!(!request.correlation_id.contains("run-17"), "{request:?}");
    }
}

#[test]
fn a_rerun_of_a_replacement_creates_no_second_successor() {
    let world = World::new();
    let keys = world.values().len();
    world.inject("create=drop:after*5");
    let psq = world
        .replace_to(&world.path("first"))
        .args(&["--attempt-id", "run-17"]);
    psq.state(&world.root().join("first")).ends(4);
    assert_eq!(world.values().len(), keys + 1);
    let psq = world
        .replace_to(&world.path("second"))
        .args(&["--attempt-id", "run-17"]);
    psq.state(&world.root().join("second")).ends(0);
    assert_eq!(world.values().len(), keys);
    assert!(world.works(&read(&world.path("second"))));
}
