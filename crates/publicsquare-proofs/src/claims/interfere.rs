//! What the adversary does to one request.
//!
//! A request comes in, and the next [`Interference`] of the plan is applied. Out go bytes for the client, or none,
//! and a record of what the client can see in them. Accepting connections is in [`adversary`](super::adversary).

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::adversary::{Adversary, State};
use super::api_model::{Reply, TARGET};
use super::appearance::{Appearance, classify};
use super::exchange::ShownResponse;
use super::operation::Operation;
use super::raw_response::{RawResponse, render};
use super::request::Request;
use super::round_plan::Interference;

/// No call has a reason to send more requests.
const MOST_REQUESTS: usize = 64;

impl Adversary {
    /// Applies the next interference to one request. Returns whether the connection continues.
    pub(super) async fn handle_request(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        request: &Request,
        earlier: &mut Option<RawResponse>,
    ) -> bool {
        let at = self.note(Some(request), false);
        if at >= MOST_REQUESTS {
            return false;
        }
        let interference = {
            let mut state = self.state();
            let interference = state
                .interferences
                .pop_front()
                .unwrap_or(Interference::Pass);
            state.done.push(interference.clone());
            interference
        };
        let reply = match &interference {
            Interference::Refuse(status) => Some(Reply::refusal(*status)),
            Interference::Instead(..)
            | Interference::Hang { passed: false }
            | Interference::Close { passed: false } => None,
            _ => Some(self.passed_on(request, at)),
        };
        let identity = request.idempotency_key.as_deref();
        let (mut response, mut is_true) = match (&interference, reply) {
            (Interference::Instead(status, body) | Interference::After { status, body, .. }, _) => {
                if let Interference::After { forgets: true, .. } = interference {
                    self.state().model.forget(request);
                }
                let mut state = self.state();
                let State { model, random, .. } = &mut *state;
                let bytes = body.bytes(model, request);
                let elsewhere = (300..400).contains(status).then_some(self.elsewhere);
                let response = render(
                    *status,
                    body.content_type(),
                    &bytes,
                    elsewhere,
                    identity,
                    random,
                );
                (response, false)
            }
            (_, Some(reply)) => {
                let kind = if reply.status < 300 {
                    "application/json"
                } else {
                    "application/problem+json"
                };
                let random = &mut self.state().random;
                (
                    render(
                        reply.status,
                        kind,
                        reply.body.as_bytes(),
                        None,
                        identity,
                        random,
                    ),
                    true,
                )
            }
            (_, None) => {
                if matches!(interference, Interference::Hang { .. }) {
                    until_gone(stream).await;
                }
                return false;
            }
        };
        if interference == Interference::Late {
            match earlier.replace(response.clone()) {
                Some(late) => (response, is_true) = (late, false),
                None => {
                    return self
                        .write(stream, at, &response, true, response.bytes.len())
                        .await;
                }
            }
        }
        *earlier = Some(response.clone());
        let length = response.bytes.len();
        let part = |at: &u64| usize::try_from(at % (length as u64 + 1)).unwrap_or_default();
        match &interference {
            Interference::Cut(to) => {
                self.write(stream, at, &response, is_true, part(to)).await;
                false
            }
            Interference::Stall(to) => {
                self.write(stream, at, &response, is_true, part(to)).await;
                until_gone(stream).await;
                false
            }
            Interference::Hang { .. } => {
                until_gone(stream).await;
                false
            }
            Interference::Close { .. } => false,
            Interference::Extra => {
                let again = response.bytes.clone();
                let goes_on = self.write(stream, at, &response, is_true, length).await;
                goes_on && stream.write_all(&again).await.is_ok()
            }
            _ => self.write(stream, at, &response, is_true, length).await,
        }
    }

    fn passed_on(&self, request: &Request, at: usize) -> Reply {
        let mut state = self.state();
        let reply = state.model.answer(request);
        if let Some(exchange) = state.exchanges.get_mut(at) {
            exchange.has_changed = reply.has_changed;
        }
        reply
    }

    /// Sends the first bytes of a response and records what the client can see in them. Returns whether the
    /// connection continues.
    async fn write(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        at: usize,
        response: &RawResponse,
        is_true: bool,
        length: usize,
    ) -> bool {
        let sent = response.bytes.get(..length).unwrap_or(&response.bytes);
        // It is recorded before the client can have it.
        if length >= response.body_at {
            let answered = self.seen(response, sent, is_true);
            let mut state = self.state();
            if let Some(exchange) = state.exchanges.get_mut(at) {
                exchange.answer = Some(answered);
            }
        }
        let written = stream.write_all(sent).await;
        written.is_ok() && length == response.bytes.len() && !response.ends
    }

    fn seen(&self, response: &RawResponse, sent: &[u8], is_true: bool) -> ShownResponse {
        let head = String::from_utf8_lossy(sent.get(..response.body_at).unwrap_or_default());
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.unwrap_or_default();
        let framed = sent.get(response.body_at..).unwrap_or_default();
        let body = if head.contains("transfer-encoding: chunked") {
            unchunked(framed)
        } else {
            framed
        };
        let is_whole = sent.len() == response.bytes.len();
        let appearance = classify(self.operation, status, body);
        let text = String::from_utf8_lossy(body);
        let state = self.state();
        let is_about =
            |key: &&super::api_model::Key| self.operation == Operation::Create || key.id == TARGET;
        let holds_key = self.operation.yields_a_key()
            && state
                .model
                .keys
                .iter()
                .filter(is_about)
                .any(|key| text.contains(&format!("\"key\":\"{}\"", key.current())));
        let page: Option<Value> = serde_json::from_str(&text).ok();
        let page =
            page.filter(|_| self.operation == Operation::List && appearance == Appearance::Success);
        ShownResponse {
            appearance,
            is_true,
            is_whole,
            holds_key,
            wait: response.wait,
            page: page.map(|page| {
                let keys = page["data"].as_array().into_iter().flatten();
                let ids = keys.filter_map(|key| key["id"].as_str());
                let items = page["pagination"]["total_items"].as_u64();
                (ids.map(str::to_owned).collect(), items.unwrap_or_default())
            }),
        }
    }
}

/// The bytes of a body with a single chunk, as far as they were sent.
fn unchunked(framed: &[u8]) -> &[u8] {
    let Some(line) = framed.windows(2).position(|two| two == b"\r\n") else {
        return &[];
    };
    let size = framed.get(..line).unwrap_or_default();
    let size = usize::from_str_radix(&String::from_utf8_lossy(size), 16).unwrap_or_default();
    let rest = framed.get(line + 2..).unwrap_or_default();
    rest.get(..size).unwrap_or(rest)
}

/// Waits until the client gives up.
async fn until_gone(stream: &mut (impl AsyncRead + Unpin)) {
    let mut ignored = [0; 1024];
    while !matches!(stream.read(&mut ignored).await, Ok(0) | Err(_)) {}
}
