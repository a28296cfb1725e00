//! Recognizes problem details (RFC 9457), so that the error of a gateway is not taken for the API's.
//!
//! In come the body of an error as text and the status of its response. Out comes whether the API may have sent it. One
//! name that fits is not enough here: frameworks and gateways answer with `status`, `detail` or `errors` of their own,
//! and a program may conclude from a refusal that a key is gone. `body.rs` calls this for each error with a body.

use reqwest::StatusCode;

use crate::lenient_decoding::LenientDecode;
use crate::partial_object::{CountedMembers, PartialObject};

/// The members by which the description shows that an error is problem details.
const OF_PROBLEM_DETAILS: [&str; 3] = ["type", "title", "status"];

/// Whether the body shows that the API sent it as an error of this type.
///
/// Problem details name the problem: `type` or `title` is a text. A `status` that is a number repeats the status of the
/// response. A description may declare errors of another form; of those, one known member is asked for.
pub(super) fn is_recognizable<T: LenientDecode>(text: &str, status: StatusCode) -> bool {
    if !OF_PROBLEM_DETAILS
        .iter()
        .all(|name| T::MEMBERS.contains(name))
    {
        return T::is_recognizable_in(text, CountedMembers::All);
    }
    let members = PartialObject::read(text);
    let is_text = |name| members.last(name).is_some_and(|json| json.starts_with('"'));
    (is_text("type") || is_text("title"))
        && members
            .last("status")
            .and_then(|json| json.parse().ok())
            .is_none_or(|named: f64| named == f64::from(status.as_u16()))
}

/// Whether the body of a success is a problem in place of this type: a gateway may send one with any status. A type may have
/// a member `type` as well, which shows nothing then.
pub(super) fn replaces<T: LenientDecode>(text: &str) -> bool {
    if T::MEMBERS.is_empty() || T::MEMBERS.contains(&"title") {
        return false;
    }
    let members = PartialObject::read(text);
    let mut own = T::MEMBERS.iter().filter(|name| members.has(name));
    members.has("title") && own.all(|name| *name == "type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{ApiKeyType, ProblemDetails, ValidationProblemDetails};

    fn is_of_the_api(body: &str) -> bool {
        let found = is_recognizable::<ValidationProblemDetails>(body, StatusCode::NOT_FOUND);
        let same = is_recognizable::<ProblemDetails>(body, StatusCode::NOT_FOUND);
        assert_eq!(found, same, "{body}");
        found
    }

    #[test]
    fn problem_details_have_a_text_that_names_the_problem() {
        for body in [
            r#"{"type":"about:blank"}"#,
            r#"{"title":"Not Found","status":404}"#,
            r#"{"title":"Not Found","status":null}"#,
            r#"{"title":"Not Found","status":"404"}"#,
            r#"{"title":null,"type":"about:blank","status":404.0}"#,
            r#"{"title":"Not Found","status":500,"status":404}"#,
            r#"{"title":"Not Found","detail":"cut o"#,
            r#"{"title":"Not Found","status":"#,
        ] {
            assert!(is_of_the_api(body), "{body}");
        }
    }

    #[test]
    fn a_problem_is_no_success() {
        use crate::types::ApiKey;
        for (body, is_problem) in [
            (r#"{"type":"about:blank","title":"Not Found"}"#, true),
            (r#"{"title":"Not Found","type":"about:b"#, true),
            (r#"{"type":"restricted"}"#, false),
            (
                r#"{"type":"restricted","title":"Till","id":"key_1"}"#,
                false,
            ),
        ] {
            assert_eq!(replaces::<ApiKey>(body), is_problem, "{body}");
            // A problem that is asked for is none in place of something else.
            assert!(!replaces::<ProblemDetails>(body), "{body}");
        }
    }

    #[test]
    fn a_member_that_any_gateway_may_send_is_not_enough() {
        for body in [
            r#"{"timestamp":"2024-06-30","status":404,"error":"Not Found","path":"/api-keys"}"#,
            r#"{"detail":"Not Found"}"#,
            r#"{"success":false,"errors":[{"code":7003}]}"#,
            r#"{"status":"#,
            r#"{"title":"Not Fou"#,
            r#"{"title":null,"type":7}"#,
            r#"{"title":"Not Found","title":null}"#,
            r#"{"error":{"type":"about:blank"}}"#,
            r#"["type", "title"]"#,
            "\"title\"",
            "{}",
        ] {
            assert!(!is_of_the_api(body), "{body}");
        }
    }

    #[test]
    fn the_status_of_another_response_is_not_the_apis() {
        for body in [
            r#"{"title":"Bad Gateway","status":502}"#,
            r#"{"title":"Not Found","status":404.5}"#,
            r#"{"title":"Not Found","status":-404}"#,
            r#"{"title":"Not Found","status":404,"status":0}"#,
        ] {
            assert!(!is_of_the_api(body), "{body}");
        }
    }

    #[test]
    fn an_error_of_another_form_is_recognized_by_one_member() {
        let is_one = |body| is_recognizable::<ApiKeyType>(body, StatusCode::NOT_FOUND);
        assert!(is_one(r#"{"name":"no"}"#));
        assert!(!is_one(r#"{"title":"no"}"#));
    }
}
