//! Requests that change nothing: one key, its secret value, and the catalogues of types and permissions.
//!
//! In comes a request that reads. Out comes the answer, or an error that is never worse than
//! [`Certainty::Rejected`](crate::Certainty::Rejected), because a request that reads cannot change a key. Lists are in
//! [`list`](crate::list), and send through [`read`] too.

mod catalogues;
mod get;

use std::future::Future;
use std::sync::Arc;

use publicsquare_client::types::ValidationProblemDetails;
use publicsquare_client::{Client as Generated, Error as ClientError, ResponseValue};
use tracing::{Instrument, Span};

use crate::client::Client;
use crate::effect::Effect;
use crate::error::Error;
use crate::failure::Failure;
use crate::history::History;
use crate::response_head::ResponseHead;
use crate::sending::Call;

pub use self::catalogues::{ApiKeyTypes, KeyTypeInfo, PermissionInfo, Permissions};
pub use self::get::{Get, Reveal};

/// Sends a request that changes nothing.
pub(crate) async fn read<Body, Asking, Output>(
    client: &Client,
    span: Span,
    ask: impl Fn(Arc<Generated>) -> Asking,
    read: impl Fn(&ResponseHead, Body, u32) -> Result<Output, Failure>,
) -> Result<Output, Error>
where
    Asking: Future<Output = Result<ResponseValue<Body>, ClientError<ValidationProblemDetails>>>,
{
    let history = History::default();
    let call = Call {
        client,
        effect: Effect::READ,
        correlation_id: None,
        idempotency_key: None,
        history: &history,
    };
    call.send(ask, read).instrument(span).await
}
