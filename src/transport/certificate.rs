//! Certificates: which ones are trusted in addition, and whether a server's certificate was refused.
//!
//! In comes the PEM text of a root certificate, or the error of a request. Out comes an HTTP client that trusts the
//! certificate, or the answer whether the error is about a certificate. `transport.rs` chooses the TLS library.

use super::TransportError;

/// Adds the certificates of a PEM text to the trusted ones.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(super) fn trust(
    mut builder: reqwest::ClientBuilder,
    pem: &[u8],
) -> Result<reqwest::ClientBuilder, TransportError> {
    let refuse = |why| TransportError::new(format!("a root certificate is refused: {why}"));
    let found = reqwest::Certificate::from_pem_bundle(pem)
        .map_err(|_| refuse("its PEM text is damaged"))?;
    if found.is_empty() {
        return Err(refuse(
            "it contains no PEM text, which has a line -----BEGIN CERTIFICATE-----",
        ));
    }
    for certificate in found {
        builder = builder.tls_certs_merge([certificate]);
    }
    Ok(builder)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(super) fn trust(
    _: reqwest::ClientBuilder,
    _: &[u8],
) -> Result<reqwest::ClientBuilder, TransportError> {
    Err(TransportError::no_tls())
}

/// Reports whether the connection failed because the server's certificate was refused: the issuer is unknown, the name
/// does not match, or the certificate has expired. Nothing was sent, and a retry does not help.
///
/// With rustls the type of the error decides. The errors of `native-tls` have no such type. There the text of the error
/// decides, which names the certificate on every operating system.
///
/// ```
/// use publicsquare_client::{Error, is_refused_certificate};
///
/// fn advice<E>(error: &Error<E>) -> &'static str {
///     match error {
///         Error::CommunicationError(error) if is_refused_certificate(error) => {
///             "nothing was sent; trust the certificate with add_root_certificate, or correct the URL"
///         }
///         _ => "try again later",
///     }
/// }
/// # assert_eq!(advice::<()>(&Error::InvalidRequest(String::new())), "try again later");
/// ```
#[must_use]
pub fn is_refused_certificate(error: &reqwest::Error) -> bool {
    if !error.is_connect() {
        return false;
    }
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        if is_refusal(error) {
            return true;
        }
        // The source of an I/O error is the source of the error that it wraps. `get_ref` gives the wrapped error itself.
        let inner = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        next = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}

#[cfg(feature = "rustls")]
fn is_refusal(error: &(dyn std::error::Error + 'static)) -> bool {
    use rustls::Error::{InvalidCertRevocationList, InvalidCertificate, NoCertificatesPresented};
    matches!(
        error.downcast_ref::<rustls::Error>(),
        Some(InvalidCertificate(_) | NoCertificatesPresented | InvalidCertRevocationList(_))
    )
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn is_refusal(error: &(dyn std::error::Error + 'static)) -> bool {
    error
        .to_string()
        .to_ascii_lowercase()
        .contains("certificate")
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn is_refusal(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}
