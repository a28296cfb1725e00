//! The members of an object, in the order of the text.
//!
//! Almost every object of a description has a few members. For these, a hash table is slower than a search through all
//! of them, and several times larger than the members. Only objects with many members, such as `paths`, get a hash
//! table. The tree of `node` is made of these.

use indexmap::IndexMap;

use super::node::Member;

/// How many members are searched one by one.
const FEW: usize = 16;

/// The members of an object, in the order of the text.
#[derive(Clone, Debug)]
pub(super) enum Mapping {
    Few(Vec<(String, Member)>),
    Many(Box<IndexMap<String, Member>>),
}

impl Default for Mapping {
    fn default() -> Self {
        Self::new()
    }
}

impl Mapping {
    pub(super) const fn new() -> Self {
        Self::Few(Vec::new())
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(members) => members.len(),
            Self::Many(members) => members.len(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn get(&self, key: &str) -> Option<&Member> {
        match self {
            Self::Few(members) => members
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, member)| member),
            Self::Many(members) => members.get(key),
        }
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Member> {
        match self {
            Self::Few(members) => members
                .iter_mut()
                .find(|(name, _)| name == key)
                .map(|(_, member)| member),
            Self::Many(members) => members.get_mut(key),
        }
    }

    pub(super) fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Adds a member at the end, or replaces the member with its key.
    pub(super) fn insert(&mut self, key: String, member: Member) {
        match self.get_mut(&key) {
            Some(known) => *known = member,
            None => self.push(key, member),
        }
    }

    /// Adds a member at the end, unless there is one with its key.
    pub(super) fn insert_missing(&mut self, key: String, member: Member) {
        if !self.contains_key(&key) {
            self.push(key, member);
        }
    }

    /// Adds a member at the end. The caller knows that there is none with its key.
    pub(super) fn push(&mut self, key: String, member: Member) {
        match self {
            Self::Few(members) if members.len() < FEW => members.push((key, member)),
            Self::Few(members) => {
                let mut many: IndexMap<String, Member> = members.drain(..).collect();
                many.insert(key, member);
                *self = Self::Many(Box::new(many));
            }
            Self::Many(members) => {
                members.insert(key, member);
            }
        }
    }

    /// Removes a member. The others keep their order.
    pub(super) fn shift_remove(&mut self, key: &str) -> Option<Member> {
        match self {
            Self::Few(members) => {
                let index = members.iter().position(|(name, _)| name == key)?;
                Some(members.remove(index).1)
            }
            Self::Many(members) => members.shift_remove(key),
        }
    }

    pub(super) fn retain(&mut self, mut keeps: impl FnMut(&String, &Member) -> bool) {
        match self {
            Self::Few(members) => members.retain(|(key, member)| keeps(key, member)),
            Self::Many(members) => members.retain(|key, member| keeps(key, member)),
        }
    }

    /// Releases memory that was reserved for further members.
    pub(super) fn shrink_to_fit(&mut self) {
        match self {
            Self::Few(members) => members.shrink_to_fit(),
            Self::Many(members) => members.shrink_to_fit(),
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(key, _)| key)
    }

    pub(super) fn iter(&self) -> Members<'_> {
        match self {
            Self::Few(members) => Members::Few(members.iter()),
            Self::Many(members) => Members::Many(members.iter()),
        }
    }

    pub(super) fn values_mut(&mut self) -> Box<dyn Iterator<Item = &mut Member> + '_> {
        match self {
            Self::Few(members) => Box::new(members.iter_mut().map(|(_, member)| member)),
            Self::Many(members) => Box::new(members.values_mut()),
        }
    }
}

/// The keys and the members of a [`Mapping`].
#[derive(Clone)]
pub(super) enum Members<'a> {
    Few(std::slice::Iter<'a, (String, Member)>),
    Many(indexmap::map::Iter<'a, String, Member>),
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a String, &'a Member);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Few(members) => members.next().map(|(key, member)| (key, member)),
            Self::Many(members) => members.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Few(members) => members.size_hint(),
            Self::Many(members) => members.size_hint(),
        }
    }
}

impl ExactSizeIterator for Members<'_> {}

impl<'a> IntoIterator for &'a Mapping {
    type Item = (&'a String, &'a Member);
    type IntoIter = Members<'a>;

    fn into_iter(self) -> Members<'a> {
        self.iter()
    }
}

impl IntoIterator for Mapping {
    type Item = (String, Member);
    type IntoIter = std::vec::IntoIter<(String, Member)>;

    fn into_iter(self) -> Self::IntoIter {
        match self {
            Self::Few(members) => members.into_iter(),
            Self::Many(members) => members.into_iter().collect::<Vec<_>>().into_iter(),
        }
    }
}

impl FromIterator<(String, Member)> for Mapping {
    fn from_iter<I: IntoIterator<Item = (String, Member)>>(members: I) -> Self {
        let members = members.into_iter();
        let mut mapping = Self::Few(Vec::with_capacity(members.size_hint().0.min(FEW)));
        for (key, member) in members {
            mapping.insert(key, member);
        }
        mapping
    }
}
