//! The loader reads any text, or refuses it with a place inside the text.
//!
//! In come the bytes of a text. The property fails on a panic, on a refusal without words and on a line that the text
//! does not have.

use openapi_loader::{load, load_published};

/// Asserts what holds for each text.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for read in [load, load_published] {
        let Err(problems) = read("api.yaml", text) else {
            continue;
        };
        // A carriage return by itself ends a line of YAML as well (YAML 1.2, section 5.4).
        let lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
        assert!(problems.iter().count() > 0);
        for problem in &problems {
            assert!((1..=lines + 1).contains(&problem.line()), "{problem}");
            assert!(problem.column() >= 1, "{problem}");
            assert!(!problem.message().is_empty() && !problem.help().is_empty());
        }
    }
}
