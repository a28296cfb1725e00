//! The key that an interrupted run has left on this disk.

use publicsquare::SecretKey;

use crate::course::Course;
use crate::fingerprint::Fingerprint;

/// The key that was staged or delivered before the interruption, known by its fingerprint.
pub(super) fn staged_key(course: &Course<'_>) -> Option<SecretKey> {
    let wanted = course.journal.record.new_fingerprint.as_ref()?;
    let staging = course.destination.staging(course.id())?;
    let places = [staging.staged_content(), staging.file().read()];
    places.into_iter().find_map(|content| {
        let held = staging.file().held(&content.ok()?).ok()??;
        let is_it = Fingerprint::of_bytes(&held) == *wanted;
        is_it.then(|| SecretKey::from(std::str::from_utf8(&held).unwrap_or_default()))
    })
}
