//! What every answer tells beside its content.
//!
//! In comes the content as it was read, and the head of the answer. Out goes one value, which reads like its
//! content. Results with a key have the same three fields themselves.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::identity::CorrelationId;

/// What the server answered, and what is known of the answer. It reads like its [`value`](Self::value):
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// let key = client.api_keys().get("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.await?;
/// println!("{:?} at {:?}", key.name, key.server_time);
/// let permissions = key.into_inner().permissions;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answer<T> {
    /// The content of the answer.
    pub value: T,
    /// The correlation id of the answer, or else the one that was sent. Requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// How many attempts it took.
    pub attempts: u32,
    /// When the server gave the answer, by its own clock: its `Date` header, to the second. `None`
    /// where there is none that can be read. [`Error::server_time`](crate::Error::server_time) says
    /// what it is good for.
    pub server_time: Option<DateTime<Utc>>,
}

impl<T> Answer<T> {
    /// The content alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Answer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Answer<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
