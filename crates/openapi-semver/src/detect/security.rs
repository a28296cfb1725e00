//! The credentials that an operation asks for.
//!
//! The same operation of both documents comes in. Out go events about alternatives, credentials and scopes that are
//! new or gone. Credentials that an edit has changed are paired first, so that one edit is one event.
//!
//! `scheme` compares the definitions of two paired schemes. Schemes that no operation uses are compared by
//! [`components`](super::components).

mod scheme;

use std::rc::Rc;

use super::{Detector, Event};
use crate::contract::{Alternative, Credential, Operation, requirements_equal};
use crate::rule_id::Rule;

pub(super) fn compare(detector: &mut Detector<'_, '_>, before: &Operation, after: &Rc<Operation>) {
    let (was, is) = (&before.security, &after.security);
    let same = |was: &Alternative, is: &Alternative| same(detector, was, is);
    let all_kept = was
        .alternatives
        .iter()
        .all(|was| is.alternatives.iter().any(|is| same(was, is)))
        && is
            .alternatives
            .iter()
            .all(|is| was.alternatives.iter().any(|was| same(was, is)));
    let mut events = Vec::new();
    if all_kept && requirements_equal(was, is) {
        renamed(detector, before, after);
        return;
    }
    for alternative in &was.alternatives {
        if is.alternatives.iter().any(|other| same(alternative, other)) {
            continue;
        }
        events.extend(no_longer_listed(detector, after, alternative));
    }
    for alternative in &is.alternatives {
        if was
            .alternatives
            .iter()
            .any(|other| same(alternative, other))
        {
            continue;
        }
        // An edited alternative is reported together with the old one.
        let edited = was.alternatives.iter().any(|other| {
            !is.alternatives.iter().any(|kept| same(other, kept))
                && successor(after, other).is_some_and(|found| std::ptr::eq(found, alternative))
        });
        if edited {
            continue;
        }
        // Nothing was asked for before, and something is asked for now.
        let rule = if was.alternatives.is_empty() || was.alternatives.iter().all(is_nothing) {
            if is_nothing(alternative) || is.alternatives.iter().any(is_nothing) {
                Rule::ApiSecurityAlternativeAdded
            } else {
                Rule::ApiSecurityAdded
            }
        } else {
            Rule::ApiSecurityAlternativeAdded
        };
        let event = Event::new(rule, after.label.clone())
            .revision(&alternative.pointer)
            .after(text(alternative));
        events.push(event);
    }
    for mut event in events {
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
}

/// The events about an alternative that is no longer listed in the same form.
fn no_longer_listed(
    detector: &Detector<'_, '_>,
    after: &Operation,
    alternative: &Alternative,
) -> Vec<Event> {
    let subject = || after.label.clone();
    let is = &after.security;
    if is.alternatives.is_empty() {
        let event = Event::new(Rule::ApiSecurityRemoved, subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    }
    if is.alternatives.iter().any(is_nothing)
        && !is_nothing(alternative)
        && successor(after, alternative).is_none_or(is_nothing)
    {
        let event = Event::new(Rule::ApiSecurityRemoved, subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    }
    if is_nothing(alternative) {
        let event = Event::new(Rule::ApiSecurityBecameRequired, subject());
        return vec![event.base(&alternative.pointer)];
    }
    let Some(successor) = successor(after, alternative) else {
        let event = Event::new(Rule::ApiSecurityAlternativeRemoved, subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    };
    let Partners { kept, gone, new } = partners(alternative, successor);
    let mut events = Vec::new();
    for (credential, now) in kept {
        if credential.identity != now.identity {
            let was = scheme::named(detector.base, &credential.name);
            let is = scheme::named(detector.revision, &now.name);
            if let (Some(was), Some(is)) = (was, is) {
                events.extend(scheme::redefined(&was, &is, &after.label));
            }
        }
        events.extend(name_changed(detector, credential, now, &after.label));
        let gone = credential.scopes.difference(&now.scopes);
        let new = now.scopes.difference(&credential.scopes);
        for pair in side_by_side(gone, new) {
            let event = match pair {
                (Some(was), Some(is)) => Event::new(Rule::ApiSecurityScopeReplaced, subject())
                    .both(&credential.pointer, &now.pointer)
                    .before(was.clone())
                    .after(is.clone()),
                (Some(was), None) => Event::new(Rule::ApiSecurityScopeRemoved, subject())
                    .base(&credential.pointer)
                    .before(was.clone()),
                (None, Some(is)) => Event::new(Rule::ApiSecurityScopeAdded, subject())
                    .both(&credential.pointer, &now.pointer)
                    .after(is.clone()),
                (None, None) => continue,
            };
            events.push(event);
        }
    }
    for pair in side_by_side(gone, new) {
        let event = match pair {
            (Some(was), Some(is)) => Event::new(Rule::ApiSecuritySchemeReplaced, subject())
                .both(&was.pointer, &is.pointer)
                .before(was.name.clone())
                .after(is.name.clone()),
            (Some(was), None) => Event::new(Rule::ApiSecuritySchemeDropped, subject())
                .base(&was.pointer)
                .before(was.name.clone()),
            (None, Some(is)) => Event::new(Rule::ApiSecuritySchemeAdded, subject())
                .revision(&is.pointer)
                .after(is.name.clone()),
            (None, None) => continue,
        };
        events.push(event);
    }
    events
}

/// Pairs of gone and new items, so that a replacement is one event and not two.
fn side_by_side<T>(
    gone: impl IntoIterator<Item = T>,
    new: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = (Option<T>, Option<T>)> {
    let (mut gone, mut new) = (gone.into_iter(), new.into_iter());
    std::iter::from_fn(move || match (gone.next(), new.next()) {
        (None, None) => None,
        pair => Some(pair),
    })
}

/// The credentials of two alternatives: pairs that stayed, and those that are gone or new.
struct Partners<'o> {
    kept: Vec<(&'o Credential, &'o Credential)>,
    gone: Vec<&'o Credential>,
    new: Vec<&'o Credential>,
}

fn partners<'o>(before: &'o Alternative, after: &'o Alternative) -> Partners<'o> {
    let mut partners = Partners {
        kept: Vec::new(),
        gone: before.schemes.iter().collect(),
        new: after.schemes.iter().collect(),
    };
    let tests: [fn(&Credential, &Credential) -> bool; 3] = [
        |was, is| was.identity == is.identity && was.name == is.name,
        |was, is| was.identity == is.identity,
        |was, is| was.name == is.name,
    ];
    for test in tests {
        let Partners { kept, gone, new } = &mut partners;
        gone.retain(|was| {
            let Some(found) = new.iter().position(|is| test(was, is)) else {
                return true;
            };
            kept.push((*was, new.remove(found)));
            false
        });
    }
    partners
}

/// The alternative of the revision that an old alternative has most likely become. It is one that asks for no more
/// than the old one, so that the old credentials are still enough, or else the one that shares most with it.
fn successor<'o>(after: &'o Operation, alternative: &Alternative) -> Option<&'o Alternative> {
    let alternatives = &after.security.alternatives;
    let asks_for_no_more = |other: &&Alternative| {
        let Partners { kept, new, .. } = partners(alternative, other);
        new.is_empty()
            && kept
                .iter()
                .all(|(was, is)| was.identity == is.identity && is.scopes.is_subset(&was.scopes))
    };
    let likeness = |other: &&Alternative| partners(alternative, other).kept.len();
    alternatives.iter().find(asks_for_no_more).or_else(|| {
        let alike = alternatives.iter().filter(|other| likeness(other) > 0);
        alike.max_by_key(likeness)
    })
}

/// The same credentials under another name in the document.
fn renamed(detector: &mut Detector<'_, '_>, before: &Operation, after: &Rc<Operation>) {
    let mut events = Vec::new();
    for was in &before.security.alternatives {
        let candidates = || {
            let all = after.security.alternatives.iter();
            all.filter(|is| same(detector, was, is))
        };
        let names = |alternative: &Alternative| -> Vec<String> {
            let credentials = alternative.schemes.iter();
            credentials.map(|one| one.name.clone()).collect()
        };
        let is = candidates().find(|is| names(is) == names(was));
        let Some(is) = is.or_else(|| candidates().next()) else {
            continue;
        };
        for (was, is) in partners(was, is).kept {
            events.extend(name_changed(detector, was, is, &after.label));
        }
    }
    for mut event in events {
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
}

/// Whether two schemes of the same form are two credentials. They are one scheme with a new name if no document
/// has both names.
fn are_two(detector: &Detector<'_, '_>, was: &Credential, is: &Credential) -> bool {
    scheme::named(detector.base, &is.name).is_some()
        || scheme::named(detector.revision, &was.name).is_some()
}

fn name_changed(
    detector: &Detector<'_, '_>,
    was: &Credential,
    is: &Credential,
    label: &str,
) -> Option<Event> {
    if was.name == is.name {
        return None;
    }
    let rule = if are_two(detector, was, is) {
        Rule::ApiSecuritySchemeReplaced
    } else {
        Rule::ApiSecurityComponentRenamed
    };
    let event = Event::new(rule, label)
        .both(&was.pointer, &is.pointer)
        .before(was.name.clone())
        .after(is.name.clone());
    Some(event)
}

fn is_nothing(alternative: &Alternative) -> bool {
    alternative.schemes.is_empty()
}

/// Whether two alternatives have the same credentials, perhaps under other names.
fn same(detector: &Detector<'_, '_>, a: &Alternative, b: &Alternative) -> bool {
    let Partners { kept, gone, new } = partners(a, b);
    gone.is_empty()
        && new.is_empty()
        && kept.iter().all(|(was, is)| {
            was.identity == is.identity
                && was.scopes == is.scopes
                && (was.name == is.name || !are_two(detector, was, is))
        })
}

/// The credentials for a sentence, as in "ApiKey (api-key:write) and Session".
fn text(alternative: &Alternative) -> String {
    if is_nothing(alternative) {
        return "nothing".to_owned();
    }
    let schemes: Vec<String> = alternative
        .schemes
        .iter()
        .map(|credential| {
            let scopes: Vec<&str> = credential.scopes.iter().map(String::as_str).collect();
            if scopes.is_empty() {
                credential.name.clone()
            } else {
                format!("{} ({})", credential.name, scopes.join(", "))
            }
        })
        .collect();
    schemes.join(" and ")
}
