//! The world of a round: a sandbox, a folder for the state, and a destination.

use std::fs;
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use publicsquare_sandbox::{IdempotencyScope, Operation, Reveal, Sandbox};

use super::scenario::{Change, Place, Scenario, World};
use super::tracer::Program;
use crate::random::Random;

/// The variable in the dotenv file.
const VARIABLE: &str = "PUBLICSQUARE_KEY";

/// How long psq goes on asking one thing, in seconds. Long enough for the delays here.
const TIMEOUT: &str = "3";

impl Drop for Stage {
    fn drop(&mut self) {
        // The next round brings its own.
        let _ = fs::remove_dir_all(self.vault());
    }
}

/// Everything that a run of psq can touch.
pub(super) struct Stage {
    pub(super) scenario: Scenario,
    pub(super) sandbox: Sandbox,
    pub(super) folder: PathBuf,
    pub(super) target: String,
    /// The value that the key had at the start.
    pub(super) first_value: String,
    admin: String,
    psq: PathBuf,
    before_value: Vec<u8>,
    after_value: Vec<u8>,
}

impl Stage {
    /// A new world in an empty folder.
    pub(super) fn set(
        scenario: Scenario,
        folder: &Path,
        psq: &Path,
        random: &mut Random,
    ) -> io::Result<Self> {
        let mut builder = Sandbox::builder().without_rate_limit();
        match scenario.world {
            World::Open => {}
            World::Hidden => builder = builder.reveal(Reveal::OwnKey),
            World::Forgetful => builder = builder.idempotency_scope(IdempotencyScope::Ignored),
            World::Graceful => builder = builder.grace_period(Duration::from_secs(3600)),
        }
        let sandbox = builder.start_blocking()?;
        let keys = sandbox.seeded().test();
        let (target, admin) = (keys.payment_method_writer(), keys.secret());
        let (target, first_value, admin) = (
            target.id().to_owned(),
            target.value().to_owned(),
            admin.value().to_owned(),
        );
        let mut stage = Self {
            scenario,
            sandbox,
            folder: folder.to_owned(),
            target,
            first_value,
            admin,
            psq: psq.to_owned(),
            before_value: Vec::new(),
            after_value: Vec::new(),
        };
        fs::create_dir_all(stage.shop())?;
        fs::create_dir_all(stage.vault())?;
        stage.write_destination(random)?;
        Ok(stage)
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    pub(super) fn shop(&self) -> PathBuf {
        self.folder.join("shop")
    }

    /// The file in which the key ends up. Nobody writes it where the key goes to the standard output, but
    /// `recover`.
    pub(super) fn file(&self) -> PathBuf {
        match self.scenario.place {
            Place::Dotenv => self.shop().join(".env"),
            Place::File | Place::NewFile => self.shop().join("key"),
            // A vault keeps what it was given, whatever happens to this machine.
            Place::Command => self.vault().join("key"),
            Place::Stdout => self.shop().join("rescued"),
        }
    }

    /// Out of reach of power losses.
    fn vault(&self) -> PathBuf {
        self.folder.with_extension("vault")
    }

    pub(super) fn write_destination(&mut self, random: &mut Random) -> io::Result<()> {
        let value = self.first_value.clone();
        match self.scenario.place {
            Place::Dotenv => self.invent_dotenv(random),
            Place::File if random.percent(50) => self.after_value = b"\n".to_vec(),
            Place::File => {}
            Place::NewFile | Place::Command | Place::Stdout => return Ok(()),
        }
        let content = [&self.before_value, value.as_bytes(), &self.after_value].concat();
        fs::write(self.file(), content)
    }

    fn invent_dotenv(&mut self, random: &mut Random) {
        const OTHERS: [&str; 7] = [
            "PORT=8080",
            "# PUBLICSQUARE_KEY=not this one",
            "",
            "export NAME='a b  c'",
            "PUBLICSQUARE_KEY_ID=key_1",
            "URL=\"https://shop.example/?a=b#c\"",
            "LATIN=\u{fc}ber",
        ];
        let line_end = if random.percent(30) { "\r\n" } else { "\n" };
        let lines = |random: &mut Random| {
            (0..random.below(6)).fold(String::new(), |text, _| {
                text + random.of(&OTHERS).copied().unwrap_or_default() + line_end
            })
        };
        let (quote, export) = (
            random.of(&["", "'", "\""]).copied().unwrap_or_default(),
            random.of(&["", "export "]).copied().unwrap_or_default(),
        );
        let comment = random.of(&["", "  # till 4"]).copied().unwrap_or_default();
        self.before_value = (lines(random) + export + VARIABLE + "=" + quote).into_bytes();
        let last = if random.percent(20) {
            String::new()
        } else {
            line_end.to_owned() + &lines(random)
        };
        self.after_value = (quote.to_owned() + comment + &last).into_bytes();
    }

    /// The value in the destination; an error where any other byte of it is not as it was.
    pub(super) fn held(&self) -> Result<Option<String>, String> {
        let content = match fs::read(self.file()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            content => content.map_err(|error| error.to_string())?,
        };
        let value = content
            .strip_prefix(self.before_value.as_slice())
            .and_then(|rest| rest.strip_suffix(self.after_value.as_slice()))
            .ok_or("the bytes around the value have changed")?;
        String::from_utf8(value.to_vec())
            .map(Some)
            .map_err(|_| "the value is no text".to_owned())
    }

    /// The arguments for the change.
    pub(super) fn change(&self) -> Vec<String> {
        self.ask(self.scenario.change, &self.target)
    }

    /// The arguments for a change of any key.
    pub(super) fn ask(&self, change: Change, id: &str) -> Vec<String> {
        let mut words = vec![
            change.word().to_owned(),
            id.to_owned(),
            "--env".to_owned(),
            "test".to_owned(),
            "--timeout".to_owned(),
            TIMEOUT.to_owned(),
        ];
        words.extend(self.destination());
        words
    }

    /// The arguments for going on. A key goes to the standard output only where that is asked for.
    pub(super) fn recover(&self) -> Vec<String> {
        if self.scenario.place == Place::Stdout {
            let words = [
                "recover",
                &self.target,
                "--env",
                "test",
                "--timeout",
                TIMEOUT,
                "--to",
                "-",
            ];
            return words.map(str::to_owned).to_vec();
        }
        ["recover", "--timeout", TIMEOUT]
            .map(str::to_owned)
            .to_vec()
    }

    /// The arguments for the value that a key has now.
    pub(super) fn rescue(&self, id: &str) -> Vec<String> {
        let mut words: Vec<String> = ["recover", id, "--env", "test", "--timeout", TIMEOUT]
            .map(str::to_owned)
            .to_vec();
        let file = self.file().display().to_string();
        words.extend(match self.scenario.place {
            Place::Stdout => vec!["--to".to_owned(), file],
            _ => self.destination(),
        });
        words
    }

    fn destination(&self) -> Vec<String> {
        let file = self.file().display().to_string();
        let words: &[&str] = match self.scenario.place {
            Place::Dotenv => &["--to", &file, "--var", VARIABLE],
            Place::File | Place::NewFile => &["--to", &file],
            Place::Command => &[
                "--",
                "/bin/sh",
                "-c",
                "umask 077; cat > \"$0.new\" && mv \"$0.new\" \"$0\"",
                &file,
            ],
            Place::Stdout => &["--to", "-"],
        };
        words.iter().map(|&word| word.to_owned()).collect()
    }

    /// psq, to be traced.
    pub(super) fn traced(&self, arguments: &[String]) -> Program {
        let mut program = Program::new(&self.psq);
        self.prepare(program.command(), arguments);
        program
    }

    /// psq as it is.
    pub(super) fn plain(&self, arguments: &[String]) -> Command {
        let mut command = Command::new(&self.psq);
        self.prepare(&mut command, arguments);
        command
    }

    fn prepare(&self, command: &mut Command, arguments: &[String]) {
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("PSQ_STATE_DIR", self.state())
            .env("PUBLICSQUARE_BASE_URL", self.sandbox.url())
            .env("PUBLICSQUARE_API_KEY", &self.admin)
            .env("NO_COLOR", "1")
            .stdin(std::process::Stdio::null());
    }

    /// The value that the key has now.
    pub(super) fn value_of(&self, id: &str) -> Option<String> {
        let key = self.sandbox.current_value(id)?;
        Some(key.value().to_owned())
    }

    /// The key with this value.
    pub(super) fn id_of(&self, value: &str) -> Option<String> {
        let keys = self.sandbox.keys();
        let key = keys.iter().find(|key| key.value() == value)?;
        Some(key.id().to_owned())
    }

    /// Whether the destination holds the value that works now: that of the key, or of its successor.
    pub(super) fn holds_current(&self) -> bool {
        let Ok(Some(held)) = self.held() else {
            return false;
        };
        match self.scenario.change {
            Change::Rotate => self.value_of(&self.target) == Some(held),
            Change::Replace => self
                .id_of(&held)
                .is_some_and(|id| id == self.target || self.is_new(&id)),
        }
    }

    /// Whether the key was not there at the start.
    pub(super) fn is_new(&self, id: &str) -> bool {
        let seeded = self.sandbox.seeded();
        [seeded.test(), seeded.production(), seeded.other_account()]
            .into_iter()
            .all(|keys| keys.iter().all(|(_, key)| key.id() != id))
    }

    /// Rotates the key as another machine would.
    pub(super) fn rotate_elsewhere(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect(self.sandbox.address())?;
        write!(
            stream,
            "POST /api-keys/{}/regenerate HTTP/1.1\r\nHost: sandbox\r\nX-API-KEY: {}\r\n\
             Content-Length: 0\r\nConnection: close\r\n\r\n",
            self.target, self.admin
        )?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }

    /// The place in the sandbox's log of the last request that looks at the delivered key.
    pub(super) fn last_look(&self) -> Option<usize> {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .rposition(|request| match request.operation {
                Some(Operation::RevealApiKey) => request.status == Some(200),
                operation => operation == Some(Operation::ListApiKeyTypes),
            })
    }
}
