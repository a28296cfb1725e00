//! The proxy that requests go through: the one that was chosen, or else the one of the environment.
//!
//! Its name is its host and port. The URL of a proxy may hold a password and is never shown.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use super::TransportError;
use crate::BaseUrl;
use crate::base_url::is_loopback;

/// The proxy of a URL, and its name.
pub(super) fn chosen(
    url: &str,
    base_url: &BaseUrl,
) -> Result<(reqwest::Proxy, String), TransportError> {
    let refuse = |why: &str| TransportError::new(format!("the URL of the proxy is refused: {why}"));
    let parsed = Url::parse(url.trim())
        .map_err(|error| refuse(&format!("{error}; it looks like http://proxy.example:3128")))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(refuse("it is neither http nor https"));
    }
    let Some(host) = parsed.host() else {
        return Err(refuse("it names no host"));
    };
    let is_trusted = is_loopback(&host) || base_url.allows_http_to(&host);
    let name = match parsed.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_string(),
    };
    if !base_url.is_https() && !is_trusted {
        return Err(refuse(&format!(
            "requests go by http, and {name} would read the API key; use https, or a proxy on this \
             machine"
        )));
    }
    let proxy = reqwest::Proxy::all(parsed).map_err(|_| refuse("no proxy can be made of it"))?;
    Ok((proxy, name))
}

/// The name of the proxy that the environment has for this URL, by the rules that reqwest uses.
pub(super) fn of_the_environment(base_url: &BaseUrl) -> Option<String> {
    let target = base_url.as_str().parse().ok()?;
    let found = Matcher::from_system().intercept(&target)?;
    found.uri().authority().map(|authority| {
        let text = authority.as_str();
        // The matcher has taken the credentials out already; what is shown does not rest on that.
        text.rsplit_once('@')
            .map_or(text, |(_, name)| name)
            .to_owned()
    })
}
