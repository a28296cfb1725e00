//! The control port: faults over HTTP while the sandbox runs, for tests in any language.
//!
//! Requests to a port of its own come in. Out go changes of the fault queue and lines of text, in the grammar
//! of [`Fault`]'s `FromStr`. No client of the API reaches it by mistake, because the API has another port. The
//! port of the API is in [`server`](crate::server).

use std::convert::Infallible;
use std::net::TcpListener as StdTcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::header::{ALLOW, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::fault::Fault;
use crate::service::SharedService;

/// The longest body in bytes. The faults of a test need far less.
const LARGEST: usize = 64 * 1024;

const PATH: &str = "/faults";

/// Answers requests on this port until the runtime ends.
pub(crate) async fn serve(listener: StdTcpListener, service: SharedService) {
    let Ok(listener) = TcpListener::from_std(listener) else {
        // Only a runtime without I/O refuses the listener, and this one has I/O.
        return;
    };
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let service = Arc::clone(&service);
                    connections.spawn(async move {
                        let answer = service_fn(|request| {
                            let service = Arc::clone(&service);
                            async move { Ok::<_, Infallible>(respond(&service, request).await) }
                        });
                        // An error means that the client has gone. That needs no answer.
                        let _ = http1::Builder::new()
                            .serve_connection(TokioIo::new(stream), answer)
                            .await;
                    });
                }
                // Out of file descriptors. The pause keeps this from becoming a busy loop.
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn respond(service: &SharedService, request: Request<Incoming>) -> Response<Body> {
    if request.headers().contains_key(ORIGIN) {
        return text(
            StatusCode::FORBIDDEN,
            "Requests from a page in a browser are refused.\n",
        );
    }
    if request.uri().path() != PATH {
        return text(
            StatusCode::NOT_FOUND,
            "This port has only the path /faults.\n",
        );
    }
    match *request.method() {
        Method::GET => text(StatusCode::OK, service.faults.to_text()),
        Method::POST => match read(request).await {
            Ok(faults) => {
                for fault in faults {
                    service.faults.push(fault);
                }
                text(StatusCode::OK, service.faults.to_text())
            }
            Err(error) => text(
                StatusCode::BAD_REQUEST,
                format!("{error}. No fault was set.\n"),
            ),
        },
        Method::DELETE => {
            service.faults.clear();
            text(StatusCode::OK, "")
        }
        _ => {
            let mut response = text(
                StatusCode::METHOD_NOT_ALLOWED,
                "GET lists the faults, POST adds faults, DELETE clears them.\n",
            );
            let allowed = HeaderValue::from_static("GET, POST, DELETE");
            response.headers_mut().insert(ALLOW, allowed);
            response
        }
    }
}

/// The faults in the body. If one line cannot be read, none is set, so that no test runs with only half of them.
async fn read(request: Request<Incoming>) -> Result<Vec<Fault>, String> {
    let body = to_bytes(Body::new(request.into_body()), LARGEST)
        .await
        .map_err(|_| format!("The body is incomplete or longer than {LARGEST} bytes"))?;
    let body = std::str::from_utf8(&body).map_err(|_| "The body is not UTF-8".to_owned())?;
    let lines = body.lines().map(str::trim).enumerate();
    let faults = lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            line.parse()
                .map_err(|error| format!("Line {}: {error}", index + 1))
        })
        .collect::<Result<Vec<Fault>, _>>()?;
    if faults.is_empty() {
        return Err("The body contains no fault".to_owned());
    }
    Ok(faults)
}

fn text(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}
