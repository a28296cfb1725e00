//! The figures of a run: counters, what was measured each second, and the closing table.
//!
//! Counts of the threads and measurements come in. Out go a line each minute, the table at the end, and the verdict whether
//! memory and descriptors have stayed flat. The arithmetic of the verdict is in [`series`](super::series).

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use super::series::{Growth, Limit};
use crate::faults::{FLAWS, Finding};

/// What the threads count.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) calls: AtomicU64,
    pub(super) failed_calls: AtomicU64,
    pub(super) faults: AtomicU64,
    pub(super) jumps: AtomicU64,
    pub(super) refusals: AtomicU64,
    pub(super) applies: AtomicU64,
    pub(super) kills: AtomicU64,
    pub(super) typed: AtomicU64,
    pub(super) others: AtomicU64,
    pub(super) checkpoints: AtomicU64,
    /// How often psq ended with the exit codes 0 to 5.
    pub(super) codes: [AtomicU64; 6],
}

/// Adds one.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

pub(super) fn value(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

/// A series, with how much it may grow.
struct Series {
    name: &'static str,
    unit: &'static str,
    limit: Limit,
    figures: Vec<f64>,
}

impl Series {
    fn new(name: &'static str, unit: &'static str, share: f64, amount: f64) -> Self {
        Self {
            name,
            unit,
            limit: Limit { share, amount },
            figures: Vec::new(),
        }
    }
}

/// Everything that was measured.
pub(super) struct Record {
    /// The memory of the sandbox, its descriptors, and the memory of psq.
    series: [Series; 3],
}

impl Record {
    pub(super) fn new() -> Self {
        Self {
            series: [
                Series::new("memory of the sandbox", "KiB", 0.05, 1024.0),
                Series::new("open descriptors of the sandbox", "", 0.0, 6.0),
                Series::new("peak memory of psq", "KiB", 0.05, 1024.0),
            ],
        }
    }

    /// Adds a measurement.
    pub(super) fn add(&mut self, memory: u64, descriptors: u64, psq: Option<u64>) {
        let figures = [Some(memory), Some(descriptors), psq];
        for (series, figure) in self.series.iter_mut().zip(figures) {
            // The figures are far below 2^53.
            series.figures.extend(figure.map(|figure| figure as f64));
        }
    }

    /// What the table says each minute.
    pub(super) const HEAD: &'static str = "minute  requests  SDK calls  applies  killed  faults  jumps  \
                                           sandbox KiB  descriptors  psq KiB  findings";

    /// The line of a minute.
    pub(super) fn minute(
        &self,
        minute: u64,
        requests: u64,
        counters: &Counters,
        findings: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let [memory, descriptors, psq] = self
            .series
            .each_ref()
            .map(|series| series.figures.last().copied().unwrap_or_default());
        writeln!(
            out,
            "{minute:>6}  {requests:>8}  {:>9}  {:>7}  {:>6}  {:>6}  {:>5}  {memory:>11}  {descriptors:>11}  {psq:>7}  {findings:>8}",
            value(&counters.calls),
            value(&counters.applies),
            value(&counters.kills),
            value(&counters.faults),
            value(&counters.jumps),
        )?;
        out.flush()
    }

    /// Prints how each series has grown. Returns the names of those that have grown too much.
    pub(super) fn verdict(&self, out: &mut dyn Write) -> io::Result<Vec<&'static str>> {
        let mut grown = Vec::new();
        for series in &self.series {
            let Some(growth) = Growth::of(&series.figures) else {
                writeln!(out, "{}: too few figures for a verdict", series.name)?;
                grown.push(series.name);
                continue;
            };
            let is_flat = growth.is_within(series.limit);
            writeln!(
                out,
                "{}: {} {unit} in the second third, {} {unit} in the last third: {}",
                series.name,
                growth.earlier,
                growth.later,
                if is_flat { "flat" } else { "GROWN" },
                unit = series.unit,
            )?;
            if !is_flat {
                grown.push(series.name);
            }
        }
        Ok(grown)
    }
}

/// Prints the counts of a run and of its findings.
pub(super) fn show(
    counters: &Counters,
    requests: u64,
    findings: &[Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = [
        ("requests to the sandbox", requests),
        ("calls of the SDK", value(&counters.calls)),
        ("of these failed", value(&counters.failed_calls)),
        ("faults of the server", value(&counters.faults)),
        ("refused connections", value(&counters.refusals)),
        ("jumps of its clock", value(&counters.jumps)),
        ("runs of psq apply", value(&counters.applies)),
        ("of these killed", value(&counters.kills)),
        ("printed lines that were typed", value(&counters.typed)),
        ("changes by others", value(&counters.others)),
        ("checkpoints without faults", value(&counters.checkpoints)),
    ];
    for (name, count) in rows {
        writeln!(out, "{count:>9}  {name}")?;
    }
    for (code, counted) in counters.codes.iter().enumerate() {
        if value(counted) > 0 {
            writeln!(out, "{:>9}  runs with exit code {code}", value(counted))?;
        }
    }
    for (flaw, name) in FLAWS {
        let count = findings
            .iter()
            .filter(|finding| finding.flaw == flaw)
            .count();
        writeln!(out, "{count} {name}")?;
    }
    Ok(())
}
