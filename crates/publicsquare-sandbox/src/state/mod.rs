//! What the sandbox knows: accounts, environments, keys and the values that authenticate.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::random::Random;

mod key;
pub(crate) mod permission;
mod realm;
pub(crate) mod seed;

pub(crate) use key::{ApiKey, KeyValue};
pub use key::{KeyType, SandboxKey};
pub use realm::Environment;
pub(crate) use realm::Realm;

/// A value that authenticates: whose it is, and until when.
#[derive(Debug)]
struct Credential {
    id: Arc<str>,
    /// `None` for a key's current value.
    expires: Option<Timestamp>,
}

/// Every key of every account.
#[derive(Debug, Default)]
pub(crate) struct State {
    keys: HashMap<Arc<str>, ApiKey>,
    credentials: HashMap<KeyValue, Credential>,
    /// Replaced values in their grace period, the next to expire first.
    retiring: VecDeque<(Timestamp, KeyValue)>,
}

impl State {
    /// Adds a key. Its id and its value must be new.
    pub(crate) fn insert(&mut self, key: ApiKey) {
        let credential = Credential {
            id: Arc::clone(&key.id),
            expires: None,
        };
        self.credentials.insert(key.value.clone(), credential);
        self.keys.insert(Arc::clone(&key.id), key);
    }

    /// The key with this id, wherever it belongs.
    pub(crate) fn get(&self, id: &str) -> Option<&ApiKey> {
        self.keys.get(id)
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

    /// Replaces the key's value. The old one authenticates for `grace` longer. Whether the caller can
    /// see the key is the caller's business.
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

        if grace.is_zero() {
            self.credentials.remove(&old);
        } else if let Some(credential) = self.credentials.get_mut(&old) {
            let expires = now.plus(grace);
            credential.expires = Some(expires);
            self.retiring.push_back((expires, old));
        }
        let credential = Credential {
            id: Arc::clone(&key.id),
            expires: None,
        };
        self.credentials.insert(fresh, credential);
        Some(key)
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
}
