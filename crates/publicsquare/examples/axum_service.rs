//! An axum service that rotates its own API key in the background while it serves requests.
//!
//! ```console
//! $ cargo run -p publicsquare --example axum_service
//! ```
//!
//! Every handler holds a read lock on the client while it asks PublicSquare, and a rotation takes the write lock. So no
//! request is under way while the value changes, and none is refused. Handlers wait during a rotation, for the total timeout at
//! most. A second key does the rotation: if an answer is lost, that key reveals the current value. `KeyProvider` is the alternative where many clients share one key.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use publicsquare::{ApiKeyId, Certainty, Client};
use publicsquare_sandbox::Sandbox;
use tokio::net::TcpListener;
use tokio::sync::{RwLock, watch};

/// A real service rotates every few weeks.
const PERIOD: Duration = Duration::from_millis(20);

struct Service {
    /// Authenticates with the key of the service.
    client: RwLock<Client>,
    /// Authenticates with another key, which may rotate that one.
    admin: Client,
    /// The key of the service.
    id: ApiKeyId,
    rotations: watch::Sender<u32>,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Sentence> {
    let sandbox = Sandbox::builder().without_rate_limit().start().await?;
    let keys = sandbox.seeded().test();
    let admin = Client::builder()
        .base_url(sandbox.url())
        .api_key(keys.secret().value())
        .build()?;
    let service = Arc::new(Service {
        client: RwLock::new(admin.with_api_key(keys.key_writer().value())?),
        admin,
        id: keys.key_writer().id().parse()?,
        rotations: watch::Sender::new(0),
    });

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/key-name", listener.local_addr()?);
    let router = Router::new()
        .route("/key-name", get(key_name))
        .with_state(Arc::clone(&service));
    let server = tokio::spawn(async move { axum::serve(listener, router).await });

    // A customer of the service asks until the key has been rotated three times.
    let browser = publicsquare::reqwest::Client::new();
    let rotation = tokio::spawn(rotate(Arc::clone(&service)));
    let (mut answers, rotations) = (0_u32, service.rotations.subscribe());
    while *rotations.borrow() < 3 {
        let answer = browser.get(&url).send().await?;
        let status = answer.status();
        if status != StatusCode::OK {
            let said = answer.text().await?;
            return Err(io::Error::other(format!("the service answered {status}: {said}")).into());
        }
        answers += 1;
    }
    println!("rotated three times while serving requests");
    println!("requests that failed: 0 of {answers}");
    rotation.abort();
    server.abort();
    Ok(())
}

/// A handler that uses PublicSquare.
async fn key_name(State(service): State<Arc<Service>>) -> Result<String, (StatusCode, String)> {
    let unavailable =
        |error: publicsquare::Error| (StatusCode::SERVICE_UNAVAILABLE, error.to_string());
    let client = service.client.read().await;
    let request = client.api_keys().get(&service.id).map_err(unavailable)?;
    let key = request.await.map_err(unavailable)?;
    Ok(key.name.clone().unwrap_or_default())
}

/// Rotates the key again and again, and goes on after a failure: its sentence says what it means.
async fn rotate(service: Arc<Service>) {
    let mut period = tokio::time::interval(PERIOD);
    loop {
        period.tick().await;
        match rotate_once(&service).await {
            Ok(()) => service.rotations.send_modify(|count| *count += 1),
            Err(error) => println!("not rotated: {error}"),
        }
    }
}

async fn rotate_once(service: &Service) -> Result<(), publicsquare::Error> {
    let request = service.admin.api_keys().regenerate(&service.id)?;
    let mut client = service.client.write().await;
    // A service that may crash uses `send_kept`, as the example `secret_store` shows.
    let key = match request.await {
        Ok(rotated) => rotated.key,
        // The old value may be dead: ask which one is current.
        Err(error) if error.certainty() >= Certainty::Unknown => {
            service.admin.api_keys().reveal(&service.id)?.await?.key
        }
        Err(error) => return Err(error),
    };
    *client = client.with_api_key(key)?;
    Ok(())
}

/// Rust prints the `Debug` of an error that `main` returns. This one prints the sentence.
struct Sentence(Box<dyn Error>);

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<E: Error + 'static> From<E> for Sentence {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}
