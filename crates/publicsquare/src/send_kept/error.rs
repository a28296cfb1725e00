//! The error of a regeneration with a store.
//!
//! In comes the error of the store, or that of the request. Out comes one value with two variants, because the next step
//! differs: repair the store, or follow the [`Error`] of the request. Both clients use it; `send_kept.rs` makes it.

use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;

/// Why [`Regenerate::send_kept`](crate::Regenerate::send_kept) failed.
///
/// If the request failed, `Display` and `source` are those of the error inside. If the store failed, `Display` is a
/// sentence of this crate, and `source` is the error of the store. So a report with all sources says nothing twice.
///
/// ```
/// use publicsquare::{Certainty, Client, SendKeptError, RequestStore};
///
/// async fn rotate<S: RequestStore>(client: &Client, id: &str, store: &S) -> Result<(), publicsquare::Error> {
///     match client.api_keys().regenerate(id)?.send_kept(store).await {
///         Ok(rotated) => {
///             store_durably(rotated.key.expose_secret());
///             if rotated.confirm_stored().await.is_err() {
///                 // The key is stored. The next call will send the same request once more.
///                 eprintln!("the store did not forget the request");
///             }
///         }
///         Err(SendKeptError::Store(_)) => eprintln!("nothing was sent: repair the store"),
///         Err(SendKeptError::Request(error)) if error.certainty() >= Certainty::Unknown => {
///             eprintln!("make the same call again: {error}");
///         }
///         Err(error) => eprintln!("the old key works: {error}"),
///     }
///     Ok(())
/// }
/// # fn store_durably(_: &str) {}
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SendKeptError<E> {
    /// The store failed before this call sent anything. An earlier call may have sent the request.
    ///
    /// If the store only fails to forget a request that was refused for certain, there is no error: the request would be
    /// sent once more, which is harmless.
    Store(E),
    /// The request failed, and [`Error::certainty`] says what that means. If the old key may be dead, the request stays in
    /// the store: make the same call again. A client that authenticates with that very key cannot do so:
    /// [`KeyProvider`](crate::KeyProvider) explains the alternative.
    Request(Error),
}

impl<E: fmt::Display> fmt::Display for SendKeptError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(_) => f.write_str("the store of requests failed; this call sent nothing; repair the store and repeat the call"),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for SendKeptError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            // `Display` shows the text of this error already.
            Self::Request(error) => error.source(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::certainty::Certainty;
    use crate::error::ErrorKind;

    #[test]
    fn a_failed_store_has_a_sentence_of_its_own_and_the_reason_behind_it() {
        let error = SendKeptError::Store(io::Error::other("full"));
        assert_eq!(
            error.to_string(),
            "the store of requests failed; this call sent nothing; repair the store and repeat the call"
        );
        let source = error.source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("full"));
    }

    #[test]
    fn a_failed_request_says_the_same_as_its_own_error() {
        let reason = || Some(io::Error::other("reset").into());
        let inner = || {
            Error::new(ErrorKind::Connection, Certainty::Unknown)
                .with(|inner| inner.source = reason())
        };
        let error = SendKeptError::<io::Error>::Request(inner());
        assert_eq!(error.to_string(), inner().to_string());
        let source = error.source().map(ToString::to_string);
        assert_eq!(source.as_deref(), Some("reset"));
    }
}
