//! `psq check`: reports the state of each key of a plan to people, programs and Prometheus, and changes nothing.
//!
//! The tests check the lines, the JSON object, the metrics file, and the exit code of each state. `psq apply`, which
//! does what is due, is tested in `plan_apply`.

use std::fs;
use std::os::unix::fs::FileTypeExt;
use std::process::Command;

use crate::support::planned::{Plan, Planned};
use crate::support::report::held_to;
use crate::support::{MARK, World, holds, mode, skipped};

#[test]
fn it_changes_nothing_and_shows_no_value() {
    let world = World::new();
    world.key_file();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let ended = plan.check().ends(5);
    assert!(!holds(&ended.stdout, MARK), "a key");
    assert_eq!(ended.text().lines().count(), 1);
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(5));
    let key = &report["keys"][0];
    assert_eq!(key["id"], world.id());
    assert_eq!(key["open"], false);
    assert_eq!(key["destinations"][0]["state"], "current");
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), ["key", "plan.toml", "test.key"]);
}

#[test]
fn without_an_answer_the_state_is_unknown() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    world.inject("list=status:503:before*99");
    plan.check().args(&["--timeout", "1"]).ends(3);
    let report = held_to(
        "check.schema.json",
        &plan.check().args(&["--timeout", "1", "--json"]).ends(3),
    );
    assert_eq!(report["environments"][0]["reached"], false);
    assert_eq!(report["keys"][0]["state"], "unknown");
}

#[test]
fn metrics_have_units_and_no_secret_and_replace_only_metrics() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    plan.apply().ends(0);
    let ended = plan.check().args(&["--format", "prometheus"]).ends(0);
    let text = ended.text();
    assert!(!text.contains(MARK));
    let (id, name) = (world.id(), label(&plan));
    for line in [
        format!("psq_key_open{{plan=\"{name}\",key_id=\"{id}\",environment=\"test\"}} 0"),
        format!("psq_environment_reached{{plan=\"{name}\",environment=\"test\"}} 1"),
        format!("psq_open_rotations{{plan=\"{name}\"}} 0"),
        "# TYPE psq_key_age_seconds gauge".to_owned(),
    ] {
        assert!(text.lines().any(|one| one == line), "{line}:\n{text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (_, value) = line.rsplit_once(' ').expect("a value");
        value.parse::<i64>().expect("a number");
    }
    let file = world.path("psq.prom");
    let path = file.to_str().unwrap();
    let output = ["--format", "prometheus", "--output", path];
    plan.check().args(&output).ends(0);
    plan.check().args(&output).ends(0);
    assert_eq!(mode(&file), 0o644);
    fs::write(&file, "somebody's own\n").unwrap();
    plan.check()
        .args(&output)
        .ends(2)
        .says(&["holds something else"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's own\n");
    assert_eq!(
        world
            .names()
            .iter()
            .filter(|name| name.starts_with("psq.prom"))
            .count(),
        1
    );
}

/// The label of the plan in the metrics: the beginning of the SHA-256 of its path.
fn label(plan: &Plan<'_>) -> String {
    use sha2::{Digest, Sha256};

    let digest = Sha256::digest(plan.path().as_os_str().as_encoded_bytes());
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    digits.take(8).collect()
}

/// The values of a metric, each without its labels.
fn values(text: &str, name: &str) -> Vec<String> {
    let of_name = |line: &&str| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('{'))
    };
    let value = |line: &str| line.rsplit_once(' ').expect("a value").1.to_owned();
    text.lines().filter(of_name).map(value).collect()
}

#[test]
fn metrics_say_nothing_about_what_is_not_known() {
    const OUTDATED: &str = "psq_key_destinations_out_of_date";
    const UNUSABLE: &str = "psq_key_destinations_unusable";
    let world = World::new();
    fs::create_dir(world.path("shop")).unwrap();
    let plan = Planned::new(&world, "{ file = 'shop/key' }, { file = 'other' }").write();
    plan.apply().ends(0);
    let metrics = |code| {
        let check = plan
            .check()
            .args(&["--format", "prometheus", "--timeout", "1"]);
        check.ends(code).text()
    };
    let text = metrics(0);
    assert_eq!(
        (values(&text, OUTDATED), values(&text, UNUSABLE)),
        (vec!["0".to_owned()], vec!["0".to_owned()])
    );
    fs::remove_file(world.path("other")).unwrap();
    assert_eq!(values(&metrics(5), OUTDATED), ["1"]);
    // One file cannot be compared, so nobody knows how many are out of date.
    fs::remove_dir_all(world.path("shop")).unwrap();
    let text = metrics(5);
    assert_eq!(values(&text, OUTDATED), [""; 0]);
    assert_eq!(values(&text, UNUSABLE), ["1"]);
    assert_eq!(values(&text, "psq_open_rotations"), ["0"]);
    // The folder of the journals cannot be listed.
    fs::remove_dir_all(world.state().join("rotations")).unwrap();
    fs::write(world.state().join("rotations"), "").unwrap();
    assert_eq!(values(&metrics(4), "psq_open_rotations"), [""; 0]);
    fs::remove_file(world.state().join("rotations")).unwrap();
    world.inject("list=status:503:before*99");
    let text = metrics(3);
    for name in [OUTDATED, UNUSABLE] {
        assert_eq!(values(&text, name), [""; 0]);
    }
    assert_eq!(values(&text, "psq_environment_reached"), ["0"]);
}

#[test]
fn the_metrics_of_two_plans_differ() {
    let world = World::new();
    let one = Planned::new(&world, "{ file = 'key' }").write();
    let other = Planned::new(&world, "{ file = 'other' }").write_as("other.toml");
    let series = |plan: &Plan<'_>| -> Vec<String> {
        let text = plan.check().args(&["--format", "prometheus"]).run().text();
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        let name = |line: &str| line.rsplit_once(' ').expect("a value").0.to_owned();
        samples.map(name).collect()
    };
    let (one, other) = (series(&one), series(&other));
    assert!(!one.is_empty());
    assert!(one.iter().all(|one| !other.contains(one)), "{one:?}");
}

#[test]
fn a_device_is_not_replaced_by_metrics() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let device = world.path("null");
    // The same numbers as those of /dev/null.
    let mut made = Command::new("mknod");
    made.arg(&device).args(["c", "1", "3"]);
    if !made.output().is_ok_and(|made| made.status.success()) {
        return skipped("only root can make a device");
    }
    let link = world.path("link");
    std::os::unix::fs::symlink(&device, &link).unwrap();
    for path in [&device, &link] {
        let path = path.to_str().unwrap();
        let output = ["--format", "prometheus", "--output", path];
        let ended = plan.check().args(&output).run();
        assert!(device.metadata().unwrap().file_type().is_char_device());
        assert_eq!(ended.code, Some(5), "{}", ended.stderr);
        ended.says(&["it is not a regular file", "name a file"]);
    }
}

#[test]
fn an_unusable_destination_is_reported() {
    let world = World::new();
    fs::create_dir(world.path("shop")).unwrap();
    let plan = Planned::new(&world, "{ file = 'shop/key' }").write();
    plan.apply().ends(0);
    plan.check().ends(0);
    fs::remove_dir_all(world.path("shop")).unwrap();
    let ended = plan.check().ends(5);
    ended.text_has("destination that cannot be used: ");
    ended.text_has("create it first");
    let report = held_to("check.schema.json", &plan.check().args(&["--json"]).ends(5));
    assert_eq!(report["keys"][0]["state"], "unusable");
    assert_eq!(report["keys"][0]["destinations"][0]["state"], "unusable");
}
