//! Parses the URL of a request.
//!
//! In comes the text that the generated code builds: the base URL of the client, followed by a path. Out comes the
//! parsed URL. reqwest would parse the whole text for every request, and that takes a measurable part of a call. A
//! client over a [`Transport`](crate::Transport) has parsed its base URL once, so only the path is parsed here. Which
//! base URLs are allowed is decided in `base_url.rs`.

use progenitor_client::ClientInfo;
use reqwest::Url;
use url::Position;

use crate::generated::{Client, Error};

/// Parses `text` as the URL of a request.
#[expect(
    clippy::result_large_err,
    reason = "the size is that of the generator's own error"
)]
pub(crate) fn parsed<E>(client: &Client, text: &str) -> Result<Url, Error<E>> {
    if leads_elsewhere(text) {
        return Err(Error::InvalidRequest(
            "a parameter of the path is `.` or `..`, and the URL would lead to another path; nothing \
             was sent"
                .to_owned(),
        ));
    }
    if let Some(url) = client.inner().base().and_then(|base| behind(base, text)) {
        return Ok(url);
    }
    Url::parse(text).map_err(|error| {
        // The message leaves the text out, because it may contain a password.
        Error::InvalidRequest(format!("the URL of the request cannot be used: {error}"))
    })
}

/// Whether a segment of the path is `.` or `..`. Every URL parser removes these, and `..` removes the segment before it
/// too. A URL cannot contain such a value as data.
fn leads_elsewhere(text: &str) -> bool {
    text.contains("/.") && text.split('/').any(|step| step == "." || step == "..")
}

/// Joins the base with the path in `text`. `None` if the text does not start with the base, or has a query or a
/// fragment.
fn behind(base: &Url, text: &str) -> Option<Url> {
    let path = text.strip_prefix(&base[..Position::BeforePath])?;
    if !path.starts_with('/') || path.contains(['?', '#']) {
        return None;
    }
    let mut url = base.clone();
    url.set_path(path);
    Some(url)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_segment_of_dots_is_recognized() {
        for text in ["https://h/a/..", "https://h/a/../b", "https://h/./a"] {
            assert!(leads_elsewhere(text), "{text}");
        }
        for text in [
            "https://h/.well-known/a",
            "https://h/a/...",
            "https://h/a..b/c.",
        ] {
            assert!(!leads_elsewhere(text), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_path_after_the_base_is_left_to_the_parser() {
        let base = Url::parse("https://proxy.example/publicsquare").expect("a fine URL");
        for text in [
            "https://elsewhere.example/api-keys",
            "https://proxy.example",
            "https://proxy.example.org/api-keys",
            "https://proxy.example/api-keys?page=2",
            "https://proxy.example/api-keys#2",
        ] {
            assert_eq!(behind(&base, text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_result_is_the_same_as_parsing_the_whole_text(
            base in prop_oneof![
                Just("https://api.publicsquare.com"),
                Just("https://proxy.example:8443/a%20b"),
                Just("http://127.0.0.1:8080"),
                Just("http://[::1]:1/x"),
            ],
            // The generated code encodes white space and control characters.
            path in "(/([a-zA-Z0-9._~%:@äß\\\\-]|%2[eEfF]|\\.\\.)*){1,4}",
        ) {
            let text = format!("{base}{path}");
            let base = Url::parse(base).expect("a fine URL");
            prop_assert_eq!(behind(&base, &text), Url::parse(&text).ok());
        }
    }
}
