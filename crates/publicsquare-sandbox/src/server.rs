//! The HTTP server of the API: its thread, its accept loop, and its end.
//!
//! A listener and a [`Responder`] come in. The owner's commands arrive over a channel: refuse connections,
//! accept them again, drain, halt. What happens to a single request is in [`responder`](crate::responder); the
//! second port is in [`control`].

use std::io;
use std::net::{SocketAddr, TcpListener as StdTcpListener};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::control;
use crate::responder::Responder;
use crate::service::SharedService;

mod connection;
mod port;

use connection::Ending;
use port::Port;

/// The commands of the owner of the sandbox.
pub(crate) enum Command {
    /// Close the port and the idle connections.
    Refuse(oneshot::Sender<io::Result<()>>),
    /// Open the port again.
    Accept(oneshot::Sender<io::Result<()>>),
    /// Let requests in flight finish within this time, and end.
    Drain(Duration),
    /// End at once.
    Halt,
}

/// A running server, as its owner holds it.
#[derive(Debug)]
pub(crate) struct Server {
    commands: mpsc::UnboundedSender<Command>,
    stopped: watch::Receiver<()>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    /// Starts the server on threads of its own.
    pub(crate) fn start(
        listener: StdTcpListener,
        responder: Responder,
        control: Option<(StdTcpListener, SharedService)>,
    ) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        if let Some((control, _)) = &control {
            control.set_nonblocking(true)?;
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads())
            .thread_name("publicsquare-sandbox")
            .enable_all()
            .build()?;
        let port = {
            let _context = runtime.enter();
            Port::open(listener)?
        };
        if let Some((control, service)) = control {
            // The task ends with the runtime.
            drop(runtime.spawn(control::serve(control, service)));
        }
        let (commands, received) = mpsc::unbounded_channel();
        let (running, stopped) = watch::channel(());
        let thread = std::thread::Builder::new()
            .name("publicsquare-sandbox".to_owned())
            .spawn(move || {
                runtime.block_on(serve(port, responder, received));
                // Requests in flight are cut before the owner is told about the end.
                drop(runtime);
                drop(running);
            })?;
        Ok(Self {
            commands,
            stopped,
            thread: Some(thread),
        })
    }

    pub(crate) async fn refuse(&self) -> io::Result<()> {
        self.command(Command::Refuse).await
    }

    pub(crate) async fn accept(&self) -> io::Result<()> {
        self.command(Command::Accept).await
    }

    async fn command(
        &self,
        command: impl FnOnce(oneshot::Sender<io::Result<()>>) -> Command,
    ) -> io::Result<()> {
        let (reply, outcome) = oneshot::channel();
        let gone = || io::Error::other("the sandbox has stopped; start a new one");
        self.commands.send(command(reply)).map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }

    /// Ends the server and waits for it.
    pub(crate) async fn drain(&mut self, limit: Duration) {
        // A server that has ended already has nothing to drain.
        let _ = self.commands.send(Command::Drain(limit));
        // The sender never sends. The error says that the thread has ended.
        let _ = self.stopped.changed().await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.commands.send(Command::Halt);
        if let Some(thread) = self.thread.take() {
            // A panic of that thread was printed by that thread.
            let _ = thread.join();
        }
    }
}

async fn serve(
    mut port: Port,
    responder: Responder,
    mut commands: mpsc::UnboundedReceiver<Command>,
) {
    let mut connections = JoinSet::new();
    let ending = Ending::new();
    loop {
        tokio::select! {
            biased;
            command = commands.recv() => match command {
                Some(Command::Refuse(reply)) => {
                    let outcome = port.close();
                    ending.announce();
                    // The owner may have stopped waiting.
                    let _ = reply.send(outcome);
                }
                Some(Command::Accept(reply)) => {
                    let _ = reply.send(port.reopen());
                }
                Some(Command::Drain(limit)) => {
                    drop(port);
                    ending.announce();
                    let all = async { while connections.join_next().await.is_some() {} };
                    tokio::select! {
                        // After the limit, dropping the connections cuts them.
                        _ = tokio::time::timeout(limit, all) => {}
                        // The only command that can come now is a halt. The end of the channel is one, too.
                        _ = commands.recv() => {}
                    }
                    return;
                }
                Some(Command::Halt) | None => return,
            },
            accepted = port.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection::serve(
                        stream,
                        peer.ip(),
                        responder.clone(),
                        ending.subscribe(),
                    ));
                }
                // Out of file descriptors, or a client that has gone. Neither ends the server. The pause
                // keeps the first from becoming a busy loop.
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Binds the address, which must be a loopback one.
pub(crate) fn bind(address: SocketAddr) -> io::Result<StdTcpListener> {
    if !address.ip().is_loopback() {
        let message = format!(
            "{} is not a loopback address; the sandbox listens on loopback addresses only",
            address.ip()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    StdTcpListener::bind(address)
}

/// The number of threads. More than four would only wait for the lock of the state.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4))
}
