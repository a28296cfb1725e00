//! All keys of a list, page after page.
//!
//! In come pages and the totals that the server counts. Out come the keys, each of them once, and an error at the
//! end if the totals say that keys are missing. The pages decide when the stream ends; the totals make it longer by one
//! page at most. One page alone is in `list.rs`.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::{ApiKeyPage, List};
use crate::api_key::ApiKey;
use crate::certainty::Certainty;
use crate::effect::Effect;
use crate::error::{Error, ErrorKind};

/// The largest number of pages that a stream asks for, in case that a server never ends a list.
const MOST_PAGES: u32 = 10_000;

/// The last page that a request can name (int32 in the vendor's published schema).
const LAST_PAGE: u32 = i32::MAX.unsigned_abs();

/// All keys of a list, page after page. From [`List::stream`].
///
/// It is a `Stream` of the crate futures as well.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let mut keys = client.api_keys().list().stream();
/// while let Some(key) = keys.next().await {
///     println!("{:?}", key?.id);
/// }
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[must_use = "a stream does nothing until it is asked"]
pub struct ApiKeyStream {
    request: List,
    /// The number of the next page; `None` at the end.
    next: Option<u32>,
    /// The number of pages so far.
    asked: u32,
    /// Whether the stream began after page 1.
    is_partial: bool,
    /// Whether the last page had no new key.
    is_stale: bool,
    delivered: u64,
    /// The totals of the latest page that had any.
    total_items: Option<u32>,
    total_pages: Option<u32>,
    seen: Seen,
    ready: VecDeque<ApiKey>,
    /// The error that follows the keys that are ready.
    ending: Option<Error>,
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

/// The keys of the pages so far.
#[derive(Default)]
struct Seen {
    ids: HashSet<String>,
    /// Keys without an id are compared by all their members.
    without_id: Vec<ApiKey>,
}

impl Seen {
    /// The keys of a page that are new. Two equal keys without an id on the same page may be two different keys, so
    /// both count.
    fn new_ones(&mut self, page: Vec<ApiKey>) -> VecDeque<ApiKey> {
        let earlier = self.without_id.len();
        let mut new = VecDeque::with_capacity(page.len());
        for key in page {
            let is_new = match &key.id {
                Some(id) => self.ids.insert(id.as_str().to_owned()),
                None => {
                    let is_new = !self.without_id[..earlier].contains(&key);
                    if is_new {
                        self.without_id.push(key.clone());
                    }
                    is_new
                }
            };
            if is_new {
                new.push_back(key);
            }
        }
        new
    }
}

impl ApiKeyStream {
    pub(super) fn new(request: List, first: u32) -> Self {
        Self {
            request,
            next: Some(first),
            asked: 0,
            is_partial: first > 1,
            is_stale: false,
            delivered: 0,
            total_items: None,
            total_pages: None,
            seen: Seen::default(),
            ready: VecDeque::new(),
            ending: None,
            under_way: None,
        }
    }

    /// The next key, or `None` after the last one.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let mut keys = client.api_keys().list().stream();
    /// let first = keys.next().await.ok_or("the account has no keys")??;
    /// println!("{:?}", first.name);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`List::stream`]. An error is the last item.
    pub async fn next(&mut self) -> Option<Result<ApiKey, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn take(&mut self, number: u32, page: ApiKeyPage) {
        self.ready = self.seen.new_ones(page.keys);
        self.delivered += self.ready.len() as u64;
        let was_stale = std::mem::replace(&mut self.is_stale, self.ready.is_empty());
        self.total_items = page.total_items.or(self.total_items);
        self.total_pages = page.total_pages.or(self.total_pages);
        let counts_further = self.total_pages.map(|last| number < last);
        let goes_on = match (self.is_stale, counts_further) {
            (false, None) => true,
            (false, Some(further)) => further,
            // The list may have changed: a page can be empty, or hold only keys of earlier pages.
            (true, further) => further == Some(true) && !was_stale,
        };
        if goes_on && number < LAST_PAGE {
            if self.asked < MOST_PAGES {
                self.next = Some(number + 1);
                return;
            }
            self.ending = Some(incomplete(format!(
                "it has more than {MOST_PAGES} pages, which is the limit"
            )));
        }
        self.next = None;
        if self.ending.is_none() {
            self.ending = self.missing(number);
        }
    }

    /// The error for keys that the server counts and that did not come.
    fn missing(&self, last: u32) -> Option<Error> {
        let delivered = self.delivered;
        match (self.total_items, self.total_pages) {
            (Some(items), _) if !self.is_partial => (u64::from(items) > delivered)
                .then(|| format!("the server counts {items} keys, and {delivered} came")),
            (_, Some(pages)) => (last < pages).then(|| {
                format!("the server counts {pages} pages, and page {last} has no new key")
            }),
            _ => None,
        }
        .map(incomplete)
    }
}

fn incomplete(message: String) -> Error {
    Error::new(ErrorKind::IncompleteList, Certainty::Rejected).with(|inner| {
        inner.effect = Effect::READ;
        inner.message = Some(message);
    })
}

impl Stream for ApiKeyStream {
    type Item = Result<ApiKey, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(key) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(key)));
            }
            let Some(number) = self.next else {
                return Poll::Ready(self.ending.take().map(Err));
            };
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
