//! The base URL: a key goes out encrypted, or stays on this machine, or goes to a host that was named.
//!
//! In come the bytes of two lines: a URL, and a host that may be reached without encryption. The standard library
//! reads the host of an accepted URL once more. The property fails if a URL is accepted that would show a key to
//! others, that carries credentials, a query or a fragment, or that is another one when it is read again. It also
//! fails if a refusal repeats a password.

use std::net::IpAddr;

use publicsquare_client::BaseUrl;

/// Asserts what holds for each URL.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (url, named) = text.split_once('\n').unwrap_or((text, "sandbox"));
    for (hosts, parsed) in [
        (None, url.parse::<BaseUrl>()),
        (
            Some(named),
            BaseUrl::danger_parse_with_http_to(url, &[named]),
        ),
    ] {
        match parsed {
            Ok(accepted) => assert_safe(&accepted, hosts),
            Err(refusal) => {
                let shown = format!("{refusal} {refusal:?}");
                assert!(!shown.contains(char::is_control), "{shown:?}");
                if let Some(password) = password(url) {
                    assert!(!shown.contains(password), "{shown}");
                }
            }
        }
    }
}

#[track_caller]
fn assert_safe(accepted: &BaseUrl, named: Option<&str>) {
    let text = accepted.as_str();
    assert!(text.is_ascii() && !text.ends_with('/'), "{text}");
    assert!(!text.contains(['?', '#', ' ', '\\']), "{text}");
    let (scheme, rest) = text.split_once("://").expect("a scheme");
    let authority = rest.split('/').next().unwrap_or_default();
    assert!(!authority.is_empty() && !authority.contains('@'), "{text}");
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => authority,
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.trim_end_matches('.');
    let is_here = match address.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    };
    assert_eq!(accepted.is_loopback(), is_here, "{text}");
    assert_eq!(accepted.is_https(), scheme == "https", "{text}");
    match scheme {
        "https" => {}
        "http" => assert!(
            is_here || named.is_some_and(|named| is_same(name, named)),
            "{text}"
        ),
        other => panic!("the scheme {other} is accepted"),
    }
    let again = match scheme {
        "https" => text.parse(),
        // A name below `localhost` may have characters that no other host that is named may have.
        _ if is_here => text.parse(),
        _ => BaseUrl::danger_parse_with_http_to(text, &[host]),
    };
    let again: BaseUrl = again.expect("it is read again");
    assert_eq!(again, *accepted);
}

/// Whether the host is the named one. A name has other spellings, which only a parser of names knows: then they differ
/// in more than case.
fn is_same(host: &str, named: &str) -> bool {
    let named = named.trim_end_matches('.');
    let is_plain = named
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let is_number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let may_be_an_address = named.rsplit('.').next().is_some_and(is_number);
    host.eq_ignore_ascii_case(named) || !is_plain || may_be_an_address
}

/// The password in a URL, if there is one that no other part of the URL repeats.
fn password(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let (credentials, host) = authority.rsplit_once('@')?;
    let password = credentials.split_once(':')?.1;
    let is_telling = password.len() >= 8 && !host.contains(password) && !scheme.contains(password);
    is_telling.then_some(password)
}
