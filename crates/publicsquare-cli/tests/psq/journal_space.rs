//! A journal that has to hold more than psq reserved for it.
//!
//! `psq recover` names other destinations or another command than the rotation did, and they are longer than the space
//! in the journal. The journal has to note them before psq delivers anything, because a later run relies on it. The
//! content of journals is tested in `journal`.

use std::fs;
use std::path::PathBuf;

use crate::support::{World, read, set_mode};

/// A rotation that psq has not verified.
fn open_rotation() -> World {
    let world = World::new();
    world.inject("key-types=drop:before*5");
    world.rotate_to(&world.key_file()).ends(5);
    world
}

/// A path that is nearly as long as Linux allows.
fn long_path(world: &World) -> PathBuf {
    let folder = ["d"; 18].map(|letter| letter.repeat(200)).join("/");
    let folder = world.path(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("key")
}

#[test]
fn the_journal_grows_for_a_destination_with_a_long_path() {
    let world = open_rotation();
    let path = long_path(&world);
    let place = path.to_str().unwrap();
    world.inject("key-types=drop:before*5");
    world.recover(&["--to", place]).ends(5);
    fs::write(&path, "").unwrap();
    // The journal names the long path, so that this call does not need it.
    let ended = world.recover(&[]).ends(0);
    assert!(
        !ended.stderr.contains("could not be written"),
        "{}",
        ended.stderr
    );
    assert_eq!(read(&path), world.current());
    let audit = world.audit();
    assert_eq!(audit.last().unwrap()["destinations"][0], place);
}

#[test]
fn the_journal_grows_for_a_long_command() {
    let world = open_rotation();
    let command = format!("true {}; echo done > ran", "x".repeat(100_000));
    world.recover(&["--then", &command]).ends(0);
    assert_eq!(read(&world.path("ran")), "done\n");
}

#[test]
fn nothing_is_delivered_to_a_place_that_the_journal_cannot_note() {
    let world = open_rotation();
    let path = long_path(&world);
    let command = format!("true {}; echo done > ran", "x".repeat(100_000));
    let rotations = world.state().join("rotations");
    for more in [["--to", path.to_str().unwrap()], ["--then", &command]] {
        set_mode(&rotations, 0o500);
        let ended = world.recover(&more).by_ordinary_user().ends(4);
        ended.says(&["the journal could not be written, so psq has delivered nothing"]);
        if more[0] == "--to" {
            assert_eq!(ended.next_words()[2..], more);
        } else {
            ended.says(&["then run the same command again"]);
            assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
        }
        set_mode(&rotations, 0o700);
    }
    assert!(!path.exists());
    assert!(!world.path("ran").exists());
    world.recover(&[]).by_ordinary_user().ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}
