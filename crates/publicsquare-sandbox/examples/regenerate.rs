//! One key regenerated, from the client to a real HTTP server and back.
//!
//! ```console
//! $ cargo run -p publicsquare-sandbox --example regenerate
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;

use publicsquare::{Certainty, Client, SecretKey};
use publicsquare_sandbox::{Fault, Moment, Sandbox};
use sha2::{Digest, Sha256};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().production();
    let (admin, target) = (keys.secret(), keys.key_writer());
    println!(
        "A sandbox listens on {}, with an account and its keys.\n",
        sandbox.url()
    );

    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(admin.value())
        .build()?;
    let request = client.api_keys().regenerate(target.id())?;
    println!("Regenerating {}", request.id());
    println!("  correlation id   {}", request.correlation_id());

    // The worst moment there is: the server has replaced the key, and the answer is lost.
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let rotated = request.send().await?;

    println!("  answer 1         lost on the way, after the server had replaced the key");
    println!(
        "  answer {}         the same result again, by the idempotency key",
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
    println!("  key before       sha256 {}", fingerprint(target.value()));
    println!(
        "  key now          sha256 {}",
        fingerprint(rotated.key.expose_secret())
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

/// Regenerates the key with itself, which shows whether it is alive.
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

/// Enough of a hash to tell keys apart, and nothing to authenticate with.
fn fingerprint(key: &str) -> String {
    Sha256::digest(key)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
