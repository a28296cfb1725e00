//! Finds out whether the files of a key hold its current value.
//!
//! A key of a plan and the API, which reveals the value, come in. Out goes the state of each file, and never a value. psq
//! cannot ask a command what it has stored, so commands have no state. [`verdict`](super::verdict) summarises the states
//! of a key.

use publicsquare::{ApiKeyId, Environment};

use super::{PlannedDestination, PlannedKey};
use crate::api::Api;
use crate::cli_error::CliError;
use crate::destination::{Destination, FileDestination};
use crate::environment_check;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::key_form::KeyForm;
use crate::overwrite_check::{ExistingValue, NamedBy, OverwriteCheck, OverwriteRefusal};

/// A file among the destinations of a key, and its state.
pub(super) struct DestinationView {
    pub(super) place: PlannedDestination,
    pub(super) state: DestinationState,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DestinationState {
    /// The current value of the key.
    Current,
    /// No value.
    Missing,
    /// An earlier value of the key.
    OutOfDate,
    /// Another value, which psq does not know as one of the key. psq leaves it alone.
    Foreign(OverwriteRefusal),
    /// The file cannot be read or replaced, for this reason. A delivery would fail.
    Unusable(Flaw),
    /// The file holds something, and psq cannot compare it with the current value, for this reason.
    Unknown(String),
}

impl DestinationState {
    /// Whether a delivery would repair it.
    pub(super) fn is_behind(&self) -> bool {
        matches!(self, Self::Missing | Self::OutOfDate)
    }
}

/// Checks the files of a key. `named_by` has the earlier values of the key. If the key has no file, psq sends nothing to the API.
///
/// # Errors
///
/// If the API does not answer, or the key belongs to another environment. A key that the API does not reveal is no error.
pub(super) fn destination_views(
    key: &PlannedKey,
    id: &ApiKeyId,
    wanted: &Environment,
    named_by: &NamedBy,
    api: &Api,
) -> Result<Vec<DestinationView>, CliError> {
    let is_file = |place: &&PlannedDestination| matches!(place, PlannedDestination::File { .. });
    let files: Vec<&PlannedDestination> = key.to.iter().filter(is_file).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let current = match api.reveal(id) {
        Ok(revealed) => {
            environment_check::check(revealed.details.environment.as_ref(), wanted)
                .map_err(|flaw| CliError::untouched(flaw).without_old_key())?;
            Some(Current {
                fingerprint: Fingerprint::of(&revealed.key),
                form: KeyForm::of_key(&revealed.key),
            })
        }
        Err(error) if evidence::is_hidden(&error) => None,
        Err(error) => return Err(CliError::refused(&error).without_old_key()),
    };
    let known = current.as_ref().map(|current| &current.fingerprint);
    let check = current.as_ref().map(|current| OverwriteCheck {
        id,
        known_values: known.as_slice(),
        form: current.form.as_ref(),
        allow_any: false,
        api_hides_values: false,
        named_by,
    });
    let views = files.into_iter().map(|place| DestinationView {
        state: state(place, check.as_ref()),
        place: place.clone(),
    });
    Ok(views.collect())
}

/// The value that a key has now.
struct Current {
    fingerprint: Fingerprint,
    form: Option<KeyForm>,
}

fn state(place: &PlannedDestination, check: Option<&OverwriteCheck<'_>>) -> DestinationState {
    let PlannedDestination::File { path, variable } = place else {
        return DestinationState::Unknown("psq cannot ask a command what it has stored".to_owned());
    };
    let held = FileDestination::resolve(path, variable.clone())
        .map_err(|failure| failure.flaw())
        .and_then(|file| {
            let content = file.read()?;
            file.value_in(&content)
        });
    match (held, check) {
        (Err(flaw), _) => DestinationState::Unusable(flaw),
        (Ok(None), _) => DestinationState::Missing,
        (Ok(Some(_)), None) => DestinationState::Unknown(
            "the API does not reveal the key, so psq cannot compare the file with it".to_owned(),
        ),
        // The form alone decides here: psq must not send a value of a file to the API while nobody looks.
        (Ok(Some(held)), Some(check)) => match check.check_form(Some(&held)) {
            Ok(ExistingValue::Known) => DestinationState::Current,
            Ok(_) => DestinationState::OutOfDate,
            Err(refusal) => DestinationState::Foreign(refusal),
        },
    }
}

/// The destinations that do not hold the current value.
///
/// # Errors
///
/// If psq cannot deliver to one of them now, the reason.
pub(super) fn behind(
    views: &[DestinationView],
    folder: &std::path::Path,
) -> Result<Vec<Destination>, CliError> {
    views
        .iter()
        .filter(|view| view.state.is_behind())
        .map(|view| view.place.destination(folder))
        .collect()
}
