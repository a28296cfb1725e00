//! A rotation of the very key that psq authenticates with.
//!
//! psq refuses it without `--allow-self`, because a lost answer leaves no credential to ask again with. The tests check
//! the refusal, the rotation, and the recovery with another key. Other questions about the credential are tested in
//! `credentials`.

use crate::support::{Psq, World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Reveal, Sandbox, SandboxKey};

/// The restricted key that may regenerate itself.
fn own(world: &World) -> SandboxKey {
    world.sandbox.seeded().test().key_writer().clone()
}

fn rotate_itself<'a>(world: &'a World, more: &[&str]) -> Psq<'a> {
    let own = own(world);
    world
        .psq(["rotate", own.id(), "--env", "test", "--to", "key"])
        .args(more)
        .by(own.value())
}

#[test]
fn the_own_key_is_refused_without_allow_self() {
    for builder in [
        Sandbox::builder(),
        Sandbox::builder().reveal(Reveal::OwnKey),
    ] {
        let world = World::with(builder);
        let ended = rotate_itself(&world, &[]).ends(3);
        ended.says(&["--allow-self", "untouched"]);
        assert_eq!(world.writes(), []);
        assert_eq!(world.names(), [""; 0]);
        assert_eq!(world.journals(), [""; 0]);
    }
}

#[test]
fn a_replacement_of_the_own_key_is_refused_as_well() {
    let world = World::new();
    let own = own(&world);
    let psq = world.psq(["replace", own.id(), "--env", "test", "--to", "key"]);
    psq.by(own.value()).ends(3).says(&["--allow-self"]);
    assert_eq!(world.writes(), []);
}

#[test]
fn the_own_key_is_rotated_with_allow_self() {
    for builder in [
        Sandbox::builder(),
        Sandbox::builder().reveal(Reveal::OwnKey),
    ] {
        let world = World::with(builder);
        let path = world.write("key", own(&world).value());
        rotate_itself(&world, &["--allow-self"]).ends(0);
        assert_eq!(read(&path), world.value_of(own(&world).id()));
        assert_ne!(read(&path), own(&world).value());
        assert_eq!(world.journals(), [""; 0]);
    }
}

#[test]
fn a_lost_answer_is_reported_and_recovered_with_another_key() {
    let world = World::new();
    let id = own(&world).id().to_owned();
    world.inject("regenerate=drop:after");
    let ended = rotate_itself(&world, &["--allow-self"]).ends(4);
    ended.says(&["the old key is dead"]);
    assert_eq!(ended.next(), format!("psq recover {id}"));
    assert_eq!(world.sandbox.regenerations(&id), 1);

    // The dead key cannot authenticate any more, and psq says what to do instead.
    let again = world.psq(["recover", &id]).by(own(&world).value()).ends(4);
    again.says(&["authenticate with another key"]);
    world.psq(["recover", &id]).ends(0);
    assert_eq!(read(&world.path("key")), world.value_of(&id));
    assert_eq!(world.sandbox.regenerations(&id), 1);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_crash_after_the_delivery_needs_no_other_key() {
    let world = World::new();
    let id = own(&world).id().to_owned();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeyTypes));
    let running = rotate_itself(&world, &["--allow-self"]).start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();
    assert_eq!(read(&world.path("key")), world.value_of(&id));
    world.psq(["recover", &id]).by(own(&world).value()).ends(0);
    assert_eq!(read(&world.path("key")), world.value_of(&id));
    assert_eq!(world.journals(), [""; 0]);
}
