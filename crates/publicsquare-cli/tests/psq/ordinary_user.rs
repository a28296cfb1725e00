//! psq as an ordinary user, for whom file modes, groups and the umask matter. Root would not notice them.
//!
//! Where the tests run as root, they give their files to the user nobody and start psq as that user. They check the
//! modes of the files that psq creates, with several umasks, and that a folder or a group that the user may not use is
//! reported before the key changes.

use std::os::unix::fs::chown;

use rustix::process::geteuid;

use crate::support::{Psq, VARIABLE, World, mode, read, set_mode, skipped};

const MASKS: [&str; 4] = ["000", "022", "077", "277"];

/// psq as an ordinary user, with this umask.
fn ordinary<'a>(psq: Psq<'a>, mask: &str) -> Psq<'a> {
    psq.after(&format!("umask {mask}")).by_ordinary_user()
}

#[test]
fn a_read_only_file_is_replaced_nevertheless() {
    for wanted in [0o400, 0o440, 0o600, 0o640] {
        for mask in MASKS {
            let world = World::new();
            let path = world.write("key", world.old());
            set_mode(&path, wanted);
            let dry = world.rotate_to(&path).args(&["--dry-run"]);
            ordinary(dry, mask).ends(0);
            ordinary(world.rotate_to(&path), mask).ends(0);
            assert_eq!(read(&path), world.current(), "{wanted:o}, {mask}");
            assert_eq!(mode(&path), wanted, "{wanted:o}, {mask}");
            assert_eq!(world.names(), ["key"]);
            assert_eq!(world.journals(), [""; 0]);
            // The next run can use the state folder of the first one.
            ordinary(world.rotate_to(&path), mask).ends(0);
            assert_eq!(read(&path), world.current(), "{wanted:o}, {mask}");
        }
    }
}

#[test]
fn a_new_file_is_private_with_any_umask() {
    for mask in MASKS {
        let world = World::new();
        let path = world.path("key");
        ordinary(world.rotate_to(&path), mask).ends(0);
        assert_eq!((read(&path), mode(&path)), (world.current(), 0o600));
        assert_eq!(mode(&world.state()), 0o700, "{mask}");
        assert_eq!(mode(&world.state().join("audit.jsonl")), 0o600, "{mask}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn psq_runs_with_a_umask_of_its_own() {
    use crate::support::await_arrival;
    use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

    for mask in MASKS {
        let world = World::new();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::BeforeCommit);
        world.sandbox.inject(held.on(Operation::RevealApiKey));
        let mut running = ordinary(world.rotate_to(&world.key_file()), mask).start();
        await_arrival(&gate, 1);
        let status = std::fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
        gate.open();
        assert!(status.contains("\nUmask:\t0077\n"), "{mask}: {status}");
        assert_eq!(running.finish().code, Some(0));
    }
}

#[test]
fn a_delivery_that_stopped_before_the_rename_continues() {
    for wanted in [0o400, 0o440] {
        let world = World::new();
        let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
        set_mode(&path, wanted);
        world.inject("regenerate=drop:before*5");
        ordinary(world.rotate_in(&path), "277").ends(4);
        // The state that a crash leaves after psq has set the mode and before it renames the file.
        let staged = world.path(&format!(".env.{}.psq.env", world.id()));
        set_mode(&staged, wanted);
        ordinary(world.recover(&[]), "277").ends(0);
        assert_eq!(read(&path), format!("{VARIABLE}={}\n", world.current()));
        assert_eq!(mode(&path), wanted);
        assert_eq!(world.names(), [".env"]);
    }
}

#[test]
fn a_command_runs_with_the_umask_of_psq() {
    let world = World::new();
    let psq = world.rotate(&["--", "sh", "-c", "umask > mask; cat > got"]);
    ordinary(psq, "027").ends(0);
    assert_eq!(read(&world.path("mask")).trim(), "0027");
    assert_eq!(mode(&world.path("got")), 0o640);
}

#[test]
fn a_file_that_psq_may_not_read_does_not_count_as_missing() {
    let world = World::new();
    let path = world.write("key", "hunter2 is no key");
    set_mode(&path, 0);
    for psq in [
        world.rotate_to(&path),
        world.replace_to(&path),
        world.recover(&["--env", "test", "--to", "key"]),
    ] {
        let ended = psq.by_ordinary_user().run();
        assert!(matches!(ended.code, Some(2 | 3)), "{}", ended.stderr);
        ended.says(&["Permission denied"]);
    }
    assert_eq!(world.writes(), []);
    set_mode(&path, 0o600);
    assert_eq!(read(&path), "hunter2 is no key");
}

#[test]
fn a_key_is_not_rescued_to_a_home_folder_that_psq_may_not_write_to() {
    let world = World::new();
    let home = world.path("home");
    std::fs::create_dir(&home).unwrap();
    set_mode(&home, 0o500);
    let psq = world.rotate(&["--", "false"]).env("HOME", &home);
    let ended = psq.by_ordinary_user().ends(4);
    let current = world.path(&format!("{}.key", world.id()));
    assert!(
        ended.next().contains(current.to_str().unwrap()),
        "{}",
        ended.next()
    );
    let psq = world.psq(ended.next_words()).env("HOME", &home);
    psq.by_ordinary_user().ends(0);
    assert_eq!(read(&current), world.current());
}

#[test]
fn a_read_only_folder_is_noticed_before_the_rotation() {
    let world = World::new();
    let folder = world.path("locked");
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("key");
    std::fs::write(&path, world.old()).unwrap();
    set_mode(&folder, 0o500);
    for more in [&["--dry-run"][..], &[]] {
        let psq = world.rotate_to(&path).args(more).by_ordinary_user();
        psq.ends(3)
            .says(&["cannot be replaced", "Permission denied"]);
    }
    assert_eq!(world.writes(), []);
    set_mode(&folder, 0o700);
}

#[test]
fn an_owner_or_group_that_psq_cannot_restore_is_reported() {
    if !geteuid().is_root() {
        skipped("only root can give a file to a group that the user is not in");
        return;
    }
    let world = World::new();
    let path = world.key_file();
    let psq = || world.rotate_to(&path).by_ordinary_user();
    let given = psq();
    chown(&path, None, Some(12_345)).unwrap();
    given.ends(3).says(&["it belongs to group 12345"]);
    assert_eq!(world.writes(), []);
    let given = psq();
    chown(&path, Some(12_345), None).unwrap();
    set_mode(&path, 0o644);
    given.ends(3).says(&["it belongs to user 12345"]);
    assert_eq!(world.writes(), []);
}
