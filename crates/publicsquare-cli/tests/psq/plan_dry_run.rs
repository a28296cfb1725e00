//! `psq apply --dry-run` says what the same call without it would do.
//!
//! Each test runs both and compares their verdicts. A dry run changes nothing. `plan_apply` has the changes themselves,
//! and `plan_disturbed` has runs at the same time.

use std::fs;
use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{ManualClock, Sandbox};

use crate::support::planned::{Planned, approve};
use crate::support::{World, read};

#[test]
fn a_plan_that_nobody_has_approved_is_not_ready() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let id = keys.key_reader().id().to_owned();
    let write = |to: &str| {
        Planned::empty(&world)
            .environment("production", keys.secret().value())
            .key_in("production", &id, to, "")
            .write()
    };
    let plan = write("{ file = 'live' }");
    let dry = plan.apply().args(&["--dry-run"]).ends(2);
    // The destinations are checked all the same.
    dry.says(&["live can be created", "nobody has approved this plan"]);
    assert!(dry.next().starts_with("psq approve "), "{}", dry.stderr);
    plan.apply().ends(2);
    write("{ file = 'no folder/live' }");
    let dry = plan.apply().args(&["--dry-run"]).run();
    dry.says(&["create it first", "nobody has approved this plan"]);
    assert_eq!(world.writes(), []);

    let plan = write("{ file = 'live' }");
    approve(&plan);
    plan.apply().args(&["--dry-run"]).ends(0);
    plan.apply().ends(0);
    // The key is in time, and its file lacks it.
    fs::remove_file(world.path("live")).unwrap();
    let plan = write("{ file = 'live', variable = 'KEY' }");
    let dry = plan.apply().args(&["--dry-run"]).ends(2);
    dry.says(&["psq would deliver", "nobody has approved this plan"]);
    plan.apply().ends(2);
    assert!(!world.path("live").exists());
}

#[test]
fn an_earlier_value_is_brought_up_to_date_before_the_change() {
    for flags in [&[][..], &["--due"]] {
        let clock = ManualClock::at(SystemTime::now());
        let world = World::with(Sandbox::builder().clock(clock.clone()));
        let path = world.key_file();
        let first = world.old().to_owned();
        let plan = Planned::new(&world, "{ file = 'key' }, { file = 'other' }").write();
        plan.apply().ends(0);
        // Somebody restores a backup, and the key becomes due.
        fs::write(&path, &first).unwrap();
        clock.advance(Duration::from_secs(91 * 24 * 60 * 60));
        let changed = world.regenerations();
        let dry = plan.apply().args(flags).args(&["--dry-run"]).ends(0);
        dry.says(&[
            "psq would first deliver the current value",
            "everything is ready",
        ]);
        assert_eq!(read(&path), first);
        assert_eq!(world.regenerations(), changed);
        assert_eq!(world.journals(), [""; 0]);
        plan.apply().args(flags).ends(0);
        assert_eq!(read(&path), world.current());
        assert_eq!(world.regenerations(), changed + 1);
    }
}
