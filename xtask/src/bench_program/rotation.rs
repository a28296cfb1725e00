//! A rotation by psq beside a bare program with the same requests and the same syncs.
//!
//! The paths of psq and of the bare program come in. Both rotate a key of one sandbox in turns, each in a folder of its own
//! on the same disk. Out come the median times and the median of their ratios, which has to be at most [`MOST`]. Before
//! that, the log of the sandbox shows that both send the same requests, and strace that they sync as often. The bare
//! program is `bare.rs.in`.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use publicsquare_sandbox::{Sandbox, SandboxKey};

use super::median;
use crate::exit::Exit;
use crate::workspace;

/// How much longer psq may take.
const MOST: f64 = 1.3;

const ROUNDS: usize = 300;

/// The calls that make something durable.
const SYNCS: &str = "fsync,fdatasync,rename,renameat,renameat2";

/// Compares both.
pub(super) fn compare(psq: &Path, bare: &Path, out: &mut dyn Write) -> io::Result<Exit> {
    let sandbox = Sandbox::builder().without_rate_limit().start_blocking()?;
    let keys = sandbox.seeded().test();
    let credential = keys.secret().value();
    let sides = [
        Side::new("psq", psq, keys.key_writer(), credential)?,
        Side::new("bare", bare, keys.key_reader(), credential)?,
    ];
    let requests = sides.each_ref().map(|side| side.requests(&sandbox));
    let [of_psq, of_bare] = requests;
    let (of_psq, of_bare) = (of_psq?, of_bare?);
    if of_psq != of_bare {
        let message = format!("psq sends {of_psq:?}, and the bare program {of_bare:?}");
        return Err(io::Error::other(message));
    }
    match sides.each_ref().map(|side| side.syncs(&sandbox)) {
        [Ok(psq), Ok(bare)] if psq == bare => {
            writeln!(
                out,
                "a rotation into a dotenv file: {} requests, {psq} syncs and renames, on both sides",
                of_psq.len()
            )?;
        }
        [Ok(psq), Ok(bare)] => {
            let message = format!("psq syncs and renames {psq} times, and the bare program {bare}");
            return Err(io::Error::other(message));
        }
        [Err(error), _] | [_, Err(error)] => {
            writeln!(
                out,
                "the syncs were not counted, because of strace: {error}"
            )?;
        }
    }
    let (mut times, mut ratios) = ([Vec::new(), Vec::new()], Vec::new());
    for round in 0..ROUNDS {
        let mut pair = [0.0; 2];
        // Each round begins with the other side.
        for place in [round % 2, (round + 1) % 2] {
            let begun = Instant::now();
            succeeded(&mut sides[place].command(&sandbox))?;
            pair[place] = begun.elapsed().as_secs_f64();
            times[place].push(pair[place]);
        }
        ratios.push(pair[0] / pair[1]);
    }
    let sync = time_of_a_sync(&sides[0].folder)?;
    let [of_psq, of_bare] = times.map(median);
    let ratio = median(ratios);
    writeln!(
        out,
        "psq {:.2} ms, the bare program {:.2} ms, ratio {ratio:.2}, and {MOST} is the most ({ROUNDS} rounds; a sync takes \
         {:.2} ms here)",
        of_psq * 1e3,
        of_bare * 1e3,
        sync * 1e3,
    )?;
    Ok(if ratio <= MOST {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// The median time of a sync of a file, in seconds. The faster the disk, the more the start of a program counts.
fn time_of_a_sync(folder: &Path) -> io::Result<f64> {
    let file = File::create(folder.join("synced"))?;
    let mut times = Vec::new();
    for place in 0..50 {
        file.write_all_at(b"a", place)?;
        let begun = Instant::now();
        file.sync_all()?;
        times.push(begun.elapsed().as_secs_f64());
    }
    Ok(median(times))
}

/// One of the two programs, with its key and its folder.
struct Side<'a> {
    name: &'static str,
    program: &'a Path,
    key: &'a SandboxKey,
    folder: PathBuf,
}

impl<'a> Side<'a> {
    fn new(
        name: &'static str,
        program: &'a Path,
        key: &'a SandboxKey,
        credential: &str,
    ) -> io::Result<Self> {
        let folder = workspace::path("target/bench-program/rotation").join(name);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(folder.join("state"))?,
        }
        fs::set_permissions(folder.join("state"), Permissions::from_mode(0o700))?;
        for (file, text) in [
            ("credential", credential.to_owned()),
            (".env", format!("PUBLICSQUARE_KEY={}\n", key.value())),
        ] {
            fs::write(folder.join(file), text)?;
            fs::set_permissions(folder.join(file), Permissions::from_mode(0o600))?;
        }
        Ok(Self {
            name,
            program,
            key,
            folder,
        })
    }

    /// The arguments of a rotation.
    fn arguments(&self, sandbox: &Sandbox) -> Vec<String> {
        let id = self.key.id();
        let arguments = match self.name {
            "psq" => vec![
                "rotate",
                id,
                "--env",
                "test",
                "--auth-file",
                "credential",
                "--to",
                ".env",
                "--var",
                "PUBLICSQUARE_KEY",
            ],
            _ => vec![
                sandbox.url().trim_start_matches("http://"),
                id,
                "credential",
                ".",
            ],
        };
        arguments.into_iter().map(str::to_owned).collect()
    }

    fn command(&self, sandbox: &Sandbox) -> Command {
        self.under(Command::new(self.program), sandbox)
    }

    fn under(&self, mut command: Command, sandbox: &Sandbox) -> Command {
        command
            .args(self.arguments(sandbox))
            .current_dir(&self.folder)
            .env_clear()
            .env("PUBLICSQUARE_BASE_URL", sandbox.url())
            .env("PSQ_STATE_DIR", self.folder.join("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The requests of a rotation, with the id of the key left out.
    fn requests(&self, sandbox: &Sandbox) -> io::Result<Vec<String>> {
        // The first run makes folders and lock files that later ones find.
        succeeded(&mut self.command(sandbox))?;
        let before = sandbox.requests().len();
        succeeded(&mut self.command(sandbox))?;
        let requests = sandbox.requests().into_iter().skip(before);
        let request = requests.map(|request| {
            let path = request.path.replace(self.key.id(), "ID");
            format!("{} {path} {:?}", request.method, request.status)
        });
        Ok(request.collect())
    }

    /// How often a rotation syncs or renames.
    fn syncs(&self, sandbox: &Sandbox) -> io::Result<usize> {
        let trace = self.folder.join("trace");
        let mut strace = Command::new("strace");
        strace
            .args([
                "-f",
                "-qq",
                "-e",
                &format!("trace={SYNCS}"),
                "-e",
                "signal=none",
                "-o",
            ])
            .arg(&trace)
            .arg(self.program);
        succeeded(&mut self.under(strace, sandbox))?;
        Ok(fs::read_to_string(trace)?
            .lines()
            .filter(|line| line.contains("= 0"))
            .count())
    }
}

fn succeeded(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "{}: {status}",
            command.get_program().display()
        )))
    }
}
