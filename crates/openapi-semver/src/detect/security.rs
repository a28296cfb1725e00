//! What callers have to prove.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::{Detector, Event};
use crate::contract::{Alternative, Contract, Node, Operation, requirements_equal};

pub(super) fn compare(detector: &mut Detector<'_, '_>, before: &Operation, after: &Rc<Operation>) {
    let (was, is) = (&before.security, &after.security);
    if requirements_equal(was, is) {
        renamed(detector, before, after);
        return;
    }
    let mut events = Vec::new();
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
        // The place of an alternative that was edited is reported with the old one.
        let edited = was.alternatives.iter().any(|other| {
            !is.alternatives.iter().any(|kept| same(other, kept))
                && successor(after, other).is_some_and(|found| std::ptr::eq(found, alternative))
        });
        if edited {
            continue;
        }
        // Where nothing was asked for, something is now.
        let what = if was.alternatives.is_empty() || was.alternatives.iter().all(is_nothing) {
            if is_nothing(alternative) || is.alternatives.iter().any(is_nothing) {
                "api-security-alternative-added"
            } else {
                "api-security-added"
            }
        } else {
            "api-security-alternative-added"
        };
        let event = Event::new(what, after.label.clone())
            .revision(&alternative.pointer)
            .after(text(alternative));
        events.push(event);
    }
    for mut event in events {
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
}

/// What became of credentials that are not listed any more as they were.
fn no_longer_listed(
    detector: &Detector<'_, '_>,
    after: &Operation,
    alternative: &Alternative,
) -> Vec<Event> {
    let subject = || after.label.clone();
    let is = &after.security;
    if is.alternatives.is_empty() {
        let event = Event::new("api-security-removed", subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    }
    if is.alternatives.iter().any(is_nothing)
        && !is_nothing(alternative)
        && successor(after, alternative).is_none_or(is_nothing)
    {
        let event = Event::new("api-security-removed", subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    }
    if is_nothing(alternative) {
        let event = Event::new("api-security-became-required", subject());
        return vec![event.base(&alternative.pointer)];
    }
    let Some(successor) = successor(after, alternative) else {
        let event = Event::new("api-security-alternative-removed", subject());
        return vec![event.base(&alternative.pointer).before(text(alternative))];
    };
    let mut events = Vec::new();
    for (identity, credential) in &alternative.schemes {
        let Some(now) = successor.schemes.get(identity) else {
            match successor
                .schemes
                .values()
                .find(|now| now.name == credential.name)
            {
                Some(now) => {
                    let was = scheme(detector.base, &credential.name);
                    let is = scheme(detector.revision, &now.name);
                    if let (Some(was), Some(is)) = (was, is) {
                        events.extend(redefined(&was, &is, &after.label));
                    }
                }
                None => {
                    let event = Event::new("api-security-scheme-dropped", subject());
                    events.push(
                        event
                            .base(&credential.pointer)
                            .before(credential.name.clone()),
                    );
                }
            }
            continue;
        };
        for scope in credential.scopes.difference(&now.scopes) {
            let event = Event::new("api-security-scope-removed", subject());
            events.push(event.base(&credential.pointer).before(scope.clone()));
        }
        for scope in now.scopes.difference(&credential.scopes) {
            let event = Event::new("api-security-scope-added", subject());
            events.push(
                event
                    .both(&credential.pointer, &now.pointer)
                    .after(scope.clone()),
            );
        }
    }
    for (identity, now) in &successor.schemes {
        let known = alternative.schemes.contains_key(identity)
            || alternative.schemes.values().any(|was| was.name == now.name);
        if !known {
            let event = Event::new("api-security-scheme-added", subject());
            events.push(event.revision(&now.pointer).after(now.name.clone()));
        }
    }
    events
}

/// The alternative of the revision that an old one has most likely become: one that asks for no more
/// than the old one did, so that the old credentials still do; else the one that shares most with it.
fn successor<'o>(after: &'o Operation, alternative: &Alternative) -> Option<&'o Alternative> {
    let alternatives = &after.security.alternatives;
    let weaker = alternatives.iter().find(|other| {
        other.schemes.iter().all(|(identity, now)| {
            alternative
                .schemes
                .get(identity)
                .is_some_and(|was| now.scopes.is_subset(&was.scopes))
        })
    });
    let alike = |other: &Alternative| {
        let shared = |identity: &String| alternative.schemes.contains_key(identity);
        let named = |name: &str| alternative.schemes.values().any(|was| was.name == name);
        other
            .schemes
            .iter()
            .filter(|(identity, now)| shared(identity) || named(&now.name))
            .count()
    };
    weaker.or_else(|| {
        alternatives
            .iter()
            .filter(|other| alike(other) > 0)
            .max_by_key(|other| alike(other))
    })
}

/// What is different in the definition of a scheme.
fn redefined(was: &Node<'_>, is: &Node<'_>, label: &str) -> Vec<Event> {
    let text = |node: &Node<'_>, keyword: &str| node.str(keyword).map(str::to_owned);
    let mut events = Vec::new();
    let mut report = |what: &'static str, was: &Node<'_>, is: &Node<'_>, keyword: &str| {
        let (before, after) = (text(was, keyword), text(is, keyword));
        if before == after {
            return;
        }
        let mut event = Event::new(what, label.to_owned());
        event.base = Some(was.child(keyword));
        event.revision = after.is_some().then(|| is.child(keyword));
        event.before = before.map(Value::from);
        event.after = after.map(Value::from);
        events.push(event);
    };
    if text(was, "type") == text(is, "type") {
        report("api-key-name-changed", was, is, "name");
        report("api-key-location-changed", was, is, "in");
        report("http-scheme-changed", was, is, "scheme");
        report(
            "api-security-component-open-id-url-changed",
            was,
            is,
            "openIdConnectUrl",
        );
        let (flows, now) = (flows(was), flows(is));
        for (name, flow) in &flows {
            let Some(other) = now.get(name) else { continue };
            report(
                "api-security-component-oauth-url-changed",
                flow,
                other,
                "authorizationUrl",
            );
            report(
                "api-security-component-oauth-token-url-changed",
                flow,
                other,
                "tokenUrl",
            );
            report(
                "api-security-component-oauth-refresh-url-changed",
                flow,
                other,
                "refreshUrl",
            );
        }
        let gone = flows.iter().find(|(name, _)| !now.contains_key(*name));
        let new = now.iter().find(|(name, _)| !flows.contains_key(*name));
        if let Some((name, flow)) = gone {
            let event = Event::new(
                "api-security-component-oauth-flow-removed",
                label.to_owned(),
            );
            events.push(event.base(&flow.pointer).before(*name));
        }
        if let Some((name, flow)) = new {
            let event = Event::new("api-security-component-oauth-flow-added", label.to_owned());
            events.push(event.revision(&flow.pointer).after(*name));
        }
    } else {
        report("api-security-component-type-changed", was, is, "type");
    }
    events
}

fn flows<'a>(scheme: &Node<'a>) -> BTreeMap<&'a str, Node<'a>> {
    scheme
        .member("flows")
        .map(|flows| {
            flows
                .members()
                .filter(|(name, _)| !name.starts_with("x-"))
                .collect()
        })
        .unwrap_or_default()
}

fn scheme<'a>(contract: &Contract<'a>, name: &str) -> Option<Node<'a>> {
    let schemes = contract
        .root()
        .member("components")?
        .member("securitySchemes")?;
    Some(contract.resolve(schemes.member(name)?))
}

/// The same credentials under another name in the document.
fn renamed(detector: &mut Detector<'_, '_>, before: &Operation, after: &Rc<Operation>) {
    let names = |operation: &Operation| -> BTreeMap<String, String> {
        operation
            .security
            .alternatives
            .iter()
            .flat_map(|alternative| &alternative.schemes)
            .map(|(identity, credential)| (identity.clone(), credential.name.clone()))
            .collect()
    };
    let (was, is) = (names(before), names(after));
    if was != is {
        let mut event = Event::new("api-security-component-renamed", after.label.clone())
            .both(&before.security.pointer, &after.security.pointer)
            .before(was.into_values().collect::<Vec<_>>().join(", "))
            .after(is.into_values().collect::<Vec<_>>().join(", "));
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
}

fn is_nothing(alternative: &Alternative) -> bool {
    alternative.schemes.is_empty()
}

fn same(a: &Alternative, b: &Alternative) -> bool {
    a.schemes.len() == b.schemes.len()
        && a.schemes
            .iter()
            .zip(&b.schemes)
            .all(|((a, was), (b, is))| a == b && was.scopes == is.scopes)
}

/// As in "`ApiKey` with `api-key:write`".
fn text(alternative: &Alternative) -> String {
    if is_nothing(alternative) {
        return "nothing".to_owned();
    }
    let schemes: Vec<String> = alternative
        .schemes
        .values()
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
