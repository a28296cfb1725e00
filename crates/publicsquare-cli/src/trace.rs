//! What psq shows of its requests: all of them with `-v`, and only long waits without it.
//!
//! The SDK's `tracing` events come in. Out go lines on the standard error, through `progress`. They contain
//! methods, paths, ids and statuses, and no secret. `live` of `progress` shows the request that is under way
//! in a terminal.

use std::fmt::{Debug, Write as _};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::escape::escape_hidden;
use crate::progress::{format_duration, write_line};

/// How much psq shows of its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Every request.
    Requests,
    /// Only waits of a second or more.
    Waits,
    /// Nothing.
    None,
}

/// Switches the output on.
pub(crate) fn show(detail: Detail) {
    if detail != Detail::None {
        // This fails only if a subscriber is set already, and psq sets none elsewhere.
        let _ = tracing_subscriber::registry()
            .with(Requests { detail })
            .try_init();
    }
}

struct Requests {
    detail: Detail,
}

/// The method and path of the request of a span.
struct Request(String);

#[derive(Default)]
struct Fields {
    attempt: Option<u64>,
    status: Option<u64>,
    elapsed_ms: Option<u64>,
    retry_in_ms: Option<u64>,
    kind: Option<String>,
    key_id: Option<String>,
    correlation_id: Option<String>,
}

impl Visit for Fields {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "attempt" => self.attempt = Some(value),
            "status" => self.status = Some(value),
            "elapsed_ms" => self.elapsed_ms = Some(value),
            "retry_in_ms" => self.retry_in_ms = Some(value),
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = || format!("{value:?}");
        match field.name() {
            "kind" => self.kind = Some(text()),
            "key_id" => self.key_id = Some(text()),
            "correlation_id" => self.correlation_id = Some(text()),
            _ => {}
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Requests {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("publicsquare") && *metadata.level() <= Level::DEBUG
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let mut text = request(attributes.metadata().name(), fields.key_id.as_deref());
        if let Some(id) = fields.correlation_id {
            let _ = write!(text, " [correlation id {id}]");
        }
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Request(text));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let Some(attempt) = fields.attempt else {
            return;
        };
        let outcome = match (fields.status, &fields.kind) {
            (Some(status), _) => status.to_string(),
            (None, Some(kind)) => format!("no answer ({kind})"),
            (None, None) => "no answer".to_owned(),
        };
        let wait = fields.retry_in_ms.map(Duration::from_millis);
        let line = match (self.detail, wait) {
            (Detail::Requests, wait) => {
                let request = context.event_span(event).and_then(|span| {
                    let extensions = span.extensions();
                    extensions.get::<Request>().map(|request| request.0.clone())
                });
                let mut line = format!(
                    "> {} → {outcome} in {} ms (attempt {attempt})",
                    request.unwrap_or_default(),
                    fields.elapsed_ms.unwrap_or_default()
                );
                if let Some(wait) = wait {
                    let _ = write!(line, "; again in {} ms", wait.as_millis());
                }
                line
            }
            // A shorter wait is over before anybody can read the line.
            (Detail::Waits, Some(wait)) if wait >= Duration::from_secs(1) => format!(
                "… no usable answer yet ({outcome}); asking again in {}",
                format_duration(wait)
            ),
            _ => return,
        };
        write_line(&escape_hidden(&line));
    }
}

fn request(span: &str, key_id: Option<&str>) -> String {
    let id = key_id.unwrap_or("{id}");
    match span.strip_prefix("publicsquare.").unwrap_or(span) {
        "regenerate" => format!("POST /api-keys/{id}/regenerate"),
        "reveal" => format!("GET /api-keys/{id}/reveal"),
        "create" => "POST /api-keys".to_owned(),
        "get" => format!("GET /api-keys/{id}"),
        "delete" => format!("DELETE /api-keys/{id}"),
        "list" => "GET /api-keys".to_owned(),
        "api_key_types" => "GET /api-key-types".to_owned(),
        other => other.to_owned(),
    }
}
