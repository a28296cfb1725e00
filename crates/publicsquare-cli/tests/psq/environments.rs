//! Test keys and production keys: `--env` has to be right, and a change of a production key has to be confirmed.
//!
//! A person confirms by typing the id at a terminal, and a script by `--confirm`. The tests cover both, and every way
//! in which a confirmation fails. They also check in which outputs psq uses colours. The approval of a plan with
//! production keys is tested in `plan_apply`.

use crate::support::terminal::{self, Terminal};
use crate::support::{Psq, World, read, skipped};
use publicsquare_sandbox::SandboxKey;

/// A production key that may be rotated.
fn production(world: &World) -> SandboxKey {
    world.sandbox.seeded().production().key_reader().clone()
}

/// `psq rotate` of that key into a new file.
fn rotate_production<'a>(world: &'a World, more: &[&str]) -> Psq<'a> {
    let keys = world.sandbox.seeded().production();
    world
        .psq([
            "rotate",
            keys.key_reader().id(),
            "--env",
            "production",
            "--to",
            "key",
        ])
        .args(more)
        .by(keys.secret().value())
}

#[test]
fn a_key_of_the_other_environment_is_not_touched() {
    let world = World::new();
    let ended = world
        .psq(["rotate", world.id(), "--env", "production", "--to", "key"])
        .args(&["--confirm", world.id()])
        .ends(3);
    ended.says(&["belongs to test", "--env says production", "untouched"]);

    let keys = world.sandbox.seeded().production();
    let psq = world.psq([
        "rotate",
        keys.key_reader().id(),
        "--env",
        "test",
        "--to",
        "key",
    ]);
    let ended = psq.by(keys.secret().value()).ends(3);
    ended.says(&["belongs to production", "--env says test"]);

    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn an_environment_has_to_be_named_and_to_exist() {
    let world = World::new();
    world.psq(["rotate", world.id(), "--to", "key"]).ends(2);
    let psq = world.psq(["rotate", world.id(), "--env", "staging", "--to", "key"]);
    psq.ends(2).says(&["test", "production"]);
    assert_eq!(world.sandbox.requests(), []);
}

#[test]
fn a_production_key_is_not_rotated_where_nobody_can_be_asked() {
    let world = World::new();
    let ended = rotate_production(&world, &[]).ends(2);
    // What happened and what it means, then what to do, then the command: in this order.
    let id = production(&world).id().to_owned();
    let next = ended.next();
    assert!(
        ended.stderr.ends_with(&format!(
            "✗ this is a production key, and there is nobody to ask; nothing was changed\n  To do: add --confirm \
             {id}\n  Next: {next}\n"
        )),
        "{}",
        ended.stderr
    );
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn the_id_of_the_key_after_confirm_confirms_the_change() {
    let world = World::new();
    let key = production(&world);
    rotate_production(&world, &["--confirm", key.id()]).ends(0);
    assert_eq!(read(&world.path("key")), world.value_of(key.id()));
    assert_ne!(read(&world.path("key")), key.value());
}

#[test]
fn another_id_after_confirm_is_refused() {
    let world = World::new();
    for id in [world.id(), "yes", ""] {
        rotate_production(&world, &["--confirm", id])
            .ends(2)
            .says(&["compare KEY_ID with the text of --confirm"]);
    }
    // A wrong id is refused for test keys as well.
    world
        .rotate(&["--to", "key", "--confirm", "key_other"])
        .ends(2);
    assert_eq!(world.writes(), []);
}

#[test]
fn a_person_confirms_by_typing_the_id() {
    let world = World::new();
    let key = production(&world);
    let mut terminal = Terminal::open(rotate_production(&world, &[]));
    terminal.shows("the old value dies at once");
    // Anybody can paste the printed id, so psq also shows the name and the type of the key.
    terminal.shows("name         Reporting");
    terminal.shows("type         restricted");
    terminal.shows("environment  production");
    terminal.shows(&format!("Type {} to go on: ", key.id()));
    terminal.types(key.id());
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(read(&world.path("key")), world.value_of(key.id()));
}

#[test]
fn a_person_who_types_something_else_has_changed_nothing() {
    for line in ["y", "yes", "key_other", ""] {
        let world = World::new();
        let mut terminal = Terminal::open(rotate_production(&world, &[]));
        terminal.shows("to go on: ");
        terminal.types(line);
        let (text, code) = terminal.ends();
        assert_eq!(code, Some(3), "{text}");
        assert!(text.contains("not confirmed"), "{text}");
        assert!(text.contains("untouched"), "{text}");
        assert_eq!(world.writes(), []);
        assert_eq!(world.names(), [""; 0]);
        assert_eq!(world.journals(), [""; 0]);
    }
}

#[test]
fn a_person_who_interrupts_has_changed_nothing() {
    if terminal::ignores_interrupts() {
        skipped("these tests run with interrupts ignored, as in the background of a script");
        return;
    }
    let world = World::new();
    world.write("key", production(&world).value());
    let mut terminal = Terminal::open(rotate_production(&world, &[]));
    terminal.shows("to go on: ");
    terminal.interrupts();
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("interrupted; nothing was changed"), "{text}");
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(read(&world.path("key")), production(&world).value());
    world.psq(["status"]).ends(0);
}

#[test]
fn a_replacement_is_confirmed_as_well() {
    let world = World::new();
    let keys = world.sandbox.seeded().production();
    let psq = || {
        let psq = world.psq(["replace", keys.key_reader().id(), "--env", "production"]);
        psq.args(&["--to", "key"]).by(keys.secret().value())
    };
    psq().ends(2);
    let mut terminal = Terminal::open(psq());
    terminal.shows("and then deletes the old key");
    terminal.shows("to go on: ");
    terminal.types(keys.key_reader().id());
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(0), "{text}");
    assert!(world.works(&read(&world.path("key"))));
}

#[test]
fn colours_appear_only_in_a_terminal() {
    let escape = "\u{1b}[";
    let world = World::new();
    let run = |psq: Psq<'_>| {
        let (text, code) = Terminal::open(psq).ends();
        assert_eq!(code, Some(0), "{text}");
        text
    };
    let text = run(world.rotate(&["--to", "key"]));
    assert!(text.contains(escape), "{text:?}");
    let text = run(world.rotate(&["--to", "key"]).env("NO_COLOR", "1"));
    assert!(!text.contains(escape), "{text:?}");
    assert!(text.contains("✓ Verified"), "{text:?}");
    let ended = world.rotate(&["--to", "key"]).ends(0);
    assert!(!ended.stderr.contains(escape), "{:?}", ended.stderr);
    let ended = world.psq(["--help"]).ends(0);
    assert!(!ended.text().contains(escape));
}
