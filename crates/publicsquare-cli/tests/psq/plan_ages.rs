//! From which time a plan counts the age of a value, if the clock of this machine is wrong or a run ends late.
//!
//! The tests move the clock of the sandbox, so that it differs from that of the machine. An age has to be right by the
//! clock of the API, and a wrong time in the audit log must not make an old value look young. `plan_apply` tests the
//! changes themselves.

use std::fs;
use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{Fault, Gate, ManualClock, Moment, Operation, Sandbox};
use serde_json::Value;

use crate::support::planned::Planned;
use crate::support::report::held_to;
use crate::support::{World, await_arrival, read};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A world in which the clock of the API differs from that of the machine by two years.
fn at(is_ahead: bool) -> (World, ManualClock) {
    let now = SystemTime::now();
    let clock = ManualClock::at(if is_ahead {
        now + 730 * DAY
    } else {
        now - 730 * DAY
    });
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    (world, clock)
}

/// Writes another time into the only line of the audit log, which has no time by the clock of the API.
fn forge(world: &World, time: &str) {
    let log = world.state().join("audit.jsonl");
    let mut line: Value = serde_json::from_str(read(&log).trim_end()).unwrap();
    line["time"] = time.into();
    line.as_object_mut().unwrap().remove("changed_at");
    fs::write(&log, format!("{line}\n")).unwrap();
}

#[test]
fn an_age_is_right_although_the_clock_of_this_machine_is_wrong() {
    for is_ahead in [true, false] {
        let (world, clock) = at(is_ahead);
        let plan = Planned::new(&world, "{ file = 'key' }").write();
        plan.apply().ends(0);
        plan.apply().ends(0).says(&["There is nothing to do"]);
        assert_eq!(world.regenerations(), 1);
        clock.advance(91 * DAY);
        plan.check().ends(5).text_has("overdue by 1 day");
        plan.apply().args(&["--due"]).ends(0);
        assert_eq!(world.regenerations(), 2);
    }
}

#[test]
fn the_age_of_a_change_that_ends_late_is_counted_from_its_beginning() {
    // When the change ends, the clocks of the API and of this machine are the same.
    let clock = ManualClock::at(SystemTime::now() - 40 * DAY);
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = plan.apply().start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();
    clock.advance(40 * DAY);
    plan.apply().ends(0);
    clock.advance(51 * DAY);
    plan.check().ends(5).text_has("overdue by 1 day");
}

#[test]
fn a_time_in_the_future_does_not_make_a_value_young() {
    let clock = ManualClock::at(SystemTime::now());
    let world = World::with(Sandbox::builder().clock(clock.clone()));
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    plan.apply().ends(0);
    forge(&world, "2999-01-01T00:00:00Z");
    clock.advance(92 * DAY);
    let ended = plan.check().ends(5);
    ended.text_has("overdue by 1 day");
    ended.text_has("the audit log of this machine says 2999-01-01, which is in the future");
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(5));
    assert_eq!(report["keys"][0]["counted_from"], "modified_at");
    assert_eq!(report["keys"][0]["last_success"], Value::Null);
    let text = world.psq(["keys"]).ends(0).text();
    assert!(text.contains("2999-01-01"), "{text}");
    assert!(text.contains("last change"), "{text}");
    // The key changes, and from then on the log is right again.
    plan.apply().args(&["--due"]).ends(0);
    assert_eq!(world.regenerations(), 2);
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(0));
    assert_eq!(report["keys"][0]["counted_from"], "audit_log");
    plan.apply().ends(0).says(&["There is nothing to do"]);
}

#[test]
fn a_time_that_is_ahead_by_a_minute_counts() {
    let now = SystemTime::now();
    let clock = ManualClock::at(now);
    let world = World::with(Sandbox::builder().clock(clock));
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    plan.apply().ends(0);
    let soon = chrono::DateTime::<chrono::Utc>::from(now + Duration::from_secs(60));
    forge(&world, &soon.to_rfc3339());
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(0));
    assert_eq!(report["keys"][0]["counted_from"], "audit_log");
    assert_eq!(report["keys"][0]["age_seconds"], 0);
}
