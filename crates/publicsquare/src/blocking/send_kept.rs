//! Regenerating a key so that a crash at any moment costs nothing, for code that is not asynchronous.
//!
//! In come a request and a store of the caller's, which is called on the caller's own thread. Out goes the new key
//! in a value that has to be confirmed. The asynchronous twin is [`Regenerate::send_kept`](crate::Regenerate::send_kept).

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use publicsquare_client::ApiKeyId;

use super::Regenerate;
use crate::certainty::Certainty;
use crate::regenerate::Regenerated;
use crate::send_kept::{SendKeptError, StoredRequest};

/// Where the identity of a request outlives the process, as
/// [`publicsquare::RequestStore`](crate::RequestStore).
pub trait RequestStore {
    /// Why the store fails.
    type Error: StdError + Send + Sync + 'static;

    /// The request that is stored for this key, if there is one.
    ///
    /// # Errors
    ///
    /// A store that cannot be read, or holds something else.
    fn load(&self, id: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error>;

    /// Stores a request under its [`id`](StoredRequest::id). **When it returns, the request has to be
    /// durable**: committed, or synced to the disk together with its folder.
    ///
    /// # Errors
    ///
    /// A store that cannot be written. Nothing is sent then.
    fn save(&self, request: &StoredRequest) -> Result<(), Self::Error>;

    /// Forgets the request for this key.
    ///
    /// # Errors
    ///
    /// A store that cannot be written.
    fn forget(&self, id: &ApiKeyId) -> Result<(), Self::Error>;
}

/// A new key that is not known to be stored yet. From [`Regenerate::send_kept`]. It reads like a
/// [`Regenerated`].
///
/// Dropping it keeps the request in the store, so that the key can be had again.
#[must_use = "store the key, and then say so with `confirm_stored`"]
pub struct Unconfirmed<'s, S> {
    regenerated: Regenerated,
    store: &'s S,
    is_repeat: bool,
}

impl Regenerate {
    /// Sends the request so that the new key survives a crash of this program, as
    /// [`publicsquare::Regenerate::send_kept`](crate::Regenerate::send_kept) does.
    ///
    /// ```
    /// use std::fs::{self, File};
    /// use std::io::{self, Write as _};
    /// use std::path::PathBuf;
    ///
    /// use publicsquare::blocking::{Client, RequestStore};
    /// use publicsquare::{ApiKeyId, StoredRequest, serialize_secrets};
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// /// A folder that only this program may read, with a file for each key.
    /// struct Folder(PathBuf);
    ///
    /// impl Folder {
    ///     fn sync(&self) -> io::Result<()> {
    ///         File::open(&self.0)?.sync_all()
    ///     }
    /// }
    ///
    /// impl RequestStore for Folder {
    ///     type Error = io::Error;
    ///
    ///     fn load(&self, id: &ApiKeyId) -> io::Result<Option<StoredRequest>> {
    ///         match fs::read(self.0.join(id.as_str())) {
    ///             Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
    ///             Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
    ///             Err(error) => Err(error),
    ///         }
    ///     }
    ///     fn save(&self, request: &StoredRequest) -> io::Result<()> {
    ///         let text = serialize_secrets(|| serde_json::to_string(request))?;
    ///         let (new, path) = (self.0.join("new"), self.0.join(request.id.as_str()));
    ///         let mut file = File::create(&new)?;
    ///         file.write_all(text.as_bytes())?;
    ///         file.sync_all()?;
    ///         fs::rename(new, path)?;
    ///         self.sync()
    ///     }
    ///     fn forget(&self, id: &ApiKeyId) -> io::Result<()> {
    ///         match fs::remove_file(self.0.join(id.as_str())) {
    ///             Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
    ///             _ => self.sync(),
    ///         }
    ///     }
    /// }
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// let keys = sandbox.seeded().test();
    /// let builder = Client::builder().base_url(sandbox.url());
    /// let client = builder.api_key(keys.secret().value()).build()?;
    ///
    /// # let path = std::env::temp_dir().join(format!("requests-of-{}", std::process::id()));
    /// # fs::create_dir_all(&path)?;
    /// let folder = Folder(path);
    /// let id = keys.publishable().id();
    /// let rotated = client.api_keys().regenerate(id)?.send_kept(&folder)?;
    /// store_durably(rotated.key.expose_secret());
    /// rotated.confirm_stored()?;
    /// # assert_eq!(fs::read_dir(&folder.0)?.count(), 0);
    /// # fs::remove_dir(&folder.0)?;
    /// # fn store_durably(_: &str) {}
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A store that fails before anything is sent, and whatever keeps the request from succeeding.
    pub fn send_kept<S: RequestStore>(
        self,
        store: &S,
    ) -> Result<Unconfirmed<'_, S>, SendKeptError<S::Error>> {
        let stored = store.load(self.id()).map_err(SendKeptError::Store)?;
        let is_repeat = stored.is_some();
        let request = match stored {
            Some(stored) => self.resuming(stored),
            None => {
                store
                    .save(&self.to_stored())
                    .map_err(SendKeptError::Store)?;
                self
            }
        };
        match request.send() {
            Ok(regenerated) => Ok(Unconfirmed {
                regenerated,
                store,
                is_repeat,
            }),
            Err(error) => {
                if error.certainty() <= Certainty::Rejected {
                    // Left behind, it would be sent again in place of a new one, which is harmless.
                    drop(store.forget(request.id()));
                }
                Err(SendKeptError::Request(error))
            }
        }
    }
}

impl<S: RequestStore> Unconfirmed<'_, S> {
    /// Whether the request that was sent is one that an earlier call had stored, and not a new one. The key
    /// may then be the one that the earlier call had already: confirm it, and make the call once more where a
    /// key is due for another change.
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    /// Says that the new key is stored where it is needed, durably. The request is forgotten.
    ///
    /// **The key cannot be had again by it from then on.**
    ///
    /// # Errors
    ///
    /// A store that fails. The key is stored all the same, so that nothing is lost: the next
    /// [`send_kept`](Regenerate::send_kept) for this key sends the old request again.
    pub fn confirm_stored(self) -> Result<Regenerated, S::Error> {
        self.store.forget(&self.regenerated.id)?;
        Ok(self.regenerated)
    }
}

impl<S> Deref for Unconfirmed<'_, S> {
    type Target = Regenerated;

    fn deref(&self) -> &Regenerated {
        &self.regenerated
    }
}

impl<S> fmt::Debug for Unconfirmed<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unconfirmed")
            .field(&self.regenerated)
            .finish()
    }
}
