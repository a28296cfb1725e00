//! Regenerating a key so that a crash at any moment loses nothing, for code that is not asynchronous.
//!
//! In come a request and a store of the caller, which is called on the caller's own thread. Out comes the new key, in a
//! value that has to be confirmed. The steps are the same as in the asynchronous twin, `send_kept.rs`.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use publicsquare_client::ApiKeyId;

use super::Regenerate;
use crate::certainty::Certainty;
use crate::regenerate::Regenerated;
use crate::send_kept::{SendKeptError, StoredRequest};

/// A store that keeps the identity of a request when the process ends, as
/// [`publicsquare::RequestStore`](crate::RequestStore). [`Regenerate::send_kept`] has an example with files.
///
/// ```
/// use std::cell::RefCell;
/// use std::collections::HashMap;
/// use std::convert::Infallible;
///
/// use publicsquare::blocking::RequestStore;
/// use publicsquare::{ApiKeyId, StoredRequest};
///
/// /// Forgets everything when the program ends, so it is good for tests alone.
/// #[derive(Default)]
/// struct InMemory(RefCell<HashMap<ApiKeyId, StoredRequest>>);
///
/// impl RequestStore for InMemory {
///     type Error = Infallible;
///
///     fn load(&self, id: &ApiKeyId) -> Result<Option<StoredRequest>, Infallible> {
///         Ok(self.0.borrow().get(id).cloned())
///     }
///     fn save(&self, request: &StoredRequest) -> Result<(), Infallible> {
///         self.0.borrow_mut().insert(request.id.clone(), request.clone());
///         Ok(())
///     }
///     fn forget(&self, id: &ApiKeyId) -> Result<(), Infallible> {
///         self.0.borrow_mut().remove(id);
///         Ok(())
///     }
/// }
/// ```
pub trait RequestStore {
    /// The error of the store.
    type Error: StdError + Send + Sync + 'static;

    /// Loads the request that is stored for this key, if there is one.
    ///
    /// # Errors
    ///
    /// The store cannot be read, or holds something else. Nothing is sent then.
    fn load(&self, id: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error>;

    /// Stores a request under its [`id`](StoredRequest::id). **When it returns, the request has to be
    /// durable**: committed, or synced to the disk together with its folder.
    ///
    /// # Errors
    ///
    /// The store cannot be written. Nothing is sent then.
    fn save(&self, request: &StoredRequest) -> Result<(), Self::Error>;

    /// Forgets the request for this key. It is no error if there is none.
    ///
    /// # Errors
    ///
    /// The store cannot be written.
    fn forget(&self, id: &ApiKeyId) -> Result<(), Self::Error>;
}

/// A new key, until the caller confirms that it is stored. From [`Regenerate::send_kept`]. It can be used like a
/// [`Regenerated`].
///
/// If it is dropped, the request stays in the store, and the same call sends it again and returns a key that works.
///
/// ```
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
/// # let client = builder.api_key(admin).build()?;
/// # use std::cell::RefCell;
/// # use publicsquare::{ApiKeyId, StoredRequest};
/// # #[derive(Default)]
/// # struct Store(RefCell<Option<StoredRequest>>);
/// # impl publicsquare::blocking::RequestStore for Store {
/// #     type Error = std::convert::Infallible;
/// #     fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
/// #         Ok(self.0.borrow().clone())
/// #     }
/// #     fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
/// #         *self.0.borrow_mut() = Some(request.clone());
/// #         Ok(())
/// #     }
/// #     fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
/// #         *self.0.borrow_mut() = None;
/// #         Ok(())
/// #     }
/// # }
/// # let store = Store::default();
/// # fn store_durably(_: &str) {}
/// let rotated = client.api_keys().regenerate(id)?.send_kept(&store)?;
/// store_durably(rotated.key.expose_secret());
/// rotated.confirm_stored()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// /// A folder with a file for each key, which only this user may read.
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
    ///         let mut options = File::options();
    ///         options.write(true).create(true).truncate(true);
    ///         #[cfg(unix)]
    ///         std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    ///         let mut file = options.open(&new)?;
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
    /// The store fails before anything is sent, or the request fails.
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
                    // If this fails, the next call sends the same request instead of a new one, which is harmless.
                    drop(store.forget(request.id()));
                }
                Err(SendKeptError::Request(error))
            }
        }
    }
}

impl<S: RequestStore> Unconfirmed<'_, S> {
    /// Whether an earlier call had stored the request that was sent. The key may then be the one that the earlier call
    /// got: confirm it. If the key is due for another change, make the call once more.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// # use std::cell::RefCell;
    /// # use publicsquare::{ApiKeyId, StoredRequest};
    /// # #[derive(Default)]
    /// # struct Store(RefCell<Option<StoredRequest>>);
    /// # impl publicsquare::blocking::RequestStore for Store {
    /// #     type Error = std::convert::Infallible;
    /// #     fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
    /// #         Ok(self.0.borrow().clone())
    /// #     }
    /// #     fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
    /// #         *self.0.borrow_mut() = Some(request.clone());
    /// #         Ok(())
    /// #     }
    /// #     fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
    /// #         *self.0.borrow_mut() = None;
    /// #         Ok(())
    /// #     }
    /// # }
    /// # let store = Store::default();
    /// # fn store_durably(_: &str) {}
    /// drop(client.api_keys().regenerate(id)?.send_kept(&store)?); // a crash
    ///
    /// let rotated = client.api_keys().regenerate(id)?.send_kept(&store)?;
    /// assert!(rotated.is_repeat());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    /// Confirms that the new key is stored durably, where it is needed. The store forgets the request.
    ///
    /// **From then on, `send_kept` sends a new request and does not return this key again.**
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// # use std::cell::RefCell;
    /// # use publicsquare::{ApiKeyId, StoredRequest};
    /// # #[derive(Default)]
    /// # struct Store(RefCell<Option<StoredRequest>>);
    /// # impl publicsquare::blocking::RequestStore for Store {
    /// #     type Error = std::convert::Infallible;
    /// #     fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
    /// #         Ok(self.0.borrow().clone())
    /// #     }
    /// #     fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
    /// #         *self.0.borrow_mut() = Some(request.clone());
    /// #         Ok(())
    /// #     }
    /// #     fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
    /// #         *self.0.borrow_mut() = None;
    /// #         Ok(())
    /// #     }
    /// # }
    /// # let store = Store::default();
    /// # fn store_durably(_: &str) {}
    /// let rotated = client.api_keys().regenerate(id)?.send_kept(&store)?;
    /// store_durably(rotated.key.expose_secret());
    /// let rotated = rotated.confirm_stored()?;
    /// println!("{} has a new value", rotated.id);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The store fails. You have stored the key, so nothing is lost. The next [`send_kept`](Regenerate::send_kept) for
    /// this key sends the old request again.
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
