//! The proxy that requests go through: the chosen one, or else the one that the environment names.
//!
//! In comes the URL of a proxy and the base URL. Out comes the proxy with its name, or a refusal if the proxy could read
//! the API key. The name is the host and the port; the URL may contain a password and is never shown. `transport.rs`
//! decides when which proxy applies.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use super::TransportError;
use crate::BaseUrl;
use crate::base_url::is_loopback;

/// Returns the proxy with this URL, and its name.
pub(super) fn chosen(
    url: &str,
    base_url: &BaseUrl,
) -> Result<(reqwest::Proxy, String), TransportError> {
    let refuse = |why: &str| TransportError::new(format!("the URL of the proxy is refused: {why}"));
    let parsed = Url::parse(url.trim()).map_err(|error| {
        refuse(&format!(
            "{error}; a proxy URL looks like http://proxy.example:3128"
        ))
    })?;
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
            "requests go by plain http, so {name} could read the API key; use https, or a proxy on \
             this machine"
        )));
    }
    let proxy =
        reqwest::Proxy::all(parsed).map_err(|_| refuse("the HTTP client does not accept it"))?;
    Ok((proxy, name))
}

/// Returns the name of the proxy that the environment sets for this URL, by the rules that reqwest uses.
pub(super) fn of_the_environment(base_url: &BaseUrl) -> Option<String> {
    let target = base_url.as_str().parse().ok()?;
    let found = Matcher::from_system().intercept(&target)?;
    found.uri().authority().map(|authority| {
        let text = authority.as_str();
        // The matcher has removed the credentials already. They are removed again, because this text is shown.
        text.rsplit_once('@')
            .map_or(text, |(_, name)| name)
            .to_owned()
    })
}
