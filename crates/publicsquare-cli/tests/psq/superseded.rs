//! Somebody else rotates the same key on another machine while psq is rotating it.
//!
//! A gate in the sandbox holds a request of psq while a second psq, with its own state folder, rotates the key. The
//! first one has to notice that its value is no longer the current one, and `psq recover` has to deliver the newest.
//! A second psq on the same machine is tested in `journal`.

use crate::support::report::report;
use crate::support::{World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// Rotates the key as if from another machine, with another file and another state folder.
fn rotate_elsewhere(world: &World) {
    let state = world.root().join("elsewhere");
    world.rotate(&["--to", "elsewhere"]).state(&state).ends(0);
}

/// Rotates into the file, and once more from another machine while the sandbox holds this request.
#[track_caller]
fn overtaken(operation: Operation, moment: Moment) -> World {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    if operation == Operation::RevealApiKey {
        // The request of the preflight passes.
        world.inject("reveal=delay:0:before");
    }
    world
        .sandbox
        .inject(Fault::hold(&gate, moment).on(operation));
    let running = world.rotate_to(&path).start();
    await_arrival(&gate, 1);
    rotate_elsewhere(&world);
    gate.open();

    let ended = running.finish();
    assert_eq!(ended.code, Some(5), "{}", ended.stderr);
    ended.says(&["superseded", "the old key is dead"]);
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    assert_ne!(read(&path), world.current());
    assert_ne!(read(&path), world.old());
    assert_eq!(world.journals().len(), 1);
    world
}

/// Recovers, which delivers the newest value.
#[track_caller]
fn brings_the_newest(world: &World) {
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 2);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.names(), ["elsewhere", "key"]);
    assert_eq!(world.audit().len(), 1);
}

#[test]
fn a_rotation_before_the_answer_is_noticed_because_the_new_key_is_refused() {
    let world = overtaken(Operation::RegenerateApiKey, Moment::AfterCommit);
    brings_the_newest(&world);
}

#[test]
fn a_rotation_during_the_trial_is_noticed_by_the_revealed_value() {
    let world = overtaken(Operation::ListApiKeyTypes, Moment::BeforeCommit);
    brings_the_newest(&world);
}

#[test]
fn a_rotation_after_the_trial_is_noticed_by_the_revealed_value() {
    let world = overtaken(Operation::RevealApiKey, Moment::BeforeCommit);
    brings_the_newest(&world);
}

#[test]
fn the_report_says_what_psq_has_verified() {
    let world = World::new();
    let path = world.key_file();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeyTypes));
    let running = world.rotate_to(&path).args(&["--json"]).start();
    await_arrival(&gate, 1);
    rotate_elsewhere(&world);
    gate.open();

    let ended = running.finish();
    let report = report(&ended);
    let rotation = &report["rotations"][0];
    assert_eq!(report["exit_code"], 5);
    assert_eq!(rotation["outcome"], "unverified");
    assert_eq!(rotation["old_key"], "dead");
    assert_eq!(rotation["stage"], "delivered");
    assert_eq!(rotation["verified"]["held"], true);
    assert_eq!(rotation["verified"]["accepted"], true);
    assert_eq!(rotation["verified"]["current"], false);
    let next = format!("psq recover {} --json", world.id());
    assert_eq!(rotation["next"], next);
}
