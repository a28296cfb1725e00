//! The course of one request to an operation, the same for all of them.
//!
//! Fault-free requests run through without a single suspension: between the claim of an idempotency
//! key, the change and the storing of the answer lies no more time than these take. A repeat that comes in
//! it, on another thread, is told that the first one is in flight.

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

/// Whether a request will be carried out, or has its answer already.
enum Admission<Input> {
    Proceed(Admitted<Input>),
    Answered(Response),
}

/// What carrying a request out takes.
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
    // A task of its own goes on when the client hangs up, as the real service may.
    let faulty = tokio::spawn(async move {
        let admission = admit::<E>(&service, &parts.headers, parts.uri.path(), input);
        run_with_fault::<E>(&service, &fault, admission).await
    });
    // The task can only be cut short by the end of the server, and then nobody listens.
    faulty.await.unwrap_or_else(|_| Fault::connection_drop())
}

async fn run_with_fault<E: Endpoint>(
    service: &Service,
    fault: &Fault,
    admission: Admission<E::Input>,
) -> Response {
    fault.pause(Moment::BeforeCommit).await;
    if let Some(answer) = fault.instead_of_commit() {
        // The idempotency key is free again before the answer is out.
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

/// First whether the request may be carried out at all, then what its idempotency key says.
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

/// The order of rejections: 401, 400, 403, 404, 422.
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

/// Carries the request out and stores a successful answer, unless a fault keeps it from that.
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
