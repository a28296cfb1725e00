//! `--then`: the command that runs after the delivery, so that an application loads the new key.
//!
//! The tests check when psq runs the command, what the command can see, and what happens if it fails, hangs or is
//! interrupted. Commands that receive the key itself are tested in `commands`.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::report::report;
use crate::support::{MARK, VARIABLE, World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// A command that notes each of its runs and the content of the key file at that time.
const RELOAD: &str = "cat key >> seen; echo >> seen";

/// The lines that the command has written.
fn seen(world: &World) -> Vec<String> {
    let seen = fs::read_to_string(world.path("seen")).unwrap_or_default();
    seen.lines().map(str::to_owned).collect()
}

#[test]
fn the_command_runs_once_when_every_destination_holds_the_key() {
    let world = World::new();
    world.key_file();
    let places = ["--then", RELOAD, "--to", "key", "--also", "other", "--json"];
    let ended = world.rotate(&places).ends(0);
    assert_eq!(report(&ended)["rotations"][0]["then_done"], true);
    assert_eq!(seen(&world), [world.current()]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_command_does_not_run_before_every_destination_holds_the_key() {
    let world = World::new();
    world.key_file();
    let places = [
        "--then",
        RELOAD,
        "--to",
        "key",
        "--",
        "sh",
        "-c",
        "test -e fixed && cat > got",
    ];
    world.rotate(&places).ends(4);
    assert_eq!(seen(&world), [""; 0]);
    world.write("fixed", "");
    world.recover(&[]).ends(0);
    assert_eq!(seen(&world), [world.current()]);
}

#[test]
fn the_command_does_not_run_if_no_key_was_delivered() {
    let world = World::new();
    world.key_file();
    world
        .rotate(&["--then", RELOAD, "--to", "key", "--dry-run"])
        .ends(0);
    world.inject("regenerate=status:503:before*9");
    world
        .rotate(&["--then", RELOAD, "--to", "key", "--timeout", "1"])
        .run();
    assert_eq!(seen(&world), [""; 0]);
}

#[test]
fn the_command_gets_neither_the_key_nor_the_credential_and_shows_no_key() {
    let world = World::new();
    world.key_file();
    let line = "env > env; cat > input; cat key; base64 < key; echo oh >&2";
    let ended = world.rotate(&["--then", line, "--to", "key"]).ends(0);
    ended.says(&["[the key]", "oh"]);
    assert!(!read(&world.path("env")).contains(MARK));
    assert!(read(&world.path("env")).contains("PSQ_STATE_DIR"));
    assert_eq!(read(&world.path("input")), "");
}

#[test]
fn a_failed_command_is_run_again_by_the_next_line() {
    let world = World::new();
    world.key_file();
    let line = "test -e fixed && cat key > seen";
    let ended = world.rotate(&["--then", line, "--to", "key"]).ends(5);
    ended.says(&[
        "the command of --then failed",
        "exit status: 1",
        "the old key is dead",
    ]);
    assert!(!ended.stderr.contains("fixed"), "{}", ended.stderr);
    assert_eq!(read(&world.path("key")), world.current());
    let status = world.psq(["status"]).ends(4).text();
    assert!(
        status.contains("the command of --then has to run"),
        "{status}"
    );
    assert!(status.contains("exit status: 1"), "{status}");
    world.psq(ended.next_words()).ends(5);

    world.write("fixed", "");
    let ended = world.psq(ended.next_words()).args(&["--json"]).ends(0);
    assert_eq!(report(&ended)["rotations"][0]["then_done"], true);
    assert_eq!(read(&world.path("seen")), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.audit().len(), 1);
}

#[test]
fn a_command_that_does_not_end_is_killed_with_its_children() {
    let world = World::new();
    world.key_file();
    let line = "mkfifo pipe; cat pipe";
    let limit = ["--then", line, "--then-timeout", "1", "--to", "key"];
    let ended = world.rotate(&limit).ends(5);
    ended.says(&["still running after 1 s"]);
    // A pipe without a reader cannot be opened for writing, so `cat` has ended.
    use std::os::unix::fs::OpenOptionsExt;
    let nonblocking = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap();
    let opened = fs::OpenOptions::new()
        .write(true)
        .custom_flags(nonblocking)
        .open(world.path("pipe"));
    assert!(opened.is_err());
}

#[test]
fn after_a_crash_between_delivery_and_reload_recover_reloads() {
    let world = World::new();
    world.key_file();
    // The first request with the new key comes after the delivery.
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::BeforeCommit);
    world.sandbox.inject(held.on(Operation::ListApiKeyTypes));
    let running = world.rotate(&["--then", RELOAD, "--to", "key"]).start();
    await_arrival(&gate, 1);
    running.kill();
    gate.open();
    assert_eq!(seen(&world), [""; 0]);
    world.recover(&[]).ends(0);
    assert_eq!(seen(&world), [world.current()]);
}

#[test]
fn a_second_signal_ends_the_command_and_recover_runs_it_again() {
    use rustix::process::Signal;

    let world = World::new();
    world.key_file();
    let line = "test -e fixed || { mkfifo pipe; echo now; cat pipe; }; cat key > seen";
    let mut running = world.rotate(&["--then", line, "--to", "key"]).start();
    running.says("now");
    running.signal(Signal::INT);
    running.says("Interrupt");
    running.signal(Signal::INT);
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    world.write("fixed", "");
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("seen")), world.current());
}

#[test]
fn the_command_runs_before_the_old_key_is_deleted() {
    let world = World::new();
    let path = world.key_file();
    let old = world.old().to_owned();
    world
        .replace_to(&path)
        .args(&["--then", "exit 3"])
        .ends(5)
        .says(&["still works"]);
    assert!(world.works(&old));
    assert!(world.works(&read(&path)));
    world.recover(&["--then", RELOAD]).ends(0);
    assert!(!world.works(&old));
    assert_eq!(seen(&world), [read(&path)]);
}

#[test]
fn a_delivery_without_a_journal_can_have_a_command() {
    let world = World::new();
    let words = [
        "--env",
        "test",
        "--to",
        ".env",
        "--var",
        VARIABLE,
        "--then",
        "cp .env seen",
    ];
    world.recover(&words).ends(0);
    assert_eq!(read(&world.path("seen")), read(&world.path(".env")));
}

#[test]
fn a_command_that_moves_the_destination_each_time_does_not_count_as_done() {
    let world = World::new();
    fs::create_dir(world.path("r0")).unwrap();
    world.write("r0/key", world.old());
    symlink("r0", world.path("current")).unwrap();
    let deploy = "n=$(ls -d r? | wc -l); mkdir r$n; ln -sfn r$n current; echo run >> runs";
    let places = ["--to", "current/key", "--then", deploy, "--json"];
    let ended = world.rotate(&places).ends(5);
    let rotation = &report(&ended)["rotations"][0];
    let message = rotation["message"].as_str().unwrap();
    assert!(message.contains("has run 3 times"), "{message}");
    assert_eq!(rotation["then_done"], false);
    assert_eq!(read(&world.path("runs")).lines().count(), 3);
    assert_eq!(read(&world.path("current/key")), world.current());
    // Without the deployment, the rotation can end.
    world.recover(&["--then", "true"]).ends(0);
}

#[test]
fn the_next_line_does_not_lose_the_command_of_a_recovery() {
    let world = World::new();
    world.inject("key-types=drop:before*5");
    world.rotate(&["--to", "key"]).ends(5);
    world.write("other", world.admin());
    let call = ["--then", "echo done > ran", "--to", "other"];
    let ended = world.recover(&call).ends(4);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&world.path("ran")), "done\n");
}

#[test]
fn invalid_commands_are_refused() {
    let world = World::new();
    world
        .rotate(&["--to", "key", "--then", " "])
        .ends(2)
        .says(&["--then is empty"]);
    world
        .rotate(&["--to", "key", "--then-timeout", "5"])
        .ends(2);
    world
        .psq(["recover", "--then", "true"])
        .ends(2)
        .says(&["KEY_ID"]);
    assert_eq!(world.sandbox.requests(), []);
}
