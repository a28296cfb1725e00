//! Sending one request to a sandbox, for all tests of this folder.
//!
//! In come a sandbox, a path and headers. Out comes an [`Answer`] with status, headers and text. Requests whose
//! bytes matter are in [`wire`](super::wire) instead.

use publicsquare_sandbox::{Sandbox, SandboxKey};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// A request that is being prepared.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A client that opens a connection for every request, so that it never reuses a broken one.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

pub(crate) fn regenerate(sandbox: &Sandbox, id: &str) -> Call {
    post(sandbox, &format!("/api-keys/{id}/regenerate"))
}

pub(crate) fn post(sandbox: &Sandbox, path: &str) -> Call {
    call(sandbox, Method::POST, path)
}

pub(crate) fn get(sandbox: &Sandbox, path: &str) -> Call {
    call(sandbox, Method::GET, path)
}

pub(crate) fn put(sandbox: &Sandbox, id: &str, body: &Value) -> Call {
    call(sandbox, Method::PUT, &format!("/api-keys/{id}")).json(body)
}

pub(crate) fn delete(sandbox: &Sandbox, id: &str) -> Call {
    call(sandbox, Method::DELETE, &format!("/api-keys/{id}"))
}

pub(crate) fn create(sandbox: &Sandbox, name: &str, permissions: &[&str]) -> Call {
    post(sandbox, "/api-keys").json(&json!({ "name": name, "permissions": permissions }))
}

pub(crate) fn call(sandbox: &Sandbox, method: Method, path: &str) -> Call {
    Call {
        request: client().request(method, format!("{}{path}", sandbox.url())),
    }
}

impl Call {
    pub(crate) fn with(self, key: &SandboxKey) -> Self {
        self.header("X-API-KEY", key.value())
    }

    pub(crate) fn idempotency_key(self, key: &str) -> Self {
        self.header("IDEMPOTENCY-KEY", key)
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        Self {
            request: self.request.header(name, value),
        }
    }

    /// Authenticates with a value that was in a response.
    pub(crate) fn with_value(self, value: &str) -> Self {
        self.header("X-API-KEY", value)
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        Self {
            request: self.request.json(body),
        }
    }

    pub(crate) fn body(self, body: impl Into<reqwest::Body>) -> Self {
        Self {
            request: self.request.body(body),
        }
    }

    pub(crate) async fn status(self) -> u16 {
        self.answer().await.status
    }

    pub(crate) async fn send(self) -> reqwest::Result<Answer> {
        let response = self.request.send().await?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        Ok(Answer {
            status,
            headers,
            text: response.text().await?,
        })
    }

    pub(crate) async fn answer(self) -> Answer {
        self.send().await.unwrap()
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn key(&self) -> String {
        self.json()["key"].as_str().unwrap().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::builder().start().await.unwrap()
}
