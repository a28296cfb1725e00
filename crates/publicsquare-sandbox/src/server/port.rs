//! The listening port of the API, which can be closed and opened again.
//!
//! A listener comes in. Out come accepted connections, or none while the port refuses. A closed port stays
//! reserved, so that no other process gets it in between. The commands come from [`server`](super).

use std::io;
use std::net::{SocketAddr, TcpListener as StdTcpListener};

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// A port that either listens or refuses.
pub(crate) struct Port {
    address: SocketAddr,
    door: Door,
}

enum Door {
    Listening(TcpListener),
    /// A bound socket that does not listen. It refuses connections, and no other process can have the port.
    Refusing(TcpSocket),
    /// The port could not be reserved or could not be opened again.
    Lost,
}

impl Port {
    /// Takes over a listener. It must be called within a runtime.
    pub(crate) fn open(listener: StdTcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self {
            address,
            door: Door::Listening(TcpListener::from_std(listener)?),
        })
    }

    /// The next connection. While the port refuses, this never returns.
    pub(crate) async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match &self.door {
            Door::Listening(listener) => listener.accept().await,
            Door::Refusing(_) | Door::Lost => std::future::pending().await,
        }
    }

    /// Stops listening. Connections that wait to be accepted are reset.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        if matches!(self.door, Door::Refusing(_)) {
            return Ok(());
        }
        // The listener has to be closed first: a second socket cannot have the port while it listens.
        self.door = Door::Lost;
        self.door = Door::Refusing(self.reserve()?);
        Ok(())
    }

    /// Listens again, on the same port.
    pub(crate) fn reopen(&mut self) -> io::Result<()> {
        let socket = match std::mem::replace(&mut self.door, Door::Lost) {
            Door::Listening(listener) => {
                self.door = Door::Listening(listener);
                return Ok(());
            }
            Door::Refusing(socket) => socket,
            Door::Lost => self.reserve()?,
        };
        self.door = Door::Listening(socket.listen(BACKLOG)?);
        Ok(())
    }

    fn reserve(&self) -> io::Result<TcpSocket> {
        let socket = if self.address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        // Without this option, connections that were just closed keep the port for minutes. On Windows the
        // option means something else and is not needed.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket)
    }
}
