//! The steps of a request to an operation, the same for all operations.
//!
//! A route of [`operations`](crate::operations) calls [`run`] with the input that it has read. The steps are:
//! take a fault, authenticate, authorise, look at the idempotency key, commit, store the response. Out goes
//! the response. What the operation itself does is in its [`Endpoint`].
//!
//! A request without a fault is never suspended between the claim of its idempotency key and the stored
//! response. A repeat that another thread handles in this short time gets 409.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::authentication::{self, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::fault::{Fault, Moment};
use crate::idempotency::{Claim, Decision};
use crate::problem::Problem;
use crate::reply::Replayed;
use crate::request_log::EntryNumber;
use crate::service::Service;

/// The result of the checks: the request is carried out, or it has its response already.
enum Admission<Input> {
    Proceed(Admitted<Input>),
    Answered(Response),
}

/// A request that will be carried out.
struct Admitted<Input> {
    caller: Caller,
    input: Input,
    claim: Option<Claim>,
}

/// Answers a request to the operation `E`.
pub(crate) async fn run<E: Endpoint>(
    service: Arc<Service>,
    parts: Parts,
    input: Result<E::Input, Problem>,
) -> Response {
    if let Some(entry) = parts.extensions.get::<EntryNumber>() {
        service.log.identify(*entry, E::OPERATION);
    }
    let Some(fault) = service.faults.take(E::OPERATION) else {
        return match admit::<E>(&service, &parts.headers, parts.uri.path(), input) {
            Admission::Proceed(admitted) => commit::<E>(&service, admitted, true),
            Admission::Answered(answer) => answer,
        };
    };
    // A task of its own continues even if the client disconnects, as the real service may do.
    let faulty = tokio::spawn(async move {
        let admission = admit::<E>(&service, &parts.headers, parts.uri.path(), input);
        let answer = run_with_fault::<E>(&service, &fault, admission).await;
        #[cfg(feature = "recording")]
        let answer = marked(answer, &fault);
        answer
    });
    // Only the end of the server can cancel the task, and then no client waits for it.
    faulty.await.unwrap_or_else(|_| Fault::connection_drop())
}

/// Marks a response that the fault has changed.
#[cfg(feature = "recording")]
fn marked(mut answer: Response, fault: &Fault) -> Response {
    if let Some(struck) = fault.struck() {
        answer.extensions_mut().insert(struck);
    }
    answer
}

async fn run_with_fault<E: Endpoint>(
    service: &Service,
    fault: &Fault,
    admission: Admission<E::Input>,
) -> Response {
    fault.pause(Moment::BeforeCommit).await;
    if let Some(answer) = fault.instead_of_commit() {
        // The idempotency key has to be free again before the client has the response.
        drop(admission);
        return answer;
    }
    let answer = match admission {
        Admission::Proceed(admitted) => {
            commit::<E>(service, admitted, fault.lets_answer_be_stored())
        }
        Admission::Answered(answer) => answer,
    };
    fault.pause(Moment::AfterCommit).await;
    fault.spoil(answer).await
}

/// Checks whether the request may be carried out, and then what its idempotency key means.
fn admit<E: Endpoint>(
    service: &Service,
    headers: &HeaderMap,
    path: &str,
    input: Result<E::Input, Problem>,
) -> Admission<E::Input> {
    let now = service.now();
    let refuse = |problem: Problem| Admission::Answered(problem.into_response());
    let (caller, input) = match authorize::<E>(service, headers, input, now) {
        Ok(authorized) => authorized,
        Err(problem) => return refuse(problem),
    };
    let decision = if E::HONOURS_IDEMPOTENCY_KEY {
        let request = (E::OPERATION, &input);
        service
            .idempotency
            .decide(&caller, path, &request, headers, now)
    } else {
        Decision::Proceed(None)
    };
    match decision {
        Decision::Proceed(claim) => Admission::Proceed(Admitted {
            caller,
            input,
            claim,
        }),
        Decision::Replay(reply) => {
            let mut response = reply.into_response();
            response.extensions_mut().insert(Replayed);
            Admission::Answered(response)
        }
        Decision::InFlight => refuse(Problem::in_flight()),
        Decision::Reused => refuse(Problem::idempotency_key_reused()),
    }
}

/// Authenticates the request and checks it. Errors come in the order 401, 400, 403, 404, 422.
fn authorize<E: Endpoint>(
    service: &Service,
    headers: &HeaderMap,
    input: Result<E::Input, Problem>,
    now: Timestamp,
) -> Result<(Caller, E::Input), Problem> {
    let state = service.state.lock();
    let caller = authentication::authenticate(&state, headers, now)?;
    let input = input?;
    caller.authorize(E::ACCESS)?;
    E::check(service, &state, &caller, &input)?;
    Ok((caller, input))
}

/// Carries the request out, and stores a successful response unless a fault prevents that.
fn commit<E: Endpoint>(
    service: &Service,
    Admitted {
        caller,
        input,
        claim,
    }: Admitted<E::Input>,
    store: bool,
) -> Response {
    let now = service.now();
    let outcome = E::commit(service, &mut service.state.lock(), &caller, &input, now);
    match outcome {
        Ok(reply) => {
            if let Some(claim) = claim.filter(|_| store) {
                claim.complete(&reply, now);
            }
            reply.into_response()
        }
        Err(problem) => problem.into_response(),
    }
}
