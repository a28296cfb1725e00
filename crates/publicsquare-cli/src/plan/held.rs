//! Whether the files of a key hold the value that it has now.
//!
//! In come a key of a plan and the API, which shows the value. Out goes for each file what is so. A command
//! cannot be asked what it has done with a value, so that nothing is said of it. No value goes out.

use publicsquare::{ApiKeyId, Environment};

use super::{Place, PlannedKey};
use crate::api::Api;
use crate::destination::{Destination, FileDestination};
use crate::environment;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::stop::Stop;

/// A file of a key.
pub(super) struct PlaceView {
    pub(super) place: Place,
    pub(super) state: PlaceState,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PlaceState {
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

impl PlaceState {
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
pub(super) fn places(
    key: &PlannedKey,
    id: &ApiKeyId,
    wanted: &Environment,
    api: &Api,
) -> Result<Vec<PlaceView>, Stop> {
    let is_file = |place: &&Place| matches!(place, Place::File { .. });
    let files: Vec<&Place> = key.to.iter().filter(is_file).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let current = match api.reveal(id) {
        Ok(revealed) => {
            environment::check(revealed.details.environment.as_ref(), wanted)
                .map_err(|flaw| Stop::untouched(flaw).without_old_key())?;
            Some(Fingerprint::of(&revealed.key))
        }
        Err(error) if evidence::is_hidden(&error) => None,
        Err(error) => return Err(Stop::refused(&error).without_old_key()),
    };
    let views = files.into_iter().map(|place| PlaceView {
        state: state(place, current.as_ref()),
        place: place.clone(),
    });
    Ok(views.collect())
}

fn state(place: &Place, current: Option<&Fingerprint>) -> PlaceState {
    let Place::File { path, variable } = place else {
        return PlaceState::Unknown("a command does not tell what it holds".to_owned());
    };
    let held = FileDestination::resolve(path, variable.clone())
        .map_err(|stop| stop.message)
        .and_then(|file| {
            let content = file.read().map_err(|error| error.to_string())?;
            file.held(&content)
        });
    match (held, current) {
        (Err(flaw), _) => PlaceState::Unusable(flaw),
        (Ok(None), _) => PlaceState::Missing,
        (Ok(Some(_)), None) => PlaceState::Unknown(
            "the API does not reveal the key, so that nothing can be compared".to_owned(),
        ),
        (Ok(Some(held)), Some(current)) if Fingerprint::of_bytes(&held) == *current => {
            PlaceState::Current
        }
        (Ok(Some(_)), Some(_)) => PlaceState::OutOfDate,
    }
}

/// The destinations that are behind.
///
/// # Errors
///
/// Why one of them cannot be a destination.
pub(super) fn behind(
    views: &[PlaceView],
    folder: &std::path::Path,
) -> Result<Vec<Destination>, Stop> {
    views
        .iter()
        .filter(|view| view.state.is_behind())
        .map(|view| view.place.destination(folder))
        .collect()
}
