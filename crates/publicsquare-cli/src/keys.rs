//! `psq keys`: the keys that the credential can see, and how old the value of each is.
//!
//! In come the list of the API and the audit log of this machine. Out goes a table for a person, or one JSON
//! object for a program. It changes nothing and never shows a value, even if the list of the API contains one. [`facts`]
//! computes the age of each value and [`table`] prints it.

mod age;
mod facts;
mod table;

use chrono::{TimeDelta, Utc};
use publicsquare::Environment;

pub(crate) use self::age::{format_age, format_exact_age, parse_age};
use self::facts::KeysReport;
pub(crate) use self::facts::{CountedFrom, KeyFacts, time};
use crate::api::base_url_from_environment;
use crate::api_access;
use crate::audit;
use crate::cli::KeysArgs;
use crate::cli_error::CliError;
use crate::destination::{print, print_to_a_reader};
use crate::exit::Exit;
use crate::final_report::{complain, unwritten};
use crate::progress::Progress;
use crate::state_folder::StateFolder;

/// Lists the keys.
pub(crate) fn run(args: &KeysArgs) -> Exit {
    let found = find(args);
    let report = KeysReport::new(found.as_ref());
    let progress = Progress::new(false);
    let written = match &found {
        _ if args.output.json => print_to_a_reader(&report.to_json()),
        Ok(keys) => print(&table::of(keys)),
        Err(_) => Ok(()),
    };
    if let Err(error) = &written {
        complain(&unwritten("the list", error));
    }
    let mut exit = Exit::Delivered;
    if let Err(failure) = &found {
        exit = failure.exit;
        // If nobody can read the object, the reason and the next line go to the standard error.
        if !args.output.json || written.is_err() {
            failure.print_to(&progress, "nothing was changed");
        }
    }
    match written {
        Ok(()) => exit,
        Err(_) => exit.worse(Exit::Usage),
    }
}

/// The keys, oldest value first.
fn find(args: &KeysArgs) -> Result<Vec<KeyFacts>, CliError> {
    let state = StateFolder::locate()?;
    let history = audit::history(&state.audit())
        .map_err(|error| CliError::usage(format!("{}: {error}", state.audit().display())))?;
    let api =
        api_access::ApiAccess::from_args(&args.access, base_url_from_environment()?)?.connect()?;
    let wanted = args.env.map(Environment::from);
    if let (Some(wanted), Some(own)) = (&wanted, api.environment_by_value())
        && *wanted != own
    {
        return Err(CliError::usage(format!(
            "the credential belongs to {own}, and --env says {wanted}: the API lists only the keys of the \
             environment of the credential; use a credential of {wanted}"
        )));
    }
    let listed = api
        .list()
        .map_err(|error| CliError::refused(&error).without_old_key())?;
    // The clock of this machine may be wrong, so the time of the API counts if the API has reported it.
    let now = listed.server_time.unwrap_or_else(Utc::now);
    let mut keys: Vec<KeyFacts> = listed
        .keys
        .iter()
        // If the API does not report the environment of a key, the key may belong to the wanted one.
        .filter(|key| wanted.is_none() || key.environment.is_none() || key.environment == wanted)
        .map(|key| KeyFacts::of(key, &history.changed, now))
        .filter(|facts| is_older(facts, args.older_than))
        .collect();
    keys.sort_by(|one, other| {
        let order = |facts: &KeyFacts| (facts.changed(), facts.id.clone());
        order(one).cmp(&order(other))
    });
    Ok(keys)
}

/// Whether a value is older than `than`. A value of unknown age counts as older, because it may be.
fn is_older(facts: &KeyFacts, than: Option<TimeDelta>) -> bool {
    match (than, facts.age()) {
        (Some(than), Some(age)) => age > than,
        (None, _) | (_, None) => true,
    }
}
