//! Rotates a key so that a crash at any moment loses nothing: with a store for requests and a delivery.
//!
//! ```console
//! $ cargo run -p publicsquare --example secret_store
//! ```
//!
//! `send_kept` stores the request before it is sent. The program delivers the new key to a file and then confirms.
//! Here it "crashes" between the answer and the delivery, and the second run gets the very same key. A service
//! that keeps its keys in a database does the same with a table.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use publicsquare::{ApiKeyId, Client, RequestStore, StoredRequest, serialize_secrets};
use publicsquare_sandbox::Sandbox;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().start().await?;
    let keys = sandbox.seeded().test();
    let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    let folder = tempfile::tempdir()?;
    let requests = RequestFiles(folder.path().join("requests"));
    fs::create_dir_all(&requests.0)?;
    let destination = folder.path().join("api-key");
    let client = Client::builder()
        .base_url(sandbox.url())
        .api_key(admin)
        .build()?;

    // The first run gets the new key and dies before it has delivered it.
    let lost = client
        .api_keys()
        .regenerate(id)?
        .send_kept(&requests)
        .await?;
    println!("first run: got a new key, and crashed before the delivery");
    drop(lost);

    // The second run does what every run does: it asks, delivers and confirms.
    let rotated = client
        .api_keys()
        .regenerate(id)?
        .send_kept(&requests)
        .await?;
    println!(
        "second run: the same request again: {}",
        rotated.is_repeat()
    );
    write_durably(&destination, rotated.key.expose_secret().as_bytes())?;
    rotated.confirm_stored().await?;
    println!("times replaced: {}", sandbox.regenerations(id));

    let delivered = fs::read_to_string(&destination)?;
    let current = sandbox.current_value(id);
    let is_current = current.is_some_and(|key| key.value() == delivered);
    println!("the delivered key works: {is_current}");
    let left = fs::read_dir(&requests.0)?.count();
    println!("requests left in the store: {left}");
    Ok(())
}

/// A folder with a file for each request that is not confirmed yet.
///
/// The small files of one machine need no asynchronous I/O. A store over a network would await its answers.
struct RequestFiles(PathBuf);

impl RequestFiles {
    fn file(&self, id: &ApiKeyId) -> PathBuf {
        self.0.join(format!("{}.json", id.as_str()))
    }
}

impl RequestStore for RequestFiles {
    type Error = io::Error;

    async fn load(&self, id: &ApiKeyId) -> io::Result<Option<StoredRequest>> {
        match fs::read(self.file(id)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn save(&self, request: &StoredRequest) -> io::Result<()> {
        // A secret is serialized only within `serialize_secrets`.
        let text = serialize_secrets(|| serde_json::to_string(request))?;
        write_durably(&self.file(&request.id), text.as_bytes())
    }

    async fn forget(&self, id: &ApiKeyId) -> io::Result<()> {
        match fs::remove_file(self.file(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_folder(&self.0),
        }
    }
}

/// Writes a secret beside its place, syncs it, and renames it: a reader finds the old content or the new one.
fn write_durably(path: &Path, content: &[u8]) -> io::Result<()> {
    let staged = path.with_extension("new");
    let mut options = OpenOptions::new();
    // A file that a crash left behind could have a wider mode.
    match fs::remove_file(&staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&staged, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a rename or a removal durable. Windows cannot open a folder, and needs no sync for it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
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
