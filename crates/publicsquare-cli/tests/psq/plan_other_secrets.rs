//! A plan whose file holds a value that nobody knows as one of the key, such as the secret of another vendor.
//!
//! Secrets of other vendors can have the form of a key. Nobody looks while `psq apply` runs, so psq overwrites only
//! values of the key that its audit log knows, and sends no other value to the API. `other_secrets` has the same for
//! the commands that a person types.

use std::fs;

use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Reveal, Sandbox};

use crate::support::planned::Planned;
use crate::support::report::held_to;
use crate::support::{VARIABLE, World, await_arrival, read};

/// A secret of another vendor that has the form of the target's values.
const OTHER: &str = "rk_test_4eC39HqLyjWDarjtT1zdp7dc";

/// The destination of the plans.
const TO: &str = "{ file = '.env', variable = 'PUBLICSQUARE_KEY' }";

/// Asserts that psq has sent every request with a key that works.
#[track_caller]
fn assert_sent_to_nobody(world: &World) {
    let requests = world.sandbox.requests();
    assert!(!requests.is_empty());
    for request in requests {
        assert_ne!(request.status, Some(401), "{} with the value", request.path);
    }
}

#[test]
fn a_secret_of_another_vendor_is_left_alone_and_sent_to_nobody() {
    let text = format!("A=1\n{VARIABLE}={OTHER}\n");
    for flags in [&[][..], &["--due"], &["--dry-run"]] {
        // Once the key is due, and once it is not.
        for is_due in [true, false] {
            let world = World::new();
            if !is_due {
                world.rotate(&["--to", "elsewhere"]).ends(0);
            }
            let path = world.write(".env", &text);
            let plan = Planned::new(&world, TO).write();
            let looks = is_due || !flags.contains(&"--due");
            let changed = world.regenerations();
            let ended = plan.apply().args(flags).ends(if looks { 3 } else { 0 });
            assert_eq!(read(&path), text);
            assert_eq!(world.regenerations(), changed);
            assert_sent_to_nobody(&world);
            if looks {
                ended.says(&[
                    "another value than the key has now",
                    "if it is the right one",
                ]);
                let next = ended.next();
                assert!(next.starts_with("psq recover "), "{next}");
                assert!(next.contains(" --to ") && next.contains(VARIABLE), "{next}");
            }
            let ended = plan.check().ends(5);
            assert!(!ended.stderr.contains("Next: "), "{}", ended.stderr);
            ended.text_has("psq leaves it alone");
            let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(5));
            assert_eq!(report["keys"][0]["destinations"][0]["state"], "foreign");
            assert_sent_to_nobody(&world);
        }
    }
}

#[test]
fn the_line_for_a_value_that_nobody_knows_brings_the_file_up_to_date() {
    let world = World::new();
    let elsewhere = world.root().join("elsewhere");
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    // Somebody rotates the key on another machine, so that the audit log of this one does not know the old value.
    world.rotate(&["--to", "other"]).state(&elsewhere).ends(0);
    let plan = Planned::new(&world, TO).write();
    let ended = plan.apply().ends(3);
    assert!(plan.apply().shell(ended.next()).status.success());
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
    plan.check().ends(0);
    plan.apply().ends(0).says(&["There is nothing to do"]);
}

#[test]
fn beside_a_file_that_is_left_alone_the_other_files_get_the_key() {
    let world = World::new();
    world.write("mine", OTHER);
    world.rotate(&["--to", "elsewhere"]).ends(0);
    let plan = Planned::new(&world, "{ file = 'mine' }, { file = 'key' }").write();
    plan.apply().ends(3).says(&["so psq leaves it alone"]);
    assert_eq!(read(&world.path("mine")), OTHER);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_value_of_a_predecessor_is_known_as_one_of_the_key() {
    let world = World::new();
    let path = world.key_file();
    let first = world.old().to_owned();
    let plan = Planned::new(&world, "{ file = 'key' }")
        .replacing("successor")
        .write();
    plan.apply().ends(0);
    let now = read(&path);
    // Somebody restores a backup of the file.
    fs::write(&path, first).unwrap();
    plan.check().ends(5).text_has("destination out of date");
    plan.apply().ends(0);
    assert_eq!(read(&path), now);
    assert_sent_to_nobody(&world);
}

#[test]
fn a_secret_that_appears_while_psq_works_is_left_alone_and_sent_to_nobody() {
    // It appears before the delivery of a new value, and before the delivery of the current one.
    for operation in [Operation::RegenerateApiKey, Operation::RevealApiKey] {
        let world = World::new();
        let path = world.key_file();
        if operation == Operation::RevealApiKey {
            world
                .rotate(&["--to", "elsewhere"])
                .args(&["--replace-any"])
                .ends(0);
        }
        let plan = Planned::new(&world, "{ file = 'key' }").write();
        let changed = world.regenerations();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::AfterCommit);
        if operation == Operation::RevealApiKey {
            // The survey has revealed the key and compared the file. The delivery reveals it again.
            world.inject("reveal=delay:0:before");
        }
        world.sandbox.inject(held.on(operation));
        let running = plan.apply().start();
        await_arrival(&gate, 1);
        fs::write(&path, OTHER).unwrap();
        gate.open();
        let ended = running.finish();
        assert_ne!(ended.code, Some(0), "{}", ended.stderr);
        assert_eq!(read(&path), OTHER, "{}", ended.stderr);
        // The next run goes on with what is open, and leaves the secret alone as well.
        plan.apply().run();
        assert_eq!(read(&path), OTHER);
        assert!(world.regenerations() <= changed + 1);
        assert_sent_to_nobody(&world);
    }
}

#[test]
fn a_value_that_somebody_superseded_during_the_change_is_known_as_one_of_the_key() {
    let world = World::new();
    let path = world.key_file();
    let elsewhere = world.root().join("elsewhere");
    let to = "{ file = 'key' }, { file = 'other' }";
    let plan = Planned::new(&world, to).write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = plan.apply().beside_others().start();
    await_arrival(&gate, 1);
    world.rotate(&["--to", "third"]).state(&elsewhere).ends(0);
    gate.open();
    assert_eq!(running.finish().code, Some(5));
    assert_ne!(read(&path), world.current());
    // The run that goes on stops between the two files.
    let other = world.path("other");
    let value = read(&other);
    fs::remove_file(&other).unwrap();
    fs::create_dir(&other).unwrap();
    plan.apply().ends(4);
    assert_eq!(read(&path), world.current());
    fs::remove_dir(&other).unwrap();
    fs::write(&other, &value).unwrap();
    plan.apply().ends(0);
    assert_eq!(read(&other), world.current());
    assert_eq!(world.journals(), [""; 0]);
    // Somebody restores a backup that has the superseded value.
    fs::write(&other, value).unwrap();
    plan.apply().ends(0);
    assert_eq!(read(&other), world.current());
}

#[test]
fn if_the_api_hides_the_key_a_plan_overwrites_only_what_the_log_knows() {
    let world = World::with(Sandbox::builder().reveal(Reveal::OwnKey));
    let path = world.write("key", OTHER);
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    plan.apply()
        .ends(3)
        .says(&["psq leaves it alone", "psq rotate"]);
    assert_eq!(read(&path), OTHER);
    assert_eq!(world.regenerations(), 0);
    assert_sent_to_nobody(&world);
    // Once a person has rotated it by hand, psq knows the value.
    fs::write(&path, world.old()).unwrap();
    world.rotate_to(&path).ends(0);
    let log = world.state().join("audit.jsonl");
    let text = read(&log).replace("\"changed_at\":\"20", "\"changed_at\":\"19");
    fs::write(&log, text).unwrap();
    plan.apply().ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 2);
}
