//! Rotates one API key, stores the new value, and shows that the old value is dead.
//!
//! ```console
//! $ cargo run -p publicsquare --example rotate
//! ```
//!
//! It runs against a sandbox in the same process, so it needs no account. Against PublicSquare itself, build the
//! client with `Client::from_env()`. The example `replay_after_a_crash` shows what to do when the answer is lost.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;

use publicsquare::{Client, SecretKey};
use publicsquare_sandbox::Sandbox;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let (admin, target) = (keys.secret(), keys.key_writer());

    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(admin.value())
        .build()?;

    let rotated = client.api_keys().regenerate(target.id())?.await?;
    store(&rotated.key);
    println!(
        "{} has a new value ({} attempt)",
        rotated.id, rotated.attempts
    );

    // The old value is dead from this moment on.
    let with_old = client.with_api_key(target.value())?;
    match with_old.api_keys().get(target.id())?.await {
        Err(error) => println!("with the old value: {error}"),
        Ok(_) => println!("with the old value: accepted"),
    }

    let with_new = client.with_api_key(rotated.key)?;
    let key = with_new.api_keys().get(target.id())?.await?;
    let name = key.name.as_deref().unwrap_or("(no name)");
    println!("with the new value: accepted, the key is named {name:?}");
    Ok(())
}

/// Stands for the place where your program keeps the key: a secret store, a file, an environment.
fn store(key: &SecretKey) {
    let length = key.expose_secret().len();
    println!("stored a value of {length} characters");
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
