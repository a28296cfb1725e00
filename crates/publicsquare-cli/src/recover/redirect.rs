//! Delivering an open rotation to other destinations than the journal notes.
//!
//! An open rotation and the destinations of the command line come in. They replace the destinations that the
//! key has not reached; if it has reached all, they replace all. A destination that is given up may hold the
//! last copy of the key, even if psq cannot read its files now. So the journal keeps it until the key is
//! somewhere else. `staged_key` finds such a copy.

use crate::cli_error::CliError;
use crate::destination::Destination;
use crate::journal::{Delivery, Stage};
use crate::open_rotation::OpenRotation;

/// Replaces the destinations in the journal.
///
/// # Errors
///
/// If the journal cannot be written. psq must not deliver to a place that the journal does not note, because a later
/// run would not look there.
pub(super) fn redirect(
    rotation: &mut OpenRotation<'_>,
    given: Vec<Destination>,
    any: bool,
) -> Result<(), CliError> {
    let record = &rotation.journal.record;
    let is_undelivered = |delivery: &Delivery| !delivery.is_done;
    let reached_all = !record.deliveries.iter().any(is_undelivered);
    let mut deliveries: Vec<Delivery> = Vec::new();
    let mut destinations = Vec::new();
    let mut given_up = Vec::new();
    for noted in &record.deliveries {
        let is_given = given.iter().any(|one| one.record() == noted.destination);
        if is_given {
            continue;
        }
        if is_undelivered(noted) || reached_all {
            given_up.push(noted.clone());
            continue;
        }
        destinations.push(Destination::from_record_or_unusable(&noted.destination));
        deliveries.push(noted.clone());
    }
    for destination in given {
        let place = destination.record();
        let noted = record
            .deliveries
            .iter()
            .find(|noted| noted.destination == place);
        let fresh = || Delivery::open(&destination, &record.key_id);
        deliveries.push(noted.cloned().unwrap_or_else(fresh));
        destinations.push(destination);
    }
    let is_same = given_up.is_empty() && deliveries.len() == record.deliveries.len();
    if is_same {
        rotation.destinations = in_order(destinations, &record.deliveries);
        if any {
            rotation.note_first(|record| record.replaces_any = true)?;
        }
        return Ok(());
    }
    let mut formers = record.former_deliveries.clone();
    // Giving up the same destination again and again must not fill the journal.
    formers.retain(|former| !given_up.iter().any(|one| one.has_files_of(former)));
    formers.extend(given_up);
    rotation.destinations = destinations;
    rotation.report.destinations.clear();
    rotation.note_first(|record| {
        record.deliveries = deliveries;
        record.former_deliveries = formers;
        record.replaces_any = any;
        record.stage = record.stage.min(Stage::Answered);
    })
}

/// Sorts the destinations into the order of the journal.
fn in_order(mut given: Vec<Destination>, noted: &[Delivery]) -> Vec<Destination> {
    given.sort_by_key(|one| {
        let place = one.record();
        noted.iter().position(|noted| noted.destination == place)
    });
    given
}
