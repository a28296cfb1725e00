//! The bench of calls with a third side: the client that openapi-generator makes from the same description.
//!
//! `cargo xtask bench-calls` generates that client and builds this program with it. In comes nothing. Out come the
//! figures of `main.rs`, with one more line for each measurement.

#![forbid(unsafe_code)]

mod harness;

use std::hint::black_box;
use std::sync::Arc;

use generated_client::apis::api_keys_api::regenerate_api_key;
use generated_client::apis::configuration::{ApiKey, Configuration};

use self::harness::{Caller, Side, Target};

/// Calls through the generated client, as its README shows it.
#[derive(Clone)]
struct Generated {
    configuration: Arc<Configuration>,
    id: String,
}

impl Caller for Generated {
    async fn call(&self) {
        let request_id = uuid::Uuid::new_v4().to_string();
        let correlation_id = uuid::Uuid::new_v4().to_string();
        let rotated = regenerate_api_key(
            &self.configuration,
            &self.id,
            Some(&request_id),
            Some(&correlation_id),
        );
        black_box(rotated.await.unwrap());
    }
}

fn sides(target: &Target) -> Vec<Side> {
    let mut sides = harness::sides(target);
    let generated = Generated {
        configuration: Arc::new(Configuration {
            base_path: target.url.clone(),
            client: harness::plain_client(),
            api_key: Some(ApiKey {
                prefix: None,
                key: target.secret.clone(),
            }),
            ..Configuration::default()
        }),
        id: target.id.clone(),
    };
    sides.push(Side::new("openapi-generator", generated));
    sides
}

fn main() {
    harness::run(sides);
}
