//! Running psq with the fault of the round.
//!
//! A prepared [`Round`] comes in. psq runs on its command line, traced if the fault strikes a system call. Out goes
//! the [`FinishedRun`]. What the run did is then compared in [`check`](super::check); the faults are listed in
//! [`fault`](super::fault).

mod confirmation;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::disk::DiskModel;
use super::fault::Fault;
use super::fixture::Fixture;
use super::mounts::Mounted;
use super::round::{DEADLINE, FinishedRun, Round};
use super::tracer::{self, Action, Point, Strike};

impl Round<'_> {
    /// Runs psq and lets the fault strike.
    pub(super) fn inject(&mut self) -> io::Result<FinishedRun> {
        let arguments = self.arguments();
        let fixture = &self.fixture;
        let rotated_elsewhere = &self.rotated_elsewhere;
        let strike = |at: usize, action| Strike {
            at,
            again: None,
            action,
        };
        let side = |before: bool| {
            if before {
                Action::KillBefore
            } else {
                Action::KillAfter
            }
        };
        match &self.plan.fault {
            Fault::Kill { at, before } => traced(fixture, &arguments, strike(*at, side(*before))),
            Fault::PowerLoss {
                at,
                before,
                survived,
                seed,
            } => {
                let mut disk = DiskModel::watch(std::slice::from_ref(&fixture.folder))?;
                let action = if *before {
                    Action::CutBefore
                } else {
                    Action::CutAfter
                };
                let program = fixture.traced(&arguments);
                let run = tracer::run(program, strike(*at, action), &mut disk, DEADLINE)?;
                if run.struck.is_some() {
                    disk.lose_power(*survived, *seed)?;
                }
                Ok(FinishedRun::of(run))
            }
            Fault::Signal {
                at,
                signal,
                again,
                is_slow,
            } => {
                if *is_slow {
                    for operation in ["regenerate", "create", "delete"] {
                        let fault = format!("{operation}=delay:60:after");
                        fixture
                            .sandbox
                            .inject(fault.parse().map_err(io::Error::other)?);
                    }
                }
                let strike = Strike {
                    again: again.map(|again| at + again),
                    ..strike(*at, Action::Send(*signal))
                };
                traced(fixture, &arguments, strike)
            }
            Fault::Errno { at, errno } => {
                traced(fixture, &arguments, strike(*at, Action::Fail(*errno)))
            }
            Fault::Server(faults) => {
                for fault in faults {
                    let fault = fault.parse().map_err(io::Error::other)?;
                    fixture.sandbox.inject(fault);
                }
                run_to_end(&mut fixture.plain(&arguments))
            }
            Fault::SecondPsq { at } => {
                // The output of the second psq goes to its own operator, and not to the first psq.
                let printed = RefCell::new(Vec::new());
                let second_psq = |_: &Point| {
                    let Ok(output) = fixture.plain(&fixture.change()).output() else {
                        return;
                    };
                    if output.status.success() {
                        rotated_elsewhere.set(Some(fixture.sandbox.requests().len()));
                    }
                    printed.replace(output.stdout);
                };
                let action = Action::Call(Box::new(second_psq));
                let ended = traced(fixture, &arguments, strike(*at, action))?;
                self.printed.extend(printed.take());
                Ok(ended)
            }
            Fault::RotatedElsewhere { at } => {
                let rotate = |_: &Point| {
                    if fixture.rotate_elsewhere().is_ok() {
                        rotated_elsewhere.set(Some(fixture.sandbox.requests().len()));
                    }
                };
                traced(
                    fixture,
                    &arguments,
                    strike(*at, Action::Call(Box::new(rotate))),
                )
            }
            Fault::DiskFull { room, .. } => {
                let mounted = self.mounted.as_ref();
                self.ballast = mounted.map(|mounted| mounted.fill(*room)).transpose()?;
                run_to_end(&mut fixture.plain(&arguments))
            }
            Fault::ReadOnly { at } => {
                let make_read_only = |_: &Point| {
                    Mounted::set_read_only(&fixture.app_folder(), true);
                };
                traced(
                    fixture,
                    &arguments,
                    strike(*at, Action::Call(Box::new(make_read_only))),
                )
            }
            Fault::Edited {
                at,
                replaces_secret,
            } => {
                let name = fixture.file().file_name().map(OsStr::to_owned);
                let name = name.unwrap_or_default();
                let edit = |point: &Point| {
                    // No program can notice an edit between its last look and the rename that follows.
                    if point.name == "rename" && Path::new(&point.what).ends_with(&name) {
                        return;
                    }
                    // If the file does not exist yet, there is nothing to edit.
                    let _ = if *replaces_secret {
                        fixture.replace_secret()
                    } else {
                        fixture.add_line()
                    };
                };
                traced(
                    fixture,
                    &arguments,
                    strike(*at, Action::Call(Box::new(edit))),
                )
            }
            Fault::Moved { at } => {
                let move_link = |_: &Point| {
                    let _ = fixture.point_link_at("2");
                };
                traced(
                    fixture,
                    &arguments,
                    strike(*at, Action::Call(Box::new(move_link))),
                )
            }
            Fault::ProgramDisabled { at } => {
                let disable = |_: &Point| {
                    let _ = fixture.disable_program();
                };
                traced(
                    fixture,
                    &arguments,
                    strike(*at, Action::Call(Box::new(disable))),
                )
            }
            Fault::Confirmation { interrupts } => confirmation::asked(fixture, *interrupts),
            Fault::Nothing => run_to_end(&mut fixture.plain(&arguments)),
            Fault::ClosedStdout => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = fixture.plain(&arguments);
                let child = command.stdout(writer).stderr(Stdio::piped()).spawn()?;
                Ok(FinishedRun::by_itself(child.wait_with_output()?))
            }
            Fault::ClosedStderr => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = fixture.plain(&arguments);
                let child = command.stdout(Stdio::piped()).stderr(writer).spawn()?;
                Ok(FinishedRun::by_itself(child.wait_with_output()?))
            }
        }
    }

    /// Repairs the machine after the fault, as an operator would: the server works again, and the disk has
    /// space and is writable.
    pub(super) fn undo_fault(&mut self) -> io::Result<()> {
        self.fixture.sandbox.clear_faults();
        if let Some(ballast) = self.ballast.take() {
            fs::remove_file(ballast)?;
        }
        if matches!(self.plan.fault, Fault::ReadOnly { .. }) {
            Mounted::set_read_only(&self.fixture.app_folder(), false);
        }
        Ok(())
    }
}

fn traced(fixture: &Fixture, arguments: &[String], strike: Strike<'_>) -> io::Result<FinishedRun> {
    let run = tracer::run(fixture.traced(arguments), strike, &mut (), DEADLINE)?;
    Ok(FinishedRun::of(run))
}

pub(super) fn run_to_end(command: &mut Command) -> io::Result<FinishedRun> {
    command.output().map(FinishedRun::by_itself)
}
