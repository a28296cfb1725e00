//! Reports what a run of `psq apply` does with a key, to a person or as JSON lines.
//!
//! The beginning and the end of the work on a key come in. Out go messages or events, and the worst exit code for the
//! run. `process_key` decides what to do with a key, and [`events`] has the form of the JSON lines.

use super::process_key::ApplyRun;
use crate::cli_error::{CliError, OldKey};
use crate::exit::Exit;
use crate::interruption;
use crate::next_step::NextStep;
use crate::plan::events::{self, Action, Event};
use crate::plan::successors;
use crate::plan::survey::KeyView;
use crate::report::RotationReport;

impl ApplyRun<'_, '_> {
    /// Reports that the work on a key begins.
    pub(super) fn begin(&mut self, view: &KeyView<'_>, action: Action) {
        self.has_acted = true;
        if self.args.json {
            events::print(Event::Begun {
                key_id: view.id.as_str(),
                environment: &view.key.environment,
                action,
            });
        }
    }

    /// Reports the result of a key, and writes the id of a successor to the id file.
    pub(super) fn end(&mut self, view: &KeyView<'_>, (exit, report): (Exit, RotationReport)) {
        self.take(exit);
        if self.args.json {
            events::print(Event::Ended { rotation: &report });
        } else {
            report.print_to(self.progress);
        }
        if exit == Exit::Delivered
            && let Some(successor) = &report.successor_id
            && let Err(error) = successors::note(view.key, successor)
        {
            let message = format!(
                "the successor is delivered and verified, but {}",
                error.flaw()
            );
            let error = CliError::unverified(&view.id, message)
                .with_old_key(OldKey::Dead)
                .with_next(NextStep::Apply(self.plan.path.clone()));
            self.refuse(view, &error);
        }
    }

    /// Takes the exit code of a key into the exit code of the run.
    fn take(&mut self, exit: Exit) {
        // A signal that comes from here on does not belong to this key. It only keeps the next key from beginning.
        interruption::finish();
        self.worst = self.worst.worse(exit);
        interruption::set_exit_so_far(self.worst);
    }

    /// Reports that psq did nothing with a key, for this reason.
    pub(super) fn refuse(&mut self, view: &KeyView<'_>, error: &CliError) {
        self.has_acted = true;
        let mut report = RotationReport::new(None, view.id.as_str());
        report.environment = self
            .environment(view)
            .ok()
            .map(|planned| planned.environment.to_string());
        report.fail(error);
        self.take(error.exit);
        if self.args.json {
            events::print(Event::Ended { rotation: &report });
        } else {
            self.progress.note(format_args!("{}:", view.id.as_str()));
            report.print_to(self.progress);
        }
    }

    /// Reports that psq leaves a key for a later run.
    pub(super) fn wait(&mut self, view: &KeyView<'_>, message: &str) {
        self.has_acted = true;
        if self.args.json {
            events::print(Event::Waiting {
                key_id: view.id.as_str(),
                environment: &view.key.environment,
                message,
            });
        } else {
            self.progress
                .note(format_args!("{}: {message}", view.id.as_str()));
        }
    }

    /// Reports that a person has to approve the plan. The advice is printed only once in a run.
    pub(super) fn refuse_unapproved(&mut self, view: &KeyView<'_>) {
        if self.has_asked_for_approval {
            self.wait(
                view,
                "it is a production key as well, and waits for the approval of the plan",
            );
            return;
        }
        self.has_asked_for_approval = true;
        let error = CliError::usage("this is a production key, and nobody has approved this plan")
            .with_advice(
                "read the plan and approve it at a terminal; do this again after each change of the plan",
            );
        self.refuse(
            view,
            &error.with_next(NextStep::Approve(self.plan.path.clone())),
        );
    }
}
