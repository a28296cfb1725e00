//! Deleting a restricted key.
//!
//! In comes the id of a key. Out goes that it is gone, or an error that says whether it may be.

use std::sync::Arc;

use publicsquare_client::ApiKeyId;
use tracing::{Instrument, debug_span};

use crate::answer::Answer;
use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::change;
use crate::error::Error;
use crate::history::History;
use crate::identity::CorrelationId;
use crate::request_methods::{awaitable, limit_methods, prepared_by_id};
use crate::sending::Call;

/// A request to delete a restricted key (`DELETE /api-keys/{id}`).
///
/// HTTP allows to repeat it, and so it has no idempotency key: the vendor's page on idempotency says
/// that one would be ignored. A repeat that finds no key any more, where an earlier attempt may have
/// deleted it, counts as success, if the answer has the problem details of the API.
///
/// A key is deleted when the API says so: with a 204, or with a 200 without a body. Any other success is
/// [`ErrorKind::NotTheApi`](crate::ErrorKind::NotTheApi), and leaves it unknown.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Delete {
    client: Client,
    id: ApiKeyId,
    correlation_id: CorrelationId,
    history: Arc<History>,
}

awaitable!(Delete => Answer<()>);
limit_methods!(Delete);

prepared_by_id! {
    /// Prepares to delete a restricted key. Nothing is sent before the request is awaited.
    delete => Delete
}

impl Delete {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self {
            client,
            id,
            correlation_id: CorrelationId::random(),
            history: Arc::default(),
        }
    }

    /// The key that is to be deleted.
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// What to tell the vendor's support.
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        &self.correlation_id
    }

    /// Gives the request a correlation id of the caller's.
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.correlation_id = id;
        self
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been deleted.
    pub async fn send(&self) -> Result<Answer<()>, Error> {
        let call = Call {
            client: &self.client,
            effect: change!("deleted", "api-key:delete"),
            correlation_id: Some(&self.correlation_id),
            idempotency_key: None,
            history: &self.history,
        };
        let span = debug_span!(
            "publicsquare.delete",
            key_id = %self.id,
            correlation_id = %self.correlation_id,
        );
        let outcome = call
            .send(
                |generated| async move {
                    generated
                        .delete_api_key()
                        .id(&self.id)
                        .x_correlation_id(self.correlation_id.as_str())
                        .send()
                        .await
                },
                |head, (), attempts| Ok(head.answer((), attempts)),
            )
            .instrument(span)
            .await;
        match outcome {
            // Certainty counts all attempts: with a doubt among them, gone is what was asked for. Only the
            // API can say that it is gone.
            Err(error)
                if error.is_not_found()
                    && error.is_from_api()
                    && error.certainty() >= Certainty::Unknown =>
            {
                Ok(Answer {
                    value: (),
                    correlation_id: error.correlation_id().cloned(),
                    attempts: error.attempts(),
                    server_time: error.server_time(),
                })
            }
            outcome => outcome,
        }
    }
}
