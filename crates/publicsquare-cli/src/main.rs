//! `psq`: rotate a PublicSquare API key and never lose it.

#![forbid(unsafe_code)]

fn main() {}
