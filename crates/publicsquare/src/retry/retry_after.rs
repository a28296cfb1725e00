//! The `Retry-After` header (RFC 9110, section 10.2.3).

use std::time::{Duration, SystemTime};

/// The longest wait that is taken for one, in seconds: a day.
const MAX_SECONDS: u64 = 24 * 60 * 60;

/// How long to wait from `now`, by a value in seconds or an HTTP date.
///
/// A date in the past is no wait. What makes no sense is `None`, and more than a day becomes a day.
pub(crate) fn parse(value: &str, now: SystemTime) -> Option<Duration> {
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
        assert_eq!(seconds("99999999999999999999999"), Some(MAX_SECONDS));
        for nonsense in ["", "-1", "1.5", "soon", "1s"] {
            assert_eq!(seconds(nonsense), None, "{nonsense}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_bounded_wait_or_none(value in ".*") {
            prop_assert!(parse(&value, now()).is_none_or(|wait| wait.as_secs() <= MAX_SECONDS));
        }
    }
}
