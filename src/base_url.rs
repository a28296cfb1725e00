//! The base URL of the API, and which URLs may receive an API key.
//!
//! In comes a URL as text, and perhaps the names of hosts that may be reached over plain http. Out comes a [`BaseUrl`],
//! or an [`InvalidBaseUrl`] that says what to write instead. The path of an operation is appended in `request_url.rs`.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// The URL that the paths of the API are appended to.
///
/// The scheme is https. Plain http is allowed to this machine, and to the hosts that
/// [`danger_parse_with_http_to`](Self::danger_parse_with_http_to) names. The URL has no credentials, query or fragment.
/// A path prefix is kept, and a trailing slash makes no difference.
///
/// The default is the documented server, `https://api.publicsquare.com`. It serves test and production alike: the key
/// decides the environment.
///
/// ```
/// # use publicsquare_client::BaseUrl;
/// let url: BaseUrl = "https://proxy.example/publicsquare/".parse()?;
/// assert_eq!(url.as_str(), "https://proxy.example/publicsquare");
/// assert!("http://api.publicsquare.com".parse::<BaseUrl>().is_err());
/// # Ok::<(), publicsquare_client::InvalidBaseUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    text: String,
    loopback: bool,
    https: bool,
}

impl BaseUrl {
    /// Returns the URL without a trailing slash.
    ///
    /// ```
    /// # use publicsquare_client::BaseUrl;
    /// assert_eq!(BaseUrl::default().as_str(), "https://api.publicsquare.com");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reports whether requests stay on this machine.
    ///
    /// ```
    /// # use publicsquare_client::BaseUrl;
    /// let sandbox: BaseUrl = "http://127.0.0.1:8080".parse()?;
    /// assert!(sandbox.is_loopback());
    /// # Ok::<(), publicsquare_client::InvalidBaseUrl>(())
    /// ```
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Parses a URL that may use plain http to one of these hosts. This is for a test network without certificates:
    /// **everybody on the network path can read the API key and change the responses.**
    ///
    /// Each host is a name or an address without scheme and port. Only exactly this name or address is allowed, not
    /// its subdomains.
    ///
    /// ```
    /// # use publicsquare_client::BaseUrl;
    /// let url = BaseUrl::danger_parse_with_http_to("http://sandbox:8080", &["sandbox"])?;
    /// assert!(!url.is_https() && !url.is_loopback());
    /// assert!(BaseUrl::danger_parse_with_http_to("http://elsewhere", &["sandbox"]).is_err());
    /// # Ok::<(), publicsquare_client::InvalidBaseUrl>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The URL is refused, or one of `hosts` is not a host name or an address.
    pub fn danger_parse_with_http_to(
        text: &str,
        hosts: &[impl AsRef<str>],
    ) -> Result<Self, InvalidBaseUrl> {
        let mut allowed = Vec::with_capacity(hosts.len());
        for host in hosts {
            let host = host.as_ref().trim_end_matches('.');
            match Host::parse(host) {
                Ok(parsed) if !host.contains('*') => allowed.push(parsed),
                _ => {
                    return Err(InvalidBaseUrl(
                        "one of the hosts that plain http is allowed to is not a host name or an address; \
                         write it like sandbox, without scheme and port"
                            .into(),
                    ));
                }
            }
        }
        Self::parse(text, &allowed)
    }

    /// Reports whether plain http to this host was allowed by name.
    pub(crate) fn allows_http_to(&self, host: &Host<&str>) -> bool {
        let own = Url::parse(&self.text).ok();
        !self.https
            && own
                .as_ref()
                .and_then(Url::host)
                .is_some_and(|own| own == *host)
    }

    /// Reports whether requests use TLS.
    ///
    /// ```
    /// # use publicsquare_client::BaseUrl;
    /// assert!(BaseUrl::default().is_https());
    /// ```
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.https
    }
}

impl Default for BaseUrl {
    /// `https://api.publicsquare.com`, from the vendor's reference pages of the operations.
    fn default() -> Self {
        Self {
            text: "https://api.publicsquare.com".to_owned(),
            loopback: false,
            https: true,
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a base URL is refused. The URL itself is not part of the message, because it may contain a password.
///
/// ```
/// # use publicsquare_client::BaseUrl;
/// let error = "https://user:secret@proxy.example".parse::<BaseUrl>().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the base URL is refused: it contains a user name or a password; remove the part before the @"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidBaseUrl(String);

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the base URL is refused: {}", self.0)
    }
}

impl std::error::Error for InvalidBaseUrl {}

impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        Self::parse(text, &[])
    }
}

impl BaseUrl {
    fn parse(text: &str, http_to: &[Host<String>]) -> Result<Self, InvalidBaseUrl> {
        let refuse = |why: String| Err(InvalidBaseUrl(why));
        let url = match Url::parse(text.trim()) {
            Ok(url) => url,
            Err(error) => {
                return refuse(format!(
                    "{error}; a base URL looks like https://api.publicsquare.com"
                ));
            }
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse(
                "it contains a user name or a password; remove the part before the @".into(),
            );
        }
        let Some(host) = url.host() else {
            return refuse(
                "it names no host; a base URL looks like https://api.publicsquare.com".into(),
            );
        };
        let loopback = is_loopback(&host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" if http_to.iter().any(|allowed| is_same(allowed, &host)) => {}
            "http" => {
                return refuse(format!(
                    "http would send the API key to {host} unencrypted; use https (plain http is \
                     for this machine only)"
                ));
            }
            other => return refuse(format!("its scheme is {other}; use https")),
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("it has a query or a fragment; end it with the path".into());
        }
        Ok(Self {
            https: url.scheme() == "https",
            loopback,
            text: url.as_str().trim_end_matches('/').to_owned(),
        })
    }
}

fn is_same(allowed: &Host<String>, host: &Host<&str>) -> bool {
    match (allowed, host) {
        (Host::Domain(allowed), Host::Domain(name)) => name.trim_end_matches('.') == allowed,
        (Host::Ipv4(allowed), Host::Ipv4(address)) => allowed == address,
        (Host::Ipv6(allowed), Host::Ipv6(address)) => allowed == address,
        _ => false,
    }
}

/// `localhost` and the names that end in `.localhost` are loopback by definition (RFC 6761). In
/// `transport/loopback.rs`, the client answers for these names itself.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<BaseUrl>().expect_err("refused").to_string()
    }

    #[test]
    fn plain_http_is_allowed_to_this_machine_only() {
        for url in [
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost",
            "http://a.localhost",
        ] {
            assert!(
                url.parse::<BaseUrl>().is_ok_and(|url| url.is_loopback()),
                "{url}"
            );
        }
        for url in [
            "http://api.publicsquare.com",
            "http://10.0.0.1",
            "http://localhost.example",
        ] {
            assert!(refusal(url).contains("unencrypted"), "{url}");
        }
        assert!(refusal("ftp://localhost").contains("scheme is ftp"));
    }

    #[test]
    fn http_is_allowed_to_the_named_host_and_to_no_other() {
        let parse = |url, hosts: &[&str]| BaseUrl::danger_parse_with_http_to(url, hosts);
        for (url, host) in [
            ("http://sandbox:8080", "sandbox"),
            ("http://SANDBOX.test.", "sandbox.TEST"),
            ("http://10.0.0.1/v1", "10.0.0.1"),
            ("http://[fd00::1]", "[fd00::1]"),
        ] {
            let parsed = parse(url, &["other", host]).expect(url);
            assert!(!parsed.is_loopback() && !parsed.is_https(), "{url}");
        }
        for url in [
            "http://other",
            "http://a.sandbox",
            "http://sandbox.example",
            "http://notsandbox",
        ] {
            let error = parse(url, &["sandbox"]).expect_err(url).to_string();
            assert!(error.contains("unencrypted"), "{error}");
        }
        for host in ["", "http://sandbox", "sandbox:8080", "*"] {
            let error = parse("https://a.example", &[host]).expect_err(host);
            assert!(error.to_string().contains("not a host name"), "{error}");
        }
        let credentials = parse("http://u:canary@sandbox", &["sandbox"]);
        assert!(credentials.is_err());
        assert!(parse("https://a.example", &["sandbox"]).is_ok());
    }

    #[test]
    fn credentials_are_refused_and_not_repeated() {
        let message = refusal("https://user:canary@api.publicsquare.com");
        assert!(message.contains("password") && !message.contains("canary"));
        assert!(refusal("https://user@api.publicsquare.com").contains("user name"));
    }

    #[test]
    fn a_query_a_fragment_or_a_missing_scheme_is_refused() {
        assert!(refusal("https://api.publicsquare.com?a=b").contains("query"));
        assert!(refusal("https://api.publicsquare.com#a").contains("fragment"));
        assert!(refusal("api.publicsquare.com").contains("https://api.publicsquare.com"));
    }

    #[test]
    fn trailing_slashes_make_no_difference() {
        let url = |text: &str| text.parse::<BaseUrl>().map(|url| url.as_str().to_owned());
        assert_eq!(
            url("https://a.example//").as_deref(),
            Ok("https://a.example")
        );
        assert_eq!(
            url("https://a.example/v1/").as_deref(),
            Ok("https://a.example/v1")
        );
        assert_eq!(
            url("https://api.publicsquare.com/"),
            Ok(BaseUrl::default().text)
        );
    }
}
