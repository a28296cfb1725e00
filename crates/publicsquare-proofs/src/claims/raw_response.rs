//! The bytes of a response: its headers and its framing.
//!
//! A status and a body come in. Out go the bytes for the wire. The headers are hostile on purpose: wrong clocks,
//! waits that make no sense, and secrets where ids should be. Which status and body a response has is decided in
//! [`interfere`](super::interfere).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::api_model::CLIENT_KEY;
use crate::random::Random;

/// The bytes of a response, with what the oracle has to know about them.
#[derive(Debug, Clone)]
pub(super) struct RawResponse {
    pub(super) bytes: Vec<u8>,
    /// The index at which the body begins.
    pub(super) body_at: usize,
    pub(super) wait: Option<Duration>,
    /// Whether the connection has to end after the response.
    pub(super) ends: bool,
}

pub(super) fn render(
    status: u16,
    content_type: &str,
    body: &[u8],
    elsewhere: Option<u16>,
    identity: Option<&str>,
    random: &mut Random,
) -> RawResponse {
    let mut head = format!("HTTP/1.1 {status} Something\r\ncontent-type: {content_type}\r\n");
    let hours = random.next() % 96;
    let clock =
        SystemTime::now() - Duration::from_secs(48 * 3600) + Duration::from_secs(hours * 3600);
    let is_dated = random.percent(80);
    if is_dated {
        head += &format!("date: {}\r\n", date(clock));
    }
    let (wait, text) = retry_after(status, clock, is_dated, random);
    if let Some(text) = text {
        head += &format!("retry-after: {text}\r\n");
    }
    match random.below(6) {
        3 => {
            head += &format!(
                "x-correlation-id: {}\r\n",
                identity.unwrap_or("of-the-server-2")
            )
        }
        0 => head += &format!("x-correlation-id: {CLIENT_KEY}\r\n"),
        1 => head += "x-correlation-id: sk_test_CANARYcorrelated22222222\r\n",
        2 => head += "x-correlation-id: of-the-server-1\r\n",
        _ => {}
    }
    if random.percent(10) {
        head += &format!("x-request: {CLIENT_KEY}\r\nset-cookie: key={CLIENT_KEY}\r\n");
    }
    if let Some(port) = elsewhere {
        head += &format!("location: http://127.0.0.1:{port}/api-keys\r\n");
    }
    if body.starts_with(&[0x1f, 0x8b]) {
        head += "content-encoding: gzip\r\n";
    }
    let has_no_body = matches!(status, 204 | 304);
    let framing = random.below(4);
    let mut framed = Vec::new();
    match framing {
        _ if has_no_body => {}
        0 if status != 205 => {
            head += "transfer-encoding: chunked\r\n";
            if !body.is_empty() {
                framed.extend_from_slice(format!("{:x}\r\n", body.len()).as_bytes());
                framed.extend_from_slice(body);
                framed.extend_from_slice(b"\r\n");
            }
            framed.extend_from_slice(b"0\r\n\r\n");
        }
        1 => {
            head += "connection: close\r\n";
            framed.extend_from_slice(body);
        }
        _ => {
            head += &format!("content-length: {}\r\n", body.len());
            framed.extend_from_slice(body);
        }
    }
    head += "\r\n";
    let body_at = head.len();
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&framed);
    RawResponse {
        bytes,
        body_at,
        wait,
        ends: framing == 1 && !has_no_body,
    }
}

fn retry_after(
    status: u16,
    clock: SystemTime,
    is_dated: bool,
    random: &mut Random,
) -> (Option<Duration>, Option<String>) {
    if status < 300 || random.percent(40) {
        return (None, None);
    }
    let seconds = [1, 3, 20].get(random.below(3)).copied().unwrap_or(1);
    match random.below(6) {
        0 => (None, Some("0".to_owned())),
        1 => (None, Some("99999999999999999999".to_owned())),
        2 => (None, Some("soon, -1".to_owned())),
        // A date in Retry-After has to be compared with the Date header of the same response.
        3 => {
            let seconds = Duration::from_secs(seconds);
            (is_dated.then_some(seconds), Some(date(clock + seconds)))
        }
        _ => (
            Some(Duration::from_secs(seconds)),
            Some(seconds.to_string()),
        ),
    }
}

/// An HTTP-date (RFC 9110, section 5.6.7).
fn date(time: SystemTime) -> String {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let days = seconds / 86_400;
    // The civil calendar by days since the first of March of the year 0.
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12;
    let year = year_of_era + era * 400 + u64::from(month < 2);
    let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let name = |names: &[&'static str], at: u64| {
        let at = usize::try_from(at).unwrap_or_default();
        names.get(at).copied().unwrap_or_default()
    };
    format!(
        "{}, {day:02} {} {year} {:02}:{:02}:{:02} GMT",
        name(&names, days % 7),
        name(&months, month),
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_the_form_of_the_standard() {
        let of = |seconds| date(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(of(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(of(1_709_164_800), "Thu, 29 Feb 2024 00:00:00 GMT");
        assert_eq!(of(1_735_689_599), "Tue, 31 Dec 2024 23:59:59 GMT");
    }
}
