//! What disturbs the sandbox: faults of its server, refused connections, and jumps of its clock.
//!
//! The sandbox and random numbers come in. Out go faults to its control port and commands to its process, about twice a
//! second, except while the bench checks in calm. A jump of a day comes from the [`applier`](super::applier), between two
//! runs.

use std::io;
use std::thread;
use std::time::Duration;

use super::record::count;
use super::stage::Stage;
use crate::random::Random;

const PAUSE: Duration = Duration::from_millis(450);

/// How long connections are refused.
const REFUSAL: Duration = Duration::from_millis(150);

const OPERATIONS: [&str; 10] = [
    "regenerate=",
    "regenerate=",
    "reveal=",
    "create=",
    "list=",
    "update=",
    "delete=",
    "key-types=",
    "get=",
    "",
];

const KINDS: [&str; 20] = [
    "drop:before",
    "drop:before",
    "drop:after",
    "drop:after",
    "drop:after",
    "truncate:40",
    "truncate:200",
    "status:500:before",
    "status:500:after",
    "status:503:before",
    "gateway:502:before",
    "gateway:504:after",
    "conflict",
    "rate-limit:0",
    "rate-limit:1",
    "body:html",
    "body:malformed",
    "body:null-key",
    "delay:300:before",
    "delay:900:after",
];

/// Disturbs until the run is over.
pub(super) fn run(stage: &Stage) -> io::Result<()> {
    let mut random = Random::new(stage.seed, 1);
    while !stage.is_over() {
        let calm = stage.calm();
        if random.percent(60) {
            stage.sandbox.add_faults(&fault(&mut random))?;
            count(&stage.counters.faults);
        }
        if random.percent(12) {
            // A second to two hours, or back as a time server does it.
            let forward = 1_000 << random.below(13);
            let by = if random.percent(20) {
                "-4000".to_owned()
            } else {
                forward.to_string()
            };
            stage.sandbox.ask(&format!("jump {by}"))?;
            count(&stage.counters.jumps);
        }
        if random.percent(3) {
            stage.sandbox.ask("refuse")?;
            thread::sleep(REFUSAL);
            stage.sandbox.ask("accept")?;
            count(&stage.counters.refusals);
        }
        drop(calm);
        thread::sleep(PAUSE);
    }
    Ok(())
}

/// A fault in the grammar of the sandbox.
fn fault(random: &mut Random) -> String {
    let operation = random.of(&OPERATIONS).copied().unwrap_or_default();
    of_operation(random, operation)
}

/// A fault of an operation that psq needs for a change.
pub(super) fn fault_of_changes(random: &mut Random) -> String {
    const CHANGES: [&str; 6] = [
        "regenerate=",
        "regenerate=",
        "create=",
        "reveal=",
        "delete=",
        "key-types=",
    ];
    let operation = random.of(&CHANGES).copied().unwrap_or_default();
    of_operation(random, operation)
}

fn of_operation(random: &mut Random, operation: &str) -> String {
    let mut kind = random.of(&KINDS).copied().unwrap_or_default();
    if operation == "key-types=" && random.percent(50) {
        // The real service may need a moment until it accepts a new key everywhere.
        kind = "status:401:before";
    }
    // psq makes five attempts.
    let times = match random.below(10) {
        0 | 1 => 8,
        2..5 => 3,
        _ => 1,
    };
    format!("{operation}{kind}*{times}")
}

#[cfg(test)]
mod tests {
    use publicsquare_sandbox::Fault;

    use super::*;

    #[test]
    fn the_sandbox_understands_every_fault() {
        let mut random = Random::new(1, 0);
        for _ in 0..2000 {
            for fault in [fault(&mut random), fault_of_changes(&mut random)] {
                assert!(fault.parse::<Fault>().is_ok(), "{fault}");
            }
        }
    }
}
