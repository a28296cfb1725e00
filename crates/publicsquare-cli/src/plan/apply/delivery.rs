//! Delivers the current value of a key to its files in a run of `psq apply`, and reports the files that stay as they are.
//!
//! In comes the [`KeyView`] of a key. Files that are empty or hold an earlier value get the current one, before a change or
//! without one. A person has to look at a file with another value and at one that cannot be used: `reporting` prints why.
//! `process_key` decides whether psq changes the key.

use super::process_key::ApplyRun;
use crate::cli_error::CliError;
use crate::exit::Exit;
use crate::flaw::Flaw;
use crate::next_step::NextStep;
use crate::plan::destination_state::{
    DestinationState, DestinationView, behind, destination_views,
};
use crate::plan::due::Timing;
use crate::plan::events::Action;
use crate::plan::survey::KeyView;
use crate::report::RotationReport;

impl ApplyRun<'_, '_> {
    /// Delivers the current value to the files that lack it, and reports the files that psq leaves alone.
    pub(super) fn bring_up_to_date(&mut self, view: &KeyView<'_>) {
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

    /// Delivers the current value to the files that do not hold it.
    fn deliver(&mut self, view: &KeyView<'_>) {
        let is_approved = self.is_approved(view);
        if is_approved || self.args.dry_run {
            self.deliver_approved(view);
        }
        // A dry run of a key that is due says it at the end of its checks.
        let is_due = view.timing.is_some_and(Timing::is_due);
        let says_later = is_due && self.args.dry_run;
        if !is_approved && !says_later {
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

    /// Delivers the current value to files with an earlier value of the key. Otherwise the change would refuse to
    /// overwrite them.
    pub(super) fn freshen(&mut self, view: &KeyView<'_>) -> Result<(), CliError> {
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
    pub(super) fn unusable(&self, view: &KeyView<'_>) -> Option<CliError> {
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
}

/// Whether a delivery would repair one of its files.
pub(super) fn is_behind(view: &KeyView<'_>) -> bool {
    view.places.iter().any(|place| place.state.is_behind())
}
