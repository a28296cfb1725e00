//! Files of a plan that psq cannot use, or cannot compare with the key: `psq apply` says so, also if no key is due.
//!
//! The tests take the folder of a file away, or let the API hide the key. The run must not end as if everything was in
//! order, and the other files get the key all the same. `plan_other_secrets` has files with something that psq leaves
//! alone.

use std::fs;

use publicsquare_sandbox::{Reveal, Sandbox};

use crate::support::planned::Planned;
use crate::support::report::held_to;
use crate::support::{World, read};

#[test]
fn a_file_that_cannot_be_used_is_reported_and_the_others_get_the_key() {
    // Once the key is in time, and once it is due.
    for is_due in [false, true] {
        let world = World::new();
        if !is_due {
            world.rotate(&["--to", "elsewhere"]).ends(0);
        }
        let changed = world.regenerations();
        let plan = Planned::new(&world, "{ file = 'shop/key' }, { file = 'other' }").write();
        for _ in 0..2 {
            let ended = plan.apply().ends(5);
            ended.says(&["cannot be used", "create it first"]);
            assert!(!ended.stderr.contains("nothing to do"), "{}", ended.stderr);
            assert_eq!(read(&world.path("other")), world.current());
        }
        assert_eq!(world.regenerations(), changed);
        if !is_due {
            plan.apply().args(&["--due"]).ends(0);
        }
        fs::create_dir(world.path("shop")).unwrap();
        plan.apply().ends(0);
        assert_eq!(read(&world.path("shop/key")), world.current());
    }
}

#[test]
fn a_file_that_cannot_be_used_is_reported_for_a_key_that_waits_for_its_turn() {
    // Each of the two keys is once the one that comes first.
    for name in ["a", "b"] {
        let world = World::new();
        let second = world.sandbox.seeded().test().key_writer().id().to_owned();
        let plan = Planned::new(&world, "{ file = 'a' }")
            .key(&second, "{ file = 'b' }", "")
            .limit(1)
            .write();
        fs::create_dir(world.path(name)).unwrap();
        plan.apply()
            .ends(5)
            .says(&[&format!("/{name} cannot be used")]);
        let changed = world.regenerations() + world.sandbox.regenerations(&second);
        assert_eq!(changed, 1);
    }
}

#[test]
fn a_file_that_cannot_be_compared_is_reported() {
    let world = World::with(Sandbox::builder().reveal(Reveal::OwnKey));
    world.rotate_to(&world.key_file()).ends(0);
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let ended = plan.apply().ends(0);
    ended.says(&["could not be compared"]);
    assert!(!ended.stderr.contains("nothing to do"), "{}", ended.stderr);
    let text = plan.apply().args(&["--json"]).ends(0).text();
    assert!(text.contains("could not be compared"), "{text}");
    plan.check().ends(3).text_has("could not be compared");
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(3));
    assert_eq!(report["keys"][0]["state"], "unknown");
    plan.apply()
        .args(&["--due"])
        .ends(0)
        .says(&["There is nothing to do"]);
}
