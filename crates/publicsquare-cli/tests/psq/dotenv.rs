//! Delivery to one variable of a dotenv file (`--to FILE --var NAME`).
//!
//! Each test writes a file, rotates the key into it and compares the whole file afterwards. psq may change the value
//! and nothing else, even if somebody else edits the file at the same time. A file that holds only the key is tested in
//! `files`, and values that psq must not overwrite in `other_secrets`.

use std::fs;
use std::io::Write;

use crate::support::{MARK, VARIABLE, World, await_arrival, mode, read, set_mode};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// The text with the key in place of `<key>`.
fn with(text: &[u8], key: &str) -> Vec<u8> {
    let at = text.windows(5).position(|window| window == b"<key>");
    let at = at.expect("the text has a <key>");
    [&text[..at], key.as_bytes(), &text[at + 5..]].concat()
}

/// Rotates into a file with this text, in which `<key>` stands for the key.
#[track_caller]
fn assert_only_the_value_changes(text: &[u8]) {
    let world = World::new();
    let path = world.write(".env", with(text, world.old()));
    world.rotate_in(&path).ends(0);
    let shown = String::from_utf8_lossy(text);
    assert!(
        fs::read(&path).unwrap() == with(text, &world.current()),
        "{shown}"
    );
    assert_eq!(world.names(), [".env"], "{shown}");
}

#[test]
fn every_byte_but_the_value_is_kept() {
    for text in [
        &b"A=1\nPUBLICSQUARE_KEY=<key>\nB=2\n"[..],
        b"A=1\r\nPUBLICSQUARE_KEY=<key>\r\nB=2\r\n",
        b"\xef\xbb\xbfA=1\nPUBLICSQUARE_KEY=<key>",
        b"# PUBLICSQUARE_KEY=dead\nexport PUBLICSQUARE_KEY=\"<key>\"  # rotated\n\n\n",
        b"PUBLICSQUARE_KEY='<key>'\nOLD_PUBLICSQUARE_KEY=x\nPUBLICSQUARE_KEY_ID=y\n",
        b"LATIN=caf\xe9 \xff\xfe\n  PUBLICSQUARE_KEY = <key>\t\nEND='a b'",
    ] {
        assert_only_the_value_changes(text);
    }
}

#[test]
fn a_variable_that_is_missing_is_added_at_the_end() {
    for (text, added) in [
        ("A=1\n", "PUBLICSQUARE_KEY={}\n"),
        ("A=1", "\nPUBLICSQUARE_KEY={}\n"),
        ("A=1\r\n", "PUBLICSQUARE_KEY={}\r\n"),
        ("", "PUBLICSQUARE_KEY={}\n"),
    ] {
        let world = World::new();
        let path = world.write(".env", text);
        set_mode(&path, 0o640);
        world.rotate_in(&path).ends(0);
        let wanted = format!("{text}{}", added.replace("{}", &world.current()));
        assert_eq!(read(&path), wanted);
        assert_eq!(mode(&path), 0o640);
    }
}

#[test]
fn a_file_that_is_missing_is_created_for_the_owner_alone() {
    let world = World::new();
    let path = world.path(".env");
    world.rotate_in(&path).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
    assert_eq!(mode(&path), 0o600);
    assert_eq!(world.names(), [".env"]);
}

/// Asserts that psq refuses a file with this text, names the line, and changes nothing.
#[track_caller]
fn assert_refused(text: &str, why: &[&str]) {
    let world = World::new();
    let text = text.replace("<key>", world.old());
    let path = world.write(".env", &text);
    let ended = world.rotate_in(&path).ends(2);
    ended.says(why).says(&["PUBLICSQUARE_KEY in "]);
    assert_eq!(world.writes(), []);
    assert_eq!(read(&path), text);
    assert_eq!(world.names(), [".env"]);
}

#[test]
fn a_variable_that_is_defined_twice_is_refused_with_the_lines() {
    assert_refused(
        "PUBLICSQUARE_KEY=<key>\nA=1\nexport PUBLICSQUARE_KEY=<key>\n",
        &["more than once, on lines 1 and 3"],
    );
}

#[test]
fn a_value_of_several_lines_is_refused_with_the_line() {
    assert_refused("A=1\nPUBLICSQUARE_KEY=\"<key>\n\"\n", &["line 2"]);
    assert_refused(
        "A=1\nB='\nPUBLICSQUARE_KEY=<key>\n'\n",
        &["line 3", "line 2"],
    );
    assert_refused(
        "PUBLICSQUARE_KEY=<key>\\\nmore\n",
        &["line 1 ends in a backslash"],
    );
}

#[test]
fn an_invalid_variable_name_is_refused_before_any_request() {
    let world = World::new();
    for name in ["", "A B", "1A", "A=B", "A-B"] {
        world
            .rotate_to(&world.path(".env"))
            .args(&["--var", name])
            .ends(2);
    }
    world.rotate(&["--var", "A"]).ends(2).says(&["--to"]);
    assert_eq!(world.sandbox.requests(), []);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn changes_that_somebody_else_makes_meanwhile_are_kept() {
    let world = World::new();
    let text = format!("{VARIABLE}={}\nPORT=1\n", world.old());
    let path = world.write(".env", &text);
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_in(&path).start();
    await_arrival(&gate, 1);

    let editing = fs::File::options().append(true).open(&path);
    editing.unwrap().write_all(b"ADDED=meanwhile\n").unwrap();
    let edited = read(&path).replace("PORT=1", "PORT=2") + &"#".repeat(6000);
    fs::write(&path, edited).unwrap();
    set_mode(&path, 0o640);
    gate.open();

    assert_eq!(running.finish().code, Some(0));
    let wanted = format!(
        "{VARIABLE}={}\nPORT=2\nADDED=meanwhile\n{}",
        world.current(),
        "#".repeat(6000)
    );
    assert_eq!(read(&path), wanted);
    assert_eq!(mode(&path), 0o640);
    assert_eq!(world.names(), [".env"]);
}

#[test]
fn two_keys_in_one_file_are_rotated_at_the_same_time() {
    let world = World::new();
    let other = world
        .sandbox
        .seeded()
        .test()
        .payment_method_writer()
        .clone();
    let text = format!("ONE={}\nTWO={}\n", world.old(), other.value());
    let path = world.write(".env", text);
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit).times(2);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let to = path.to_str().unwrap();
    let one = world.rotate(&["--to", to, "--var", "ONE"]).start();
    let two = world.psq([
        "rotate",
        other.id(),
        "--env",
        "test",
        "--to",
        to,
        "--var",
        "TWO",
    ]);
    let two = two.start();
    await_arrival(&gate, 2);
    gate.open();

    assert_eq!((one.finish().code, two.finish().code), (Some(0), Some(0)));
    let wanted = format!(
        "ONE={}\nTWO={}\n",
        world.current(),
        world.value_of(other.id())
    );
    assert_eq!(read(&path), wanted);
    assert_eq!(world.names(), [".env"]);
}

#[test]
fn a_file_that_is_removed_meanwhile_is_created_again() {
    let world = World::new();
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_in(&path).start();
    await_arrival(&gate, 1);
    fs::remove_file(&path).unwrap();
    gate.open();

    assert_eq!(running.finish().code, Some(0));
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
}

#[test]
fn a_file_that_becomes_ambiguous_meanwhile_does_not_lose_the_key() {
    let world = World::new();
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_in(&path).start();
    await_arrival(&gate, 1);
    let twice = format!("{VARIABLE}=a\n{VARIABLE}=b\n");
    fs::write(&path, &twice).unwrap();
    gate.open();

    let ended = running.finish();
    assert_eq!(ended.code, Some(4));
    ended.says(&["on lines 1 and 2", "the old key is dead"]);
    assert_eq!(read(&path), twice);

    fs::write(&path, format!("{VARIABLE}=\n")).unwrap();
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
    assert!(world.current().contains(MARK));
    assert_eq!(world.regenerations(), 1);
}
