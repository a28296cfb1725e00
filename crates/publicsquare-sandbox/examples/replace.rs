//! Replaces a restricted key so that at every moment one key works.
//!
//! Nothing comes in. The program prints each step, while the sandbox loses one response. The order makes it
//! safe: the successor is created, stored, deployed and tested before the old key is deleted. If the program
//! dies anywhere, one of the two keys works. Running it again with the stored idempotency key gives the same
//! successor. Regenerating a key in place is in `regenerate.rs`.
//!
//! ```console
//! $ cargo run -p publicsquare-sandbox --example replace
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;

use publicsquare::{ApiKeyId, Client, Created, IdempotencyKey, Permission, SecretKey};
use publicsquare_sandbox::{Fault, Moment, Operation, Sandbox};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let connect = |key: &str| {
        Client::builder()
            .base_url(sandbox.url())
            .api_key(key)
            .build()
    };
    let admin = connect(keys.secret().value())?;
    let old: ApiKeyId = keys.key_reader().id().parse()?;

    // A real program stores it on disk before it sends anything, and keeps it as secret as a key.
    let identity = IdempotencyKey::random();
    println!("1. The idempotency key of the creation is stored.");

    let lost = Fault::drop_connection(Moment::AfterCommit);
    sandbox.inject(lost.on(Operation::CreateApiKey));
    let successor = create_like(&admin, &old, identity).await?;
    println!(
        "2. The successor is created, although a response was lost ({} attempts).",
        successor.attempts
    );

    deploy(&successor.key);
    println!("3. It is deployed. Both keys work.");

    // With the new key itself, which shows that it authenticates and has the permission that it needs.
    let deployed = connect(successor.key.expose_secret())?;
    let id = successor
        .details
        .id
        .clone()
        .ok_or("the successor has no id")?;
    deployed.api_keys().get(id.clone())?.await?;
    println!("4. It works.");

    admin.api_keys().delete(old.clone())?.await?;
    println!("5. The old key is deleted.");

    let gone = admin.api_keys().get(old)?.await;
    assert!(gone.is_err_and(|error| error.is_not_found()));
    deployed.api_keys().get(id)?.await?;
    println!("At every moment one of the two keys worked.");
    sandbox.shutdown().await;
    Ok(())
}

/// Creates a key with the name and the permissions of another one.
async fn create_like(
    admin: &Client,
    old: &ApiKeyId,
    identity: IdempotencyKey,
) -> Result<Created, Box<dyn Error>> {
    let keys = admin.api_keys();
    let model = keys.get(old.clone())?.await?.into_inner();
    let permissions: Vec<Permission> = model.permissions;
    let name = model.name.ok_or("the key has no name to take over")?;
    // After a crash, use the stored idempotency key with `replaying` instead of `with_idempotency_key`.
    let request = keys
        .create(name, permissions)?
        .with_idempotency_key(identity);
    Ok(request.await?)
}

/// Here a real program writes to its secret store and reloads the application.
fn deploy(_key: &SecretKey) {}
