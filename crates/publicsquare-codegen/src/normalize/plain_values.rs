//! Keywords that would choose a Rust type, or a crate, that there is no need for.

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::schemas::{rewrite, walk};
use crate::refusal::Refusal;

/// Formats of strings that become a type of their own.
const KNOWN: &[&str] = &["date", "date-time", "password"];

/// What may stand beside `format: password`: everything else is a bound, and a text with bounds becomes a
/// type that shows itself.
const BESIDE_A_SECRET: &[&str] = &[
    "type",
    "format",
    "nullable",
    "title",
    "description",
    "readOnly",
    "writeOnly",
    "deprecated",
];

/// Leaves only keywords that the generated crate has types for.
///
/// A `pattern` would become a regular expression engine in every application and `format: uuid` another crate; the
/// service checks both. A list with a fixed number of items would become an array, one without repetitions a set.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut refusals = Vec::new();
    rewrite(&mut openapi, |root, schema| {
        walk(schema, &root.pointer, &mut |members, pointer| {
            if let Err(what) = simplify(members) {
                refusals.push(Refusal::new(
                    pointer,
                    format!("{} is a secret that is {what}", root.owner),
                    "describe the secret as a string: a client hides only texts",
                ));
            }
        });
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

fn simplify(members: &mut Map<String, Value>) -> Result<(), String> {
    let kind = members
        .get("type")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let format = members
        .get("format")
        .and_then(Value::as_str)
        .map(str::to_owned);
    match (kind.as_deref(), format.as_deref()) {
        (None | Some("string"), Some("password")) => {
            members.retain(|keyword, _| BESIDE_A_SECRET.contains(&keyword.as_str()));
            members.insert("type".to_owned(), "string".into());
        }
        (Some(other), Some("password")) => return Err(format!("of the type {other}")),
        (Some("string"), format) => {
            members.remove("pattern");
            let is_closed = members.contains_key("enum");
            match format {
                Some(format) if KNOWN.contains(&format) && !is_closed => {
                    members.remove("minLength");
                    members.remove("maxLength");
                }
                Some(_) => drop(members.remove("format")),
                None => {}
            }
        }
        (Some("array"), _) => {
            for keyword in ["minItems", "maxItems", "uniqueItems"] {
                members.remove(keyword);
            }
            members
                .entry("items")
                .or_insert_with(|| Value::Object(Map::new()));
        }
        (Some("object"), _) => {
            for keyword in ["minProperties", "maxProperties"] {
                members.remove(keyword);
            }
        }
        (Some("boolean"), _) => drop(members.remove("enum")),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn simple(schema: Value) -> Value {
        let Value::Object(mut members) = schema else {
            panic!("a schema is an object");
        };
        simplify(&mut members).expect("no secret of another type");
        members.into()
    }

    #[test]
    fn a_secret_is_one_whatever_stands_beside_it() {
        let secret = json!({"type": "string", "format": "password"});
        for beside in [
            json!({"minLength": 3}),
            json!({"maxLength": 3, "pattern": "^x$"}),
            json!({"enum": ["a"]}),
            json!({"default": "x", "example": "y", "x-kind": 1}),
        ] {
            let mut schema = secret.clone();
            schema
                .as_object_mut()
                .expect("an object")
                .extend(beside.as_object().expect("an object").clone());
            assert_eq!(simple(schema), secret);
        }
        assert_eq!(simple(json!({"format": "password"})), secret);
    }

    #[test]
    fn a_secret_that_is_no_text_is_refused() {
        let Value::Object(mut members) = json!({"type": "integer", "format": "password"}) else {
            panic!("a schema is an object");
        };
        assert!(simplify(&mut members).is_err());
    }

    #[test]
    fn only_formats_with_a_type_are_kept() {
        let kept = json!({"type": "string", "format": "date-time"});
        assert_eq!(simple(kept.clone()), kept);
        for format in [
            "uuid", "ipv4", "ipv6", "email", "uri", "binary", "byte", "made-up",
        ] {
            let schema =
                json!({"type": "string", "format": format, "pattern": "^a", "maxLength": 9});
            assert_eq!(simple(schema), json!({"type": "string", "maxLength": 9}));
        }
    }

    #[test]
    fn a_list_is_a_list() {
        let schema = json!({"type": "array", "minItems": 2, "maxItems": 2, "uniqueItems": true});
        assert_eq!(simple(schema), json!({"type": "array", "items": {}}));
    }
}
