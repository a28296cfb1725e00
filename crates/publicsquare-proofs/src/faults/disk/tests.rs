//! Tests of the disk model with ordinary programs such as `mv` and `sync`.
//!
//! Files and traced programs come in. The tests cut the power and check what is left, for each kind of
//! [`Survived`]. They pass without a check on a machine that does not allow tracing.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use nix::errno::Errno;

use super::super::tracer::testing::{Folder, SOON, observed, program};
use super::super::tracer::{Action, Ending, Run, Strike};
use super::*;

/// Runs a tool while the model sees every call. `None` if this machine does not allow tracing.
fn tool(model: &mut DiskModel, folder: &Folder, words: &[&str]) -> Option<Run> {
    let (name, arguments) = words.split_first().unwrap();
    let run = observed(
        program(name, arguments, &folder.0),
        Strike::never(),
        model,
        SOON,
    )?;
    assert_eq!(run.ending, Ending::Exited(0), "{run:?}");
    Some(run)
}

fn watch(folder: &Folder) -> DiskModel {
    DiskModel::watch(std::slice::from_ref(&folder.0)).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_rename_of_an_unsynced_file_may_leave_an_empty_file() {
    for survived in Survived::ALL {
        let folder = Folder::new();
        fs::write(folder.path("state"), "old").unwrap();
        let mut model = watch(&folder);
        fs::write(folder.path("draft"), "new content").unwrap();
        set_mode(&folder.path("draft"), 0o600);
        if tool(&mut model, &folder, &["mv", "draft", "state"]).is_none() {
            return;
        }
        model.lose_power(survived, 0).unwrap();
        assert_eq!(names(&folder.0), ["state"]);
        let content = fs::read(folder.path("state")).unwrap();
        match survived {
            Survived::Nothing | Survived::DataFirst => assert_eq!(content, b"old"),
            Survived::MetadataFirst => assert_eq!(content, b""),
            Survived::Torn => assert_eq!(content, b"new c\0\0\0\0\0\0"),
        }
        if matches!(survived, Survived::MetadataFirst | Survived::Torn) {
            assert_eq!(mode(&folder.path("state")), 0o600);
        }
    }
}

#[test]
fn a_file_that_was_synced_with_its_folder_survives_everything() {
    for survived in Survived::ALL {
        for seed in 0..4 {
            let folder = Folder::new();
            fs::write(folder.path("state"), "old").unwrap();
            let mut model = watch(&folder);
            let write = ["dd", "if=/dev/zero", "of=draft", "bs=700", "count=1"];
            let write = [&write[..], &["conv=fsync", "status=none"]].concat();
            if tool(&mut model, &folder, &write).is_none() {
                return;
            }
            tool(&mut model, &folder, &["chmod", "600", "draft"]);
            tool(&mut model, &folder, &["sync", "draft"]);
            tool(&mut model, &folder, &["mv", "draft", "state"]);
            tool(&mut model, &folder, &["sync", "."]);
            let before = fs::metadata(folder.path("state")).unwrap().ino();
            model.lose_power(survived, seed).unwrap();
            assert_eq!(names(&folder.0), ["state"]);
            assert_eq!(fs::read(folder.path("state")).unwrap(), [0; 700]);
            assert_eq!(mode(&folder.path("state")), 0o600);
            let after = fs::metadata(folder.path("state")).unwrap().ino();
            assert_eq!(before, after);
        }
    }
}

#[test]
fn content_and_name_survive_independently() {
    let folder = Folder::new();
    let mut model = watch(&folder);
    fs::write(folder.path("only name"), "new").unwrap();
    set_mode(&folder.path("only name"), 0o640);
    if tool(&mut model, &folder, &["sync", "."]).is_none() {
        return;
    }
    fs::write(folder.path("only content"), "new").unwrap();
    tool(&mut model, &folder, &["sync", "only content"]);
    model.lose_power(Survived::Nothing, 0).unwrap();
    assert_eq!(names(&folder.0), ["only name"]);
    assert_eq!(fs::read(folder.path("only name")).unwrap(), b"");
    assert_eq!(mode(&folder.path("only name")), 0o640);
}

#[test]
fn a_removed_file_is_back_with_content_mode_and_links() {
    for survived in [Survived::Nothing, Survived::DataFirst] {
        let folder = Folder::new();
        let secret = folder.path(".secret");
        fs::write(&secret, "key").unwrap();
        set_mode(&secret, 0o400);
        fs::hard_link(&secret, folder.path("second")).unwrap();
        fs::create_dir(folder.path("below")).unwrap();
        fs::write(folder.path("below/file"), "deep").unwrap();
        symlink("below/file", folder.path("link")).unwrap();
        symlink("nowhere", folder.path("dangling")).unwrap();
        set_mode(&folder.path("below"), 0o500);
        let model = watch(&folder);

        set_mode(&folder.path("below"), 0o700);
        fs::remove_dir_all(folder.path("below")).unwrap();
        for name in [".secret", "second", "link"] {
            fs::remove_file(folder.path(name)).unwrap();
        }
        // These may get the inode numbers of the removed ones.
        for number in 0..20 {
            fs::write(folder.path(&format!("new {number}")), "x").unwrap();
        }
        model.lose_power(survived, 0).unwrap();

        let all = [".secret", "below", "dangling", "link", "second"];
        assert_eq!(names(&folder.0), all);
        assert_eq!(fs::read(&secret).unwrap(), b"key");
        assert_eq!(mode(&secret), 0o400);
        assert_eq!(fs::metadata(&secret).unwrap().nlink(), 2);
        assert_eq!(fs::read(folder.path("link")).unwrap(), b"deep");
        assert_eq!(mode(&folder.path("below")), 0o500);
        set_mode(&folder.path("below"), 0o700);
    }
}

#[test]
fn a_change_in_place_is_lost_kept_or_torn() {
    let expected = |survived| match survived {
        Survived::Nothing | Survived::MetadataFirst => "old old".to_owned(),
        Survived::DataFirst => "new new new".to_owned(),
        Survived::Torn => "new nld\0\0\0\0".to_owned(),
    };
    for survived in Survived::ALL {
        let folder = Folder::new();
        fs::write(folder.path("file"), "old old").unwrap();
        set_mode(&folder.path("file"), 0o600);
        let model = watch(&folder);
        fs::write(folder.path("file"), "new new new").unwrap();
        set_mode(&folder.path("file"), 0o644);
        model.lose_power(survived, 0).unwrap();
        let content = fs::read_to_string(folder.path("file")).unwrap();
        assert_eq!(content, expected(survived));
        let is_new = matches!(survived, Survived::MetadataFirst | Survived::Torn);
        let expected = if is_new { 0o644 } else { 0o600 };
        assert_eq!(mode(&folder.path("file")), expected, "{survived:?}");
    }
}

#[test]
fn a_new_folder_is_there_once_the_one_around_it_was_synced() {
    let syncs: [(&[&str], Option<&[&str]>); 4] = [
        (&[], None),
        (&["."], Some(&[])),
        (&["below", "below/file"], None),
        (&[".", "below", "below/file"], Some(&["file"])),
    ];
    for (syncs, expected) in syncs {
        let folder = Folder::new();
        let mut model = watch(&folder);
        fs::create_dir(folder.path("below")).unwrap();
        fs::write(folder.path("below/file"), "x").unwrap();
        for path in syncs {
            if tool(&mut model, &folder, &["sync", path]).is_none() {
                return;
            }
        }
        model.lose_power(Survived::Nothing, 0).unwrap();
        let below = folder.path("below");
        match expected {
            None => assert!(!below.exists()),
            Some(expected) => assert_eq!(names(&below), expected),
        }
    }
}

#[test]
fn an_fsync_counts_only_when_it_was_executed_and_did_not_fail() {
    for (action, expected) in [
        (Action::CutBefore, ""),
        (Action::Fail(Errno::EIO), ""),
        (Action::CutAfter, "x"),
    ] {
        let folder = Folder::new();
        fs::write(folder.path("file"), "").unwrap();
        let mut model = watch(&folder);
        fs::write(folder.path("file"), "x").unwrap();
        let sync = || program("sync", &["file"], &folder.0);
        let strike = Strike {
            at: 0,
            again: None,
            action,
        };
        let Some(run) = observed(sync(), strike, &mut model, SOON) else {
            return;
        };
        assert_eq!(run.struck.unwrap().name, "fsync");
        model.lose_power(Survived::Nothing, 0).unwrap();
        assert_eq!(fs::read_to_string(folder.path("file")).unwrap(), expected);
    }
}

#[test]
fn a_rename_that_is_not_synced_in_two_folders_is_undone_in_one() {
    let (from, to) = (Folder::new(), Folder::new());
    fs::write(from.path("file"), "x").unwrap();
    let mut model = DiskModel::watch(&[from.0.clone(), to.0.clone()]).unwrap();
    fs::rename(from.path("file"), to.path("file")).unwrap();
    if tool(&mut model, &to, &["sync", "."]).is_none() {
        return;
    }
    model.lose_power(Survived::Nothing, 0).unwrap();
    assert_eq!(fs::read(from.path("file")).unwrap(), b"x");
    assert_eq!(fs::read(to.path("file")).unwrap(), b"x");
}

#[test]
fn a_name_that_became_another_kind_of_entry_is_what_it_was() {
    let folder = Folder::new();
    fs::write(folder.path("file"), "x").unwrap();
    fs::create_dir(folder.path("folder")).unwrap();
    fs::write(folder.path("folder/file"), "deep").unwrap();
    let model = watch(&folder);
    fs::rename(folder.path("file"), folder.path("kept")).unwrap();
    fs::rename(folder.path("folder"), folder.path("file")).unwrap();
    fs::rename(folder.path("kept"), folder.path("folder")).unwrap();
    model.lose_power(Survived::Nothing, 0).unwrap();
    assert_eq!(names(&folder.0), ["file", "folder"]);
    assert_eq!(fs::read(folder.path("file")).unwrap(), b"x");
    assert_eq!(fs::read(folder.path("folder/file")).unwrap(), b"deep");
}

#[test]
fn settling_makes_everything_durable() {
    let folder = Folder::new();
    let mut model = watch(&folder);
    fs::create_dir(folder.path("below")).unwrap();
    fs::write(folder.path("below/file"), "x").unwrap();
    model.settle().unwrap();
    fs::remove_file(folder.path("below/file")).unwrap();
    model.lose_power(Survived::Nothing, 0).unwrap();
    assert_eq!(fs::read(folder.path("below/file")).unwrap(), b"x");
}
