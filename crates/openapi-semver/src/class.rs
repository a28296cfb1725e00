//! How much a change matters, and where it is felt.
//!
//! [`Class`] orders changes from `none` to `breaking`; the class of a report is that of its worst change. [`Why`] says
//! whether a change is felt on the wire, in the generated Rust code, or in both. The rules in `classify` assign both,
//! and [`bump`](crate::bump) makes a version number of the class.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a change means for an application that uses the generated client, from the mildest to the worst.
///
/// ```
/// use openapi_semver::Class;
///
/// assert!(Class::Compatible < Class::Breaking);
/// assert_eq!(Class::DocsOnly.to_string(), "docs-only");
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(
    description = "What a change means for an application that uses the generated client, from the mildest to the worst."
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The same contract, however it is written.
    None,
    /// Only text for people has changed.
    DocsOnly,
    /// Applications still work and still compile.
    Compatible,
    /// Some application stops working or stops compiling.
    Breaking,
}

impl Class {
    /// The name in reports: `none`, `docs-only`, `compatible` or `breaking`.
    ///
    /// ```
    /// assert_eq!(openapi_semver::Class::Breaking.as_str(), "breaking");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::DocsOnly => "docs-only",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

impl std::fmt::Display for Class {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where a change is felt.
///
/// ```
/// use openapi_semver::Why;
///
/// assert_eq!(Why::RustApi.to_string(), "rust-api");
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(description = "Where a change is felt.")]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// In the requests and responses between client and server.
    Wire,
    /// In the names and types of the generated code.
    RustApi,
    /// In both.
    Both,
}

impl Why {
    /// The name in reports: `wire`, `rust-api` or `both`.
    ///
    /// ```
    /// assert_eq!(openapi_semver::Why::Wire.as_str(), "wire");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::RustApi => "rust-api",
            Self::Both => "both",
        }
    }

    /// Both places together.
    ///
    /// ```
    /// use openapi_semver::Why;
    ///
    /// assert_eq!(Why::Wire.and(Why::RustApi), Why::Both);
    /// assert_eq!(Why::Wire.and(Why::Wire), Why::Wire);
    /// ```
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }
}

impl std::fmt::Display for Why {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
