//! Everything that may stand between the client and the API, on a port of its own.
//!
//! In come connections. What is done to each request says the plan. Out come the notes of what arrived, what
//! it changed, and what the client was shown.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::dress::{Dressed, dress};
use super::exchange::{Answered, Exchange};
use super::looks::{Look, look};
use super::operation::Operation;
use super::plan::{Deed, Plan};
use super::request::{Brought, Request, read};
use super::truth::{Reply, TARGET, Truth};
use crate::random::Random;

/// More requests than any call has a reason for.
const MOST_REQUESTS: usize = 64;

/// What is known on this side of the wire.
pub(super) struct World {
    pub(super) truth: Truth,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) done: Vec<Deed>,
    pub(super) arrived_elsewhere: usize,
    pub(super) http2: usize,
    pub(super) open: usize,
    pub(super) sending: usize,
    deeds: VecDeque<Deed>,
    random: Random,
}

pub(super) struct Adversary {
    world: Arc<Mutex<World>>,
    operation: Operation,
    elsewhere: u16,
    is_over: watch::Receiver<bool>,
}

impl Adversary {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn new(plan: &Plan, elsewhere: u16, is_over: watch::Receiver<bool>) -> Arc<Self> {
        Arc::new(Self {
            world: Arc::new(Mutex::new(World {
                truth: Truth::new(plan.further_keys, plan.has_target),
                exchanges: Vec::new(),
                done: Vec::new(),
                arrived_elsewhere: 0,
                http2: 0,
                open: 0,
                sending: 0,
                deeds: plan.deeds.iter().cloned().collect(),
                random: Random::new(plan.dress, plan.round),
            })),
            operation: plan.operation,
            elsewhere,
            is_over,
        })
    }

    /// Takes connections until the round is over, and waits until all of them have ended.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener) {
        let mut is_over = self.is_over.clone();
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = is_over.wait_for(|is_over| *is_over) => break,
            };
            if let Ok((stream, _)) = accepted {
                let this = Arc::clone(&self);
                this.world().open += 1;
                connections.spawn(async move {
                    this.connection(stream).await;
                    this.world().open -= 1;
                });
            }
        }
        let all = async { while connections.join_next().await.is_some() {} };
        // The clients are gone, so that whoever still waits, waits for nothing.
        let _ = tokio::time::timeout(Duration::from_millis(200), all).await;
    }

    /// Counts what arrives where a redirect has pointed to.
    pub(super) async fn serve_elsewhere(self: Arc<Self>, listener: TcpListener) {
        let mut is_over = self.is_over.clone();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = is_over.wait_for(|is_over| *is_over) => return,
            };
            if accepted.is_ok() {
                self.world().arrived_elsewhere += 1;
            }
        }
    }

    async fn connection(&self, mut stream: TcpStream) {
        let mut buffer = Vec::new();
        let mut earlier: Option<Dressed> = None;
        let unread = self.unread_deed();
        if let Some(deed) = unread {
            if deed == Deed::NeverRead {
                let mut is_over = self.is_over.clone();
                let _ = is_over.wait_for(|is_over| *is_over).await;
                let _ = stream.try_read_buf(&mut buffer);
                if !buffer.is_empty() {
                    self.note(None, false);
                }
            }
            return;
        }
        loop {
            match read(&mut stream, &mut buffer).await {
                Brought::Request(request) => {
                    if !self.one(&mut stream, &request, &mut earlier).await {
                        return;
                    }
                }
                Brought::End { is_partial } => {
                    if is_partial {
                        self.note(None, false);
                    }
                    return;
                }
                Brought::Http2 => {
                    self.world().http2 += 1;
                    return;
                }
            }
        }
    }

    /// What is done to a connection as a whole, if that comes next.
    fn unread_deed(&self) -> Option<Deed> {
        let mut world = self.world();
        let next = world.deeds.front()?;
        if !matches!(next, Deed::NeverRead | Deed::CloseUnread) {
            return None;
        }
        let deed = world.deeds.pop_front()?;
        world.done.push(deed.clone());
        Some(deed)
    }

    /// Notes a request, and returns its place.
    fn note(&self, request: Option<&Request>, has_changed: bool) -> usize {
        let mut world = self.world();
        let sending = world.sending;
        world.exchanges.push(Exchange {
            sending,
            was_read: request.is_some(),
            idempotency_key: request.and_then(|request| request.idempotency_key.clone()),
            has_changed,
            answer: None,
        });
        world.exchanges.len() - 1
    }

    /// Does what the plan says to one request, and says whether the connection goes on.
    async fn one(
        &self,
        stream: &mut TcpStream,
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
        stream: &mut TcpStream,
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
async fn until_gone(stream: &mut TcpStream) {
    let mut ignored = [0; 1024];
    while !matches!(stream.read(&mut ignored).await, Ok(0) | Err(_)) {}
}

/// A port where nobody listens, and nobody can as long as what is returned lives.
pub(super) fn closed_port() -> io::Result<(u16, TcpSocket)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    Ok((socket.local_addr()?.port(), socket))
}

/// A port where connections neither come about nor are refused, as long as what is returned lives.
pub(super) async fn black_hole() -> io::Result<(u16, Vec<TcpStream>, TcpListener)> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let listener = socket.listen(1)?;
    let address = listener.local_addr()?;
    let mut waiting = Vec::new();
    // Nobody accepts, so that the queue is full after a few.
    for _ in 0..4 {
        let connect = TcpStream::connect(address);
        match tokio::time::timeout(Duration::from_millis(20), connect).await {
            Ok(stream) => waiting.push(stream?),
            Err(_) => break,
        }
    }
    Ok((address.port(), waiting, listener))
}
