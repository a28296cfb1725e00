//! One connection.

use std::net::IpAddr;
use std::pin::pin;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::responder::Responder;

/// Tells connections to finish their request and close.
pub(crate) struct Ending(watch::Sender<()>);

impl Ending {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(()))
    }

    /// Reaches the connections that exist now, not those to come.
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
    // Small answers leave at once. A client that is gone already shows when it is read from.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(|request| {
        let responder = responder.clone();
        async move { responder.respond(peer, request).await }
    });
    // Without a timer, idle connections live until either side ends them.
    // Answers are small: one piece is written quicker than two.
    let connection = http1::Builder::new()
        .writev(false)
        .serve_connection(TokioIo::new(stream), answer);
    let mut connection = pin!(connection);
    // An error is a client that broke off or a fault on demand. Neither concerns anyone else.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = ending.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
