//! Fuzz target: the loader reads any text, or refuses it with a place inside the text.
//!
//! The input is one text. The target fails on a panic and on a line that the text does not have. `compare` and
//! `generate` start where this target ends.

#![no_main]
#![forbid(unsafe_code)]

use libfuzzer_sys::fuzz_target;
use openapi_loader::{load, load_published};

fuzz_target!(|text: &str| {
    for read in [load, load_published] {
        if let Err(problems) = read("fuzz.yaml", text) {
            // A carriage return by itself ends a line of YAML as well (YAML 1.2, section 5.4).
            let lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
            for problem in &problems {
                assert!((1..=lines + 1).contains(&problem.line()), "{problem}");
            }
        }
    }
});
