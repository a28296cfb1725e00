//! What `rotate` and `replace` are asked to do, checked and in one value.
//!
//! The options of the command line come in, or an entry of a plan. Out goes a [`Change`] with parsed ids,
//! destinations and credential, so that no later step parses a text again. [`run`] carries a change out:
//! `rotate` and `replace` have the steps. Nothing in this file sends a request.

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, Environment};

use crate::api;
use crate::api_access::ApiAccess;
use crate::cli::ChangeArgs;
use crate::cli_error::CliError;
use crate::destination::{Destination, DestinationRecord, destinations};
use crate::exit::Exit;
use crate::follow_up::FollowUp;
use crate::interruption;
use crate::journal::Operation;
use crate::overwrite_check::NamedBy;
use crate::progress::Progress;
use crate::report::{DeliveryReport, RotationReport};
use crate::{replace, rotate};

/// A change of one key.
pub(crate) struct Change {
    /// `Rotate` or `Replace`.
    pub(crate) operation: Operation,
    pub(crate) id: ApiKeyId,
    pub(crate) environment: Environment,
    /// Where the new key goes, in this order. At least one.
    pub(crate) destinations: Vec<Destination>,
    pub(crate) follow_up: Option<FollowUp>,
    /// Whether a person allows psq to overwrite any value at a destination (`--replace-any`).
    pub(crate) replaces_any: bool,
    pub(crate) dry_run: bool,
    pub(crate) confirmation: Confirmation,
    /// The id that makes a rerun the same attempt (`--attempt-id`).
    pub(crate) attempt_id: Option<String>,
    /// Whether psq may change the key that it authenticates with.
    pub(crate) allow_self: bool,
    /// The last change that the caller knows of. If the key was changed after it, psq leaves the key alone.
    pub(crate) unless_changed_since: Option<LastChange>,
    /// Who has named the destinations.
    pub(crate) named_by: NamedBy,
    pub(crate) access: ApiAccess,
}

/// The last change of a key that somebody knows of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastChange {
    /// The time in the audit log, even if it is in the future, because a clock was wrong.
    pub(crate) noted: Option<DateTime<Utc>>,
    /// The later one of the times in the audit log and of the API. A time in the future does not count.
    pub(crate) latest: Option<DateTime<Utc>>,
}

/// How the change of a production key is confirmed.
pub(crate) enum Confirmation {
    /// psq asks a person at the terminal to type the id.
    Ask,
    /// The text that was given as `--confirm`.
    Given(String),
    /// A person has approved the plan that contains the change.
    ByPlan,
}

impl Change {
    /// Reads a change from the command line.
    ///
    /// # Errors
    ///
    /// If the options do not fit together. No request was sent.
    pub(crate) fn from_args(
        operation: Operation,
        id: ApiKeyId,
        args: &ChangeArgs,
    ) -> Result<Self, CliError> {
        let destinations = destinations(&args.destination)?;
        if destinations.is_empty() {
            return Err(CliError::usage("no destination is given for the new key")
                .with_advice("add --to FILE, --to FILE --var NAME, --to -, or -- CMD"));
        }
        Ok(Self {
            operation,
            id,
            environment: args.env.into(),
            destinations,
            follow_up: args.then.parsed()?,
            replaces_any: args.destination.replace_any,
            dry_run: args.dry_run,
            confirmation: match &args.confirm {
                Some(given) => Confirmation::Given(given.clone()),
                None => Confirmation::Ask,
            },
            attempt_id: args.attempt_id.clone(),
            allow_self: args.allow_self,
            unless_changed_since: None,
            named_by: NamedBy::Person,
            access: ApiAccess::from_args(&args.access, api::base_url_from_environment()?)?,
        })
    }

    /// The destinations in the form that the journal stores.
    pub(crate) fn records(&self) -> Vec<DestinationRecord> {
        self.destinations.iter().map(Destination::record).collect()
    }
}

/// Carries a change out. Returns its exit code and its report.
pub(crate) fn run(change: &Change, progress: &Progress) -> (Exit, RotationReport) {
    let mut report = RotationReport::new(Some(change.operation), change.id.as_str());
    report.environment = Some(change.environment.to_string());
    report.destinations = change
        .destinations
        .iter()
        .map(|destination| DeliveryReport::planned(&destination.record()))
        .collect();
    interruption::begin_key(&change.id, &report);
    let ended = match change.operation {
        Operation::Replace => replace::run(change, &mut report, progress),
        Operation::Rotate | Operation::Redeliver => rotate::run(change, &mut report, progress),
    };
    let exit = report.end(ended, progress);
    (exit, report)
}
