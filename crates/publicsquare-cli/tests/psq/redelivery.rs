//! `psq recover` without a journal: psq delivers the current value of a key to a destination and rotates nothing.
//!
//! A person does this after somebody has rotated the key on another machine. The tests check which destinations psq
//! accepts, what it leaves alone, and what it reports if the environment is missing or wrong. `psq recover` with a
//! journal is tested in `interruptions` and `lost_answers`.

use crate::support::{Psq, VARIABLE, World, mode, read};

/// `psq recover TARGET --env test` into the variable in the file `.env`.
fn redeliver<'a>(world: &'a World, more: &[&str]) -> Psq<'a> {
    let psq = world.recover(&["--env", "test", "--to", ".env", "--var", VARIABLE]);
    psq.args(more)
}

/// A world in which somebody has rotated the target on another machine.
fn out_of_date() -> World {
    let world = World::new();
    let state = world.root().join("elsewhere");
    world.rotate(&["--to", "elsewhere"]).state(&state).ends(0);
    world
}

#[test]
fn a_stale_key_is_brought_up_to_date_and_nothing_is_rotated() {
    let world = out_of_date();
    let text = format!("A=1\n{VARIABLE}=\"{}\" # key\n", world.old());
    let path = world.write(".env", text);
    let ended = redeliver(&world, &[]).ends(0);
    ended.says(&["delivered to PUBLICSQUARE_KEY in", "and verified"]);
    let wanted = format!("A=1\n{VARIABLE}=\"{}\" # key\n", world.current());
    assert_eq!(read(&path), wanted);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), [".env", "elsewhere"]);
    assert_eq!(world.journals(), [""; 0]);
    let [line] = &world.audit()[..] else {
        panic!("one line");
    };
    assert_eq!(line["operation"], "redeliver");
}

#[test]
fn the_command_that_rotate_names_for_a_stale_key_works() {
    let world = out_of_date();
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    let ended = world.rotate_in(&path).ends(3);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
    world.rotate_in(&path).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
}

#[test]
fn every_kind_of_destination_can_be_brought_up_to_date() {
    let world = out_of_date();
    world.recover(&["--env", "test", "--to", "new"]).ends(0);
    assert_eq!(read(&world.path("new")), world.current());
    assert_eq!(mode(&world.path("new")), 0o600);
    let psq = world.recover(&["--env", "test", "--to", "-"]);
    let ended = psq.delivering_to_stdout().ends(0);
    assert_eq!(ended.text(), format!("{}\n", world.current()));
    world
        .recover(&["--env", "test", "--", "sh", "-c", "cat > got"])
        .ends(0);
    assert_eq!(read(&world.path("got")), world.current());
    redeliver(&world, &[]).ends(0);
    assert_eq!(
        read(&world.path(".env")),
        format!("{VARIABLE}={}\n", world.current())
    );
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn something_that_does_not_look_like_a_key_is_left_alone() {
    let world = out_of_date();
    for value in [
        "hunter2",
        "postgres://user:pw@host",
        "sk_live_x",
        "key_12345",
    ] {
        let text = format!("{VARIABLE}={value}\n");
        let path = world.write(".env", &text);
        let ended = redeliver(&world, &[]).ends(2);
        ended.says(&["does not look like an API key", "psq leaves it alone"]);
        assert!(!ended.stderr.contains(value), "{}", ended.stderr);
        assert_eq!(read(&path), text);
    }
    world.write("key", "-----BEGIN PRIVATE KEY-----\n");
    world.recover(&["--env", "test", "--to", "key"]).ends(2);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn an_open_rotation_leaves_something_alone_that_does_not_look_like_a_key() {
    let world = World::new();
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    let path = world.write(".env", format!("{VARIABLE}=hunter2\n"));
    redeliver(&world, &[])
        .ends(2)
        .says(&["psq leaves it alone"]);
    assert_eq!(read(&path), format!("{VARIABLE}=hunter2\n"));
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn an_empty_variable_gets_the_key() {
    let world = out_of_date();
    let path = world.write(".env", format!("{VARIABLE}=\n"));
    redeliver(&world, &[]).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
}

#[test]
fn the_environment_has_to_be_named_and_to_be_right() {
    let world = World::new();
    let ended = world.recover(&["--to", "key"]).ends(2);
    ended.says(&["--env"]);
    assert_eq!(world.sandbox.requests(), []);
    let ended = world
        .recover(&["--env", "production", "--to", "key"])
        .ends(3);
    ended.says(&["belongs to test", "--env says production"]);
    assert_eq!(world.names(), [""; 0]);
    // The right environment still works.
    assert_eq!(world.journals(), [""; 0]);
    world.recover(&["--env", "test", "--to", "key"]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn the_destination_has_to_be_named() {
    let world = World::new();
    let ended = world.recover(&[]).ends(2);
    ended.says(&["no rotation of this key is open"]);
    assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
    world
        .psq(["recover", "--to", "key", "--env", "test"])
        .ends(2)
        .says(&["KEY_ID"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn with_nothing_open_there_is_nothing_to_do() {
    let world = World::new();
    let ended = world.psq(["recover"]).by_nobody().ends(0);
    ended.says(&["No rotation is open"]);
    assert_eq!(ended.stdout, b"");
    assert_eq!(world.sandbox.requests(), []);
    assert!(!world.state().exists());
}

#[test]
fn a_key_that_cannot_be_revealed_leaves_no_journal() {
    let world = out_of_date();
    let nobody = "sk_test_nobodys";
    for psq in [
        redeliver(&world, &[]).by(nobody),
        world
            .psq(["recover", "key_NobodysKey111111111111111"])
            .args(&["--env", "test", "--to", ".env"]),
    ] {
        let ended = psq.ends(3);
        assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
        assert!(!ended.stderr.contains("still works"), "{}", ended.stderr);
    }
    assert_eq!(world.names(), ["elsewhere"]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn an_interrupted_delivery_continues() {
    let world = out_of_date();
    let psq = world.recover(&[
        "--env",
        "test",
        "--",
        "sh",
        "-c",
        "test -e mended && cat > got",
    ]);
    let ended = psq.ends(4);
    assert!(ended.next().contains(" --to "), "{}", ended.next());
    let text = world.psq(["status"]).ends(4).text();
    assert!(
        text.contains("its current value has to be delivered"),
        "{text}"
    );
    world.write("mended", "");
    world.psq(["recover"]).ends(0);
    assert_eq!(read(&world.path("got")), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_destination_that_is_given_up_keeps_no_staged_file() {
    let world = World::new();
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    let staged = format!("key.{}.psq", world.id());
    assert_eq!(world.names(), ["key", &staged]);
    world.inject("reveal=drop:before*5");
    world.recover(&["--to", "elsewhere"]).ends(4);
    // This call names no destination. The journal knows both.
    world.recover(&[]).ends(0);
    assert_eq!(world.names(), ["elsewhere", "key"]);
    assert_eq!(read(&world.path("key")), world.old());
    assert_eq!(read(&world.path("elsewhere")), world.current());
}

#[test]
fn options_that_contradict_an_open_rotation_are_refused() {
    let world = World::new();
    world.inject("regenerate=drop:before*5");
    world.rotate_to(&world.key_file()).ends(4);
    let ended = world.recover(&["--env", "production"]).ends(2);
    ended.says(&["the open rotation is in test"]);
    let ended = world
        .recover(&[])
        .env("PUBLICSQUARE_BASE_URL", "http://127.0.0.1:1")
        .ends(2);
    ended.says(&["the open rotation is at", world.sandbox.url(), "unset it"]);
    assert_eq!(world.journals().len(), 1);
    world
        .recover(&[])
        .without_env("PUBLICSQUARE_BASE_URL")
        .ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}
