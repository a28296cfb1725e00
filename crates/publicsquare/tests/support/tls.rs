//! A server with a TLS certificate, and the certificates for it.
//!
//! In comes a certificate. Out come the URL of a server on this machine and the number of its connections. No system trusts the
//! authority of these certificates; they and their private key are for tests alone. Without TLS, tests use
//! `support/scripted.rs`.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Signs the certificates.
pub(crate) const AUTHORITY: &str = include_str!("tls/authority.pem");
/// For `localhost` and `127.0.0.1`.
pub(crate) const GOOD: &str = include_str!("tls/good.pem");
/// For `other.example`.
pub(crate) const OTHER_NAME: &str = include_str!("tls/other-name.pem");
/// For `localhost` and `127.0.0.1`, in the year 2020.
pub(crate) const EXPIRED: &str = include_str!("tls/expired.pem");
const KEY: &str = include_str!("tls/server-key.pem");

/// A server on the loopback, which ends with the runtime of its test.
pub(crate) struct Secured {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl Secured {
    /// Answers every request with 200 and this body.
    pub(crate) async fn answering(certificate: &str, body: String) -> Self {
        let chain = CertificateDer::pem_slice_iter(certificate.as_bytes());
        let chain = chain.collect::<Result<Vec<_>, _>>().unwrap();
        let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
        Self::start(Some((TlsAcceptor::from(Arc::new(config)), answer))).await
    }

    /// Closes every connection at once.
    pub(crate) async fn hanging_up() -> Self {
        Self::start(None).await
    }

    async fn start(behaviour: Option<(TlsAcceptor, String)>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
        };
        let connections = Arc::clone(&server.connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let Some((acceptor, answer)) = behaviour.clone() else {
                    continue;
                };
                tokio::spawn(async move {
                    // If the client does not trust the certificate, the test notices that.
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => return,
                        }
                    }
                    drop(stream.write_all(answer.as_bytes()).await);
                    drop(stream.shutdown().await);
                });
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}
