//! `cargo xtask soak --breakages`: things that go wrong on purpose, one at a time. The bench has to find each.
//!
//! The flags come in. Each [`Sabotage`] is committed in a short run: the sandbox keeps memory or descriptors, a destination
//! loses its key behind psq's back, and so on. Out comes whether the run has found it, and exit code 1 if one was not. Bugs
//! in psq itself are made by `cargo xtask faults --breakages`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::planned::{KEYS, Planned};
use super::psq_run::PsqRun;
use super::sandbox_process::SandboxProcess;
use super::{Length, play};
use crate::cli::SoakFlags;
use crate::exit::Exit;
use crate::faults::Flaw;

/// What goes wrong after each run of psq.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sabotage {
    /// The sandbox keeps a mebibyte.
    Memory,
    /// The sandbox keeps a file open.
    Descriptors,
    /// A file gets a value that does not work, although psq has reported success.
    LostKey,
    /// The old value of a replaced key stays in its file, and the key is dead.
    DeadKey,
    /// The output of psq shows a key.
    ShownKey,
    /// Another byte of a file changes.
    Damage,
    /// A draft stays behind.
    Leftover,
    /// psq ends with a code that is not documented.
    Crash,
}

const SABOTAGES: [(Sabotage, &str, Option<Flaw>); 8] = [
    (
        Sabotage::Memory,
        "the sandbox keeps a mebibyte a second",
        None,
    ),
    (
        Sabotage::Descriptors,
        "the sandbox keeps a descriptor a second",
        None,
    ),
    (
        Sabotage::LostKey,
        "a file loses the key after a success",
        Some(Flaw::Lost),
    ),
    (
        Sabotage::DeadKey,
        "a file holds a dead key while it is replaced",
        Some(Flaw::Lost),
    ),
    (
        Sabotage::ShownKey,
        "a key is in the output",
        Some(Flaw::Leak),
    ),
    (Sabotage::Damage, "another byte changes", Some(Flaw::Bytes)),
    (Sabotage::Leftover, "a draft is left", Some(Flaw::Disorder)),
    (
        Sabotage::Crash,
        "psq ends with code 101",
        Some(Flaw::Disorder),
    ),
];

/// Long enough for nine measurements in each third.
pub(super) const SHORT: Length = Length {
    whole: Duration::from_secs(40),
    part: Duration::from_secs(10),
    log: 500,
};

pub(super) fn run(flags: &SoakFlags, psq: &Path, out: &mut dyn Write) -> io::Result<Exit> {
    // If the bench finds something anyway, its findings prove nothing.
    let usual = play(flags, psq, SHORT, None, out)?;
    let mut is_blind = !usual.is_clean();
    let result = if is_blind { "NOT CLEAN" } else { "clean" };
    writeln!(out, "{result}: nothing goes wrong on purpose")?;
    out.flush()?;
    for (sabotage, what, flaw) in SABOTAGES {
        let played = play(flags, psq, SHORT, Some((sabotage, flaw)), &mut io::sink())?;
        let is_found = match flaw {
            Some(flaw) => played.findings.iter().any(|finding| finding.flaw == flaw),
            None => {
                let series = if sabotage == Sabotage::Memory {
                    "memory of the sandbox"
                } else {
                    "open descriptors of the sandbox"
                };
                played.grown.contains(&series)
            }
        };
        let result = if is_found { "found" } else { "NOT FOUND" };
        writeln!(out, "{result}: {what}")?;
        out.flush()?;
        is_blind |= !is_found;
    }
    Ok(if is_blind {
        Exit::Failure
    } else {
        Exit::Success
    })
}

impl Sabotage {
    /// Strikes after a run of psq and before it is judged.
    pub(super) fn strike(
        self,
        run: &mut PsqRun,
        planned: &Planned,
        sandbox: &SandboxProcess,
    ) -> io::Result<()> {
        let of_key = |name: &str| {
            let mut places = planned.places.iter();
            places.find(|place| KEYS.get(place.key).is_some_and(|key| key.name == name))
        };
        match self {
            Self::Memory => drop(sandbox.ask("keep 1048576")?),
            Self::Descriptors => drop(sandbox.ask("hold")?),
            Self::LostKey if run.code == Some(0) => {
                if let Some(place) = of_key("shop") {
                    place.put("rk_test_FAKEnobodyHasThisKey111")?;
                }
            }
            Self::DeadKey => {
                if let Some(place) = of_key("report") {
                    place.put("rk_test_FAKEnobodyHasThisKey111")?;
                }
            }
            Self::ShownKey => run.text += "rk_test_FAKEshown",
            Self::Damage => {
                if let Some(place) = of_key("jobs") {
                    let content = fs::read(&place.path)?;
                    fs::write(&place.path, [b"#", content.as_slice()].concat())?;
                }
            }
            Self::Leftover => fs::write(planned.app().join(".env.psq-1"), "")?,
            Self::Crash => run.code = Some(101),
            Self::LostKey => {}
        }
        Ok(())
    }
}
