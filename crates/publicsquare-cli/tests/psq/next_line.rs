//! The line `Next: psq …` at the end of a message: a person can type it as it stands.
//!
//! The tests give the printed line to a shell and check that it solves the problem, has the options of the first call,
//! overwrites nothing that a person has not allowed, and shows no key. They also check that psq prints no such line
//! where the same call would fail again.

use std::fs;
use std::process::Output;

use crate::support::{Ended, MARK, Psq, VARIABLE, World, holds, read};

/// Types the line in a shell with the environment and the folder in which psq was called.
#[track_caller]
fn typed(world: &World, psq: &Psq<'_>, ended: &Ended) -> Output {
    let line = ended.next();
    assert!(!line.contains("--replace-any"), "{line}");
    assert!(!line.contains('\u{1b}'), "{line}");
    let output = psq.shell(line);
    for bytes in [&output.stdout, &output.stderr] {
        assert!(!holds(bytes, MARK), "a key: {line}");
    }
    world.assert_state_hides_keys();
    output
}

#[track_caller]
fn assert_ends(output: &Output, code: i32) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{text}");
}

#[test]
fn the_next_line_has_the_options_of_the_call() {
    let world = World::new();
    let auth = world.write("the key's file", world.admin());
    let path = world.write("a place", world.old());
    world.inject("regenerate=drop:before*20");
    let psq = || {
        world
            .rotate(&["--to", "a place", "--timeout", "1", "-v"])
            .args(&["--auth-file", "the key's file"])
            .by_nobody()
    };
    let ended = psq().ends(4);
    for part in ["--timeout 1", "-v", r"the key'\''s file"] {
        assert!(ended.next().contains(part), "{}", ended.next());
    }
    let elsewhere = psq().folder(&world.root());
    // Repeat it until the server has recovered.
    let mut output = typed(&world, &elsewhere, &ended);
    for _ in 0..10 {
        if output.status.success() {
            break;
        }
        output = typed(&world, &elsewhere, &ended);
    }
    assert_ends(&output, 0);
    assert_eq!(read(&path), world.current());
    assert_eq!(read(&auth), world.admin());
}

#[test]
fn the_next_line_brings_an_outdated_destination_up_to_date() {
    let world = World::new();
    let state = world.root().join("elsewhere");
    world.rotate(&["--to", "new"]).state(&state).ends(0);
    let auth = world.write("auth", world.admin());
    let path = world.write("my shop.env", format!("{VARIABLE}={}\n", world.old()));
    let psq = || {
        let psq = world.rotate_in(&path).by_nobody();
        psq.args(&["--auth-file", auth.to_str().unwrap()])
    };
    let ended = psq().ends(3);
    assert_ends(&typed(&world, &psq(), &ended), 0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn there_is_no_next_line_if_the_same_call_would_fail_again() {
    let world = World::new();
    let to = ["--to", "key"];
    let own = world.sandbox.seeded().test().key_writer();
    for psq in [
        world
            .psq(["rotate", world.id(), "--env", "production"])
            .args(&["--confirm", world.id()])
            .args(&to),
        world
            .psq(["rotate", "key_NobodysKey111111111111111", "--env", "test"])
            .args(&to),
        world
            .psq(["rotate", own.id(), "--env", "test"])
            .args(&to)
            .by(own.value()),
        world.rotate(&to).by("sk_test_nobodys"),
        world.rotate(&["--to", "no/such/folder"]),
        world.rotate(&["--to", "key"]).by_nobody(),
        world.rotate(&[]),
        world.psq(["rotate", "KEY_ID", "--env", "test"]).args(&to),
    ] {
        let ended = psq.run();
        assert!(matches!(ended.code, Some(2 | 3)), "{}", ended.stderr);
        assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
    }
    assert_eq!(world.writes(), []);
}

#[test]
fn after_a_server_error_the_next_line_is_the_same_call() {
    let world = World::new();
    let path = world.key_file();
    world.inject("reveal=status:503:before*10");
    let psq = || {
        world
            .rotate_to(&path)
            .args(&["--timeout", "1", "--dry-run"])
    };
    let ended = psq().ends(3);
    assert!(ended.next().contains("--dry-run"), "{}", ended.next());
    let mut code = None;
    for _ in 0..10 {
        code = typed(&world, &psq(), &ended).status.code();
        if code == Some(0) {
            break;
        }
    }
    assert_eq!(code, Some(0));
    assert_eq!(world.writes(), []);
}

#[test]
fn the_next_line_confirms_a_production_key() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let psq = || {
        let id = keys.key_reader().id();
        let psq = world.psq(["rotate", id, "--env", "production", "--to", "key"]);
        psq.by(keys.secret().value())
    };
    let ended = psq().ends(2);
    assert_ends(&typed(&world, &psq(), &ended), 0);
    assert_eq!(
        read(&world.path("key")),
        world.value_of(keys.key_reader().id())
    );
}

#[test]
fn after_a_failed_command_the_next_line_delivers_to_a_file() {
    let world = World::new();
    let ended = world.rotate(&["--", "false"]).ends(4);
    let text = world.psq(["status"]).ends(4).text();
    assert!(text.contains("it ended with exit status: 1"), "{text}");
    let next = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("next: "));
    assert_eq!(next, Some(ended.next()));
    assert_ends(&typed(&world, &world.psq(["status"]), &ended), 0);
    let path = world.root().join(format!("{}.key", world.id()));
    assert_eq!(read(&path), world.current());
    world.psq(["status"]).ends(0);
}

#[test]
fn after_a_delivery_to_the_standard_output_the_next_line_shows_no_key() {
    let world = World::new();
    world.inject("regenerate=drop:after*5");
    world.inject("reveal=delay:0:before");
    world.inject("reveal=drop:before*5");
    let ended = world.rotate(&["--to", "-"]).ends(4);
    let mut ended = world.psq(ended.next_words()).ends(4);
    assert_eq!(ended.stdout, b"");
    for _ in 0..3 {
        ended = world.psq(ended.next_words()).run();
        assert_eq!(ended.stdout, b"");
        if ended.code == Some(0) {
            break;
        }
    }
    let path = world.root().join(format!("{}.key", world.id()));
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_key_that_may_be_alive_is_not_rotated_into_a_rescue_file() {
    let world = World::new();
    fs::create_dir(world.path("app")).unwrap();
    let path = world.write("app/key", world.old());
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&path).ends(4);
    fs::rename(world.path("app"), world.path("away")).unwrap();
    let ended = world.recover(&[]).ends(4);
    ended.says(&["its folder does not exist"]);
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    assert!(world.works(world.old()));
    fs::rename(world.path("away"), world.path("app")).unwrap();
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_path_with_control_characters_is_refused() {
    let world = World::new();
    for name in ["a\nb", "a\u{1b}[31mb", "a\u{202e}b"] {
        let ended = world.rotate(&["--to", name]).ends(2);
        ended.says(&["control characters"]);
        assert!(!ended.stderr.contains(name), "{}", ended.stderr);
    }
    assert_eq!(world.sandbox.requests(), []);
}
