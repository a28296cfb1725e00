//! What the caller gets for each kind of response.
//!
//! Each test sends exact bytes as a response (`raw_server`) and asserts the outcome of the call. Successes of requests
//! that change something, successes of those that only read, errors and redirects have a file each in `responses/`.
//! Whether a response shows a secret is tested in `secrets.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "responses/errors.rs"]
mod errors;
mod raw_server;
#[path = "responses/reads.rs"]
mod reads;
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

/// The response without the wait that it asks for.
fn without_retry_after(answer: Vec<u8>) -> Vec<u8> {
    let answer = String::from_utf8(answer).unwrap();
    answer.replacen("retry-after: 7\r\n", "", 1).into_bytes()
}
