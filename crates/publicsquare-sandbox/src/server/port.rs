//! The listening port, which can be closed and opened again.

use std::io;
use std::net::{SocketAddr, TcpListener as StdTcpListener};

use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

/// A port that either listens or refuses.
pub(crate) struct Port {
    address: SocketAddr,
    door: Door,
}

enum Door {
    Listening(TcpListener),
    /// A bound socket that does not listen: it refuses connections, and the system hands the port to
    /// nobody else.
    Refusing(TcpSocket),
    /// The port could not be reserved or could not be opened again.
    Lost,
}

impl Port {
    /// Takes over a listener. Needs the context of a runtime.
    pub(crate) fn open(listener: StdTcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        Ok(Self {
            address,
            door: Door::Listening(TcpListener::from_std(listener)?),
        })
    }

    /// The next connection; never, while the port refuses.
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
        // The listener has to go first: two sockets cannot have the port while one listens.
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
        // Without it, connections that have just been closed keep the port for minutes. On Windows
        // the option means something else and is not needed.
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket)
    }
}
