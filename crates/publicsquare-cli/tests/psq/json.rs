//! `--json`: psq prints one JSON object to the standard output, in the form of the committed schema, and nothing else.
//!
//! The tests look at the object of each outcome: delivered, refused, untouched, open, unverified. `support::report`
//! checks every object against its schema. The JSON lines of `psq apply` are tested in `plan_apply`, and the list of
//! `psq keys` in `keys`.

use crate::support::report::report;
use crate::support::{Psq, World};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Runs psq with `--json`, and expects this exit code of the process and in the report.
#[track_caller]
fn reported(psq: Psq<'_>, code: i32) -> Value {
    let report = report(&psq.args(&["--json"]).ends(code));
    assert_eq!(report["version"], 1);
    assert_eq!(report["exit_code"], code);
    report
}

/// The only rotation in the report. It has the same exit code as the report.
#[track_caller]
fn only(report: &Value) -> &Value {
    let rotations = report["rotations"].as_array().unwrap();
    assert_eq!(rotations.len(), 1, "{report:#}");
    assert_eq!(rotations[0]["exit_code"], report["exit_code"]);
    assert!(
        rotations[0]["message"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    &rotations[0]
}

fn fingerprint(value: &str) -> String {
    let digest = Sha256::digest(value);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digest}")
}

#[test]
fn a_rotation_that_is_delivered() {
    let world = World::new();
    let path = world.key_file();
    let report = reported(world.rotate_to(&path), 0);
    let rotation = only(&report);
    assert_eq!(report["command"], "rotate");
    assert_eq!(report["error"], Value::Null);
    assert_eq!(rotation["operation"], "rotate");
    assert_eq!(rotation["key_id"], world.id());
    assert_eq!(rotation["successor_id"], Value::Null);
    assert_eq!(rotation["environment"], "test");
    assert_eq!(rotation["outcome"], "delivered");
    assert_eq!(rotation["old_key"], "dead");
    assert_eq!(
        rotation["destinations"][0]["place"],
        path.display().to_string()
    );
    assert_eq!(rotation["stage"], Value::Null);
    assert_eq!(rotation["old_fingerprint"], fingerprint(world.old()));
    assert_eq!(rotation["new_fingerprint"], fingerprint(&world.current()));
    let verified = json!({"held": true, "accepted": true, "current": true});
    assert_eq!(rotation["verified"], verified);
    assert_eq!(rotation["warnings"], json!([]));
    assert_eq!(rotation["next"], Value::Null);
    let sent = &world.writes()[0].correlation_id;
    assert_eq!(rotation["correlation_id"], *sent);
}

#[test]
fn a_command_line_that_cannot_work() {
    let world = World::new();
    let report = reported(world.rotate(&["--to", "no/such/folder"]), 2);
    let rotation = only(&report);
    assert_eq!(rotation["outcome"], "refused");
    assert_eq!(rotation["old_key"], Value::Null);
    reported(world.rotate(&["--to", "key"]).by_nobody(), 2);
    reported(world.rotate(&[]), 2);
}

#[test]
fn a_key_that_is_untouched() {
    let world = World::new();
    world.inject("regenerate=status:403:before");
    let report = reported(world.rotate_to(&world.key_file()), 3);
    let rotation = only(&report);
    assert_eq!(rotation["outcome"], "untouched");
    assert_eq!(rotation["old_key"], "alive");
    assert_eq!(rotation["stage"], Value::Null);
    assert_eq!(rotation["new_fingerprint"], Value::Null);
}

#[test]
fn a_rotation_that_is_open_until_it_is_recovered() {
    let world = World::new();
    world.inject("regenerate=drop:before*5");
    let report = reported(world.rotate_to(&world.key_file()), 4);
    let rotation = only(&report);
    assert_eq!(rotation["outcome"], "open");
    assert_eq!(rotation["old_key"], "unknown");
    assert_eq!(rotation["stage"], "prepared");
    let next = format!("psq recover {} --json", world.id());
    assert_eq!(rotation["next"], next);

    let status = reported(world.psq(["status"]), 4);
    assert_eq!(status["command"], "status");
    assert_eq!(only(&status)["outcome"], "open");
    assert_eq!(only(&status)["correlation_id"], rotation["correlation_id"]);

    let recovered = reported(world.psq(["recover"]), 0);
    assert_eq!(recovered["command"], "recover");
    let recovered = only(&recovered);
    assert_eq!(recovered["operation"], "rotate");
    assert_eq!(recovered["outcome"], "delivered");
    assert_eq!(recovered["stage"], Value::Null);
    assert_eq!(recovered["correlation_id"], rotation["correlation_id"]);
    assert_eq!(recovered["old_fingerprint"], fingerprint(world.old()));
    assert_eq!(recovered["new_fingerprint"], fingerprint(&world.current()));

    let empty = reported(world.psq(["recover"]), 0);
    assert_eq!(empty["rotations"], json!([]));
    let empty = reported(world.psq(["status"]), 0);
    assert_eq!(empty["rotations"], json!([]));
}

#[test]
fn a_rotation_that_was_not_verified() {
    let world = World::new();
    world.inject("key-types=status:500:before*5");
    let report = reported(world.rotate_to(&world.key_file()), 5);
    let rotation = only(&report);
    assert_eq!(rotation["outcome"], "unverified");
    assert_eq!(rotation["old_key"], "dead");
    assert_eq!(rotation["stage"], "delivered");
    assert_eq!(rotation["verified"]["held"], true);
    assert_eq!(rotation["verified"]["accepted"], Value::Null);
    assert_eq!(rotation["verified"]["current"], Value::Null);
}

#[test]
fn warnings_are_in_the_report() {
    let world = World::new();
    let path = world.key_file();
    crate::support::set_mode(&path, 0o644);
    let report = reported(world.rotate_to(&path), 0);
    let warnings = only(&report)["warnings"].as_array().unwrap().clone();
    assert_eq!(warnings.len(), 1);
    let warning = warnings[0].as_str().unwrap();
    assert!(
        warning.contains("Everybody on this machine can read"),
        "{warning}"
    );
}

#[test]
fn a_recovery_of_several_ends_with_the_worst() {
    let world = World::new();
    let other = world.sandbox.seeded().test().publishable().clone();
    world.inject("regenerate=drop:before*10");
    world.rotate(&["--to", "one"]).ends(4);
    let psq = world.psq(["rotate", other.id(), "--env", "test"]);
    psq.args(&["--", "sh", "-c", "test -e mended && cat > got"])
        .ends(4);
    let report = reported(world.psq(["recover"]), 4);
    let codes: Vec<_> = report["rotations"].as_array().unwrap().iter().collect();
    let code_of = |id: &str| {
        let rotation = codes.iter().find(|rotation| rotation["key_id"] == id);
        rotation.unwrap()["exit_code"].clone()
    };
    assert_eq!(
        (code_of(world.id()), code_of(other.id())),
        (json!(0), json!(4))
    );
}

#[test]
fn a_recovery_that_fails_before_any_key() {
    let world = World::new();
    let report = reported(world.psq(["recover", "--to", "key"]), 2);
    assert_eq!(report["rotations"], json!([]));
    assert!(
        report["advice"]
            .as_str()
            .is_some_and(|text| text.contains("KEY_ID"))
    );
    let report = reported(world.psq(["status"]).env("PSQ_STATE_DIR", "relative"), 2);
    assert!(
        report["error"]
            .as_str()
            .is_some_and(|text| text.contains("absolute"))
    );
}

#[test]
fn verbose_shows_requests_on_the_standard_error() {
    let world = World::new();
    let psq = world.rotate(&["--to", "key", "--json", "-v"]);
    let ended = psq.ends(0);
    assert!(serde_json::from_slice::<Value>(&ended.stdout).is_ok());
    for line in ended.stderr.lines() {
        assert!(line.starts_with("> "), "{line}");
    }
}
