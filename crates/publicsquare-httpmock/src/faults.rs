//! Faults that a mock answers with: errors, pages of gateways, broken bodies, delays.
//!
//! A test calls a method of [`Faults`] on the second argument of a mock, in place of a documented response. In comes a
//! response of httpmock; out comes the same response with the fault. The generated code implements the trait for every
//! operation. Lost and cut responses are made by `faulty_proxy.rs`.

use std::time::{Duration, SystemTime};

use httpmock::Then;
use publicsquare_client::types::ValidationProblemDetails;

use crate::body;

/// When a client may try again, in the two forms of the header `Retry-After` (RFC 9110, section 10.2.3).
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use publicsquare_httpmock::RetryAfter;
///
/// let in_a_second = RetryAfter::Seconds(1);
/// let in_a_minute = RetryAfter::At(SystemTime::now() + Duration::from_secs(60));
/// assert_ne!(in_a_second, in_a_minute);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// After this many seconds.
    Seconds(u64),
    /// At this time. It is sent as an HTTP date in UTC, in whole seconds.
    At(SystemTime),
}

/// Faults for the response of any operation.
///
/// A fault replaces the documented response. [`once`](Self::once) and [`times`](Self::times) say for how many requests.
/// After that, the next mock of the operation answers.
///
/// ```
/// use publicsquare_httpmock::httpmock::MockServer;
/// use publicsquare_httpmock::{Faults, MockServerExt, types::ApiKeyPage};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let http = reqwest::Client::builder().no_proxy().build()?;
/// let server = MockServer::start();
/// server.list_api_keys(|_, then| {
///     then.html(502).once();
/// });
/// server.list_api_keys(|_, then| {
///     then.ok(&ApiKeyPage::default());
/// });
/// let url = server.url("/api-keys");
/// assert_eq!(http.get(&url).send().await?.status(), 502);
/// assert_eq!(http.get(&url).send().await?.status(), 200);
/// # Ok(())
/// # }
/// ```
pub trait Faults: Sized {
    /// Changes the response of httpmock itself, for everything that has no method here.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.html(503).map(|then| then.header("server", "gateway"));
    /// });
    /// let response = http.get(server.url("/api-keys")).send().await?;
    /// assert_eq!(response.headers()["server"], "gateway");
    /// # Ok(())
    /// # }
    /// ```
    fn map(self, change: impl FnOnce(Then) -> Then) -> Self;

    /// Answers with problem details, as `application/problem+json`.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt, types::ValidationProblemDetails};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let mut problem = ValidationProblemDetails::default();
    /// problem.title = Some("Conflict".to_owned());
    ///
    /// let server = MockServer::start();
    /// server.regenerate_api_key(|_, then| {
    ///     then.problem(409, &problem);
    /// });
    /// let response = http.post(server.url("/api-keys/key_7Ay5/regenerate")).send().await?;
    /// assert_eq!(response.headers()["content-type"], "application/problem+json");
    /// # Ok(())
    /// # }
    /// ```
    fn problem(self, status: u16, problem: &ValidationProblemDetails) -> Self {
        let body = body::json(problem);
        self.map(|then| {
            let then = then.status(status).json_body(body);
            then.header("content-type", "application/problem+json")
        })
    }

    /// Answers 429. Without `retry_after` there is no `Retry-After`, which is what the vendor documents.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt, RetryAfter};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.rate_limited(Some(RetryAfter::Seconds(7)));
    /// });
    /// let response = http.get(server.url("/api-keys")).send().await?;
    /// assert_eq!(response.headers()["retry-after"], "7");
    /// # Ok(())
    /// # }
    /// ```
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

    /// Answers with a web page. With 502, 503 or 504 it stands for the page of a gateway, with 200 for a login page, and
    /// with 403 for the page of a filter. The client must not take any of them for a response of the API.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.html(200);
    /// });
    /// let response = http.get(server.url("/api-keys")).send().await?;
    /// assert!(response.text().await?.starts_with("<html>"));
    /// # Ok(())
    /// # }
    /// ```
    fn html(self, status: u16) -> Self {
        self.raw(
            status,
            "text/html",
            "<html><head><title>Error</title></head><body></body></html>",
        )
    }

    /// Answers with any body, such as JSON that breaks off.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.raw(200, "application/json", r#"{"data": [{"id": "key_7A"#);
    /// });
    /// let response = http.get(server.url("/api-keys")).send().await?;
    /// assert!(response.text().await?.ends_with("key_7A"));
    /// # Ok(())
    /// # }
    /// ```
    fn raw(self, status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        self.map(|then| {
            then.status(status)
                .header("content-type", content_type)
                .body(body)
        })
    }

    /// Waits before the response, so that a client with a shorter timeout gives up.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// use std::time::Duration;
    ///
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.html(502).late(Duration::from_secs(2));
    /// });
    /// let request = http.get(server.url("/api-keys")).timeout(Duration::from_millis(50));
    /// assert!(request.send().await.unwrap_err().is_timeout());
    /// # Ok(())
    /// # }
    /// ```
    fn late(self, delay: Duration) -> Self {
        self.map(|then| then.delay(delay))
    }

    /// Answers one request only.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let failing = server.list_api_keys(|_, then| {
    ///     then.html(502).once();
    /// });
    /// let url = server.url("/api-keys");
    /// assert_eq!(http.get(&url).send().await?.status(), 502);
    /// assert_eq!(http.get(&url).send().await?.status(), 404, "no mock is left");
    /// assert_eq!(failing.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn once(self) -> Self {
        self.times(1)
    }

    /// Answers only this many requests.
    ///
    /// ```
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::{Faults, MockServerExt};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// server.list_api_keys(|_, then| {
    ///     then.html(502).times(2);
    /// });
    /// let url = server.url("/api-keys");
    /// for expected in [502, 502, 404] {
    ///     assert_eq!(http.get(&url).send().await?.status(), expected);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// The creation of the mock panics if `times` is zero.
    fn times(self, times: usize) -> Self {
        self.map(|then| then.up_to_n_times(times))
    }
}
