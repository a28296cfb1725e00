//! Operations, their bodies, their responses and their callbacks.
//!
//! An operation object of the document comes in, with its path item. Out comes the operation with all that the path
//! and the document say on its behalf: shared parameters, security and servers. A callback is read as an operation
//! that the server calls. `path` finds the operations of a document.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::media::{self, Media};
use super::node::{Fact, Node, Pointer};
use super::parameter::{self, Header, Parameter, ParameterKey};
use super::prose::Prose;
use super::security::{self, Requirement};
use super::server::{self, Server};
use super::sorted::Sorted;
use super::{Contract, path};

/// What makes two operations the same: the method, and the path without the names of its parameters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct OperationKey {
    path: String,
    method: &'static str,
}

impl OperationKey {
    pub(crate) fn new(method: &'static str, path: &str) -> Self {
        Self {
            path: without_names(path),
            method,
        }
    }
}

/// `/keys/{}/parts/{}` for `/keys/{id}/parts/{part}`.
fn without_names(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                plain.push('{');
            }
            '}' => {
                inside = false;
                plain.push('}');
            }
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The names of the parameters of a path, in their order.
pub(super) fn parameter_names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// The place of an operation.
pub(super) struct Scope<'s, 'a> {
    pub(super) path: &'s str,
    pub(super) method: &'static str,
    pub(super) item: Option<&'s Node<'a>>,
    /// For a callback: its name, and the operation that leads to it.
    pub(super) callback: Option<(&'s str, &'s str)>,
}

/// One operation, with everything that its path and the document say for it.
#[derive(Debug)]
pub(crate) struct Operation {
    /// `POST /api-keys/{id}/regenerate`; for a callback "the callback `done` of POST /jobs".
    pub(crate) label: String,
    /// Whether the server calls it.
    pub(crate) is_callback: bool,
    pub(crate) path: String,
    pub(crate) pointer: Pointer,
    pub(crate) id: Option<Fact<String>>,
    pub(crate) deprecated: Fact<bool>,
    pub(crate) parameters: Sorted<ParameterKey, Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Sorted<String, Response>,
    pub(crate) security: Requirement,
    pub(crate) servers: Vec<Server>,
    /// Whether `servers` are the servers of the document, which its operations share.
    pub(crate) shares_servers: bool,
    /// By name, expression and method.
    pub(crate) callbacks: BTreeMap<String, Rc<Operation>>,
    pub(crate) prose: Prose,
    /// The prose of the path item, which all its operations share.
    pub(crate) path_prose: Prose,
}

/// A request body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) pointer: Pointer,
    pub(crate) required: Fact<bool>,
    pub(crate) content: Sorted<String, Media>,
    pub(crate) prose: Prose,
}

/// A response of the server, for one status or range.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) pointer: Pointer,
    pub(crate) headers: Sorted<String, Header>,
    pub(crate) content: Sorted<String, Media>,
    pub(crate) prose: Prose,
}

impl Operation {
    pub(super) fn read<'a>(
        contract: &Contract<'a>,
        node: &Node<'a>,
        scope: &Scope<'_, 'a>,
    ) -> Self {
        let responses = node
            .member("responses")
            .map(|responses| {
                responses
                    .members()
                    .filter(|(status, _)| !status.starts_with("x-"))
                    .map(|(status, response)| {
                        (status.to_uppercase(), Response::read(contract, response))
                    })
                    .collect()
            })
            .unwrap_or_default();
        let mut prose = Prose::of(contract, node);
        if let Some(responses) = node.member("responses") {
            prose.add_extensions(&responses);
        }
        for (_, callback) in node.member("callbacks").iter().flat_map(Node::members) {
            prose.add_extensions(&contract.resolve(callback));
        }
        let (servers, shares_servers) = server::effective(contract, node, scope.item);
        let label = match scope.callback {
            None => format!("{} {}", scope.method.to_uppercase(), scope.path),
            Some((name, caller)) => format!("the callback `{name}` of {caller}"),
        };
        Self {
            callbacks: callbacks(contract, node, &label),
            is_callback: scope.callback.is_some(),
            label,
            path: scope.path.to_owned(),
            pointer: Rc::clone(&node.pointer),
            id: node.fact_str("operationId"),
            deprecated: node.flag("deprecated"),
            parameters: parameter::effective(contract, node, scope.item, scope.path),
            body: node
                .member("requestBody")
                .map(|body| Body::read(contract, body)),
            responses,
            security: security::effective(contract, node),
            servers,
            shares_servers,
            prose,
            path_prose: scope
                .item
                .map(|item| Prose::of(contract, item))
                .unwrap_or_default(),
        }
    }
}

impl Body {
    fn read<'a>(contract: &Contract<'a>, node: Node<'a>) -> Self {
        let node = contract.resolve(node);
        Self {
            required: node.flag("required"),
            content: media::content(contract, &node),
            prose: Prose::of(contract, &node),
            pointer: node.pointer,
        }
    }
}

impl Response {
    fn read<'a>(contract: &Contract<'a>, node: Node<'a>) -> Self {
        let node = contract.resolve(node);
        Self {
            headers: parameter::headers(contract, &node),
            content: media::content(contract, &node),
            prose: Prose::of(contract, &node),
            pointer: node.pointer,
        }
    }
}

fn callbacks<'a>(
    contract: &Contract<'a>,
    node: &Node<'a>,
    caller: &str,
) -> BTreeMap<String, Rc<Operation>> {
    let mut found = BTreeMap::new();
    let Some(callbacks) = node.member("callbacks") else {
        return found;
    };
    for (name, callback) in callbacks.members() {
        let callback = contract.resolve(callback);
        for (expression, item) in callback.members() {
            if !matches!(item.value, Value::Object(_)) || expression.starts_with("x-") {
                continue;
            }
            let item = contract.resolve(item);
            for method in path::METHODS {
                let Some(operation) = item.member(method) else {
                    continue;
                };
                let scope = Scope {
                    path: expression,
                    method,
                    item: Some(&item),
                    callback: Some((name, caller)),
                };
                let operation = Operation::read(contract, &operation, &scope);
                found.insert(format!("{name} {expression} {method}"), Rc::new(operation));
            }
        }
    }
    found
}
