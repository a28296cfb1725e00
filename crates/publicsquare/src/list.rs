//! Lists of keys, a page at a time or as a stream.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use publicsquare_client::types;
use tracing::debug_span;

use crate::api_key::ApiKey;
use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::Effect;
use crate::error::{Error, ErrorKind};
use crate::key_facts::KeyType;
use crate::read::read;
use crate::written::awaitable;

/// The most items of a page, by the vendor's page on pagination.
const LARGEST_PAGE: u32 = 100;

/// The most pages that a stream asks for: a server that never ends is not followed for ever.
const MOST_PAGES: u32 = 10_000;

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
    /// A page or a page size that there cannot be, and whatever keeps the request from succeeding.
    pub async fn send(&self) -> Result<ApiKeyPage, Error> {
        let whole = |value: Option<u32>, what: &str, most: u32| match value {
            Some(value) if !(1..=most).contains(&value) => Err(Error::invalid_input(format!(
                "the {what} is {value}, and must be from 1 to {most}"
            ))),
            value => Ok(value.and_then(|value| i32::try_from(value).ok())),
        };
        let page = whole(self.page, "page", i32::MAX.unsigned_abs())?;
        let size = whole(self.page_size, "page size", LARGEST_PAGE)?;
        let types: Vec<String> = self.key_types.iter().map(ToString::to_string).collect();
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
            |_, body| Ok(ApiKeyPage::from(body)),
        )
        .await
    }

    /// All keys, from this page on. Pages are asked for as they are needed.
    ///
    /// The stream ends by itself: after the last page that the server counts; where it counts none,
    /// after a page that is empty or has only keys that were there before. An error ends it as well.
    pub fn stream(self) -> ApiKeyStream {
        let page = self.page.unwrap_or(1);
        ApiKeyStream {
            request: self,
            next: Some(page),
            asked: 0,
            seen: HashSet::new(),
            ready: VecDeque::new(),
            under_way: None,
        }
    }
}

/// A page of keys.
#[derive(Debug, Clone, PartialEq)]
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
}

impl From<types::ApiKeyPage> for ApiKeyPage {
    fn from(body: types::ApiKeyPage) -> Self {
        let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
        let pagination = body.pagination.unwrap_or_default();
        let keys = body.data.unwrap_or_default();
        Self {
            keys: keys.into_iter().map(ApiKey::from).collect(),
            number: count(pagination.page_number),
            size: count(pagination.page_size),
            total_items: count(pagination.total_items),
            total_pages: count(pagination.total_pages),
        }
    }
}

/// All keys of a list, page after page. From [`List::stream`].
#[must_use = "a stream does nothing until it is asked"]
pub struct ApiKeyStream {
    request: List,
    /// The page after those that were asked for; `None` at the end.
    next: Option<u32>,
    asked: u32,
    seen: HashSet<String>,
    ready: VecDeque<ApiKey>,
    under_way: Option<PageUnderWay>,
}

type PageUnderWay = Pin<Box<dyn Future<Output = Result<ApiKeyPage, Error>> + Send>>;

impl std::fmt::Debug for ApiKeyStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKeyStream")
            .field("request", &self.request)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

impl ApiKeyStream {
    /// The next key; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<ApiKey, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn take(&mut self, number: u32, page: ApiKeyPage) {
        let mut is_new = false;
        for key in &page.keys {
            // A key without an id cannot be recognized.
            is_new |= match &key.id {
                Some(id) => self.seen.insert(id.as_str().to_owned()),
                None => true,
            };
        }
        let goes_on = match page.total_pages {
            Some(last) => number < last,
            None => is_new,
        };
        self.next = if goes_on { number.checked_add(1) } else { None };
        self.ready = page.keys.into();
    }
}

impl Stream for ApiKeyStream {
    type Item = Result<ApiKey, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(key) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(key)));
            }
            let Some(number) = self.next else {
                return Poll::Ready(None);
            };
            if self.asked >= MOST_PAGES {
                self.next = None;
                let message = format!("the list has more than {MOST_PAGES} pages");
                let error = Error::new(ErrorKind::UnusableSuccess, Certainty::Rejected);
                return Poll::Ready(Some(Err(error.with(|inner| {
                    inner.effect = Effect::Read;
                    inner.message = Some(message);
                }))));
            }
            let request = self.request.clone().page(number);
            let under_way = self
                .under_way
                .get_or_insert_with(|| Box::pin(async move { request.send().await }));
            let outcome = ready!(under_way.as_mut().poll(context));
            self.under_way = None;
            self.asked += 1;
            match outcome {
                Ok(page) => self.take(number, page),
                Err(error) => {
                    self.next = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}
