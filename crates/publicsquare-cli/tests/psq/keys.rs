//! `psq keys`: the list of keys with the age of each value. No value of a key may appear in it.
//!
//! The tests check the table, the JSON object, the filters, and from which time an age is counted. They also cover the
//! suggestion of psq after a mistyped id, because it comes from the same list. The age in a plan is tested in
//! `plan_check`.

use std::fs;

use publicsquare_sandbox::{Fault, Gate, Moment, Operation, SpoiledBody};
use serde_json::Value;

use crate::support::report::held_to;
use crate::support::{Ended, MARK, World, await_arrival, holds};

const DAY: i64 = 24 * 60 * 60;

fn listed(ended: &Ended) -> Value {
    held_to("keys.schema.json", ended)
}

#[test]
fn it_lists_every_key_within_80_columns_and_no_value() {
    let world = World::new();
    let ended = world.psq(["keys"]).ends(0);
    assert!(!holds(&ended.stdout, MARK), "a key");
    let text = ended.text();
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
    for part in [world.id(), "COUNTED FROM", "test", "restricted", "May: "] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let report = listed(&world.psq(["keys", "--json"]).ends(0));
    let keys = report["keys"].as_array().unwrap();
    assert_eq!(
        text.lines().filter(|line| line.starts_with("key_")).count(),
        keys.len()
    );
    assert!(keys.len() > 1);
    assert!(!holds(report.to_string().as_bytes(), MARK), "a key");
}

#[test]
fn an_age_is_counted_from_the_regeneration_that_psq_has_noted() {
    // The keys of the sandbox are years old.
    let world = World::new();
    let facts = |world: &World| {
        let report = listed(&world.psq(["keys", "--json"]).ends(0));
        let keys = report["keys"].as_array().unwrap().clone();
        keys.into_iter()
            .find(|key| key["id"] == world.id())
            .unwrap()
    };
    let before = facts(&world);
    assert_eq!(before["regenerated_at"], Value::Null);
    assert_eq!(before["counted_from"], "modified_at");
    assert!(before["age_seconds"].as_i64() > Some(30 * DAY));
    world.rotate_to(&world.key_file()).ends(0);
    let after = facts(&world);
    assert_eq!(after["counted_from"], "audit_log");
    assert!(after["age_seconds"].as_i64() < Some(DAY));
    // The API may report a later change, such as a new name. It is no change of the value.
    let log = world.state().join("audit.jsonl");
    let line = fs::read_to_string(&log).unwrap();
    let mut noted: Value = serde_json::from_str(line.trim_end()).unwrap();
    // The time in a line is that of its end. A change may have begun long before.
    noted["changed_at"] = "2024-02-29T00:00:00Z".into();
    fs::write(&log, format!("{{\"torn\n{noted}\n{noted}")).unwrap();
    let earlier = facts(&world);
    assert_eq!(earlier["regenerated_at"], "2024-02-29T00:00:00Z");
    assert_eq!(earlier["counted_from"], "audit_log");
    assert!(earlier["age_seconds"].as_i64() > Some(365 * DAY));
}

#[test]
fn only_what_is_older_is_shown_and_the_oldest_comes_first() {
    // The keys of the sandbox are years old.
    let world = World::new();
    let ids = |arguments: &[&str]| -> Vec<String> {
        let report = listed(&world.psq(["keys", "--json"]).args(arguments).ends(0));
        let keys = report["keys"].as_array().unwrap();
        keys.iter()
            .map(|key| key["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = ids(&[]);
    assert_eq!(ids(&["--older-than", "30d"]), all);
    assert_eq!(ids(&["--older-than", "5000d"]), [] as [&str; 0]);
    let text = world.psq(["keys", "--older-than", "5000d"]).ends(0).text();
    assert_eq!(text, "The API lists no such key for this credential.\n");
    world.rotate_to(&world.key_file()).ends(0);
    assert!(!ids(&["--older-than", "30d"]).contains(&world.id().to_owned()));
    assert_eq!(ids(&[]).last().map(String::as_str), Some(world.id()));
}

#[test]
fn another_environment_than_that_of_the_credential_is_refused_before_any_request() {
    let world = World::new();
    world.psq(["keys", "--env", "test"]).ends(0);
    let requests = world.sandbox.requests().len();
    let ended = world.psq(["keys", "--env", "production"]).ends(2);
    ended.says(&["belongs to test", "--env says production"]);
    let ended = world.psq(["keys", "--older-than", "90"]).ends(2);
    ended.says(&["90d"]);
    assert_eq!(world.sandbox.requests().len(), requests);
}

#[test]
fn after_a_server_error_the_next_line_is_the_same_call() {
    let world = World::new();
    // A request with this status is not repeated, so that the result does not depend on the time.
    world.inject("list=status:501:before*2");
    let psq = world.psq(["keys", "--older-than", "90d", "--timeout", "20"]);
    let ended = psq.ends(3);
    ended.says(&["501"]);
    assert_eq!(ended.next(), "psq keys --older-than 2160h --timeout 20");
    let report = listed(&world.psq(["keys", "--json", "--timeout", "20"]).ends(3));
    assert_eq!(report["keys"], Value::Array(Vec::new()));
    assert!(
        report["error"].as_str().unwrap().contains("501"),
        "{report}"
    );
}

#[test]
fn a_mistyped_id_is_answered_with_the_nearest_one() {
    let world = World::new();
    let mut id = world.id().to_owned();
    let last = id.pop().unwrap();
    id.push(if last == '2' { '3' } else { '2' });
    let path = world.path("key");
    let ended = world
        .psq([
            "rotate",
            &id,
            "--env",
            "test",
            "--to",
            path.to_str().unwrap(),
        ])
        .ends(3);
    ended.says(&[&format!("Did you mean {}?", world.id())]);
    let ended = world
        .psq([
            "rotate",
            "key_Nothing",
            "--env",
            "test",
            "--to",
            path.to_str().unwrap(),
        ])
        .ends(3);
    assert!(!ended.stderr.contains("Did you mean"), "{}", ended.stderr);
    // psq does not repeat the request for a mere suggestion.
    world.inject("list=status:503:before*40");
    let lists = || {
        let requests = world.sandbox.requests();
        requests
            .iter()
            .filter(|request| request.path == "/api-keys")
            .count()
    };
    let before = lists();
    world
        .psq([
            "rotate",
            &id,
            "--env",
            "test",
            "--to",
            path.to_str().unwrap(),
        ])
        .ends(3);
    assert_eq!(lists(), before + 1);
}

#[test]
fn a_value_in_a_name_is_not_shown_and_a_key_without_an_environment_is_not_left_out() {
    let world = World::new();
    let own = world.admin();
    let keys = format!(
        r#"{{"data":[{{"id":"{}","name":"was {own}","type":"restricted"}}],
            "pagination":{{"page_number":1,"page_size":100,"total_items":1,"total_pages":1}}}}"#,
        world.id()
    );
    let psq = |arguments: &[&str]| {
        // psq asks for the time and for the page, one after the other.
        for _ in 0..2 {
            let fault = Fault::body(SpoiledBody::Json(keys.clone().into_bytes()));
            world.sandbox.inject(fault.on(Operation::ListApiKeys));
        }
        world.psq(["keys", "--env", "test"]).args(arguments).ends(0)
    };
    for ended in [psq(&[]), psq(&["--json"])] {
        let text = ended.text();
        assert!(text.contains(world.id()) && !text.contains(&own), "{text}");
        assert!(text.contains("was [redacted]"), "{text}");
    }
}

#[test]
fn if_nobody_reads_the_object_the_reason_goes_to_the_standard_error() {
    let world = World::new();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeys));
    let psq = world.psq(["keys", "--json", "--timeout", "1"]);
    let running = psq.unread().start();
    await_arrival(&gate, 1);
    world.inject("list=status:503:before*40");
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    ended.says(&[
        "the list could not be written",
        "nothing was changed",
        "Next: psq keys",
    ]);
}
