//! `cargo xtask miri`: tests under Miri, which finds undefined behaviour.
//!
//! In come the crates with tests that need no network, no other program and no code in C. Out comes whether Miri runs all
//! of them. No crate of this workspace has unsafe code, so that Miri watches what the dependencies do for these tests:
//! buffers, texts without a second check, reading of descriptions. What is left out has its reason here.

use std::io::{self, Write};

use crate::cargo;
use crate::exit::Exit;

/// The tests of one package.
struct Tests {
    package: &'static str,
    /// The targets of cargo.
    targets: &'static [&'static str],
    /// Parts of the names of the tests. None: all tests.
    names: &'static [&'static str],
    /// Parts of names that are left out.
    without: &'static [&'static str],
}

const TESTS: &[Tests] = &[
    // `published` and `properties` read whole descriptions, which takes minutes each.
    Tests {
        package: "openapi-loader",
        targets: &[
            "--test",
            "text",
            "--test",
            "version",
            "--test",
            "references",
        ],
        names: &[],
        // A chain of thousands of schemas, for minutes.
        without: &["a_chain_of_schemas_without_an_end_in_sight"],
    },
    // The cases of `tests` are read by `cargo xtask spec-judge`. `rust_api` parses Rust, which takes minutes for each test.
    Tests {
        package: "openapi-semver",
        targets: &["--lib"],
        names: &[],
        without: &["rust_api::tests"],
    },
    Tests {
        package: "publicsquare-codegen",
        targets: &["--lib"],
        names: &[],
        without: &[],
    },
    // All others make an HTTP client, and TLS is code in C.
    Tests {
        package: "publicsquare-client",
        targets: &["--lib"],
        names: &[
            "api_key_id",
            "base_url",
            "lenient_decoding",
            "parameter",
            "partial_object",
            "redact",
            "request_url",
            "secret_key",
        ],
        // A text of a MiB, for minutes.
        without: &["a_text_as_long_as_a_body_may_be_is_searched_once"],
    },
    Tests {
        package: "publicsquare",
        targets: &["--lib"],
        names: &[
            "certainty",
            "display_text",
            "error::display",
            "history",
            "retry::backoff",
            "retry::policy",
            "retry::retry_after",
            "server_time",
        ],
        without: &[],
    },
    // All others work on files, locks and signals with system calls that Miri does not have, or start programs.
    Tests {
        package: "publicsquare-cli",
        targets: &["--lib"],
        names: &[
            "dotenv::",
            "escape",
            "flaw",
            "fuzzing::tests",
            "id_suggestion",
            "journal::slots",
            "key_form",
            "plan::due",
            "plan::flaws",
            "program::redaction",
            "rate_limit",
        ],
        without: &["dotenv::tests::shell"],
    },
    // All others are behind a port. `random` draws thousands of values, for minutes.
    Tests {
        package: "publicsquare-sandbox",
        targets: &["--lib"],
        names: &["clock", "idempotency", "identifier", "state"],
        without: &["replaced_values_have_a_limit"],
    },
];

/// How many cases a property has here. Miri is some hundred times slower than the processor.
const CASES: &str = "4";

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let mut version = cargo::nightly(&["miri", "--version"]);
    if !version.output()?.status.success() {
        return Err(io::Error::other(
            "Miri is not installed. Install it with:\n\n    \
             rustup component add miri rust-src --toolchain nightly\n",
        ));
    }
    for tests in TESTS {
        let mut miri = cargo::nightly(&["miri", "test", "--locked", "--package", tests.package]);
        miri.args(tests.targets)
            .arg("--target-dir")
            .arg(cargo::target_folder().join("miri"))
            .arg("--")
            .args(tests.names)
            .args(tests.without.iter().flat_map(|name| ["--skip", name]))
            // Some tests read files of the repository, and property tests look for the cases that have failed.
            .env("MIRIFLAGS", "-Zmiri-disable-isolation")
            .env("PROPTEST_CASES", CASES);
        if !cargo::succeeds(miri, out)? {
            return Ok(Exit::Failure);
        }
    }
    Ok(Exit::Success)
}
