//! The API key that psq authenticates with: where it may come from, and when psq refuses to use it.
//!
//! The tests cover files, pipes, keys that the API does not accept, and keys that lack a permission. In every refusal
//! psq changes no key. Neighbours: `credential_variables` for the environment variables, `credential_readers` for
//! files that other users can read, and `own_key` for a key that changes itself.

use std::fs::File;

use crate::support::{World, holds, read, set_mode, skipped};

#[test]
fn without_a_credential_no_request_is_sent() {
    let world = World::new();
    for psq in [
        world.rotate(&["--to", "key"]).by_nobody(),
        world.rotate(&["--to", "key"]).by(""),
        world.rotate(&["--to", "key"]).by(" \n"),
        world.recover(&["--env", "test", "--to", "key"]).by_nobody(),
    ] {
        let ended = psq.ends(2);
        ended.says(&["set PUBLICSQUARE_API_SECRET, or give --auth-file FILE"]);
    }
    assert_eq!(world.sandbox.requests(), []);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn the_credential_can_be_in_a_file_that_only_its_owner_can_read() {
    for end in ["", "\n", "\r\n"] {
        let world = World::new();
        world.write("auth", format!("{}{end}", world.admin()));
        let psq = world.rotate(&["--to", "key", "--auth-file", "auth"]);
        psq.by_nobody().ends(0);
        assert_eq!(read(&world.path("key")), world.current());
    }
}

#[test]
fn the_file_takes_precedence_over_the_variable() {
    let world = World::new();
    world.write("auth", world.admin());
    let psq = world.rotate(&["--to", "key", "--auth-file", "auth"]);
    psq.by("sk_test_nobodys").ends(0);
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let world = World::new();
    let path = world.write("auth", world.admin());
    for mode in [0o644, 0o640, 0o620, 0o602] {
        set_mode(&path, mode);
        let psq = world.rotate(&["--to", "key", "--auth-file", "auth"]);
        let ended = psq.by_nobody().ends(2);
        ended.says(&[&format!("(mode {mode:04o})"), "To do: `chmod 600` it"]);
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    if !rustix::process::geteuid().is_root() {
        skipped("only root can give files away");
        return;
    }
    let world = World::new();
    let path = world.write("auth", world.admin());
    std::os::unix::fs::chown(&path, Some(12_345), None).unwrap();
    let psq = world.rotate(&["--to", "key", "--auth-file", "auth"]);
    psq.ends(2).says(&["belongs to somebody else"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_file_that_holds_no_key_is_refused() {
    let world = World::new();
    world.write("empty", "\n");
    world.write("long", "k".repeat(5000));
    world.write("binary", b"\xff\xfe");
    for (name, why) in [
        ("empty", "it is empty"),
        ("long", "it is too long for a key"),
        ("binary", "it is not UTF-8 text"),
        (".", "neither a file nor a pipe"),
        ("missing", "No such file"),
    ] {
        let ended = world.rotate(&["--to", "key", "--auth-file", name]).ends(2);
        ended.says(&[&format!("--auth-file {name}: "), why]);
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_value_that_is_given_instead_of_an_id_is_not_printed() {
    let world = World::new();
    let key = world.admin();
    let to = ["--env", "test", "--to", "key"];
    for verb in ["rotate", "replace", "recover"] {
        let ended = world.psq([verb, &key]).args(&to).ends(2);
        ended.says(&["id"]);
        let ended = world.psq([verb, &key]).args(&to).args(&["--json"]).ends(2);
        assert!(
            !holds(&ended.stdout, &key[4..]),
            "the report shows the value"
        );
    }
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_key_that_the_api_does_not_know_changes_nothing() {
    let world = World::new();
    let ended = world.rotate(&["--to", "key"]).by("sk_test_nobodys").ends(3);
    ended.says(&["401", "untouched"]);
    assert!(!ended.stderr.contains("nobodys"), "{}", ended.stderr);
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_credential_that_may_not_regenerate_changes_nothing_and_the_missing_permission_is_named() {
    let world = World::new();
    let target = world.sandbox.seeded().test().publishable().clone();
    let reader = world.old().to_owned();
    let path = world.write("key", target.value());
    let to = ["--env", "test", "--to", "key"];
    let ended = world
        .psq(["rotate", target.id()])
        .args(&to)
        .by(&reader)
        .ends(3);
    ended.says(&["api-key:write", "payment-method:write", "untouched"]);
    assert_eq!(read(&path), target.value());
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_credential_can_come_from_a_pipe() {
    let world = World::new();
    let script = r#"printf '%s\n' "$KEY" | "$@" --auth-file /dev/stdin"#;
    let psq = world.rotate(&["--to", "key"]).into_command();
    let output = std::process::Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(psq.get_program())
        .args(psq.get_args())
        .current_dir(world.files())
        .env_remove("PUBLICSQUARE_API_KEY")
        .env("PUBLICSQUARE_BASE_URL", world.sandbox.url())
        .env("PSQ_STATE_DIR", world.state())
        .env("KEY", world.admin())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert_eq!(read(&world.path("key")), world.current());
    assert!(File::open(world.journal()).is_err());
}
