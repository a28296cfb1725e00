//! The state: accounts, environments, keys, and the values that authenticate.
//!
//! The [`operations`](crate::operations) look keys up and change them here, under one lock. Nothing in this
//! module knows HTTP. [`seed`] has the keys of a new sandbox, and [`snapshot`] the file format.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::random::Random;

mod key;
pub(crate) mod permission;
mod realm;
pub(crate) mod seed;
pub(crate) mod snapshot;

pub(crate) use key::{ApiKey, KeyValue};
pub use key::{KeyType, SandboxKey};
pub use realm::Environment;
pub(crate) use realm::Realm;

/// A value that authenticates: the id of its key, and how long it is valid.
#[derive(Debug)]
struct Credential {
    id: Arc<str>,
    /// `None` for the current value of a key, which does not expire.
    expires: Option<Timestamp>,
}

/// Every key of every account.
#[derive(Debug, Default)]
pub(crate) struct State {
    keys: HashMap<Arc<str>, ApiKey>,
    /// The ids in the order of creation.
    order: Vec<Arc<str>>,
    credentials: HashMap<KeyValue, Credential>,
    /// The replaced values in their grace period, in the order in which they expire.
    retiring: VecDeque<(Timestamp, KeyValue)>,
}

impl State {
    /// How many restricted keys a realm may have. The limit keeps a client from filling the memory.
    pub(crate) const MOST_RESTRICTED_KEYS: usize = 1000;

    /// How many replaced values may be in their grace period. Beyond it, the oldest expires early.
    const MOST_RETIRING: usize = 10_000;

    /// Adds a key. Its id and its value must be new.
    pub(crate) fn insert(&mut self, key: ApiKey) {
        let credential = Credential {
            id: Arc::clone(&key.id),
            expires: None,
        };
        self.credentials.insert(key.value.clone(), credential);
        self.order.push(Arc::clone(&key.id));
        self.keys.insert(Arc::clone(&key.id), key);
    }

    /// Whether this value is the current one of a key, or a replaced one that has not been removed.
    pub(crate) fn knows(&self, value: &KeyValue) -> bool {
        self.credentials.contains_key(value)
    }

    /// Adds a replaced value that still authenticates for a while.
    fn retire(&mut self, id: &Arc<str>, value: KeyValue, expires: Timestamp) {
        let credential = Credential {
            id: Arc::clone(id),
            expires: Some(expires),
        };
        self.credentials.insert(value.clone(), credential);
        self.retiring.push_back((expires, value));
        if self.retiring.len() > Self::MOST_RETIRING
            && let Some((_, oldest)) = self.retiring.pop_front()
        {
            self.credentials.remove(&oldest);
        }
    }

    /// Removes a key with all of its values. The calling code checks that the client may do this.
    pub(crate) fn remove(&mut self, id: &str) -> Option<ApiKey> {
        let key = self.keys.remove(id)?;
        self.order.retain(|other| **other != *id);
        self.credentials
            .retain(|_, credential| *credential.id != *id);
        self.retiring
            .retain(|(_, value)| self.credentials.contains_key(value));
        Some(key)
    }

    /// Every key, in the order of creation.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ApiKey> {
        self.order.iter().filter_map(|id| self.keys.get(id))
    }

    /// The keys that can be seen from `realm`, in the order of creation.
    pub(crate) fn keys_in(&self, realm: &Realm) -> Vec<&ApiKey> {
        self.keys().filter(|key| key.realm == *realm).collect()
    }

    /// How many restricted keys can be seen from `realm`.
    pub(crate) fn restricted_keys(&self, realm: &Realm) -> usize {
        self.keys()
            .filter(|key| key.realm == *realm && key.kind == KeyType::Restricted)
            .count()
    }

    /// The key with this id, in whichever realm it is.
    pub(crate) fn get(&self, id: &str) -> Option<&ApiKey> {
        self.keys.get(id)
    }

    /// The key with this id, for changes. Its id and its value must stay as they are.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut ApiKey> {
        self.keys.get_mut(id)
    }

    /// The key with this id, if it can be seen from `realm`.
    pub(crate) fn find(&self, realm: &Realm, id: &str) -> Option<&ApiKey> {
        self.keys.get(id).filter(|key| key.realm == *realm)
    }

    /// The key that `value` authenticates as at this time.
    pub(crate) fn authenticate(&self, value: &str, now: Timestamp) -> Option<&ApiKey> {
        let credential = self.credentials.get(value)?;
        let alive = credential.expires.is_none_or(|expires| now < expires);
        if alive {
            self.keys.get(&credential.id)
        } else {
            None
        }
    }

    /// Replaces the value of the key. The old value still authenticates for the time of `grace`. The calling
    /// code checks that the client may do this.
    pub(crate) fn regenerate(
        &mut self,
        id: &str,
        random: &Random,
        grace: Duration,
        now: Timestamp,
    ) -> Option<&ApiKey> {
        self.forget_expired(now);
        let key = self.keys.get_mut(id)?;
        let fresh = KeyValue::random(key.kind, key.realm.environment, random);
        let old = std::mem::replace(&mut key.value, fresh.clone());
        key.modified_at = now;
        key.regenerations += 1;

        let id = Arc::clone(&key.id);
        let credential = Credential {
            id: Arc::clone(&id),
            expires: None,
        };
        self.credentials.insert(fresh, credential);
        self.credentials.remove(&old);
        if !grace.is_zero() {
            self.retire(&id, old, now.plus(grace));
        }
        self.keys.get(&id)
    }

    fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, value)) = self.retiring.front()
            && *expires <= now
        {
            self.credentials.remove(value);
            self.retiring.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaced_values_do_not_pile_up() {
        let random = Random::new();
        let mut state = State::default();
        let seeded = seed::plant(&mut state);
        let key = seeded.production().secret();
        let credentials = state.credentials.len();
        let grace = Duration::from_secs(10);
        for second in 0..100 {
            let now = Timestamp::from_millis(second * 1000);
            state.regenerate(key.id(), &random, grace, now).unwrap();
        }
        assert_eq!(state.credentials.len(), credentials + 10);
        assert_eq!(state.retiring.len(), 10);
    }

    #[test]
    fn replaced_values_have_a_limit_however_long_their_grace() {
        let random = Random::new();
        let mut state = State::default();
        let seeded = seed::plant(&mut state);
        let key = seeded.production().secret();
        let credentials = state.credentials.len();
        let now = Timestamp::from_millis(0);
        for _ in 0..State::MOST_RETIRING + 5 {
            let grace = Duration::from_secs(3600);
            state.regenerate(key.id(), &random, grace, now).unwrap();
        }
        assert_eq!(state.retiring.len(), State::MOST_RETIRING);
        assert_eq!(state.credentials.len(), credentials + State::MOST_RETIRING);
        assert!(state.authenticate(key.value(), now).is_none());

        assert!(state.remove(key.id()).is_some());
        assert_eq!(state.credentials.len(), credentials - 1);
        assert!(state.retiring.is_empty());
    }
}
