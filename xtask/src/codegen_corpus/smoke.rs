//! Calls of the generated client, answered by the generated mocks.
//!
//! In comes a description with its generated code. Out comes a program with up to three calls for each operation: one
//! with every parameter, one that sends null where that is possible, and one whose response is wrong except for its
//! secrets. The typed mock and the program itself compare what arrives. `runtime.rs.in` is what all of these programs
//! share.

use std::fmt::Write as _;
use std::io;

use publicsquare_codegen::Generated;
use serde_json::Value;

use super::document::Document;
use super::sample::{Kind, Samples, Way, has_secret, secrets_only};
use super::sent::{Described, Sent, json_of};
use super::surface::Surface;

/// The code that the calls of all descriptions share.
pub(crate) const RUNTIME: &str = include_str!("runtime.rs.in");

/// The module that calls each operation of a description.
pub(crate) fn program(document: &Document, code: &Generated) -> io::Result<String> {
    let root = document.value()?;
    let surface = Surface::of(code).map_err(io::Error::other)?;
    let mut text = String::from(
        "use super::types;\nuse super::mocks::MockServerExt as _;\nuse progenitor_client::ByteStream;\n\n\
         pub fn run(smoke: &mut crate::Smoke) {\n    let client = super::Client::connect(&smoke.base_url(), \
         super::Connection::new(crate::SecretKey::new(\"sk_test_x\")).expect(\"a key\")).expect(\"a client\");\n    let _ = &client;\n",
    );
    for (path, item) in root["paths"].as_object().into_iter().flatten() {
        for method in ["get", "put", "post", "delete", "options", "head", "patch"] {
            let Some(described) = item.get(method) else {
                continue;
            };
            let id = described["operationId"].as_str().unwrap_or_default();
            let Some(operation) = surface.operation(id) else {
                return Err(io::Error::other(format!("{id} is not in the client")));
            };
            let call = Call {
                document: &document.name,
                root: &root,
                of: Described {
                    path,
                    method,
                    item,
                    described,
                    operation,
                },
            };
            call.write(&mut text);
        }
    }
    text.push_str("}\n");
    Ok(text)
}

struct Call<'a> {
    /// The name of the description.
    document: &'a str,
    root: &'a Value,
    of: Described<'a>,
}

/// The response of a mock.
struct Answer<'a> {
    /// Whether the mock's method makes it from the generated type.
    is_typed: bool,
    status: u16,
    body: Option<&'a Value>,
    /// What the client has to read from it.
    expected: Option<&'a Value>,
}

impl Call<'_> {
    fn samples(&self, way: Way, kind: Kind) -> Samples<'_> {
        Samples {
            root: self.root,
            way,
            kind,
        }
    }

    /// The status and the body of the first success.
    fn success(&self, kind: Kind) -> Option<(u16, Option<Value>)> {
        let samples = self.samples(Way::Back, kind);
        let responses = self.of.described.get("responses")?.as_object()?;
        let (status, response) = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))?;
        let status = status.replace("XX", "00").parse().ok()?;
        let content = samples
            .resolve(response)
            .get("content")
            .and_then(Value::as_object);
        let body = content.and_then(json_of);
        Some((status, body.map(|body| samples.value(&body["schema"]))))
    }

    fn write(&self, text: &mut String) {
        let sent = self.of.sent(&self.samples(Way::There, Kind::Fitting));
        let method = self.of.method.to_uppercase();
        let label = format!("{}: {method} {}", self.document, self.of.path);
        let answer = self.of.operation.answer.as_str();
        let Some((status, body)) = self.success(Kind::Fitting) else {
            return;
        };
        let is_json = answer != "()" && answer != "ByteStream";
        // Without a value there is no body to answer with.
        let body = body.filter(|_| is_json);
        let typed = Answer {
            is_typed: true,
            status,
            body: body.as_ref(),
            expected: body.as_ref(),
        };
        self.write_call(text, &label, &sent, &typed);
        let nulls = self.of.sent(&self.samples(Way::There, Kind::Null));
        if nulls.expected != sent.expected {
            let label = format!("{label} (null where that is possible)");
            self.write_call(text, &label, &nulls, &typed);
        }
        if let Some((_, Some(hostile))) = self.success(Kind::Hostile)
            && is_json
            && has_secret(&hostile)
        {
            let expected = secrets_only(&hostile);
            let label = format!("{label} (only the secrets are right)");
            let odd = Answer {
                is_typed: false,
                status,
                body: Some(&hostile),
                expected: Some(&expected),
            };
            self.write_call(text, &label, &sent, &odd);
        }
    }

    fn write_call(&self, text: &mut String, label: &str, sent: &Sent, answer: &Answer<'_>) {
        let Answer {
            is_typed,
            status,
            body,
            expected,
        } = *answer;
        let name = &self.of.operation.method;
        let mut line = |code: &str| {
            text.push_str(code);
            text.push('\n');
        };
        line(&format!("    smoke.call({label:?}, |smoke| {{"));
        line("        let seen = crate::Seen::default();");
        let (mut when, mut chain) = (String::new(), String::new());
        for (index, (field, value)) in sent.values.iter().enumerate() {
            let ty = self
                .of
                .operation
                .types
                .get(field)
                .map_or("_", String::as_str);
            if ty.ends_with("reqwest::Body") {
                let text = value.as_str().unwrap_or_default();
                line(&format!(
                    "        let value_{index} = String::from({text:?});"
                ));
            } else {
                line(&format!(
                    "        let value_{index}: {ty} = crate::of({:?});",
                    value.to_string()
                ));
            }
            let _ = write!(chain, ".{field}(value_{index}.clone())");
            let Some(mock) = self.of.operation.mock_types.get(field) else {
                continue;
            };
            let taken = match mock.as_str() {
                mock if mock.contains("str") && !mock.contains("std") => {
                    format!("value_{index}.as_str()")
                }
                mock if mock.contains('&') => format!("&value_{index}"),
                _ => format!("value_{index}.clone()"),
            };
            if is_typed {
                let _ = write!(when, ".{field}({taken})");
            }
        }
        line("        let noted = seen.clone();");
        line(&format!(
            "        smoke.server.{}(|when, then| {{",
            self.of.operation.mock_method
        ));
        line(&format!(
            "            when{when}.into_inner().is_true(move |request| noted.note(request));"
        ));
        let typed = self
            .of
            .operation
            .mock_answers
            .iter()
            .find(|answer| answer.is_success && is_typed);
        match (typed, body, self.of.operation.answer.as_str()) {
            (Some(mock), Some(body), _) => {
                let ty = &self.of.operation.answer;
                let status = if mock.takes_status {
                    format!("{status}, ")
                } else {
                    String::new()
                };
                line(&format!(
                    "            let answer: {ty} = crate::of({:?});",
                    body.to_string()
                ));
                let value = match mock.value.as_deref() {
                    Some(value) if value.ends_with("str") => "answer.as_str()",
                    Some(value) if value.starts_with('&') => "&answer",
                    _ => "answer",
                };
                line(&format!("            then.{}({status}{value});", mock.name));
            }
            (Some(mock), None, "ByteStream") => {
                line(&format!("            then.{}(\"a,b\");", mock.name))
            }
            (Some(mock), None, _) if mock.value.is_none() => {
                let status = if mock.takes_status {
                    status.to_string()
                } else {
                    String::new()
                };
                line(&format!("            then.{}({status});", mock.name));
            }
            (_, body, _) => line(&format!(
                "            then.into_inner().status({status}).header(\"content-type\", \"application/json\").body({:?});",
                body.map(Value::to_string).unwrap_or_default()
            )),
        }
        line("        });");
        line(&format!(
            "        let answer = smoke.wait(client.{name}(){chain}.send());"
        ));
        line(&format!(
            "        let mut faults = crate::sent(&seen, {:?});",
            sent.expected.to_string()
        ));
        line("        match answer {");
        if let Some(expected) = expected {
            line(&format!(
                "            Ok(answer) => faults.extend(crate::read(&crate::json(&*answer), {:?})),",
                expected.to_string()
            ));
        } else {
            line("            Ok(_) => {}");
        }
        line(
            "            Err(error) => faults.push(format!(\"it failed: {:?}\", error.into_untyped())),",
        );
        line("        }\n        faults\n    });");
    }
}
