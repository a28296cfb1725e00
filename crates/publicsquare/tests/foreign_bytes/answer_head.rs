//! The headers of a response: the wait, the time and the correlation id that the client reads from them.
//!
//! In come a byte that selects the status, and lines of a byte that selects a header and its value. chrono reads the
//! dates once more; the client reads them with httpdate. The property fails if a wait is longer than a day or another
//! one than was asked for, if a time or an id is made up, or if a header shows a secret.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use publicsquare::reqwest::header::{HeaderName, HeaderValue};

use super::answer::{Answer, Ask, NOW, assert_no_key, assert_readable, shown};

const NAMES: [&str; 5] = [
    "retry-after",
    "date",
    "x-correlation-id",
    "server",
    "x-request-id",
];

const STATUSES: [u16; 5] = [429, 503, 200, 400, 302];

const DAY: u64 = 24 * 60 * 60;

/// Asserts what holds for all headers.
pub(crate) fn holds(input: &[u8], ask: Ask<'_>) {
    let Some((selector, lines)) = input.split_first() else {
        return;
    };
    let status = STATUSES[usize::from(*selector) % STATUSES.len()];
    let headers: Vec<_> = lines
        .split(|byte| *byte == b'\n')
        .filter_map(header)
        .collect();
    let values = |name: &str| -> Vec<String> {
        let named = headers.iter().filter(|(found, _)| found == name);
        let texts = named.filter_map(|(_, value)| value.to_str().ok());
        texts.map(str::to_owned).collect()
    };
    // All values of a header go if one of them may hold a secret, and each secret of these requests has a `_`.
    let is_whole = |name: &str| {
        let mut named = headers.iter().filter(|(found, _)| found == name);
        named.all(|(_, value)| !value.as_bytes().contains(&b'_'))
    };
    let body: &[u8] = match status {
        200 => br#"{"key":"k","id":null}"#,
        _ => br#"{"title":"t"}"#,
    };
    let outcome = ask(&Answer {
        status,
        headers: headers.clone(),
        body,
    });
    assert_no_key(&shown(&outcome));
    let (correlation_id, server_time) = match &outcome {
        Ok(rotated) => (Some(&rotated.correlation_id), rotated.server_time),
        Err(error) => (error.correlation_id(), error.server_time()),
    };
    let id = correlation_id.expect("each request has one").as_str();
    assert!(id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_graphic()));
    let sent = |value: &str| value == id;
    // Without one from the server it is the random one of the request.
    let is_random = id.len() == 36 && id.matches('-').count() == 4;
    assert!(
        is_random || values("x-correlation-id").iter().any(|value| sent(value)),
        "{id}"
    );
    if server_time.is_some() || is_whole("date") {
        assert_time(server_time, &values("date"));
    }
    if let Err(error) = &outcome {
        assert_readable(&error.to_string());
        let now = server_time.map_or(NOW, |time| u64::try_from(time.timestamp()).unwrap());
        if error.retry_after().is_some() || is_whole("retry-after") {
            assert_wait(error.retry_after(), &values("retry-after"), now);
        }
    }
}

/// A header as a client gets it: without the blanks around the value. The first byte selects the name.
fn header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (selector, value) = line.split_first()?;
    let name = NAMES[usize::from(*selector) % NAMES.len()];
    let value = HeaderValue::from_bytes(value.trim_ascii()).ok()?;
    Some((HeaderName::from_static(name), value))
}

/// A time that the server gave is read, and none is made up.
#[track_caller]
fn assert_time(read: Option<DateTime<Utc>>, sent: &[String]) {
    let times: Vec<u64> = sent.iter().filter_map(|text| date(text)).collect();
    match read {
        Some(read) => {
            let read = u64::try_from(read.timestamp()).unwrap();
            assert!(times.contains(&read), "{read} of {sent:?}");
        }
        None => assert!(!sent.iter().any(|text| is_canonical(text)), "{sent:?}"),
    }
}

/// The wait is the longest of those that were asked for, and at most a day.
#[track_caller]
fn assert_wait(read: Option<Duration>, sent: &[String], now: u64) {
    let wait = |text: &String| match digits(text) {
        Some(seconds) => Some(seconds),
        None => Some(date(text)?.saturating_sub(now).min(DAY)),
    };
    let most = sent.iter().filter_map(wait).max();
    let Some(read) = read else {
        let is_clear = |text: &String| digits(text).is_some() || is_canonical(text);
        assert!(!sent.iter().any(is_clear), "{sent:?}");
        return;
    };
    assert_eq!(read.subsec_nanos(), 0);
    let is_asked_for = sent
        .iter()
        .filter_map(wait)
        .any(|wait| wait == read.as_secs());
    assert!(
        is_asked_for && Some(read.as_secs()) <= most,
        "{read:?} of {sent:?}"
    );
    for text in sent
        .iter()
        .filter(|text| digits(text).is_some() || is_canonical(text))
    {
        assert!(wait(text) <= Some(read.as_secs()), "{read:?} of {sent:?}");
    }
}

/// A number of seconds, of at most a day.
fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number that does not fit is more than a day.
    is_number.then(|| text.parse().unwrap_or(DAY).min(DAY))
}

/// The second form with a blank before the time. The client takes any character there, which makes up no time.
fn with_a_blank(text: &str) -> Option<String> {
    let (day, time) = text.split_at_checked(text.len().checked_sub("08:49:37 GMT".len())?)?;
    let mut day = day.chars();
    day.next_back()?;
    Some(format!("{} {time}", day.as_str()))
}

/// A date in one of the three forms of RFC 9110, section 5.6.7, as chrono reads it.
fn date(text: &str) -> Option<u64> {
    const FORMS: [&str; 3] = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    let text = text.trim();
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    let time = FORMS
        .iter()
        .find_map(read)
        .or_else(|| NaiveDateTime::parse_from_str(&with_a_blank(text)?, FORMS[1]).ok())?;
    u64::try_from(time.and_utc().timestamp()).ok()
}

/// Whether this is a date in the form that every server should send, spelled as every server spells it.
fn is_canonical(text: &str) -> bool {
    const FORM: &str = "%a, %d %b %Y %H:%M:%S GMT";
    NaiveDateTime::parse_from_str(text, FORM).is_ok_and(|time| {
        let is_possible =
            (1970..=9999).contains(&chrono::Datelike::year(&time)) && !text.contains(":60 ");
        is_possible && time.format(FORM).to_string() == text
    })
}
