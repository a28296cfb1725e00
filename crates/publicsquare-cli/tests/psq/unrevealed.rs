//! A service that reveals a key to nobody but the key itself, and journals that are older than the stored answer.
//!
//! Without the reveal, psq can only ask for the stored answer of its own request, which the API keeps for 24 hours. The
//! tests move the clock of the sandbox and check what psq does before and after that time. A copy of the new key on
//! the disk is tested in `last_copy`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::report::report;
use crate::support::{World, await_arrival, holds, read};
use publicsquare_sandbox::{Fault, Gate, ManualClock, Moment, Operation, Reveal, Sandbox};
use serde_json::Value;

fn hidden() -> World {
    World::with(Sandbox::builder().reveal(Reveal::OwnKey))
}

/// Kills psq when the key has changed and no answer has come.
#[track_caller]
fn killed(world: &World) {
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_to(&world.key_file()).start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();
}

#[test]
fn a_rotation_of_which_nothing_is_known_is_not_reported_as_one() {
    let clock = ManualClock::at(SystemTime::now());
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    world.inject("reveal=status:403:before*2");
    world.inject("regenerate=drop:before*5");
    world.rotate(&["--to", "key"]).ends(4);
    clock.advance(Duration::from_secs(24 * 3600));
    let ended = world.recover(&["--json"]).ends(0);
    let rotation = &report(&ended)["rotations"][0];
    assert_eq!(rotation["old_key"], Value::Null);
    let warnings = rotation["warnings"].to_string();
    assert!(warnings.contains("does not know whether"), "{warnings}");
    assert_eq!(read(&world.path("key")), world.old());
    assert_eq!(world.regenerations(), 0);
    let audit = world.audit();
    assert_eq!(audit.last().unwrap()["operation"], "redeliver");
}

#[test]
fn a_file_gets_the_key_with_a_warning() {
    let world = hidden();
    let path = world.key_file();
    let ended = world.rotate_to(&path).ends(0);
    ended.says(&[
        "! The API does not reveal this key",
        "! The API does not reveal the key, so psq does not know whether another rotation has superseded",
    ]);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), ["key"]);

    let ended = world.rotate_to(&path).args(&["--json"]).ends(0);
    assert!(holds(&ended.stdout, "The API does not reveal this key"));
}

#[test]
fn other_destinations_are_refused() {
    let world = hidden();
    for place in [&["--to", "-"][..], &["--", "sh", "-c", "cat > got"]] {
        let ended = world.rotate(place).ends(3);
        ended.says(&["only files can be destinations", "untouched"]);
        assert_eq!(ended.stdout, b"");
    }
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_environment_is_that_of_the_authenticating_key() {
    let world = hidden();
    let psq = world.psq(["rotate", world.id(), "--env", "production", "--to", "key"]);
    let ended = psq.args(&["--confirm", world.id()]).ends(3);
    ended.says(&["belongs to test", "--env says production"]);
    assert_eq!(world.writes(), []);
}

#[test]
fn a_lost_answer_is_asked_for_again() {
    for fault in ["regenerate=drop:after*4", "regenerate=body:null-key*3"] {
        let world = hidden();
        let path = world.key_file();
        world.inject(fault);
        world.rotate_to(&path).ends(0);
        assert_eq!(read(&path), world.current(), "{fault}");
        assert_eq!(world.regenerations(), 1, "{fault}");
    }
}

#[test]
fn a_crash_is_recovered_by_the_stored_answer() {
    let world = hidden();
    killed(&world);
    let ended = world.recover(&[]).ends(0);
    ended.says(&["asking for the stored answer"]);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), ["key"]);
    assert!(
        world
            .sandbox
            .requests()
            .iter()
            .any(|request| request.replayed)
    );
}

#[test]
fn a_crash_after_the_delivery_is_recovered_by_what_the_file_holds() {
    let world = hidden();
    let path = world.key_file();
    world.inject("key-types=drop:before*5");
    world.rotate_to(&path).ends(5);
    let before = world.writes().len();
    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.writes().len(), before);
}

#[test]
fn a_stored_answer_that_is_too_old_is_not_asked_for() {
    let clock = ManualClock::at(SystemTime::now());
    let builder = Sandbox::builder().reveal(Reveal::OwnKey);
    let world = World::with(builder.clock(clock.clone()));
    killed(&world);
    let before = world.writes().len();
    clock.advance(Duration::from_secs(23 * 3600 + 60));
    let ended = world.recover(&[]).ends(4);
    ended.says(&["vendor's portal", "api-key:read", "the old key may be dead"]);
    assert_eq!(world.writes().len(), before);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.journals().len(), 1);

    // A key may reveal itself. Somebody has got the new key from the portal of the vendor.
    let found = world.current();
    world.recover(&[]).by(&found).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_stored_answer_that_is_young_enough_is_asked_for() {
    let clock = ManualClock::at(SystemTime::now());
    let builder = Sandbox::builder().reveal(Reveal::OwnKey);
    let world = World::with(builder.clock(clock.clone()));
    killed(&world);
    clock.advance(Duration::from_secs(23 * 3600 - 60));
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 1);
}

/// A rotation whose request never had an effect, and the clock of the sandbox.
fn never_carried_out() -> (World, ManualClock) {
    let clock = ManualClock::at(SystemTime::now());
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    (world, clock)
}

#[test]
fn an_old_rotation_that_was_never_carried_out_is_closed() {
    let (world, clock) = never_carried_out();
    let before = world.writes().len();
    clock.advance(Duration::from_secs(23 * 3600 + 60));
    let ended = world.recover(&[]).ends(3);
    ended.says(&["the rotation is closed now", "untouched"]);
    assert_eq!(world.writes().len(), before);
    assert_eq!(read(&world.path("key")), world.old());
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.names(), ["key"]);
    world.psq(["status"]).ends(0);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_young_rotation_that_was_never_carried_out_is_carried_out() {
    let (world, clock) = never_carried_out();
    clock.advance(Duration::from_secs(23 * 3600 - 60));
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn an_answer_is_not_old_because_the_clock_of_the_api_was_set_back() {
    // The keys were last changed on 30 June 2024, and the clock shows the day before.
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_719_619_200));
    let world = World::with(Sandbox::builder().clock(clock));
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    let again = ["--to", "key", "--attempt-id", "run-17"];
    world.rotate(&again).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 2);
}

#[test]
fn if_the_clock_was_set_back_and_somebody_else_rotates_the_old_key_is_unknown() {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_719_619_200));
    let world = World::with(Sandbox::builder().clock(clock));
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.recover(&[]).beside_others().start();
    await_arrival(&gate, 1);
    let elsewhere = world.write("elsewhere", world.old());
    let other = world.rotate_to(&elsewhere).args(&["--replace-any"]);
    other
        .env("PSQ_STATE_DIR", world.path("other-state"))
        .ends(0);
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&[
        "somebody else may have rotated the key",
        "the old key may be dead",
    ]);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 2);
}

#[test]
fn a_rotation_that_was_carried_out_is_delivered_at_any_age() {
    let clock = ManualClock::at(SystemTime::now());
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    killed(&world);
    clock.advance(Duration::from_secs(30 * 24 * 3600));
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(world.regenerations(), 1);
}
