//! A destination that holds something else than the key: psq leaves it as it is and shows nothing of it.
//!
//! The tests put passwords and other keys at the destination and follow every line that psq prints as the next one.
//! None of these lines may lead to overwriting the secret. Only `--replace-any` does, which a person has to type. What
//! psq does with an outdated value of the same key is tested in `files` and `redelivery`.

use crate::support::{Psq, VARIABLE, World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Reveal, Sandbox};

/// Values that are no keys of the same kind and environment as the target.
fn others(world: &World) -> Vec<String> {
    let seeded = world.sandbox.seeded();
    vec![
        seeded.test().secret().value().to_owned(),
        seeded.test().publishable().value().to_owned(),
        seeded.production().key_reader().value().to_owned(),
        "shop_prod_main".to_owned(),
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc".to_owned(),
        "hunter2".to_owned(),
        "rk_test_short".to_owned(),
        format!("{} ", world.old()),
    ]
}

/// Runs psq and every next line that it prints. Asserts that the file stays the same and that no output shows the secret.
#[track_caller]
fn assert_left_alone(world: &World, path: &std::path::Path, secret: &str, psq: Psq<'_>) {
    let before = read(path);
    let mut ended = psq.run();
    for _ in 0..3 {
        assert_ne!(ended.code, Some(0), "{}", ended.stderr);
        assert_eq!(read(path), before, "{}", ended.stderr);
        let fingerprint = fingerprint(secret);
        assert!(!ended.stderr.contains(&fingerprint), "{}", ended.stderr);
        assert!(!ended.stderr.contains(secret.trim()), "it is shown");
        if !ended.stderr.contains("Next: ") {
            return;
        }
        assert!(!ended.next().contains("--replace-any"), "{}", ended.next());
        ended = world.psq(ended.next_words()).run();
    }
    panic!("the next lines lead nowhere");
}

/// The fingerprint in the form in which psq shows it.
fn fingerprint(value: &str) -> String {
    use sha2::{Digest, Sha256};

    let digest = Sha256::digest(value.as_bytes());
    let hex: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{hex}")
}

#[test]
fn no_printed_line_leads_to_overwriting_another_secret() {
    for builder in [
        Sandbox::builder(),
        Sandbox::builder().reveal(Reveal::OwnKey),
    ] {
        let world = World::with(builder);
        for secret in others(&world) {
            let path = world.write(".env", format!("A=1\n{VARIABLE}='{secret}'\nB=2\n"));
            assert_left_alone(&world, &path, &secret, world.rotate_in(&path));
            let recover = world.recover(&["--env", "test", "--to", ".env", "--var", VARIABLE]);
            assert_left_alone(&world, &path, &secret, recover);
            let path = world.write("notes.txt", &secret);
            assert_left_alone(&world, &path, &secret, world.rotate_to(&path));
        }
        assert_eq!(world.writes(), []);
        assert_eq!(world.journals(), [""; 0]);
    }
}

#[test]
fn a_file_with_several_lines_is_not_taken_for_a_key() {
    let world = World::new();
    let text = format!("{}\n{}\n", world.old(), world.admin());
    let path = world.write("keys.txt", &text);
    world
        .recover(&["--env", "test", "--to", "keys.txt"])
        .ends(2);
    world.rotate_to(&path).ends(3);
    assert_eq!(read(&path), text);
}

#[test]
fn another_key_of_the_same_kind_that_works_is_left_alone() {
    let world = World::new();
    let other = world
        .sandbox
        .seeded()
        .test()
        .key_writer()
        .value()
        .to_owned();
    let path = world.write(".env", format!("{VARIABLE}={other}\n"));
    assert_left_alone(&world, &path, &other, world.rotate_in(&path));
    let recover = world.recover(&["--env", "test", "--to", ".env", "--var", VARIABLE]);
    recover.ends(3).says(&["another key, which works"]);
    assert_eq!(read(&path), format!("{VARIABLE}={other}\n"));
}

#[test]
fn a_key_of_another_account_is_left_alone() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let foreign = world
        .sandbox
        .seeded()
        .other_account()
        .secret()
        .value()
        .to_owned();
    let path = world.write("key", &foreign);
    let psq = world.psq([
        "rotate",
        keys.secret().id(),
        "--env",
        "production",
        "--to",
        "key",
    ]);
    let psq = psq.args(&["--confirm", keys.secret().id(), "--allow-self"]);
    psq.by(keys.secret().value())
        .ends(3)
        .says(&["another key, which works"]);
    assert_eq!(read(&path), foreign);
}

#[test]
fn a_secret_that_appears_during_the_rotation_is_left_alone() {
    let world = World::new();
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_in(&path).start();
    await_arrival(&gate, 1);
    std::fs::write(&path, format!("{VARIABLE}=hunter2\n")).unwrap();
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["psq leaves it alone", "the old key is dead"]);
    assert_eq!(read(&path), format!("{VARIABLE}=hunter2\n"));

    // The next line delivers the key to another file.
    let words = ended.next_words();
    world.psq(words.iter().copied()).ends(0);
    assert_eq!(read(std::path::Path::new(words[3])), world.current());
    assert_eq!(read(&path), format!("{VARIABLE}=hunter2\n"));
}

#[test]
fn replace_any_overwrites_another_secret() {
    let world = World::new();
    for secret in others(&world) {
        let path = world.write(".env", format!("A=1\n{VARIABLE}='{secret}'\n"));
        world.rotate_in(&path).args(&["--replace-any"]).ends(0);
        let wanted = format!("A=1\n{VARIABLE}='{}'\n", world.current());
        assert_eq!(read(&path), wanted);
    }
    // An interrupted rotation continues with the same permission to overwrite.
    let path = world.write(".env", format!("{VARIABLE}=hunter2\n"));
    world.inject("regenerate=drop:after*5");
    world.inject("reveal=delay:0:before");
    world.inject("reveal=drop:before*5");
    let ended = world.rotate_in(&path).args(&["--replace-any"]).ends(4);
    assert!(!ended.next().contains("--replace-any"), "{}", ended.next());
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
}
