//! The tests of the judge: runs whose truth is known.
//!
//! Ends of runs come in, with what the sandbox and the destinations held before and after. The judge has to find what is
//! wrong with each of them, and nothing else. How it decides is in [`judge`](super).

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::random::Random;
use crate::soak::planned::Planned;

/// Tests run at the same time, and each has a folder of its own.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// The places of the plan, in a folder that nobody looks into.
struct World {
    places: Vec<Place>,
    keys: Vec<HeldKey>,
}

impl World {
    fn new() -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("psq-judge-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let psq = Path::new("/bin/sh");
        let places = Planned::new(&folder, psq, &mut Random::new(1, 0))
            .unwrap()
            .places;
        fs::remove_dir_all(folder).unwrap();
        let keys = KEYS.iter().map(|key| HeldKey {
            id: format!("key_{}", key.name),
            name: key.name.to_owned(),
            value: format!("{} now", key.name),
        });
        Self {
            places,
            keys: keys.collect(),
        }
    }

    /// Every destination holds the current value.
    fn good(&self) -> Snapshot {
        let held = self.places.iter().map(|place| {
            let key = &self.keys[place.key];
            Ok(Some(key.value.clone()))
        });
        Snapshot {
            keys: self.keys.clone(),
            held: held.collect(),
        }
    }

    /// As [`good`](Self::good), but the first destination of the key holds this.
    fn with(&self, name: &str, held: Result<Option<&str>, &str>) -> Snapshot {
        let mut snapshot = self.good();
        let is_its = |place: &Place| KEYS[place.key].name == name;
        let index = self.places.iter().position(is_its).unwrap();
        snapshot.held[index] = held
            .map(|value| value.map(str::to_owned))
            .map_err(str::to_owned);
        snapshot
    }

    fn flaws(&self, run: &PsqRun, scope: Scope, before: &Snapshot, after: &Snapshot) -> Vec<Flaw> {
        let findings = judge(run, scope, before, after, &self.places);
        findings.into_iter().map(|finding| finding.flaw).collect()
    }
}

fn ended(code: i32) -> PsqRun {
    PsqRun {
        code: Some(code),
        text: "  Next: psq apply plan.toml\n".to_owned(),
        ..PsqRun::default()
    }
}

fn killed() -> PsqRun {
    PsqRun {
        is_killed: true,
        ..PsqRun::default()
    }
}

#[test]
fn a_run_that_leaves_everything_in_order_is_right() {
    let world = World::new();
    let good = world.good();
    for code in [0, 2, 3, 4, 5] {
        assert_eq!(world.flaws(&ended(code), Scope::Plan, &good, &good), []);
    }
    assert_eq!(world.flaws(&killed(), Scope::Plan, &good, &good), []);
    let stale = world.with("till", Ok(Some("till before")));
    assert_eq!(world.flaws(&ended(0), Scope::Plan, &stale, &good), []);
}

#[test]
fn a_lost_key_is_found() {
    let world = World::new();
    let (good, lost) = (world.good(), world.with("shop", Ok(Some("shop before"))));
    assert_eq!(
        world.flaws(&ended(0), Scope::Plan, &good, &lost),
        [Flaw::Lost]
    );
    assert_eq!(
        world.flaws(&ended(0), Scope::Plan, &lost, &lost),
        [Flaw::Lost]
    );
    let empty = world.with("archive", Ok(None));
    assert_eq!(
        world.flaws(&ended(0), Scope::Plan, &empty, &empty),
        [Flaw::Lost]
    );
    for code in [0, 2, 3, 5] {
        let found = world.flaws(&ended(code), Scope::Some, &good, &lost);
        assert_eq!(found, [Flaw::FalseClaim], "{code}");
    }
}

#[test]
fn a_key_on_its_way_is_not_lost() {
    let world = World::new();
    let (good, open) = (world.good(), world.with("shop", Ok(Some("shop before"))));
    assert_eq!(world.flaws(&ended(4), Scope::Plan, &good, &open), []);
    assert_eq!(world.flaws(&killed(), Scope::Plan, &good, &open), []);
    // The run was about other keys.
    assert_eq!(world.flaws(&ended(0), Scope::Some, &open, &open), []);
    assert_eq!(world.flaws(&ended(0), Scope::Nothing, &open, &open), []);
}

#[test]
fn one_of_two_keys_works_at_every_moment_of_a_replacement() {
    let world = World::new();
    let (good, dead) = (
        world.good(),
        world.with("report", Ok(Some("report before"))),
    );
    for run in [ended(0), ended(4), killed()] {
        assert_eq!(world.flaws(&run, Scope::Plan, &good, &dead), [Flaw::Lost]);
    }
    let mut both = world.good();
    both.keys.push(HeldKey {
        id: "key_successor".to_owned(),
        name: "report".to_owned(),
        value: "report before".to_owned(),
    });
    both.held = dead.held;
    assert_eq!(world.flaws(&killed(), Scope::Plan, &good, &both), []);
}

#[test]
fn damage_secrets_and_crashes_are_found() {
    let world = World::new();
    let good = world.good();
    let damaged = world.with("jobs", Err("another byte"));
    assert_eq!(
        world.flaws(&killed(), Scope::Plan, &good, &damaged),
        [Flaw::Bytes]
    );
    let shows = |text: &str| PsqRun {
        text: text.to_owned(),
        ..ended(0)
    };
    for text in ["rk_test_FAKEa", "shop_prod_OTHER_main"] {
        assert_eq!(
            world.flaws(&shows(text), Scope::Plan, &good, &good),
            [Flaw::Leak]
        );
    }
    let panicked = shows("thread 'main' panicked at src/main.rs:1");
    assert_eq!(
        world.flaws(&panicked, Scope::Plan, &good, &good),
        [Flaw::Disorder]
    );
    for run in [ended(1), ended(101), PsqRun::default()] {
        assert_eq!(
            world.flaws(&run, Scope::Plan, &good, &good),
            [Flaw::Disorder]
        );
    }
    let hanging = PsqRun {
        hangs: true,
        ..PsqRun::default()
    };
    assert_eq!(
        world.flaws(&hanging, Scope::Plan, &good, &good),
        [Flaw::Disorder]
    );
}

#[test]
fn an_open_change_needs_a_next_command() {
    let world = World::new();
    let good = world.good();
    let silent = PsqRun {
        text: String::new(),
        ..ended(4)
    };
    assert_eq!(
        world.flaws(&silent, Scope::Plan, &good, &good),
        [Flaw::NextLine]
    );
    assert_eq!(world.flaws(&silent, Scope::Nothing, &good, &good), []);
}
