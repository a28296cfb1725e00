//! Whole requests at the same time, from the router to the response.
//!
//! In come two or three requests about one key. Each passes the checks, the idempotency keys and the commit in a thread of
//! its own, in many orders. Out comes whether the key, the responses and the idempotency keys still agree. The shared
//! parts alone are in `parts`.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use shuttle::future::block_on;

use super::{at_once, in_some_orders};
use crate::clock::{Clock, DateHeader};
use crate::fault::FaultQueue;
use crate::idempotency::{IdempotencyScope, IdempotencyStore};
use crate::lock::Lock;
use crate::operations;
use crate::problem::ErrorMediaType;
use crate::random::Random;
use crate::request_log::RequestLog;
use crate::service::{Service, SharedService};
use crate::state::seed::{self, Seeded};
use crate::state::{SandboxKey, State};
use crate::visibility::{KeyMember, Reveal};

/// A clock without a lock, so that it adds no orders.
struct Still;

impl Clock for Still {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1)
    }
}

/// A server without a port.
#[derive(Clone)]
struct Api {
    service: SharedService,
    router: TowerToHyperService<Router>,
    seeded: Arc<Seeded>,
}

impl Api {
    fn new() -> Self {
        let mut state = State::default();
        let seeded = seed::plant(&mut state);
        let service = Arc::new(Service {
            state: Lock::new(state),
            idempotency: IdempotencyStore::new(IdempotencyScope::Account),
            faults: FaultQueue::new(),
            log: RequestLog::new(0),
            random: Random::from_seed(1),
            grace_period: Duration::ZERO,
            rate_limiter: None,
            clock: Box::new(Still),
            reveal: Reveal::default(),
            key_member: KeyMember::default(),
            error_media_type: ErrorMediaType::default(),
            date: DateHeader::new(),
        });
        Self {
            router: TowerToHyperService::new(operations::router(Arc::clone(&service))),
            service,
            seeded: Arc::new(seeded),
        }
    }

    /// A request with the secret key, and the status and the body of its response.
    fn ask(&self, request: &str, idempotency_key: &str, body: &Value) -> (u16, Value) {
        self.ask_as(
            self.seeded.test().secret().value(),
            request,
            idempotency_key,
            body,
        )
    }

    fn ask_as(
        &self,
        key: &str,
        request: &str,
        idempotency_key: &str,
        body: &Value,
    ) -> (u16, Value) {
        let (method, path) = request.split_once(' ').expect("a method and a path");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-api-key", key)
            .header("idempotency-key", idempotency_key)
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        let router = self.router.clone();
        block_on(async move {
            let Ok(response) = router.call(request).await;
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await;
            let body = serde_json::from_slice(&body.expect("a body"));
            (status, body.unwrap_or_default())
        })
    }

    fn regenerate(&self, key: &SandboxKey, idempotency_key: &str) -> (u16, Value) {
        let request = format!("POST /api-keys/{}/regenerate", key.id());
        self.ask(&request, idempotency_key, &Value::Null)
    }

    /// The current value of a key, and how often it was replaced.
    fn truth(&self, key: &SandboxKey) -> Option<(String, usize)> {
        let state = self.service.state.lock();
        let key = state.get(key.id())?;
        Some((SandboxKey::of(key).value().to_owned(), key.regenerations))
    }

    /// Whether this value authenticates. A key that authenticates may not be allowed to do this: 403.
    fn opens(&self, value: &str) -> bool {
        self.ask_as(value, "GET /permissions", "", &Value::Null).0 != 401
    }
}

#[test]
fn an_idempotency_key_changes_a_key_once() {
    in_some_orders("one idempotency key", || {
        let api = Api::new();
        let key = api.seeded.test().key_writer().clone();
        let answers = at_once(3, {
            let (api, key) = (api.clone(), key.clone());
            move |_| api.regenerate(&key, "the same")
        });
        let (value, times) = api.truth(&key).expect("the key exists");
        assert_eq!(times, 1);
        let given: Vec<_> = answers
            .iter()
            .filter(|(status, _)| *status == 200)
            .collect();
        assert!(!given.is_empty());
        for (_, body) in &given {
            assert_eq!(body["key"], value);
        }
        assert!(
            answers
                .iter()
                .all(|(status, _)| matches!(status, 200 | 409))
        );
        assert_eq!(&api.regenerate(&key, "the same"), given[0]);
    });
}

#[test]
fn of_two_regenerations_the_last_value_works() {
    in_some_orders("two idempotency keys", || {
        let api = Api::new();
        let key = api.seeded.test().key_writer().clone();
        let answers = at_once(2, {
            let (api, key) = (api.clone(), key.clone());
            move |number| api.regenerate(&key, ["one", "other"][number])
        });
        let (value, times) = api.truth(&key).expect("the key exists");
        assert_eq!(times, 2);
        let given: Vec<_> = answers
            .iter()
            .map(|(_, body)| body["key"].as_str().expect("a value"))
            .collect();
        assert_ne!(given[0], given[1]);
        for given in given {
            assert_eq!(api.opens(given), given == value);
        }
        assert!(!api.opens(key.value()));
    });
}

#[test]
fn a_key_that_replaces_itself_does_so_once() {
    in_some_orders("one value of two requests", || {
        let api = Api::new();
        let own = api.seeded.test().key_writer().clone();
        let answers = at_once(2, {
            let (api, own) = (api.clone(), own.clone());
            move |number| {
                let request = format!("POST /api-keys/{}/regenerate", own.id());
                let idempotency_key = ["one", "other"][number];
                api.ask_as(own.value(), &request, idempotency_key, &Value::Null)
            }
        });
        let (value, times) = api.truth(&own).expect("the key exists");
        let given: Vec<_> = answers
            .iter()
            .filter(|(status, _)| *status == 200)
            .collect();
        assert_eq!(given.len(), times);
        assert!(
            answers
                .iter()
                .all(|(status, _)| matches!(status, 200 | 401))
        );
        assert!(given.iter().any(|(_, body)| body["key"] == value));
    });
}

#[test]
fn a_deleted_key_does_not_come_back() {
    in_some_orders("a deletion", || {
        let api = Api::new();
        let key = api.seeded.test().payment_method_writer().clone();
        let answers = at_once(3, {
            let (api, key) = (api.clone(), key.clone());
            move |number| {
                let one = format!("/api-keys/{}", key.id());
                let body = json!({ "name": "Till", "permissions": ["payment:read"] });
                match number {
                    0 => api.ask(&format!("DELETE {one}"), "", &Value::Null),
                    1 => api.ask(&format!("PUT {one}"), "change", &body),
                    _ => api.regenerate(&key, "replace"),
                }
            }
        });
        assert_eq!(answers[0].0, 204);
        assert!(
            answers[1..]
                .iter()
                .all(|(status, _)| matches!(status, 200 | 404))
        );
        assert_eq!(api.truth(&key), None);
        assert!(!api.opens(key.value()));
        if let Some(value) = answers[2].1["key"].as_str() {
            assert!(!api.opens(value));
        }
    });
}

#[test]
fn keys_that_are_created_at_once_are_both_there() {
    in_some_orders("two creations", || {
        let api = Api::new();
        let before = api.service.state.lock().keys().count();
        let answers = at_once(2, {
            let api = api.clone();
            move |number| {
                let body = json!({ "name": "Till", "permissions": ["api-key:read"] });
                api.ask("POST /api-keys", ["one", "other"][number], &body)
            }
        });
        assert_eq!(api.service.state.lock().keys().count(), before + 2);
        let ids: Vec<_> = answers.iter().map(|(_, body)| &body["id"]).collect();
        assert_ne!(ids[0], ids[1]);
        for (status, body) in &answers {
            assert_eq!(*status, 201);
            assert!(api.opens(body["key"].as_str().expect("a value")));
        }
    });
}
