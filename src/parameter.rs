//! Writes the parameters of requests as text, for paths, queries and headers.
//!
//! The generated code calls these functions if the `Display` of a value is not the text that must be sent. In comes a
//! value; out comes text or a header: a time as in JSON, a list as one parameter if the description says so, and a
//! secret as a header that no log shows. Bodies are written in `body/request.rs`. The mocks have a `parameter.rs` of
//! their own, which expects the same texts.

use reqwest::Request;
use reqwest::header::{HeaderValue, InvalidHeaderValue};
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::secret_key::serialize_secrets;

/// The text of a value in a path or a header. The elements of a list are separated by commas.
#[allow(
    dead_code,
    reason = "all parameters of the description may be plain text"
)]
pub(crate) fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_value(value).map_or_else(|_| String::new(), |value| of_json(&value))
}

pub(crate) fn of_json(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(of_json).collect::<Vec<_>>().join(","),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// The elements of a list as one segment of a path, separated by commas. A comma within an element is encoded.
#[allow(dead_code, reason = "the description may have no list in a path")]
pub(crate) fn list_in_path(values: &(impl Serialize + ?Sized)) -> String {
    let texts = match serde_json::to_value(values) {
        Ok(Value::Array(values)) => values.iter().map(of_json).collect(),
        Ok(value) => vec![of_json(&value)],
        Err(_) => Vec::new(),
    };
    let encoded = |text: &String| progenitor_client::encode_path(text).replace(',', "%2C");
    texts.iter().map(encoded).collect::<Vec<_>>().join(",")
}

/// A header that contains a secret. It is marked as sensitive, so reqwest and hyper do not show it.
#[allow(
    dead_code,
    reason = "the description may have no secret in a header of its own"
)]
pub(crate) fn secret(value: &(impl Serialize + ?Sized)) -> Result<HeaderValue, InvalidHeaderValue> {
    let text = Zeroizing::new(serialize_secrets(|| text(value)));
    let mut header = HeaderValue::from_str(&text)?;
    header.set_sensitive(true);
    Ok(header)
}

/// Adds a list to the query as one parameter. An empty list adds nothing.
///
/// The delimiter between two elements is written as it is. A delimiter within an element is encoded.
#[allow(
    dead_code,
    reason = "the description may have no list that is one parameter"
)]
pub(crate) fn append_list(
    request: &mut Request,
    name: &str,
    values: &(impl Serialize + ?Sized),
    delimiter: &str,
) {
    let elements = match serde_json::to_value(values) {
        Ok(Value::Array(values)) => values,
        Ok(Value::Null) | Err(_) => return,
        Ok(value) => vec![value],
    };
    if elements.is_empty() {
        return;
    }
    let texts = elements.iter().map(of_json);
    let joined: Vec<String> = texts.map(|text| encoded(&text)).collect();
    // A query may not contain these characters unencoded (RFC 3986, section 3.4).
    let delimiter = match delimiter {
        " " => "%20",
        "|" => "%7C",
        delimiter => delimiter,
    };
    let parameter = format!("{}={}", encoded(name), joined.join(delimiter));
    let url = request.url_mut();
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{parameter}"),
        _ => parameter,
    };
    url.set_query(Some(&query));
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use reqwest::{Method, Url};
    use serde_json::json;

    use super::*;
    use crate::SecretKey;

    fn query(url: &str, values: &impl Serialize, delimiter: &str) -> String {
        let mut request = Request::new(Method::GET, Url::parse(url).expect("a URL"));
        append_list(&mut request, "a b", values, delimiter);
        request.url().query().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_time_is_written_as_in_json() {
        let time: DateTime<Utc> = "2024-06-30T01:02:03Z".parse().expect("a time");
        assert_eq!(text(&time), "2024-06-30T01:02:03Z");
        assert_eq!(text(&[1, 2]), "1,2");
        assert_eq!(text("a"), "a");
        assert_eq!(text(&true), "true");
    }

    #[test]
    fn a_list_is_one_parameter_and_a_delimiter_within_an_element_is_encoded() {
        let list = json!(["a,b", "c|d e"]);
        assert_eq!(query("http://h/", &list, ","), "a+b=a%2Cb,c%7Cd+e");
        assert_eq!(
            query("http://h/?x=1", &list, "|"),
            "x=1&a+b=a%2Cb%7Cc%7Cd+e"
        );
        assert_eq!(query("http://h/", &json!([1, 2]), " "), "a+b=1%202");
        assert_eq!(query("http://h/", &json!([]), ","), "");
        assert_eq!(query("http://h/", &json!(null), ","), "");
    }

    #[test]
    fn a_list_is_one_segment_of_a_path() {
        assert_eq!(list_in_path(&["a,b", "c/d e"]), "a%2Cb,c%2Fd%20e");
        assert_eq!(list_in_path(&[1, 2]), "1,2");
    }

    #[test]
    fn a_secret_header_is_not_shown() {
        let header = secret(&SecretKey::new("canary")).expect("a header");
        assert!(header.is_sensitive());
        assert_eq!(header, "canary");
        assert!(!format!("{header:?}").contains("canary"));
        assert!(secret(&SecretKey::new("a\nb")).is_err());
    }
}
