//! Which version of OpenAPI a document is written in.
//!
//! The tree comes in. A problem goes out unless the document is OpenAPI 3.0, or 3.1 in a published document. The
//! message says how to convert the document. `version_3_1` reads OpenAPI 3.1.

use super::findings::Findings;
use super::node::{Data, Node};
use super::{Author, version_3_1};

/// Refuses every version except OpenAPI 3.0, and 3.1 in a published document.
pub(super) fn check(root: &Node, author: Author, findings: &mut Findings<'_>) {
    let Some(mapping) = root.as_mapping() else {
        let (message, help) = match root.data {
            Data::Null => ("the file is empty", "start with `openapi: 3.0.3`"),
            _ => (
                "an OpenAPI document is a mapping",
                "start with `openapi: 3.0.3`, followed by `info:` and `paths:`",
            ),
        };
        return findings.blame("", message, help);
    };
    if mapping.contains_key("swagger") {
        return findings.blame(
            "/swagger",
            "this is a Swagger 2.0 document, not OpenAPI 3.0",
            "convert it to OpenAPI 3.0",
        );
    }
    let Some(version) = mapping.get("openapi").map(|member| &member.value) else {
        return findings.blame(
            "",
            "the document does not say which version of OpenAPI it is written in",
            "add `openapi: 3.0.3`",
        );
    };
    match version.as_str() {
        Some(text) if is_3_0(text) => {}
        Some(_) if author == Author::SomebodyElse && version_3_1::is_3_1(root) => {}
        Some(text) if text == "3.1" || text.starts_with("3.1.") => findings.blame(
            "/openapi",
            format!("this is an OpenAPI {text} document; only 3.0 is supported"),
            "write `openapi: 3.0.3`, `nullable: true` for the type `null`, and `example` for `examples` \
             in schemas",
        ),
        Some(text) => findings.blame(
            "/openapi",
            format!("`{text}` is not a version of OpenAPI 3.0"),
            "write `openapi: 3.0.3`",
        ),
        None => findings.blame(
            "/openapi",
            "the version of OpenAPI is not a string",
            "write `openapi: 3.0.3`",
        ),
    }
}

fn is_3_0(text: &str) -> bool {
    text.strip_prefix("3.0.")
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
