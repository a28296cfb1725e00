//! Small generated clients, compared in full.
//!
//! Each test writes two clients that differ in one point, and compares all findings with the expected ones. The files
//! below are sorted by what differs. `generated` does the same with the code that the generator of this workspace
//! makes.

mod answers;
mod builders;
mod generated;
mod identity;
mod methods;
mod setters;
mod types;
mod variants;

use crate::class::Class;
use crate::report::Side;

use super::{Anchor, Finding, RULES, Surface, compare};

fn surface(code: &str) -> Surface {
    Surface::of(&syn::parse_str(code).unwrap())
}

fn findings(base: &str, revision: &str) -> Vec<Finding> {
    let found = compare(&surface(base), &surface(revision));
    for finding in &found {
        let known = RULES.iter().find(|(name, _)| *name == finding.rule);
        let (_, worst) = known.unwrap();
        assert!(finding.class <= *worst, "{finding:?}");
        assert!(!finding.message.ends_with('.'), "{finding:?}");
    }
    found
}

/// Rule, class and message of the differences between two modules `types`.
fn of_types(base: &str, revision: &str) -> Vec<String> {
    let module = |code| format!("pub mod types {{ {code} }}");
    lines(&findings(&module(base), &module(revision)))
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            format!(
                "{} {}: {}",
                finding.class,
                finding.rule.as_str(),
                finding.message
            )
        })
        .collect()
}

/// A client with one operation, `list_keys`, in builder style.
fn with_operation(types: &str, steps: &str) -> String {
    format!(
        "pub mod types {{ {types} }}
         pub struct Client {{ pub(crate) baseurl: String }}
         impl Client {{
             pub fn list_keys(&self) -> builder::ListKeys<'_> {{ builder::ListKeys::new(self) }}
         }}
         pub mod builder {{
             use super::types;
             pub struct ListKeys<'a> {{ client: &'a super::Client }}
             impl<'a> ListKeys<'a> {{
                 pub fn new(client: &'a super::Client) -> Self {{ Self {{ client }} }}
                 {steps}
             }}
         }}"
    )
}

fn setter(name: &str, ty: &str) -> String {
    format!(
        "pub fn {name}<V>(mut self, value: V) -> Self
         where V: std::convert::TryInto<{ty}> {{ self }}"
    )
}

fn send(success: &str, error: &str) -> String {
    format!(
        "pub async fn send(self)
         -> Result<ResponseValue<{success}>, Error<{error}>> {{ Err(Error::Nothing) }}"
    )
}

const NOTHING: [&str; 0] = [];

/// Two types for operations to name.
const TYPES: &str = "pub struct Key { pub id: String } pub struct Problem { pub title: String }";
