//! What is done to one request.
//!
//! In come the request and the next deed of the plan. Out come bytes for the client, or none, and the note of
//! what the client can see in them.

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::adversary::{Adversary, World};
use super::dress::{Dressed, dress};
use super::exchange::Answered;
use super::looks::{Look, look};
use super::operation::Operation;
use super::plan::Deed;
use super::request::Request;
use super::truth::{Reply, TARGET};

/// More requests than any call has a reason for.
const MOST_REQUESTS: usize = 64;

impl Adversary {
    /// Does what the plan says to one request, and says whether the connection goes on.
    pub(super) async fn one(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        request: &Request,
        earlier: &mut Option<Dressed>,
    ) -> bool {
        let at = self.note(Some(request), false);
        if at >= MOST_REQUESTS {
            return false;
        }
        let deed = {
            let mut world = self.world();
            let deed = world.deeds.pop_front().unwrap_or(Deed::Pass);
            world.done.push(deed.clone());
            deed
        };
        let reply = match &deed {
            Deed::Refuse(status) => Some(Reply::refusal(*status)),
            Deed::Instead(..) | Deed::Hang { passed: false } | Deed::Close { passed: false } => {
                None
            }
            _ => Some(self.passed_on(request, at)),
        };
        let identity = request.idempotency_key.as_deref();
        let (mut dressed, mut is_true) = match (&deed, reply) {
            (Deed::Instead(status, body) | Deed::After { status, body, .. }, _) => {
                if let Deed::After { forgets: true, .. } = deed {
                    self.world().truth.forget(request);
                }
                let mut world = self.world();
                let World { truth, random, .. } = &mut *world;
                let bytes = body.bytes(truth, request);
                let elsewhere = (300..400).contains(status).then_some(self.elsewhere);
                let dressed = dress(
                    *status,
                    body.content_type(),
                    &bytes,
                    elsewhere,
                    identity,
                    random,
                );
                (dressed, false)
            }
            (_, Some(reply)) => {
                let kind = if reply.status < 300 {
                    "application/json"
                } else {
                    "application/problem+json"
                };
                let random = &mut self.world().random;
                (
                    dress(
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
                if matches!(deed, Deed::Hang { .. }) {
                    until_gone(stream).await;
                }
                return false;
            }
        };
        if deed == Deed::Late {
            match earlier.replace(dressed.clone()) {
                Some(late) => (dressed, is_true) = (late, false),
                None => {
                    return self
                        .write(stream, at, &dressed, true, dressed.bytes.len())
                        .await;
                }
            }
        }
        *earlier = Some(dressed.clone());
        let length = dressed.bytes.len();
        let part = |at: &u64| usize::try_from(at % (length as u64 + 1)).unwrap_or_default();
        match &deed {
            Deed::Cut(to) => {
                self.write(stream, at, &dressed, is_true, part(to)).await;
                false
            }
            Deed::Stall(to) => {
                self.write(stream, at, &dressed, is_true, part(to)).await;
                until_gone(stream).await;
                false
            }
            Deed::Hang { .. } => {
                until_gone(stream).await;
                false
            }
            Deed::Close { .. } => false,
            Deed::Extra => {
                let again = dressed.bytes.clone();
                let goes_on = self.write(stream, at, &dressed, is_true, length).await;
                goes_on && stream.write_all(&again).await.is_ok()
            }
            _ => self.write(stream, at, &dressed, is_true, length).await,
        }
    }

    fn passed_on(&self, request: &Request, at: usize) -> Reply {
        let mut world = self.world();
        let reply = world.truth.answer(request);
        if let Some(exchange) = world.exchanges.get_mut(at) {
            exchange.has_changed = reply.has_changed;
        }
        reply
    }

    /// Sends the first bytes of an answer, notes what the client can see in them, and says whether the
    /// connection goes on.
    async fn write(
        &self,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
        at: usize,
        dressed: &Dressed,
        is_true: bool,
        length: usize,
    ) -> bool {
        let sent = dressed.bytes.get(..length).unwrap_or(&dressed.bytes);
        // It is noted before the client can have it.
        if length >= dressed.body_at {
            let answered = self.seen(dressed, sent, is_true);
            let mut world = self.world();
            if let Some(exchange) = world.exchanges.get_mut(at) {
                exchange.answer = Some(answered);
            }
        }
        let written = stream.write_all(sent).await;
        written.is_ok() && length == dressed.bytes.len() && !dressed.ends
    }

    fn seen(&self, dressed: &Dressed, sent: &[u8], is_true: bool) -> Answered {
        let head = String::from_utf8_lossy(sent.get(..dressed.body_at).unwrap_or_default());
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        let status = status.unwrap_or_default();
        let framed = sent.get(dressed.body_at..).unwrap_or_default();
        let body = if head.contains("transfer-encoding: chunked") {
            unchunked(framed)
        } else {
            framed
        };
        let is_whole = sent.len() == dressed.bytes.len();
        let look = look(self.operation, status, body);
        let text = String::from_utf8_lossy(body);
        let world = self.world();
        let is_about =
            |key: &&super::truth::Key| self.operation == Operation::Create || key.id == TARGET;
        let holds_key = self.operation.yields_a_key()
            && world
                .truth
                .keys
                .iter()
                .filter(is_about)
                .any(|key| text.contains(&format!("\"key\":\"{}\"", key.current())));
        let page: Option<Value> = serde_json::from_str(&text).ok();
        let page = page.filter(|_| self.operation == Operation::List && look == Look::Success);
        Answered {
            look,
            is_true,
            is_whole,
            holds_key,
            wait: dressed.wait,
            page: page.map(|page| {
                let keys = page["data"].as_array().into_iter().flatten();
                let ids = keys.filter_map(|key| key["id"].as_str());
                let items = page["pagination"]["total_items"].as_u64();
                (ids.map(str::to_owned).collect(), items.unwrap_or_default())
            }),
        }
    }
}

/// The bytes of a body that came in one chunk, as far as they came.
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
