//! The requests that psq sends to the API, one method each.
//!
//! A credential and a base URL come in. Out go typed answers of the `publicsquare` SDK, or its errors.
//! `evidence` says what an error proves. `rate_limit` says how long a request has to wait in a run over many
//! keys.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use publicsquare::{
    Answer, ApiKey, ApiKeyId, Client, CorrelationId, Create, Created, Environment, Error,
    IdempotencyKey, KeyType, Permission, Regenerate, Regenerated, RetryPolicy, Revealed, SecretKey,
};
use tokio::runtime::Runtime;

use crate::cli_error::CliError;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::key_form;
use crate::rate_limit;

const URL_VARIABLE: &str = "PUBLICSQUARE_BASE_URL";

/// The base URL of the API by the vendor's documentation.
const DEFAULT_URL: &str = "https://api.publicsquare.com";

/// The base URL in the environment, if it has one.
pub(crate) fn base_url_from_environment() -> Result<Option<String>, CliError> {
    match env::var(URL_VARIABLE) {
        Ok(url) if !url.is_empty() => Ok(Some(url)),
        Ok(_) | Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(CliError::usage(format!(
            "{URL_VARIABLE} is not valid Unicode"
        ))),
    }
}

/// The number of keys on one page of the list.
const PAGE: usize = 100;

/// The keys of an account, and the time of the list.
pub(crate) struct KeyList {
    pub(crate) keys: Vec<ApiKey>,
    /// The time of the answer, by the clock of the server.
    pub(crate) server_time: Option<DateTime<Utc>>,
}

/// The API, with one key as the credential.
pub(crate) struct Api {
    /// One thread does everything, so that psq acts in the order of its code. The API with another key shares it.
    runtime: Arc<Runtime>,
    client: Client,
    base_url: String,
    timeout: Duration,
    fingerprint: Fingerprint,
    environment: Option<Environment>,
}

impl Api {
    /// Prepares the connection. Refuses a key that cannot stand in a header, and a URL that is not safe.
    pub(crate) fn connect(
        key: &SecretKey,
        base_url: Option<String>,
        timeout: Duration,
    ) -> Result<Self, CliError> {
        let base_url = base_url.unwrap_or_else(|| DEFAULT_URL.to_owned());
        let client = Client::builder()
            .api_key(key.clone())
            .base_url(base_url.clone())
            .total_timeout(timeout)
            .attempt_timeout(timeout.min(Duration::from_secs(30)))
            .connect_timeout(timeout.min(Duration::from_secs(5)))
            .user_agent_suffix(concat!("psq/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| CliError::usage(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| {
                CliError::usage(format!("psq cannot start its event loop: {error}"))
            })?;
        Ok(Self {
            runtime: Arc::new(runtime),
            client,
            base_url,
            timeout,
            fingerprint: Fingerprint::of(key),
            environment: key_form::environment_of(key.expose_secret()),
        })
    }

    /// The same API with another key as the credential, over the same connections: another one would cost a handshake.
    pub(crate) fn with_key(&self, key: &SecretKey) -> Result<Self, CliError> {
        let client = self.client.with_api_key(key.clone());
        Ok(Self {
            runtime: Arc::clone(&self.runtime),
            client: client.map_err(|error| CliError::usage(error.to_string()))?,
            base_url: self.base_url.clone(),
            timeout: self.timeout,
            fingerprint: Fingerprint::of(key),
            environment: key_form::environment_of(key.expose_secret()),
        })
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// How long one request may take, with all its retries.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The fingerprint of the key that psq authenticates with.
    pub(crate) fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The environment of the authenticating key, by the beginning of its value.
    pub(crate) fn environment_by_value(&self) -> Option<Environment> {
        self.environment.clone()
    }

    pub(crate) fn reveal(&self, id: &ApiKeyId) -> Result<Revealed, Error> {
        let request = self.client.api_keys().reveal(id)?;
        self.ask(request.send())
    }

    pub(crate) fn get(&self, id: &ApiKeyId) -> Result<ApiKey, Error> {
        let request = self.client.api_keys().get(id)?;
        self.ask(request.send()).map(Answer::into_inner)
    }

    /// Builds the request for a new value. [`regenerate`](Self::regenerate) sends it.
    pub(crate) fn regeneration(
        &self,
        id: &ApiKeyId,
        idempotency_key: IdempotencyKey,
        correlation_id: CorrelationId,
    ) -> Result<Regenerate, Error> {
        Ok(self
            .client
            .api_keys()
            .regenerate(id.clone())?
            .with_idempotency_key(idempotency_key)
            .with_correlation_id(correlation_id))
    }

    pub(crate) fn regenerate(&self, request: &Regenerate) -> Result<Regenerated, Error> {
        self.ask(request.send())
    }

    /// Builds the request for a new key. [`create`](Self::create) sends it.
    pub(crate) fn creation(
        &self,
        name: &str,
        permissions: &[String],
        idempotency_key: IdempotencyKey,
        correlation_id: CorrelationId,
    ) -> Result<Create, Error> {
        let permissions = permissions
            .iter()
            .map(|text| Permission::from(text.as_str()));
        Ok(self
            .client
            .api_keys()
            .create(name, permissions)?
            .with_idempotency_key(idempotency_key)
            .with_correlation_id(correlation_id))
    }

    pub(crate) fn create(&self, request: &Create) -> Result<Created, Error> {
        self.ask(request.send())
    }

    /// Deletes a key. A key that is gone already is no error.
    pub(crate) fn delete(
        &self,
        id: &ApiKeyId,
        correlation_id: Option<CorrelationId>,
    ) -> Result<(), Error> {
        let mut request = self.client.api_keys().delete(id.clone())?;
        if let Some(correlation_id) = correlation_id {
            request = request.with_correlation_id(correlation_id);
        }
        self.ask(request.send()).map(Answer::into_inner)
    }

    /// Lists all keys that the authenticating key can see.
    pub(crate) fn list(&self) -> Result<KeyList, Error> {
        self.ask(async {
            let first = self.client.api_keys().list().page_size(1).send().await?;
            let mut stream = self.client.api_keys().list().page_size(100).stream();
            let mut keys = Vec::new();
            while let Some(key) = stream.next().await {
                keys.push(key?);
            }
            // Each page was a request. The next request waits for all of them.
            let pages = keys.len().div_ceil(PAGE).max(1);
            let _ = rate_limit::delay_before(u32::try_from(pages).unwrap_or(u32::MAX));
            Ok(KeyList {
                keys,
                server_time: first.server_time,
            })
        })
    }

    /// The ids on the first page of the list, to suggest one. Sent once with a short limit, because the suggestion is
    /// not worth a long wait.
    pub(crate) fn first_page_ids(&self) -> Result<Vec<ApiKeyId>, Error> {
        let first = self.client.api_keys().list().page_size(100);
        let first = first
            .retry_policy(RetryPolicy::never())
            .total_timeout(self.timeout.min(Duration::from_secs(3)));
        let page = self.ask(first.send())?;
        Ok(page.keys.into_iter().filter_map(|key| key.id).collect())
    }

    /// The ids of the restricted keys with this name that were not created earlier than that.
    pub(crate) fn namesakes(
        &self,
        name: &str,
        since: Option<DateTime<Utc>>,
    ) -> Result<Vec<ApiKeyId>, Error> {
        self.ask(async {
            let list = self.client.api_keys().list();
            let mut keys = list
                .key_types([KeyType::Restricted])
                .page_size(100)
                .stream();
            let mut found = Vec::new();
            while let Some(key) = keys.next().await {
                let key = key?;
                let times = key.created_at.zip(since);
                let is_older = times.is_some_and(|(created, since)| created < since);
                if key.name.as_deref() == Some(name) && !is_older {
                    found.extend(key.id);
                }
            }
            Ok(found)
        })
    }

    /// The fingerprints of the current values of the account's other keys.
    pub(crate) fn other_fingerprints(&self, id: &ApiKeyId) -> Result<Vec<Fingerprint>, Error> {
        let ids = self.ask(async {
            let mut keys = self.client.api_keys().list().page_size(100).stream();
            let mut ids = Vec::new();
            while let Some(key) = keys.next().await {
                ids.extend(key?.id.filter(|other| other != id));
            }
            Ok::<_, Error>(ids)
        })?;
        ids.iter()
            .map(|id| Ok(Fingerprint::of(&self.reveal(id)?.key)))
            .collect()
    }

    /// Whether the API accepts the key. The answer that the key lacks a permission also means that it is accepted.
    pub(crate) fn authenticates(&self) -> Result<bool, Error> {
        let asked = self.ask(self.client.api_key_types().send());
        match asked {
            Ok(_) => Ok(true),
            Err(error) if evidence::is_forbidden(&error) => Ok(true),
            Err(error) if evidence::is_dead(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Sends a request as soon as the rate limit of this process allows it.
    fn ask<T>(&self, question: impl Future<Output = T>) -> T {
        let wait = rate_limit::delay_before(1);
        if !wait.is_zero() {
            self.wait(wait);
        }
        self.runtime.block_on(question)
    }

    /// Waits, on the clock of the runtime that sends the requests.
    pub(crate) fn wait(&self, duration: Duration) {
        // The timer has to be created inside the runtime, because creating it outside panics.
        self.runtime
            .block_on(async { tokio::time::sleep(duration).await });
    }
}
