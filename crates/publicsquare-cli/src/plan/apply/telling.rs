//! What is said of the turn of a key: to a person, or as a line for a program.
//!
//! In come the beginning and the end of a turn. Out go texts or events, and the worst exit code for the run. `turn`
//! decides what is done.

use super::turn::Run;
use crate::exit::Exit;
use crate::interruption;
use crate::next::Step;
use crate::plan::events::{self, Action, Event};
use crate::plan::successors;
use crate::plan::survey::KeyView;
use crate::report::RotationReport;
use crate::stop::{OldKey, Stop};

impl Run<'_, '_> {
    /// Something begins with a key.
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

    /// How it ended with a key. The id of a successor is noted.
    pub(super) fn end(&mut self, view: &KeyView<'_>, (exit, facts): (Exit, RotationReport)) {
        self.take(exit);
        if self.args.json {
            events::print(Event::Ended { rotation: &facts });
        } else {
            facts.say(self.progress);
        }
        let successor = facts.successor_id.as_ref().and_then(|id| id.parse().ok());
        if let Some(successor) = successor.filter(|_| exit == Exit::Delivered)
            && let Err(stop) = successors::note(view.key, &successor)
        {
            let message = format!(
                "the successor is delivered and verified, and {}",
                stop.message
            );
            let stop = Stop::unverified(&view.id, message)
                .with_old_key(OldKey::Dead)
                .with_next(Step::Apply(self.plan.path.clone()));
            self.refuse(view, &stop);
        }
    }

    /// The exit code of a key goes into that of the run.
    fn take(&mut self, exit: Exit) {
        // A signal from here on is about no key any more: it keeps the next one from beginning.
        interruption::over();
        self.worst = self.worst.worse(exit);
        interruption::so_far(self.worst);
    }

    /// Nothing was done with a key in this turn, for this reason.
    pub(super) fn refuse(&mut self, view: &KeyView<'_>, stop: &Stop) {
        self.has_acted = true;
        let mut facts = RotationReport::new(None, view.id.as_str());
        facts.environment = self
            .environment(view)
            .ok()
            .map(|planned| planned.environment.to_string());
        facts.stop(stop);
        self.take(stop.exit);
        if self.args.json {
            events::print(Event::Ended { rotation: &facts });
        } else {
            self.progress.note(format_args!("{}:", view.id.as_str()));
            facts.say(self.progress);
        }
    }

    /// A key is left for a later run.
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

    /// Says once in a run what a person has to do.
    pub(super) fn refuse_unapproved(&mut self, view: &KeyView<'_>) {
        if self.has_asked_for_approval {
            self.wait(
                view,
                "it is a key of production as well, and waits for the approval of the plan",
            );
            return;
        }
        self.has_asked_for_approval = true;
        let stop = Stop::usage(
            "this is a production key, and nobody has approved this plan; a person reads and approves it once, and \
             after each change of it",
        );
        self.refuse(view, &stop.with_next(Step::Approve(self.plan.path.clone())));
    }
}
