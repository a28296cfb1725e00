//! Delivery to a file that holds nothing but the key (`--to FILE`).
//!
//! The tests look at the content, mode and owner of the file after a rotation, at links that lead to it, and at what
//! psq does if the file holds something else than the key. One variable of a dotenv file is tested in `dotenv`, and
//! files that psq cannot replace in `file_refusals`.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};

use crate::support::report::report;
use crate::support::{World, mode, read, set_mode, skipped};

#[test]
fn a_new_file_is_the_owners_alone_and_holds_nothing_but_the_key() {
    let world = World::new();
    let path = world.path("key");
    let ended = world.rotate_to(&path).ends(0);

    assert_eq!(read(&path), world.current());
    assert_ne!(read(&path), world.old());
    assert_eq!(mode(&path), 0o600);
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.regenerations(), 1);
    ended.says(&["delivered to", "and verified"]);
    assert_eq!(ended.stdout, b"");
}

#[test]
fn a_replaced_file_keeps_its_mode_and_its_line_end() {
    let ends = [("", 0o640), ("\n", 0o600), ("\r\n", 0o400)];
    for (line_end, wanted) in ends {
        let world = World::new();
        let path = world.write("key", format!("{}{line_end}", world.old()));
        set_mode(&path, wanted);
        world.rotate_to(&path).ends(0);

        assert_eq!(read(&path), format!("{}{line_end}", world.current()));
        assert_eq!(mode(&path), wanted, "{line_end:?}");
        assert_eq!(world.names(), ["key"]);
    }
}

#[test]
fn an_empty_file_gets_the_key() {
    let world = World::new();
    let path = world.write("key", "");
    world.rotate_to(&path).ends(0);
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_mode_that_lets_others_read_the_file_is_kept_with_a_warning() {
    let world = World::new();
    let path = world.key_file();
    set_mode(&path, 0o644);
    let ended = world.rotate_to(&path).ends(0);
    ended.says(&["Everybody on this machine can read"]);
    assert_eq!(mode(&path), 0o644);
}

#[test]
fn a_replaced_file_keeps_its_owner() {
    if !rustix::process::geteuid().is_root() {
        skipped("only root can give files away");
        return;
    }
    let world = World::new();
    let path = world.key_file();
    std::os::unix::fs::chown(&path, Some(12_345), Some(54_321)).unwrap();
    set_mode(&path, 0o640);
    world.rotate_to(&path).ends(0);

    let metadata = path.metadata().unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (12_345, 54_321));
    assert_eq!(mode(&path), 0o640);
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_replaced_file_keeps_its_extended_attributes() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};

    let world = World::new();
    let path = world.key_file();
    if let Err(error) = setxattr(&path, "user.note", b"kept", XattrFlags::empty()) {
        skipped(&format!(
            "this file system has no attributes of users ({error})"
        ));
        return;
    }
    world.rotate_to(&path).ends(0);

    let mut value = [0; 16];
    let length = getxattr(&path, "user.note", &mut value).unwrap();
    assert_eq!(value[..length], *b"kept");
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_link_stays_a_link_and_its_file_gets_the_key() {
    let world = World::new();
    let path = world.key_file();
    let folder = world.path("links");
    fs::create_dir(&folder).unwrap();
    let link = folder.join("link");
    symlink("../key", &link).unwrap();
    world.rotate_to(&link).ends(0);

    assert_eq!(fs::read_link(&link).unwrap().to_str(), Some("../key"));
    assert_eq!(read(&path), world.current());
    assert!(path.symlink_metadata().unwrap().is_file());
    assert_eq!(crate::support::names(&folder), ["link"]);
}

#[test]
fn a_relative_path_works_later_from_any_folder() {
    let world = World::new();
    world.key_file();
    world.inject("regenerate=drop:before*5");
    world.rotate(&["--to", "key"]).ends(4);
    world.recover(&[]).folder(&world.root()).ends(0);
    assert_eq!(read(&world.path("key")), world.current());
}

#[test]
fn another_key_that_works_is_not_overwritten_and_no_next_line_is_printed() {
    let world = World::new();
    let other = world
        .sandbox
        .seeded()
        .test()
        .key_writer()
        .value()
        .to_owned();
    let path = world.write("a key", &other);
    let ended = world.rotate_to(&path).ends(3);

    assert_eq!(world.writes(), []);
    assert_eq!(read(&path), other);
    assert_eq!(world.journals(), [""; 0]);
    ended.says(&[
        "holds another key, which works",
        "psq leaves it alone",
        "untouched",
    ]);
    assert!(!ended.stderr.contains("sha256:"), "{}", ended.stderr);
    assert!(!ended.stderr.contains("Next:"), "{}", ended.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_destination_in_memory_is_reported_with_a_warning() {
    const IN_MEMORY: i64 = 0x0102_1994;
    let is_in_memory = |folder: &std::path::Path| {
        rustix::fs::statfs(folder).is_ok_and(|found| found.f_type == IN_MEMORY)
    };
    let folder = tempfile::tempdir_in("/dev/shm");
    let Some(folder) = folder.ok().filter(|folder| is_in_memory(folder.path())) else {
        skipped("there is no file system in memory at /dev/shm");
        return;
    };
    let world = World::new();
    let path = folder.path().join("key");
    let said = "is in memory and gone after a restart";
    world
        .rotate_to(&path)
        .args(&["--dry-run"])
        .ends(0)
        .says(&[said]);
    world.rotate_to(&path).ends(0).says(&[said]);
    let ended = world.rotate_to(&path).args(&["--json"]).ends(0);
    let warnings = report(&ended)["rotations"][0]["warnings"].to_string();
    assert!(warnings.contains(said), "{warnings}");
    if !is_in_memory(&world.root()) {
        let ended = world.rotate_to(&world.path("key")).ends(0);
        assert!(!ended.stderr.contains(said), "{}", ended.stderr);
    }
}
