//! What the sandbox has recorded: requests of the clients of this project, and their responses.
//!
//! In comes the folder with the recordings of test processes. Out comes an [`Exchange`] for each request, with the
//! operation of the description that it is for. The sandbox writes them with its feature `recording`; [`prism`](super::prism)
//! judges them.

use std::fs;
use std::io;
use std::path::Path;

use openapi_loader::Document;
use serde_json::Value;

use crate::spec_lint::each_operation;

/// A request and what came back.
pub(super) struct Exchange {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    /// `None` if no whole response was sent, or if the client did not wait for it.
    pub(super) response: Option<Response>,
}

/// A response as the sandbox sent it.
#[derive(Clone)]
pub(super) struct Response {
    pub(super) status: u64,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) origin: Origin,
}

/// Who made a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Api,
    /// A test chose the status. The rest is the API's.
    ChosenStatus,
    /// A fault: something that the API never sends.
    Fault,
}

/// Reads all recordings of a folder.
pub(super) fn recorded(folder: &Path) -> io::Result<Vec<Exchange>> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    let mut exchanges = Vec::new();
    for file in files {
        for line in fs::read_to_string(file)?.lines() {
            exchanges.push(Exchange::from_json(&serde_json::from_str(line)?));
        }
    }
    Ok(exchanges)
}

impl Exchange {
    pub(super) fn from_json(line: &Value) -> Self {
        let response = line.get("response").map(|response| Response {
            status: response["status"].as_u64().unwrap_or_default(),
            headers: pairs(&response["headers"]),
            body: text(&response["body"]),
            origin: match response["fault"].as_str() {
                None => Origin::Api,
                Some("failed") => Origin::ChosenStatus,
                Some(_) => Origin::Fault,
            },
        });
        Self {
            method: text(&line["method"]),
            target: text(&line["target"]),
            headers: pairs(&line["headers"]),
            body: text(&line["body"]),
            response,
        }
    }

    /// The operation of the description that the request is for.
    pub(super) fn operation<'d>(&self, operations: &'d [Operation]) -> Option<&'d Operation> {
        let path = self.target.split('?').next().unwrap_or_default();
        operations
            .iter()
            .find(|operation| operation.method == self.method && fits(&operation.path, path))
    }

    /// Whether the response is one that the description has to cover: the API's own, also if a test chose one of the
    /// documented statuses.
    pub(super) fn response_to_judge(&self, operation: Option<&Operation>) -> Option<&Response> {
        let response = self.response.as_ref()?;
        let is_documented =
            operation.is_some_and(|operation| operation.statuses.contains(&response.status));
        match response.origin {
            Origin::Api => Some(response),
            Origin::ChosenStatus if is_documented => Some(response),
            Origin::ChosenStatus | Origin::Fault => None,
        }
    }
}

/// An operation of the description.
pub(super) struct Operation {
    pub(super) id: String,
    method: String,
    path: String,
    statuses: Vec<u64>,
}

/// The operations of the description, in its order.
pub(super) fn operations(document: &Document) -> Vec<Operation> {
    each_operation(document)
        .into_iter()
        .filter_map(|(_, label, operation)| {
            let (method, path) = label.split_once(' ')?;
            let statuses = operation["responses"].as_object()?.keys();
            Some(Operation {
                id: text(&operation["operationId"]),
                method: method.to_owned(),
                path: path.to_owned(),
                statuses: statuses.filter_map(|status| status.parse().ok()).collect(),
            })
        })
        .collect()
}

/// Whether a path fits a template, segment by segment.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    let mut segments = template.iter().zip(&path);
    template.len() == path.len()
        && segments.all(|(template, segment)| template.starts_with('{') || template == segment)
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    let pair = |pair: &Value| (text(&pair[0]), text(&pair[1]));
    list.iter().map(pair).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn operation(path: &str) -> Operation {
        Operation {
            id: path.to_owned(),
            method: "GET".to_owned(),
            path: path.to_owned(),
            statuses: vec![200, 500],
        }
    }

    fn exchange(target: &str, status: u64, fault: Option<&str>) -> Exchange {
        Exchange::from_json(&json!({
            "method": "GET",
            "target": target,
            "headers": [["accept", "application/json"]],
            "body": "",
            "response": {"status": status, "headers": [], "body": "{}", "fault": fault},
        }))
    }

    #[test]
    fn a_request_belongs_to_the_operation_of_its_path() {
        let operations = [
            operation("/api-keys"),
            operation("/api-keys/{id}"),
            operation("/api-keys/{id}/reveal"),
        ];
        for (target, expected) in [
            ("/api-keys?page=1", Some("/api-keys")),
            ("/api-keys/key_1", Some("/api-keys/{id}")),
            ("/api-keys/key_1/reveal", Some("/api-keys/{id}/reveal")),
            ("/permissions", None),
            ("/api-keys/key_1/reveal/more", None),
        ] {
            let exchange = exchange(target, 200, None);
            let found = exchange.operation(&operations);
            assert_eq!(found.map(|operation| &*operation.id), expected, "{target}");
        }
    }

    #[test]
    fn what_a_fault_made_up_is_not_judged() {
        let operation = operation("/api-keys");
        for (status, fault, expected) in [
            (200, None, true),
            // The API itself may not send a status that is not documented.
            (418, None, true),
            (500, Some("failed"), true),
            (503, Some("failed"), false),
            (200, Some("replaced"), false),
        ] {
            let exchange = exchange("/api-keys", status, fault);
            let judged = exchange.response_to_judge(Some(&operation)).is_some();
            assert_eq!(judged, expected, "{status} {fault:?}");
        }
    }
}
