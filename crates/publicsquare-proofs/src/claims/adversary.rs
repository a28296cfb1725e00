//! The adversary: everything that may stand between the client and the API, on a port of its own.
//!
//! Connections come in, in clear or over TLS. Out come notes of what arrived, what it changed, and what the client
//! was shown. The plan decides what happens to each request; [`interfere`](super::interfere) does it.

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

use super::api_model::ApiModel;
use super::exchange::Exchange;
use super::operation::Operation;
use super::raw_response::RawResponse;
use super::request::{Received, Request, read};
use super::round_plan::{Interference, Plan, Port};
use super::{http2, tls};
use crate::random::Random;

/// Everything that is known on this side of the wire.
pub(super) struct State {
    pub(super) model: ApiModel,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) done: Vec<Interference>,
    pub(super) arrived_elsewhere: usize,
    pub(super) http2: usize,
    pub(super) open: usize,
    pub(super) call: usize,
    pub(super) interferences: VecDeque<Interference>,
    pub(super) random: Random,
}

pub(super) struct Adversary {
    state: Arc<Mutex<State>>,
    pub(super) operation: Operation,
    is_tls: bool,
    /// The port that redirects point to.
    pub(super) elsewhere: u16,
    is_over: watch::Receiver<bool>,
}

impl Adversary {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn new(plan: &Plan, elsewhere: u16, is_over: watch::Receiver<bool>) -> Arc<Self> {
        Arc::new(Self {
            state: Arc::new(Mutex::new(State {
                model: ApiModel::new(plan.further_keys, plan.has_target),
                exchanges: Vec::new(),
                done: Vec::new(),
                arrived_elsewhere: 0,
                http2: 0,
                open: 0,
                call: 0,
                interferences: plan.interferences.iter().cloned().collect(),
                random: Random::new(plan.header_seed, plan.round),
            })),
            operation: plan.operation,
            is_tls: plan.port == Port::Tls,
            elsewhere,
            is_over,
        })
    }

    /// Accepts connections until the round is over, and waits until all of them have ended.
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
                this.state().open += 1;
                connections.spawn(async move {
                    if this.is_tls {
                        this.serve_tls(stream).await;
                    } else {
                        this.connection(stream).await;
                    }
                    this.state().open -= 1;
                });
            }
        }
        let all = async { while connections.join_next().await.is_some() {} };
        // The client is gone. A connection that is still open after this time will not end by itself.
        let _ = tokio::time::timeout(Duration::from_millis(200), all).await;
    }

    /// Counts the connections to the port that redirects point to.
    pub(super) async fn serve_elsewhere(self: Arc<Self>, listener: TcpListener) {
        let mut is_over = self.is_over.clone();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = is_over.wait_for(|is_over| *is_over) => return,
            };
            if accepted.is_ok() {
                self.state().arrived_elsewhere += 1;
            }
        }
    }

    async fn serve_tls(&self, stream: TcpStream) {
        let Ok(mut stream) = tls::accept(stream).await else {
            return;
        };
        if tls::is_http2(&stream) {
            // It always ends with an error, when the client disconnects.
            let _ = http2::refuse(&mut stream, || self.state().http2 += 1).await;
        } else {
            self.connection(stream).await;
        }
    }

    async fn connection(&self, mut stream: impl AsyncRead + AsyncWrite + Unpin) {
        let mut buffer = Vec::new();
        let mut earlier: Option<RawResponse> = None;
        let unread = self.connection_interference();
        if let Some(interference) = unread {
            if interference == Interference::NeverRead {
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
                Received::Request(request) => {
                    if !self
                        .handle_request(&mut stream, &request, &mut earlier)
                        .await
                    {
                        return;
                    }
                }
                Received::End { is_partial } => {
                    if is_partial {
                        self.note(None, false);
                    }
                    return;
                }
                Received::Http2 => {
                    self.state().http2 += 1;
                    return;
                }
            }
        }
    }

    /// The next interference, if it is one with the connection as a whole.
    fn connection_interference(&self) -> Option<Interference> {
        let mut state = self.state();
        let next = state.interferences.front()?;
        if !matches!(next, Interference::NeverRead | Interference::CloseUnread) {
            return None;
        }
        let interference = state.interferences.pop_front()?;
        state.done.push(interference.clone());
        Some(interference)
    }

    /// Records a request and returns its index.
    pub(super) fn note(&self, request: Option<&Request>, has_changed: bool) -> usize {
        let mut state = self.state();
        let call = state.call;
        state.exchanges.push(Exchange {
            call,
            was_read: request.is_some(),
            idempotency_key: request.and_then(|request| request.idempotency_key.clone()),
            has_changed,
            answer: None,
        });
        state.exchanges.len() - 1
    }
}

/// Whether bytes have arrived that were not read yet.
async fn has_brought(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut bytes = [0; 1];
    let mut read = ReadBuf::new(&mut bytes);
    let polled =
        poll_fn(|context| Poll::Ready(Pin::new(&mut *stream).poll_read(context, &mut read)));
    let _ = polled.await;
    !read.filled().is_empty()
}
