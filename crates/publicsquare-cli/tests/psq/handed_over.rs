//! What psq receives from elsewhere and what it gives to others must not do harm.
//!
//! The tests cover programs that print the key or cannot be started, credentials of systemd services, texts of the API
//! with control characters, and values in files that programs read in different ways. The ordinary delivery to a
//! command is tested in `commands`.

use crate::support::{VARIABLE, World, read, set_mode, skipped};
use publicsquare_sandbox::{Fault, Operation, SpoiledBody};

#[test]
fn a_program_that_prints_the_key_does_not_show_it() {
    let world = World::new();
    let script = "cat > k; cat k; base64 < k; printf x | cat - k | base64 -w0; od -An -tx1 < k";
    // `Running::finish` checks after every run that no key is shown.
    let ended = world.rotate(&["--", "sh", "-c", script]).ends(0);
    assert!(
        ended.stderr.matches("[the key]").count() >= 4,
        "{}",
        ended.stderr
    );
    assert_eq!(read(&world.path("k")), world.current());
}

#[test]
fn a_program_that_cannot_be_started_is_refused_before_any_request() {
    let world = World::new();
    for (text, why) in [
        ("cat > got\n", "no interpreter line"),
        ("#!/no/such/interpreter\ncat\n", "does not exist"),
        ("#!/usr/bin/env no-such-program\n", "does not exist"),
        ("#!/bin/sh\r\ncat\r\n", "carriage return"),
    ] {
        let program = world.write("program", text);
        set_mode(&program, 0o700);
        world.rotate(&["--", "./program"]).ends(2).says(&[why]);
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
#[cfg(target_os = "linux")]
fn a_program_whose_loader_is_missing_is_refused_before_any_request() {
    let world = World::new();
    // A copy of this test program that names a loader at another path.
    let mut program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    let loader = b"/lib64/ld-linux";
    let place = program.windows(loader.len()).position(|at| at == loader);
    let Some(place) = place.filter(|place| *place < 4096) else {
        skipped("programs of this machine name no loader that can be replaced here");
        return;
    };
    program[place..place + 6].copy_from_slice(b"/nolib");
    let path = world.write("program", program);
    set_mode(&path, 0o700);
    let ended = world.rotate(&["--", "./program"]).ends(2);
    ended.says(&["its loader /nolib", "does not exist"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn the_credential_of_a_systemd_service_is_found_automatically() {
    let world = World::new();
    let folder = world.path("credentials");
    std::fs::create_dir(&folder).unwrap();
    let file = world.write("credentials/publicsquare-api-key", world.admin());
    let psq = || {
        let psq = world.rotate(&["--to", "key"]).by_nobody();
        psq.env("CREDENTIALS_DIRECTORY", &folder)
    };
    psq().ends(0);
    // The mode lets everybody read the file, but only the owner can enter its folder.
    set_mode(&world.root(), 0o700);
    set_mode(&file, 0o444);
    psq().ends(0);
    set_mode(&world.root(), 0o755);
    psq().ends(2).says(&["can read it"]);
    set_mode(&world.root(), 0o700);
}

#[test]
fn a_publishable_key_is_refused_as_a_credential() {
    let world = World::new();
    let key = world.sandbox.seeded().test().publishable().value();
    let ended = world.rotate(&["--to", "key"]).by(key).ends(2);
    ended.says(&["holds a publishable key, which may not read or change keys"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_dry_run_of_a_production_key_asks_for_no_confirmation() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let id = keys.key_reader().id();
    let psq = world.psq([
        "rotate",
        id,
        "--env",
        "production",
        "--to",
        "key",
        "--dry-run",
    ]);
    psq.by(keys.secret().value()).ends(0);
    assert_eq!(world.writes(), []);
}

#[test]
fn texts_of_the_api_cannot_act_on_a_terminal_or_a_log() {
    let world = World::new();
    let body = format!(
        r#"{{"id":"{}","environment":"a\u001b[31m\n::error::b","key":"{}","name":"n","permissions":["x"]}}"#,
        world.id(),
        world.old()
    );
    let fault = Fault::body(SpoiledBody::Json(body.into_bytes()));
    world.sandbox.inject(fault.on(Operation::RevealApiKey));
    let ended = world.rotate(&["--to", "key"]).ends(3);
    assert!(!ended.stderr.contains('\u{1b}'), "{:?}", ended.stderr);
    assert!(!ended.stderr.contains("\n::error::"), "{:?}", ended.stderr);
}

#[test]
fn a_file_of_export_lines_gets_one_more() {
    let world = World::new();
    let path = world.write("env.sh", "export A=1\n");
    world.rotate_in(&path).ends(0);
    let wanted = format!("export A=1\nexport {VARIABLE}={}\n", world.current());
    assert_eq!(read(&path), wanted);
}

#[test]
fn a_value_that_programs_read_differently_is_refused() {
    let world = World::new();
    for value in ["${OTHER:-x}", "$(cat key)", "\u{a0}x", "x ;"] {
        for end in ["\n", "\r\n"] {
            let path = world.write(".env", format!("{VARIABLE}={value}{end}"));
            let ended = world.rotate_in(&path).args(&["--replace-any"]).ends(2);
            ended.says(&["on line 1 refers to something else"]);
        }
    }
    assert_eq!(world.writes(), []);
}
