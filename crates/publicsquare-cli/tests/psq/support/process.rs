//! psq as a process: [`Psq`] prepares a run, [`Running`] is one under way, and [`Ended`] one that is over.
//!
//! At the end of every run this module checks what psq promises of each: no output and no file of its state shows a
//! key or an idempotency key, and after exit code 2 or 3 no key has changed. Runs in a terminal are in `terminal`.

use std::collections::BTreeMap;
use std::env;
use std::fs::File;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use rustix::process::{Pid, Signal, geteuid, kill_process};

use super::{MARK, World, holds};

/// The id of a user without any rights, which most systems call nobody.
pub(crate) const ORDINARY: u32 = 65_534;

/// A run that has not started.
pub(crate) struct Psq<'a> {
    world: &'a World,
    command: Command,
    delivers_to_stdout: bool,
    beside_others: bool,
}

impl<'a> Psq<'a> {
    pub(crate) fn new<'b>(world: &'a World, arguments: impl IntoIterator<Item = &'b str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_psq"));
        // The settings of the person who runs the tests must not change the result.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["PUBLICSQUARE_", "PSQ_", "CLICOLOR", "NO_COLOR"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
            {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .env("PUBLICSQUARE_BASE_URL", world.sandbox.url())
            .env("PUBLICSQUARE_API_KEY", world.admin())
            .env("PSQ_STATE_DIR", world.state())
            .env("HOME", world.root())
            .env("TMPDIR", world.root())
            .current_dir(world.files())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        Self {
            world,
            command,
            delivers_to_stdout: false,
            beside_others: false,
        }
    }

    /// Says that keys may change although the exit code says otherwise: somebody else changes keys as well, or the run
    /// has several keys and the exit code is that of one of them.
    pub(crate) fn beside_others(mut self) -> Self {
        self.beside_others = true;
        self
    }

    pub(crate) fn args(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Makes psq authenticate with this key.
    pub(crate) fn by(self, value: &str) -> Self {
        self.env("PUBLICSQUARE_API_KEY", value)
    }

    /// Removes the key to authenticate with.
    pub(crate) fn by_nobody(self) -> Self {
        self.without_env("PUBLICSQUARE_API_KEY")
    }

    pub(crate) fn state(self, folder: &Path) -> Self {
        self.env("PSQ_STATE_DIR", folder)
    }

    /// Starts psq from a shell that first runs this script.
    pub(crate) fn after(mut self, script: &str) -> Self {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("{script}; exec \"$@\""), "sh"])
            .arg(self.command.get_program())
            .args(self.command.get_args())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        self.command = command;
        self
    }

    /// Types a line in a shell with the environment and the folder of this run.
    #[track_caller]
    pub(crate) fn shell(&self, line: &str) -> Output {
        let psq = Path::new(env!("CARGO_BIN_EXE_psq")).parent().unwrap();
        let mut folders = vec![psq.to_owned()];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new("sh");
        command.args(["-c", line]).stdin(Stdio::null());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.env("PATH", env::join_paths(folders).unwrap());
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        command.output().unwrap()
    }

    /// Runs psq as an ordinary user, who becomes the owner of all files of the world. If the tests do not run as root, it
    /// is the user who runs the tests.
    pub(crate) fn by_ordinary_user(mut self) -> Self {
        if geteuid().is_root() {
            self.world.give_away(ORDINARY);
            self.command.uid(ORDINARY).gid(ORDINARY);
        }
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn stdout(mut self, file: File) -> Self {
        self.command.stdout(file);
        self
    }

    /// Gives psq a standard output that nobody reads. The reader is closed long before psq writes, because a process that
    /// another test starts at this moment may inherit it for an instant.
    pub(crate) fn unread(self) -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        self.stdout(OwnedFd::from(writer).into())
    }

    /// Says that the key goes to the standard output.
    pub(crate) fn delivering_to_stdout(mut self) -> Self {
        self.delivers_to_stdout = true;
        self
    }

    /// The command itself, for a test that starts it in another way.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Runs psq to its end.
    #[track_caller]
    pub(crate) fn run(self) -> Ended {
        self.start().finish()
    }

    /// Runs psq and expects this exit code.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Ended {
        let ended = self.run();
        assert_eq!(ended.code, Some(code), "{}", ended.stderr);
        ended
    }

    #[track_caller]
    pub(crate) fn start(mut self) -> Running<'a> {
        let values = self.world.values();
        Running {
            world: self.world,
            values,
            child: Some(self.command.spawn().unwrap()),
            heard: Vec::new(),
            delivers_to_stdout: self.delivers_to_stdout,
            beside_others: self.beside_others,
        }
    }
}

/// A run under way. Dropping it kills psq.
pub(crate) struct Running<'a> {
    world: &'a World,
    /// The values of all keys when the run began.
    values: BTreeMap<String, String>,
    child: Option<Child>,
    /// The part of the standard error that was read before the end.
    heard: Vec<u8>,
    delivers_to_stdout: bool,
    beside_others: bool,
}

impl Running<'_> {
    fn child(&mut self) -> &mut Child {
        self.child.as_mut().expect("the run is not over")
    }

    /// The number of the process.
    pub(crate) fn id(&mut self) -> u32 {
        self.child().id()
    }

    pub(crate) fn signal(&mut self, signal: Signal) {
        let id = i32::try_from(self.id()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits until psq has printed this text to the standard error.
    #[track_caller]
    pub(crate) fn says(&mut self, text: &str) {
        while !holds(&self.heard, text) {
            let mut byte = [0];
            let stderr = self.child().stderr.as_mut().unwrap();
            let length = std::io::Read::read(stderr, &mut byte).unwrap();
            let heard = String::from_utf8_lossy(&self.heard).into_owned();
            assert_eq!(length, 1, "psq ended and did not print {text:?}: {heard}");
            self.heard.push(byte[0]);
        }
    }

    /// Kills psq, as a crash does.
    #[track_caller]
    pub(crate) fn kill(mut self) {
        let mut child = self.child.take().expect("the run is not over");
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), None, "psq ended before it was killed");
        self.world.assert_state_hides_keys();
    }

    /// Waits for the end, and checks what psq promises of every run.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Ended {
        let child = self.child.take().expect("the run is not over");
        let mut output = child.wait_with_output().unwrap();
        output.stderr.splice(0..0, self.heard.drain(..));
        let ended = Ended::new(output);
        self.world.assert_state_hides_keys();
        assert!(
            !holds(ended.stderr.as_bytes(), MARK),
            "the standard error shows a key"
        );
        if !self.delivers_to_stdout {
            assert!(
                !holds(&ended.stdout, MARK),
                "the standard output shows a key"
            );
        }
        for bytes in [ended.stderr.as_bytes(), &ended.stdout] {
            assert!(
                !self.world.holds_identity(bytes),
                "the output shows an idempotency key"
            );
        }
        assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        if matches!(ended.code, Some(2 | 3)) && !self.beside_others {
            let now = self.world.values();
            assert!(
                self.values == now,
                "a key has changed, but the exit code says that nothing has"
            );
        }
        ended
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A run that is over.
pub(crate) struct Ended {
    /// `None` after a signal.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: String,
}

impl Ended {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).expect("UTF-8")
    }

    /// Asserts that the standard error contains all of these texts.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.stderr.contains(part), "{part:?} in:\n{}", self.stderr);
        }
        self
    }

    /// The command that psq printed as the next one.
    #[track_caller]
    pub(crate) fn next(&self) -> &str {
        let next = self
            .stderr
            .lines()
            .find_map(|line| line.trim().strip_prefix("Next: "));
        next.expect("a command to type next")
    }

    /// The words of that command, without `psq`.
    #[track_caller]
    pub(crate) fn next_words(&self) -> Vec<&str> {
        let mut words = self.next().split(' ');
        assert_eq!(words.next(), Some("psq"));
        words.collect()
    }
}
