//! Three ways to test code that rotates keys: fakes, mocks and the sandbox.
//!
//! ```console
//! $ cargo run -p publicsquare --example testing
//! ```
//!
//! Fakes are results without any server, for the logic of your program. Mocks give one prepared answer over real HTTP.
//! The sandbox behaves: it has state, and faults on demand. Your tests have these parts as `#[test]` functions.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;

use httpmock::MockServer;
use publicsquare::fakes::{self, ErrorParts};
use publicsquare::{ApiKeyId, Certainty, Client, ErrorKind, Regenerated, SecretKey};
use publicsquare_httpmock::MockServerExt;
use publicsquare_httpmock::types::ApiKey;
use publicsquare_sandbox::{Fault, Moment, Sandbox};

/// The code under test: what an operator has to do after a rotation.
fn next_step(outcome: &Result<Regenerated, publicsquare::Error>) -> &'static str {
    match outcome {
        Ok(_) => "deliver the new key",
        Err(error) if error.certainty() >= Certainty::Unknown => "send the request again",
        Err(_) => "nothing, the old key works",
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Sentence> {
    let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse()?;
    with_fakes(&id);
    with_a_mock(&id).await?;
    with_the_sandbox().await
}

fn with_fakes(id: &ApiKeyId) {
    let rotated = fakes::regenerated(id.clone(), SecretKey::from("sk_test_new"));
    println!("fake, success: {}", next_step(&Ok(rotated)));
    let timeout = fakes::error(
        ErrorKind::Timeout,
        Certainty::Unknown,
        ErrorParts::default(),
    );
    println!("fake, timeout: {}", next_step(&Err(timeout)));
}

async fn with_a_mock(id: &ApiKeyId) -> Result<(), Sentence> {
    let server = MockServer::start_async().await;
    let key: ApiKey = ApiKey::builder()
        .id(id.as_str().to_owned())
        .key(Some("sk_test_new".into()))
        .try_into()?;
    let mock = server.regenerate_api_key(|when, then| {
        when.id(id);
        then.ok(&key);
    });
    let client = Client::builder()
        .base_url(server.base_url())
        .api_key("sk_test_4eC39HqLyjWDarjtT1zdp7dc")
        .build()?;
    let outcome = client.api_keys().regenerate(id)?.await;
    println!("mock, success: {}", next_step(&outcome));
    println!("mock, requests: {}", mock.calls());
    Ok(())
}

async fn with_the_sandbox() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(keys.secret().value())
        .build()?;
    // The server replaces the key, and the answer is lost. The client repeats the request by itself.
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let id = keys.key_writer().id();
    let outcome = client.api_keys().regenerate(id)?.await;
    println!("sandbox, lost answer: {}", next_step(&outcome));
    println!("sandbox, times replaced: {}", sandbox.regenerations(id));
    Ok(())
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
