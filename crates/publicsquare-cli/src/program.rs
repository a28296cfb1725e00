//! Running a program of the operator: one that receives the key, or the command of `--then`.
//!
//! The command and the key that it must not show come in. The program runs with the umask that psq was
//! started with, and without psq's own credential. Its output goes to the standard error; `redaction` removes
//! the key from it. Out goes how the program ended. A signal that ends psq ends the program as well
//! (`process_tree`).

mod redaction;

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use publicsquare::SecretKey;
use rustix::fs::Mode;
use rustix::process::{Pid, WaitId, WaitIdOptions, umask, waitid};

use self::redaction::Redaction;
use crate::process_tree::kill_tree;
use crate::{credentials, interruption, progress};

/// How long psq still prints the output of a program's children after the program itself has ended.
const AFTERWARDS: Duration = Duration::from_secs(2);

/// The umask that psq was started with.
static MASK: OnceLock<Mode> = OnceLock::new();

/// Remembers the umask for the programs that psq starts.
pub(crate) fn keep_mask(mask: Mode) {
    // This is called once in a process.
    let _ = MASK.set(mask);
}

/// A program that has been started.
pub(crate) struct Running {
    child: Child,
    /// Receives one message for each output stream when it has ended.
    printed: mpsc::Receiver<()>,
}

impl Running {
    /// Starts a program. The caller has already set its arguments, its folder and its standard input.
    pub(crate) fn start(command: &mut Command, key: &SecretKey) -> io::Result<Self> {
        credentials::variables::withhold(command);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = spawned(command)?;
        interruption::set_child(Some(child.id()));
        let (over, printed) = mpsc::channel();
        if let Some(stdout) = child.stdout.take() {
            pass_on(stdout, key, over.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            pass_on(stderr, key, over);
        }
        Ok(Self { child, printed })
    }

    /// Waits until the program has ended.
    pub(crate) fn wait(mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait();
        interruption::set_child(None);
        let status = status?;
        for _ in 0..2 {
            let _ = self.printed.recv_timeout(AFTERWARDS);
        }
        Ok(status)
    }

    /// Waits until the program has ended, or kills it after the time limit. Returns `None` if it was killed.
    pub(crate) fn wait_at_most(self, limit: Duration) -> io::Result<Option<ExitStatus>> {
        let id = self.child.id();
        let (over, ended) = mpsc::channel();
        thread::spawn(move || {
            if let Some(process) = i32::try_from(id).ok().and_then(Pid::from_raw) {
                // The process stays a zombie until `wait`, so that its id is not given to another process.
                let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
                while matches!(
                    waitid(WaitId::Pid(process), options),
                    Err(rustix::io::Errno::INTR)
                ) {}
            }
            // After the time limit nobody receives this any more.
            let _ = over.send(());
        });
        let in_time = ended.recv_timeout(limit).is_ok();
        if !in_time {
            kill_tree(id);
        }
        let status = self.wait()?;
        Ok(in_time.then_some(status))
    }
}

/// Starts the program with the umask that psq was started with, so that its files get the modes that the user wants.
fn spawned(command: &mut Command) -> io::Result<Child> {
    let own = MASK.get().map(|&mask| umask(mask));
    let child = command.spawn();
    if let Some(own) = own {
        umask(own);
    }
    child
}

/// Prints the output of the program without the key. Sends one message when the output has ended.
fn pass_on(mut from: impl Read + Send + 'static, key: &SecretKey, over: mpsc::Sender<()>) {
    let mut redaction = Redaction::of(key);
    thread::spawn(move || {
        let mut chunk = zeroize::Zeroizing::new([0; 4096]);
        loop {
            match from.read(&mut *chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(length) => {
                    let text = redaction.take(chunk.get(..length).unwrap_or_default());
                    // A closed terminal must not end a delivery.
                    let _ = progress::write(&text);
                }
            }
        }
        let _ = progress::write(&redaction.end());
        // Nobody receives this any more if a child has kept the stream open for long.
        let _ = over.send(());
    });
}
