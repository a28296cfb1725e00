//! Successful answers, stored and repeated for 24 hours.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::authentication::Caller;
use crate::clock::Timestamp;
use crate::lock::Lock;
use crate::reply::Reply;
use crate::state::Realm;

/// `IDEMPOTENCY-KEY`.
const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// How long the vendor documents an answer to be stored.
const RETENTION: Duration = Duration::from_secs(24 * 60 * 60);

/// Which requests share their idempotency keys. The vendor does not document it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdempotencyScope {
    /// Those of one account in one environment.
    #[default]
    Account,
    /// Those that authenticate with the same API key, by its id: a regenerated key keeps its answers.
    PerKey,
    /// None: the header has no effect, as if it did not cover requests without a body.
    Ignored,
}

/// The caller's idempotency key; an empty one counts as none.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(HEADER).filter(|value| !value.is_empty())
}

/// Where an answer is stored. It contains the idempotency key, hence no `Debug`.
#[derive(PartialEq, Eq, Hash)]
struct Slot {
    realm: Realm,
    authenticated_as: Option<Arc<str>>,
    key: Box<[u8]>,
}

struct Record {
    path: Box<str>,
    /// `None` while the request is in flight.
    reply: Option<Reply>,
}

#[derive(Default)]
struct Records {
    by_slot: HashMap<Arc<Slot>, Record>,
    /// Completed records, the next to expire first.
    expiring: VecDeque<(Timestamp, Arc<Slot>)>,
}

impl Records {
    fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, slot)) = self.expiring.front()
            && *expires <= now
        {
            self.by_slot.remove(slot);
            self.expiring.pop_front();
        }
    }
}

/// What an idempotency key means for the request that carries it.
pub(crate) enum Decision {
    /// A new request. Without an idempotency key there is nothing to claim.
    Proceed(Option<Claim>),
    /// A repeat of a successful request.
    Replay(Reply),
    /// A repeat of a request that is still being processed.
    InFlight,
    /// The key belongs to a request with another path.
    Reused,
}

/// The store of one sandbox. Clones share it.
#[derive(Clone)]
pub(crate) struct IdempotencyStore {
    scope: IdempotencyScope,
    records: Arc<Lock<Records>>,
}

impl IdempotencyStore {
    pub(crate) fn new(scope: IdempotencyScope) -> Self {
        Self {
            scope,
            records: Arc::new(Lock::new(Records::default())),
        }
    }

    /// Looks the idempotency key up and claims it for a new request.
    pub(crate) fn decide(
        &self,
        caller: &Caller,
        path: &str,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Decision {
        let authenticated_as = match self.scope {
            IdempotencyScope::Account => None,
            IdempotencyScope::PerKey => Some(Arc::clone(&caller.id)),
            IdempotencyScope::Ignored => return Decision::Proceed(None),
        };
        let Some(key) = idempotency_key(headers) else {
            return Decision::Proceed(None);
        };
        let realm = caller.realm.clone();
        let slot = Arc::new(Slot {
            realm,
            authenticated_as,
            key: key.as_bytes().into(),
        });

        let mut records = self.records.lock();
        records.forget_expired(now);
        match records.by_slot.entry(Arc::clone(&slot)) {
            Entry::Vacant(entry) => {
                entry.insert(Record {
                    path: path.into(),
                    reply: None,
                });
                drop(records);
                Decision::Proceed(Some(Claim {
                    slot: Some(slot),
                    records: Arc::clone(&self.records),
                }))
            }
            Entry::Occupied(entry) if *entry.get().path != *path => Decision::Reused,
            Entry::Occupied(entry) => entry
                .get()
                .reply
                .clone()
                .map_or(Decision::InFlight, Decision::Replay),
        }
    }

    /// How many answers are in memory or being waited for.
    pub(crate) fn len(&self) -> usize {
        self.records.lock().by_slot.len()
    }
}

impl fmt::Debug for IdempotencyStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("IdempotencyStore")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// An idempotency key in use. Dropped without [`complete`](Claim::complete), it is free again: failures
/// are not stored.
pub(crate) struct Claim {
    slot: Option<Arc<Slot>>,
    records: Arc<Lock<Records>>,
}

impl Claim {
    /// Stores the successful answer.
    pub(crate) fn complete(mut self, reply: &Reply, now: Timestamp) {
        let Some(slot) = self.slot.take() else { return };
        let mut records = self.records.lock();
        if let Some(record) = records.by_slot.get_mut(&slot) {
            record.reply = Some(reply.clone());
            records.expiring.push_back((now.plus(RETENTION), slot));
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            self.records.lock().by_slot.remove(&slot);
        }
    }
}
