//! `psq apply`: changes the keys of a plan that are due.
//!
//! In comes a plan. psq first finishes what an earlier run has left open. Then it changes the keys that are due, the most
//! urgent one first, within the limit of their environment. Without `--due`, it also delivers the current value to the
//! destinations that do not hold it. If one key fails, psq continues with the others. Out goes the worst exit code.
//! [`process_key`] handles a single key.

mod delivery;
mod process_key;
mod reporting;

use std::time::Duration;

use self::process_key::ApplyRun;
use super::due::{Allowance, Timing, urgency};
use super::events::{self};
use super::survey::{Depth, KeyView, Survey, survey};
use super::{Plan, approval};
use crate::cli::ApplyArgs;
use crate::cli_error::CliError;
use crate::durable::create_private_folders;
use crate::exit::Exit;
use crate::interruption;
use crate::lock::Lock;
use crate::next_step::NextStep;
use crate::progress::Progress;
use crate::rate_limit;
use crate::state_folder::StateFolder;

/// Runs `psq apply`.
pub(crate) fn run(args: &ApplyArgs, progress: &Progress) -> Exit {
    rate_limit::enable();
    let ended = apply(args, progress);
    interruption::finish();
    let exit = match &ended {
        Ok(exit) => *exit,
        Err(failure) => failure.exit,
    };
    let failure = ended.err();
    if args.json {
        let error = failure.as_ref().map(CliError::in_full);
        let next = failure.and_then(|failure| failure.next.as_deref().and_then(NextStep::line));
        events::over(exit, error.as_deref(), next.as_deref());
    } else if let Some(failure) = failure {
        failure.print_to(progress, "nothing was changed");
    }
    exit
}

fn apply(args: &ApplyArgs, progress: &Progress) -> Result<Exit, CliError> {
    let plan = super::load(&args.plan)?;
    let state = StateFolder::locate()?;
    state.prepare()?;
    let _lock = match take_turn(args, &plan, &state)? {
        Turn::Taken(lock) => lock,
        Turn::Left => {
            progress.done(
                "Another psq is applying this plan right now, so this run leaves it to that one",
            );
            return Ok(Exit::Delivered);
        }
    };
    if args.json {
        events::started(&plan.path, args.dry_run);
    }
    let depth = if args.due { Depth::Ages } else { Depth::Files };
    let timeout = Duration::from_secs(args.patience.timeout);
    let survey = survey(&plan, &state, timeout, depth)?;
    let limits = plan.environments.iter();
    let mut run = ApplyRun {
        args,
        plan: &plan,
        state: &state,
        survey: &survey,
        progress,
        timeout,
        allowance: Allowance::new(limits.map(|(name, one)| (name, one.changes_per_run))),
        worst: Exit::Delivered,
        has_acted: false,
        has_asked_for_approval: false,
    };
    for view in in_order(&survey) {
        run.process(view);
    }
    if !run.has_acted {
        progress.done("There is nothing to do");
    }
    Ok(run.worst)
}

/// Whether this run may work on the plan.
enum Turn {
    /// It may, for as long as it holds the locks. A dry run changes nothing and needs none.
    Taken(Vec<Lock>),
    /// Another run is working on the plan, and does at least as much.
    Left,
}

/// Takes the locks of the plan. A run without `--due` takes a second one, so that others can see that it does everything.
///
/// # Errors
///
/// If the run that holds the lock does less than this one would, or psq cannot write the lock files.
fn take_turn(args: &ApplyArgs, plan: &Plan, state: &StateFolder) -> Result<Turn, CliError> {
    if args.dry_run {
        return Ok(Turn::Taken(Vec::new()));
    }
    let folder = state.plans();
    let unusable =
        |error: std::io::Error| CliError::usage(format!("{}: {error}", folder.display()));
    create_private_folders(&folder).map_err(unusable)?;
    let name = approval::name(&plan.path);
    let whole = folder.join(format!("{name}.whole.lock"));
    let Some(lock) = Lock::try_take(&folder.join(format!("{name}.lock"))).map_err(unusable)? else {
        if args.due || Lock::is_taken(&whole) {
            return Ok(Turn::Left);
        }
        return Err(CliError::untouched(
            "another psq is applying this plan right now, and handles only the keys that are due",
        )
        .without_old_key()
        .with_advice("run it again when the other one has ended")
        .with_next(NextStep::Apply(plan.path.clone())));
    };
    let mut locks = vec![lock];
    if !args.due {
        // Only the holder of the first lock takes this one. Others look at it for an instant.
        locks.push(Lock::wait(&whole).map_err(unusable)?);
    }
    Ok(Turn::Taken(locks))
}

/// The keys in the order in which psq handles them: the open ones, then those that are due by urgency, then the rest.
fn in_order<'s, 'p>(survey: &'s Survey<'p>) -> Vec<&'s KeyView<'p>> {
    let mut views: Vec<&KeyView<'_>> = survey.views.iter().collect();
    views.sort_by_key(|view| {
        let is_due = view.timing.is_some_and(Timing::is_due);
        let urgency = urgency(&view.key.id, view.changed(), view.key.max_age);
        (view.open.is_none(), !is_due, is_due.then_some(urgency))
    });
    views
}
