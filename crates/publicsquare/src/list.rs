//! Lists of keys, a page at a time or as a stream.
//!
//! In comes which keys are wanted. Out comes a page, or the stream in `stream.rs` that asks for page
//! after page.

mod stream;

use chrono::{DateTime, Utc};
use publicsquare_client::types;
use reqwest::StatusCode;
use tracing::debug_span;

use crate::api_key::ApiKey;
use crate::client::Client;
use crate::error::Error;
use crate::identity::CorrelationId;
use crate::key_attributes::KeyType;
use crate::key_request::is_word;
use crate::read::read;
use crate::request_methods::{awaitable, limit_methods};
use crate::response_head::ResponseHead;

pub use self::stream::ApiKeyStream;

/// The most items of a page, by the vendor's page on pagination.
const LARGEST_PAGE: u32 = 100;

/// A request for the keys of the account (`GET /api-keys`): those of the environment that the
/// authenticating key belongs to.
///
/// ```
/// # async fn example(client: publicsquare::Client) -> Result<(), publicsquare::Error> {
/// use publicsquare::KeyType;
///
/// let mut keys = client.api_keys().list().key_types([KeyType::Restricted]).stream();
/// while let Some(key) = keys.next().await {
///     println!("{:?}", key?.name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited or its stream is asked"]
pub struct List {
    client: Client,
    key_types: Vec<KeyType>,
    page: Option<u32>,
    page_size: Option<u32>,
}

limit_methods!(List);

awaitable!(List => ApiKeyPage);

impl List {
    pub(crate) fn new(client: Client) -> Self {
        Self {
            client,
            key_types: Vec::new(),
            page: None,
            page_size: None,
        }
    }

    /// Only keys of these types.
    pub fn key_types(mut self, types: impl IntoIterator<Item = KeyType>) -> Self {
        self.key_types = types.into_iter().collect();
        self
    }

    /// Which page, from 1. A stream begins with it.
    pub fn page(mut self, number: u32) -> Self {
        self.page = Some(number);
        self
    }

    /// How many items make a page, from 1 to 100. Without it the server decides; 20 is documented.
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Asks for one page.
    ///
    /// # Errors
    ///
    /// A page, a page size or a type that there cannot be, and whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<ApiKeyPage, Error> {
        let whole = |value: Option<u32>, what: &str, most: u32| match value {
            Some(value) if !(1..=most).contains(&value) => Err(Error::invalid_input(format!(
                "the {what} is {value}, and must be from 1 to {most}"
            ))),
            value => Ok(value.and_then(|value| i32::try_from(value).ok())),
        };
        let page = whole(self.page, "page", i32::MAX.unsigned_abs())?;
        let size = whole(self.page_size, "page size", LARGEST_PAGE)?;
        let types: Vec<String> = self.key_types.iter().cloned().map(String::from).collect();
        if let Some(index) = types.iter().position(|text| !is_word(text)) {
            return Err(Error::invalid_input(format!(
                "type {} of the keys to list is empty, or has a space or a character in it that cannot \
                 be seen; they are like restricted",
                index + 1
            )));
        }
        read(
            &self.client,
            debug_span!("publicsquare.list", page = self.page),
            |generated| {
                let types = types.clone();
                async move {
                    let mut request = generated.list_api_keys();
                    if let Some(page) = page {
                        request = request.page(page);
                    }
                    if let Some(size) = size {
                        request = request.size(size);
                    }
                    if !types.is_empty() {
                        request = request.type_(types);
                    }
                    request.send().await
                }
            },
            |head, body, attempts| {
                head.must_be(StatusCode::OK)?;
                Ok(ApiKeyPage::read(body, head, attempts))
            },
        )
        .await
    }

    /// All keys, from this page on. Pages are asked for as they are needed, and no key comes twice.
    ///
    /// The stream ends after the last page that the server counts; where it counts none, after a page
    /// without a key that is new. Where it counts further pages after one without a new key, one more is
    /// asked for. An error ends the stream as well.
    ///
    /// Each page is a request of its own: [`total_timeout`](Self::total_timeout) is for one page, and not for
    /// the whole list. The stream gives the keys alone. Whoever needs the correlation id, the attempts or the server's time of each
    /// answer asks page by page: with [`page`](Self::page), and `await` on the request.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::IncompleteList`](crate::ErrorKind::IncompleteList), as the last item, where the server
    /// counts more keys than came (if the stream began with page 1), or more pages than had keys to give.
    /// A key that somebody creates while the list is read can be the cause. A key that was deleted
    /// meanwhile is none: the count of the last page decides. What no count shows is that a deletion
    /// moves a later key to a page that was read before; to be sure, list again.
    pub fn stream(self) -> ApiKeyStream {
        let page = self.page.unwrap_or(1);
        ApiKeyStream::new(self, page)
    }
}

/// A page of keys.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApiKeyPage {
    /// The keys.
    pub keys: Vec<ApiKey>,
    /// Which page this is, from 1.
    pub number: Option<u32>,
    /// How many items a page has at the most.
    pub size: Option<u32>,
    /// How many items there are on all pages.
    pub total_items: Option<u32>,
    /// How many pages there are.
    pub total_pages: Option<u32>,
    /// The correlation id of the answer, if it has one: requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// How many attempts it took.
    pub attempts: u32,
    /// When the server gave the answer, by its own clock: its `Date` header, to the second. `None`
    /// where there is none that can be read. [`Error::server_time`] says what it is good for.
    pub server_time: Option<DateTime<Utc>>,
}

impl ApiKeyPage {
    fn read(body: types::ApiKeyPage, head: &ResponseHead, attempts: u32) -> Self {
        let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
        let pagination = body.pagination.unwrap_or_default();
        let keys = body.data.unwrap_or_default();
        Self {
            keys: keys.into_iter().map(ApiKey::read).collect(),
            number: count(pagination.page_number),
            size: count(pagination.page_size),
            total_items: count(pagination.total_items),
            total_pages: count(pagination.total_pages),
            correlation_id: head.correlation_id.clone(),
            attempts,
            server_time: head.server_time,
        }
    }
}
