//! Lists of keys: one page, or a stream of all keys.
//!
//! In comes a selection of keys. Out comes a page of them, or the stream in `list/stream.rs`, which asks for page after
//! page. One key with its details is in [`read`](crate::read).

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

/// The largest page size, by the vendor's page on pagination.
const LARGEST_PAGE: u32 = 100;

/// A request for the keys of the account (`GET /api-keys`): those of the environment that the
/// authenticating key belongs to.
///
/// ```
/// use publicsquare::KeyType;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let mut keys = client.api_keys().list().key_types([KeyType::Restricted]).stream();
/// while let Some(key) = keys.next().await {
///     println!("{:?}", key?.name);
/// }
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited or its stream is asked"]
pub struct List {
    client: Client,
    key_types: Vec<KeyType>,
    page: Option<u32>,
    page_size: Option<u32>,
}

limit_methods!(List, "client.api_keys().list()");

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

    /// Selects only keys of these types.
    ///
    /// ```
    /// use publicsquare::KeyType;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let page = client.api_keys().list().key_types([KeyType::Secret]).await?;
    /// assert!(page.keys.iter().all(|key| key.key_type == Some(KeyType::Secret)));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn key_types(mut self, types: impl IntoIterator<Item = KeyType>) -> Self {
        self.key_types = types.into_iter().collect();
        self
    }

    /// Selects the page, from 1. A stream begins with it.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let page = client.api_keys().list().page(1).page_size(2).await?;
    /// assert_eq!(page.number, Some(1));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn page(mut self, number: u32) -> Self {
        self.page = Some(number);
        self
    }

    /// Sets the number of keys on a page, from 1 to 100. Without it, the server decides; 20 is documented.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let page = client.api_keys().list().page_size(2).await?;
    /// assert!(page.keys.len() <= 2);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// Sends the request for one page and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let page = client.api_keys().list().send().await?;
    /// for key in &page.keys {
    ///     println!("{:?}: {:?}", key.id, key.name);
    /// }
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The page, the page size or a type cannot exist, the request is refused, or no usable response comes.
    pub async fn send(&self) -> Result<ApiKeyPage, Error> {
        let whole = |value: Option<u32>, what: &str, most: u32| match value {
            Some(value) if !(1..=most).contains(&value) => Err(Error::invalid_input(format!(
                "the {what} is {value}; use a number from 1 to {most}"
            ))),
            value => Ok(value.and_then(|value| i32::try_from(value).ok())),
        };
        let page = whole(self.page, "page", i32::MAX.unsigned_abs())?;
        let size = whole(self.page_size, "page size", LARGEST_PAGE)?;
        let types: Vec<String> = self.key_types.iter().cloned().map(String::from).collect();
        if let Some(index) = types.iter().position(|text| !is_word(text)) {
            return Err(Error::invalid_input(format!(
                "type {} of the keys to list is empty, or holds a space or an invisible character; a \
                 type is one word, such as restricted",
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

    /// All keys, from this page on. The stream asks for pages as it needs them, and gives every key once.
    ///
    /// The stream ends after the last page that the server counts. If the server counts no pages, it ends after a page
    /// without a new key. If the server counts further pages after one without a new key, the stream asks for one
    /// more. An error ends the stream as well.
    ///
    /// Each page is a request of its own: [`total_timeout`](Self::total_timeout) limits one page, not the whole list.
    /// The stream gives the keys alone. For the correlation id, the attempts or the server's time of each
    /// response, ask page by page: with [`page`](Self::page), and `await` on the request.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let mut keys = client.api_keys().list().stream();
    /// let mut count = 0;
    /// while let Some(key) = keys.next().await {
    ///     key?;
    ///     count += 1;
    /// }
    /// println!("{count} keys");
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The last item is [`ErrorKind::IncompleteList`](crate::ErrorKind::IncompleteList) if the server counts more keys
    /// than came (for a stream that began with page 1), or more pages than had keys. A key that somebody creates
    /// during the listing can cause that. A key that somebody deletes during the listing does not: the count of
    /// the last page decides. But a deletion can move a later key to a page that was read before, and no count shows
    /// that. To be sure, list again.
    pub fn stream(self) -> ApiKeyStream {
        let page = self.page.unwrap_or(1);
        ApiKeyStream::new(self, page)
    }
}

/// A page of keys.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let page = client.api_keys().list().await?;
/// println!("page {:?} of {:?}", page.number, page.total_pages);
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ApiKeyPage {
    /// The keys.
    pub keys: Vec<ApiKey>,
    /// The number of this page, from 1.
    pub number: Option<u32>,
    /// The largest number of keys on a page.
    pub size: Option<u32>,
    /// The number of keys on all pages.
    pub total_items: Option<u32>,
    /// The number of pages.
    pub total_pages: Option<u32>,
    /// The correlation id of the response, if it has one. Requests that read send none.
    pub correlation_id: Option<CorrelationId>,
    /// The number of attempts that it took.
    pub attempts: u32,
    /// When the server gave the response, in UTC by its own clock (the `Date` header, to the second). `None`
    /// if there is no such header or it cannot be read. [`Error::server_time`](crate::Error::server_time) explains
    /// its use.
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
