//! The log of requests and their outcome, without secrets.
//!
//! The [`responder`](crate::responder) adds an entry when a request arrives, and completes it when the
//! response is sent. Out come [`LoggedRequest`]s for the owner. Key values and idempotency keys never get in:
//! paths pass through [`identifier`](crate::identifier), and idempotency keys are hashed.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderValue, Method};

use crate::identifier::printable_path;
use crate::lock::Lock;
use crate::operation::Operation;

/// One request that the sandbox received. [`Sandbox::requests`](crate::Sandbox::requests) returns them.
///
/// It contains no value of a key and no idempotency key. A path segment that is neither an id nor a plain
/// word is hidden, because it could be an API key in the wrong place. For the same reason a correlation id
/// with two underscores is hidden.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// client.get(format!("{}/api-keys/sk_test_oops", sandbox.url())).send().await?;
///
/// let request = &sandbox.requests()[0];
/// assert_eq!(request.method, "GET");
/// assert_eq!(request.path, "/api-keys/[hidden]");
/// assert!(!request.has_idempotency_key);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The operation that it reached. `None` if the rate limit or the router refused it.
    pub operation: Option<Operation>,
    /// The status of the response. `None` while there is no response, or if a fault broke the connection.
    pub status: Option<u16>,
    /// The correlation id of the response: that of the client, or a generated one.
    pub correlation_id: String,
    /// Whether the client sent an idempotency key.
    pub has_idempotency_key: bool,
    /// Whether the response is the stored one of an earlier request.
    pub replayed: bool,
    /// The number of this request among those with the same idempotency key, from 1. The count begins again
    /// when all of them have left the log. Always 1 without an idempotency key.
    pub attempt: usize,
}

/// The place of a request in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryNumber(u64);

#[derive(Debug)]
struct Entry {
    method: Method,
    path: String,
    operation: Option<Operation>,
    status: Option<u16>,
    /// A copy: the value in the header shares the buffer with all bytes that were read together with it, and an entry
    /// would keep several kilobytes.
    correlation_id: Box<[u8]>,
    /// A keyed hash, so that the log cannot reveal the idempotency key.
    idempotency_key: Option<u64>,
    replayed: bool,
    attempt: usize,
}

#[derive(Debug, Default)]
struct Entries {
    first: u64,
    entries: VecDeque<Entry>,
    attempts: HashMap<u64, Attempts>,
}

/// The requests with one idempotency key.
#[derive(Debug, Default)]
struct Attempts {
    seen: usize,
    in_log: usize,
}

/// The last requests, at most as many as the capacity.
#[derive(Debug)]
pub(crate) struct RequestLog {
    capacity: usize,
    hasher: RandomState,
    entries: Lock<Entries>,
    /// All requests so far, in the log or not.
    count: AtomicU64,
}

impl RequestLog {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            hasher: RandomState::new(),
            entries: Lock::new(Entries::default()),
            count: AtomicU64::new(0),
        }
    }

    /// Adds a request on its arrival. `None` if the capacity is zero.
    pub(crate) fn begin(
        &self,
        method: &Method,
        path: &str,
        correlation_id: &HeaderValue,
        idempotency_key: Option<&HeaderValue>,
    ) -> Option<EntryNumber> {
        self.count.fetch_add(1, Ordering::Relaxed);
        if self.capacity == 0 {
            return None;
        }
        let idempotency_key = idempotency_key.map(|key| self.hasher.hash_one(key.as_bytes()));
        let path = printable_path(path);

        let mut log = self.entries.lock();
        if log.entries.len() >= self.capacity {
            log.drop_oldest();
        }
        let attempt = idempotency_key.map_or(1, |key| {
            let attempts = log.attempts.entry(key).or_default();
            attempts.seen += 1;
            attempts.in_log += 1;
            attempts.seen
        });
        log.entries.push_back(Entry {
            method: method.clone(),
            path,
            operation: None,
            status: None,
            correlation_id: correlation_id.as_bytes().into(),
            idempotency_key,
            replayed: false,
            attempt,
        });
        Some(EntryNumber(log.first + log.entries.len() as u64 - 1))
    }

    /// Adds the operation to the entry, unless the entry has left the log.
    pub(crate) fn identify(&self, number: EntryNumber, operation: Operation) {
        if let Some(entry) = self.entries.lock().get_mut(number) {
            entry.operation = Some(operation);
        }
    }

    /// Adds the outcome to the entry, unless the entry has left the log.
    pub(crate) fn finish(&self, number: EntryNumber, status: u16, replayed: bool) {
        if let Some(entry) = self.entries.lock().get_mut(number) {
            entry.status = Some(status);
            entry.replayed = replayed;
        }
    }

    /// How many requests have arrived so far.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// The log, oldest first.
    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.entries
            .lock()
            .entries
            .iter()
            .map(Entry::report)
            .collect()
    }
}

impl Entries {
    fn get_mut(&mut self, number: EntryNumber) -> Option<&mut Entry> {
        let index = usize::try_from(number.0.checked_sub(self.first)?).ok()?;
        self.entries.get_mut(index)
    }

    fn drop_oldest(&mut self) {
        let Some(entry) = self.entries.pop_front() else {
            return;
        };
        self.first += 1;
        if let Some(key) = entry.idempotency_key
            && let Some(attempts) = self.attempts.get_mut(&key)
        {
            attempts.in_log -= 1;
            if attempts.in_log == 0 {
                self.attempts.remove(&key);
            }
        }
    }
}

impl Entry {
    fn report(&self) -> LoggedRequest {
        let correlation_id = String::from_utf8_lossy(&self.correlation_id);
        let suspicious = correlation_id.bytes().filter(|&byte| byte == b'_').count() >= 2;
        LoggedRequest {
            method: self.method.to_string(),
            path: self.path.clone(),
            operation: self.operation,
            status: self.status,
            correlation_id: if suspicious {
                "[hidden]".to_owned()
            } else {
                correlation_id.into_owned()
            },
            has_idempotency_key: self.idempotency_key.is_some(),
            replayed: self.replayed,
            attempt: self.attempt,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    #[test]
    fn an_entry_does_not_keep_the_buffer_of_its_request() {
        let buffer = Bytes::from(vec![b'a'; 8192]);
        let header = HeaderValue::from_maybe_shared(buffer.slice(..36)).unwrap();
        assert!(!buffer.is_unique());
        let log = RequestLog::new(1);
        log.begin(&Method::GET, "/", &header, Some(&header));
        drop(header);
        assert!(buffer.is_unique());
        assert_eq!(log.requests()[0].correlation_id, "a".repeat(36));
    }
}
