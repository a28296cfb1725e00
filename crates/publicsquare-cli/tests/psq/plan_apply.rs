//! `psq apply`: psq changes the keys of a plan that are due, each of them once, and brings destinations up to date.
//!
//! The tests write a plan with `support::planned`, run `psq apply` and look at the keys, the files and the JSON lines.
//! Crashes, signals and simultaneous runs are in `plan_disturbed`, the order of the keys in `plan_turns`, and plans
//! that psq refuses in `plan_refusals`.

use std::fs;

use serde_json::Value;

use crate::support::planned::{Planned, approve};
use crate::support::process::Psq;
use crate::support::terminal::Terminal;
use crate::support::{MARK, VARIABLE, World, holds, read};

/// The JSON lines that a run prints. Each has to fit the committed schema.
#[track_caller]
fn lines(psq: Psq<'_>, code: i32) -> Vec<Value> {
    let ended = psq.args(&["--json"]).ends(code);
    assert!(!holds(&ended.stdout, MARK), "a key");
    assert_eq!(ended.stderr, "");
    let lines: Vec<Value> = ended
        .text()
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object a line"))
        .collect();
    for line in &lines {
        crate::support::report::fits("apply.schema.json", line);
    }
    assert_eq!(lines.last().expect("a last line")["event"], "over");
    assert_eq!(lines.last().expect("a last line")["exit_code"], code);
    lines
}

#[test]
fn a_key_that_is_due_goes_to_all_its_destinations_and_is_not_due_any_more() {
    let world = World::new();
    world.write(".env", format!("A=1\n{VARIABLE}={}\n", world.old()));
    let to = "{ file = '.env', variable = 'PUBLICSQUARE_KEY' }, { file = 'key' }, { command = ['sh', '-c', 'cat > got'] }";
    let plan = Planned::new(&world, to).then("cat key > seen").write();
    plan.check().ends(5).text_has("overdue");
    plan.apply().ends(0).says(&["verified"]);
    let key = world.current();
    assert_eq!(
        read(&world.path(".env")),
        format!("A=1\n{VARIABLE}={key}\n")
    );
    for name in ["key", "got", "seen"] {
        assert_eq!(read(&world.path(name)), key, "{name}");
    }
    plan.check().ends(0).text_has("due in");
    let before = world.sandbox.requests().len();
    plan.apply().ends(0).says(&["There is nothing to do"]);
    plan.apply()
        .args(&["--due"])
        .ends(0)
        .says(&["There is nothing to do"]);
    assert_eq!(world.regenerations(), 1);
    assert!(world.sandbox.requests().len() > before);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn without_due_an_outdated_destination_is_brought_up_to_date() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }, { file = 'other' }").write();
    plan.apply().ends(0);
    fs::remove_file(world.path("other")).unwrap();
    plan.check()
        .ends(5)
        .text_has("destination without the key: ");
    plan.apply().args(&["--due"]).ends(0);
    assert!(!world.path("other").exists());
    plan.apply().ends(0);
    assert_eq!(read(&world.path("other")), world.current());
    assert_eq!(world.regenerations(), 1);
    // Somebody else rotates the key.
    world.rotate(&["--to", "elsewhere"]).ends(0);
    plan.check().ends(5).text_has("destination out of date: ");
    plan.apply().ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(read(&world.path("other")), world.current());
    assert_eq!(world.regenerations(), 2);
}

#[test]
fn another_secret_at_a_destination_stops_that_key_alone() {
    let world = World::new();
    world.write("mine", "hunter2 is no key");
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'mine' }")
        .key(&second, "{ file = 'second' }", "")
        .write();
    for _ in 0..2 {
        let ended = plan.apply().beside_others().ends(3);
        ended.says(&["does not look like an API key", "psq did not change it"]);
    }
    assert_eq!(read(&world.path("mine")), "hunter2 is no key");
    assert_eq!(world.regenerations(), 0);
    assert_eq!(world.sandbox.regenerations(&second), 1);
    assert_eq!(read(&world.path("second")), world.value_of(&second));
}

#[test]
fn a_dry_run_changes_nothing() {
    let world = World::new();
    let path = world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    plan.apply()
        .args(&["--dry-run"])
        .ends(0)
        .says(&["nothing was changed"]);
    lines(plan.apply().args(&["--dry-run"]), 0);
    assert_eq!(world.writes(), []);
    assert_eq!(read(&path), world.old());
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_limit_is_the_number_of_changes_in_one_run() {
    let world = World::new();
    let seeded = world.sandbox.seeded().test();
    let second = seeded.key_writer().id().to_owned();
    let third = seeded.payment_method_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'a' }")
        .key(&second, "{ file = 'b' }", "")
        .key(&third, "{ file = 'c' }", "")
        .limit(1)
        .write();
    for done in 1..=3 {
        let ended = plan.apply().args(&["--due"]).ends(0);
        if done < 3 {
            ended.says(&["waits for a later run"]);
        }
        let all = [world.id(), &second, &third];
        let changed: usize = all.iter().map(|id| world.sandbox.regenerations(id)).sum();
        assert_eq!(changed, done);
    }
    plan.apply().ends(0).says(&["There is nothing to do"]);
}

#[test]
fn if_one_key_fails_the_others_follow_and_the_worst_exit_code_counts() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ command = ['false'] }")
        .key(&second, "{ file = 'b' }", "")
        .key("key_SandboxTestNoSuchKey1111", "{ file = 'c' }", "")
        .write();
    let ended = plan.apply().ends(4);
    ended.says(&[
        "could not be delivered",
        "the API lists no key key_SandboxTestNoSuchKey1111",
    ]);
    assert_eq!(read(&world.path("b")), world.value_of(&second));
    // There is no next line for the key whose id in the plan is wrong.
    let next = |line: &&str| line.contains("Next: ");
    let lines: Vec<&str> = ended.stderr.lines().filter(next).collect();
    assert!(
        lines.iter().all(|line| line.contains(world.id())),
        "{lines:?}"
    );
    // The next run continues with the key that is rotated but not delivered. It does not rotate the key again.
    plan.apply().ends(4);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_reload_that_fails_is_run_again_by_the_next_run() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }")
        .then("test -e fixed")
        .write();
    plan.apply().ends(5).says(&["the command of --then failed"]);
    plan.check().ends(4);
    world.write("fixed", "");
    plan.apply().ends(0);
    plan.check().ends(0);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_replaced_key_is_known_by_its_new_id_from_then_on() {
    let world = World::new();
    let path = world.key_file();
    let old = world.old().to_owned();
    let id = world.id().to_owned();
    let plan = Planned::new(&world, "{ file = 'key' }")
        .replacing("successor")
        .write();
    plan.apply().ends(0);
    assert!(!world.works(&old));
    let successor = read(&world.path("successor"));
    let successor = successor.trim();
    assert_ne!(successor, id);
    assert_eq!(read(&path), world.value_of(successor));
    plan.check().ends(0).text_has(successor);
    plan.apply().ends(0).says(&["There is nothing to do"]);
    // The id file is gone, but the audit log still has the successor.
    fs::remove_file(world.path("successor")).unwrap();
    plan.apply().ends(0);
    assert_eq!(read(&world.path("successor")).trim(), successor);
    assert!(
        !read(&plan.path()).contains(successor),
        "the plan is never edited"
    );
}

#[test]
fn production_keys_need_one_approval_of_a_person() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let id = keys.key_reader().id().to_owned();
    let plan = Planned::empty(&world)
        .environment("production", keys.secret().value())
        .key_in("production", &id, "{ file = 'live' }", "")
        .write();
    let ended = plan.apply().ends(2);
    ended.says(&["nobody has approved this plan", "psq approve"]);
    plan.check().ends(5);
    plan.psq(["approve"]).ends(2).says(&["at a terminal"]);
    assert_eq!(world.writes(), []);

    approve(&plan);
    plan.psq(["approve"]).ends(0).says(&["approved already"]);
    plan.apply().ends(0);
    assert_eq!(read(&world.path("live")), world.value_of(&id));

    // Another plan under the same name is not approved. Whoever approves it reads the whole age.
    fs::write(plan.path(), read(&plan.path()).replace("90d", "47h")).unwrap();
    let mut terminal = Terminal::open(plan.psq(["approve"]));
    let shown = terminal.shows_before("fingerprint (");
    assert!(shown.contains("when its value is 47 hours old"), "{shown}");
    terminal.types("no");
    assert_eq!(terminal.ends().1, Some(3));
    fs::write(plan.path(), read(&plan.path()).replace("47h", "80d")).unwrap();
    plan.check().ends(5).says(&["not approved"]);
    // There is nothing to change, so the run needs no approval.
    plan.apply().ends(0);
}

#[test]
fn the_json_lines_report_each_step() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let told = lines(plan.apply(), 0);
    let events: Vec<&str> = told
        .iter()
        .map(|line| line["event"].as_str().unwrap())
        .collect();
    assert_eq!(events.first(), Some(&"started"));
    for event in ["begun", "step", "ended"] {
        assert!(events.contains(&event), "{event}: {events:?}");
    }
    let ended = told.iter().find(|line| line["event"] == "ended").unwrap();
    assert_eq!(ended["rotation"]["destinations"][0]["delivered"], true);
    assert_eq!(ended["rotation"]["exit_code"], 0);
}

#[test]
fn the_printed_next_line_has_the_credential_of_the_plan() {
    let world = World::new();
    let plan = Planned::new(
        &world,
        "{ command = ['sh', '-c', 'test -e fixed && cat > got'] }",
    )
    .write();
    let ended = plan.apply().ends(4);
    let line = ended.next().to_owned();
    assert!(line.contains("--auth-file"), "{line}");
    assert!(line.contains(" --to "), "{line}");
    let output = plan.apply().shell(&line);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    plan.apply().ends(0);
    assert_eq!(world.regenerations(), 1);
}
