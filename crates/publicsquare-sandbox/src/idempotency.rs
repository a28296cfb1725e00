//! Idempotency keys: successful responses are stored for 24 hours and sent again to a repeat.
//!
//! The [`pipeline`](crate::pipeline) asks what to do with a request: carry it out, send the stored response,
//! or refuse it. Out comes a [`Decision`]. A [`Claim`] keeps the idempotency key in use until the request has
//! its response. Where the response itself is made is in [`reply`](crate::reply).

use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, Hash, RandomState};
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

/// How long a response is stored, as the vendor documents it.
const RETENTION: Duration = Duration::from_secs(24 * 60 * 60);

/// The memory for all stored responses, in bytes: enough for about 100,000 regenerations. Without a limit, a
/// day of load would fill the memory. Beyond it, the oldest response is dropped early.
const CAPACITY: usize = 64 * 1024 * 1024;

/// The approximate memory of a record beside its texts, in bytes.
const OVERHEAD: usize = 300;

/// Which requests share their idempotency keys. The vendor does not document it.
///
/// ```
/// use publicsquare_sandbox::{IdempotencyScope, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let scope = IdempotencyScope::Ignored;
/// let sandbox = Sandbox::builder().idempotency_scope(scope).start().await?;
/// let keys = sandbox.seeded().test();
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// for _ in 0..2 {
///     client
///         .post(format!("{}/api-keys/{}/regenerate", sandbox.url(), keys.publishable().id()))
///         .header("X-API-KEY", keys.secret().value())
///         .header("IDEMPOTENCY-KEY", "the-same-twice")
///         .send()
///         .await?;
/// }
/// assert_eq!(sandbox.regenerations(keys.publishable().id()), 2);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdempotencyScope {
    /// The requests of one account in one environment share them.
    #[default]
    Account,
    /// The requests that authenticate with the same API key share them. The id decides, so that a
    /// regenerated key still gets its stored responses.
    PerKey,
    /// No requests share them: the header has no effect.
    Ignored,
}

/// The idempotency key of the request. An empty one counts as absent.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(HEADER).filter(|value| !value.is_empty())
}

/// The place of a stored response. It has no `Debug`, because it contains the idempotency key.
#[derive(PartialEq, Eq, Hash)]
struct Slot {
    realm: Realm,
    authenticated_as: Option<Arc<str>>,
    key: Box<[u8]>,
}

struct Record {
    path: Box<str>,
    /// A hash of the operation and its input. A body can be long.
    request: u64,
    /// `None` while the request is in flight.
    reply: Option<Reply>,
}

impl Record {
    fn size(&self, slot: &Slot) -> usize {
        let body = self.reply.as_ref().map_or(0, |reply| reply.body.len());
        OVERHEAD + self.path.len() + slot.key.len() + body
    }
}

#[derive(Default)]
struct Records {
    by_slot: HashMap<Arc<Slot>, Record>,
    /// The completed records in the order in which they expire.
    expiring: VecDeque<(Timestamp, Arc<Slot>)>,
    /// The approximate memory of the completed records, in bytes.
    bytes: usize,
}

impl Records {
    fn forget_expired(&mut self, now: Timestamp) {
        while let Some((expires, _)) = self.expiring.front()
            && *expires <= now
        {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, slot)) = self.expiring.pop_front()
            && let Some(record) = self.by_slot.remove(&slot)
        {
            self.bytes = self.bytes.saturating_sub(record.size(&slot));
        }
    }

    /// Stores the response to a request in flight, and drops old ones until the memory suffices.
    fn complete(&mut self, slot: Arc<Slot>, reply: &Reply, expires: Timestamp, capacity: usize) {
        let Some(record) = self.by_slot.get_mut(&slot) else {
            return;
        };
        record.reply = Some(reply.clone());
        self.bytes += record.size(&slot);
        self.expiring.push_back((expires, slot));
        // The newest response always stays: its client may not have received it.
        while self.bytes > capacity && self.expiring.len() > 1 {
            self.drop_oldest();
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
    /// The key belongs to a request with another path, operation or body.
    Reused,
}

/// The store of one sandbox. Clones share it.
#[derive(Clone)]
pub(crate) struct IdempotencyStore {
    scope: IdempotencyScope,
    hasher: RandomState,
    records: Arc<Lock<Records>>,
}

impl IdempotencyStore {
    pub(crate) fn new(scope: IdempotencyScope) -> Self {
        Self {
            scope,
            hasher: RandomState::new(),
            records: Arc::new(Lock::new(Records::default())),
        }
    }

    /// Looks the idempotency key up and claims it for a new request.
    pub(crate) fn decide(
        &self,
        caller: &Caller,
        path: &str,
        request: &impl Hash,
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

        let request = self.hasher.hash_one(request);
        let mut records = self.records.lock();
        records.forget_expired(now);
        match records.by_slot.entry(Arc::clone(&slot)) {
            Entry::Vacant(entry) => {
                entry.insert(Record {
                    path: path.into(),
                    request,
                    reply: None,
                });
                drop(records);
                Decision::Proceed(Some(Claim {
                    slot: Some(slot),
                    records: Arc::clone(&self.records),
                }))
            }
            Entry::Occupied(entry)
                if *entry.get().path != *path || entry.get().request != request =>
            {
                Decision::Reused
            }
            Entry::Occupied(entry) => entry
                .get()
                .reply
                .clone()
                .map_or(Decision::InFlight, Decision::Replay),
        }
    }

    /// How many idempotency keys have a stored response or a request in flight.
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

/// An idempotency key in use. If it is dropped without [`complete`](Claim::complete), the key is free again:
/// failures are not stored.
pub(crate) struct Claim {
    slot: Option<Arc<Slot>>,
    records: Arc<Lock<Records>>,
}

impl Claim {
    /// Stores the successful response.
    pub(crate) fn complete(mut self, reply: &Reply, now: Timestamp) {
        let Some(slot) = self.slot.take() else { return };
        let expires = now.plus(RETENTION);
        self.records.lock().complete(slot, reply, expires, CAPACITY);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            self.records.lock().by_slot.remove(&slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::state::Environment;

    #[test]
    fn stored_responses_stay_within_the_capacity_and_the_oldest_go_first() {
        let reply = Reply {
            status: StatusCode::OK,
            body: vec![b'x'; 1000].into(),
        };
        let mut records = Records::default();
        let slots: Vec<_> = (0..10_u8)
            .map(|number| {
                Arc::new(Slot {
                    realm: Realm {
                        account: Arc::from("acc_1"),
                        environment: Environment::Test,
                    },
                    authenticated_as: None,
                    key: [number].into(),
                })
            })
            .collect();
        let expires = Timestamp::from_millis(1);
        for slot in &slots {
            let record = Record {
                path: "/".into(),
                request: 0,
                reply: None,
            };
            records.by_slot.insert(Arc::clone(slot), record);
            records.complete(Arc::clone(slot), &reply, expires, 4000);
        }
        assert_eq!(records.by_slot.len(), 3);
        assert!(
            slots[7..]
                .iter()
                .all(|slot| records.by_slot.contains_key(slot))
        );
        assert!(records.bytes <= 4000);

        records.forget_expired(expires);
        assert_eq!((records.by_slot.len(), records.bytes), (0, 0));
    }
}
