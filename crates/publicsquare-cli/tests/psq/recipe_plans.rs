//! The plans and the systemd units of the folder `deploy`, and the plan on the documentation page.
//!
//! Each test takes a file as it stands there and gives it to psq, or to `systemd-analyze`. psq has to accept the
//! plan and to miss only the credential, which this machine does not have. The scripts of the recipes are tested
//! in `recipes`.

use std::process::Command;

use crate::recipes::deploy;
use crate::support::{World, read, skipped};

/// Asserts that psq accepts a plan, and that only the credential is missing.
#[track_caller]
fn lacks_but_a_credential(world: &World, plan: &str, keys: usize) {
    let plan = plan.replace("/etc/psq/", &format!("{}/", world.files().display()));
    world.write("plan.toml", plan);
    let check = world.psq(["check", "plan.toml", "--json"]).ends(5);
    let report = crate::support::report::held_to("check.schema.json", &check);
    assert_eq!(report["error"], serde_json::Value::Null);
    assert_eq!(report["approved"], false);
    let found = report["keys"].as_array().unwrap();
    assert_eq!(found.len(), keys);
    for key in found {
        let message = key["message"].as_str().unwrap();
        assert!(message.contains("credential"), "{message}");
        assert!(message.contains("not set here") || message.contains("No such file"));
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn the_plan_for_systemd_and_cron_is_accepted() {
    let Some(deploy) = deploy() else { return };
    let world = World::new();
    let plan = read(&deploy.join("plan.toml"));
    lacks_but_a_credential(&world, &plan, 1);
    let for_cron = "credential = { file = \"/etc/psq/admin.key\" }";
    assert!(plan.contains(for_cron), "the comment for cron");
    let plan = plan.replace("credential = { systemd = \"psq-admin\" }", for_cron);
    lacks_but_a_credential(&world, &plan, 1);
}

#[test]
fn the_plan_of_the_page_is_accepted() {
    let Some(deploy) = deploy() else { return };
    let page = read(&deploy.join("../docs/plan.md"));
    let plan = page.split("```toml\n").nth(1).expect("a plan");
    let plan = plan.split("```").next().expect("its end");
    lacks_but_a_credential(&World::new(), plan, 3);
    // Five destinations, as the page says, and two credentials.
    assert_eq!(
        plan.matches("{ file = ").count() + plan.matches("{ command").count(),
        7
    );
}

#[test]
fn systemd_accepts_the_units_and_finds_them_hardened() {
    let Some(deploy) = deploy() else { return };
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        skipped("there is no systemd-analyze");
        return;
    }
    let world = World::new();
    let unit = read(&deploy.join("systemd/psq-apply.service"));
    // systemd-analyze checks that the program exists.
    let unit = unit.replace("/usr/local/bin/psq", env!("CARGO_BIN_EXE_psq"));
    world.write("psq-apply.service", unit);
    world.write(
        "psq-apply.timer",
        read(&deploy.join("systemd/psq-apply.timer")),
    );
    for arguments in [
        &["verify", "--man=no", "psq-apply.service", "psq-apply.timer"][..],
        &["calendar", "*-*-* 03:17:00"],
        // systemd calls a unit well protected up to 2.0 of 10.
        &[
            "security",
            "--offline=true",
            "--threshold=20",
            "psq-apply.service",
        ],
    ] {
        let mut command = Command::new("systemd-analyze");
        let output = command
            .args(arguments)
            .current_dir(world.files())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() && said.is_empty(),
            "{arguments:?}: {said}"
        );
    }
}
