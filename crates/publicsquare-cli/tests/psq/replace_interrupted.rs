//! `psq replace` that crashes or loses an answer: in the end there is one successor, and one key always works.
//!
//! A gate in the sandbox holds a request while the test kills psq. `psq recover` then has to find the successor that
//! may or may not exist, deliver it, and delete the old key. Undisturbed replacements are tested in `replace`.

use crate::support::{World, await_arrival, read};
use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Reveal, Sandbox, SpoiledBody};

/// The ids of the keys that were created during the test.
fn created(world: &World) -> Vec<String> {
    let seeded = World::new().values();
    let mut ids: Vec<_> = world.values().into_keys().collect();
    ids.retain(|id| !seeded.contains_key(id));
    ids
}

/// The id of the key that was created during the test.
#[track_caller]
fn only_created(world: &World) -> String {
    let [id] = &created(world)[..] else {
        panic!("{} successors", created(world).len());
    };
    id.clone()
}

/// Deletes a key in another way than the replacement under test: psq replaces it by a key that goes elsewhere.
fn delete(world: &World, id: &str) {
    let state = world.root().join("elsewhere");
    let psq = world.psq(["replace", id, "--env", "test", "--to", "elsewhere"]);
    psq.state(&state).ends(0);
    assert_eq!(world.sandbox.current_value(id), None);
}

/// Kills psq while the sandbox holds a request, and then lets the request continue. The key at the destination works
/// before and after.
#[track_caller]
fn killed(world: &World, fault: Fault, moment: Moment, operation: Operation) {
    let path = world.key_file();
    let gate = Gate::new();
    world
        .sandbox
        .inject(fault.held(&gate, moment).on(operation));
    let running = world.replace_to(&path).start();
    await_arrival(&gate, 1);
    running.kill();
    assert!(
        world.works(&read(&path)),
        "the key at the destination does not work at the crash"
    );
    gate.open();
}

/// Recovers. Then the successor is the only new key and is at the destination.
#[track_caller]
fn recovered(world: &World) {
    let path = world.path("key");
    assert!(
        world.works(&read(&path)),
        "the key at the destination does not work before the recovery"
    );
    world.recover(&[]).ends(0);
    let [id] = &created(world)[..] else {
        panic!("{} successors", created(world).len());
    };
    assert_eq!(read(&path), world.value_of(id));
    assert!(!world.works(world.old()));
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
    let lines = world.audit();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["successor_id"], *id);
}

/// The request is lost before it has any effect.
fn lost() -> Fault {
    Fault::drop_connection(Moment::BeforeCommit)
}

/// The request succeeds; the sandbox only holds it.
fn fine(moment: Moment) -> Fault {
    Fault::hold(&opened(), moment)
}

fn opened() -> Gate {
    let gate = Gate::new();
    gate.open();
    gate
}

#[test]
fn a_crash_before_the_creation() {
    let world = World::new();
    killed(
        &world,
        lost(),
        Moment::BeforeCommit,
        Operation::CreateApiKey,
    );
    recovered(&world);
}

#[test]
fn a_crash_after_the_creation() {
    let world = World::new();
    let after = Moment::AfterCommit;
    killed(&world, fine(after), after, Operation::CreateApiKey);
    assert_eq!(created(&world).len(), 1);
    recovered(&world);
}

#[test]
fn a_crash_after_the_creation_where_no_key_is_revealed() {
    let world = World::with(Sandbox::builder().reveal(Reveal::OwnKey));
    let after = Moment::AfterCommit;
    killed(&world, fine(after), after, Operation::CreateApiKey);
    assert_eq!(created(&world).len(), 1);
    recovered(&world);
}

#[test]
fn a_crash_while_the_successor_is_tried() {
    let world = World::new();
    let after = Moment::AfterCommit;
    killed(&world, fine(after), after, Operation::ListApiKeyTypes);
    assert_ne!(read(&world.path("key")), world.old());
    recovered(&world);
}

#[test]
fn a_crash_before_the_deletion() {
    let world = World::new();
    killed(
        &world,
        lost(),
        Moment::BeforeCommit,
        Operation::DeleteApiKey,
    );
    assert!(world.works(world.old()));
    recovered(&world);
}

#[test]
fn a_crash_after_the_deletion() {
    let world = World::new();
    let after = Moment::AfterCommit;
    killed(&world, fine(after), after, Operation::DeleteApiKey);
    assert!(!world.works(world.old()));
    recovered(&world);
}

#[test]
fn answers_that_are_lost_without_a_crash() {
    for fault in [
        "create=drop:after",
        "create=body:null-key",
        "create=body:without-key",
        "create=truncate:40",
        "create=gateway:502:after",
        "delete=drop:after",
        "delete=drop:before",
        "delete=gateway:502:after",
        "list=status:503:before",
    ] {
        let world = World::new();
        let path = world.key_file();
        world.inject(fault);
        world.replace_to(&path).ends(0);
        assert_eq!(created(&world).len(), 1, "{fault}");
        assert!(world.works(&read(&path)), "{fault}");
        assert!(!world.works(world.old()), "{fault}");
    }
}

#[test]
fn a_creation_whose_answer_never_comes_is_found_in_the_list() {
    for fault in ["create=drop:after*5", "create=body:null-key*5"] {
        let world = World::new();
        let path = world.key_file();
        world.inject(fault);
        let ended = world.replace_to(&path).ends(4);
        ended.says(&["still works"]);
        assert_eq!(read(&path), world.old());
        let status = world.psq(["status"]).ends(4).text();
        assert!(status.contains("untouched and still works"), "{status}");
        recovered(&world);
    }
}

#[test]
fn a_deletion_whose_answer_never_comes_is_repeated() {
    let world = World::new();
    let path = world.key_file();
    world.inject("delete=drop:before*5");
    let ended = world.replace_to(&path).ends(4);
    ended.says(&["could not be deleted"]);
    assert!(world.works(world.old()));
    let status = world.psq(["status"]).ends(4).text();
    assert!(status.contains("the old key may be dead"), "{status}");
    recovered(&world);
}

#[test]
fn a_successor_that_somebody_has_deleted_is_created_anew() {
    let world = World::new();
    let path = world.key_file();
    let writer = world
        .sandbox
        .seeded()
        .test()
        .key_writer()
        .value()
        .to_owned();
    world.replace_to(&path).by(&writer).ends(4);
    let [id] = &created(&world)[..] else {
        panic!("one successor");
    };
    // psq deletes the successor, because it replaces the successor by another key elsewhere.
    let state = world.root().join("elsewhere");
    let psq = world.psq(["replace", id, "--env", "test", "--to", "elsewhere"]);
    psq.state(&state).ends(0);
    assert_eq!(world.sandbox.current_value(id), None);

    let ended = world.recover(&[]).ends(0);
    ended.says(&["Somebody has deleted the successor"]);
    assert!(world.works(&read(&path)));
    assert_ne!(read(&path), read(&world.path("elsewhere")));
    assert!(!world.works(world.old()));
}

#[test]
fn a_command_gets_the_second_successor_as_well() {
    let world = World::new();
    let path = world.key_file();
    let command = ["--then", "test -e ready", "--", "sh", "-c", "cat > taken"];
    world.replace_to(&path).args(&command).ends(5);
    delete(&world, &only_created(&world));
    world.write("ready", "");
    world.recover(&[]).ends(0);
    assert!(world.works(&read(&path)));
    assert_eq!(read(&world.path("taken")).trim_end(), read(&path));
    assert!(!world.works(world.old()));
}

#[test]
fn a_replacement_stays_open_while_the_destination_holds_a_deleted_successor() {
    let world = World::new();
    let path = world.key_file();
    world
        .replace_to(&path)
        .args(&["--then", "test -e ready"])
        .ends(5);
    delete(&world, &only_created(&world));
    world.inject("create=status:403:before*3");
    for _ in 0..2 {
        let ended = world.recover(&[]).ends(4);
        ended.says(&["still works"]);
        assert!(!world.works(&read(&path)));
    }
    world.write("ready", "");
    while world.recover(&[]).run().code != Some(0) {}
    assert!(world.works(&read(&path)));
    assert!(!world.works(world.old()));
}

#[test]
fn a_key_that_the_first_list_missed_is_not_the_successor() {
    let world = World::new();
    let path = world.key_file();
    let empty = r#"{"pagination":{"total_items":0,"page_number":1,"page_size":100,"total_pages":0},"data":[]}"#;
    let short = Fault::body(SpoiledBody::Json(empty.into()));
    world.sandbox.inject(short.on(Operation::ListApiKeys));
    world.inject("create=drop:before*5");
    world.replace_to(&path).ends(4);
    recovered(&world);
}

#[test]
fn a_credential_that_sees_neither_key_changes_nothing() {
    let world = World::new();
    let path = world.key_file();
    world.inject("create=drop:before*5");
    world.replace_to(&path).ends(4);
    let foreign = world.sandbox.seeded().other_account().secret();
    let ended = world.recover(&[]).by(foreign.value()).ends(4);
    ended.says(&[
        "sees neither the key nor its successor",
        "has changed nothing",
    ]);
    assert_eq!(created(&world), [""; 0]);
    assert_eq!(read(&path), world.old());
    recovered(&world);
}

#[test]
fn while_the_old_key_works_the_next_line_takes_no_key_to_a_rescue_file() {
    let world = World::new();
    let command = "test -e ready && cat > taken";
    let psq = world.psq(["replace", world.id(), "--env", "test", "--"]);
    let ended = psq.args(&["sh", "-c", command]).ends(4);
    ended.says(&["untouched and still works"]);
    for _ in 0..2 {
        let ended = world.psq(ended.next_words()).ends(4);
        assert_eq!(ended.next(), format!("psq recover {}", world.id()));
        assert!(world.works(world.old()));
    }
    let status = world.psq(["status"]).ends(4).text();
    assert!(!status.contains("--to"), "{status}");
    world.write("ready", "");
    world.psq(ended.next_words()).ends(0);
    assert!(world.works(read(&world.path("taken")).trim_end()));
    assert!(!world.works(world.old()));
}

#[test]
fn an_old_key_that_may_be_deleted_is_never_reported_as_untouched() {
    let world = World::new();
    let path = world.key_file();
    // The key is deleted, but the API answers with an error.
    world.inject("delete=status:500:after*5");
    world.replace_to(&path).ends(4);
    let [id] = &created(&world)[..] else {
        panic!("one successor");
    };
    let state = world.root().join("elsewhere");
    let psq = world.psq(["replace", id, "--env", "test", "--to", "elsewhere"]);
    psq.state(&state).ends(0);

    world.inject("create=status:403:before*2");
    // At first psq does not know it. Then the API says that the key does not exist.
    for truth in ["the old key may be dead", "the old key is dead"] {
        world.recover(&[]).ends(4).says(&[truth]);
    }
    world.recover(&[]).ends(0);
    assert!(world.works(&read(&path)));
}
