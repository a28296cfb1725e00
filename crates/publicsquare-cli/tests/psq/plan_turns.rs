//! The order of the keys in a run of `psq apply`, and the limit `changes_per_run`.
//!
//! The tests check that a key that cannot be changed does not use up the limit, that psq begins no further key after an
//! interrupt, and that it leaves a key alone on which another psq works. They also check that no program that psq
//! starts can see the credential of the plan.

use std::fs;

use publicsquare_sandbox::{Fault, Gate, Moment, Operation};
use rustix::process::Signal;

use crate::support::planned::Planned;
use crate::support::{World, await_arrival, read, set_mode};

#[test]
fn keys_that_cannot_be_changed_do_not_use_up_the_limit() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    // Each of the two keys is once the one that comes first.
    for (one, other) in [(world.id(), &*second), (&*second, world.id())] {
        let world = World::new();
        world.write("in the way", "hunter2\n");
        let plan = Planned::empty(&world)
            .environment("test", world.admin())
            .key(one, "{ file = 'in the way' }", "")
            .key(other, "{ file = 'key' }", "")
            .limit(1)
            .write();
        let ended = plan.apply().args(&["--due"]).beside_others().run();
        assert_eq!(world.sandbox.regenerations(other), 1, "{}", ended.stderr);
        assert_eq!(world.sandbox.regenerations(one), 0);
        assert_eq!(read(&world.path("in the way")), "hunter2\n");
    }
}

#[test]
fn an_open_key_on_which_nothing_can_change_does_not_use_up_the_limit() {
    for is_readable in [true, false] {
        let world = World::new();
        let second = world.sandbox.seeded().test().key_writer().id().to_owned();
        if is_readable {
            // The delivery of a value that the key has already.
            world.recover(&["--env", "test", "--", "false"]).ends(4);
        } else {
            world.psq(["status"]).ends(0);
            fs::create_dir_all(world.journal().parent().unwrap()).unwrap();
            fs::write(world.journal(), "torn").unwrap();
            set_mode(&world.journal(), 0o600);
        }
        let plan = Planned::new(&world, "{ file = 'a' }")
            .key(&second, "{ file = 'b' }", "")
            .limit(1)
            .write();
        plan.apply().args(&["--due"]).ends(4);
        assert_eq!(world.sandbox.regenerations(&second), 1);
        assert_eq!(world.regenerations(), 0);
    }
}

#[test]
fn an_open_key_that_may_have_changed_uses_up_the_limit() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = |limit| {
        Planned::new(&world, "{ command = ['false'] }")
            .key(&second, "{ file = 'b' }", "")
            .limit(limit)
            .write()
    };
    world.rotate(&["--", "false"]).ends(4);
    let ended = plan(1).apply().args(&["--due"]).ends(4);
    ended.says(&["have changed in this run, or may have changed"]);
    assert_eq!(world.sandbox.regenerations(&second), 0);
    plan(2).apply().args(&["--due"]).beside_others().ends(4);
    assert_eq!(world.sandbox.regenerations(&second), 1);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_key_that_waits_for_its_turn_is_delivered_to_files_that_lack_it() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'a' }")
        .key(&second, "{ file = 'b' }", "")
        .limit(1)
        .write();
    plan.apply().ends(0).says(&["waits for a later run"]);
    // Without this, the file of the waiting key would lack it until the run after next.
    for (name, id) in [("a", world.id()), ("b", &*second)] {
        assert_eq!(read(&world.path(name)), world.value_of(id), "{name}");
    }
    let changed = world.regenerations() + world.sandbox.regenerations(&second);
    assert_eq!(changed, 1);
}

#[test]
fn after_an_interrupt_the_key_under_way_is_finished_and_no_other_is_begun() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'a' }")
        .key(&second, "{ file = 'b' }", "")
        .write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let mut running = plan.apply().args(&["--due"]).start();
    await_arrival(&gate, 1);
    running.signal(Signal::INT);
    running.says("Interrupted");
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.says(&["interrupted"]);
    let changed = || world.regenerations() + world.sandbox.regenerations(&second);
    assert_eq!(changed(), 1);
    plan.apply().args(&["--due"]).ends(0);
    assert_eq!(changed(), 2);
}

#[test]
fn a_key_on_which_another_psq_works_is_left_alone() {
    let world = World::new();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let one = Planned::new(&world, "{ file = 'key' }").write();
    let other = Planned::new(&world, "{ file = 'key' }").write_as("other.toml");
    let running = one.apply().args(&["--due"]).start();
    await_arrival(&gate, 1);
    let ended = other.apply().args(&["--due"]).ends(0);
    ended.says(&["another psq is working on it"]);
    gate.open();
    assert_eq!(running.finish().code, Some(0));
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn no_program_gets_the_variable_with_the_credential_of_a_plan() {
    let world = World::new();
    let plan = world.write(
        "plan.toml",
        format!(
            "version = 1
[environments.test]
credential = {{ variable = 'SHOP_ADMIN' }}
[[keys]]
id = '{}'
environment = 'test'
max_age = '90d'
to = [{{ file = 'key' }}, {{ command = ['sh', '-c', 'cat > /dev/null; env > seen-by-command'] }}]
then = 'env > seen-by-then'
",
            world.id()
        ),
    );
    let psq = world.psq(["apply", plan.to_str().unwrap()]).by_nobody();
    psq.env("SHOP_ADMIN", world.admin()).ends(0);
    for name in ["seen-by-command", "seen-by-then"] {
        let seen = read(&world.path(name));
        assert!(
            seen.contains("HOME=") && !seen.contains("SHOP_ADMIN"),
            "{name}"
        );
    }
}
