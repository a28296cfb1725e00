//! One call to the sandbox and what came back.

use publicsquare_sandbox::{Sandbox, SandboxKey};
use reqwest::header::HeaderMap;
use serde_json::Value;

/// A request to regenerate a key.
pub(crate) struct Call {
    request: reqwest::RequestBuilder,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A client that opens a connection for every request: a broken one is never reused or repeated.
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
    Call {
        request: client().post(format!("{}{path}", sandbox.url())),
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
