//! Finding the key that an interrupted run has left on this disk.
//!
//! The journal comes in. It has the fingerprint of the new key and every path that may hold it: destinations,
//! staged files, and both of the destinations that were given up. Out goes the key, if one of the files holds
//! it. The files that psq stages are in `destination/staging`.

use std::path::PathBuf;

use publicsquare::{ApiKeyId, SecretKey};

use crate::destination::{Staging, read_file};
use crate::fingerprint::Fingerprint;
use crate::journal::Delivery;
use crate::open_rotation::OpenRotation;

/// The key that was staged or delivered before the interruption, also at a former destination.
pub(super) fn staged_key(rotation: &OpenRotation<'_>) -> Option<SecretKey> {
    let record = &rotation.journal.record;
    let wanted = record.new_fingerprint.as_ref()?;
    record
        .deliveries
        .iter()
        .chain(&record.former_deliveries)
        .find_map(|delivery| key_of(delivery, &record.key_id, wanted))
}

/// The key in the files of a delivery. Its fingerprint says that it is the one.
fn key_of(delivery: &Delivery, id: &ApiKeyId, wanted: &Fingerprint) -> Option<SecretKey> {
    let staging = delivery.destination.staging(id)?;
    places(&staging, delivery, id).into_iter().find_map(|path| {
        let content = read_file(&path).ok()?;
        let held = staging.file().value_in(&content).ok()??;
        let is_it = Fingerprint::of_bytes(&held) == *wanted;
        is_it.then(|| SecretKey::from(std::str::from_utf8(&held).unwrap_or_default()))
    })
}

/// The staged file and the destination, where the path leads now and where it led when psq staged the key: a link may
/// have moved since.
fn places(staging: &Staging, delivery: &Delivery, id: &ApiKeyId) -> Vec<PathBuf> {
    let mut places = vec![staging.path().to_owned(), staging.file().path().to_owned()];
    if let Some(noted) = &delivery.staged_path {
        places.push(noted.clone());
        places.extend(Staging::destination_of(noted, id));
    }
    places
}
