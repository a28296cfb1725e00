//! The server's time, from the `Date` header of a response (RFC 9110, section 6.6.1).
//!
//! In come the headers of a response. Out comes a point in time in UTC, or nothing if no header has one. The wait that
//! a server asks for is read in [`retry_after`](crate::retry::retry_after).

use std::time::UNIX_EPOCH;

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap};

/// The server's time: the first `Date` header that can be read.
pub(crate) fn server_time(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    headers
        .get_all(DATE)
        .iter()
        .find_map(|value| parse(value.to_str().ok()?))
}

fn parse(value: &str) -> Option<DateTime<Utc>> {
    let date = httpdate::parse_http_date(value).ok()?;
    let seconds = date.duration_since(UNIX_EPOCH).ok()?.as_secs();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_a_date_is_read_and_nothing_else() {
        let seconds = |value| parse(value).map(|time| time.timestamp());
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(seconds(date), Some(784_111_777), "{date}");
        }
        let last = "Fri, 31 Dec 9999 23:59:59 GMT";
        assert_eq!(seconds(last), Some(253_402_300_799));
        for nonsense in [
            "",
            "0",
            "784111777",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sat, 01 Jan 0000 00:00:00 GMT",
        ] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_none(
            value in "([A-Z][a-z]{2}, [0-9]{2} (Jan|Feb|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT|.*)",
        ) {
            prop_assert!(parse(&value).is_none_or(|time| time.timestamp() >= 0));
        }
    }
}
