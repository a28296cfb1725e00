//! The call that is under way, as it was typed.
//!
//! The parsed command line comes in once, at the start. Out go the options that the next command needs as
//! well: the credential, the timeout, the output, or the whole call for "once more". `next_step` builds the
//! line.

use std::sync::{Mutex, OnceLock, PoisonError};

use publicsquare::Environment;

use super::{Line, absolute};
use crate::cli::{AccessArgs, ChangeArgs, Cli, DestinationArgs, KeysArgs, RecoverArgs, Verb};

static CALL: OnceLock<Call> = OnceLock::new();

/// The options that the next command shares with this call.
#[derive(Debug, Clone, Default)]
pub(super) struct Call {
    verbose: bool,
    json: bool,
    auth_file: Option<String>,
    timeout: Option<u64>,
    again: Option<Again>,
}

/// The options that only a repetition of the same call needs.
#[derive(Debug, Clone)]
struct Again {
    verb: &'static str,
    key_id: Option<String>,
    environment: Option<Environment>,
    to: Option<String>,
    variable: Option<String>,
    also: Vec<(String, String)>,
    has_command: bool,
    replaces_any: bool,
    flags: Vec<&'static str>,
    confirm: Option<String>,
    attempt_id: Option<String>,
    older_than: Option<String>,
}

/// Remembers the call. A process has one.
pub(crate) fn remember_call(cli: &Cli) {
    let mut call = Call {
        verbose: cli.verbose,
        ..Call::default()
    };
    match &cli.verb {
        Verb::Rotate(args) => call.change("rotate", args),
        Verb::Replace(args) => call.change("replace", args),
        Verb::Recover(args) => call.recover(args),
        Verb::Status(args) => call.json = args.output.json,
        Verb::Keys(args) => call.keys(args),
        Verb::Apply(args) => call.json = args.json,
        Verb::Check(_)
        | Verb::Approve(_)
        | Verb::Sandbox(_)
        | Verb::Completions { .. }
        | Verb::Man(_) => {}
    }
    // A second call of this function would set the same value.
    let _ = CALL.set(call);
}

/// The absolute path of the file that this call takes its credential from.
pub(crate) fn auth_file() -> Option<String> {
    call().auth_file.clone()
}

/// The credential file of the key that `psq apply` is working on.
static PLANNED: Mutex<Option<String>> = Mutex::new(None);

/// Sets the credential file for printed lines, if the call itself names none.
pub(crate) fn set_planned_auth_file(file: Option<String>) {
    *PLANNED.lock().unwrap_or_else(PoisonError::into_inner) = file;
}

/// The credential file that a plan names for the key under way.
pub(super) fn planned_auth_file() -> Option<String> {
    PLANNED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// The remembered call.
pub(super) fn call() -> &'static Call {
    CALL.get_or_init(Call::default)
}

impl Call {
    fn change(&mut self, verb: &'static str, args: &ChangeArgs) {
        self.json = args.output.json;
        self.take_access(&args.access);
        let mut flags = Vec::new();
        if args.dry_run {
            flags.push("--dry-run");
        }
        if args.allow_self {
            flags.push("--allow-self");
        }
        let mut again = Again::new(
            verb,
            Some(&args.key_id),
            Some(args.env.into()),
            &args.destination,
        );
        // The command of `--then` may contain secrets, like the arguments of a destination command.
        again.has_command |= args.then.then.is_some();
        self.again = Some(Again {
            confirm: args.confirm.clone(),
            attempt_id: args.attempt_id.clone(),
            flags,
            ..again
        });
    }

    fn recover(&mut self, args: &RecoverArgs) {
        self.json = args.output.json;
        self.take_access(&args.access);
        let mut again = Again::new(
            "recover",
            args.key_id.as_ref(),
            args.env.map(Environment::from),
            &args.destination,
        );
        again.has_command |= args.then.then.is_some();
        self.again = Some(again);
    }

    fn keys(&mut self, args: &KeysArgs) {
        self.json = args.output.json;
        self.take_access(&args.access);
        let environment = args.env.map(Environment::from);
        let nowhere = DestinationArgs::default();
        let mut again = Again::new("keys", None, environment, &nowhere);
        again.older_than = args.older_than.map(|age| format!("{}h", age.num_hours()));
        self.again = Some(again);
    }

    fn take_access(&mut self, args: &AccessArgs) {
        self.auth_file = args.auth_file.as_deref().and_then(absolute);
        self.timeout = (args.timeout != AccessArgs::TIMEOUT).then_some(args.timeout);
    }

    /// This call, with another credential file if it has none of its own.
    pub(super) fn with_auth_file(&self, other: Option<String>) -> Self {
        Self {
            auth_file: self.auth_file.clone().or(other),
            ..self.clone()
        }
    }

    /// Adds the options for the credential, the timeout and the output.
    pub(super) fn access(&self, line: &mut Line) {
        if let Some(file) = &self.auth_file {
            line.option("--auth-file", file);
        }
        if let Some(timeout) = self.timeout {
            line.option("--timeout", &timeout.to_string());
        }
        self.output(line);
    }

    /// Adds the options for the output.
    pub(super) fn output(&self, line: &mut Line) {
        if self.json {
            line.words(&["--json"]);
        }
        if self.verbose {
            line.words(&["-v"]);
        }
    }

    /// Adds the same call again, with one change. `None` if the call cannot be shown as a whole.
    pub(super) fn again(&self, line: &mut Line, change: Option<&'static str>) -> Option<()> {
        let again = self.again.as_ref()?;
        // The arguments of a command may be secret, and a line that is copied from a log must not print a key.
        let shows_key = again.to.as_deref() == Some("-") && !again.flags.contains(&"--dry-run");
        if again.has_command || again.replaces_any || shows_key {
            return None;
        }
        let verb = change.filter(|change| !change.starts_with('-'));
        line.words(&["psq", verb.unwrap_or(again.verb)]);
        if let Some(id) = &again.key_id {
            line.words(&[id]);
        }
        if let Some(environment) = &again.environment {
            line.option("--env", environment.as_str());
        }
        for flag in &again.flags {
            line.words(&[flag]);
        }
        let confirm = match change {
            Some("--confirm") => again.key_id.as_ref(),
            _ => again.confirm.as_ref(),
        };
        if let Some(id) = confirm {
            line.option("--confirm", id);
        }
        if let Some(attempt) = &again.attempt_id {
            line.option("--attempt-id", attempt);
        }
        if let Some(age) = &again.older_than {
            line.option("--older-than", age);
        }
        self.access(line);
        if let Some(to) = &again.to {
            line.option("--to", to);
        }
        if let Some(variable) = &again.variable {
            line.option("--var", variable);
        }
        for (path, variable) in &again.also {
            line.also(path, variable);
        }
        Some(())
    }
}

impl Again {
    fn new(
        verb: &'static str,
        key_id: Option<&String>,
        environment: Option<Environment>,
        destination: &DestinationArgs,
    ) -> Self {
        let to = destination.to.as_deref();
        let path = match to.map(|to| to.to_str()) {
            Some(Some("-")) => Some("-".to_owned()),
            _ => to.and_then(absolute),
        };
        let also = destination.also.iter().map(|also| {
            let variable = also.var.clone().unwrap_or_default();
            Some((absolute(&also.file)?, variable))
        });
        let also: Option<Vec<_>> = also.collect();
        Self {
            verb,
            key_id: key_id.cloned(),
            environment,
            // A path that is not UTF-8 cannot be shown either.
            has_command: !destination.command.is_empty()
                || (to.is_some() && path.is_none())
                || also.is_none(),
            to: path,
            variable: destination.var.clone(),
            also: also.clone().unwrap_or_default(),
            replaces_any: destination.replace_any,
            flags: Vec::new(),
            confirm: None,
            attempt_id: None,
            older_than: None,
        }
    }
}
