//! The two environment variables that can hold the credential: `PUBLICSQUARE_API_SECRET` and `PUBLICSQUARE_API_KEY`.
//!
//! The tests set one of them or both and look at which key psq uses, or at the message with which it refuses. They also
//! check that no program that psq starts can see either variable. Credentials in files are tested in `credentials`.

use crate::support::{World, read};

const SECRET: &str = "PUBLICSQUARE_API_SECRET";
const OTHER: &str = "PUBLICSQUARE_API_KEY";

fn publishable(world: &World) -> String {
    world
        .sandbox
        .seeded()
        .test()
        .publishable()
        .value()
        .to_owned()
}

#[test]
fn one_variable_is_enough_and_both_may_hold_the_same_key() {
    for names in [&[SECRET][..], &[OTHER], &[SECRET, OTHER]] {
        let world = World::new();
        let mut psq = world.rotate(&["--to", "key"]).by_nobody();
        for name in names {
            psq = psq.env(name, format!("{}\n", world.admin()));
        }
        psq.ends(0);
        assert_eq!(read(&world.path("key")), world.current());
    }
}

#[test]
fn two_different_keys_are_refused() {
    let world = World::new();
    let psq = world.rotate(&["--to", "key"]).env(SECRET, world.old());
    let ended = psq.ends(2);
    ended.says(&[
        "PUBLICSQUARE_API_SECRET and PUBLICSQUARE_API_KEY hold two different keys",
        "`unset PUBLICSQUARE_API_KEY`",
        "--auth-file FILE",
        "nothing was changed",
    ]);
    assert_eq!(world.sandbox.requests(), []);

    world.write("auth", world.admin());
    let psq = world.rotate(&["--to", "key", "--auth-file", "auth"]);
    psq.env(SECRET, world.old()).ends(0);
}

#[test]
fn a_publishable_key_beside_a_secret_one_is_ignored() {
    for (secret, other) in [(SECRET, OTHER), (OTHER, SECRET)] {
        let world = World::new();
        let psq = world.rotate(&["--to", "key"]).by_nobody();
        let psq = psq.env(secret, world.admin());
        psq.env(other, publishable(&world)).ends(0);
    }
}

#[test]
fn a_publishable_key_alone_is_refused_and_the_right_variable_named() {
    for name in [SECRET, OTHER] {
        let world = World::new();
        let psq = || {
            let psq = world.rotate(&["--to", "key"]).by_nobody();
            psq.env(name, publishable(&world))
        };
        let ended = psq().ends(2);
        ended.says(&[
            &format!("{name} holds a publishable key"),
            "To do: put the secret key into PUBLICSQUARE_API_SECRET",
        ]);
        assert_eq!(world.sandbox.requests(), []);

        // A service can have its credential in a file of systemd instead.
        world.write("publicsquare-api-key", world.admin());
        psq().env("CREDENTIALS_DIRECTORY", world.files()).ends(0);
    }
}

#[test]
fn no_program_gets_either_variable() {
    let world = World::new();
    let script = "cat > key; env > of-command";
    let then = "env > of-then";
    let psq = world.rotate(&["--then", then, "--", "sh", "-c", script]);
    psq.env(SECRET, world.admin()).ends(0);
    for name in ["of-command", "of-then"] {
        let variables = read(&world.path(name));
        assert!(variables.contains("PSQ_STATE_DIR="), "{name}");
        assert!(!variables.contains("PUBLICSQUARE_API_"), "{name}");
    }
}
