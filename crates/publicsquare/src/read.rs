//! Reading a key, and the catalogues of types and permissions.

use publicsquare_client::{ApiKeyId, ResponseValue};
use reqwest::StatusCode;
use tracing::{Instrument, Span, debug_span};

use crate::api_key::{ApiKey, Revealed, secret};
use crate::catalogue::{KeyTypeInfo, PermissionInfo};
use crate::client::Client;
use crate::effect::Effect;
use crate::error::Error;
use crate::history::History;
use crate::retry::failure::Failure;
use crate::sending::{Call, Head, open};

type Answer<T> = Result<
    ResponseValue<T>,
    publicsquare_client::Error<publicsquare_client::types::ValidationProblemDetails>,
>;

/// Sends a request that changes nothing, and makes of the answer what the caller wants.
pub(crate) async fn read<T, Sent, U>(
    client: &Client,
    span: Span,
    request: impl Fn(publicsquare_client::Client) -> Sent,
    take: impl Fn(&Head, T) -> Result<U, Failure>,
) -> Result<U, Error>
where
    Sent: Future<Output = Answer<T>>,
{
    let history = History::default();
    let call = Call {
        client,
        effect: Effect::Read,
        correlation_id: None,
        idempotency_key: None,
        history: &history,
    };
    let (call, take) = (&call, &take);
    call.send(|_, generated| {
        let sent = request(generated);
        async move {
            let answer = sent.await.map_err(|error| call.failure(error))?;
            let (head, body) = open(answer, None);
            let value = take(&head, body)?;
            Ok(head.answered(value))
        }
    })
    .instrument(span)
    .await
}

pub(crate) async fn get(client: &Client, id: ApiKeyId) -> Result<ApiKey, Error> {
    let span = debug_span!("publicsquare.get", key_id = %id);
    let id = &id;
    read(
        client,
        span,
        |generated| async move { generated.get_api_key().id(id).send().await },
        |head, body| {
            head.must_be(StatusCode::OK)?;
            head.must_be_about(id, body.id.as_deref())?;
            Ok(ApiKey::from(body))
        },
    )
    .await
}

pub(crate) async fn reveal(client: &Client, id: ApiKeyId) -> Result<Revealed, Error> {
    let span = debug_span!("publicsquare.reveal", key_id = %id);
    let id = &id;
    read(
        client,
        span,
        |generated| async move { generated.reveal_api_key().id(id).send().await },
        |head, body| {
            head.must_not_be_about_another(id, body.id.as_deref())?;
            let about = head.must_be_about(id, body.id.as_deref());
            let mut details = ApiKey::from(body);
            let key = match secret(details.key.take()) {
                Ok(key) => key,
                Err(message) => {
                    // The key alone would have been enough.
                    head.must_be(StatusCode::OK)?;
                    about?;
                    return Err(Failure::unusable(head, message));
                }
            };
            Ok(Revealed {
                key,
                id: id.clone(),
                details,
                server_time: head.server_time,
            })
        },
    )
    .await
}

pub(crate) async fn key_types(client: &Client) -> Result<Vec<KeyTypeInfo>, Error> {
    read(
        client,
        debug_span!("publicsquare.api_key_types"),
        |generated| async move { generated.list_api_key_types().send().await },
        |head, body| {
            head.must_be(StatusCode::OK)?;
            Ok(body.into_iter().map(KeyTypeInfo::read).collect())
        },
    )
    .await
}

pub(crate) async fn permissions(client: &Client) -> Result<Vec<PermissionInfo>, Error> {
    read(
        client,
        debug_span!("publicsquare.permissions"),
        |generated| async move { generated.list_permissions().send().await },
        |head, body| {
            head.must_be(StatusCode::OK)?;
            Ok(body.into_iter().map(PermissionInfo::read).collect())
        },
    )
    .await
}
