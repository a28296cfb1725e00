//! Making a call of the client, and collecting everything that a program can learn from it.
//!
//! A client and an [`Operation`] come in. Out comes what the client claims, with every text that it shows. Whether
//! the claim is true is decided in [`oracle`](super::oracle).

use std::error::Error as _;
use std::fmt::Debug;

use publicsquare::{
    Certainty, Client, Create, Delete, Error, ErrorKind, IdempotencyKey, Permission, Regenerate,
    Update,
};

use super::api_model::TARGET;
use super::operation::Operation;

/// The outcome of a call, as the client reports it.
#[derive(Debug)]
pub(super) struct CallOutcome {
    pub(super) claim: Claim,
    pub(super) attempts: Option<u32>,
    /// Every text that `Debug`, `Display` and so on show, with its origin.
    pub(super) texts: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub(super) enum Claim {
    /// The value of the key, in clear.
    Value(String),
    /// The name of the key.
    Name(Option<String>),
    Gone,
    /// The keys of a list, and whether it ended without an error.
    Keys {
        ids: Vec<String>,
        is_all: bool,
    },
    /// A list of key types or permissions with this number of entries.
    Entries(usize),
    Failed(Certainty, ErrorKind),
}

/// A prepared request, which can be sent more than once.
pub(super) enum Prepared {
    Regenerate(Regenerate),
    Create(Create),
    Update(Update),
    Delete(Delete),
    Other(Client, Operation),
}

/// The name in every create and update request.
pub(super) const NAME: &str = "Till 4";

pub(super) fn prepare(
    client: &Client,
    operation: Operation,
    identity: &str,
) -> Result<Prepared, Error> {
    let keys = client.api_keys();
    let identity = || IdempotencyKey::new(identity);
    Ok(match operation {
        Operation::Regenerate => {
            Prepared::Regenerate(keys.regenerate(TARGET)?.with_idempotency_key(identity()?))
        }
        Operation::Create => Prepared::Create(
            keys.create(NAME, [Permission::PaymentRead])?
                .with_idempotency_key(identity()?),
        ),
        Operation::Update => Prepared::Update(
            keys.update(TARGET, NAME, [Permission::PaymentRead])?
                .with_idempotency_key(identity()?),
        ),
        Operation::Delete => Prepared::Delete(keys.delete(TARGET)?),
        operation => Prepared::Other(client.clone(), operation),
    })
}

impl Prepared {
    /// Sends the request. The client may make several attempts.
    pub(super) async fn send(&self) -> CallOutcome {
        match self {
            Self::Regenerate(request) => {
                let mut outcome = CallOutcome::of(request.send().await, |done| {
                    Claim::Value(done.key.expose_secret().to_owned())
                });
                outcome.shows("the request", request);
                outcome
            }
            Self::Create(request) => {
                let mut outcome = CallOutcome::of(request.send().await, |done| {
                    Claim::Value(done.key.expose_secret().to_owned())
                });
                outcome.shows("the request", request);
                outcome
            }
            Self::Update(request) => {
                let mut outcome =
                    CallOutcome::of(request.send().await, |key| Claim::Name(key.name.clone()));
                outcome.shows("the request", request);
                outcome
            }
            Self::Delete(request) => CallOutcome::of(request.send().await, |_| Claim::Gone),
            Self::Other(client, operation) => read(client, *operation).await,
        }
    }
}

async fn read(client: &Client, operation: Operation) -> CallOutcome {
    match operation {
        Operation::Reveal => {
            let revealed = async { client.api_keys().reveal(TARGET)?.await };
            CallOutcome::of(revealed.await, |revealed| {
                Claim::Value(revealed.key.expose_secret().to_owned())
            })
        }
        Operation::List => list(client).await,
        Operation::KeyTypes => CallOutcome::of(client.api_key_types().await, |types| {
            Claim::Entries(types.len())
        }),
        Operation::Permissions => CallOutcome::of(client.permissions().await, |permissions| {
            Claim::Entries(permissions.len())
        }),
        _ => {
            let key = async { client.api_keys().get(TARGET)?.await };
            CallOutcome::of(key.await, |key| Claim::Name(key.name.clone()))
        }
    }
}

async fn list(client: &Client) -> CallOutcome {
    let mut stream = client.api_keys().list().page_size(2).stream();
    let mut ids = Vec::new();
    let mut is_all = true;
    let mut texts = Vec::new();
    while let Some(key) = stream.next().await {
        match key {
            Ok(key) => {
                texts.push(("a key of a list", format!("{key:?}")));
                ids.extend(key.id.map(|id| id.to_string()));
            }
            Err(error) => {
                is_all = false;
                texts.extend(texts_of(&error));
            }
        }
    }
    CallOutcome {
        claim: Claim::Keys { ids, is_all },
        attempts: None,
        texts,
    }
}

impl CallOutcome {
    fn of<T: Debug>(result: Result<T, Error>, claim: impl FnOnce(&T) -> Claim) -> Self {
        match result {
            Ok(done) => {
                let mut outcome = Self {
                    claim: claim(&done),
                    attempts: None,
                    texts: Vec::new(),
                };
                outcome.shows("a success", &done);
                outcome
            }
            Err(error) => Self {
                claim: Claim::Failed(error.certainty(), error.kind()),
                attempts: Some(error.attempts()),
                texts: texts_of(&error),
            },
        }
    }

    /// Adds the `Debug` output of a value.
    pub(super) fn shows(&mut self, what: &'static str, value: &impl Debug) {
        self.texts.push((what, format!("{value:?} {value:#?}")));
    }
}

fn texts_of(error: &Error) -> Vec<(&'static str, String)> {
    let mut texts = vec![
        ("Display", format!("{error} {error:#}")),
        ("Debug", format!("{error:?} {error:#?}")),
        ("the problem", format!("{:?}", error.problem())),
        ("the field errors", format!("{:?}", error.field_errors())),
        (
            "the correlation id",
            error
                .correlation_id()
                .map_or(String::new(), ToString::to_string),
        ),
    ];
    let mut source = error.source();
    while let Some(error) = source {
        texts.push(("a source", format!("{error} {error:?} {error:#?}")));
        source = error.source();
    }
    texts
}
