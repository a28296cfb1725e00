//! The definition of one security scheme, compared with what it has become.
//!
//! Two schemes that [`security`](super) has paired come in. Out go events about what clients do in another way: where
//! an API key is sent, which URLs OAuth uses, which flows there are.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::contract::{Contract, Node};
use crate::detect::Event;
use crate::rule_id::Rule;

/// The differences in the definition of a scheme.
pub(super) fn redefined(was: &Node<'_>, is: &Node<'_>, label: &str) -> Vec<Event> {
    let text = |node: &Node<'_>, keyword: &str| node.str(keyword).map(str::to_owned);
    let mut events = Vec::new();
    let mut report = |rule: Rule, was: &Node<'_>, is: &Node<'_>, keyword: &str| {
        let (before, after) = (text(was, keyword), text(is, keyword));
        if before == after {
            return;
        }
        let mut event = Event::new(rule, label.to_owned());
        event.base = Some(was.child(keyword));
        event.revision = after.is_some().then(|| is.child(keyword));
        event.before = before.map(Value::from);
        event.after = after.map(Value::from);
        events.push(event);
    };
    if text(was, "type") == text(is, "type") {
        report(Rule::ApiKeyNameChanged, was, is, "name");
        report(Rule::ApiKeyLocationChanged, was, is, "in");
        report(Rule::HttpSchemeChanged, was, is, "scheme");
        report(
            Rule::ApiSecurityComponentOpenIdUrlChanged,
            was,
            is,
            "openIdConnectUrl",
        );
        let (flows, now) = (flows(was), flows(is));
        for (name, flow) in &flows {
            let Some(other) = now.get(name) else { continue };
            report(
                Rule::ApiSecurityComponentOauthUrlChanged,
                flow,
                other,
                "authorizationUrl",
            );
            report(
                Rule::ApiSecurityComponentOauthTokenUrlChanged,
                flow,
                other,
                "tokenUrl",
            );
            report(
                Rule::ApiSecurityComponentOauthRefreshUrlChanged,
                flow,
                other,
                "refreshUrl",
            );
        }
        let gone = flows.iter().find(|(name, _)| !now.contains_key(*name));
        let new = now.iter().find(|(name, _)| !flows.contains_key(*name));
        if let Some((name, flow)) = gone {
            let event = Event::new(Rule::ApiSecurityComponentOauthFlowRemoved, label.to_owned());
            events.push(event.base(&flow.pointer).before(*name));
        }
        if let Some((name, flow)) = new {
            let event = Event::new(Rule::ApiSecurityComponentOauthFlowAdded, label.to_owned());
            events.push(event.revision(&flow.pointer).after(*name));
        }
    } else {
        report(Rule::ApiSecurityComponentTypeChanged, was, is, "type");
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

/// The scheme of this name.
pub(super) fn named<'a>(contract: &Contract<'a>, name: &str) -> Option<Node<'a>> {
    let schemes = contract
        .root()
        .member("components")?
        .member("securitySchemes")?;
    Some(contract.resolve(schemes.member(name)?))
}
