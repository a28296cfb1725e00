//! Running psq, and hurting it.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::confirmation;
use super::disk::DiskModel;
use super::fault::Fault;
use super::mounts::Mounted;
use super::play::{DEADLINE, Ended, Round};
use super::stage::Stage;
use super::tracer::{self, Action, Point, Strike};

impl Round<'_> {
    /// Runs psq, and hurts it.
    pub(super) fn hurt(&mut self) -> io::Result<Ended> {
        let arguments = self.arguments();
        let stage = &self.stage;
        let rivalled = &self.rivalled;
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
            Fault::Kill { at, before } => traced(stage, &arguments, strike(*at, side(*before))),
            Fault::PowerLoss {
                at,
                before,
                survived,
                seed,
            } => {
                let mut disk = DiskModel::watch(std::slice::from_ref(&stage.folder))?;
                let action = if *before {
                    Action::CutBefore
                } else {
                    Action::CutAfter
                };
                let program = stage.traced(&arguments);
                let run = tracer::run(program, strike(*at, action), &mut disk, DEADLINE)?;
                if run.struck.is_some() {
                    disk.lose_power(*survived, *seed)?;
                }
                Ok(Ended::of(run))
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
                        stage
                            .sandbox
                            .inject(fault.parse().map_err(io::Error::other)?);
                    }
                }
                let strike = Strike {
                    again: again.map(|again| at + again),
                    ..strike(*at, Action::Send(*signal))
                };
                traced(stage, &arguments, strike)
            }
            Fault::Errno { at, errno } => {
                traced(stage, &arguments, strike(*at, Action::Fail(*errno)))
            }
            Fault::Server(faults) => {
                for fault in faults {
                    let fault = fault.parse().map_err(io::Error::other)?;
                    stage.sandbox.inject(fault);
                }
                output(&mut stage.plain(&arguments))
            }
            Fault::LocalRival { at } => {
                // What the rival writes is read by whoever has started it.
                let printed = RefCell::new(Vec::new());
                let rival = |_: &Point| {
                    let Ok(output) = stage.plain(&stage.change()).output() else {
                        return;
                    };
                    if output.status.success() {
                        rivalled.set(Some(stage.sandbox.requests().len()));
                    }
                    printed.replace(output.stdout);
                };
                let action = Action::Call(Box::new(rival));
                let ended = traced(stage, &arguments, strike(*at, action))?;
                self.printed.extend(printed.take());
                Ok(ended)
            }
            Fault::RemoteRival { at } => {
                let rival = |_: &Point| {
                    if stage.rotate_elsewhere().is_ok() {
                        rivalled.set(Some(stage.sandbox.requests().len()));
                    }
                };
                traced(
                    stage,
                    &arguments,
                    strike(*at, Action::Call(Box::new(rival))),
                )
            }
            Fault::DiskFull { room, .. } => {
                let mounted = self.mounted.as_ref();
                self.ballast = mounted.map(|mounted| mounted.fill(*room)).transpose()?;
                output(&mut stage.plain(&arguments))
            }
            Fault::ReadOnly { at } => {
                let lock = |_: &Point| {
                    Mounted::set_read_only(&stage.shop(), true);
                };
                traced(stage, &arguments, strike(*at, Action::Call(Box::new(lock))))
            }
            Fault::Edited { at, takes_place } => {
                let name = stage.file().file_name().map(OsStr::to_owned);
                let name = name.unwrap_or_default();
                let edit = |point: &Point| {
                    // Nobody can see what is edited between a look and the rename that follows it.
                    if point.name == "rename" && Path::new(&point.what).ends_with(&name) {
                        return;
                    }
                    // A file that is not there yet is not edited.
                    let _ = if *takes_place {
                        stage.take_place()
                    } else {
                        stage.add_line()
                    };
                };
                traced(stage, &arguments, strike(*at, Action::Call(Box::new(edit))))
            }
            Fault::Moved { at } => {
                let lead = |_: &Point| {
                    let _ = stage.lead_to("2");
                };
                traced(stage, &arguments, strike(*at, Action::Call(Box::new(lead))))
            }
            Fault::Unplugged { at } => {
                let unplug = |_: &Point| {
                    let _ = stage.unplug();
                };
                traced(
                    stage,
                    &arguments,
                    strike(*at, Action::Call(Box::new(unplug))),
                )
            }
            Fault::Confirmation { interrupts } => confirmation::asked(stage, *interrupts),
            Fault::Nothing => output(&mut stage.plain(&arguments)),
            Fault::ClosedStdout => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = stage.plain(&arguments);
                let child = command.stdout(writer).stderr(Stdio::piped()).spawn()?;
                Ok(Ended::by_itself(child.wait_with_output()?))
            }
            Fault::ClosedStderr => {
                let (reader, writer) = io::pipe()?;
                drop(reader);
                let mut command = stage.plain(&arguments);
                let child = command.stdout(Stdio::piped()).stderr(writer).spawn()?;
                Ok(Ended::by_itself(child.wait_with_output()?))
            }
        }
    }

    /// Ends what the fault has brought about, as an operator would.
    pub(super) fn heal(&mut self) -> io::Result<()> {
        self.stage.sandbox.clear_faults();
        if let Some(ballast) = self.ballast.take() {
            fs::remove_file(ballast)?;
        }
        if matches!(self.plan.fault, Fault::ReadOnly { .. }) {
            Mounted::set_read_only(&self.stage.shop(), false);
        }
        Ok(())
    }
}

fn traced(stage: &Stage, arguments: &[String], strike: Strike<'_>) -> io::Result<Ended> {
    let run = tracer::run(stage.traced(arguments), strike, &mut (), DEADLINE)?;
    Ok(Ended::of(run))
}

pub(super) fn output(command: &mut Command) -> io::Result<Ended> {
    command.output().map(Ended::by_itself)
}
