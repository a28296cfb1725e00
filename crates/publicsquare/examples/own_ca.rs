//! Trusts a certificate authority of your own, and configures the HTTP client.
//!
//! ```console
//! $ cargo run -p publicsquare --example own_ca
//! ```
//!
//! It starts a sandbox behind TLS whose certificate no system trusts. The first client refuses it and sends nothing.
//! The second one has the authority by `add_root_certificate`, and more settings by `configure_http`.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use publicsquare::{Client, ClientBuilder};
use publicsquare_sandbox::Sandbox;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// The certificate of the authority, as a company hands it to its services.
const AUTHORITY: &str = include_str!("../tests/support/tls/authority.pem");
/// The certificate of the server and its private key. They are for tests and examples alone.
const SERVER: &str = include_str!("../tests/support/tls/good.pem");
const SERVER_KEY: &str = include_str!("../tests/support/tls/server-key.pem");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let address = behind_tls(sandbox.url()).await?;
    let builder = || -> ClientBuilder {
        Client::builder()
            .base_url(format!("https://{address}"))
            .api_key(keys.secret().value())
    };
    let id = keys.key_writer().id();

    let stranger = builder().build()?;
    match stranger.api_keys().regenerate(id)?.await {
        Err(error) => println!("without the authority: {error}"),
        Ok(_) => println!("without the authority: accepted"),
    }

    let client = builder()
        .add_root_certificate(AUTHORITY)
        .connect_timeout(Duration::from_secs(2))
        .configure_http(|http| {
            http.pool_max_idle_per_host(1)
                .tcp_keepalive(Duration::from_secs(30))
        })
        .build()?;
    let rotated = client.api_keys().regenerate(id)?.await?;
    println!("with the authority: {} has a new value", rotated.id);
    Ok(())
}

/// Puts TLS in front of a server, and returns the address to connect to.
async fn behind_tls(url: &str) -> Result<SocketAddr, Sentence> {
    let upstream = url.trim_start_matches("http://").to_owned();
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(SERVER.as_bytes()).collect();
    let key = PrivateKeyDer::from_pem_slice(SERVER_KEY.as_bytes()).map_err(io::Error::other)?;
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain.map_err(io::Error::other)?, key)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (acceptor, upstream) = (acceptor.clone(), upstream.clone());
            tokio::spawn(async move {
                // A client that does not trust the certificate ends the handshake.
                let mut client = acceptor.accept(connection).await?;
                let mut server = TcpStream::connect(upstream).await?;
                copy_bidirectional(&mut client, &mut server).await
            });
        }
    });
    Ok(address)
}

/// Rust prints the `Debug` of an error that `main` returns. This one prints the sentence.
struct Sentence(Box<dyn Error>);

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<E: Error + 'static> From<E> for Sentence {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}
