//! What the caller gets, whatever the server answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "responses/errors.rs"]
mod errors;
mod raw_server;
#[path = "responses/redirects.rs"]
mod redirects;
#[path = "responses/successes.rs"]
mod successes;

/// A JSON object with a member of 5 MiB, more than the client reads, before or after `members`.
fn oversized(members: &str, before: bool) -> Vec<u8> {
    let padding = format!(r#""padding":"{}""#, "x".repeat(5 << 20));
    let object = if before {
        format!("{{{padding},{members}}}")
    } else {
        format!("{{{members},{padding}}}")
    };
    object.into_bytes()
}
