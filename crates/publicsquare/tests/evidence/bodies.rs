//! The bodies that the evidence is tried with.
//!
//! In comes nothing. Out comes every kind of body: of the API, of a gateway, of a login page, whole or cut off, each with the
//! facts that it shows. What a client must conclude from them is in `evidence.rs`.

use super::support::KEY_ID;
use super::support::scripted::{answer, without_last};

pub(super) const NEW_KEY: &str = "sk_test_HandedOut2222222";
pub(super) const OTHER_ID: &str = "key_SomebodyElses";
const NEW_KEY_QUOTED: &str = "\"sk_test_HandedOut2222222\"";

/// A kind of body, and what it shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) name: &'static str,
    pub(super) text: String,
    /// The number of bytes that are announced and do not come.
    pub(super) missing: usize,
    /// Whether the body has members of an API key.
    pub(super) is_key: bool,
    /// The id in the body.
    pub(super) id: Option<&'static str>,
    pub(super) has_value: bool,
    pub(super) is_page: bool,
    pub(super) is_catalogue: bool,
    pub(super) is_problem: bool,
}

impl Body {
    fn new(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            text: text.into(),
            ..Self::default()
        }
    }

    fn of_key(name: &'static str, id: Option<&'static str>, value: Option<&str>) -> Self {
        let quoted = |text: Option<&str>| text.map_or("null".to_owned(), |t| format!("\"{t}\""));
        let text = format!(
            r#"{{"id":{},"key":{},"name":"n","permissions":["a:b"]}}"#,
            quoted(id),
            quoted(value)
        );
        Self {
            is_key: true,
            id,
            has_value: value.is_some(),
            ..Self::new(name, text)
        }
    }

    /// The body up to the end of `part`. The rest is announced, but does not come.
    fn cut_behind(self, name: &'static str, part: &str) -> Self {
        let end = self.text.find(part).unwrap() + part.len();
        Self {
            name,
            missing: self.text.len() - end,
            text: self.text[..end].to_owned(),
            ..self
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.missing == 0
    }

    pub(super) fn answer(&self, status: u16) -> Vec<u8> {
        let whole = format!("{}{}", self.text, " ".repeat(self.missing));
        without_last(answer(status, &[], whole), self.missing)
    }
}

/// Every kind of body.
pub(super) fn bodies() -> Vec<Body> {
    let key = || Body::of_key("a key", Some(KEY_ID), Some(NEW_KEY));
    let page = |name, text: &str| Body {
        is_page: true,
        ..Body::new(name, text)
    };
    let problem = |name, text: &str| Body {
        is_problem: true,
        ..Body::new(name, text)
    };
    let catalogue = |name, text: &str| Body {
        is_catalogue: true,
        ..Body::new(name, text)
    };
    vec![
        key(),
        Body::of_key("a key without an id", None, Some(NEW_KEY)),
        Body::of_key("a key of somebody else", Some(OTHER_ID), Some(NEW_KEY)),
        Body::of_key("a key without its value", Some(KEY_ID), None),
        Body::of_key("somebody else's without its value", Some(OTHER_ID), None),
        Body {
            has_value: true,
            is_key: true,
            ..Body::new("a value alone", format!(r#"{{"key":"{NEW_KEY}"}}"#))
        },
        Body {
            is_key: true,
            ..Body::new("members that are null", r#"{"id":null,"key":null}"#)
        },
        key().cut_behind("a key that is cut behind its value", NEW_KEY_QUOTED),
        Body {
            has_value: false,
            ..key().cut_behind("a key that is cut within its value", "\"sk_test_Handed")
        },
        Body::new("nothing", ""),
        Body {
            missing: 20,
            ..Body::new("nothing of what was announced", "")
        },
        Body::new("a web page", "<html><h1>Log in</h1></html>"),
        Body::new("an error of something else", r#"{"error":"maintenance"}"#),
        Body::new("a message of a gateway", r#"{"message":"Forbidden"}"#),
        Body::new("an empty object", "{}"),
        Body::new("a text", r#""ok""#),
        Body::new("a list of something else", r#"[{"a":1}]"#),
        Body::new("a list of texts", r#"["a"]"#),
        problem("a problem", r#"{"title":"Odd","detail":"It is odd."}"#),
        // A key has a type as well.
        Body {
            is_key: true,
            ..problem("a problem by its type", r#"{"type":"about:blank"}"#)
        },
        problem(
            "a problem with all its names",
            r#"{"type":"about:blank","title":"Odd","detail":"It is odd."}"#,
        ),
        Body::new("a problem without words", r#"{"title":null}"#),
        Body::new(
            "an error of Spring",
            r#"{"timestamp":"2024-06-30","status":404,"error":"Not Found","path":"/api-keys"}"#,
        ),
        Body::new("an error of FastAPI", r#"{"detail":"Not Found"}"#),
        Body::new(
            "errors of a gateway",
            r#"{"success":false,"errors":[{"code":7003}]}"#,
        ),
        Body::new("an error that is cut", r#"{"status":"#),
        Body::new(
            "a problem with the status of another response",
            r#"{"title":"I'm a teapot","status":418}"#,
        ),
        problem(
            "a problem by its errors",
            r#"{"title":"Odd","errors":{"a":["b"]}}"#,
        )
        .cut_behind("a problem that is cut", r#"["b"]}"#),
        catalogue("an empty list", "[]"),
        catalogue(
            "a catalogue",
            r#"[{"value":"secret","name":"Secret","description":"d"}]"#,
        ),
        page(
            "a page",
            r#"{"data":[{"id":"key_1"}],"pagination":{"page_size":20}}"#,
        ),
        page("an empty page", r#"{"data":[]}"#),
        page("a page without data", r#"{"data":null}"#),
        page("a page of counts", r#"{"pagination":{"total_items":0}}"#),
        Body::new("a page of something else", r#"{"data":"maintenance"}"#),
        Body::new(
            "a page of other things",
            r#"{"data":[{"error":"maintenance"}]}"#,
        ),
    ]
}
