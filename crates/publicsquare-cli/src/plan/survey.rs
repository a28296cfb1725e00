//! Finds the state of each key of a plan.
//!
//! A plan and the state of this machine come in. psq asks the API for the lists of keys and, if the caller wants it, for
//! the value of each key, to compare it with the files. Out goes a view of each key. Nothing is changed. If psq cannot
//! reach one environment, it still looks at the keys of the others. [`verdict`](super::verdict) turns a view into a
//! state, an exit code and a sentence.

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
use crate::change::LastChange;
use crate::cli_error::CliError;
use crate::exit::Exit;
use crate::journal::Journal;
use crate::keys::KeyFacts;
use crate::overwrite_check::NamedBy;
use crate::state_folder::StateFolder;

/// A key of a plan, as it is now.
pub(super) struct KeyView<'p> {
    pub(super) key: &'p PlannedKey,
    /// The current id.
    pub(super) id: ApiKeyId,
    /// The values that the key and its predecessors had, by the audit log. psq overwrites no other value.
    pub(super) named_by: NamedBy,
    /// The change that an earlier run has left open.
    pub(super) open: Option<Open>,
    /// `None` if the API has not listed the key.
    pub(super) facts: Option<KeyFacts>,
    pub(super) timing: Option<Timing>,
    /// The files that psq has compared.
    pub(super) places: Vec<DestinationView>,
    /// Why psq could not find out more about the key.
    pub(super) flaw: Option<CliError>,
}

/// A change that an earlier run has left open.
pub(super) struct Open {
    /// The id of the key in the journal.
    pub(super) id: ApiKeyId,
    /// When the change began, or why the journal cannot be used.
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
    /// The last change that this survey knows of.
    pub(super) fn last_change(&self) -> LastChange {
        let facts = self.facts.as_ref();
        LastChange {
            noted: facts.and_then(|facts| facts.regenerated_at.or(facts.future_time)),
            latest: facts.and_then(|facts| facts.regenerated_at.max(facts.modified_at)),
        }
    }

    /// The time from which psq counts the age of the value.
    pub(super) fn changed(&self) -> Option<DateTime<Utc>> {
        self.facts.as_ref().and_then(KeyFacts::changed)
    }
}

/// The state of all keys of a plan, and of the plan as a whole.
pub(super) struct Survey<'p> {
    /// In the order of the plan.
    pub(super) views: Vec<KeyView<'p>>,
    /// For each environment, whether the API has listed its keys.
    pub(super) reached: BTreeMap<&'p str, bool>,
    /// Whether a person has approved the plan; `None` if the plan has no production key.
    pub(super) is_approved: Option<bool>,
    pub(super) base_url: Option<String>,
}

/// How much a survey looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Only ages and open changes.
    Ages,
    /// The files as well, which needs one request for each key.
    Files,
}

/// Looks at all keys of the plan.
///
/// # Errors
///
/// If psq cannot look at any key, because it cannot read the audit log or the base URL is not valid.
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
            // The journal of a replacement has the id of the old key, even if the successor is known already.
            let open = ids.iter().rev().find_map(|id| Open::of(state, id));
            let values = ids.iter().filter_map(|id| history.values.get(id));
            let values = values.flatten().cloned().collect();
            KeyView {
                key,
                open,
                named_by: NamedBy::Plan(values),
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
        match destination_views(key, &view.id, environment, &view.named_by, &listed.api) {
            Ok(places) => view.places = places,
            Err(error) => view.flaw = Some(error),
        }
    }
}

/// The error for a key that the API does not list, although it lists every key that exists.
fn gone(view: &KeyView<'_>) -> CliError {
    let advice = if view.key.id_file.is_some() {
        "correct the plan, or write the current id into its id_file"
    } else {
        "correct the id in the plan, or remove the key from the plan"
    };
    CliError {
        exit: Exit::Unverified,
        // No command helps: a person has to correct the plan.
        ..CliError::usage(format!(
            "the API lists no key {} for this credential",
            view.id.as_str()
        ))
        .with_advice(advice)
    }
}
