//! The areas that promises rest on, each with the tests that judge it.
//!
//! Nothing comes in. Out come the areas: the files that are mutated, and the tests that have to notice it. A mutant costs
//! the build of these tests, so each area names only those that read what it does. What is the same for all areas is in
//! `.cargo/mutants.toml`.

/// Files that are mutated, and what judges the mutants.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) name: &'static str,
    /// The package of the files and of the tests.
    pub(crate) package: &'static str,
    /// Globs from the root of the workspace.
    pub(crate) files: &'static [&'static str],
    /// The arguments of `cargo test` that choose the tests.
    pub(crate) tests: &'static [&'static str],
}

pub(crate) const AREAS: [Area; 6] = [
    Area {
        name: "calls",
        package: "publicsquare",
        files: &[
            "crates/publicsquare/src/certainty.rs",
            "crates/publicsquare/src/effect.rs",
            "crates/publicsquare/src/failure.rs",
            "crates/publicsquare/src/history.rs",
            "crates/publicsquare/src/response_checks.rs",
            "crates/publicsquare/src/response_head.rs",
            "crates/publicsquare/src/retry/*.rs",
            "crates/publicsquare/src/send_kept.rs",
            "crates/publicsquare/src/send_kept/*.rs",
            "crates/publicsquare/src/blocking/send_kept.rs",
            "crates/publicsquare/src/sending.rs",
            "crates/publicsquare/src/sending/*.rs",
            "crates/publicsquare/src/server_time.rs",
        ],
        tests: &[
            "--lib",
            "--test",
            "blocking",
            "--test",
            "certainty",
            "--test",
            "evidence",
            "--test",
            "rescue",
            "--test",
            "retries",
            "--test",
            "send_kept",
            "--test",
            "sending_again",
            "--test",
            "server_time",
            "--test",
            "tracing_spans",
            "--test",
            "transport",
        ],
    },
    Area {
        name: "answers",
        package: "publicsquare-client",
        files: &[
            "src/lenient_decoding.rs",
            "src/lenient_decoding/*.rs",
            "src/partial_object.rs",
            "src/redact.rs",
            "src/redact/*.rs",
            "src/untrusted_response.rs",
        ],
        tests: &["--lib", "--test", "responses", "--test", "secrets"],
    },
    Area {
        name: "files",
        package: "publicsquare-cli",
        files: &[
            "crates/publicsquare-cli/src/program/redaction.rs",
            "crates/publicsquare-cli/src/dotenv.rs",
            "crates/publicsquare-cli/src/dotenv/*.rs",
            "crates/publicsquare-cli/src/destination.rs",
            "crates/publicsquare-cli/src/destination/**/*.rs",
            "crates/publicsquare-cli/src/durable.rs",
            "crates/publicsquare-cli/src/journal.rs",
            "crates/publicsquare-cli/src/journal/*.rs",
            "crates/publicsquare-cli/src/lock.rs",
            "crates/publicsquare-cli/src/next_step/rescue_file.rs",
            "crates/publicsquare-cli/src/open_rotation.rs",
            "crates/publicsquare-cli/src/open_rotation/*.rs",
        ],
        tests: &["--lib", "--test", "psq"],
    },
    Area {
        name: "plans",
        package: "publicsquare-cli",
        files: &[
            "crates/publicsquare-cli/src/plan/approval.rs",
            "crates/publicsquare-cli/src/plan/destination_conflicts.rs",
            "crates/publicsquare-cli/src/plan/due.rs",
            "crates/publicsquare-cli/src/plan/validate.rs",
        ],
        tests: &["--lib", "--test", "psq"],
    },
    Area {
        name: "normalization",
        package: "publicsquare-codegen",
        files: &[
            "crates/publicsquare-codegen/src/normalize.rs",
            "crates/publicsquare-codegen/src/normalize/**/*.rs",
        ],
        tests: &[
            "--lib",
            "--test",
            "corpus",
            "--test",
            "damage",
            "--test",
            "generate_failures",
            "--test",
            "generate_normalization",
            "--test",
            "generate_refusals",
        ],
    },
    Area {
        name: "verdicts",
        package: "openapi-semver",
        files: &[
            "crates/openapi-semver/src/classify.rs",
            "crates/openapi-semver/src/classify/*.rs",
        ],
        tests: &["--lib", "--test", "cases"],
    },
];

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::workspace;

    #[test]
    fn no_glob_names_a_file_or_a_folder_that_is_gone() {
        for glob in AREAS.iter().flat_map(|area| area.files) {
            let fixed = glob.split("/*").next().unwrap_or_default();
            assert!(workspace::path(fixed).exists(), "{glob}");
        }
    }

    #[test]
    fn the_weekly_job_has_every_area() {
        let workflow = fs::read_to_string(workspace::path(".github/workflows/ci.yml")).unwrap();
        for area in &AREAS {
            let entry = format!("{{ area: {}, ", area.name);
            assert!(workflow.contains(&entry), "{entry}");
        }
    }
}
