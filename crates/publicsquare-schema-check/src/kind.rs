//! The kinds of disagreements.

use std::fmt;
use std::str::FromStr;

/// What a disagreement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// A schema as a whole: a component without a Rust type, or a type without a component.
    Schema,
    /// A member of an object.
    Member,
    /// That a member has to be there.
    Required,
    /// That `null` is taken.
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
    /// The target of a `$ref`, or that there is one.
    Reference,
    /// `oneOf`, `anyOf` or `not`.
    Composition,
}

/// Who says what the other does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Only the description says it.
    OnlyInYaml,
    /// Only the Rust type says it.
    OnlyInRust,
    /// Both say something, and not the same.
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
    /// What it is about.
    pub aspect: Aspect,
    /// Who says it.
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

/// A text that names no [`Kind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKind(String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aspects: Vec<&str> = ASPECTS.iter().map(|(name, _)| *name).collect();
        write!(
            f,
            "`{}` is no kind of difference; one is made of {} and `-only-in-yaml`, \
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
    fn what_is_no_kind_is_said_with_what_there_is() {
        let error = "bounds-only-in-yaml".parse::<Kind>().expect_err("a plural");
        assert!(error.to_string().contains("bound, "), "{error}");
    }
}
