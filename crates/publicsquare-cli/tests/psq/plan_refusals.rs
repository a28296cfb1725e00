//! Plans that psq refuses: it reports every flaw with its line and column at once, and sends nothing to the API.
//!
//! The tests also cover plan files that other users can change, and a credential that only affects its own
//! environment. The list of all flaws is tested in `src/plan/tests.rs`; these tests check what a person sees.

use std::fs;

use crate::support::planned::Planned;
use crate::support::{MARK, World, set_mode};

#[test]
fn every_mistake_is_reported_at_once_with_its_place() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let text = fs::read_to_string(plan.path()).unwrap();
    let id = world.id();
    let broken = format!(
        "{text}\n[[keys]]\nid = 'nonsense id'\nenvironment = 'staging'\nmax_age = '9 days'\nto = []\n\
         [[keys]]\nid = '{id}'\nenvironment = 'test'\nmax_age = '90d'\nmaxage = 1\nto = [{{ file = 'key' }}]\n"
    );
    fs::write(plan.path(), broken).unwrap();
    for psq in [plan.check(), plan.apply(), plan.psq(["approve"])] {
        let ended = psq.ends(2);
        for part in [
            "plan.toml:12:6:",
            "maxage",
            "write a number and a unit",
            "[environments.staging]",
        ] {
            let has = |line: &str| line.contains(part);
            assert!(ended.stderr.lines().any(has), "{part}: {}", ended.stderr);
        }
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn one_file_for_two_keys_is_refused_and_two_variables_of_one_file_are_not() {
    let world = World::new();
    let second = world.sandbox.seeded().test().key_writer().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'x', variable = 'A' }")
        .key(&second, "{ file = './x', variable = 'A' }", "")
        .write();
    plan.check().ends(2).says(&["plan.toml:"]);
    let plan = Planned::new(&world, "{ file = 'x', variable = 'A' }")
        .key(&second, "{ file = 'x', variable = 'B' }", "")
        .write();
    plan.apply().ends(0);
    plan.check().ends(0);
    let text = fs::read_to_string(world.path("x")).unwrap();
    assert!(text.contains(&format!("A={}\n", world.current())), "A");
    assert!(
        text.contains(&format!("B={}\n", world.value_of(&second))),
        "B"
    );
}

#[test]
fn a_key_in_a_plan_is_refused_and_not_shown() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    let text = fs::read_to_string(plan.path()).unwrap();
    fs::write(plan.path(), format!("# {}\n{text}", world.admin())).unwrap();
    let ended = plan.check().ends(2);
    ended.says(&["plan.toml:1:", "looks like the value of an API key"]);
    assert!(!ended.stderr.contains(MARK));
}

#[test]
fn a_plan_that_others_can_change_is_refused() {
    let world = World::new();
    let plan = Planned::new(&world, "{ file = 'key' }").write();
    set_mode(&plan.path(), 0o666);
    plan.apply().ends(2).says(&["chmod go-w"]);
    set_mode(&plan.path(), 0o600);
    world
        .psq(["check", "no-such.toml"])
        .ends(2)
        .says(&["no-such.toml"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_credential_that_cannot_be_used_stops_its_environment_alone() {
    let world = World::new();
    let production = world.sandbox.seeded().production();
    let live = production.key_reader().id().to_owned();
    let plan = Planned::new(&world, "{ file = 'key' }")
        .environment("production", world.admin())
        .key_in("production", &live, "{ file = 'live' }", "")
        .write();
    let ended = plan.apply().beside_others().ends(2);
    ended.says(&["the credential belongs to test"]);
    assert_eq!(world.regenerations(), 1);
    fs::remove_file(world.path("production.key")).unwrap();
    plan.check().ends(5).text_has("due in");
}
