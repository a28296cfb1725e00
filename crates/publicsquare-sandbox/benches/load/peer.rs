//! A server in a process of its own, for the load bench.
//!
//! The name of a program comes in. Out comes its address, with an id and a key to use. The process ends when
//! the value is dropped. The sandbox runs without its rate limit. Sending is in `connection.rs`.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Peer {
    process: Child,
    pub(crate) address: SocketAddr,
    pub(crate) id: &'static str,
    pub(crate) key: &'static str,
}

impl Peer {
    pub(crate) fn sandbox() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_publicsquare-sandbox"));
        command.args(["--no-rate-limit", "--for", "600"]);
        Self::start(command)
    }

    pub(crate) fn prism(program: &str) -> Self {
        let yaml = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/publicsquare.yaml");
        let mut command = Command::new(program);
        command.arg("mock").arg(yaml).args(["--host", "127.0.0.1"]);
        Self::start(command)
    }

    /// The memory of the process in KiB.
    pub(crate) fn resident_kilobytes(&self) -> usize {
        resident_kilobytes(&self.process.id().to_string())
    }

    fn start(mut command: Command) -> Self {
        // Another process could take the port before the server does. That is unlikely enough here.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let process = command
            .args(["--port", &address.port().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "the server does not listen after 60 seconds"
            );
            std::thread::yield_now();
        }
        Self {
            process,
            address,
            id: "key_SandboxTestKeyWriter11111",
            key: "sk_test_FAKETestSecretxxxxxxxxxxx",
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The memory of a process in KiB. Zero where the system does not report it.
pub(crate) fn resident_kilobytes(process: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}
