//! Which TLS certificates a client trusts, and what its error says about the others.
//!
//! In come servers with a good, an expired and a foreign certificate, from `support/tls.rs`. Out comes a connection, or an error
//! which says that nothing was sent. Plain connections are in `transport.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;
#[path = "support/tls.rs"]
mod tls;

use publicsquare::{Certainty, ErrorKind};

use support::fields::documented;
use support::{KEY_ID, settings};
use tls::{AUTHORITY, EXPIRED, GOOD, OTHER_NAME, Secured};

#[tokio::test]
async fn an_authority_that_was_added_is_trusted() {
    let server = Secured::answering(GOOD, documented().to_string()).await;
    let client = settings(server.url())
        .add_root_certificate(AUTHORITY)
        .build()
        .unwrap();
    let rotated = client.api_keys().regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!(rotated.attempts, 1);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_certificate_that_is_refused_is_final_and_nothing_was_sent() {
    for (certificate, is_added, reason) in [
        (GOOD, false, "UnknownIssuer"),
        (OTHER_NAME, true, "not valid for name"),
        (EXPIRED, true, "expired"),
    ] {
        let server = Secured::answering(certificate, documented().to_string()).await;
        let mut settings = settings(server.url());
        if is_added {
            settings = settings.add_root_certificate(AUTHORITY);
        }
        let client = settings.build().unwrap();
        let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
        let error = error.expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
        assert!(!error.is_transient(), "{error:?}");
        assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
        assert_eq!(error.attempts(), 1, "{error:?}");
        assert_eq!(server.connections(), 1, "{error:?}");
        let line = error.to_string();
        assert!(
            line.contains(reason) && line.contains("127.0.0.1"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn tls_that_breaks_otherwise_is_tried_again() {
    let server = Secured::hanging_up().await;
    let client = settings(server.url()).build().unwrap();
    let error = client.api_keys().regenerate(KEY_ID).unwrap().await;
    let error = error.expect_err("no handshake");
    assert_eq!(error.certainty(), Certainty::NotSent, "{error:?}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 5));
    assert!(error.is_transient(), "{error:?}");
}

/// Set where this program is the child, to the URL of the server.
#[cfg(target_os = "linux")]
const CHILD: &str = "PUBLICSQUARE_TEST_SERVER";

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "another test starts it in a process of its own"]
async fn as_the_child() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let client = settings(url).build().unwrap();
    match client.api_keys().regenerate(KEY_ID).unwrap().await {
        Ok(rotated) => println!("regenerated: {}", rotated.id),
        Err(error) => println!("failed: {error}"),
    }
}

/// A process must not change its own environment, so that a child has it.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn ssl_cert_file_takes_the_place_of_the_certificates_of_the_system() {
    let server = Secured::answering(GOOD, documented().to_string()).await;
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/support/tls/authority.pem"
    );
    for (file, expected) in [
        (Some(file), format!("regenerated: {KEY_ID}")),
        (None, "UnknownIssuer".to_owned()),
    ] {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "as_the_child", "--ignored", "--nocapture"])
            .env_remove("SSL_CERT_FILE")
            .env(CHILD, server.url());
        if let Some(file) = file {
            command.env("SSL_CERT_FILE", file);
        }
        let output = tokio::task::block_in_place(|| command.output()).unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&expected), "{said}");
    }
}
