//! How much a change matters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a change means for an application that uses the generated client, from the mildest to the
/// worst.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The same contract, however it is written.
    None,
    /// Only what people read has changed.
    DocsOnly,
    /// Applications go on working and go on compiling.
    Compatible,
    /// Some application stops working or stops compiling.
    Breaking,
}

impl Class {
    /// The name in reports: `none`, `docs-only`, `compatible` or `breaking`.
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
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// In what travels between client and server.
    Wire,
    /// In the names and types of the generated code.
    RustApi,
    /// In both.
    Both,
}

impl Why {
    /// The name in reports: `wire`, `rust-api` or `both`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::RustApi => "rust-api",
            Self::Both => "both",
        }
    }

    /// This and `other`.
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
