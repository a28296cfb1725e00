//! Marked secrets, and the search for them in everything that the client shows.
//!
//! In comes a value or an error of the client. Out comes an assertion that none of its texts holds a secret: `Display`, `Debug`,
//! the sources, a panic, a trace. `canary.rs` and `foreign_texts.rs` use it.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};

use publicsquare::Error;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// The key that requests authenticate with.
pub(crate) const API_KEY: &str = "sk_test_CANARYauthenticating11111";
/// The key that a server hands out.
pub(crate) const NEW_KEY: &str = "sk_test_CANARYhandedOut2222222";
/// The idempotency key.
pub(crate) const IDEMPOTENCY_KEY: &str = "CANARY-idempotency-333333";
/// The text that each of them holds, and that occurs nowhere else.
pub(crate) const MARK: &str = "canary";

/// Whether the text holds a secret, as it is or as a list of bytes.
pub(crate) fn leaks(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let bytes = |mark: &str, form: fn(u8) -> String| {
        let bytes: Vec<_> = mark.bytes().map(form).collect();
        bytes.join(", ")
    };
    text.contains(MARK)
        || [MARK, "CANARY"].into_iter().any(|mark| {
            text.contains(&bytes(mark, |byte| byte.to_string()))
                || text.contains(&bytes(mark, |byte| format!("{byte:#x}")))
        })
}

/// Asserts that `value` shows no secret.
#[track_caller]
pub(crate) fn assert_hidden(what: &str, value: &impl Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        // The message leaves the text out: it would show the secret once more.
        assert!(!leaks(&text), "{what}: a secret is in {} bytes", text.len());
    }
}

/// Every text that a program can get from an error: its own, those of its sources, that of a panic.
pub(crate) fn texts(error: Error) -> Vec<(String, String)> {
    let mut texts = vec![
        ("Display".to_owned(), format!("{error} {error:#}")),
        ("Debug".to_owned(), format!("{error:?} {error:#?}")),
        ("problem".to_owned(), format!("{:?}", error.problem())),
        (
            "field errors".to_owned(),
            format!("{:?}", error.field_errors()),
        ),
        (
            "correlation id".to_owned(),
            format!("{:?}", error.correlation_id()),
        ),
        (
            "idempotency key".to_owned(),
            format!("{:?}", error.idempotency_key()),
        ),
    ];
    let mut source = error.source();
    while let Some(error) = source {
        texts.push((
            "a source".to_owned(),
            format!("{error} {error:#} {error:?} {error:#?}"),
        ));
        source = error.source();
    }
    let panicked = catch_unwind(AssertUnwindSafe(|| failed(error).unwrap()))
        .expect_err("an error unwraps to a panic");
    let message = panicked.downcast_ref::<String>().expect("a message");
    texts.push(("a panic".to_owned(), message.clone()));
    texts
}

fn failed(error: Error) -> Result<(), Error> {
    Err(error)
}

/// Asserts that no text of the error shows a secret.
#[track_caller]
pub(crate) fn assert_error_hides(what: &str, error: Error) {
    for (place, text) in texts(error) {
        assert!(!leaks(&text), "{what}: a secret is in {place}");
    }
}

/// A buffer that a trace is written to.
#[derive(Clone, Default)]
pub(crate) struct Trace(Arc<Mutex<Vec<u8>>>);

impl Trace {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// A subscriber that writes all spans and events, at every level.
    pub(crate) fn subscriber(&self) -> impl tracing::Subscriber + Send + Sync + use<> {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish()
    }
}

impl io::Write for Trace {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Trace {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The trace of the whole program, with all of its threads.
pub(crate) fn trace() -> &'static Trace {
    static TRACE: OnceLock<Trace> = OnceLock::new();
    TRACE.get_or_init(|| {
        let trace = Trace::default();
        // It includes what other crates, such as reqwest, say through `log`.
        tracing_subscriber::util::SubscriberInitExt::init(trace.subscriber());
        trace
    })
}

/// Asserts that the trace of the whole program shows no secret.
#[track_caller]
pub(crate) fn assert_trace_hides() {
    let text = trace().text();
    assert!(
        text.contains("publicsquare.regenerate"),
        "nothing was traced"
    );
    assert!(
        text.contains("reqwest") || text.contains("hyper_util"),
        "nothing was logged"
    );
    // The message leaves the line out: it would show the secret once more.
    let leak = text.lines().position(leaks);
    assert_eq!(leak, None, "a secret is in this line of the trace");
}
