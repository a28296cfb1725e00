//! Deleting a restricted key.
//!
//! In comes the id of a key. Out comes an answer without content once the key is gone, or an error that says whether it
//! may be. A deletion has no idempotency key, so it does not use
//! [`request_identity`](crate::request_identity) and keeps its own history.

use std::sync::Arc;

use publicsquare_client::ApiKeyId;
use reqwest::StatusCode;
use tracing::{Instrument, debug_span};

use crate::answer::Answer;
use crate::certainty::Certainty;
use crate::client::Client;
use crate::effect::{Effect, change};
use crate::error::Error;
use crate::history::History;
use crate::identity::CorrelationId;
use crate::request_methods::{awaitable, limit_methods, prepared_by_id};
use crate::sending::Call;

/// A request to delete a restricted key (`DELETE /api-keys/{id}`).
///
/// HTTP allows repeating it, so it has no idempotency key: the vendor's page on idempotency says that the server
/// would ignore one. If an earlier attempt may have deleted the key and a repeat finds none, that counts as success,
/// provided that the response has the problem details of the API.
///
/// A key is deleted when the API says so with a 204, the documented status. After any other success nobody knows, and
/// the error is [`ErrorKind::NotTheApi`](crate::ErrorKind::NotTheApi).
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
/// # let id = created.details.id.ok_or("no id")?;
/// client.api_keys().delete(&id)?.await?;
/// assert!(client.api_keys().get(&id)?.await.is_err());
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Delete {
    client: Client,
    id: ApiKeyId,
    correlation_id: CorrelationId,
    history: Arc<History>,
}

awaitable!(Delete => Answer<()>);
limit_methods!(
    Delete,
    "client.api_keys().delete(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);

prepared_by_id! {
    /// Makes a request to delete a restricted key. Nothing is sent before the request is awaited.
    ///
    /// It takes an [`ApiKeyId`], or a text that becomes one.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// client.api_keys().delete(id)?.await?;
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    delete => Delete
}

impl Delete {
    /// What a deletion changes.
    pub(crate) const EFFECT: Effect = change!("deleted", "api-key:delete");

    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self {
            client,
            id,
            correlation_id: CorrelationId::random(),
            history: Arc::default(),
        }
    }

    /// The id of the key that is to be deleted.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().delete("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// The correlation id: the vendor's support can find the request by it. It is not a secret.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().delete("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// println!("if this fails, tell the support {}", request.correlation_id());
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        &self.correlation_id
    }

    /// Sets a correlation id of your own, such as the number of a change.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// use publicsquare::CorrelationId;
    ///
    /// let request = client.api_keys().delete("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// let request = request.with_correlation_id(CorrelationId::new("change-4711")?);
    /// assert_eq!(request.correlation_id().as_str(), "change-4711");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.correlation_id = id;
        self
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// let answer = client.api_keys().delete(id)?.send().await?;
    /// println!("deleted at {:?}", answer.server_time);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been deleted.
    pub async fn send(&self) -> Result<Answer<()>, Error> {
        let call = Call {
            client: &self.client,
            effect: Self::EFFECT,
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
                |head, (), attempts| {
                    // A portal may answer 200 without a body as well.
                    head.must_be(StatusCode::NO_CONTENT)?;
                    Ok(head.answer((), attempts))
                },
            )
            .instrument(span)
            .await;
        match outcome {
            // An earlier attempt may have deleted the key, so a key that is gone is what was asked for. Only the
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
