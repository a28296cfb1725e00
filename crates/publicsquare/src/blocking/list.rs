//! Lists of keys that are waited for: a page, or an iterator over all of them.
//!
//! In comes the request of the asynchronous client. Out come its pages and its keys.

use std::fmt;
use std::sync::Arc;

use super::requests::List;
use super::worker::Worker;
use crate::api_key::ApiKey;
use crate::error::Error;
use crate::key_attributes::KeyType;
use crate::list::{ApiKeyPage, ApiKeyStream};

impl List {
    /// Only keys of these types.
    pub fn key_types(mut self, types: impl IntoIterator<Item = KeyType>) -> Self {
        self.request = self.request.key_types(types);
        self
    }

    /// Which page, from 1. An iterator begins with it.
    pub fn page(mut self, number: u32) -> Self {
        self.request = self.request.page(number);
        self
    }

    /// How many items make a page, from 1 to 100.
    pub fn page_size(mut self, size: u32) -> Self {
        self.request = self.request.page_size(size);
        self
    }

    /// Asks for one page.
    ///
    /// # Errors
    ///
    /// As [`publicsquare::List::send`](crate::List::send).
    pub fn send(&self) -> Result<ApiKeyPage, Error> {
        let request = self.request.clone();
        self.worker.run(None, async move { request.send().await })
    }

    /// All keys, from this page on. It ends as
    /// [`publicsquare::List::stream`](crate::List::stream) does.
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
        let asked = self.worker.run(None, async move {
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
