//! How long it takes to read and compare two documents, and how that grows with their size.
//!
//! ```console
//! $ cargo bench -p openapi-semver
//! ```
//!
//! Each measurement runs in a process of its own, like a command-line program: a process that has compared the same
//! documents before would have warm caches for small documents only. The sizes take turns in each round, so that a
//! slow moment of the machine affects all of them. The result is the median of the rounds, and for the growth the
//! median of the ratios.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::hint::black_box;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use openapi_loader::load;
use openapi_semver::{Class, Comparison};

/// The allocator of `xtask`, which is the program that compares descriptions.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 4] = [1, 10, 100, 1000];

/// A pair like published documents: the number of operations, and the bytes of prose for each.
const REAL: (usize, usize) = (200, 2_000);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, operations, prose] = arguments.as_slice()
        && flag == "--one"
    {
        let pair = pair(operations.parse().unwrap(), prose.parse().unwrap());
        println!("{}", compare(&pair).as_nanos());
        return;
    }
    // `cargo test --benches` only checks that the bench runs.
    let (rounds, sizes) = if arguments.iter().any(|argument| argument == "--bench") {
        (15, &SIZES[..])
    } else {
        (1, &SIZES[..2])
    };
    let pairs: Vec<[String; 2]> = sizes.iter().map(|size| pair(*size, 0)).collect();
    let real = pair(REAL.0, REAL.1);
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); pairs.len()];
    let mut real_times = Vec::new();
    for _ in 0..rounds {
        for (size, times) in sizes.iter().zip(&mut times) {
            times.push(in_a_process_of_its_own(*size, 0));
        }
        real_times.push(in_a_process_of_its_own(REAL.0, REAL.1));
    }
    println!("operations     KB each        median    for ten times the operations");
    for (index, size) in sizes.iter().enumerate() {
        let kilobytes = pairs[index][0].len() / 1024;
        let growth = index.checked_sub(1).map(|before| {
            let ratios = times[index].iter().zip(&times[before]);
            let mut ratios: Vec<f64> = ratios
                .map(|(now, before)| now.as_secs_f64() / before.as_secs_f64())
                .collect();
            ratios.sort_by(f64::total_cmp);
            format!("{:.1} times the time", ratios[ratios.len() / 2])
        });
        let median = median(&mut times[index]);
        println!(
            "{size:>10} {kilobytes:>11} {median:>13.2?}    {}",
            growth.unwrap_or_default()
        );
    }
    let kilobytes = real[0].len() / 1024;
    println!(
        "{:>10} {kilobytes:>11} {:>13.2?}    with prose, as published documents have it",
        REAL.0,
        median(&mut real_times)
    );
}

fn in_a_process_of_its_own(operations: usize, prose: usize) -> Duration {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .arg("--one")
        .args([operations, prose].map(|number| number.to_string()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    Duration::from_nanos(text.trim().parse().unwrap())
}

/// Reads both documents on two threads, as a fast caller does, and compares them.
fn compare([base, revision]: &[String; 2]) -> Duration {
    let start = Instant::now();
    let (base, revision) = thread::scope(|scope| {
        let base = scope.spawn(|| load("base.yaml", base).unwrap());
        let revision = load("revision.yaml", revision).unwrap();
        (base.join().unwrap(), revision)
    });
    let report = Comparison::new(&base, &revision).report();
    assert_eq!(report.class, Class::Breaking);
    black_box(report);
    start.elapsed()
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Two documents that differ in every tenth operation and in a schema that all of them share.
fn pair(operations: usize, prose: usize) -> [String; 2] {
    [
        document(operations, prose, false),
        document(operations, prose, true),
    ]
}

fn document(operations: usize, prose: usize, revised: bool) -> String {
    let prose = "What this is for and when to use it. ".repeat(prose / 37);
    let problem = if revised { 200 } else { 100 };
    let mut text = format!(
        "openapi: 3.0.3
info: {{title: Things, version: v1}}
paths: {{}}
components:
  schemas:
    Problem:
      type: object
      required: [title]
      properties:
        title: {{type: string, maxLength: {problem}}}
        causes: {{type: array, items: {{$ref: '#/components/schemas/Problem'}}}}
"
    );
    let mut paths = String::from("paths:\n");
    for number in 0..operations {
        let longest = if revised && number % 10 == 0 { 40 } else { 50 };
        write!(
            text,
            "    Thing{number}:
      type: object
      description: '{prose}'
      required: [id, name]
      properties:
        id: {{type: string, pattern: '^thing_[0-9]+$', readOnly: true}}
        name: {{type: string, minLength: 1, maxLength: {longest}}}
        kind: {{type: string, enum: [first, second, third]}}
        tags: {{type: array, maxItems: 10, items: {{type: string}}}}
        parent: {{nullable: true, allOf: [{{$ref: '#/components/schemas/Thing{number}'}}]}}
        limits: {{type: object, additionalProperties: {{type: integer, minimum: 0}}}}
"
        )
        .unwrap();
        write!(
            paths,
            "  /things{number}/{{id}}:
    put:
      operationId: replaceThing{number}
      summary: Replace thing number {number}
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string}}}}
        - {{name: dryRun, in: query, schema: {{type: boolean, default: false}}}}
      requestBody:
        required: true
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{number}'}}}}}}
      responses:
        '200':
          description: Replaced.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{number}'}}}}}}
        '404':
          description: Not there.
          content: {{application/problem+json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}
"
        )
        .unwrap();
    }
    text.replacen("paths: {}\n", &paths, 1)
}
