//! Handles one key in a run of `psq apply`.
//!
//! In comes the [`KeyView`] of the key. psq finishes an open change of the key, changes the key, delivers its current
//! value, or leaves it alone. Out goes the result, which `reporting` prints. The parent module decides the order of the
//! keys, `delivery` handles its files, and [`crate::change`] and [`crate::recover`] do the work.

use std::time::Duration;

use publicsquare::{ApiKeyId, Environment};

use super::delivery::is_behind;
use crate::api_access::ApiAccess;
use crate::change::{self, Change, Confirmation};
use crate::cli::ApplyArgs;
use crate::cli_error::CliError;
use crate::destination::Destination;
use crate::exit::Exit;
use crate::interruption;
use crate::journal::Operation;
use crate::lock::Lock;
use crate::next_step;
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

    pub(super) fn recovery(
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
    pub(super) fn is_approved(&self, view: &KeyView<'_>) -> bool {
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

    pub(super) fn access(&self, view: &KeyView<'_>) -> Result<ApiAccess, CliError> {
        let planned = self.environment(view)?;
        environment_access::access(planned, self.survey.base_url.clone(), self.timeout)
    }
}

/// Whether the key has changed, or may have changed, after a change with this result.
fn has_touched(exit: Exit) -> bool {
    matches!(exit, Exit::Delivered | Exit::Unfinished | Exit::Unverified)
}
