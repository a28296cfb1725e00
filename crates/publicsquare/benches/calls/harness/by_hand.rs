//! The call by hand: reqwest and serde_json, as a careful programmer writes it without this crate.
//!
//! In comes a server. Each call sends the same headers as `publicsquare` and decodes all documented members, because
//! both sides give all of them to their caller.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Caller, Target, plain_client};

#[derive(Clone)]
pub(super) struct ByHand {
    http: reqwest::Client,
    base_url: String,
    id: String,
    key: reqwest::header::HeaderValue,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "decoding is the point")]
struct ApiKey {
    id: Option<String>,
    account_id: Option<String>,
    environment: Option<String>,
    key: Option<String>,
    #[serde(rename = "type")]
    key_type: Option<String>,
    created_at: Option<DateTime<Utc>>,
    modified_at: Option<DateTime<Utc>>,
    name: String,
    permissions: Vec<String>,
}

impl ByHand {
    pub(super) fn new(target: &Target) -> Self {
        let mut key: reqwest::header::HeaderValue = target.secret.parse().unwrap();
        key.set_sensitive(true);
        Self {
            http: plain_client(),
            base_url: target.url.clone(),
            id: target.id.clone(),
            key,
        }
    }
}

impl Caller for ByHand {
    async fn call(&self) {
        let answer = self
            .http
            .post(format!("{}/api-keys/{}/regenerate", self.base_url, self.id))
            .header("X-API-KEY", self.key.clone())
            .header("IDEMPOTENCY-KEY", uuid::Uuid::new_v4().to_string())
            .header("X-CORRELATION-ID", uuid::Uuid::new_v4().to_string())
            .header("accept", "application/json")
            .header("content-length", "0")
            .header("user-agent", "publicsquare-rust/0.1.0")
            .send()
            .await
            .unwrap();
        let body = answer.error_for_status().unwrap().bytes().await.unwrap();
        let decoded: ApiKey = serde_json::from_slice(&body).unwrap();
        assert!(decoded.key.is_some());
        black_box(decoded);
    }
}
