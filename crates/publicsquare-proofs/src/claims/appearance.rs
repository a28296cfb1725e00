//! What a response looks like to a client that sees nothing but the response.
//!
//! A status and the bytes of a body come in, as far as they were sent. Out comes whether the API could have sent
//! this. The answer is generous on purpose: a forged response that might be from the API excuses a false claim, and
//! excuses are counted.

use serde_json::Value;

use super::api_model::TARGET;
use super::operation::Operation;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Appearance {
    /// It may be a success of the API.
    Success,
    /// It may be a refusal of the API, with problem details.
    Refusal,
    /// It may be a refusal of the API, without a body. That is not enough to say that a key is gone.
    BareRefusal,
    /// The API never answers like this.
    Foreign,
}

impl Appearance {
    /// Whether it may be a refusal of the API, with or without problem details.
    pub(super) fn is_refusal(self) -> bool {
        matches!(self, Self::Refusal | Self::BareRefusal)
    }
}

const OF_A_KEY: [&str; 9] = [
    "id",
    "account_id",
    "environment",
    "key",
    "type",
    "created_at",
    "modified_at",
    "name",
    "permissions",
];
/// One of these names the problem. Frameworks and gateways use the other members of problem details as well.
const OF_A_PROBLEM: [&str; 2] = ["type", "title"];

pub(super) fn classify(operation: Operation, status: u16, body: &[u8]) -> Appearance {
    let text = String::from_utf8_lossy(body);
    let is_object = text.trim_start().starts_with('{');
    let has = |names: &[&str]| {
        is_object
            && names
                .iter()
                .any(|name| text.contains(&format!("\"{name}\"")))
    };
    match status {
        400 | 401 | 403 | 404 | 422 | 429 if has(&OF_A_PROBLEM) => Appearance::Refusal,
        400 | 401 | 403 | 404 | 422 | 429 if text.trim().is_empty() => Appearance::BareRefusal,
        200..=299 if is_success(operation, status, &text, &has) => Appearance::Success,
        _ => Appearance::Foreign,
    }
}

fn is_success(
    operation: Operation,
    status: u16,
    text: &str,
    has: &dyn Fn(&[&str]) -> bool,
) -> bool {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    match operation {
        Operation::Delete => status == 204,
        Operation::Create => has(&OF_A_KEY),
        Operation::Regenerate | Operation::Update | Operation::Get | Operation::Reveal => {
            let is_another = value["id"].as_str().is_some_and(|id| id != TARGET);
            has(&OF_A_KEY) && !is_another
        }
        Operation::List => status == 200 && has(&["data", "pagination"]),
        Operation::KeyTypes | Operation::Permissions => status == 200 && value.is_array(),
    }
}
