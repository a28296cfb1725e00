//! The key that an interrupted run has left on this disk.

use publicsquare::SecretKey;

use crate::course::Course;
use crate::destination::{Content, DestinationRecord, Staging};
use crate::fingerprint::Fingerprint;
use crate::journal::Record;

/// The key that was staged or delivered before the interruption, wherever it was to go then.
pub(super) fn staged_key(course: &Course<'_>) -> Option<SecretKey> {
    let record = &course.journal.record;
    let former = record.former.as_ref();
    copy_at(record, &record.destination)
        .or_else(|| copy_staged(record))
        .or_else(|| former.and_then(|former| copy_at(record, former)))
}

/// The key in the file that was noted as staged: a link may have moved since, so that it is beside no
/// destination any more.
fn copy_staged(record: &Record) -> Option<SecretKey> {
    let wanted = record.new_fingerprint.as_ref()?;
    let staging = record.destination.staging(&record.key_id)?;
    let content = staging
        .file()
        .read_at(record.staged_path.as_deref()?)
        .ok()?;
    key_in(&staging, &content, wanted)
}

/// The key in a staged file or in the file itself, known by its fingerprint.
pub(super) fn copy_at(record: &Record, destination: &DestinationRecord) -> Option<SecretKey> {
    let wanted = record.new_fingerprint.as_ref()?;
    let staging = destination.staging(&record.key_id)?;
    let places = [staging.staged_content(), staging.file().read()];
    places
        .into_iter()
        .find_map(|content| key_in(&staging, &content.ok()?, wanted))
}

fn key_in(staging: &Staging, content: &Content, wanted: &Fingerprint) -> Option<SecretKey> {
    let held = staging.file().held(content).ok()??;
    let is_it = Fingerprint::of_bytes(&held) == *wanted;
    is_it.then(|| SecretKey::from(std::str::from_utf8(&held).unwrap_or_default()))
}
