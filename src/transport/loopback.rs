//! The names that mean this machine: `localhost` and the names below it.
//!
//! In comes the URL of the API or of a proxy. Out comes an HTTP client that asks no resolver for its name, if the name means
//! this machine. Which names these are is decided in `base_url.rs`.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

use crate::base_url::is_loopback;

/// Answers for the name of a URL that means this machine, such as `shop.localhost`, so that no resolver is asked for it.
///
/// Not every system knows these names. A system that does not asks a server on the network, and this server would decide
/// where a key goes without encryption (RFC 6761, section 6.3).
pub(super) fn resolved_here(builder: reqwest::ClientBuilder, url: &str) -> reqwest::ClientBuilder {
    let Ok(url) = Url::parse(url) else {
        return builder;
    };
    match url.host() {
        Some(host @ Host::Domain(name)) if is_loopback(&host) => {
            // The port of the URL replaces 0.
            let here = [
                SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
            ];
            builder.resolve_to_addrs(name, &here)
        }
        _ => builder,
    }
}
