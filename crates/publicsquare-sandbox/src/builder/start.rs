//! Starting a sandbox from its settings.
//!
//! In comes a complete [`Builder`]. Out comes a [`Sandbox`] that listens, or the I/O error. The order
//! matters: both ports are bound before a thread starts, so that a failed start leaves nothing behind.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use super::Builder;
use crate::clock::DateHeader;
use crate::fault::FaultQueue;
use crate::idempotency::IdempotencyStore;
use crate::lock::Lock;
use crate::random::Random;
use crate::rate_limit::RateLimiter;
use crate::request_log::RequestLog;
use crate::responder::Responder;
use crate::sandbox::Sandbox;
use crate::server::{self, Server};
use crate::service::Service;
use crate::state::{State, seed};

impl Builder {
    /// Starts the sandbox. It answers requests as soon as this returns.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for an address that is not a loopback address. Otherwise the error
    /// of opening the port or of starting the thread or the runtime, such as [`io::ErrorKind::AddrInUse`].
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// assert!(std::net::TcpStream::connect(sandbox.address()).is_ok());
    ///
    /// let everywhere = Sandbox::builder().address(([0, 0, 0, 0], 0)).start().await;
    /// assert_eq!(everywhere.unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn start(self) -> io::Result<Sandbox> {
        self.start_blocking()
    }

    /// Starts the sandbox as [`start`](Self::start) does, without a runtime. It does not wait for anything
    /// that takes long.
    ///
    /// # Errors
    ///
    /// Those of [`start`](Self::start).
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// assert!(sandbox.url().starts_with("http://127.0.0.1:"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn start_blocking(self) -> io::Result<Sandbox> {
        let listener = server::bind(self.address)?;
        let address = listener.local_addr()?;
        let control = self.control.map(server::bind).transpose()?;
        let control_address = control.as_ref().map(TcpListener::local_addr).transpose()?;
        let mut built_in = State::default();
        let seeded = seed::plant(&mut built_in);
        let state = self.given_state.unwrap_or(built_in);
        let service = Arc::new(Service {
            state: Lock::new(state),
            idempotency: IdempotencyStore::new(self.idempotency_scope),
            faults: FaultQueue::new(),
            log: RequestLog::new(self.log_capacity),
            random: Random::new(),
            grace_period: self.grace_period,
            rate_limiter: self.rate_limit.map(RateLimiter::new),
            clock: self.clock,
            reveal: self.reveal,
            key_member: self.key_member,
            error_media_type: self.error_media_type,
            date: DateHeader::new(),
        });
        let responder = Responder::new(Arc::clone(&service));
        let control = control.map(|listener| (listener, Arc::clone(&service)));
        let server = Server::start(listener, responder, control)?;
        Ok(Sandbox::new(
            address,
            control_address,
            service,
            seeded,
            server,
            self.drain_limit,
        ))
    }
}
