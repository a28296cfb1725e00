//! Requests that change nothing: a key, and the catalogues of types and permissions.
//!
//! In comes what is asked for. Out goes the answer, or an error that is never worse than a rejection, as
//! there is no change to be in doubt of.

mod catalogues;
mod get;

use std::sync::Arc;

use publicsquare_client::ResponseValue;
use tracing::{Instrument, Span};

use crate::client::Client;
use crate::effect::Effect;
use crate::error::Error;
use crate::history::History;
use crate::retry::failure::Failure;
use crate::sending::{Call, Head, open};

pub use self::catalogues::{ApiKeyTypes, Permissions};
pub use self::get::{Get, Reveal};

type Sent<T> = Result<
    ResponseValue<T>,
    publicsquare_client::Error<publicsquare_client::types::ValidationProblemDetails>,
>;

/// Sends a request that changes nothing, and makes of the answer what the caller wants.
pub(crate) async fn read<T, Sending, U>(
    client: &Client,
    span: Span,
    request: impl Fn(Arc<publicsquare_client::Client>) -> Sending,
    take: impl Fn(&Head, u32, T) -> Result<U, Failure>,
) -> Result<U, Error>
where
    Sending: Future<Output = Sent<T>>,
{
    let history = History::default();
    let call = Call {
        client,
        effect: Effect::READ,
        correlation_id: None,
        idempotency_key: None,
        history: &history,
    };
    let (call, take) = (&call, &take);
    call.send(|attempts, generated| {
        let sent = request(generated);
        async move {
            let answer = sent.await.map_err(|error| call.failure(error))?;
            let (head, body) = open(answer, None);
            let value = take(&head, attempts, body)?;
            Ok(head.answered(value))
        }
    })
    .instrument(span)
    .await
}
