//! A response of a server, and what holds for every response.
//!
//! In come a status, headers and a body of any bytes. A test sends them from a server on the loopback, and a fuzz
//! target hands them to the client without a network. Out comes what the client makes of them. The properties that
//! have to hold are in the files beside this one.

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use publicsquare::reqwest::header::{HeaderName, HeaderValue};
use publicsquare::{Client, Clock, Error, Regenerated, RetryPolicy};

/// The key that each request regenerates.
pub(crate) const KEY_ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

/// The key that each request authenticates with.
pub(crate) const API_KEY: &str = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";

/// What a server answers.
#[derive(Debug, Clone)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: &'a [u8],
}

/// Makes one request with [`client`], to a server that gives this answer.
pub(crate) type Ask<'a> = &'a dyn Fn(&Answer<'_>) -> Result<Regenerated, Error>;

/// A client that sends each request once and knows one time only.
pub(crate) fn client(url: &str) -> Client {
    Client::builder()
        .api_key(API_KEY)
        .base_url(url)
        .clock(Standing)
        .retry_policy(RetryPolicy::never())
        .build()
        .unwrap()
}

/// 2024-06-30T01:02:29Z, in seconds.
pub(crate) const NOW: u64 = 1_719_709_349;

/// A clock that stands still, so that a wait until a date is always the same.
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> f64 {
        1.0
    }
}

/// The texts that a program may log: the `Debug` of a result, and both texts of an error.
pub(crate) fn shown(outcome: &Result<Regenerated, Error>) -> String {
    match outcome {
        Ok(rotated) => format!("{rotated:?}"),
        Err(error) => format!("{error}\n{error:?}"),
    }
}

/// Asserts that a text has no key: neither that of the request nor one that looks like a key.
#[track_caller]
pub(crate) fn assert_no_key(text: &str) {
    assert!(!text.contains(API_KEY), "{text}");
    // `Debug` writes a carriage return as `\r`, which would make `rk_test_` of `k_test_`.
    let text = [r"\\", r"\r", r"\n", r"\t"]
        .iter()
        .fold(text.to_owned(), |text, escaped| text.replace(escaped, " "));
    for form in ["sk_test_", "sk_prod_", "pk_test_", "rk_test_"] {
        for (at, _) in text.match_indices(form) {
            // A word such as `task_test_something` is no key.
            let is_word = text[..at].ends_with(|c: char| c.is_ascii_alphabetic());
            let rest = text[at + form.len()..].chars();
            let length = rest.take_while(char::is_ascii_alphanumeric).count();
            assert!(is_word || length < 8, "{text}");
        }
    }
}

/// Asserts that the text of an error is one visible line that a person can read.
#[track_caller]
pub(crate) fn assert_readable(line: &str) {
    assert!(line.chars().count() <= 2_000, "{line}");
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert!(!line.contains(is_hidden), "{line:?}");
}
