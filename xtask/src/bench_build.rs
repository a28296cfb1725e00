//! `cargo xtask bench-build`: how long an application takes to build, and how many packages it builds.
//!
//! In come three small applications that do the same, on plain reqwest, on `publicsquare` and on the client of
//! openapi-generator, and two that only compile `publicsquare-client`, with generated and with committed code. In each
//! round, each is built from nothing and then after a touched `main.rs`, in turns, so that a slow moment of the machine
//! affects all of them. Out come median times, the medians of the ratios to the first of the group, and the packages that
//! the first one does not build. [`applications`] has the applications, [`build`] the measurement. How fast the client
//! runs is measured by `bench_calls`.

mod applications;
mod build;

use std::io::{self, Write};

use self::applications::Application;
use crate::cli::BenchBuildFlags;
use crate::exit::Exit;
use crate::generated_client;

/// How often `main.rs` is touched in a round. Such a build is short.
const TOUCHES: usize = 5;

/// What an application on `publicsquare` may take, as a ratio to plain reqwest.
const GOAL_TIME: f64 = 1.05;

/// How many packages more it may build.
const GOAL_PACKAGES: usize = 10;

pub(crate) fn run(flags: &BenchBuildFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let client = generated_client::generate(out)?;
    let with_sdk = [
        applications::on_reqwest(),
        applications::on_publicsquare(),
        applications::on_generated(&client),
    ];
    let with_client = [applications::committed(), applications::generating()];
    for group in [&with_sdk[..], &with_client[..]] {
        for application in group {
            application.write()?;
        }
        let figures = measure(group, flags.rounds, out)?;
        for (application, figures) in group.iter().zip(&figures) {
            writeln!(out, "{:<22}{figures}", application.name)?;
        }
        let first = group[0].packages()?;
        for application in group {
            let packages = application.packages()?;
            let more: Vec<&str> = packages
                .iter()
                .filter(|package| !first.contains(package))
                .map(String::as_str)
                .collect();
            writeln!(
                out,
                "{:<22}{} packages, {} more than {}: {}",
                application.name,
                packages.len(),
                more.len(),
                group[0].name,
                more.join(", ")
            )?;
            if application.name == "on-publicsquare" {
                let is_met = more.len() <= GOAL_PACKAGES;
                writeln!(out, "{}", goal(is_met, &format!("≤ {GOAL_PACKAGES} more")))?;
            }
        }
        if group.len() == with_sdk.len() {
            for (what, ratio) in [
                ("cold", figures[1].cold_ratio),
                ("touched", figures[1].touched_ratio),
            ] {
                let wanted = format!("{what} ≤ {GOAL_TIME} × {}", group[0].name);
                writeln!(out, "{}", goal(ratio <= GOAL_TIME, &wanted))?;
            }
        }
    }
    Ok(Exit::Success)
}

/// The medians of an application. The ratios are those to the first one of its group in the same turn.
struct Figures {
    cold: f64,
    cold_ratio: f64,
    touched: f64,
    touched_ratio: f64,
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "cold {:.1} s, ratio {:.3}; touched {:.2} s, ratio {:.3}",
            self.cold, self.cold_ratio, self.touched, self.touched_ratio
        )
    }
}

fn measure(group: &[Application], rounds: u32, out: &mut dyn Write) -> io::Result<Vec<Figures>> {
    let (mut cold, mut touched): (Vec<Vec<f64>>, Vec<Vec<f64>>) = Default::default();
    for round in 0..rounds as usize {
        cold.push(in_turns(group, round, Application::build_cold)?);
        for touch in 0..TOUCHES {
            touched.push(in_turns(group, round + touch, Application::build_touched)?);
        }
        let seconds: Vec<String> = cold[round]
            .iter()
            .map(|time| format!("{time:.1} s"))
            .collect();
        writeln!(out, "round {}: cold {}", round + 1, seconds.join(", "))?;
        out.flush()?;
    }
    for application in group {
        application.remove_results()?;
    }
    let of = |turns: &[Vec<f64>], place: usize, divides: bool| {
        median(turns.iter().map(|turn| {
            if divides {
                turn[place] / turn[0]
            } else {
                turn[place]
            }
        }))
    };
    Ok((0..group.len())
        .map(|place| Figures {
            cold: of(&cold, place, false),
            cold_ratio: of(&cold, place, true),
            touched: of(&touched, place, false),
            touched_ratio: of(&touched, place, true),
        })
        .collect())
}

/// Measures each application once. Each turn begins with another one.
fn in_turns(
    group: &[Application],
    turn: usize,
    seconds: fn(&Application) -> io::Result<f64>,
) -> io::Result<Vec<f64>> {
    let mut times = vec![0.0; group.len()];
    for place in 0..group.len() {
        let place = (place + turn) % group.len();
        times[place] = seconds(&group[place])?;
    }
    Ok(times)
}

fn goal(is_met: bool, goal: &str) -> String {
    format!("goal {goal}: {}", if is_met { "met" } else { "MISSED" })
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
