//! Handles one key in a run of `psq apply`.
//!
//! In comes the [`KeyView`] of the key. psq finishes an open change of the key, changes the key, delivers its current
//! value, or leaves it alone. Out goes the result, which `reporting` prints. The parent module decides the order of the
//! keys, and [`crate::change`] and [`crate::recover`] do the work.

use std::time::Duration;

use publicsquare::{ApiKeyId, Environment};

use crate::api_access::ApiAccess;
use crate::change::{self, Change, Confirmation};
use crate::cli::ApplyArgs;
use crate::cli_error::CliError;
use crate::destination::Destination;
use crate::exit::Exit;
use crate::flaw::Flaw;
use crate::interruption;
use crate::journal::Operation;
use crate::lock::Lock;
use crate::next_step::{self, NextStep};
use crate::plan::destination_state::{
    DestinationState, DestinationView, behind, destination_views,
};
use crate::plan::due::{Allowance, Timing};
use crate::plan::events::Action;
use crate::plan::survey::{KeyView, Survey};
use crate::plan::{Method, Plan, PlannedEnvironment, environment_access, successors};
use crate::progress::Progress;
use crate::recover::Recovery;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;

/// A run of `psq apply`.
pub(super) struct ApplyRun<'r, 'p> {
    pub(super) args: &'r ApplyArgs,
    pub(super) plan: &'p Plan,
    pub(super) state: &'r StateFolder,
    pub(super) survey: &'r Survey<'p>,
    pub(super) progress: &'r Progress,
    pub(super) timeout: Duration,
    pub(super) allowance: Allowance,
    pub(super) worst: Exit,
    /// Whether there was anything to do or to report.
    pub(super) has_acted: bool,
    /// Whether psq has already reported that the plan needs an approval.
    pub(super) has_asked_for_approval: bool,
}

impl ApplyRun<'_, '_> {
    /// Does everything that is to do for one key.
    pub(super) fn process(&mut self, view: &KeyView<'_>) {
        let is_behind = is_behind(view);
        let has_work = view.open.is_some() || view.timing.is_some_and(Timing::is_due) || is_behind;
        if has_work && self.is_interrupted(view) {
            return;
        }
        if let Ok(planned) = self.environment(view) {
            next_step::set_planned_auth_file(planned.auth_file());
        }
        let id = view.open.as_ref().map_or(&view.id, |open| &open.id);
        if has_work && Lock::is_taken(&self.state.lock(id)) {
            self.wait(view, "another psq is working on it right now");
            return;
        }
        if view.open.is_some() {
            self.recover(view);
            return;
        }
        if let Some(error) = &view.flaw {
            self.refuse(view, error);
            return;
        }
        // If an earlier run was stopped before it wrote the id file, only the audit log has the current id.
        if !self.args.dry_run
            && let Err(error) = successors::note(view.key, &view.id)
        {
            self.refuse(view, &error);
            return;
        }
        if view.timing.is_some_and(Timing::is_due) {
            self.change(view);
        } else {
            self.bring_up_to_date(view);
        }
    }

    /// Delivers the current value to the files that lack it, and reports the files that psq leaves alone.
    fn bring_up_to_date(&mut self, view: &KeyView<'_>) {
        if is_behind(view) {
            self.deliver(view);
        }
        if let Some(error) = self.left_alone(view, &view.places) {
            self.refuse(view, &error);
        }
        if let Some(error) = self.unusable(view) {
            self.refuse(view, &error);
        }
        for place in &view.places {
            if let DestinationState::Unknown(why) = &place.state {
                let name = place.place.record(&self.plan.folder);
                self.wait(view, &format!("{name} could not be compared: {why}"));
            }
        }
    }

    /// Finishes a change that an earlier run has left open. It was approved or confirmed when it began.
    fn recover(&mut self, view: &KeyView<'_>) {
        if self.args.dry_run {
            self.wait(view, "psq would finish its open change");
            return;
        }
        self.begin(view, Action::Recover);
        let id = view.open.as_ref().map_or(&view.id, |open| &open.id);
        let ended = self.recovery(view, id, Vec::new());
        // A change counts for this run, so that the limit also holds if the changes of earlier runs keep failing. A delivery
        // changes no key, and neither does a journal that psq cannot read, for which there is no operation.
        let is_change = matches!(
            ended.1.operation,
            Some(Operation::Rotate | Operation::Replace)
        );
        if is_change && has_touched(ended.0) {
            self.allowance.spend(&view.key.environment);
        }
        self.end(view, ended);
    }

    /// Delivers the current value to the files that do not hold it.
    fn deliver(&mut self, view: &KeyView<'_>) {
        let is_approved = self.is_approved(view);
        if is_approved || self.args.dry_run {
            self.deliver_approved(view);
        }
        // A dry run of a key that is due says it at the end of its checks.
        let is_due = view.timing.is_some_and(Timing::is_due);
        if !is_approved && !(is_due && self.args.dry_run) {
            self.refuse_unapproved(view);
        }
    }

    /// Delivers the current value to these files, or says in a dry run that psq would do it.
    fn deliver_approved(&mut self, view: &KeyView<'_>) {
        let places = match behind(&view.places, &self.plan.folder) {
            Ok(places) => places,
            Err(error) => {
                self.refuse(view, &error);
                return;
            }
        };
        if self.args.dry_run {
            self.wait(
                view,
                "psq would deliver the current value to the destinations that do not hold it",
            );
            return;
        }
        self.begin(view, Action::Deliver);
        let ended = self.recovery(view, &view.id, places);
        self.end(view, ended);
    }

    /// Changes a key that is due. A dry run makes all checks, and then says that the plan needs an approval.
    fn change(&mut self, view: &KeyView<'_>) {
        let is_approved = self.is_approved(view);
        if is_approved || self.args.dry_run {
            self.change_approved(view, is_approved);
        }
        if !is_approved {
            self.refuse_unapproved(view);
        }
    }

    fn change_approved(&mut self, view: &KeyView<'_>, is_approved: bool) {
        if !self.allowance.has_room(&view.key.environment) {
            self.wait(
                view,
                "it is due and waits for a later run: as many keys of this environment as the plan allows have changed \
                 in this run, or may have changed",
            );
            // The value may wait for its turn. A file that holds a dead value may not.
            self.bring_up_to_date(view);
            return;
        }
        // The change would fail. The files that can be used get the value that the key has now.
        if self.unusable(view).is_some() {
            self.bring_up_to_date(view);
            return;
        }
        let change = match self.planned(view) {
            Ok(change) => change,
            Err(error) => {
                self.refuse(view, &error);
                return;
            }
        };
        if let Err(error) = self.freshen(view) {
            self.refuse(view, &error);
            return;
        }
        // A signal may have come during these requests.
        if self.is_interrupted(view) {
            return;
        }
        self.begin(
            view,
            match change.operation {
                Operation::Replace => Action::Replace,
                Operation::Rotate | Operation::Redeliver => Action::Rotate,
            },
        );
        let mut ended = change::run(&change, self.progress);
        if ended.0 == Exit::Delivered && !is_approved {
            "every destination is ready; nothing was changed".clone_into(&mut ended.1.message);
        }
        // A key that stays untouched does not use up the limit. It may fail in every run, and would block the others.
        if has_touched(ended.0) {
            self.allowance.spend(&view.key.environment);
        }
        self.end(view, ended);
    }

    /// Delivers the current value to files with an earlier value of the key. Otherwise the change would refuse to
    /// overwrite them.
    fn freshen(&mut self, view: &KeyView<'_>) -> Result<(), CliError> {
        let planned = self.environment(view)?;
        let looked_at;
        let views = if self.args.due {
            let api = self.access(view)?.connect()?;
            let wanted = &planned.environment;
            looked_at = destination_views(view.key, &view.id, wanted, &view.named_by, &api)?;
            &looked_at
        } else {
            &view.places
        };
        let is_outdated = views
            .iter()
            .any(|place| place.state == DestinationState::OutOfDate);
        let left_alone = self.left_alone(view, views);
        if is_outdated && !self.args.dry_run {
            let places = behind(views, &self.plan.folder)?;
            self.begin(view, Action::Deliver);
            let ended = self.recovery(view, &view.id, places);
            if ended.0 != Exit::Delivered {
                return Err(self.not_freshened(ended));
            }
            self.end(view, ended);
        }
        match left_alone {
            Some(error) => Err(CliError {
                message: format!(
                    "the key is due, but psq did not change it: {}",
                    error.message
                ),
                ..error
            }),
            None => Ok(()),
        }
    }

    /// The error of a key that is due and whose current value could not be delivered.
    fn not_freshened(&self, (exit, report): (Exit, RotationReport)) -> CliError {
        let flaw = Flaw {
            what: format!(
                "the key is due, but psq did not change it: a destination with another value could not be brought \
                 up to date: {}",
                report.message
            ),
            advice: report.advice,
        };
        match exit {
            Exit::Usage | Exit::Untouched => CliError::untouched(flaw).without_old_key(),
            _ => CliError {
                exit,
                old_key: report.old_key,
                ..CliError::untouched(flaw)
            }
            .with_next(NextStep::Apply(self.plan.path.clone())),
        }
    }

    /// The error for the files that cannot be used, if there are any.
    fn unusable(&self, view: &KeyView<'_>) -> Option<CliError> {
        let mut flaws = view.places.iter().filter_map(|place| match &place.state {
            DestinationState::Unusable(flaw) => {
                let name = place.place.record(&self.plan.folder);
                Some(flaw.clone().of(format_args!("{name} cannot be used")))
            }
            _ => None,
        });
        let first = flaws.next()?;
        let flaw = flaws.fold(first, |all, flaw| Flaw {
            what: format!("{}; {}", all.what, flaw.what),
            advice: all.advice.or(flaw.advice),
        });
        let is_due = view.timing.is_some_and(Timing::is_due);
        let before = if is_due {
            "the key is due, but psq did not change it: "
        } else {
            ""
        };
        Some(CliError {
            exit: Exit::Unverified,
            message: format!("{before}{}", flaw.what),
            ..CliError::untouched(flaw).without_old_key()
        })
    }

    /// The error for the files with a value that psq leaves alone, if there are any. A person has to look at them.
    fn left_alone(&self, view: &KeyView<'_>, places: &[DestinationView]) -> Option<CliError> {
        let folder = &self.plan.folder;
        let foreign = places.iter().filter_map(|place| match &place.state {
            DestinationState::Foreign(refusal) => Some((place.place.record(folder), refusal)),
            _ => None,
        });
        let foreign: Vec<_> = foreign.collect();
        let (first, refusal) = foreign
            .iter()
            .find(|(_, refusal)| !refusal.may_be_earlier)
            .or(foreign.first())?;
        let flaw = refusal.flaw(first);
        let environment = self.environment(view).ok()?.environment.clone();
        if !refusal.may_be_earlier {
            return Some(CliError::untouched(flaw).without_old_key());
        }
        let destinations: Vec<_> = foreign.into_iter().map(|(place, _)| place).collect();
        let names: Vec<_> = destinations.iter().map(ToString::to_string).collect();
        let (what, advice) = match &names[..] {
            [_] => (
                flaw.what,
                "bring the place up to date first, if it is the right one",
            ),
            _ => (
                format!(
                    "{} hold other values than the key has now, and the audit log does not know them as values of the \
                     key, so psq leaves them alone",
                    names.join(" and ")
                ),
                "bring these places up to date first, if they are the right ones",
            ),
        };
        let error = CliError::untouched(Flaw::new(what).advise(advice)).without_old_key();
        Some(error.with_next(NextStep::Redeliver {
            id: view.id.clone(),
            environment,
            destinations,
        }))
    }

    fn planned(&self, view: &KeyView<'_>) -> Result<Change, CliError> {
        let key = view.key;
        let destinations: Result<Vec<Destination>, CliError> = key
            .to
            .iter()
            .map(|place| place.destination(&self.plan.folder))
            .collect();
        Ok(Change {
            operation: match key.method {
                Method::Rotate => Operation::Rotate,
                Method::Replace => Operation::Replace,
            },
            id: view.id.clone(),
            environment: self.environment(view)?.environment.clone(),
            destinations: destinations?,
            follow_up: key.follow_up(&self.plan.folder)?,
            replaces_any: false,
            dry_run: self.args.dry_run,
            confirmation: Confirmation::ByPlan,
            attempt_id: None,
            allow_self: false,
            unless_changed_since: Some(view.last_change()),
            named_by: view.named_by.clone(),
            access: self.access(view)?,
        })
    }

    fn recovery(
        &self,
        view: &KeyView<'_>,
        id: &ApiKeyId,
        destinations: Vec<Destination>,
    ) -> (Exit, RotationReport) {
        let access = |base_url| {
            let planned = self.environment(view)?;
            environment_access::access(planned, base_url, self.timeout)
        };
        let follow_up = if destinations.is_empty() {
            // The journal has the command of the open change.
            Ok(None)
        } else {
            view.key.follow_up(&self.plan.folder)
        };
        let prepared = follow_up.and_then(|follow_up| Ok((follow_up, self.environment(view)?)));
        match prepared {
            Ok((follow_up, planned)) => Recovery {
                environment: Some(planned.environment.clone()),
                replaces_any: false,
                follow_up,
                base_url: self.survey.base_url.clone(),
                named_by: view.named_by.clone(),
                access: &access,
            }
            .run(self.state, id, destinations, self.progress),
            Err(error) => {
                let mut report = RotationReport::new(None, view.id.as_str());
                report.fail(&error);
                (error.exit, report)
            }
        }
    }

    /// Whether psq may change the key. A production key needs an approval, because a timer cannot type its id.
    fn is_approved(&self, view: &KeyView<'_>) -> bool {
        let planned = self.environment(view);
        let needs = planned.is_ok_and(|planned| planned.environment == Environment::Production);
        !needs || self.survey.is_approved == Some(true)
    }

    /// Whether a signal has asked the run to end. Then the key waits for a later run.
    fn is_interrupted(&mut self, view: &KeyView<'_>) -> bool {
        let is_interrupted = interruption::is_end_requested();
        if is_interrupted {
            self.wait(
                view,
                "the run was interrupted before its turn; a later run handles it",
            );
        }
        is_interrupted
    }

    pub(super) fn environment(&self, view: &KeyView<'_>) -> Result<&PlannedEnvironment, CliError> {
        let name = &view.key.environment;
        let planned = self.plan.environments.get(name);
        planned.ok_or_else(|| CliError::usage(format!("the plan has no [environments.{name}]")))
    }

    fn access(&self, view: &KeyView<'_>) -> Result<ApiAccess, CliError> {
        let planned = self.environment(view)?;
        environment_access::access(planned, self.survey.base_url.clone(), self.timeout)
    }
}

/// Whether the key has changed, or may have changed, after a change with this result.
fn has_touched(exit: Exit) -> bool {
    matches!(exit, Exit::Delivered | Exit::Unfinished | Exit::Unverified)
}

/// Whether a delivery would repair one of its files.
fn is_behind(view: &KeyView<'_>) -> bool {
    view.places.iter().any(|place| place.state.is_behind())
}
