//! A program that reads the key from its standard input.
//!
//! Words and a folder come in. That the program can be started is found out before the rotation. What it
//! prints is passed on to the standard error, with the key taken out.

mod redaction;
mod startable;

use std::fmt;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use std::{env, sync::OnceLock};

use publicsquare::SecretKey;
use rustix::fs::Mode;
use rustix::process::umask;

use self::redaction::Redaction;
use super::DestinationRecord;
use crate::stop::Stop;
use crate::{credentials, interruption, progress};

/// What fits into any pipe, and is more than a key has.
const LARGEST: usize = 4096;

/// How long what a program has started may still print once the program itself has ended.
const AFTERWARDS: Duration = Duration::from_secs(2);

/// The mask that psq was started with.
static MASK: OnceLock<Mode> = OnceLock::new();

/// Remembers the mask that programs are to run with.
pub(crate) fn keep_mask(mask: Mode) {
    // There is one in a process.
    let _ = MASK.set(mask);
}

/// A program and its arguments.
pub(crate) struct CommandDestination {
    words: Vec<String>,
    folder: PathBuf,
}

/// Arguments may hold what nobody is to see.
impl fmt::Debug for CommandDestination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandDestination")
            .field("program", &self.words.first())
            .finish_non_exhaustive()
    }
}

impl CommandDestination {
    /// Refuses a program that cannot be started: after the rotation it would be too late.
    pub(crate) fn new(words: Vec<String>) -> Result<Self, Stop> {
        let folder = env::current_dir().map_err(|error| {
            Stop::usage(format!(
                "the current folder, in which the command is to run, is unknown: {error}"
            ))
        })?;
        let command = Self::noted(words, folder);
        command.found().map_err(Stop::usage)?;
        Ok(command)
    }

    /// One that was checked when it was noted.
    pub(crate) fn noted(words: Vec<String>, folder: PathBuf) -> Self {
        Self { words, folder }
    }

    pub(crate) fn record(&self) -> DestinationRecord {
        DestinationRecord::Command {
            words: self.words.clone(),
            folder: self.folder.clone(),
        }
    }

    /// The file of the program, which can be started.
    fn found(&self) -> Result<PathBuf, String> {
        let program = self.words.first().map_or("", String::as_str);
        let path = startable::find(program, &self.folder).ok_or_else(|| {
            format!(
                "there is no program {program} that can be run; give it by its path, or mend PATH"
            )
        })?;
        startable::check(&path, &self.folder)
            .map_err(|flaw| format!("the program {program} cannot be started: {flaw}"))?;
        Ok(path)
    }

    /// Runs it with the key, and nothing else, on its standard input.
    pub(crate) fn deliver(&self, key: &SecretKey) -> io::Result<()> {
        let found = self.found().map_err(io::Error::other)?;
        let bytes = key.expose_secret().as_bytes();
        if bytes.len() > LARGEST {
            return Err(io::Error::other("the key is too long for a pipe"));
        }
        let (unread, mut pipe) = io::pipe()?;
        let mut command = Command::new(found);
        command
            .arg0(self.words.first().map_or("", String::as_str))
            .args(self.words.get(1..).unwrap_or_default())
            .current_dir(&self.folder)
            .env_remove(credentials::VARIABLE)
            .stdin(unread.try_clone()?)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = spawned(&mut command)?;
        drop(command);
        interruption::child(Some(child.id()));
        let printed = pass_on(&mut child, key);
        // It fits into the pipe: this waits for nobody, and does not fail where nobody reads.
        let written = pipe.write_all(bytes);
        drop(pipe);
        let status = child.wait();
        interruption::child(None);
        written?;
        let status = status?;
        // Each says once that there is nothing more.
        for _ in 0..2 {
            let _ = printed.recv_timeout(AFTERWARDS);
        }
        if !status.success() {
            return Err(io::Error::other(format!("it ended with {status}")));
        }
        if rustix::io::ioctl_fionread(&unread)? > 0 {
            return Err(io::Error::other(
                "it ended well and has not read its standard input",
            ));
        }
        Ok(())
    }
}

/// Starts it with the mask that psq was started with, so that its files get the modes that its user wants.
fn spawned(command: &mut Command) -> io::Result<Child> {
    let own = MASK.get().map(|&mask| umask(mask));
    let child = command.spawn();
    if let Some(own) = own {
        umask(own);
    }
    child
}

/// Passes on what it prints, without the key. Says once for each stream that this has ended.
fn pass_on(child: &mut Child, key: &SecretKey) -> mpsc::Receiver<()> {
    let (over, ended) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        pass_on_one(stdout, key, over.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        pass_on_one(stderr, key, over);
    }
    ended
}

fn pass_on_one(mut from: impl Read + Send + 'static, key: &SecretKey, over: mpsc::Sender<()>) {
    let mut redaction = Redaction::of(key);
    thread::spawn(move || {
        let mut chunk = zeroize::Zeroizing::new([0; 4096]);
        loop {
            match from.read(&mut *chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(length) => {
                    let text = redaction.take(chunk.get(..length).unwrap_or_default());
                    // A terminal that has gone away must not end a delivery.
                    let _ = progress::write(&text);
                }
            }
        }
        let _ = progress::write(&redaction.end());
        // Nobody waits any more where the program has gone on for long after its end.
        let _ = over.send(());
    });
}

/// Whether the user that psq runs as may run it.
fn is_executable(path: &Path) -> bool {
    use rustix::fs::{Access, AtFlags, CWD, accessat};

    path.is_file() && accessat(CWD, path, Access::EXEC_OK, AtFlags::EACCESS).is_ok()
}
