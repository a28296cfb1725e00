//! Carrying a fault out: the waits, and the responses that take the place of the right one.
//!
//! The [`pipeline`](crate::pipeline) calls it before and after the commit. In come the moment and the right
//! response. Out goes the response that the client gets. A response that must not arrive whole is only
//! marked here; [`wire`](super::wire) breaks it off.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::{Effect, Fault, Moment, Pause, SpoiledBody, WireFault};
use crate::problem::Problem;

/// The mark of a response that a fault has changed.
#[cfg(feature = "recording")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Struck {
    /// The API says that it has failed, with a status that the test has chosen.
    Failed,
    /// Something that the API never sends.
    Replaced,
    /// It does not arrive whole.
    BrokenOff,
}

#[cfg(feature = "recording")]
impl Struck {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Replaced => "replaced",
            Self::BrokenOff => "broken off",
        }
    }
}

impl Fault {
    /// What this fault does to a response. `None` if it leaves the response as it is.
    #[cfg(feature = "recording")]
    pub(crate) const fn struck(&self) -> Option<Struck> {
        match &self.effect {
            Effect::None => None,
            Effect::Status(..) | Effect::TooManyRequests(_) => Some(Struck::Failed),
            Effect::Gateway(..) | Effect::Redirect(_) | Effect::Body(_) => Some(Struck::Replaced),
            Effect::Drop(_) | Effect::Truncate(_) => Some(Struck::BrokenOff),
        }
    }

    /// Waits as the fault demands at this moment.
    pub(crate) async fn pause(&self, now: Moment) {
        for (_, pause) in self.pauses.iter().filter(|(moment, _)| *moment == now) {
            match pause {
                Pause::Delay(duration) => tokio::time::sleep(*duration).await,
                Pause::Held(gate) => gate.pass().await,
            }
        }
    }

    /// The response that takes the place of the commit, if the fault strikes before it.
    pub(crate) fn instead_of_commit(&self) -> Option<Response> {
        match &self.effect {
            Effect::Drop(Moment::BeforeCommit) => Some(Self::connection_drop()),
            Effect::Status(status, Moment::BeforeCommit) => Some(failure(*status)),
            Effect::Gateway(status, Moment::BeforeCommit) => Some(gateway_page(*status)),
            Effect::TooManyRequests(retry_after) => {
                Some(Problem::too_many_requests(*retry_after).into_response())
            }
            Effect::Redirect(location) => Some(redirection(location)),
            _ => None,
        }
    }

    /// Whether the service still stores its successful response under the idempotency key.
    pub(crate) const fn lets_answer_be_stored(&self) -> bool {
        !matches!(self.effect, Effect::Status(_, Moment::AfterCommit))
    }

    /// The response that the client gets instead of `answer`, if the fault strikes after the commit.
    pub(crate) async fn spoil(&self, mut answer: Response) -> Response {
        match &self.effect {
            Effect::Drop(_) => Self::connection_drop(),
            Effect::Truncate(bytes) => {
                answer.extensions_mut().insert(WireFault::Truncate(*bytes));
                answer
            }
            Effect::Status(status, _) => failure(*status),
            Effect::Gateway(status, _) => gateway_page(*status),
            Effect::Body(body) => body.replace(answer).await,
            // These can only strike before the commit.
            Effect::None | Effect::TooManyRequests(_) | Effect::Redirect(_) => answer,
        }
    }

    /// A response that is never sent. The connection is closed instead.
    pub(crate) fn connection_drop() -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(WireFault::Drop);
        response
    }
}

fn failure(status: StatusCode) -> Response {
    Problem::new(status, "The sandbox was told to let this request fail.").into_response()
}

fn gateway_page(status: StatusCode) -> Response {
    let mut response = SpoiledBody::Html.response();
    *response.status_mut() = status;
    response
}

fn redirection(location: &HeaderValue) -> Response {
    let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
    response.headers_mut().insert(LOCATION, location.clone());
    response
}
