//! How it stands with each key of a plan.
//!
//! In come a plan and the state of this machine. The API is asked for its lists, and, where that is wanted, for
//! the value of each key, to compare it with what the files hold. Out goes a view of each key. Nothing is
//! changed. An environment that cannot be reached says nothing of its own keys and keeps no other from being
//! looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare::{ApiKeyId, Environment};

use super::destination_state::{DestinationView, destination_views};
use super::due::Timing;
use super::environment_access::{self, EnvironmentKeys};
use super::{Plan, PlannedKey, approval, successors};
use crate::api::base_url_from_environment;
use crate::audit;
use crate::cli_error::CliError;
use crate::exit::Exit;
use crate::journal::Journal;
use crate::keys::KeyFacts;
use crate::state_folder::StateFolder;

/// A key of a plan, as it is now.
pub(super) struct KeyView<'p> {
    pub(super) key: &'p PlannedKey,
    /// Its id by now.
    pub(super) id: ApiKeyId,
    /// What an earlier run has left open.
    pub(super) open: Option<Open>,
    /// `None` where the API has not listed it.
    pub(super) facts: Option<KeyFacts>,
    pub(super) timing: Option<Timing>,
    /// The files that were looked at.
    pub(super) places: Vec<DestinationView>,
    /// Why nothing more is known of it.
    pub(super) flaw: Option<CliError>,
}

/// What an earlier run has left open.
pub(super) struct Open {
    /// The key that its journal is about.
    pub(super) id: ApiKeyId,
    /// When it began, or why its journal cannot be used.
    pub(super) since: Result<DateTime<Utc>, String>,
}

impl Open {
    fn of(state: &StateFolder, id: &ApiKeyId) -> Option<Self> {
        let since = match Journal::open(state, id) {
            Ok(None) => return None,
            Ok(Some(journal)) => Ok(journal.record.prepared_at),
            Err(unreadable) => Err(unreadable.flaw),
        };
        Some(Self {
            id: id.clone(),
            since,
        })
    }
}

impl KeyView<'_> {
    /// When the value was last changed, by the audit log or by the API, whichever is later.
    pub(super) fn last_touched(&self) -> Option<DateTime<Utc>> {
        let facts = self.facts.as_ref()?;
        facts.regenerated_at.max(facts.modified_at)
    }

    /// When the value was last changed, as its age is counted.
    pub(super) fn changed(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref().and_then(KeyFacts::changed)
    }
}

/// All keys of a plan, and what belongs to the plan as a whole.
pub(super) struct Survey<'p> {
    /// In the order of the plan.
    pub(super) views: Vec<KeyView<'p>>,
    /// Whether each environment has answered with a list.
    pub(super) reached: BTreeMap<&'p str, bool>,
    /// `None` where no key of production is in the plan.
    pub(super) is_approved: Option<bool>,
    pub(super) base_url: Option<String>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Ages and what is open.
    Ages,
    /// What the files hold as well: one request for each key.
    Files,
}

/// Looks at all keys.
///
/// # Errors
///
/// What keeps psq from looking at any.
pub(super) fn survey<'p>(
    plan: &'p Plan,
    state: &StateFolder,
    timeout: Duration,
    depth: Depth,
) -> Result<Survey<'p>, CliError> {
    let history = audit::history(&state.audit())
        .map_err(|error| CliError::usage(format!("{}: {error}", state.audit().display())))?;
    let base_url = base_url_from_environment()?;
    let mut views: Vec<KeyView<'p>> = plan
        .keys
        .iter()
        .map(|key| {
            let (ids, flaw) = match successors::ids(key, &history.successors) {
                Ok(ids) => (ids, None),
                Err(failure) => (vec![key.id.clone()], Some(failure)),
            };
            // A replacement is noted under the id of the key that it replaces, also when its successor is known.
            let open = ids.iter().rev().find_map(|id| Open::of(state, id));
            KeyView {
                key,
                open,
                id: ids
                    .into_iter()
                    .next_back()
                    .unwrap_or_else(|| key.id.clone()),
                facts: None,
                timing: None,
                places: Vec::new(),
                flaw,
            }
        })
        .collect();
    let mut reached = BTreeMap::new();
    for (name, environment) in &plan.environments {
        let wanted: BTreeSet<ApiKeyId> = views
            .iter()
            .filter(|view| view.key.environment == *name && view.flaw.is_none())
            .map(|view| view.id.clone())
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let listed = environment_access::access(environment, base_url.clone(), timeout)
            .and_then(|access| environment_access::list(&access, &wanted, &history));
        reached.insert(name.as_str(), listed.is_ok());
        for view in views
            .iter_mut()
            .filter(|view| view.key.environment == *name)
        {
            match &listed {
                Ok(listed) => take(view, listed, &environment.environment, depth),
                Err(failure) => {
                    view.flaw.get_or_insert_with(|| CliError {
                        message: format!("[environments.{name}]: {}", failure.message),
                        ..failure.clone()
                    });
                }
            }
        }
    }
    let needs_approval = !approval::needing(plan).is_empty();
    Ok(Survey {
        views,
        reached,
        is_approved: needs_approval.then(|| approval::is_given(plan, state)),
        base_url,
    })
}

fn take(view: &mut KeyView<'_>, listed: &EnvironmentKeys, environment: &Environment, depth: Depth) {
    if view.flaw.is_some() {
        return;
    }
    let Some(facts) = listed.facts.get(&view.id) else {
        view.flaw = Some(gone(view));
        return;
    };
    let key = view.key;
    view.timing = Some(Timing::of(
        &key.id,
        facts.changed(),
        key.max_age,
        listed.now,
    ));
    view.facts = Some(facts.clone());
    if depth == Depth::Files {
        match destination_views(key, &view.id, environment, &listed.api) {
            Ok(places) => view.places = places,
            Err(error) => view.flaw = Some(error),
        }
    }
}

/// The API lists every key that there is.
fn gone(view: &KeyView<'_>) -> CliError {
    let next = if view.key.id_file.is_some() {
        "mend the plan, or write the id of now into its id_file"
    } else {
        "mend the id in the plan, or take the key out of it"
    };
    CliError {
        exit: Exit::Unverified,
        // No command helps: a person has to mend the plan.
        ..CliError::usage(format!(
            "the API lists no key {} for this credential; {next}",
            view.id.as_str()
        ))
    }
}
