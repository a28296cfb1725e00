//! The credentials that an operation asks for.
//!
//! The `security` of an operation or of the document comes in. Out come the alternatives, each with its credentials
//! and scopes. Two credentials with one identity are the same on the wire, whatever the document calls their schemes.
//! `detect/security` compares them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapi_loader::pointer;
use serde_json::{Value, json};

use super::Contract;
use super::node::{Node, Pointer};

/// The credentials that one operation accepts: any of the alternatives will do.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    /// Empty if the operation asks for nothing.
    pub(crate) alternatives: Vec<Alternative>,
}

/// Credentials that are needed together.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) pointer: Pointer,
    /// In the order of their identities.
    pub(crate) schemes: Vec<Credential>,
}

/// One credential.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    /// Two schemes with one identity are the same on the wire, whatever their names are.
    pub(crate) identity: String,
    /// The name of the scheme in the document.
    pub(crate) name: String,
    pub(crate) pointer: Pointer,
    pub(crate) scopes: BTreeSet<String>,
}

/// The credentials that an operation asks for: its own `security`, or else the `security` of the document.
pub(super) fn effective<'a>(contract: &Contract<'a>, operation: &Node<'a>) -> Requirement {
    let Some(list) = operation
        .member("security")
        .or_else(|| contract.root().member("security"))
    else {
        return Requirement {
            alternatives: Vec::new(),
        };
    };
    let mut alternatives: Vec<Alternative> = list
        .elements()
        .map(|node| alternative(contract, &node))
        .collect();
    // A list of empty alternatives asks for nothing, like no list.
    if alternatives.iter().all(|one| one.schemes.is_empty()) {
        alternatives.clear();
    }
    Requirement { alternatives }
}

fn alternative<'a>(contract: &Contract<'a>, node: &Node<'a>) -> Alternative {
    let mut schemes = Vec::new();
    for (name, scopes) in node.members() {
        let pointer = pointer::child("/components/securitySchemes", name);
        let scheme = contract
            .document()
            .value()
            .pointer(&pointer)
            .map(|value| contract.resolve(Node::new(Rc::from(pointer), value)));
        let identity = scheme
            .as_ref()
            .map_or_else(|| name.to_owned(), |scheme| identity(scheme.value));
        if let Some(scheme) = scheme {
            contract.used.borrow_mut().insert(scheme.pointer);
        }
        schemes.push(Credential {
            identity,
            name: name.to_owned(),
            pointer: Rc::clone(&scopes.pointer),
            scopes: scopes
                .value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        });
    }
    schemes.sort_by(|a, b| (&a.identity, &a.name).cmp(&(&b.identity, &b.name)));
    Alternative {
        pointer: Rc::clone(&node.pointer),
        schemes,
    }
}

/// The identity of a scheme: everything that is seen on the wire.
fn identity(scheme: &Value) -> String {
    let text = |name: &str| scheme.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = text("type");
    match kind {
        "apiKey" => {
            let place = text("in");
            let name = if place == "header" {
                text("name").to_ascii_lowercase()
            } else {
                text("name").to_owned()
            };
            json!([kind, place, name]).to_string()
        }
        "http" => json!([kind, text("scheme").to_ascii_lowercase()]).to_string(),
        "openIdConnect" => json!([kind, text("openIdConnectUrl")]).to_string(),
        _ => {
            let flows: BTreeMap<&str, [Option<&str>; 3]> = scheme
                .get("flows")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter(|(name, _)| !name.starts_with("x-"))
                .map(|(name, flow)| {
                    let url = |name: &str| flow.get(name).and_then(Value::as_str);
                    (
                        name.as_str(),
                        [url("authorizationUrl"), url("tokenUrl"), url("refreshUrl")],
                    )
                })
                .collect();
            json!([kind, flows]).to_string()
        }
    }
}
