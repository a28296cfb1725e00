//! Delivery to a command: psq starts the program behind `--` and writes the key to its standard input.
//!
//! The commands here are short shell scripts that store, ignore or print what they read. The tests check what the
//! command receives, when it counts as failed, and that its arguments do not appear in messages. Commands that print
//! the key or cannot be started are tested in `handed_over`.

use std::fs;

use crate::support::{MARK, World, read, set_mode};

#[test]
fn a_command_gets_the_key_and_nothing_else() {
    let world = World::new();
    let ended = world.rotate(&["--", "sh", "-c", "cat > got"]).ends(0);
    assert_eq!(read(&world.path("got")), world.current());
    ended.says(&["delivered to the command sh and verified"]);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_command_finds_no_key_in_its_environment_or_in_any_argument() {
    let world = World::new();
    let script = "cat > /dev/null; env > env; tr '\\0' ' ' < /proc/$PPID/cmdline > arguments";
    world
        .rotate(&["--", "sh", "-c", script])
        .env("KEPT", "kept")
        .ends(0);
    let env = read(&world.path("env"));
    assert!(env.contains("KEPT=kept"), "{env}");
    assert!(!env.contains("PUBLICSQUARE_API_KEY"));
    assert!(!env.contains(MARK));
    assert!(!read(&world.path("arguments")).contains(MARK));
}

#[test]
fn the_output_of_a_command_goes_to_the_standard_error() {
    let world = World::new();
    let script = "cat > /dev/null; echo said; echo complained >&2";
    let ended = world.rotate(&["--", "sh", "-c", script]).ends(0);
    assert_eq!(ended.stdout, b"");
    ended.says(&["said\n", "complained\n"]);

    let ended = world
        .rotate(&["--json", "--", "sh", "-c", "cat > /dev/null; echo said"])
        .ends(0);
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(report["rotations"][0]["outcome"], "delivered");
    assert_eq!(ended.stderr, "said\n");
}

#[test]
fn a_failed_command_is_run_again_with_the_same_key_in_the_same_folder() {
    let world = World::new();
    let script = "test -e mended || exit 3; cat > got";
    let ended = world.rotate(&["--", "sh", "-c", script]).ends(4);
    ended.says(&[
        "the command sh: it ended with exit status: 3",
        "the old key is dead",
    ]);
    let file = world.root().join(format!("{}.key", world.id()));
    let next = format!("psq recover {} --to {}", world.id(), file.display());
    assert_eq!(ended.next(), next);
    ended.says(&[&format!("run `psq recover {}`", world.id())]);
    assert_eq!(world.names(), [""; 0]);

    world.recover(&[]).ends(4);
    world.write("mended", "");
    world.recover(&[]).folder(&world.root()).ends(0);
    assert_eq!(read(&world.path("got")), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn status_reports_after_a_failed_command_that_the_old_key_is_dead() {
    let world = World::new();
    world.rotate(&["--", "false"]).ends(4);
    let text = world.psq(["status"]).ends(4).text();
    for part in [
        "the key is rotated and not delivered yet",
        "the old key is dead",
    ] {
        assert!(text.contains(part), "{part:?} in:\n{text}");
    }
}

#[test]
fn a_command_that_does_not_read_the_key_has_failed() {
    let world = World::new();
    for script in ["exit 0", "exec <&-", "head -c 10 > got"] {
        let ended = world.rotate(&["--", "sh", "-c", script]).ends(4);
        ended.says(&["has not read its standard input", "the old key is dead"]);
        world.recover(&[]).ends(4);
        world.recover(&["--", "sh", "-c", "cat > got"]).ends(0);
        assert_eq!(read(&world.path("got")), world.current());
    }
}

#[test]
fn a_command_that_dies_of_a_signal_has_failed() {
    let world = World::new();
    let ended = world
        .rotate(&["--", "sh", "-c", "cat > /dev/null; kill -9 $$"])
        .ends(4);
    ended.says(&["signal: 9"]);
    world.recover(&["--to", "key"]).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn a_missing_command_is_refused_before_any_request() {
    let world = World::new();
    let plain = world.write("plain", "#!/bin/sh\ncat > got\n");
    for program in [
        "no-such-program",
        "./no-such-program",
        "/no/such",
        "./plain",
        ".",
    ] {
        let ended = world.rotate(&["--", program]).ends(2);
        ended.says(&["there is no program", program]);
    }
    world.rotate(&["--", "sh"]).env("PATH", "/no-such").ends(2);
    world.rotate(&[]).ends(2).says(&[
        "no destination is given for the new key",
        "To do: add --to FILE",
    ]);
    assert_eq!(world.sandbox.requests(), []);

    set_mode(&plain, 0o700);
    world.rotate(&["--", "./plain"]).ends(0);
    assert_eq!(read(&world.path("got")), world.current());
}

#[test]
fn a_script_is_refused_if_its_interpreters_lead_in_a_circle() {
    let world = World::new();
    let path = world.path("circle");
    let program = world.write("circle", format!("#!{}\n", path.display()));
    set_mode(&program, 0o700);
    let ended = world.rotate(&["--", "./circle"]).ends(2);
    ended.says(&["its interpreter is a script, and so on"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn the_interpreter_that_env_looks_for_follows_its_options_and_variables() {
    let world = World::new();
    let script = |line: &str| {
        let program = world.write("take", format!("#!/usr/bin/env {line}\ncat > got\n"));
        set_mode(&program, 0o700);
        world.rotate(&["--dry-run", "--", "./take"])
    };
    for line in ["sh", "-S sh", "-S A=1 sh", "A=1 sh"] {
        script(line).ends(0);
        let missing = line.replace("sh", "no-such-shell");
        let ended = script(&missing).ends(2);
        ended.says(&["its interpreter no-such-shell does not exist"]);
    }
}

#[test]
fn a_command_runs_after_the_files_are_written() {
    let world = World::new();
    let psq = world.rotate(&["--to", "key", "--", "sh", "-c", "cat > got; cat key >> got"]);
    psq.ends(0);
    assert_eq!(read(&world.path("key")), world.current());
    assert_eq!(read(&world.path("got")), world.current().repeat(2));
}

#[test]
fn the_arguments_of_a_command_appear_only_in_the_journal() {
    let world = World::new();
    let words = ["-v", "--", "sh", "-c", "exit 1", "sh", "--password=hunter2"];
    let ended = world.rotate(&words).ends(4);
    let status = world.psq(["status"]).ends(4);
    let recovered = world.recover(&["-v"]).ends(4);
    for text in [&ended.stderr, &status.text(), &recovered.stderr] {
        assert!(text.contains("the command sh"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
    world
        .recover(&["--", "sh", "-c", "cat > got", "sh", "--password=hunter2"])
        .ends(0);
    let audit = fs::read_to_string(world.state().join("audit.jsonl")).unwrap();
    assert!(audit.contains("the command sh"), "{audit}");
    assert!(!audit.contains("hunter2"), "{audit}");
}

#[test]
fn a_command_does_not_get_the_key_twice() {
    let world = World::new();
    world.inject("key-types=status:500:before*5");
    let script = "cat >> got; echo >> got";
    world.rotate(&["--", "sh", "-c", script]).ends(5);
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("got")), format!("{}\n", world.current()));
}

#[test]
#[cfg(target_os = "linux")]
fn neither_psq_nor_a_command_leaves_a_core_file() {
    let world = World::new();
    // A program inherits the limits of psq.
    let script = "cat > /dev/null; cat /proc/$PPID/limits /proc/self/limits > limits";
    world.rotate(&["--", "sh", "-c", script]).ends(0);
    let limits = read(&world.path("limits"));
    let core: Vec<_> = limits
        .lines()
        .filter_map(|line| line.strip_prefix("Max core file size"))
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    // One byte is too little for a core file. It also keeps the kernel from piping a core file to a program.
    assert_eq!(core, [["1", "1", "bytes"]; 2]);
}
