//! The object types of OpenAPI 3.0, and how they contain each other.
//!
//! The type of an object and a key come in. What may stand behind that key comes out: any value, a plain value, or
//! objects of a known type. The keys of each type are listed in `keyword_table`. `walk` uses this to find all objects.

use Kind::{
    Callback, Components, Contact, Discriminator, Encoding, Example, ExternalDocs, Header, Info,
    License, Link, MediaType, OAuthFlow, OAuthFlows, OpenApi, Operation, Parameter, PathItem,
    Paths, RequestBody, Response, Responses, Schema, SecurityRequirement, SecurityScheme, Server,
    ServerVariable, Tag, Xml,
};
use Shape::One;
use Slot::{Free, Plain, Typed};

/// An object type of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
}

/// What may stand behind a keyword.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    /// Any value at all: examples, defaults, extensions.
    Free,
    /// A value without keywords of its own.
    Plain,
    /// Objects of a known type.
    Typed(Shape, Kind),
    /// A boolean or a schema.
    AdditionalProperties,
}

/// How the objects behind a keyword are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    One,
    List,
    /// A mapping from names of the author's choice.
    Map,
}

const ALL: [Kind; 29] = [
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
];

impl Kind {
    /// The object types that have the keyword `key`.
    pub(super) fn with_keyword(key: &str) -> impl Iterator<Item = Self> {
        ALL.into_iter()
            .filter(move |kind| kind.keywords().iter().any(|(name, _)| *name == key))
    }

    /// The name in a sentence, with its article.
    pub(super) const fn label(self) -> &'static str {
        match self {
            OpenApi => "the document",
            Info => "the info object",
            Contact => "a contact",
            License => "a license",
            Server => "a server",
            ServerVariable => "a server variable",
            Components => "the components",
            Paths => "the paths",
            PathItem => "a path item",
            Operation => "an operation",
            ExternalDocs => "external documentation",
            Parameter => "a parameter",
            RequestBody => "a request body",
            MediaType => "a media type",
            Encoding => "an encoding",
            Responses => "the responses",
            Response => "a response",
            Callback => "a callback",
            Example => "an example",
            Link => "a link",
            Header => "a header",
            Tag => "a tag",
            Schema => "a schema",
            Discriminator => "a discriminator",
            Xml => "an XML description",
            SecurityScheme => "a security scheme",
            OAuthFlows => "the OAuth flows",
            OAuthFlow => "an OAuth flow",
            SecurityRequirement => "a security requirement",
        }
    }

    /// Whether the specification lets a `$ref` stand in for the object.
    pub(super) const fn referable(self) -> bool {
        matches!(
            self,
            Schema
                | Response
                | Parameter
                | Example
                | RequestBody
                | Header
                | SecurityScheme
                | Link
                | Callback
                | PathItem
        )
    }

    /// Whether the object may carry `x-` extensions.
    const fn extensible(self) -> bool {
        !matches!(self, SecurityRequirement)
    }

    /// What may stand behind `key`; `None` if the object has no such keyword.
    pub(super) fn slot(self, key: &str) -> Option<Slot> {
        if self.is_extension(key) {
            return Some(Free);
        }
        match self {
            Paths => key.starts_with('/').then_some(Typed(One, PathItem)),
            Responses => (key == "default" || is_status_code(key)).then_some(Typed(One, Response)),
            Callback => Some(Typed(One, PathItem)),
            SecurityRequirement => Some(Plain),
            _ => self
                .keywords()
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, slot)| *slot),
        }
    }

    /// Whether `key` is an extension that the specification allows here.
    pub(super) fn is_extension(self, key: &str) -> bool {
        self.extensible() && key.starts_with("x-")
    }
}

fn is_status_code(key: &str) -> bool {
    matches!(key.as_bytes(), [b'1'..=b'5', b'X', b'X'])
        || matches!(key.as_bytes(), [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'])
}
