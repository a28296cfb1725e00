//! Instructions, cache misses and allocations of a call, counted by valgrind.
//!
//! In come the sides. Each runs as a process of its own under callgrind, which counts instructions and what a
//! first-level cache does not hold, and under memcheck, which counts allocations. It runs twice with a different number of calls: the difference is what the additional
//! calls cost, without the start of the program. The counts do not depend on what else the machine does.

use std::process::Command;

use super::{Side, Target};

/// The calls of the shorter and of the longer run.
const CALLS: [usize; 2] = [200, 1_200];

/// Prints a line for each side.
pub(super) fn print(sides: &[Side], target: &Target) {
    println!("What the client does for a call. Ratios are to the call by hand.\n");
    println!(
        "| side | instructions | ratio | code misses | data misses | allocations | more than by hand | bytes allocated |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let mut by_hand: Option<[f64; 5]> = None;
    for (place, side) in sides.iter().enumerate() {
        let [fewer, more] = CALLS.map(|calls| Counts::of(place, calls, target));
        let for_one =
            |of: fn(&Counts) -> f64| (of(&more) - of(&fewer)) / (CALLS[1] - CALLS[0]) as f64;
        let counts = [
            for_one(|counts| counts.instructions),
            for_one(|counts| counts.code_misses),
            for_one(|counts| counts.data_misses),
            for_one(|counts| counts.allocations),
            for_one(|counts| counts.bytes),
        ];
        let first = by_hand.get_or_insert(counts);
        println!(
            "| {} | {:.0} | {:.3} | {:.0} | {:.0} | {:.1} | {:.1} | {:.0} |",
            side.name,
            counts[0],
            counts[0] / first[0],
            counts[1],
            counts[2],
            counts[3],
            counts[3] - first[3],
            counts[4],
        );
    }
}

struct Counts {
    instructions: f64,
    /// How often the first cache of the processor did not have an instruction.
    code_misses: f64,
    /// How often the first cache of the processor did not have the data.
    data_misses: f64,
    allocations: f64,
    bytes: f64,
}

impl Counts {
    fn of(side: usize, calls: usize, target: &Target) -> Self {
        let instructions = valgrind(
            &[
                "--tool=callgrind",
                "--cache-sim=yes",
                "--callgrind-out-file=/dev/null",
            ],
            side,
            calls,
            target,
        );
        let heap = valgrind(
            &[
                "--tool=memcheck",
                "--leak-check=no",
                "--undef-value-errors=no",
            ],
            side,
            calls,
            target,
        );
        // "total heap usage: 1,234 allocs, 1,200 frees, 56,789 bytes allocated"
        let usage = after(&heap, "total heap usage:");
        let [allocations, _, bytes] =
            [0, 1, 2].map(|place| number(usage.split(", ").nth(place).unwrap()));
        Self {
            instructions: number(after(&instructions, "I   refs:")),
            code_misses: number(after(&instructions, "I1  misses:")),
            data_misses: number(after(&instructions, "D1  misses:")),
            allocations,
            bytes,
        }
    }
}

/// Runs one side under valgrind. Returns what valgrind reports.
fn valgrind(tool: &[&str], side: usize, calls: usize, target: &Target) -> String {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(std::env::current_exe().unwrap())
        .args(["--calls", &calls.to_string(), "--side", &side.to_string()])
        .args([&target.url, &target.secret, &target.id])
        .output()
        .expect("valgrind has to be installed");
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{report}");
    report
}

/// The rest of the line behind `label`.
fn after<'a>(report: &'a str, label: &str) -> &'a str {
    let (_, rest) = report.split_once(label).expect(label);
    rest.lines().next().unwrap()
}

/// The digits at the beginning, without the commas between thousands.
fn number(text: &str) -> f64 {
    let digits: String = text
        .trim()
        .chars()
        .take_while(|sign| sign.is_ascii_digit() || *sign == ',')
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap()
}

/// What runs under valgrind: so many calls, one after the other, on one thread.
pub(super) fn make_calls(side: &Side, calls: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on((side.batch)(calls, 1));
    // Connections that are kept open would hold the runtime.
    runtime.shutdown_background();
}
