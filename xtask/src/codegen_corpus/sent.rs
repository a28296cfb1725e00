//! What a call has to send, according to the description.
//!
//! In come an operation of a description and the source of values. Out come the values of its parameters and the
//! request that has to arrive. The values are made by `sample`, the calls are written by `smoke`.

use serde_json::{Map, Value, json};

use super::sample::{Kind, Samples};
use super::surface::Operation;

pub(super) struct Sent {
    /// The names in Rust and the values of the parameters.
    pub(super) values: Vec<(String, Value)>,
    pub(super) expected: Value,
}

/// An operation as it is described, and as it is generated.
pub(super) struct Described<'a> {
    pub(super) path: &'a str,
    pub(super) method: &'a str,
    pub(super) item: &'a Value,
    pub(super) described: &'a Value,
    pub(super) operation: &'a Operation,
}

impl Described<'_> {
    pub(super) fn sent(&self, samples: &Samples<'_>) -> Sent {
        let mut path = in_path(self.path, "/%{}");
        let (mut query, mut raw, mut headers) = (Vec::new(), Vec::new(), Map::new());
        let mut values = Vec::new();
        // A parameter that is null is not sent.
        let of_parameters = Samples {
            kind: Kind::Fitting,
            ..*samples
        };
        for parameter in self.parameters(samples) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let Some(field) = self.operation.field(name) else {
                continue;
            };
            let value = of_parameters.value(&parameter["schema"]);
            match parameter["in"].as_str() {
                Some("path") => {
                    let place = in_path(&format!("{{{name}}}"), "/%{}");
                    let texts: Vec<String> = match &value {
                        Value::Array(values) => values
                            .iter()
                            .map(|value| in_path(&text(value), "").replace(',', "%2C"))
                            .collect(),
                        value => vec![in_path(&text(value), "")],
                    };
                    path = path.replace(&place, &texts.join(","));
                }
                Some("header") => {
                    drop(headers.insert(name.to_ascii_lowercase(), text(&value).into()))
                }
                _ => match (&value, delimiter(parameter)) {
                    (Value::Array(values), Some((plain, encoded))) => {
                        let texts: Vec<String> = values.iter().map(text).collect();
                        query.push((name.to_owned(), texts.join(plain)));
                        let texts: Vec<String> = texts.iter().map(|text| in_query(text)).collect();
                        raw.push(format!("{name}={}", texts.join(encoded)));
                    }
                    (Value::Array(values), None) => {
                        query.extend(values.iter().map(|value| (name.to_owned(), text(value))));
                    }
                    _ => query.push((name.to_owned(), text(&value))),
                },
            }
            values.push((field.to_owned(), value));
        }
        query.sort();
        let mut expected = json!({
            "method": self.method.to_uppercase(), "path": path, "query": query, "raw": raw, "headers": headers,
            "body": null,
        });
        if let Some(name) = self.other_json_of_success(samples) {
            expected["headers"]["accept"] = name.into();
        }
        if let Some((media_type, body)) = self.body(samples) {
            values.push(("body".to_owned(), body.clone()));
            match media_type {
                "application/json" => expected["body"] = body,
                json if json.ends_with("json") => {
                    expected["body"] = body;
                    expected["headers"]["content-type"] = json.into();
                }
                FORM => {
                    expected["form"] = form(&body);
                    expected["headers"]["content-type"] = FORM.into();
                }
                "*/*" => expected["text"] = text(&body).into(),
                other => {
                    expected["text"] = text(&body).into();
                    expected["headers"]["content-type"] = other.into();
                }
            }
        }
        Sent { values, expected }
    }

    /// The parameters of the operation, and those of its path that it does not replace.
    fn parameters<'v>(&'v self, samples: &'v Samples<'_>) -> Vec<&'v Value> {
        let of = |owner: &'v Value| {
            let parameters = owner["parameters"].as_array().into_iter().flatten();
            parameters.map(|parameter| samples.resolve(parameter))
        };
        let is_same =
            |one: &Value, other: &Value| one["name"] == other["name"] && one["in"] == other["in"];
        let own: Vec<&Value> = of(self.described).collect();
        of(self.item)
            .filter(|parameter| !own.iter().any(|known| is_same(known, parameter)))
            .chain(own.iter().copied())
            .collect()
    }

    /// The body, and the media type that it is sent as.
    fn body<'v>(&'v self, samples: &'v Samples<'_>) -> Option<(&'v str, Value)> {
        let body = samples.resolve(self.described.get("requestBody")?);
        let content = body.get("content")?.as_object()?;
        if let (Some(json), Some(name)) = (json_of(content), json_name(content)) {
            let is_plain = name.starts_with("application/json");
            let name = if is_plain { "application/json" } else { name };
            return Some((name, samples.value(&json["schema"])));
        }
        let form = content.iter().find(|(name, _)| name.starts_with(FORM));
        if let Some((_, form)) = form {
            return Some((FORM, samples.value(&form["schema"])));
        }
        let (name, _) = content.iter().next()?;
        Some((name, "a,b".into()))
    }
}

impl Described<'_> {
    /// The media type of a success that is JSON of another name than `application/json`.
    fn other_json_of_success<'v>(&'v self, samples: &'v Samples<'_>) -> Option<&'v str> {
        let responses = self.described.get("responses")?.as_object()?;
        let (_, success) = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))?;
        let content = samples.resolve(success).get("content")?.as_object()?;
        let name = json_name(content)?;
        (!name.starts_with("application/json") && !name.contains('*')).then_some(name)
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The pairs of a form, sorted.
fn form(body: &Value) -> Value {
    let mut pairs = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => {
                pairs.extend(values.iter().map(|value| (name, text(value))));
            }
            Value::Null => {}
            value => pairs.push((name, text(value))),
        }
    }
    pairs.sort();
    json!(pairs)
}

/// The JSON of a body.
pub(super) fn json_of(content: &Map<String, Value>) -> Option<&Value> {
    content.get(json_name(content)?)
}

/// The media type of the JSON of a body.
fn json_name(content: &Map<String, Value>) -> Option<&str> {
    let essence = |name: &String| name.split(';').next().unwrap_or_default().trim().to_owned();
    let is_plain = |name: &&String| essence(name) == "application/json";
    let is_json = |name: &&String| essence(name).ends_with("+json") || essence(name) == "text/json";
    let name = content
        .keys()
        .find(is_plain)
        .or_else(|| content.keys().find(is_json))?;
    Some(name)
}

/// The separator of a list in the query: decoded, and on the wire.
fn delimiter(parameter: &Value) -> Option<(&'static str, &'static str)> {
    let explode = parameter.get("explode").and_then(Value::as_bool);
    match parameter.get("style").and_then(Value::as_str) {
        None | Some("form") => (explode == Some(false)).then_some((",", ",")),
        Some("spaceDelimited") => (explode != Some(true)).then_some((" ", "%20")),
        Some("pipeDelimited") => (explode != Some(true)).then_some(("|", "%7C")),
        _ => None,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        value => value.to_string(),
    }
}

fn in_query(text: &str) -> String {
    text.replace(',', "%2C").replace(':', "%3A")
}

/// A text, encoded for a path. The characters in `kept` stay as they are; a whole path keeps its slashes.
fn in_path(text: &str, kept: &str) -> String {
    let mut path = String::new();
    for byte in text.bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
        if is_plain || kept.as_bytes().contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
    path
}
