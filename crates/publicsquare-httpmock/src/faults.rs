//! Answers that nobody wants and everybody gets.

use std::time::{Duration, SystemTime};

use httpmock::Then;
use publicsquare_client::types::ValidationProblemDetails;

use crate::body;

/// When to come back, in the two forms that RFC 9110 knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// In so many seconds.
    Seconds(u64),
    /// At a time, which is sent as an HTTP date in whole seconds.
    At(SystemTime),
}

/// Faults for the answer of any operation.
///
/// A fault takes the place of the documented answer; [`once`](Self::once) and
/// [`times`](Self::times) say for how many requests, after which the next mock takes over.
pub trait Faults: Sized {
    /// Changes the answer underneath, for what this trait has no word for.
    fn map(self, change: impl FnOnce(Then) -> Then) -> Self;

    /// Problem details as services built like the vendor's commonly send them:
    /// `application/problem+json`.
    fn problem(self, status: u16, problem: &ValidationProblemDetails) -> Self {
        let body = body::json(problem);
        self.map(|then| {
            let then = then.status(status).json_body(body);
            then.header("content-type", "application/problem+json")
        })
    }

    /// 429, with a `Retry-After` or, as the vendor documents it, without.
    fn rate_limited(self, retry_after: Option<RetryAfter>) -> Self {
        let mut problem = ValidationProblemDetails::default();
        problem.title = Some("Too Many Requests".to_owned());
        problem.status = Some(429);
        self.problem(429, &problem).map(|then| match retry_after {
            None => then,
            Some(RetryAfter::Seconds(seconds)) => then.header("retry-after", seconds.to_string()),
            Some(RetryAfter::At(time)) => then.header("retry-after", httpdate::fmt_http_date(time)),
        })
    }

    /// The HTML page of a gateway, with any status; usually 502, 503 or 504. With 200 it is a login page, and
    /// with 403 that of a filter: the client takes neither for an answer of the API.
    fn html(self, status: u16) -> Self {
        self.raw(
            status,
            "text/html",
            "<html><head><title>Error</title></head><body></body></html>",
        )
    }

    /// Any body at all, such as one that breaks off.
    fn raw(self, status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        self.map(|then| {
            then.status(status)
                .header("content-type", content_type)
                .body(body)
        })
    }

    /// Waits before answering. For clients with a shorter timeout.
    fn late(self, delay: Duration) -> Self {
        self.map(|then| then.delay(delay))
    }

    /// Answers one request.
    fn once(self) -> Self {
        self.times(1)
    }

    /// Answers so many requests.
    ///
    /// # Panics
    ///
    /// Making the mock panics if `times` is zero.
    fn times(self, times: usize) -> Self {
        self.map(|then| then.up_to_n_times(times))
    }
}
