//! The kinds of differences, which the list of accepted differences names.
//!
//! A [`Kind`] is an [`Aspect`], such as a bound, and a [`Side`]: who says it. It is written as one word, such as
//! `bound-only-in-yaml`, and is read back by [`Kind::from_str`]. A difference with a place is a
//! [`Disagreement`](crate::Disagreement).

use std::fmt;
use std::str::FromStr;

/// The property of a schema that differs.
///
/// ```
/// use publicsquare_schema_check::{Aspect, Kind};
///
/// let kind: Kind = "additional-properties-differs".parse()?;
/// assert_eq!(kind.aspect, Aspect::AdditionalProperties);
/// # Ok::<(), publicsquare_schema_check::UnknownKind>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// A schema as a whole: a component without a Rust type, or a type without a component.
    Schema,
    /// A member of an object.
    Member,
    /// Whether a member is required.
    Required,
    /// Whether `null` is accepted.
    Null,
    /// `type`.
    Type,
    /// `format`.
    Format,
    /// `enum`.
    Enum,
    /// A bound such as `maxLength`, `minimum`, `pattern` or `minItems`.
    Bound,
    /// `additionalProperties`.
    AdditionalProperties,
    /// `items`.
    Items,
    /// A `$ref` or its target.
    Reference,
    /// `oneOf`, `anyOf` or `not`.
    Composition,
}

/// Which side says it.
///
/// ```
/// use publicsquare_schema_check::{Kind, Side};
///
/// let kind: Kind = "null-only-in-rust".parse()?;
/// assert_eq!(kind.side, Side::OnlyInRust);
/// # Ok::<(), publicsquare_schema_check::UnknownKind>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Only the description says it.
    OnlyInYaml,
    /// Only the Rust type says it.
    OnlyInRust,
    /// Both say something, and it differs.
    Differs,
}

/// An aspect and a side, written as `bound-only-in-yaml`.
///
/// ```
/// use publicsquare_schema_check::{Aspect, Kind, Side};
///
/// let kind: Kind = "required-only-in-yaml".parse()?;
/// assert_eq!(kind, Kind { aspect: Aspect::Required, side: Side::OnlyInYaml });
/// assert_eq!(kind.to_string(), "required-only-in-yaml");
/// # Ok::<(), publicsquare_schema_check::UnknownKind>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The property that differs.
    pub aspect: Aspect,
    /// The side that says it.
    pub side: Side,
}

const ASPECTS: &[(&str, Aspect)] = &[
    ("schema", Aspect::Schema),
    ("member", Aspect::Member),
    ("required", Aspect::Required),
    ("null", Aspect::Null),
    ("type", Aspect::Type),
    ("format", Aspect::Format),
    ("enum", Aspect::Enum),
    ("bound", Aspect::Bound),
    ("additional-properties", Aspect::AdditionalProperties),
    ("items", Aspect::Items),
    ("reference", Aspect::Reference),
    ("composition", Aspect::Composition),
];

const SIDES: &[(&str, Side)] = &[
    ("-only-in-yaml", Side::OnlyInYaml),
    ("-only-in-rust", Side::OnlyInRust),
    ("-differs", Side::Differs),
];

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(name(ASPECTS, self.aspect))?;
        f.write_str(name(SIDES, self.side))
    }
}

fn name<T: PartialEq>(names: &[(&'static str, T)], wanted: T) -> &'static str {
    names
        .iter()
        .find(|(_, one)| *one == wanted)
        .map_or("", |(name, _)| name)
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        SIDES
            .iter()
            .find_map(|(ending, side)| {
                let stem = text.strip_suffix(ending)?;
                let (_, aspect) = ASPECTS.iter().find(|(name, _)| *name == stem)?;
                Some(Self {
                    aspect: *aspect,
                    side: *side,
                })
            })
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}

/// The error for a text that is not a [`Kind`].
///
/// ```
/// use publicsquare_schema_check::Kind;
///
/// let error = "bounds-only-in-yaml".parse::<Kind>().unwrap_err();
/// assert!(error.to_string().starts_with("`bounds-only-in-yaml` is not a kind of difference"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aspects: Vec<&str> = ASPECTS.iter().map(|(name, _)| *name).collect();
        write!(
            f,
            "`{}` is not a kind of difference; write one of {}, followed by `-only-in-yaml`, \
             `-only-in-rust` or `-differs`",
            self.0,
            aspects.join(", ")
        )
    }
}

impl std::error::Error for UnknownKind {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_as_it_is_written() {
        for (_, aspect) in ASPECTS {
            for (_, side) in SIDES {
                let kind = Kind {
                    aspect: *aspect,
                    side: *side,
                };
                assert_eq!(kind.to_string().parse(), Ok(kind));
            }
        }
    }

    #[test]
    fn the_error_names_the_existing_kinds() {
        let error = "bounds-only-in-yaml".parse::<Kind>().expect_err("a plural");
        assert!(error.to_string().contains("bound, "), "{error}");
    }
}
