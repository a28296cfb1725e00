//! The answer of the server to a request, together with facts about the response.
//!
//! In come the content, as it was read, and the head of the response. Out comes one value, which can be used like its
//! content. Results that hold a key, such as [`Regenerated`](crate::Regenerated), have the same three fields
//! themselves and are not wrapped.

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::identity::CorrelationId;

/// The content of a response, and facts about the response. It can be used like its [`value`](Self::value):
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let key = client.api_keys().get(id)?.await?;
/// println!("{:?} at {:?}, by the server's clock", key.name, key.server_time);
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Answer<T> {
    /// The content of the response.
    pub value: T,
    /// The correlation id of the response, or else the one that was sent. Requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// The number of attempts that it took.
    pub attempts: u32,
    /// When the server gave the response, in UTC by its own clock (the `Date` header, to the second). `None`
    /// if there is no such header or it cannot be read. [`Error::server_time`](crate::Error::server_time) explains
    /// its use.
    pub server_time: Option<DateTime<Utc>>,
}

impl<T> Answer<T> {
    /// The content alone.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let key = client.api_keys().get(id)?.await?;
    /// let permissions = key.into_inner().permissions;
    /// assert!(!permissions.is_empty());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
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
