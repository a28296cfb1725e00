//! The cost of a regeneration through `publicsquare`, compared with the same call by hand.
//!
//! ```console
//! $ cargo bench -p publicsquare             # time
//! $ cargo bench -p publicsquare -- --counts # instructions and allocations, which needs valgrind
//! $ cargo xtask bench-calls                 # both, beside the client that openapi-generator makes
//! ```
//!
//! `harness` has the measurements. `beside_generated.rs` is the same program with one more side: its package is
//! written by `cargo xtask bench-calls`, because the generated client is not a part of this repository.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod harness;

fn main() {
    harness::run(harness::sides);
}
