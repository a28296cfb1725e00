//! How long it takes to read and compare two documents, and how that grows with their size.
//!
//! ```console
//! $ cargo bench -p openapi-semver
//! ```
//!
//! Out come the figures of criterion, and for each goal whether its median meets it; the exit code is 1 if one does not.
//! Each measurement runs in a process of its own, like a command-line program: warm caches would help small documents only.
//! The growth is measured as a ratio: both sizes are compared in turns, so that a slow moment of the machine affects both.
//! criterion takes the ratio as a [`Measurement`] of its own; it has no other way to pair two sides.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use criterion::measurement::{Measurement, ValueFormatter};
use criterion::{Criterion, SamplingMode, Throughput};
use openapi_loader::load;
use openapi_semver::{Class, Comparison};
use serde_json::Value;

/// The allocator of `xtask`, which is the program that compares descriptions.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Numbers of operations.
const SIZES: [usize; 4] = [1, 10, 100, 1000];

/// A pair like published documents: the number of operations, and the bytes of prose for each.
const REAL: (usize, usize) = (130, 2_000);

/// The longest time for [`REAL`].
const REAL_GOAL: Duration = Duration::from_millis(100);

/// The highest growth of the time for ten times the operations.
const GROWTH_GOAL: f64 = 11.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, operations, prose] = arguments.as_slice()
        && flag == "--one"
    {
        let pair = pair(operations.parse().unwrap(), prose.parse().unwrap());
        println!("{}", compare(&pair).as_nanos());
        return ExitCode::SUCCESS;
    }
    // `cargo test --benches` only checks that the bench runs.
    let is_measured = arguments.iter().any(|argument| argument == "--bench");
    let sizes = if is_measured { &SIZES[..] } else { &SIZES[..2] };
    times(sizes);
    growth(sizes);
    if is_measured && !goals_are_met(&sizes[1..]) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Says of each goal whether it is met.
fn goals_are_met(sizes: &[usize]) -> bool {
    let real = Duration::from_secs_f64(median("time", "published") / 1e9);
    let mut are_met = real <= REAL_GOAL;
    println!(
        "goal: {} operations in {REAL_GOAL:?} or less: {real:.1?}, {}",
        REAL.0,
        met(are_met)
    );
    for size in sizes {
        let growth = median("growth", &size.to_string());
        println!(
            "goal: {size} operations in {GROWTH_GOAL} times the time of a tenth or less: {growth:.1}, {}",
            met(growth <= GROWTH_GOAL)
        );
        are_met &= growth <= GROWTH_GOAL;
    }
    are_met
}

const fn met(is_met: bool) -> &'static str {
    if is_met { "met" } else { "MISSED" }
}

/// The time for each size.
fn times(sizes: &[usize]) {
    let mut criterion = settings(Criterion::default());
    let mut group = criterion.benchmark_group("time");
    group.sampling_mode(SamplingMode::Flat);
    for size in sizes {
        group.bench_function(size.to_string(), |bencher| {
            bencher
                .iter_custom(|rounds| (0..rounds).map(|_| in_a_process_of_its_own(*size, 0)).sum());
        });
    }
    // With prose, as published documents have it.
    group.bench_function("published", |bencher| {
        bencher.iter_custom(|rounds| {
            (0..rounds)
                .map(|_| in_a_process_of_its_own(REAL.0, REAL.1))
                .sum()
        });
    });
    group.finish();
    criterion.final_summary();
}

/// The time for each size, as a ratio to that for a tenth of the operations.
fn growth(sizes: &[usize]) {
    let mut criterion = settings(Criterion::default().with_measurement(Ratio));
    let mut group = criterion.benchmark_group("growth");
    group.sampling_mode(SamplingMode::Flat);
    for size in &sizes[1..] {
        group.bench_function(size.to_string(), |bencher| {
            bencher.iter_custom(|rounds| {
                (0..rounds)
                    .map(|_| {
                        let tenth = in_a_process_of_its_own(size / 10, 0);
                        in_a_process_of_its_own(*size, 0).as_secs_f64() / tenth.as_secs_f64()
                    })
                    .sum()
            });
        });
    }
    group.finish();
    criterion.final_summary();
}

fn settings<M: Measurement>(criterion: Criterion<M>) -> Criterion<M> {
    criterion
        .without_plots()
        .output_directory(&folder())
        .sample_size(15)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion-compare")
}

/// The median that criterion has found.
fn median(group: &str, name: &str) -> f64 {
    let file = folder().join(group).join(name).join("new/estimates.json");
    let estimates: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    estimates["median"]["point_estimate"].as_f64().unwrap()
}

/// A ratio of two times.
struct Ratio;

impl Measurement for Ratio {
    type Intermediate = ();
    type Value = f64;

    // These two are for code that criterion measures itself, which `growth` does not have.
    fn start(&self) {}

    fn end(&self, (): ()) -> f64 {
        f64::NAN
    }

    fn add(&self, one: &f64, other: &f64) -> f64 {
        one + other
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Ratio {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        "times"
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "times"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "times"
    }
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
