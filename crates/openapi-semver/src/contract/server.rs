//! The servers that an operation is available on.
//!
//! The `servers` of an operation, its path or the document come in. Out come their URLs with the defaults of the
//! variables filled in, in the order of the list: the first one is the default server. `detect/servers` compares them.

use std::rc::Rc;

use serde_json::Value;

use super::Contract;
use super::node::{Node, Pointer};
use super::prose::Prose;
use super::sorted::Sorted;

/// A server.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The URL with its variables in braces.
    pub(crate) template: String,
    /// The URL with the defaults of its variables.
    pub(crate) url: String,
    pub(crate) pointer: Pointer,
    pub(crate) variables: Sorted<String, Variable>,
    pub(crate) prose: Prose,
}

/// A variable of a server's URL.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    pub(crate) pointer: Pointer,
    pub(crate) default: String,
    /// `None` if any value is allowed.
    pub(crate) values: Option<Vec<String>>,
    pub(crate) prose: Prose,
}

/// The servers of an operation, and whether they are those of the whole document.
pub(super) fn effective<'a>(
    contract: &Contract<'a>,
    operation: &Node<'a>,
    item: Option<&Node<'a>>,
) -> (Vec<Server>, bool) {
    let own = [Some(operation), item]
        .into_iter()
        .flatten()
        .filter_map(|owner| owner.member("servers"))
        .find(is_not_empty);
    match own {
        Some(list) => (
            list.elements()
                .map(|node| Server::read(contract, &node))
                .collect(),
            false,
        ),
        None => (of_document(contract), true),
    }
}

/// The servers of the document. If it has none, the server at `/`.
pub(crate) fn of_document(contract: &Contract<'_>) -> Vec<Server> {
    match contract.root().member("servers").filter(is_not_empty) {
        Some(list) => list
            .elements()
            .map(|node| Server::read(contract, &node))
            .collect(),
        None => vec![Server {
            template: "/".to_owned(),
            url: "/".to_owned(),
            pointer: Rc::from(""),
            variables: Sorted::new(),
            prose: Prose::default(),
        }],
    }
}

fn is_not_empty(list: &Node<'_>) -> bool {
    list.value.as_array().is_some_and(|list| !list.is_empty())
}

impl Server {
    fn read<'a>(contract: &Contract<'a>, node: &Node<'a>) -> Self {
        let template = node.str("url").unwrap_or_default().to_owned();
        let variables: Sorted<String, Variable> = node
            .member("variables")
            .into_iter()
            .flat_map(|variables| variables.members().collect::<Vec<_>>())
            .map(|(name, variable)| (name.to_owned(), Variable::read(contract, &variable)))
            .collect();
        let mut url = template.clone();
        for (name, variable) in &variables {
            url = url.replace(&format!("{{{name}}}"), &variable.default);
        }
        Self {
            template,
            url,
            pointer: Rc::clone(&node.pointer),
            variables,
            prose: Prose::of(contract, node),
        }
    }
}

impl Variable {
    fn read<'a>(contract: &Contract<'a>, node: &Node<'a>) -> Self {
        Self {
            pointer: Rc::clone(&node.pointer),
            default: node.str("default").unwrap_or_default().to_owned(),
            values: node
                .value
                .get("enum")
                .and_then(Value::as_array)
                .map(|values| {
                    let mut values: Vec<String> = values
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect();
                    values.sort();
                    values.dedup();
                    values
                }),
            prose: Prose::of(contract, node),
        }
    }
}
