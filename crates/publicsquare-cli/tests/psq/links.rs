//! A symbolic link on the path of the destination, which a deployment points elsewhere during the rotation.
//!
//! A gate in the sandbox holds a request while the test moves the link. Afterwards the file to which the link then
//! leads has to hold the new key. Links that do not move are tested in `files`, and dangling links in `file_refusals`.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{VARIABLE, World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};

#[test]
fn the_key_goes_to_the_file_to_which_the_path_leads_at_the_delivery() {
    for operation in [Operation::RegenerateApiKey, Operation::ListApiKeyTypes] {
        let world = World::new();
        let text = format!("{VARIABLE}={}\n", world.old());
        for release in ["one", "two"] {
            fs::create_dir(world.path(release)).unwrap();
            world.write(&format!("{release}/.env"), &text);
        }
        let current = world.path("current");
        symlink("one", &current).unwrap();
        let gate = Gate::new();
        let held = Fault::hold(&gate, Moment::AfterCommit);
        world.sandbox.inject(held.on(operation));
        let running = world.rotate_in(&current.join(".env")).start();
        await_arrival(&gate, 1);
        symlink("two", world.path("next")).unwrap();
        fs::rename(world.path("next"), &current).unwrap();
        gate.open();
        let ended = running.finish();
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.says(&["now leads to", "two/.env,"]);
        let wanted = format!("{VARIABLE}={}\n", world.current());
        assert_eq!(read(&world.path("two/.env")), wanted);
        for release in ["one", "two"] {
            assert_eq!(crate::support::names(&world.path(release)), [".env"]);
        }
    }
}

#[test]
fn a_link_that_moves_during_the_deletion_leads_to_the_successor() {
    let world = World::new();
    for release in ["one", "two"] {
        fs::create_dir(world.path(release)).unwrap();
        world.write(&format!("{release}/key"), world.old());
    }
    let current = world.path("current");
    symlink("one", &current).unwrap();
    let gate = Gate::new();
    let held = Fault::hold(&gate, Moment::AfterCommit);
    world.sandbox.inject(held.on(Operation::DeleteApiKey));
    let running = world.replace_to(&current.join("key")).start();
    await_arrival(&gate, 1);
    symlink("two", world.path("next")).unwrap();
    fs::rename(world.path("next"), &current).unwrap();
    gate.open();
    let ended = running.finish();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    ended.says(&["now leads to", "two/key,"]);
    assert!(world.works(&read(&world.path("two/key"))));
}
