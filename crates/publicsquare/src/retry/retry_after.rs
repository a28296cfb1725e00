//! The `Retry-After` header (RFC 9110, section 10.2.3).
//!
//! In come the headers of a response and the local time. Out comes the wait that the server asks for, of at most a day. A
//! date is read by the clock of the server, from [`server_time`](crate::server_time). Whether the client waits that
//! long is decided in [`policy`](crate::retry::policy).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::server_time::server_time;

/// The longest wait, in seconds: a day.
const MAX_SECONDS: u64 = 24 * 60 * 60;

/// The wait that these headers ask for. A date is compared with the `Date` of the same response, or else with `local`. Of
/// several values the longest counts. Values that cannot be read are ignored.
pub(crate) fn retry_after(headers: &HeaderMap, local: SystemTime) -> Option<Duration> {
    let now = server_time(headers)
        .and_then(|time| u64::try_from(time.timestamp()).ok())
        .map_or(local, |seconds| UNIX_EPOCH + Duration::from_secs(seconds));
    headers
        .get_all(RETRY_AFTER)
        .iter()
        .filter_map(|value| parse(value.to_str().ok()?, now))
        .max()
}

/// The wait from `now` on, from a number of seconds or an HTTP date.
///
/// A date in the past is a wait of zero, and more than a day becomes a day. `None` if the value cannot be read.
fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a long wait, not a missing one.
        let seconds = value.parse::<u64>().unwrap_or(MAX_SECONDS);
        return Some(Duration::from_secs(seconds.min(MAX_SECONDS)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let wait = date.duration_since(now).unwrap_or_default();
    Some(wait.min(Duration::from_secs(MAX_SECONDS)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> SystemTime {
        httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date")
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let seconds = |value| parse(value, now()).map(|wait| wait.as_secs());
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds(" 0 "), Some(0));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:50:07 GMT"), Some(30));
        assert_eq!(seconds("Sunday, 06-Nov-94 08:50:07 GMT"), Some(30));
        assert_eq!(seconds("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(seconds("99999999999999999999999"), Some(86_400));
        assert_eq!(seconds("Mon, 06 Nov 1995 08:49:37 GMT"), Some(86_400));
        for nonsense in ["", "-1", "1.5", "soon", "1s"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    fn head(lines: &[(&'static str, &str)]) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().expect("a header"));
        }
        retry_after(&headers, now()).map(|wait| wait.as_secs())
    }

    #[test]
    fn a_date_is_read_by_the_clock_that_wrote_it() {
        let (date, later) = ("date", "Sun, 06 Nov 1994 07:50:07 GMT");
        let behind = (date, "Sun, 06 Nov 1994 07:49:37 GMT");
        assert_eq!(head(&[("retry-after", later), behind]), Some(30));
        assert_eq!(head(&[("retry-after", later)]), Some(0));
        assert_eq!(head(&[("retry-after", later), (date, "now")]), Some(0));
        let twice = [("retry-after", later), (date, "now"), behind];
        assert_eq!(head(&twice), Some(30));
    }

    #[test]
    fn of_several_values_the_longest_counts() {
        let name = "retry-after";
        assert_eq!(head(&[(name, "soon"), (name, "7"), (name, "3")]), Some(7));
        assert_eq!(head(&[(name, "soon"), (name, "")]), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_bounded_wait_or_none(value in ".*") {
            prop_assert!(parse(&value, now()).is_none_or(|wait| wait.as_secs() <= MAX_SECONDS));
        }
    }
}
