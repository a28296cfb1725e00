//! `psq replace`: psq creates a successor, delivers and verifies it, and then deletes the old key.
//!
//! The tests check that one of the two keys works at every moment, that the successor has the name and the permissions
//! of the old key, and that psq keeps the old key if anything goes wrong. Crashes and lost answers are tested in
//! `replace_interrupted`.

use crate::support::report::report;
use crate::support::{VARIABLE, World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation};
use serde_json::Value;

/// The entry of the sandbox for the key with this value.
fn key_with(world: &World, value: &str) -> Value {
    let dump: Value = serde_json::from_str(&world.sandbox.dump_json()).unwrap();
    let keys = dump["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["key"] == value);
    key.expect("a key with this value").clone()
}

#[test]
fn the_successor_has_the_name_and_the_permissions_and_the_old_key_is_gone() {
    let world = World::new();
    let old = key_with(&world, world.old());
    let path = world.write(".env", format!("A=1\n{VARIABLE}='{}'\nB=2\n", world.old()));
    let keys = world.values().len();
    let psq = world.replace_to(&path).args(&["--var", VARIABLE]);
    let ended = psq.ends(0);
    ended.says(&[
        "Created key_",
        "both keys work",
        "Deleted the old key",
        "verified",
    ]);

    let text = read(&path);
    let value = text.strip_prefix(&format!("A=1\n{VARIABLE}='")).unwrap();
    let value = value.strip_suffix("'\nB=2\n").unwrap();
    let new = key_with(&world, value);
    for member in ["name", "permissions", "environment", "type", "account_id"] {
        assert_eq!(new[member], old[member], "{member}");
    }
    assert_ne!(new["id"], old["id"]);
    assert_eq!(world.sandbox.current_value(world.id()), None);
    assert_eq!(world.values().len(), keys);
    assert_eq!(world.names(), [".env"]);
    assert_eq!(world.journals(), [""; 0]);

    let [line] = &world.audit()[..] else {
        panic!("one line");
    };
    assert_eq!(line["operation"], "replace");
    assert_eq!(line["key_id"], world.id());
    assert_eq!(line["successor_id"], new["id"]);
    // All requests of the replacement have the id that a person can give to the vendor.
    for request in world.writes() {
        assert_eq!(line["correlation_id"], request.correlation_id);
    }
    assert_ne!(line["old_fingerprint"], line["new_fingerprint"]);
}

#[test]
fn the_report_names_the_successor() {
    let world = World::new();
    let path = world.key_file();
    let report = report(&world.replace_to(&path).args(&["--json"]).ends(0));
    assert_eq!(report["command"], "replace");
    let rotation = &report["rotations"][0];
    assert_eq!(rotation["operation"], "replace");
    assert_eq!(
        rotation["successor_id"],
        key_with(&world, &read(&path))["id"]
    );
    assert_eq!(rotation["old_key"], "dead");
}

#[test]
fn a_successor_can_go_to_a_command() {
    let world = World::new();
    let psq = world.psq(["replace", world.id(), "--env", "test"]);
    psq.args(&["--", "sh", "-c", "cat > got"]).ends(0);
    assert!(world.works(&read(&world.path("got"))));
    assert_eq!(world.sandbox.current_value(world.id()), None);
}

#[test]
fn both_keys_work_until_the_new_one_is_delivered_and_was_tried() {
    let world = World::new();
    let path = world.key_file();
    let gates: Vec<_> = (0..4).map(|_| Gate::new()).collect();
    let held = [
        (Operation::CreateApiKey, Moment::BeforeCommit),
        (Operation::ListApiKeyTypes, Moment::BeforeCommit),
        (Operation::DeleteApiKey, Moment::BeforeCommit),
    ];
    for (gate, (operation, moment)) in gates.iter().zip(held) {
        world
            .sandbox
            .inject(Fault::hold(gate, moment).on(operation));
    }
    let running = world.replace_to(&path).start();
    for (gate, is_delivered) in gates.iter().zip([false, true, true]) {
        await_arrival(gate, 1);
        assert!(world.works(world.old()));
        assert!(world.works(&read(&path)));
        assert_eq!(read(&path) != world.old(), is_delivered);
        gate.open();
    }
    assert_eq!(running.finish().code, Some(0));
    assert!(world.works(&read(&path)));
    assert!(!world.works(world.old()));
}

#[test]
fn only_restricted_keys_can_be_replaced() {
    let world = World::new();
    let keys = world.sandbox.seeded().test();
    for (key, kind) in [
        (keys.publishable(), "publishable"),
        (keys.secret(), "secret"),
    ] {
        let psq = world.psq(["replace", key.id(), "--env", "test", "--to", "key"]);
        let ended = psq.args(&["--allow-self"]).ends(3);
        ended.says(&["only restricted keys", kind, "untouched"]);
        let next = format!(
            "psq rotate {} --env test --allow-self --to {}",
            key.id(),
            world.path("key").display()
        );
        assert_eq!(ended.next(), next);
    }
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_refused_creation_changes_nothing() {
    let world = World::new();
    let path = world.key_file();
    let ended = world
        .replace_to(&path)
        .by(world.old())
        .args(&["--allow-self"])
        .ends(3);
    ended.says(&["403", "untouched"]);
    world.inject("create=status:422:before");
    world.replace_to(&path).ends(3);
    assert_eq!(read(&path), world.old());
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn if_the_old_key_cannot_be_deleted_both_work_until_a_stronger_credential_deletes_it() {
    let world = World::new();
    let path = world.key_file();
    let writer = world
        .sandbox
        .seeded()
        .test()
        .key_writer()
        .value()
        .to_owned();
    let ended = world.replace_to(&path).by(&writer).ends(4);
    ended.says(&["the old key could not be deleted", "403", "still works"]);
    assert!(world.works(world.old()));
    assert!(world.works(&read(&path)));
    assert_ne!(read(&path), world.old());
    let text = world.psq(["status"]).ends(4).text();
    assert!(text.contains("the old key has to be deleted"), "{text}");

    world.recover(&[]).by(&writer).ends(4);
    world.recover(&[]).ends(0);
    assert!(world.works(&read(&path)));
    assert!(!world.works(world.old()));
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_old_key_is_not_deleted_before_the_new_one_is_verified() {
    let world = World::new();
    let path = world.key_file();
    world.inject("key-types=status:500:before*5");
    let ended = world.replace_to(&path).ends(5);
    ended.says(&["could not try the new key", "still works"]);
    assert!(world.works(world.old()));
    world.recover(&[]).ends(0);
    assert!(!world.works(world.old()));
    assert!(world.works(&read(&path)));
}

#[test]
fn the_old_key_is_not_deleted_if_the_new_one_could_not_be_delivered() {
    let world = World::new();
    let psq = world.psq(["replace", world.id(), "--env", "test"]);
    let ended = psq
        .args(&["--", "sh", "-c", "test -e mended && cat > got"])
        .ends(4);
    ended.says(&["still works"]);
    assert!(world.works(world.old()));
    let keys = world.values().len();
    world.write("mended", "");
    world.recover(&[]).ends(0);
    assert!(world.works(&read(&world.path("got"))));
    assert_eq!(world.values().len(), keys - 1);
    assert!(!world.works(world.old()));
}
