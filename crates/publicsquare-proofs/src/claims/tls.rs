//! The TLS of the adversary, which offers HTTP/2 first.
//!
//! A TCP connection comes in. Out comes its content in clear, and whether the client chose HTTP/2. The certificate is
//! from the tests of the client, by an authority that nobody trusts by default. HTTP/2 itself is in
//! [`http2`](super::http2).

use std::io;
use std::sync::{Arc, LazyLock};

use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::server::TlsStream;

/// The certificate authority that the client has to trust.
pub(super) const AUTHORITY: &str =
    include_str!("../../../publicsquare/tests/support/tls/authority.pem");
const CERTIFICATE: &str = include_str!("../../../publicsquare/tests/support/tls/good.pem");
const KEY: &str = include_str!("../../../publicsquare/tests/support/tls/server-key.pem");

const HTTP2: &[u8] = b"h2";

/// Makes the TLS handshake of a connection.
pub(super) async fn accept(stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
    static CONFIG: LazyLock<Result<Arc<ServerConfig>, String>> = LazyLock::new(config);
    let config = CONFIG.clone().map_err(io::Error::other)?;
    TlsAcceptor::from(config).accept(stream).await
}

/// Whether client and server agreed on HTTP/2.
pub(super) fn is_http2(stream: &TlsStream<TcpStream>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(HTTP2)
}

fn config() -> Result<Arc<ServerConfig>, String> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(CERTIFICATE.as_bytes()).collect();
    let chain = chain.map_err(|error| error.to_string())?;
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).map_err(|error| error.to_string())?;
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| error.to_string())?;
    config.alpn_protocols = vec![HTTP2.to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
