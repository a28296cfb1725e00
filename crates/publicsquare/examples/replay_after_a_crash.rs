//! Sends the same request again after a crash, so that the new value is not lost.
//!
//! ```console
//! $ cargo run -p publicsquare --example replay_after_a_crash
//! ```
//!
//! The first run stores the idempotency key of its request, sends it, and never gets the answer. The second run loads
//! the idempotency key and sends the same request: the sandbox gives the stored answer again, as the vendor documents for
//! requests in general. `send_kept` does both steps for you, as the example `secret_store` shows.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use publicsquare::{Certainty, Client, IdempotencyKey, Regenerated, RetryPolicy};
use publicsquare_sandbox::{Fault, Moment, Sandbox};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    let folder = tempfile::tempdir()?;
    let noted = folder.path().join("idempotency-key");

    // The worst moment: the server has replaced the key, and the answer is lost.
    sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(admin)
        .retry_policy(RetryPolicy::never())
        .build()?;
    // Stored before the first byte of the request leaves: if this fails, nothing has happened yet.
    let request = client.api_keys().regenerate(id)?;
    store(&noted, request.idempotency_key())?;
    match request.send().await {
        Err(error) if error.certainty() >= Certainty::Unknown => println!("first run: {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => println!("first run: the answer came"),
    }
    // Nothing of the first run is left but the file.
    drop(request);

    let rotated = second_run(&client, id, &noted).await?;
    println!("second run: {} has a new value", rotated.id);
    println!("times replaced: {}", sandbox.regenerations(id));
    let current = sandbox.current_value(id);
    let is_current = current.is_some_and(|key| key.value() == rotated.key.expose_secret());
    println!("the value works: {is_current}");
    Ok(())
}

/// Loads the idempotency key and sends the same request again.
async fn second_run(client: &Client, id: &str, noted: &Path) -> Result<Regenerated, Sentence> {
    let key = IdempotencyKey::new(fs::read_to_string(noted)?)?;
    let rotated = client.api_keys().regenerate(id)?.replaying(key).await?;
    // Store rotated.key here, durably. Only then is the idempotency key of no more use.
    fs::remove_file(noted)?;
    Ok(rotated)
}

/// An idempotency key is as secret as the API key whose value it can replay.
fn store(path: &Path, key: &IdempotencyKey) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key.expose_secret().as_bytes())?;
    file.sync_all()?;
    // The name of the file has to survive as well. Windows cannot open a folder, and needs no sync for it.
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
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
