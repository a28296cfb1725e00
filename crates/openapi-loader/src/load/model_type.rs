//! Which type of the OpenAPI model reads an object, and the smallest object that the type accepts.
//!
//! The type of an object and its node come in. The error of the model goes out, if there is one. `model` uses both to
//! find the key that is wrong.

use serde::de::DeserializeOwned;
use serde::de::value::Error;
use serde_json::{Value, json};

use super::grammar::Kind;
use super::node::{Mapping, Node};

/// The smallest valid object of this type, in the variant that `object` chooses.
pub(super) fn minimal(kind: Kind, object: &Mapping) -> Value {
    let choice = |key: &str| object.get(key).and_then(|member| member.value.as_str());
    match kind {
        Kind::OpenApi => json!({"openapi": "", "info": {"title": "", "version": ""}, "paths": {}}),
        Kind::Info => json!({"title": "", "version": ""}),
        Kind::License | Kind::Tag => json!({"name": ""}),
        Kind::Server | Kind::ExternalDocs => json!({"url": ""}),
        Kind::ServerVariable => json!({"default": ""}),
        Kind::Operation => json!({"responses": {}}),
        Kind::Parameter => {
            let location = choice("in")
                .filter(|location| matches!(*location, "query" | "header" | "path" | "cookie"));
            json!({"name": "", "in": location.unwrap_or("query"), "schema": {}})
        }
        Kind::Header => json!({"schema": {}}),
        Kind::Response => json!({"description": ""}),
        Kind::Link => json!({"operationId": ""}),
        Kind::Discriminator => json!({"propertyName": ""}),
        Kind::SecurityScheme => match choice("type") {
            Some("http") => json!({"type": "http", "scheme": ""}),
            Some("oauth2") => json!({"type": "oauth2", "flows": {}}),
            Some("openIdConnect") => json!({"type": "openIdConnect", "openIdConnectUrl": ""}),
            _ => json!({"type": "apiKey", "in": "header", "name": ""}),
        },
        _ => json!({}),
    }
}

/// Reads a node as the model's type for `kind`.
pub(super) fn decode(kind: Kind, node: &Node) -> Result<(), Error> {
    match kind {
        Kind::OpenApi => read::<openapiv3::OpenAPI>(node),
        Kind::Info => read::<openapiv3::Info>(node),
        Kind::Contact => read::<openapiv3::Contact>(node),
        Kind::License => read::<openapiv3::License>(node),
        Kind::Server => read::<openapiv3::Server>(node),
        Kind::ServerVariable => read::<openapiv3::ServerVariable>(node),
        Kind::Components => read::<openapiv3::Components>(node),
        Kind::Paths => read::<openapiv3::Paths>(node),
        Kind::PathItem => read::<openapiv3::PathItem>(node),
        Kind::Operation => read::<openapiv3::Operation>(node),
        Kind::ExternalDocs => read::<openapiv3::ExternalDocumentation>(node),
        Kind::Parameter => read::<openapiv3::Parameter>(node),
        Kind::RequestBody => read::<openapiv3::RequestBody>(node),
        Kind::MediaType => read::<openapiv3::MediaType>(node),
        Kind::Encoding => read::<openapiv3::Encoding>(node),
        Kind::Responses => read::<openapiv3::Responses>(node),
        Kind::Response => read::<openapiv3::Response>(node),
        Kind::Callback => read::<openapiv3::Callback>(node),
        Kind::Example => read::<openapiv3::Example>(node),
        Kind::Link => read::<openapiv3::Link>(node),
        Kind::Header => read::<openapiv3::Header>(node),
        Kind::Tag => read::<openapiv3::Tag>(node),
        Kind::Schema => read::<openapiv3::Schema>(node),
        Kind::Discriminator => read::<openapiv3::Discriminator>(node),
        Kind::SecurityScheme => read::<openapiv3::SecurityScheme>(node),
        Kind::OAuthFlows => read::<openapiv3::OAuth2Flows>(node),
        // Read together with the object around them, or not part of the model.
        Kind::OAuthFlow | Kind::SecurityRequirement | Kind::Xml => Ok(()),
    }
}

fn read<T: DeserializeOwned>(node: &Node) -> Result<(), Error> {
    T::deserialize(node).map(drop)
}
