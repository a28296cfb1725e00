//! Everything that may stand between the client and the API, on a port of its own.
//!
//! In come connections, in clear or behind TLS. Out come the notes of what arrived, what it changed, and what the
//! client was shown. What is done to each request is decided by the plan and done in [`answering`](super::answering).

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::dress::Dressed;
use super::exchange::Exchange;
use super::operation::Operation;
use super::plan::{Deed, Plan, Port};
use super::request::{Brought, Request, read};
use super::truth::Truth;
use super::{http2, tls};
use crate::random::Random;

/// What is known on this side of the wire.
pub(super) struct World {
    pub(super) truth: Truth,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) done: Vec<Deed>,
    pub(super) arrived_elsewhere: usize,
    pub(super) http2: usize,
    pub(super) open: usize,
    pub(super) sending: usize,
    pub(super) deeds: VecDeque<Deed>,
    pub(super) random: Random,
}

pub(super) struct Adversary {
    world: Arc<Mutex<World>>,
    pub(super) operation: Operation,
    is_secured: bool,
    /// Where redirects point to.
    pub(super) elsewhere: u16,
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
            is_secured: plan.port == Port::Secured,
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
                    if this.is_secured {
                        this.secured(stream).await;
                    } else {
                        this.connection(stream).await;
                    }
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

    async fn secured(&self, stream: TcpStream) {
        let Ok(mut stream) = tls::accept(stream).await else {
            return;
        };
        if tls::is_http2(&stream) {
            // It ends with an error whenever the client goes.
            let _ = http2::refuse(&mut stream, || self.world().http2 += 1).await;
        } else {
            self.connection(stream).await;
        }
    }

    async fn connection(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut buffer = Vec::new();
        let mut earlier: Option<Dressed> = None;
        let unread = self.unread_deed();
        if let Some(deed) = unread {
            if deed == Deed::NeverRead {
                let mut is_over = self.is_over.clone();
                let _ = is_over.wait_for(|is_over| *is_over).await;
                if has_brought(&mut stream).await {
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
    pub(super) fn note(&self, request: Option<&Request>, has_changed: bool) -> usize {
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
}

/// Whether anything has come that was not read yet.
async fn has_brought(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut bytes = [0; 1];
    let mut read = ReadBuf::new(&mut bytes);
    let polled =
        poll_fn(|context| Poll::Ready(Pin::new(&mut *stream).poll_read(context, &mut read)));
    let _ = polled.await;
    !read.filled().is_empty()
}
