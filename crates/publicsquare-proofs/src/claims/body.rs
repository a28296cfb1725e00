//! The bodies of forged responses.
//!
//! The kind of [`Body`], the request and the model of the API come in. Out come the bytes and the content type.
//! Headers and framing are made in [`raw_response`](super::raw_response).

use serde_json::json;

use super::api_model::{ApiModel, OTHER_KEY, TARGET};
use super::request::Request;

/// The kinds of forged bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Body {
    Empty,
    LoginPage,
    Text,
    Queued,
    Maintenance,
    Null,
    Array,
    EmptyObject,
    /// Problem details as any gateway may write them.
    Problem,
    /// The error of a web framework: one of its members is one of problem details.
    FrameworkStatus,
    /// The same of another framework.
    FrameworkDetail,
    /// The same of a gateway.
    GatewayErrors,
    /// Problem details that repeat every secret.
    EchoProblem,
    /// Field errors that repeat every secret.
    EchoFields,
    /// A page that repeats every secret.
    EchoPage,
    ManyFields,
    /// The key that was asked for, with a wrong value. No client can tell it from one of the API.
    AskedKey,
    AnotherKey,
    /// A key without an id.
    UnnamedKey,
    /// The key that was asked for, without a value.
    NoValue,
    /// The first bytes of a key.
    BegunKey,
    EmptyPage,
    /// A page whose totals promise more keys than there are.
    ShortPage,
    /// The first page of a list that claims to have endless pages.
    EndlessPage,
    Huge,
    Gzip,
}

pub(super) const BODIES: [Body; 26] = [
    Body::Empty,
    Body::LoginPage,
    Body::Text,
    Body::Queued,
    Body::Maintenance,
    Body::Null,
    Body::Array,
    Body::EmptyObject,
    Body::Problem,
    Body::FrameworkStatus,
    Body::FrameworkDetail,
    Body::GatewayErrors,
    Body::EchoProblem,
    Body::EchoFields,
    Body::EchoPage,
    Body::ManyFields,
    Body::AskedKey,
    Body::AnotherKey,
    Body::UnnamedKey,
    Body::NoValue,
    Body::BegunKey,
    Body::EmptyPage,
    Body::ShortPage,
    Body::EndlessPage,
    Body::Huge,
    Body::Gzip,
];

/// A value that no key ever had.
pub(super) const FORGED: &str = "sk_test_CANARYforged222222222222";

impl Body {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::LoginPage | Self::EchoPage => "text/html; charset=utf-8",
            Self::Text => "text/plain",
            Self::Problem | Self::EchoProblem | Self::EchoFields | Self::ManyFields => {
                "application/problem+json"
            }
            _ => "application/json",
        }
    }

    pub(super) fn bytes(self, model: &ApiModel, request: &Request) -> Vec<u8> {
        let value = |key: Option<&super::api_model::Key>| {
            key.map_or(String::new(), |key| key.current().to_owned())
        };
        let echo = format!(
            "{} {} {} {FORGED}",
            request.api_key.as_deref().unwrap_or_default(),
            request.idempotency_key.as_deref().unwrap_or_default(),
            value(model.key(TARGET)),
        );
        let key = |id: Option<&str>, value: Option<&str>| {
            json!({
                "id": id, "account_id": "acc_Merchant1", "environment": "test", "key": value,
                "type": "restricted", "name": "Forged", "permissions": ["payment:read"],
            })
        };
        let asked = request.path.split('/').nth(2).unwrap_or("key_Forged1");
        let body = match self {
            Self::Empty => return Vec::new(),
            Self::LoginPage => return b"<!DOCTYPE html><title>Sign in</title><form>".to_vec(),
            Self::Text => return b"upstream connect error".to_vec(),
            Self::EchoPage => return format!("<html><p>{echo}</p></html>").into_bytes(),
            Self::BegunKey => {
                let text = key(Some(asked), None).to_string();
                return text.into_bytes().into_iter().take(30).collect();
            }
            // The first bytes of a compressed gigabyte of zeros.
            Self::Gzip => return vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xec, 0xc1, 1, 1],
            Self::Huge => json!({"error": "x".repeat(2 << 20)}),
            Self::Queued => json!({"queue": "main", "position": 3}),
            Self::Maintenance => json!({"error": "maintenance"}),
            Self::Null => json!(null),
            Self::Array => json!([]),
            Self::EmptyObject => json!({}),
            Self::Problem => json!({"title": "Blocked", "detail": "by the gateway"}),
            Self::FrameworkStatus => json!({"status": 404, "error": "Not Found", "path": "/"}),
            Self::FrameworkDetail => json!({"detail": "Not Found"}),
            Self::GatewayErrors => json!({"success": false, "errors": [{"code": 7003}]}),
            Self::EchoProblem => json!({"title": echo, "detail": echo, "trace": [echo]}),
            Self::EchoFields => json!({"title": "no", "errors": {"name": [echo], &echo: ["no"]}}),
            Self::ManyFields => {
                let fields: serde_json::Map<_, _> = (0..2_000)
                    .map(|number| (format!("f{number}"), json!([echo])))
                    .collect();
                json!({"title": "no", "errors": fields})
            }
            Self::AskedKey => key(Some(asked), Some(FORGED)),
            Self::AnotherKey => key(Some(OTHER_KEY), Some(&value(model.key(OTHER_KEY)))),
            Self::UnnamedKey => key(None, Some(FORGED)),
            Self::NoValue => key(Some(asked), None),
            Self::EmptyPage => model.part(1_000, 100, 2_147_483_647, 2_147_483_647),
            Self::ShortPage => model.part(1, 1, model.keys.len() + 2, 1),
            Self::EndlessPage => model.part(1, 2, 2_147_483_647, 2_147_483_647),
        };
        body.to_string().into_bytes()
    }
}
