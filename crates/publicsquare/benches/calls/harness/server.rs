//! A sandbox in a process of its own, which ends with the bench.
//!
//! `Server::start` starts this program again with `--serve`; `serve` is what runs there. The sandbox prints its URL, a
//! secret key and the id of a key in one line, and serves until its standard input is closed.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Stdio};

use publicsquare_sandbox::{IdempotencyScope, Sandbox};

use super::Target;

pub(super) struct Server {
    pub(super) target: Target,
    process: Child,
    stdin: Option<ChildStdin>,
}

impl Server {
    pub(super) fn start() -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .arg("--serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let mut words = line.split_whitespace().map(str::to_owned);
        let mut word = || words.next().unwrap();
        Self {
            target: Target {
                url: word(),
                secret: word(),
                id: word(),
            },
            stdin: process.stdin.take(),
            process,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.process.wait();
    }
}

pub(super) fn serve() {
    let sandbox = Sandbox::builder()
        .without_rate_limit()
        // Without this, the bench would measure how the sandbox stores a million responses.
        .idempotency_scope(IdempotencyScope::Ignored)
        .log_capacity(0)
        .start_blocking()
        .unwrap();
    let keys = sandbox.seeded().test();
    println!(
        "{} {} {}",
        sandbox.url(),
        keys.secret().value(),
        keys.publishable().id()
    );
    let _ = io::stdin().read_to_end(&mut Vec::new());
}
