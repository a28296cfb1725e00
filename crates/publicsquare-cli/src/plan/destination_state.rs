//! Whether the files of a key hold the value that it has now.
//!
//! In come a key of a plan and the API, which shows the value. Out goes for each file what is so. A command
//! cannot be asked what it has done with a value, so that nothing is said of it. No value goes out.

use publicsquare::{ApiKeyId, Environment};

use super::{PlannedDestination, PlannedKey};
use crate::api::Api;
use crate::cli_error::CliError;
use crate::destination::{Destination, FileDestination};
use crate::environment_check;
use crate::evidence;
use crate::fingerprint::Fingerprint;

/// A file of a key.
pub(super) struct DestinationView {
    pub(super) place: PlannedDestination,
    pub(super) state: DestinationState,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DestinationState {
    /// The value that the key has now.
    Current,
    /// Nothing.
    Missing,
    /// Another value.
    OutOfDate,
    /// It cannot be read or replaced, for this reason. A delivery would fail.
    Unusable(String),
    /// It holds something, and nothing tells whether that is the current value.
    Unknown(String),
}

impl DestinationState {
    /// Whether a delivery would mend it.
    pub(super) fn is_behind(&self) -> bool {
        matches!(self, Self::Missing | Self::OutOfDate)
    }
}

/// Looks at the files of a key. Where there is none, nothing is asked.
///
/// # Errors
///
/// Why the API has not shown the value.
pub(super) fn destination_views(
    key: &PlannedKey,
    id: &ApiKeyId,
    wanted: &Environment,
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
            Some(Fingerprint::of(&revealed.key))
        }
        Err(error) if evidence::is_hidden(&error) => None,
        Err(error) => return Err(CliError::refused(&error).without_old_key()),
    };
    let views = files.into_iter().map(|place| DestinationView {
        state: state(place, current.as_ref()),
        place: place.clone(),
    });
    Ok(views.collect())
}

fn state(place: &PlannedDestination, current: Option<&Fingerprint>) -> DestinationState {
    let PlannedDestination::File { path, variable } = place else {
        return DestinationState::Unknown("a command does not tell what it holds".to_owned());
    };
    let held = FileDestination::resolve(path, variable.clone())
        .map_err(|failure| failure.flaw())
        .and_then(|file| {
            let content = file.read()?;
            file.value_in(&content)
        });
    match (held, current) {
        (Err(flaw), _) => DestinationState::Unusable(flaw.to_string()),
        (Ok(None), _) => DestinationState::Missing,
        (Ok(Some(_)), None) => DestinationState::Unknown(
            "the API does not reveal the key, so that nothing can be compared".to_owned(),
        ),
        (Ok(Some(held)), Some(current)) if Fingerprint::of_bytes(&held) == *current => {
            DestinationState::Current
        }
        (Ok(Some(_)), Some(_)) => DestinationState::OutOfDate,
    }
}

/// The destinations that are behind.
///
/// # Errors
///
/// Why one of them cannot be a destination.
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
