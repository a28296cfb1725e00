//! `--dry-run`: psq checks everything that it can check, and changes nothing.
//!
//! The tests compare keys, files, journals and the audit log before and after a run. They also check that a dry run
//! ends with the exit code of the refusal that the real run would meet. `psq apply --dry-run` is tested in
//! `plan_dry_run`.

use std::os::unix::fs::MetadataExt;

use crate::support::report::report;
use crate::support::{Psq, VARIABLE, World, read};

/// The facts about a file that would differ if psq had touched it.
fn traces(path: &std::path::Path) -> (u64, i64, i64, String) {
    let metadata = path.metadata().unwrap();
    (
        metadata.ino(),
        metadata.mtime_nsec(),
        metadata.ctime_nsec(),
        read(path),
    )
}

/// Asserts that a run with `--dry-run` ends with this code and changes nothing.
#[track_caller]
fn assert_nothing_changes(world: &World, psq: Psq<'_>, code: i32) {
    let values = world.values();
    let names = world.names();
    psq.args(&["--dry-run"]).ends(code);
    assert!(world.values() == values);
    assert_eq!(world.names(), names);
    assert_eq!(world.writes(), []);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.audit(), [serde_json::Value::Null; 0]);
}

#[test]
fn a_file_is_not_touched() {
    let world = World::new();
    let path = world.write(".env", format!("A=1\n{VARIABLE}={}\n", world.old()));
    let before = traces(&path);
    assert_nothing_changes(&world, world.rotate_in(&path), 0);
    let psq = world.replace_to(&path).args(&["--var", VARIABLE]);
    assert_nothing_changes(&world, psq, 0);
    assert_eq!(traces(&path), before);
}

#[test]
fn a_file_that_is_missing_stays_missing() {
    let world = World::new();
    assert_nothing_changes(&world, world.rotate_to(&world.path("key")), 0);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn a_command_is_not_run() {
    let world = World::new();
    let script = "cat > got";
    let psq = world.psq(["rotate", "--env", "test", "--dry-run", world.id()]);
    psq.args(&["--", "sh", "-c", script]).ends(0);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.writes(), []);
}

#[test]
fn the_standard_output_stays_empty() {
    let world = World::new();
    let ended = world.rotate(&["--to", "-", "--dry-run"]).ends(0);
    assert_eq!(ended.stdout, b"");
    ended.says(&["everything is ready; nothing was changed"]);
    assert_eq!(world.writes(), []);
}

#[test]
fn a_reason_that_would_stop_the_rotation_is_reported() {
    let world = World::new();
    let path = world.write("key", "sk_test_another");
    assert_nothing_changes(&world, world.rotate_to(&path), 3);
    assert_nothing_changes(&world, world.rotate(&["--to", "no/such/folder"]), 2);
    let path = world.write("twice", format!("{VARIABLE}=\n{VARIABLE}=\n"));
    assert_nothing_changes(&world, world.rotate_in(&path), 2);
    let new = world.path("new");
    assert_nothing_changes(&world, world.rotate_to(&new).by("sk_test_nobodys"), 3);
}

#[test]
fn the_report_says_that_it_was_only_checked() {
    let world = World::new();
    let path = world.key_file();
    let psq = world.rotate_to(&path).args(&["--dry-run", "--json"]);
    let report = report(&psq.ends(0));
    let rotation = &report["rotations"][0];
    assert_eq!(rotation["outcome"], "checked");
    assert_eq!(rotation["old_key"], "alive");
    assert_eq!(rotation["new_fingerprint"], serde_json::Value::Null);
    assert_eq!(
        rotation["destinations"][0]["place"],
        path.display().to_string()
    );
}
