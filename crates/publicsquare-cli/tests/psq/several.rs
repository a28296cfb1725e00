//! One key with several destinations (`--to`, `--also` and a command): all of them get the key.
//!
//! The tests check that a failure at one destination does not keep the key from the others, and that `psq recover`
//! continues with the failed ones only. Single destinations are tested in `files`, `dotenv`, `commands` and
//! `standard_output`.

use std::fs;

use crate::support::report::report;
use crate::support::{Psq, VARIABLE, World, await_arrival, read, set_mode};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// `.env` and two more files, and a command.
const PLACES: [&str; 10] = [
    "--to",
    ".env",
    "--var",
    VARIABLE,
    "--also",
    "key",
    "--also",
    "shop.env:SHOP_KEY",
    "--",
    "./take",
];

/// Runs psq, and does something between the rehearsal and the delivery.
#[track_caller]
fn meanwhile(world: &World, psq: Psq<'_>, act: impl FnOnce()) -> crate::support::Ended {
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = psq.start();
    await_arrival(&gate, 1);
    act();
    gate.open();
    running.finish()
}

/// A world in which each destination holds the old key, with a command that fails if the file `broken` exists.
fn world() -> World {
    let world = World::new();
    world.write(".env", format!("A=1\n{VARIABLE}={}\nB=2\n", world.old()));
    world.write("key", world.old());
    world.write("shop.env", format!("SHOP_KEY='{}'\n", world.old()));
    let script = "#!/bin/sh\ntest ! -e broken || exit 1\ncat >> taken\n";
    let program = world.write("take", script);
    set_mode(&program, 0o700);
    world
}

#[track_caller]
fn assert_everywhere(world: &World) {
    let key = world.current();
    assert_eq!(
        read(&world.path(".env")),
        format!("A=1\n{VARIABLE}={key}\nB=2\n")
    );
    assert_eq!(read(&world.path("key")), key);
    assert_eq!(read(&world.path("shop.env")), format!("SHOP_KEY='{key}'\n"));
    assert_eq!(read(&world.path("taken")), key);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.names(), [".env", "key", "shop.env", "take", "taken"]);
}

#[test]
fn all_destinations_get_the_key() {
    let world = world();
    let ended = world.rotate(&["--json"]).args(&PLACES).ends(0);
    let report = report(&ended);
    let rotation = &report["rotations"][0];
    for (index, held) in [Some(true), Some(true), Some(true), None]
        .into_iter()
        .enumerate()
    {
        let place = &rotation["destinations"][index];
        assert_eq!(place["delivered"], true, "{place}");
        assert_eq!(place["held"], serde_json::json!(held), "{place}");
    }
    assert_everywhere(&world);
    assert_eq!(world.regenerations(), 1);
    assert_eq!(
        world.audit()[0]["destinations"].as_array().unwrap().len(),
        4
    );
}

#[test]
fn after_a_failure_at_one_destination_the_others_get_the_key_and_recover_repeats_that_one() {
    let world = world();
    world.write("broken", "");
    let ended = world.rotate(&PLACES).ends(4);
    ended.says(&[
        "could not be delivered to the command ./take",
        "the old key is dead",
    ]);
    let key = world.current();
    assert_eq!(read(&world.path("key")), key);
    assert_eq!(read(&world.path("shop.env")), format!("SHOP_KEY='{key}'\n"));
    let status = world.psq(["status"]).ends(4).text();
    assert!(status.contains("at some of its destinations"), "{status}");
    assert_eq!(status.matches("(delivered)").count(), 3, "{status}");

    fs::remove_file(world.path("broken")).unwrap();
    let before = fs::metadata(world.path("key")).unwrap().modified().unwrap();
    world.recover(&[]).ends(0);
    assert_eq!(
        fs::metadata(world.path("key")).unwrap().modified().unwrap(),
        before
    );
    assert_everywhere(&world);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_command_does_not_get_the_key_again_if_another_destination_fails() {
    let world = world();
    let ended = meanwhile(&world, world.rotate(&PLACES), || {
        world.write("key", "hunter2 is no key");
    });
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["holds something that does not look like an API key"]);
    assert_eq!(read(&world.path("taken")), world.current());

    fs::write(world.path("key"), "").unwrap();
    world.recover(&[]).ends(0);
    assert_everywhere(&world);
}

#[test]
fn all_failures_are_reported() {
    let world = world();
    world.write("broken", "");
    let ended = meanwhile(&world, world.rotate(&PLACES), || {
        world.write("key", "hunter2 is no key");
    });
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&[
        "could not be delivered to the command ./take",
        "does not look like an API key",
    ]);
    assert_eq!(
        read(&world.path("shop.env")),
        format!("SHOP_KEY='{}'\n", world.current())
    );

    // Neither failure goes away by itself. So the key goes to another file, and psq verifies it there.
    let next = ended.next();
    assert!(next.contains(" --to "), "{next}");
    world.recover(&["--to", "elsewhere"]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(read(&world.path("key")), "hunter2 is no key");
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn advice_that_is_the_same_for_several_destinations_is_given_once() {
    let world = world();
    let twice = |name: &str| {
        let line = format!("{name}={}\n", world.old());
        line.repeat(2)
    };
    let places = [
        "--to",
        ".env",
        "--var",
        VARIABLE,
        "--also",
        "shop.env:SHOP_KEY",
    ];
    let ended = meanwhile(&world, world.rotate(&places), || {
        world.write(".env", twice(VARIABLE));
        world.write("shop.env", twice("SHOP_KEY"));
    });
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&[".env", "shop.env"]);
    let advice = "remove all definitions but one";
    assert_eq!(ended.stderr.matches(advice).count(), 1, "{}", ended.stderr);
}

#[test]
fn failures_without_advice_have_none_together() {
    let world = world();
    let folders = ["one", "two"].map(|name| world.path(name));
    for folder in &folders {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("key"), world.old()).unwrap();
    }
    let places = ["--to", "one/key", "--also", "two/key"];
    let ended = meanwhile(&world, world.rotate(&places), || {
        // The staged files cannot be opened.
        for folder in &folders {
            let staged = folder.join(format!("key.{}.psq", world.id()));
            fs::remove_file(&staged).unwrap();
            fs::create_dir(&staged).unwrap();
        }
    });
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["one/key", "two/key"]);
    assert!(!ended.stderr.contains("To do:"), "{}", ended.stderr);
}

#[test]
fn a_file_to_which_the_key_cannot_be_delivered_twice_is_left_for_another() {
    let world = World::new();
    let line = format!("{VARIABLE}={}\n", world.old());
    let path = world.write(".env", &line);
    let ended = meanwhile(&world, world.rotate_in(&path), || {
        world.write(".env", line.repeat(2));
    });
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    // At first a person may correct the file.
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    let again = world.psq(ended.next_words()).ends(4);
    assert!(again.next().contains(" --to "), "{}", again.next());
    world.psq(again.next_words()).ends(0);
    let rescued = world.root().join(format!("{}.key", world.id()));
    assert_eq!(read(&rescued), world.current());
    assert_eq!(read(&path), line.repeat(2));
}

#[test]
fn a_missing_destination_is_reported_and_the_others_get_the_key() {
    let world = world();
    fs::create_dir(world.path("sub")).unwrap();
    world.write("sub/key", world.old());
    world.write("broken", "");
    let places = ["--to", "sub/key", "--also", "key", "--", "./take"];
    world.rotate(&places).ends(4);
    fs::remove_dir_all(world.path("sub")).unwrap();
    fs::remove_file(world.path("broken")).unwrap();
    let ended = world.recover(&[]).ends(4);
    ended.says(&["sub/key", "create it first"]);
    assert_eq!(read(&world.path("taken")), world.current());

    fs::create_dir(world.path("sub")).unwrap();
    world.recover(&[]).ends(0);
    assert_eq!(read(&world.path("sub/key")), world.current());
    assert_eq!(read(&world.path("taken")), world.current());
}

#[test]
fn one_unusable_destination_stops_the_rotation_before_the_request() {
    let world = world();
    world.write("locked.env", "DB_PASSWORD=hunter2\n");
    for (more, why) in [
        (
            &["--to", "key", "--also", "locked.env"][..],
            "does not look like an API key",
        ),
        (
            &["--to", "key", "--also", "locked.env:DB_PASSWORD"],
            "does not look like an API key",
        ),
        (
            &["--to", "key", "--also", "no/such/folder"],
            "create it first",
        ),
        (&["--to", "key", "--also", "./key"], "named twice"),
        (
            &["--to", ".env", "--var", VARIABLE, "--also", ".env:OTHER"],
            "named twice",
        ),
        (&["--to", "-", "--also", "key"], "cannot be combined"),
        (&["--to", "key", "--also", ":A"], "names no file"),
        (&["--to", "key", "--also", ".env:1A"], "starts with a digit"),
        (&["--to", "key", "--", "no-such-program"], "no-such-program"),
    ] {
        let ended = world.rotate(more).run();
        assert!(
            matches!(ended.code, Some(2 | 3)),
            "{more:?}: {}",
            ended.stderr
        );
        ended.says(&[why]);
    }
    assert_eq!(world.regenerations(), 0);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(
        world.names(),
        [".env", "key", "locked.env", "shop.env", "take"]
    );
}

#[test]
fn a_trailing_colon_ends_a_path_that_contains_a_colon() {
    let world = World::new();
    world.rotate(&["--to", "a", "--also", "b:c:"]).ends(0);
    assert_eq!(read(&world.path("b:c")), world.current());
}

#[test]
fn the_next_line_names_all_destinations() {
    let world = world();
    let keys = world.sandbox.seeded().production();
    let id = keys.key_reader().id().to_owned();
    let secret = keys.secret().value().to_owned();
    let places = [
        "--to", "p.env", "--var", VARIABLE, "--also", "p.key", "--also", "q.env:Q",
    ];
    let psq = world
        .psq(["rotate", &id, "--env", "production"])
        .args(&places);
    let ended = psq.by(&secret).ends(2);
    world.psq(ended.next_words()).by(&secret).ends(0);
    let key = world.value_of(&id);
    assert_eq!(read(&world.path("p.env")), format!("{VARIABLE}={key}\n"));
    assert_eq!(read(&world.path("p.key")), key);
    assert_eq!(read(&world.path("q.env")), format!("Q={key}\n"));
}

#[test]
fn a_successor_goes_to_all_destinations_before_the_old_key_is_deleted() {
    let world = world();
    world.write("broken", "");
    let psq = world
        .psq(["replace", world.id(), "--env", "test"])
        .args(&PLACES);
    psq.ends(4);
    assert!(world.works(world.old()));
    fs::remove_file(world.path("broken")).unwrap();
    let old = world.old().to_owned();
    world.recover(&[]).ends(0);
    assert!(!world.works(&old));
    let key = read(&world.path("key"));
    assert!(world.works(&key));
    assert_eq!(read(&world.path("taken")), key);
    assert_eq!(read(&world.path("shop.env")), format!("SHOP_KEY='{key}'\n"));
}
