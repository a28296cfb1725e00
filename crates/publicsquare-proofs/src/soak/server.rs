//! The sandbox of the bench, in a process of its own: whatever grows in it, grows nowhere else.
//!
//! A file with keys comes in, and then a command on each line of standard input. Out goes an answer to each on one line:
//! the keys as they are, the number of requests, or `ok`. The process ends when its standard input does. The other side
//! is [`sandbox_process`](super::sandbox_process).

use std::fs::{self, File};
use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use publicsquare_sandbox::{Clock, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::cli::SoakServerFlags;
use crate::exit::Exit;

/// The clock of the machine, and how far it has jumped, in milliseconds.
#[derive(Clone, Default)]
struct JumpingClock(Arc<AtomicI64>);

impl Clock for JumpingClock {
    fn now(&self) -> SystemTime {
        let jumped = self.0.load(Ordering::SeqCst);
        let distance = Duration::from_millis(jumped.unsigned_abs());
        let now = SystemTime::now();
        let then = if jumped < 0 {
            now.checked_sub(distance)
        } else {
            now.checked_add(distance)
        };
        then.unwrap_or(now)
    }
}

struct Server {
    sandbox: Sandbox,
    clock: JumpingClock,
    runtime: Runtime,
    /// What a breakage lets this process keep.
    kept: Vec<Vec<u8>>,
    held: Vec<File>,
}

/// Serves until standard input ends.
pub(crate) fn serve(flags: &SoakServerFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let clock = JumpingClock::default();
    let sandbox = Sandbox::builder()
        .clock(clock.clone())
        .seed_json(&fs::read_to_string(&flags.keys)?)
        .map_err(io::Error::other)?
        .log_capacity(flags.log)
        .control(([127, 0, 0, 1], 0))
        .start_blocking()?;
    let control = sandbox.control_url().unwrap_or_default();
    let control = control.trim_start_matches("http://").to_owned();
    writeln!(out, "{} {control}", sandbox.address())?;
    out.flush()?;
    let mut server = Server {
        sandbox,
        clock,
        runtime: Builder::new_current_thread().enable_all().build()?,
        kept: Vec::new(),
        held: Vec::new(),
    };
    for line in io::stdin().lock().lines() {
        let answer = server.obey(&line?)?;
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(Exit::Success)
}

impl Server {
    fn obey(&mut self, line: &str) -> io::Result<String> {
        let (verb, argument) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "keys" => return self.keys(),
            "count" => return Ok(self.sandbox.request_count().to_string()),
            "jump" => {
                let by = argument.parse().map_err(io::Error::other)?;
                self.clock.0.fetch_add(by, Ordering::SeqCst);
            }
            "refuse" => self.runtime.block_on(self.sandbox.refuse_connections())?,
            "accept" => self.runtime.block_on(self.sandbox.accept_connections())?,
            "keep" => {
                let size = argument.parse().map_err(io::Error::other)?;
                self.kept.push(vec![1; size]);
            }
            "hold" => self.held.push(File::open("/dev/null")?),
            _ => return Err(io::Error::other(format!("no such command: {verb}"))),
        }
        Ok("ok".to_owned())
    }

    /// Each key with its id, its name and its current value.
    fn keys(&self) -> io::Result<String> {
        let state: Value = serde_json::from_str(&self.sandbox.dump_json())?;
        let keys = state["keys"].as_array().into_iter().flatten();
        let keys: Vec<Value> = keys
            .map(|key| json!([key["id"], key["name"], key["key"]]))
            .collect();
        Ok(Value::from(keys).to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn the_clock_jumps_both_ways() {
        let clock = JumpingClock::default();
        let seconds = |clock: &JumpingClock| {
            let now = clock.now().duration_since(UNIX_EPOCH).unwrap();
            now.as_secs()
        };
        let start = seconds(&clock);
        clock.0.store(7_200_000, Ordering::SeqCst);
        assert!(seconds(&clock) >= start + 7_200);
        clock.0.store(-7_200_000, Ordering::SeqCst);
        assert!(seconds(&clock) < start);
    }
}
