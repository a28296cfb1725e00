//! Random operations of the SDK on keys that nobody else touches.
//!
//! The sandbox and random numbers come in. Each account creates, reads, lists, updates, regenerates and deletes its own keys,
//! and never has more than [`MOST`]. Out go calls, and findings where the sandbox contradicts what the client said. What a
//! client may claim after every possible response is the subject of the bench [`claims`](crate::claims).

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use publicsquare::{Certainty, Client, Error, Permission, RetryPolicy};

use super::planned::TRAFFIC;
use super::record::count;
use super::stage::Stage;
use crate::faults::{Finding, Flaw};
use crate::random::Random;

/// The most keys of an account. It keeps the sandbox as large as it is.
const MOST: usize = 20;

/// The pause between two calls.
const PAUSE: Duration = Duration::from_millis(35);

/// How many calls there are between two comparisons with the sandbox.
const STRETCH: usize = 40;

/// Calls until the run is over.
pub(super) fn run(stage: &Stage) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let [one, two] = [0, 1].map(|number| async move {
            let mut account = Account::new(stage, number).map_err(io::Error::other)?;
            while !stage.is_over() {
                for _ in 0..STRETCH {
                    account.call().await;
                    tokio::time::sleep(PAUSE).await;
                }
                account.compare()?;
            }
            Ok(())
        });
        tokio::try_join!(one, two).map(|_| ())
    })
}

/// What the account knows of a key.
struct Known {
    name: Option<String>,
    /// `None` after a call of unknown effect.
    value: Option<String>,
    is_deleted: bool,
    may_be_gone: bool,
}

struct Account<'a> {
    stage: &'a Stage,
    client: Client,
    random: Random,
    /// All of its keys have a name that begins with this.
    prefix: String,
    created: usize,
    keys: BTreeMap<String, Known>,
}

impl<'a> Account<'a> {
    fn new(stage: &'a Stage, number: usize) -> Result<Self, Error> {
        let retries = RetryPolicy::default()
            .max_attempts(4)
            .base_delay(Duration::from_millis(30))
            .rate_limit_block(Duration::from_secs(1));
        let client = Client::builder()
            .base_url(format!("http://{}", stage.sandbox.address))
            .api_key(TRAFFIC.get(number).copied().unwrap_or_default())
            .total_timeout(Duration::from_secs(10))
            .retry_policy(retries)
            .build()?;
        Ok(Self {
            stage,
            client,
            random: Random::new(stage.seed, 10 + number),
            prefix: format!("traffic {number} "),
            created: 0,
            keys: BTreeMap::new(),
        })
    }

    /// Makes one call.
    async fn call(&mut self) {
        let alive: Vec<String> = self
            .keys
            .iter()
            .filter(|(_, known)| !known.is_deleted)
            .map(|(id, _)| id.clone())
            .collect();
        let choice = self.random.below(100);
        let id = self.random.of(&alive).cloned();
        let ended = match (choice, id) {
            (_, None) => self.create().await,
            (0..15, _) if alive.len() < MOST => self.create().await,
            (0..15, Some(id)) | (15..25, Some(id)) => self.delete(&id).await,
            (25..55, Some(id)) => self.regenerate(&id).await,
            (55..65, Some(id)) => self.update(&id).await,
            (65..80, Some(id)) => self.reveal(&id).await,
            (80..88, Some(id)) => self.get(&id).await,
            (88..96, Some(_)) => self.list().await,
            (96..98, Some(_)) => self.client.api_key_types().await.map(drop),
            (_, Some(_)) => self.client.permissions().await.map(drop),
        };
        count(&self.stage.counters.calls);
        if ended.is_err() {
            count(&self.stage.counters.failed_calls);
        }
    }

    async fn create(&mut self) -> Result<(), Error> {
        self.created += 1;
        let name = format!("{}{}", self.prefix, self.created);
        let created = self
            .client
            .api_keys()
            .create(&name, [Permission::PaymentRead])?
            .await?;
        if let Some(id) = &created.details.id {
            let known = Known {
                name: Some(name),
                value: Some(created.key.expose_secret().to_owned()),
                is_deleted: false,
                may_be_gone: false,
            };
            self.keys.insert(id.as_str().to_owned(), known);
        }
        Ok(())
    }

    async fn regenerate(&mut self, id: &str) -> Result<(), Error> {
        let ended = self.client.api_keys().regenerate(id)?.await;
        self.note(id, &ended, |known| known.value = None);
        let value = ended?.key.expose_secret().to_owned();
        self.note_success(id, |known| known.value = Some(value));
        Ok(())
    }

    async fn update(&mut self, id: &str) -> Result<(), Error> {
        self.created += 1;
        let name = format!("{}{}", self.prefix, self.created);
        let request = self
            .client
            .api_keys()
            .update(id, &name, [Permission::PaymentRead])?;
        let ended = request.await;
        self.note(id, &ended, |known| known.name = None);
        ended?;
        self.note_success(id, |known| known.name = Some(name));
        Ok(())
    }

    async fn delete(&mut self, id: &str) -> Result<(), Error> {
        let ended = self.client.api_keys().delete(id)?.await;
        self.note(id, &ended, |known| known.may_be_gone = true);
        ended?;
        self.note_success(id, |known| known.is_deleted = true);
        Ok(())
    }

    async fn reveal(&mut self, id: &str) -> Result<(), Error> {
        let revealed = self.client.api_keys().reveal(id)?.await?;
        let known = self.keys.get(id).and_then(|known| known.value.as_deref());
        if known.is_some_and(|known| known != revealed.key.expose_secret()) {
            self.find(format!(
                "{id}: another value is revealed than the client has said"
            ));
        }
        Ok(())
    }

    async fn get(&mut self, id: &str) -> Result<(), Error> {
        self.client.api_keys().get(id)?.await.map(drop)
    }

    async fn list(&mut self) -> Result<(), Error> {
        let mut keys = self.client.api_keys().list().page_size(7).stream();
        while let Some(key) = keys.next().await {
            key?;
        }
        Ok(())
    }

    /// After a failure of unknown effect, forgets what the call may have changed.
    fn note<T>(&mut self, id: &str, ended: &Result<T, Error>, forget: impl FnOnce(&mut Known)) {
        let is_harmless = ended.as_ref().is_err_and(|error| {
            matches!(error.certainty(), Certainty::NotSent | Certainty::Rejected)
        });
        if let (true, Some(known)) = (!is_harmless, self.keys.get_mut(id)) {
            forget(known);
        }
    }

    fn note_success(&mut self, id: &str, learn: impl FnOnce(&mut Known)) {
        if let Some(known) = self.keys.get_mut(id) {
            learn(known);
        }
    }

    /// Compares what the client has said with the sandbox, and takes over what is true.
    fn compare(&mut self) -> io::Result<()> {
        let keys = self.stage.sandbox.keys()?;
        let mut own = BTreeMap::new();
        for key in keys
            .into_iter()
            .filter(|key| key.name.starts_with(&self.prefix))
        {
            own.insert(key.id.clone(), key);
        }
        for (id, known) in &self.keys {
            let flaw = match own.get(id) {
                None if known.is_deleted || known.may_be_gone => None,
                None => Some("the key is gone, and nobody has deleted it"),
                Some(_) if known.is_deleted => {
                    Some("the key is there, and its deletion was reported")
                }
                Some(key)
                    if known
                        .value
                        .as_ref()
                        .is_some_and(|value| *value != key.value) =>
                {
                    Some("the key has another value than the client has said")
                }
                Some(key) if known.name.as_ref().is_some_and(|name| *name != key.name) => {
                    Some("the key has another name than the client has said")
                }
                Some(_) => None,
            };
            if let Some(flaw) = flaw {
                self.find(format!("{id}: {flaw}"));
            }
        }
        self.keys = own
            .into_iter()
            .map(|(id, key)| {
                let known = Known {
                    name: Some(key.name),
                    value: Some(key.value),
                    is_deleted: false,
                    may_be_gone: false,
                };
                (id, known)
            })
            .collect();
        Ok(())
    }

    fn find(&self, what: String) {
        self.stage.find(Finding::new(Flaw::FalseClaim, what));
    }
}
