//! A restricted key replaced without a moment in which no key works.
//!
//! ```console
//! $ cargo run -p publicsquare-sandbox --example replace
//! ```
//!
//! The order is what makes it safe: the successor is created and stored, deployed and proven to work before
//! the old key goes. Wherever the program dies, one of the two works, and running it again finishes the
//! job: the creation is repeated under its stored idempotency key and gives the same key.

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

    // Stored durably before anything is sent, and as secret as a key.
    let identity = IdempotencyKey::random();
    println!("1. The identity of the creation is stored.");

    let lost = Fault::drop_connection(Moment::AfterCommit);
    sandbox.inject(lost.on(Operation::CreateApiKey));
    let successor = create_like(&admin, &old, identity).await?;
    println!(
        "2. The successor is created, although an answer was lost ({} attempts).",
        successor.attempts
    );

    deploy(&successor.key);
    println!("3. It is deployed. Both keys work.");

    // By the new key itself: it proves that it authenticates and may do what it has to.
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
    println!("At every step one of the two worked.");
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
    // After a crash the same identity, with `replaying` in place of this.
    let request = keys
        .create(name, permissions)?
        .with_idempotency_key(identity);
    Ok(request.await?)
}

/// Where a program would write to its secret store and reload what takes payments.
fn deploy(_key: &SecretKey) {}
