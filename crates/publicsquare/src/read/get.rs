//! Getting one key, without or with its secret value.
//!
//! In comes the id of a key. `Get` returns what the server says about the key, and `Reveal` returns its current secret
//! value as well. Both refuse a response about another key, by
//! [`response_checks`](crate::response_checks).

use publicsquare_client::{ApiKeyId, types};
use reqwest::StatusCode;
use tracing::debug_span;

use super::read;
use crate::answer::Answer;
use crate::api_key::{ApiKey, Revealed};
use crate::client::Client;
use crate::error::Error;
use crate::failure::Failure;
use crate::request_methods::{awaitable, limit_methods, prepared_by_id};
use crate::response_checks::usable_key;

/// A request for a key (`GET /api-keys/{id}`).
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let key = client.api_keys().get(id)?.await?;
/// println!("{:?} may {:?}", key.name, key.permissions);
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Get {
    client: Client,
    id: ApiKeyId,
}

awaitable!(Get => Answer<ApiKey>);
limit_methods!(
    Get,
    "client.api_keys().get(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);

prepared_by_id! {
    /// Makes a request for a key (`GET /api-keys/{id}`). Nothing is sent before the request is awaited.
    ///
    /// It takes an [`ApiKeyId`], or a text that becomes one. Whether the response has the secret
    /// value is not documented: call [`reveal`](Self::reveal) for it.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let key = client.api_keys().get(id)?.await?;
    /// println!("created at {:?}", key.created_at);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    get => Get
}

impl Get {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self { client, id }
    }

    /// The id of the key that is asked for.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().get("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let key = client.api_keys().get(id)?.send().await?;
    /// println!("{:?}", key.key_type);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The key does not exist, the request is refused, or no usable response comes. Nothing has changed in any case.
    pub async fn send(&self) -> Result<Answer<ApiKey>, Error> {
        let id = &self.id;
        read(
            &self.client,
            debug_span!("publicsquare.get", key_id = %id),
            |generated| async move { generated.get_api_key().id(id).send().await },
            |head, body, attempts| head.key_asked_for(id, body, attempts),
        )
        .await
    }
}

/// A request for a key with its secret value (`GET /api-keys/{id}/reveal`).
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let revealed = client.api_keys().reveal(id)?.await?;
/// store_durably(revealed.key.expose_secret());
/// # fn store_durably(_: &str) {}
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is sent until the request is awaited"]
pub struct Reveal {
    client: Client,
    id: ApiKeyId,
}

awaitable!(Reveal => Revealed);
limit_methods!(
    Reveal,
    "client.api_keys().reveal(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);

prepared_by_id! {
    /// Makes a request for a key with its secret value (`GET /api-keys/{id}/reveal`). Nothing is sent before the
    /// request is awaited.
    ///
    /// It takes an [`ApiKeyId`], or a text that becomes one. Whether a key
    /// can reveal other keys than itself is not documented.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let revealed = client.api_keys().reveal(id)?.await?;
    /// store_durably(revealed.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    reveal => Reveal
}

impl Reveal {
    pub(crate) fn new(client: Client, id: ApiKeyId) -> Self {
        Self { client, id }
    }

    /// The id of the key that is asked for.
    ///
    /// ```
    /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().reveal("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn id(&self) -> &ApiKeyId {
        &self.id
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let revealed = client.api_keys().reveal(id)?.send().await?;
    /// store_durably(revealed.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The key does not exist, the request is refused, or no usable response comes. Nothing has changed in any case.
    pub async fn send(&self) -> Result<Revealed, Error> {
        let id = &self.id;
        read(
            &self.client,
            debug_span!("publicsquare.reveal", key_id = %id),
            |generated| async move { generated.reveal_api_key().id(id).send().await },
            |head, body: types::ApiKey, attempts| {
                head.must_not_be_about_another(id, body.id.as_deref())?;
                let about = head.must_be_about(id, body.id.as_deref());
                let mut details = ApiKey::read(body);
                let key = match usable_key(details.key.take()) {
                    Ok(key) => key,
                    Err(message) => {
                        // With a readable key, neither the status nor a missing id would matter.
                        head.must_be(StatusCode::OK)?;
                        about?;
                        return Err(Failure::unusable(head, message));
                    }
                };
                Ok(Revealed {
                    key,
                    id: id.clone(),
                    details,
                    correlation_id: head.correlation_id.clone(),
                    attempts,
                    server_time: head.server_time,
                })
            },
        )
        .await
    }
}
