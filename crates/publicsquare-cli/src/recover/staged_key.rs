//! Finding the key that an interrupted run has left on this disk.
//!
//! The journal comes in. It has the fingerprint of the new key and every path that may hold it: destinations,
//! staged files, and destinations that were given up. Out goes the key, if one of the files holds it. The
//! files that psq stages are in `destination/staging`.

use std::path::Path;

use publicsquare::SecretKey;

use crate::destination::{Content, DestinationRecord, Staging, read_file};
use crate::fingerprint::Fingerprint;
use crate::journal::{Delivery, Record};
use crate::open_rotation::OpenRotation;

/// The key that was staged or delivered before the interruption, also at a former destination.
pub(super) fn staged_key(rotation: &OpenRotation<'_>) -> Option<SecretKey> {
    let record = &rotation.journal.record;
    let mut deliveries = record.deliveries.iter();
    let mut formers = record.former_destinations.iter();
    deliveries
        .find_map(|delivery| {
            copy_at(record, &delivery.destination).or_else(|| copy_staged(record, delivery))
        })
        .or_else(|| formers.find_map(|former| copy_at(record, former)))
}

/// The key in the staged file that the journal notes. A link may have moved since, so that the file is no longer beside
/// the destination.
fn copy_staged(record: &Record, delivery: &Delivery) -> Option<SecretKey> {
    let wanted = record.new_fingerprint.as_ref()?;
    let staging = delivery.destination.staging(&record.key_id)?;
    let content = read_file(delivery.staged_path.as_deref()?).ok()?;
    key_in(&staging, &content, wanted)
}

/// The key in the staged file or in the destination itself, recognized by its fingerprint.
fn copy_at(record: &Record, destination: &DestinationRecord) -> Option<SecretKey> {
    let wanted = record.new_fingerprint.as_ref()?;
    let staging = destination.staging(&record.key_id)?;
    let places = [staging.staged_content(), staging.file().read()];
    places
        .into_iter()
        .find_map(|content| key_in(&staging, &content.ok()?, wanted))
}

/// Whether the key is at a destination, or may be there: a file that cannot be read now may hold the last copy.
pub(super) fn may_be_at(record: &Record, destination: &DestinationRecord) -> bool {
    let Some(staging) = destination.staging(&record.key_id) else {
        return false;
    };
    let is_closed = |path: &Path| read_file(path).is_err() && path.symlink_metadata().is_ok();
    is_closed(staging.path())
        || is_closed(staging.file().path())
        || copy_at(record, destination).is_some()
}

fn key_in(staging: &Staging, content: &Content, wanted: &Fingerprint) -> Option<SecretKey> {
    let held = staging.file().value_in(content).ok()??;
    let is_it = Fingerprint::of_bytes(&held) == *wanted;
    is_it.then(|| SecretKey::from(std::str::from_utf8(&held).unwrap_or_default()))
}
