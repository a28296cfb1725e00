//! All that is found out before anything changes.

mod rehearsal;

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, CorrelationId, Environment, IdempotencyKey, Revealed};

use self::rehearsal::rehearsal_key;
use crate::access::{connect, parse_id};
use crate::api::{self, Api};
use crate::attempt;
use crate::cli::ChangeArgs;
use crate::destination::Destination;
use crate::environment;
use crate::fingerprint::Fingerprint;
use crate::journal::{Journal, Operation};
use crate::key_form::looks_like_key;
use crate::lock::Lock;
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;
use crate::stop::{OldKey, Stop};

/// A change that may begin.
pub(crate) struct Preflight {
    pub(crate) id: ApiKeyId,
    pub(crate) state: StateFolder,
    pub(crate) lock: Lock,
    pub(crate) api: Api,
    pub(crate) destination: Destination,
    pub(crate) environment: Environment,
    /// What the API says of the key; `None` where it does not reveal it.
    pub(crate) revealed: Option<Revealed>,
    pub(crate) old_fingerprint: Option<Fingerprint>,
    pub(crate) is_own_key: bool,
    pub(crate) identity: IdempotencyKey,
    pub(crate) correlation_id: CorrelationId,
    server_time: Option<DateTime<Utc>>,
}

/// Finds out everything, and stops where something speaks against the change.
pub(crate) fn run(
    operation: Operation,
    args: &ChangeArgs,
    facts: &mut RotationReport,
    progress: &Progress,
) -> Result<Preflight, Stop> {
    let id = parse_id(&args.key_id)?;
    let environment = Environment::from(args.env);
    facts.environment = Some(environment.to_string());
    let destination = Destination::from_args(&args.destination)?.ok_or_else(|| {
        Stop::usage(
            "say where the new key goes: --to FILE, --to FILE --var NAME, --to -, or -- CMD",
        )
    })?;
    facts.destination = Some(destination.record().to_string());
    let (api, key) = connect(&args.access, api::base_url_from_environment()?)?;
    let correlation_id = CorrelationId::random();
    let identity = match &args.attempt_id {
        None => IdempotencyKey::random(),
        Some(attempt) => {
            attempt::idempotency_key(&key, operation, &id, &environment, api.base_url(), attempt)?
        }
    };
    let state = StateFolder::locate()?;
    state.prepare()?;
    let lock = state.take_lock(&id)?;
    match Journal::open(&state, &id) {
        Ok(None) => {}
        Ok(Some(journal)) => {
            facts.stage = Some(journal.record.stage);
            return Err(Stop::unfinished(
                &id,
                OldKey::Unknown,
                "an earlier rotation of this key is open",
            ));
        }
        Err(unreadable) => return Err(unreadable.stop(&id)),
    }
    let mut preflight = Preflight {
        id,
        state,
        lock,
        api,
        destination,
        environment,
        revealed: None,
        old_fingerprint: None,
        is_own_key: false,
        identity,
        correlation_id,
        server_time: None,
    };
    preflight.look_at_key(args, progress)?;
    preflight.look_at_destination(operation, args, progress)?;
    facts.old_fingerprint.clone_from(&preflight.old_fingerprint);
    if preflight.is_own_key && !args.allow_self {
        return Err(Stop::untouched(
            "this is the key that psq authenticates with: after its rotation a lost answer could be \
             asked for by nobody; authenticate with another key, or add --allow-self",
        ));
    }
    Ok(preflight)
}

impl Preflight {
    /// Proves that the key is there, in the right environment, and that its value can be had again.
    fn look_at_key(&mut self, args: &ChangeArgs, progress: &Progress) -> Result<(), Stop> {
        let error = match self.api.reveal(&self.id) {
            Ok(revealed) => {
                self.server_time = revealed.server_time;
                environment::check(revealed.details.environment.as_ref(), &self.environment)
                    .map_err(Stop::untouched)?;
                self.old_fingerprint = Some(Fingerprint::of(&revealed.key));
                self.is_own_key = self.old_fingerprint.as_ref() == Some(self.api.fingerprint());
                self.revealed = Some(revealed);
                progress.done(format_args!(
                    "{} is a key of {}",
                    self.id.as_str(),
                    self.environment
                ));
                return Ok(());
            }
            Err(error) => error,
        };
        // An earlier run of the attempt may have changed the key that this one authenticates with.
        if error.is_unauthorized() && args.attempt_id.is_some() {
            return Err(Stop::unfinished(
                &self.id,
                OldKey::Unknown,
                error.to_string(),
            ));
        }
        if error.is_not_found() {
            // Nothing says that a key which is not there still works.
            return Err(Stop {
                old_key: None,
                ..Stop::untouched(error.to_string())
            });
        }
        if !error.is_forbidden() {
            return Err(Stop::untouched(error.to_string()));
        }
        self.server_time = error.server_time();
        if !matches!(self.destination, Destination::File(_)) {
            return Err(Stop::untouched(format!(
                "{error}. Without the right to reveal the key, a delivery that failed could not be \
                 repeated, so only a file can be the destination"
            )));
        }
        progress.warn(
            "The API does not reveal this key: what is lost on the way can be had again for 24 hours \
             only, and only if the API keeps answers to this kind of request",
        );
        Ok(())
    }

    /// The destination must hold the dying value or nothing.
    fn look_at_destination(
        &mut self,
        operation: Operation,
        args: &ChangeArgs,
        progress: &Progress,
    ) -> Result<(), Stop> {
        let Destination::File(file) = &self.destination else {
            return Ok(());
        };
        let record = file.record();
        let flawed = |flaw: &str| Stop::usage(format!("{record}: {flaw}"));
        let content = file.read().map_err(|error| flawed(&error.to_string()))?;
        let held = file.held(&content).map_err(|flaw| flawed(&flaw))?;
        file.with_key(&content, &rehearsal_key())
            .map_err(|flaw| flawed(&flaw))?;
        if file.is_readable_by_others() {
            progress.warn(format_args!(
                "{} can be read by everybody on this machine; its mode is kept",
                file.path().display()
            ));
        }
        let is_key = held.as_ref().is_some_and(|held| looks_like_key(held));
        let held = held.map(|held| Fingerprint::of_bytes(&held));
        let Some(held) = held else {
            return self.check_blind_environment();
        };
        if self.revealed.is_none() {
            self.is_own_key = held == *self.api.fingerprint();
            self.old_fingerprint = Some(held);
            return self.check_blind_environment();
        }
        // What an earlier run of the attempt has replaced is dead by now and to be replaced here.
        let is_rerun = args.attempt_id.is_some() && is_key;
        if Some(&held) == self.old_fingerprint.as_ref() || is_rerun {
            return Ok(());
        }
        let next = format!(
            "psq recover {} --env {} {}",
            self.id.as_str(),
            self.environment,
            record.options()
        );
        let what = match operation {
            Operation::Replace => "replaced",
            Operation::Rotate | Operation::Redeliver => "rotated",
        };
        Err(Stop::untouched(format!(
            "{record} holds another value ({held}) than this key has now, so it is not {what}: is it \
             another key's place? If it is only out of date, bring it up to date first"
        ))
        .with_next(next))
    }

    /// Without the API's word, the authenticating key has to say to which environment it belongs. The
    /// vendor's documentation shows it in the values: `pk_prod_…`, `sk_test_…`.
    fn check_blind_environment(&self) -> Result<(), Stop> {
        if self.revealed.is_some() {
            return Ok(());
        }
        let said = self.api.environment_by_value();
        environment::check(said.as_ref(), &self.environment).map_err(Stop::untouched)
    }
}
