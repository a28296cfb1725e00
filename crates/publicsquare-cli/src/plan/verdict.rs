//! Summarises the state of a key of a plan: the most urgent state, its exit code, and a sentence with all of them.
//!
//! A [`KeyView`] comes in. Out go a [`KeyState`] with an exit code, and a sentence for a person, which never contains the
//! value of a key or an argument of a command. [`survey`](super::survey) collects the views, and
//! [`check_report`](super::check_report) puts the results into the report.

use std::path::Path;

use chrono::TimeDelta;

use super::check_report::KeyState;
use super::destination_state::DestinationState;
use super::due::Timing;
use super::survey::KeyView;
use crate::exit::Exit;
use crate::keys::{KeyFacts, format_age};

/// The most urgent state of a key, and the exit code for it.
pub(super) fn judge(view: &KeyView<'_>) -> (KeyState, Exit) {
    if view.open.is_some() {
        return (KeyState::Open, Exit::Unfinished);
    }
    if let Some(error) = &view.flaw {
        let state = match error.exit {
            Exit::Unverified => KeyState::Missing,
            _ => KeyState::Unknown,
        };
        return (state, error.exit);
    }
    let is_unusable = |state: &DestinationState| {
        matches!(
            state,
            DestinationState::Unusable(_) | DestinationState::Foreign(_)
        )
    };
    if view.places.iter().any(|place| is_unusable(&place.state)) {
        return (KeyState::Unusable, Exit::Unverified);
    }
    if matches!(view.timing, Some(Timing::Overdue { .. })) {
        return (KeyState::Overdue, Exit::Unverified);
    }
    if view.places.iter().any(|place| place.state.is_behind()) {
        return (KeyState::OutOfDate, Exit::Unverified);
    }
    let is_unknown = |state: &DestinationState| matches!(state, DestinationState::Unknown(_));
    if view.places.iter().any(|place| is_unknown(&place.state)) {
        return (KeyState::Unknown, Exit::Untouched);
    }
    match view.timing {
        Some(Timing::InTime { .. }) => (KeyState::InTime, Exit::Delivered),
        _ => (KeyState::Due, Exit::Delivered),
    }
}

/// Everything that is known about a key, in one line.
pub(super) fn message(view: &KeyView<'_>) -> String {
    let mut parts = Vec::new();
    match view.open.as_ref().map(|open| &open.since) {
        None => {}
        Some(Ok(time)) => {
            parts.push(format!("open since {}", time.format("%Y-%m-%d %H:%M UTC")));
        }
        Some(Err(flaw)) => parts.push(format!("open, but its journal cannot be used ({flaw})")),
    }
    if let Some(error) = &view.flaw {
        parts.push(error.flaw().to_string());
    }
    let now = view
        .facts
        .as_ref()
        .and_then(|facts| Some(facts.changed()? + facts.age()?));
    if let (Some(timing), Some(now)) = (view.timing, now) {
        parts.push(match timing {
            Timing::Unknown => "due, because its age is unknown".to_owned(),
            Timing::InTime { due_at } => format!("due in {}", format_span(due_at - now)),
            Timing::Due { limit } => format!("due now, {} left", format_span(limit - now)),
            Timing::Overdue { since } => format!("overdue by {}", format_span(now - since)),
        });
    } else if view.timing.is_some() {
        parts.push("due, because its age is unknown".to_owned());
    }
    parts.extend(view.facts.as_ref().and_then(KeyFacts::remark));
    for (state, what) in [
        (DestinationState::OutOfDate, "destination out of date"),
        (DestinationState::Missing, "destination without the key"),
    ] {
        let places = view.places.iter().filter(|place| place.state == state);
        let places: Vec<String> = places
            .map(|place| place.place.record(Path::new("")).to_string())
            .collect();
        if !places.is_empty() {
            parts.push(format!("{what}: {}", places.join(", ")));
        }
    }
    for place in &view.places {
        let name = place.place.record(Path::new(""));
        match &place.state {
            DestinationState::Unusable(why) => {
                parts.push(format!("destination that cannot be used: {name}: {why}"));
            }
            DestinationState::Foreign(refusal) => parts.push(refusal.flaw(name).to_string()),
            DestinationState::Unknown(why) => {
                parts.push(format!("{name} could not be compared: {why}"))
            }
            DestinationState::Current | DestinationState::Missing | DestinationState::OutOfDate => {
            }
        }
    }
    parts.join("; ")
}

fn format_span(span: TimeDelta) -> String {
    if span < TimeDelta::hours(1) {
        "less than an hour".to_owned()
    } else {
        format_age(span)
    }
}
