//! Serving one connection of the API.
//!
//! A TCP stream comes in. Its requests go to the [`Responder`], one after the other. [`Ending`] tells all open
//! connections to close after their request. Accepting connections is in [`port`](super::port).

use std::net::IpAddr;
use std::pin::pin;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;

#[cfg(feature = "recording")]
use crate::recording;
use crate::responder::Responder;

/// Tells connections to finish their request and close.
pub(crate) struct Ending(watch::Sender<()>);

impl Ending {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(()))
    }

    /// Tells the connections that exist now. Later ones are not told.
    pub(crate) fn announce(&self) {
        self.0.send_replace(());
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

/// Serves a connection until either side closes it.
pub(crate) async fn serve(
    stream: TcpStream,
    peer: IpAddr,
    responder: Responder,
    mut ending: watch::Receiver<()>,
) {
    // Small responses are sent at once. An error here shows up again when the stream is read.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(|request: Request<Incoming>| {
        let responder = responder.clone();
        let request = request.map(Body::new);
        async move {
            #[cfg(feature = "recording")]
            return recording::respond(&responder, peer, request).await;
            #[cfg(not(feature = "recording"))]
            responder.respond(peer, request).await
        }
    });
    // Without a timer, an idle connection lives until one side ends it.
    // Responses are small: writing them in one piece is faster than in two.
    let connection = http1::Builder::new()
        .writev(false)
        .serve_connection(TokioIo::new(stream), answer);
    let mut connection = pin!(connection);
    // An error means that the client has gone, or that a fault broke the connection. Nothing is to be done.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = ending.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
