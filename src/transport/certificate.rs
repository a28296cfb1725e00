//! Certificates: those to trust in addition, and the refusal of a server's.

use super::TransportError;

/// Adds the certificates of a PEM text to those that are trusted.
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
            "it is no PEM text; one has a line -----BEGIN CERTIFICATE-----",
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

/// Whether no connection came about because the certificate of the server was refused: an unknown
/// issuer, another name, a time that is over. Trying again would not help.
///
/// With rustls this is the type of the error. The errors of `native-tls` have no type for it, so that
/// their text is looked at, which names the certificate on every system.
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
        // What an I/O error was made of is not its source: the source is that of what it was made of.
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
