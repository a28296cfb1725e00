//! The code in the README of the workspace, compiled and run as documentation tests.
//!
//! In comes the README. Nothing goes out: the library exists for `cargo test --doc` alone. It is in this
//! crate, because a published crate has no README of the workspace in its tarball.

#![forbid(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
