//! Regenerates one key with the SDK, while the sandbox loses the first response.
//!
//! Nothing comes in. The program prints each step: the lost response, the repeat with the same idempotency key,
//! the old key that is refused and the new one that works. Replacing a key without an interruption is in
//! `replace.rs`.
//!
//! ```console
//! $ cargo run -p publicsquare-sandbox --example regenerate
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;

use publicsquare::{Certainty, Client, SecretKey};
use publicsquare_sandbox::{Fault, Moment, Sandbox};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().production();
    let (admin, target) = (keys.secret(), keys.key_writer());
    println!(
        "A sandbox with an account and its keys listens on {}.\n",
        sandbox.url()
    );

    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(admin.value())
        .build()?;
    let request = client.api_keys().regenerate(target.id())?;
    println!("Regenerating {}", request.id());
    println!("  correlation id   {}", request.correlation_id());

    // The worst moment: the server has replaced the key, and the response is lost.
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let rotated = request.send().await?;

    println!("  response 1       lost on the way, after the server had replaced the key");
    println!(
        "  response {}       the same result again, because of the idempotency key",
        rotated.attempts
    );
    println!(
        "  name             {}",
        rotated.name.as_deref().unwrap_or("(none)")
    );
    println!(
        "  environment      {}",
        rotated
            .environment
            .as_ref()
            .map_or("(none)", |e| e.as_str())
    );
    println!(
        "  new value        {}",
        if rotated.key.expose_secret() == target.value() {
            "the same as before"
        } else {
            "different from the old one"
        }
    );
    println!(
        "  times replaced   {}\n",
        sandbox.regenerations(target.id())
    );

    let with_old = replace_with(&sandbox, SecretKey::new(target.value()), target.id()).await;
    match with_old {
        Err(error) if error.is_unauthorized() && error.certainty() == Certainty::Rejected => {
            println!("With the old key:  {error}");
        }
        other => return Err(format!("the old key should be refused: {other:?}").into()),
    }
    replace_with(&sandbox, rotated.key, target.id()).await?;
    println!("With the new key:  accepted");
    sandbox.shutdown().await;
    Ok(())
}

/// Regenerates the key with its own value, which succeeds only if the value works.
async fn replace_with(
    sandbox: &Sandbox,
    key: SecretKey,
    id: &str,
) -> Result<(), publicsquare::Error> {
    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(key)
        .build()?;
    client.api_keys().regenerate(id)?.await.map(drop)
}
