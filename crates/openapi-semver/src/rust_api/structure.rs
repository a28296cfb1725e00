//! Whether two types are the same by what they consist of.

use std::collections::{HashMap, HashSet};

use crate::report::Side;

use super::surface::{Fields, Kind, Surface, TypeItem};
use super::type_text::Type;

/// Two types that stand in the same place: the name in the base and that in the revision.
pub(super) type Pair<'a> = (&'a str, &'a str);

/// Compares types of two surfaces.
pub(super) struct Structure<'a> {
    pub(super) base: &'a Surface,
    pub(super) revision: &'a Surface,
    named_in_base: HashSet<&'a str>,
    named_in_revision: HashSet<&'a str>,
    /// Pairs that are known to be the same.
    same: HashSet<Pair<'a>>,
    different: HashSet<Pair<'a>>,
}

impl<'a> Structure<'a> {
    pub(super) fn new(
        base: &'a Surface,
        revision: &'a Surface,
        named: &dyn Fn(Side, &str) -> bool,
    ) -> Self {
        let names = |side, surface: &'a Surface| {
            let is_api = |(name, item): (&'a String, &TypeItem)| {
                (!item.is_hidden && named(side, name)).then_some(name.as_str())
            };
            surface.types.iter().filter_map(is_api).collect()
        };
        Self {
            base,
            revision,
            named_in_base: names(Side::Base, base),
            named_in_revision: names(Side::Revision, revision),
            same: HashSet::new(),
            different: HashSet::new(),
        }
    }

    pub(super) fn is_named(&self, side: Side, name: &str) -> bool {
        match side {
            Side::Base => self.named_in_base.contains(name),
            Side::Revision => self.named_in_revision.contains(name),
        }
    }

    /// Whether a name of the base goes on to mean a type, even if only by the generator's choice.
    /// Such types are compared once, and not wherever they are used.
    pub(super) fn is_shared(&self, name: &str) -> bool {
        self.named_in_base.contains(name)
            && self
                .revision
                .types
                .get(name)
                .is_some_and(|item| !item.is_hidden)
    }

    pub(super) fn both_named(&self, (base, revision): Pair<'_>) -> bool {
        self.named_in_base.contains(base) && self.named_in_revision.contains(revision)
    }

    pub(super) fn items(&self, (base, revision): Pair<'_>) -> Option<(&'a TypeItem, &'a TypeItem)> {
        Some((
            self.base.types.get(base)?,
            self.revision.types.get(revision)?,
        ))
    }

    /// The own types that have to be the same for two types to be, or `None` if the two differ
    /// whatever those are.
    pub(super) fn align(&self, base: &'a Type, revision: &'a Type) -> Option<Vec<Pair<'a>>> {
        let mut pairs = Vec::new();
        self.walk(base, revision, &mut HashSet::new(), &mut pairs)
            .then_some(pairs)
    }

    /// `opened` has the pairs that newtypes led to. A newtype may hold itself, by way of a `Box`.
    fn walk(
        &self,
        base: &'a Type,
        revision: &'a Type,
        opened: &mut HashSet<(*const Type, *const Type)>,
        pairs: &mut Vec<Pair<'a>>,
    ) -> bool {
        if let (Type::Own(before) | Type::Builder(before), Type::Own(now) | Type::Builder(now)) =
            (base, revision)
            && before == now
            && self.is_shared(before)
        {
            return std::mem::discriminant(base) == std::mem::discriminant(revision);
        }
        if let Some((base, revision)) = self.open(base, revision) {
            return !opened.insert((std::ptr::from_ref(base), std::ptr::from_ref(revision)))
                || self.walk(base, revision, opened, pairs);
        }
        match (base, revision) {
            (Type::Own(before), Type::Own(now)) | (Type::Builder(before), Type::Builder(now)) => {
                pairs.push((before, now));
                true
            }
            (
                Type::Other { text, parts },
                Type::Other {
                    text: text_now,
                    parts: parts_now,
                },
            ) => {
                text == text_now
                    && parts.len() == parts_now.len()
                    && parts
                        .iter()
                        .zip(parts_now)
                        .all(|(base, revision)| self.walk(base, revision, opened, pairs))
            }
            _ => false,
        }
    }

    /// The two types with one newtype or alias less, if there is any. Names that are API are kept
    /// for longer, as they may turn out to be shared.
    fn open(&self, base: &'a Type, revision: &'a Type) -> Option<(&'a Type, &'a Type)> {
        match (self.base.behind(base), self.revision.behind(revision)) {
            (None, None) => None,
            (Some(_), Some(inner)) if self.is_api(Side::Base, base) => {
                if self.is_api(Side::Revision, revision) {
                    Some((self.base.behind(base)?, inner))
                } else {
                    Some((base, inner))
                }
            }
            (Some(inner), _) => Some((inner, revision)),
            (None, Some(inner)) => Some((base, inner)),
        }
    }

    fn is_api(&self, side: Side, ty: &Type) -> bool {
        matches!(ty, Type::Own(name) if self.is_named(side, name))
    }

    /// Whether two types have the same members, and those again. Recursive types do unless a
    /// difference is found.
    pub(super) fn is_same(&mut self, pair: Pair<'a>) -> bool {
        if self.different.contains(&pair) {
            return false;
        }
        // With the pair that led there.
        let mut assumed: HashMap<Pair<'a>, Option<Pair<'a>>> = HashMap::new();
        let mut open = vec![(pair, None)];
        while let Some((next, from)) = open.pop() {
            if self.same.contains(&next) || assumed.contains_key(&next) {
                continue;
            }
            assumed.insert(next, from);
            let members = if self.different.contains(&next) {
                None
            } else {
                self.members(next)
            };
            let Some(members) = members else {
                let mut at = Some(next);
                while let Some(different) = at {
                    self.different.insert(different);
                    at = assumed.get(&different).copied().flatten();
                }
                return false;
            };
            open.extend(members.into_iter().map(|member| (member, Some(next))));
        }
        self.same.extend(assumed.into_keys());
        true
    }

    /// The pairs that two types reach directly, or `None` if they differ already.
    fn members(&self, pair: Pair<'a>) -> Option<Vec<Pair<'a>>> {
        let (base, revision) = self.items(pair)?;
        if base.is_non_exhaustive != revision.is_non_exhaustive {
            return None;
        }
        let mut pairs = Vec::new();
        match (&base.kind, &revision.kind) {
            (Kind::Struct(base), Kind::Struct(revision)) => {
                self.fields(base, revision, &mut pairs)?;
            }
            (Kind::Enum(base), Kind::Enum(revision)) if base.len() == revision.len() => {
                for (name, fields) in base {
                    self.fields(fields, revision.get(name)?, &mut pairs)?;
                }
            }
            _ => return None,
        }
        Some(pairs)
    }

    fn fields(
        &self,
        base: &'a Fields,
        revision: &'a Fields,
        pairs: &mut Vec<Pair<'a>>,
    ) -> Option<()> {
        if base.style != revision.style || base.members.len() != revision.members.len() {
            return None;
        }
        for (name, field) in &base.members {
            let other = revision.members.get(name)?;
            pairs.extend(self.align(&field.ty, &other.ty)?);
        }
        Some(())
    }
}
