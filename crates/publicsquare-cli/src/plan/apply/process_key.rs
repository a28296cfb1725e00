//! The turn of one key in a run over a plan.
//!
//! In comes how it stands with the key. It is gone on with, changed, brought to its destinations, or left alone. Out
//! goes what became of it, which `reporting` says to whoever looks on.

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
use crate::plan::destination_state::{DestinationState, behind, destination_views};
use crate::plan::due::{Allowance, Timing};
use crate::plan::events::Action;
use crate::plan::survey::{KeyView, Survey};
use crate::plan::{Method, Plan, PlannedEnvironment, environment_access, successors};
use crate::progress::Progress;
use crate::recover::Recovery;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;

/// A run over a plan.
pub(super) struct ApplyRun<'r, 'p> {
    pub(super) args: &'r ApplyArgs,
    pub(super) plan: &'p Plan,
    pub(super) state: &'r StateFolder,
    pub(super) survey: &'r Survey<'p>,
    pub(super) progress: &'r Progress,
    pub(super) timeout: Duration,
    pub(super) allowance: Allowance,
    pub(super) worst: Exit,
    /// Whether there was anything to do or to tell.
    pub(super) has_acted: bool,
    /// Whether a person was told that the plan needs an approval.
    pub(super) has_asked_for_approval: bool,
}

impl ApplyRun<'_, '_> {
    /// Does with one key what there is to do.
    pub(super) fn process(&mut self, view: &KeyView<'_>) {
        let is_behind = view.places.iter().any(|place| place.state.is_behind());
        let has_work = view.open.is_some() || view.timing.is_some_and(Timing::is_due) || is_behind;
        if has_work && self.is_interrupted(view) {
            return;
        }
        if let Ok(planned) = self.environment(view) {
            next_step::set_planned_auth_file(planned.auth_file());
        }
        let id = view.open.as_ref().map_or(&view.id, |open| &open.id);
        if has_work && Lock::is_taken(&self.state.lock(id)).unwrap_or(false) {
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
        // Where an earlier run was cut off, the audit log alone knows the id of now.
        if !self.args.dry_run
            && let Err(error) = successors::note(view.key, &view.id)
        {
            self.refuse(view, &error);
            return;
        }
        if view.timing.is_some_and(Timing::is_due) {
            self.change(view);
        } else if is_behind {
            self.deliver(view);
        }
    }

    /// Goes on with what an earlier run has left open. That was approved or confirmed when it began.
    fn recover(&mut self, view: &KeyView<'_>) {
        if self.args.dry_run {
            self.wait(view, "what is open would be gone on with");
            return;
        }
        self.begin(view, Action::Recover);
        let id = view.open.as_ref().map_or(&view.id, |open| &open.id);
        let ended = self.recovery(view, id, Vec::new());
        // It counts as a change of this run: on a bad day those of the run before are what fails.
        self.allowance.spend(&view.key.environment);
        self.end(view, ended);
    }

    /// Brings the current value to the files that do not hold it.
    fn deliver(&mut self, view: &KeyView<'_>) {
        if !self.is_approved(view) {
            self.refuse_unapproved(view);
            return;
        }
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
                "the current value would be delivered to what does not hold it",
            );
            return;
        }
        self.begin(view, Action::Deliver);
        let ended = self.recovery(view, &view.id, places);
        self.end(view, ended);
    }

    /// Changes a key that is due.
    fn change(&mut self, view: &KeyView<'_>) {
        if !self.is_approved(view) {
            self.refuse_unapproved(view);
            return;
        }
        if !self.allowance.has_room(&view.key.environment) {
            self.wait(
                view,
                "it is due and waits for a later run: the limit of changes for one run of this environment is \
                 reached",
            );
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
        // That took its time.
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
        let ended = change::run(&change, self.progress);
        // What is untouched takes no other key's turn: it may fail like this for ever.
        if matches!(
            ended.0,
            Exit::Delivered | Exit::Unfinished | Exit::Unverified
        ) {
            self.allowance.spend(&view.key.environment);
        }
        self.end(view, ended);
    }

    /// A file with an earlier value of the key is brought up to date before the key is changed, which would refuse
    /// to overwrite it.
    fn freshen(&mut self, view: &KeyView<'_>) -> Result<(), CliError> {
        let planned = self.environment(view)?;
        let looked_at;
        let views = if self.args.due {
            let api = self.access(view)?.connect()?;
            looked_at = destination_views(view.key, &view.id, &planned.environment, &api)?;
            &looked_at
        } else {
            &view.places
        };
        let is_outdated = views
            .iter()
            .any(|place| place.state == DestinationState::OutOfDate);
        if !is_outdated || self.args.dry_run {
            return Ok(());
        }
        let places = behind(views, &self.plan.folder)?;
        self.begin(view, Action::Deliver);
        let (exit, report) = self.recovery(view, &view.id, places);
        if exit == Exit::Delivered {
            self.end(view, (exit, report));
            return Ok(());
        }
        let flaw = Flaw {
            what: format!(
                "the key is due, but psq did not change it: a destination with another value could not be brought \
                 up to date: {}",
                report.message
            ),
            advice: report.advice.clone(),
        };
        Err(match exit {
            Exit::Usage | Exit::Untouched => CliError::untouched(flaw).without_old_key(),
            _ => CliError {
                exit,
                old_key: report.old_key,
                ..CliError::untouched(flaw)
            }
            .with_next(NextStep::Apply(self.plan.path.clone())),
        })
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
            unless_changed_since: view.last_touched(),
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
            // The journal knows it.
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

    /// A timer cannot type the id of a production key.
    fn is_approved(&self, view: &KeyView<'_>) -> bool {
        let planned = self.environment(view);
        let needs = planned.is_ok_and(|planned| planned.environment == Environment::Production);
        !needs || self.survey.is_approved == Some(true) || self.args.dry_run
    }

    /// Whether a signal has come since the turn of the key before.
    fn is_interrupted(&mut self, view: &KeyView<'_>) -> bool {
        let is_interrupted = interruption::is_end_requested();
        if is_interrupted {
            self.wait(
                view,
                "the run was interrupted before its turn; a later run goes on",
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
