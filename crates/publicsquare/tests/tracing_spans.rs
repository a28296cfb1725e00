//! The span of a call and the events of its attempts.
//!
//! In come calls that succeed, fail and retry. Out come one span for each call and one event for each attempt, with the documented
//! fields. That a trace shows no secret is tested in `canary.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use publicsquare::{CorrelationId, RetryPolicy};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

use support::fields::documented;
use support::scripted::{Scripted, answer, dropped, ok, problem};
use support::{KEY_ID, settings};

/// A span or an event of the client.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<Record>>>);

#[derive(Clone, Debug)]
struct Record {
    name: &'static str,
    level: Level,
    /// The span that an event is in.
    parent: Option<&'static str>,
    fields: Fields,
}

#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Record {
    fn new(
        metadata: &'static Metadata<'static>,
        parent: Option<&'static str>,
        record: impl FnOnce(&mut Fields),
    ) -> Self {
        let mut fields = Fields::default();
        record(&mut fields);
        Self {
            name: metadata.name(),
            level: *metadata.level(),
            parent,
            fields,
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.0.get(name).map(String::as_str)
    }

    #[track_caller]
    fn number(&self, name: &str) -> Option<u64> {
        self.field(name).map(|text| text.parse().unwrap())
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorded {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        let metadata = attributes.metadata();
        if metadata.target().starts_with("publicsquare") {
            let record = Record::new(metadata, None, |fields| attributes.record(fields));
            self.0.lock().unwrap().push(record);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target().starts_with("publicsquare") {
            let parent = context.event_span(event).map(|span| span.name());
            let record = Record::new(metadata, parent, |fields| event.record(fields));
            self.0.lock().unwrap().push(record);
        }
    }
}

impl Recorded {
    /// Records all spans and events of this thread until the guard is dropped.
    fn start() -> (Self, DefaultGuard) {
        let recorded = Self::default();
        let subscriber = Registry::default().with(recorded.clone());
        let guard = tracing::subscriber::set_default(subscriber);
        (recorded, guard)
    }

    /// The only span, and its events in the order of the attempts.
    #[track_caller]
    fn call(&self) -> (Record, Vec<Record>) {
        let mut records = self.0.lock().unwrap().clone();
        assert_eq!(records[0].name, "publicsquare.regenerate", "{records:#?}");
        let span = records.remove(0);
        for event in &records {
            assert_eq!(event.parent, Some(span.name), "{event:#?}");
            assert_eq!(event.level, Level::DEBUG, "{event:#?}");
        }
        (span, records)
    }
}

#[tokio::test]
async fn a_call_is_a_span_with_its_key_and_its_correlation_id() {
    let server = Scripted::new([ok(documented().to_string())]);
    let (recorded, _guard) = Recorded::start();
    settings(server.url())
        .build()
        .unwrap()
        .api_keys()
        .regenerate(KEY_ID)
        .unwrap()
        .with_correlation_id(CorrelationId::new("support-7").unwrap())
        .await
        .unwrap();
    let (span, events) = recorded.call();
    assert_eq!(span.level, Level::DEBUG);
    assert_eq!(span.field("key_id"), Some(KEY_ID));
    assert_eq!(span.field("correlation_id"), Some("support-7"));
    assert_eq!(span.fields.0.len(), 2, "{span:#?}");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].number("attempt"), Some(1));
    assert!(events[0].number("elapsed_ms").is_some());
    assert_eq!(events[0].number("retry_in_ms"), None);
}

#[tokio::test]
async fn each_attempt_is_an_event_with_what_came_of_it() {
    let server = Scripted::new([
        answer(
            429,
            &[("x-correlation-id", "of-the-server")],
            r#"{"title":"Slow down"}"#,
        ),
        dropped(),
        problem(503, "{}"),
        problem(401, "{}"),
    ]);
    let (recorded, _guard) = Recorded::start();
    let keys = settings(server.url()).build().unwrap().api_keys();
    let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    assert_eq!(error.attempts(), 4);

    let (_, events) = recorded.call();
    let of = |name| {
        events
            .iter()
            .map(|event| event.number(name))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("attempt"), [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(of("status"), [Some(429), None, Some(503), Some(401)]);
    assert_eq!(
        of("retry_in_ms"),
        [Some(30_250), Some(500), Some(1_000), None]
    );
    assert!(of("elapsed_ms").iter().all(Option::is_some));
    let certainties: Vec<_> = events
        .iter()
        .map(|event| event.field("certainty").unwrap().split(',').next().unwrap())
        .collect();
    assert_eq!(
        certainties,
        [
            "rejected",
            "unknown whether the old key lives",
            "unknown whether the old key lives",
            "unknown whether the old key lives"
        ]
    );
    assert_eq!(events[0].field("correlation_id"), Some("of-the-server"));
}

#[tokio::test]
async fn the_event_says_that_the_key_is_dead() {
    let server = Scripted::new([ok(r#"{"key":null}"#)]);
    let (recorded, _guard) = Recorded::start();
    let settings = settings(server.url()).retry_policy(RetryPolicy::never());
    let keys = settings.build().unwrap().api_keys();
    keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    let (_, events) = recorded.call();
    assert_eq!(
        events[0].field("certainty"),
        Some("rotated, the old key is dead")
    );
    assert_eq!(events[0].number("status"), Some(200));
}

#[tokio::test]
async fn a_request_that_is_refused_leaves_no_trace() {
    let (recorded, _guard) = Recorded::start();
    let keys = settings("http://127.0.0.1:1").build().unwrap().api_keys();
    assert!(keys.regenerate("key_0").is_err());
    assert!(recorded.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn no_event_calls_a_key_dead_because_it_could_not_be_read() {
    let server = Scripted::new([ok(r#"{"key": null}"#), problem(501, "{}")]);
    let (recorded, _guard) = Recorded::start();
    let keys = settings(server.url()).build().unwrap().api_keys();
    keys.reveal(KEY_ID).unwrap().await.unwrap_err();
    let records = recorded.0.lock().unwrap().clone();
    assert_eq!(records[0].name, "publicsquare.reveal");
    let certainties: Vec<_> = records
        .iter()
        .filter_map(|event| event.field("certainty"))
        .collect();
    assert_eq!(certainties, ["rejected, the old key lives"; 2]);
}
