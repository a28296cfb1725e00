//! Recovery when only this machine still has the new key.
//!
//! The API reveals nothing, and the stored answer has expired, so that the value at the old destination or in a staged
//! file is the last copy. The tests check that `psq recover` takes the key from there and deletes the copy only after
//! the delivery. Recovery with a stored answer is tested in `unrevealed`.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use crate::support::{Psq, VARIABLE, World, names, read, set_mode};
use publicsquare_sandbox::{Fault, ManualClock, Operation, Reveal, Sandbox, SpoiledBody};

/// A key that was delivered and not verified, a day ago. The function says where to.
fn delivered_a_day_ago_to(rotate: impl FnOnce(&World) -> Psq<'_>) -> World {
    let clock = ManualClock::at(SystemTime::now());
    let builder = Sandbox::builder().reveal(Reveal::OwnKey);
    let world = World::with(builder.clock(clock.clone()));
    world.inject("key-types=drop:before*5");
    rotate(&world).ends(5);
    clock.advance(Duration::from_secs(24 * 3600));
    world
}

fn delivered_a_day_ago() -> World {
    delivered_a_day_ago_to(|world| world.rotate_to(&world.key_file()))
}

/// The state that a crash right before the rename leaves.
fn staged_a_day_ago() -> World {
    let world = delivered_a_day_ago();
    let staged = world.path(&format!("key.{}.psq", world.id()));
    fs::rename(world.path("key"), staged).unwrap();
    world.write("key", world.old());
    world
}

#[test]
fn another_destination_gets_what_the_former_one_holds() {
    let world = delivered_a_day_ago();
    world.recover(&["--to", "elsewhere"]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn another_destination_gets_what_was_staged_for_the_former_one() {
    let world = staged_a_day_ago();
    world.recover(&["--to", "elsewhere"]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(world.names(), ["elsewhere", "key"]);
}

#[test]
fn a_failed_delivery_elsewhere_does_not_lose_the_key() {
    let world = staged_a_day_ago();
    for place in [&["--", "false"][..], &["--", "sh", "-c", "exit 1"]] {
        world.recover(place).ends(4);
    }
    // The journal names the last of these destinations now.
    world.recover(&["--to", "elsewhere"]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(world.names(), ["elsewhere", "key"]);
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_copy_that_cannot_be_read_now_is_not_removed() {
    let world = staged_a_day_ago();
    let staged = world.path(&format!("key.{}.psq", world.id()));
    set_mode(&staged, 0);
    let elsewhere = || world.recover(&["--to", "elsewhere"]).by_ordinary_user();
    let before = fs::metadata(&staged).unwrap().len();
    elsewhere().ends(4);
    assert_eq!(fs::metadata(&staged).unwrap().len(), before);
    set_mode(&staged, 0o600);
    elsewhere().ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(world.names(), ["elsewhere", "key"]);
}

#[test]
fn a_copy_in_a_folder_that_is_closed_now_is_not_forgotten() {
    let world = delivered_a_day_ago_to(|world| {
        fs::create_dir(world.path("closed")).unwrap();
        world.rotate_to(&world.write("closed/key", world.old()))
    });
    let folder = world.path("closed");
    let staged = folder.join(format!("key.{}.psq", world.id()));
    fs::rename(folder.join("key"), staged).unwrap();
    set_mode(&folder, 0);
    let elsewhere = || world.recover(&["--to", "elsewhere"]).by_ordinary_user();
    elsewhere().ends(4);
    set_mode(&folder, 0o700);
    elsewhere().ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(names(&folder), [""; 0]);
}

#[test]
fn a_staged_file_in_which_psq_refuses_to_look_is_not_removed() {
    let world = delivered_a_day_ago_to(|world| {
        let text = format!("{VARIABLE}={}\n", world.old());
        world.rotate_in(&world.write(".env", text))
    });
    let staged = world.path(&format!(".env.{}.psq.env", world.id()));
    fs::rename(world.path(".env"), &staged).unwrap();
    let text = read(&staged);
    // For Node, the lone carriage return ends a line, so that the definition would be a part of the value of A.
    fs::write(&staged, format!("A=\"\r{text}")).unwrap();
    world.recover(&["--to", "elsewhere"]).ends(4);
    assert!(read(&staged).contains(&text));
    fs::write(&staged, &text).unwrap();
    world.recover(&["--to", "elsewhere"]).ends(0);
    assert_eq!(read(&world.path("elsewhere")), world.current());
    assert_eq!(world.names(), ["elsewhere"]);
}

/// A key that went to `current/key`, a day ago. Since then a deployment has pointed `current` to another folder.
fn delivered_before_a_link_moved() -> World {
    let world = delivered_a_day_ago_to(|world| {
        for release in ["one", "two"] {
            fs::create_dir(world.path(release)).unwrap();
            world.write(&format!("{release}/key"), world.old());
        }
        symlink("one", world.path("current")).unwrap();
        world.rotate_to(&world.path("current/key"))
    });
    symlink("two", world.path("next")).unwrap();
    fs::rename(world.path("next"), world.path("current")).unwrap();
    world
}

#[test]
fn a_copy_at_the_place_where_a_link_led_before_is_found() {
    for more in [&[][..], &["--to", "elsewhere"]] {
        let world = delivered_before_a_link_moved();
        let place = match more {
            [] => "two/key",
            _ => "elsewhere",
        };
        world.recover(more).ends(0);
        assert_eq!(read(&world.path(place)), world.current(), "{more:?}");
    }
}

#[test]
fn a_copy_that_was_staged_where_a_link_led_before_outlives_a_failed_delivery() {
    for place in [&["--", "false"][..], &["--to", "missing/folder"]] {
        let world = delivered_before_a_link_moved();
        let staged = world.path(&format!("one/key.{}.psq", world.id()));
        fs::rename(world.path("one/key"), &staged).unwrap();
        world.write("one/key", world.old());
        let code = if place.contains(&"false") { 4 } else { 2 };
        world.recover(place).ends(code);
        assert_eq!(read(&staged), world.current(), "{place:?}");
        world.recover(&["--to", "elsewhere"]).ends(0);
        assert_eq!(read(&world.path("elsewhere")), world.current(), "{place:?}");
        assert_eq!(names(&world.path("one")), ["key"]);
    }
}

#[test]
fn a_stored_answer_of_another_environment_is_never_delivered() {
    let world = World::with(Sandbox::builder().reveal(Reveal::OwnKey));
    let path = world.key_file();
    let body = format!(
        r#"{{"id":"{}","environment":"production","key":"pk_prod_FAKE","name":"Till","permissions":["payment:read"]}}"#,
        world.id()
    );
    let wrong = Fault::body(SpoiledBody::Json(body.into_bytes()));
    world
        .sandbox
        .inject(wrong.on(Operation::RegenerateApiKey).times(2));
    let ended = world.rotate_to(&path).ends(4);
    ended.says(&["production", "psq does not deliver it"]);
    let ended = world.recover(&[]).ends(4);
    ended.says(&["production", "psq does not deliver it"]);
    assert_eq!(read(&path), world.old());

    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
}
