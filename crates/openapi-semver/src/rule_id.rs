//! The identity of a rule, as a closed type.
//!
//! A rule comes in, for a keyword of a schema together with the owner of that schema. Out come the text that stands in
//! reports and lists (`request-property-max-length-decreased`), and that text read back. The list of the rules is in
//! [`rule`]; [`classify`](crate::classify) says how much each of them matters.

mod rule;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use self::rule::{Rule, Subject};

/// The stable id of a rule, such as `api-security-added` or `request-property-max-length-decreased`.
///
/// Only ids of rules that exist are values of this type. Compare one with a text, print it, or parse a text.
///
/// ```
/// use openapi_semver::RuleId;
///
/// let id: RuleId = "request-property-max-length-decreased".parse()?;
/// assert_eq!(id, "request-property-max-length-decreased");
/// assert!("max-length-decreased".parse::<RuleId>().is_err()); // whose schema?
/// # Ok::<(), openapi_semver::UnknownRule>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleId {
    owner: Option<SchemaOwner>,
    rule: Rule,
}

impl RuleId {
    /// The id of a rule. `owner` counts only for keywords of schemas.
    pub(crate) fn new(rule: Rule, owner: Option<SchemaOwner>) -> Self {
        let owner = owner.filter(|_| rule.subject() == Subject::SchemaKeyword);
        // Parameters and headers have a keyword `deprecated` of their own. Both rules have one id.
        let plain = match (owner, rule) {
            (Some(SchemaOwner::RequestParameter), Rule::Deprecated) => {
                Some(Rule::RequestParameterDeprecated)
            }
            (Some(SchemaOwner::RequestParameter), Rule::Reactivated) => {
                Some(Rule::RequestParameterReactivated)
            }
            (Some(SchemaOwner::ResponseHeader), Rule::Deprecated) => {
                Some(Rule::ResponseHeaderDeprecated)
            }
            (Some(SchemaOwner::ResponseHeader), Rule::Reactivated) => {
                Some(Rule::ResponseHeaderReactivated)
            }
            _ => None,
        };
        match plain {
            Some(rule) => Self { owner: None, rule },
            None => Self { owner, rule },
        }
    }

    pub(crate) const fn rule(self) -> Rule {
        self.rule
    }

    pub(crate) const fn owner(self) -> Option<SchemaOwner> {
        self.owner
    }

    /// Whether the rule is about a response.
    pub(crate) fn is_about_responses(self) -> bool {
        match self.owner {
            Some(owner) => owner.is_in_response(),
            None => self.rule.subject() == Subject::Response,
        }
    }
}

impl From<Rule> for RuleId {
    fn from(rule: Rule) -> Self {
        Self::new(rule, None)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(owner) = self.owner {
            write!(f, "{}-", owner.as_str())?;
        }
        f.write_str(self.rule.as_str())
    }
}

impl PartialEq<str> for RuleId {
    fn eq(&self, text: &str) -> bool {
        let rest = match self.owner {
            Some(owner) => text
                .strip_prefix(owner.as_str())
                .and_then(|rest| rest.strip_prefix('-')),
            None => Some(text),
        };
        rest == Some(self.rule.as_str())
    }
}

impl PartialEq<&str> for RuleId {
    fn eq(&self, text: &&str) -> bool {
        self == *text
    }
}

impl PartialEq<String> for RuleId {
    fn eq(&self, text: &String) -> bool {
        self == text.as_str()
    }
}

/// A text that is the id of no rule.
///
/// ```
/// let error = "response-was-odd".parse::<openapi_semver::RuleId>().unwrap_err();
/// assert_eq!(error.to_string(), "no rule has the id \"response-was-odd\"");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(String);

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule has the id {:?}", self.0)
    }
}

impl std::error::Error for UnknownRule {}

impl FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        static BY_NAME: LazyLock<HashMap<&'static str, Rule>> = LazyLock::new(|| {
            let rules = Rule::ALL.iter();
            rules.map(|rule| (rule.as_str(), *rule)).collect()
        });
        let is_of_schemas = |rule: &Rule| rule.subject() == Subject::SchemaKeyword;
        let plain = BY_NAME.get(text).filter(|rule| !is_of_schemas(rule));
        if let Some(rule) = plain {
            return Ok(Self::from(*rule));
        }
        let mut owners = SchemaOwner::ALL.iter();
        let found = owners.find_map(|owner| {
            let name = text.strip_prefix(owner.as_str())?.strip_prefix('-')?;
            let rule = BY_NAME.get(name).filter(|rule| is_of_schemas(rule))?;
            Some(Self::new(*rule, Some(*owner)))
        });
        found.ok_or_else(|| UnknownRule(text.to_owned()))
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The owner of a schema: the part of an operation that the schema describes. If an operation uses a schema in
/// several parts, the first of these counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum SchemaOwner {
    RequestBody,
    RequestParameter,
    RequestParameterProperty,
    RequestProperty,
    ResponseBody,
    ResponseHeader,
    ResponseProperty,
}

impl SchemaOwner {
    const ALL: [Self; 7] = [
        Self::RequestBody,
        Self::RequestParameter,
        Self::RequestParameterProperty,
        Self::RequestProperty,
        Self::ResponseBody,
        Self::ResponseHeader,
        Self::ResponseProperty,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::RequestBody => "request-body",
            Self::RequestParameter => "request-parameter",
            Self::RequestParameterProperty => "request-parameter-property",
            Self::RequestProperty => "request-property",
            Self::ResponseBody => "response-body",
            Self::ResponseHeader => "response-header",
            Self::ResponseProperty => "response-property",
        }
    }

    const fn is_in_response(self) -> bool {
        matches!(
            self,
            Self::ResponseBody | Self::ResponseHeader | Self::ResponseProperty
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_read_back_as_itself_and_equals_its_text_only() {
        let mut known = HashMap::new();
        for rule in Rule::ALL {
            let owners: &[Option<SchemaOwner>] = match rule.subject() {
                Subject::SchemaKeyword => &SchemaOwner::ALL.map(Some),
                _ => &[None],
            };
            for owner in owners {
                let id = RuleId::new(*rule, *owner);
                let text = id.to_string();
                assert_eq!(text.parse(), Ok(id));
                assert_eq!(id, text);
                assert_ne!(id, format!("{text}-"));
                assert_ne!(id, format!("-{text}"));
                let other = known.insert(text, id);
                assert!(other.is_none_or(|other| other == id), "{id}");
            }
        }
    }

    #[test]
    fn a_text_that_is_no_id_is_refused_by_its_name() {
        for text in [
            "",
            "max-set",
            "request-body",
            "request-body-",
            "request-body-api-security-added",
        ] {
            let error = text.parse::<RuleId>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
    }
}
