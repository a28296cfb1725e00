//! Where in the surface a difference is felt, and how that is said.

use crate::report::Side;

use super::Anchor;
use super::rules;

/// A place that uses a type: a field, an argument, what a method returns.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// The rule for another type in this place.
    pub(super) rule: &'static str,
    /// The start of the sentence about another type, and its two verbs.
    pub(super) subject: String,
    pub(super) verbs: [&'static str; 2],
    /// The start of sentences about what is inside of the type.
    pub(super) inside: String,
    /// The members that lead from there to this place, with dots between them.
    pub(super) path: String,
    pub(super) base: Anchor,
    pub(super) revision: Anchor,
}

impl Site {
    /// A site that is the same in both revisions, and is called the same in all sentences.
    pub(super) fn new(rule: &'static str, subject: String, anchor: Anchor) -> Self {
        Self {
            rule,
            inside: subject.clone(),
            subject,
            verbs: ["was", "is"],
            path: String::new(),
            base: anchor.clone(),
            revision: anchor,
        }
    }

    pub(super) fn verbs(mut self, before: &'static str, now: &'static str) -> Self {
        self.verbs = [before, now];
        self
    }

    pub(super) fn inside(mut self, inside: String) -> Self {
        self.inside = inside;
        self
    }

    fn anchor(&self, side: Side) -> Anchor {
        match side {
            Side::Base => self.base.clone(),
            Side::Revision => self.revision.clone(),
        }
    }

    fn path_to(&self, member: &str) -> String {
        if self.path.is_empty() {
            member.to_owned()
        } else {
            format!("{}.{member}", self.path)
        }
    }
}

/// A type whose members are compared.
pub(super) enum Place<'p> {
    /// One whose name is API.
    Named(&'p str),
    /// Any other, which is known by what uses it.
    Within(&'p Site),
}

impl Place<'_> {
    /// The type itself.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Named(name) => format!("`types::{name}`"),
            Self::Within(site) if site.path.is_empty() => format!("{}: the type", site.inside),
            Self::Within(site) => format!("{}: the type of `{}`", site.inside, site.path),
        }
    }

    /// A field with its type.
    pub(super) fn typed_field(&self, name: &str, ty: &str) -> String {
        match self {
            Self::Named(owner) => format!("`types::{owner}.{name}: {ty}`"),
            Self::Within(_) => self.field(name),
        }
    }

    fn field(&self, name: &str) -> String {
        match self {
            Self::Named(owner) => format!("`types::{owner}.{name}`"),
            Self::Within(site) => format!("{}: field `{}`", site.inside, site.path_to(name)),
        }
    }

    pub(super) fn variant(&self, name: &str) -> String {
        match self {
            Self::Named(owner) => format!("`types::{owner}::{name}`"),
            Self::Within(site) => format!("{}: variant `{}`", site.inside, site.path_to(name)),
        }
    }

    pub(super) fn anchor(&self, side: Side) -> Anchor {
        match self {
            Self::Named(name) => Anchor::Type((*name).to_owned()),
            Self::Within(site) => site.anchor(side),
        }
    }

    pub(super) fn field_anchor(&self, side: Side, wire_name: &str) -> Anchor {
        match self {
            Self::Named(name) => Anchor::Field {
                type_name: (*name).to_owned(),
                wire_name: wire_name.to_owned(),
            },
            Self::Within(site) => site.anchor(side),
        }
    }

    /// The site that a field is; it has a wire name in each revision.
    pub(super) fn field_site(&self, name: &str, [before, now]: [&str; 2]) -> Site {
        Site {
            base: self.field_anchor(Side::Base, before),
            revision: self.field_anchor(Side::Revision, now),
            ..self.deeper(rules::FIELD_TYPE_CHANGED, self.field(name), name)
        }
    }

    /// The site that a member of a variant is. The only one of a tuple goes without its number.
    pub(super) fn payload_site(&self, variant: &str, member: Option<&str>) -> Site {
        let path = match member {
            Some(member) => format!("{variant}.{member}"),
            None => variant.to_owned(),
        };
        self.deeper(rules::VARIANT_TYPE_CHANGED, self.variant(&path), &path)
            .verbs("held", "holds")
    }

    fn deeper(&self, rule: &'static str, subject: String, name: &str) -> Site {
        match self {
            Self::Named(_) => Site::new(rule, subject, self.anchor(Side::Revision)),
            Self::Within(site) => Site {
                rule,
                subject,
                verbs: ["was", "is"],
                path: site.path_to(name),
                ..(*site).clone()
            },
        }
    }
}
