//! Destinations that psq refuses because it cannot replace the file as a whole.
//!
//! Among them are folders, pipes, hard links, dangling links, huge files, bind mounts, full disks and read-only file
//! systems. psq has to refuse them before the key changes. Mounts need privileges, so those tests skip themselves where
//! they lack them. Files that psq accepts are tested in `files`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{MARK, Psq, VARIABLE, World, await_arrival, read, skipped};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

/// Asserts that psq refuses the file as a destination before it sends any request.
#[track_caller]
fn assert_refused(world: &World, path: &Path, why: &str) {
    world.rotate_to(path).ends(2).says(&[why]);
    world.replace_to(path).ends(2).says(&[why]);
    let to = path.to_str().unwrap();
    let recovering = world.recover(&["--env", "test", "--to", to]);
    recovering.ends(2).says(&[why]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_folder_a_pipe_and_a_device_are_refused() {
    let world = World::new();
    let pipe = world.path("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
    for path in [world.files(), pipe, "/dev/null".into()] {
        assert_refused(&world, &path, "it is not a regular file");
    }
}

#[test]
fn a_hard_linked_file_is_refused() {
    let world = World::new();
    let path = world.key_file();
    fs::hard_link(&path, world.path("second")).unwrap();
    assert_refused(&world, &path, "it is hard-linked under 2 names");
    assert_eq!(read(&path), world.old());
}

#[test]
fn a_missing_folder_is_not_created() {
    let world = World::new();
    let path = world.path("no-such-folder/key");
    assert_refused(&world, &path, "its folder does not exist");
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn a_dangling_link_is_refused() {
    let world = World::new();
    let link = world.path("link");
    symlink("nowhere", &link).unwrap();
    assert_refused(&world, &link, "a link to a file that does not exist");
    assert_eq!(world.names(), ["link"]);
}

#[test]
fn a_huge_file_is_refused() {
    let world = World::new();
    let path = world.write("huge", "");
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len((8 << 20) + 1)
        .unwrap();
    assert_refused(&world, &path, "8388608 is the most");
}

/// Runs psq in a mount namespace of its own, after a script has mounted something at `$at`. Then lists that path. `None` if
/// this machine cannot mount anything.
fn in_mount(world: &World, mount: &str, at: &Path, psq: Psq<'_>) -> Option<(Option<i32>, String)> {
    let script = r#"at="$1"; shift; mount_it() { "#.to_owned()
        + mount
        + r#"; }; mount_it || exit 9; echo mounted; "$@"; code=$?; ls -A "$at"; exit $code"#;
    let psq = psq.into_command();
    let output = Command::new("unshare")
        .args(["--mount", "sh", "-c", &script, "sh"])
        .arg(at)
        .arg(psq.get_program())
        .args(psq.get_args())
        .envs(
            psq.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("OLD_KEY", world.old())
        .stdin(Stdio::null())
        .output();
    match output {
        Ok(output) if output.stdout.starts_with(b"mounted") => {
            let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            assert!(!text.contains(MARK), "a key in the output");
            assert_eq!(world.writes(), []);
            assert_eq!(world.journals(), [""; 0]);
            Some((output.status.code(), text))
        }
        outcome => {
            skipped(&format!("nothing can be mounted here ({outcome:?})"));
            None
        }
    }
}

#[test]
fn a_single_file_bind_mount_is_refused_before_any_request() {
    let world = World::new();
    let path = world.key_file();
    let mount = r#"mount --bind "$at" "$at""#;
    let Some((code, text)) = in_mount(&world, mount, &path, world.rotate_to(&path)) else {
        return;
    };
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("it is a single-file bind mount"), "{text}");
    assert!(text.contains("mount its folder instead"), "{text}");
    assert_eq!(world.sandbox.requests(), []);
    assert_eq!(read(&path), world.old());
}

#[test]
fn a_full_disk_is_noticed_before_the_rotation() {
    let world = World::new();
    let small = world.path("small");
    fs::create_dir(&small).unwrap();
    // The disk has space for the file and the rehearsal, but not for the reserved new content.
    let mount = r#"mount -t tmpfs -o size=16k tmpfs "$at" && printf %s "$OLD_KEY" > "$at/key" &&
        head -c 8192 /dev/zero > "$at/ballast""#;
    let path = small.join("key");
    let Some((code, text)) = in_mount(&world, mount, &small, world.rotate_to(&path)) else {
        return;
    };
    assert_eq!(code, Some(3), "{text}");
    assert!(text.starts_with("mounted\nballast\nkey\n✓"), "{text}");
    assert!(
        text.contains("key cannot be replaced: No space left"),
        "{text}"
    );
}

#[test]
fn a_read_only_file_system_is_noticed_before_the_rotation() {
    let world = World::new();
    let path = world.key_file();
    let mount = r#"mount --bind "$at" "$at" && mount -o remount,bind,ro "$at""#;
    let psq = world.rotate_to(&path);
    let Some((code, text)) = in_mount(&world, mount, &world.files(), psq) else {
        return;
    };
    assert_eq!(code, Some(3), "{text}");
    assert!(text.starts_with("mounted\nkey\n✓"), "{text}");
    assert!(
        text.contains("key cannot be replaced: Read-only file"),
        "{text}"
    );
    assert_eq!(read(&path), world.old());
}

#[test]
fn a_file_that_grows_beyond_the_limit_meanwhile_is_not_truncated() {
    let world = World::new();
    let path = world.write(".env", format!("{VARIABLE}={}\n", world.old()));
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::RegenerateApiKey));
    let running = world.rotate_in(&path).start();
    await_arrival(&gate, 1);
    let grown = format!("{VARIABLE}={}\n{}", world.old(), "A=1\n".repeat(3 << 20));
    fs::write(&path, &grown).unwrap();
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(4), "{}", ended.stderr);
    ended.says(&["8388608", "the old key is dead"]);
    assert!(read(&path) == grown);
    // The file stays too large, so the second next line delivers to another file.
    let again = world.psq(ended.next_words()).ends(4);
    world.psq(again.next_words()).ends(0);
    assert!(read(&path) == grown);
    let rescued = world.root().join(format!("{}.key", world.id()));
    assert_eq!(read(&rescued), world.current());
}
