//! The URL of a request.
//!
//! In comes the text that the generated code puts together: the base URL of the client and a path behind
//! it. Out comes the parsed URL. reqwest would parse the whole text for every request, which is a
//! measurable part of a call; a client over a [`Transport`](crate::Transport) has parsed its base URL
//! once, so that only the path is left to parse.

use progenitor_client::ClientInfo;
use reqwest::Url;
use url::Position;

use crate::generated::{Client, Error};

/// The URL that `text` stands for.
#[expect(
    clippy::result_large_err,
    reason = "the size is that of the generator's own error"
)]
pub(crate) fn parsed<E>(client: &Client, text: &str) -> Result<Url, Error<E>> {
    if leads_elsewhere(text) {
        return Err(Error::InvalidRequest(
            "a parameter of the path is `.` or `..`, which would lead to another path".to_owned(),
        ));
    }
    if let Some(url) = client.inner().base().and_then(|base| behind(base, text)) {
        return Ok(url);
    }
    Url::parse(text).map_err(|error| {
        // The text may hold a password.
        Error::InvalidRequest(format!("the URL of the request cannot be used: {error}"))
    })
}

/// Whether a step of the path is one that every parser of URLs takes away, with the step before it. There is no way to
/// write such a value as data.
fn leads_elsewhere(text: &str) -> bool {
    text.contains("/.") && text.split('/').any(|step| step == "." || step == "..")
}

/// The URL behind this base. `None` where the text does not begin with it, or is more than a path.
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
    fn a_value_of_dots_is_not_taken_for_a_way() {
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
    fn what_is_no_path_behind_the_base_is_left_to_the_parser() {
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
        fn it_is_the_url_that_the_whole_text_would_be(
            base in prop_oneof![
                Just("https://api.publicsquare.com"),
                Just("https://proxy.example:8443/a%20b"),
                Just("http://127.0.0.1:8080"),
                Just("http://[::1]:1/x"),
            ],
            // The generated code has white space and control characters encoded.
            path in "(/([a-zA-Z0-9._~%:@äß\\\\-]|%2[eEfF]|\\.\\.)*){1,4}",
        ) {
            let text = format!("{base}{path}");
            let base = Url::parse(base).expect("a fine URL");
            prop_assert_eq!(behind(&base, &text), Url::parse(&text).ok());
        }
    }
}
