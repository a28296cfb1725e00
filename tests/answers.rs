//! What the caller gets, whatever the server answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "answers/errors.rs"]
mod errors;
#[path = "answers/redirects.rs"]
mod redirects;
#[path = "answers/successes.rs"]
mod successes;
mod wire;

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
