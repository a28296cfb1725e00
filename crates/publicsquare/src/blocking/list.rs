//! Lists of keys for code that is not asynchronous: one page, or an iterator over all keys.
//!
//! In comes the list request of the asynchronous client, in `list.rs`. Out come its pages and its keys, for which the
//! calling thread waits. The shared methods of requests are in `request_methods.rs`.

use std::fmt;
use std::sync::Arc;

use super::requests::List;
use super::worker::Worker;
use crate::api_key::ApiKey;
use crate::effect::Effect;
use crate::error::Error;
use crate::key_attributes::KeyType;
use crate::list::{ApiKeyPage, ApiKeyStream};

impl List {
    /// Selects only keys of these types.
    ///
    /// ```
    /// use publicsquare::KeyType;
    ///
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let list = client.api_keys().list().key_types([KeyType::Secret]);
    /// for key in list {
    ///     assert_eq!(key?.key_type, Some(KeyType::Secret));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn key_types(mut self, types: impl IntoIterator<Item = KeyType>) -> Self {
        self.request = self.request.key_types(types);
        self
    }

    /// Selects the page, from 1. An iterator begins with it.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let page = client.api_keys().list().page(1).page_size(2).send()?;
    /// assert_eq!(page.number, Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn page(mut self, number: u32) -> Self {
        self.request = self.request.page(number);
        self
    }

    /// Sets the number of keys on a page, from 1 to 100.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let page = client.api_keys().list().page_size(2).send()?;
    /// assert!(page.keys.len() <= 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn page_size(mut self, size: u32) -> Self {
        self.request = self.request.page_size(size);
        self
    }

    /// Sends the request for one page and repeats it as the retry policy says.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// let page = client.api_keys().list().send()?;
    /// println!("{} of {:?} keys", page.keys.len(), page.total_items);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`publicsquare::List::send`](crate::List::send).
    pub fn send(&self) -> Result<ApiKeyPage, Error> {
        let request = self.request.clone();
        self.worker
            .run(Effect::READ, None, async move { request.send().await })
    }

    /// All keys, from this page on. It ends as [`publicsquare::List::stream`](crate::List::stream) does.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// for key in client.api_keys().list().iter() {
    ///     println!("{:?}", key?.name);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> Iter {
        Iter {
            stream: Some(self.request.clone().stream()),
            worker: Arc::clone(&self.worker),
        }
    }
}

impl IntoIterator for List {
    type Item = Result<ApiKey, Error>;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

/// All keys of a list. From [`List::iter`].
///
/// ```
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
/// # let client = builder.api_key(admin).build()?;
/// let keys = client.api_keys().list().iter().collect::<Result<Vec<_>, _>>()?;
/// println!("{} keys", keys.len());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "an iterator does nothing until it is asked"]
pub struct Iter {
    /// `None` at the end.
    stream: Option<ApiKeyStream>,
    worker: Arc<Worker>,
}

impl fmt::Debug for Iter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Iter").field(&self.stream).finish()
    }
}

impl Iterator for Iter {
    type Item = Result<ApiKey, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take()?;
        let asked = self.worker.run(Effect::READ, None, async move {
            let next = stream.next().await;
            Ok((stream, next))
        });
        match asked {
            Ok((stream, Some(key))) => {
                self.stream = Some(stream);
                Some(key)
            }
            Ok((_, None)) => None,
            Err(error) => Some(Err(error)),
        }
    }
}
