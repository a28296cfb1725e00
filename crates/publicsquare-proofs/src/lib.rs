//! The benches that prove the promises of this project. They are programs; start them with `cargo xtask`.
//!
//! | promise | bench | counts that must be 0 |
//! | --- | --- | --- |
//! | psq never loses a key, and what it says is true | `cargo xtask faults` | keys lost, false claims, secrets shown, destinations damaged, printed commands that fail, reports outside the schema, leftovers and crashes |
//! | what the client claims about a request is true | `cargo xtask claims` | every count below the table of excuses, such as successes that did not happen, doubts where the truth was known, and secrets shown |
//! | nothing is lost and nothing grows in an hour | `cargo xtask soak` | the same as for `faults`, and series that have grown |
//! | the benches find real bugs | `… --breakages` | breakages that are not found |
//!
//! # `faults`: breaking psq
//!
//! Each round starts a sandbox and a folder with a destination, runs `psq`, and breaks this run **once**: SIGKILL
//! before or after a system call, a power loss, a signal, a failing call, a failing server, a full disk, an editor,
//! a second psq, and more. Then the operator of the round types the line that psq prints, until all is well. After
//! each run the bench compares what psq said with what the sandbox and the files say. Every system call of the
//! usual scenarios is enumerated; the other rounds are random, and a seed repeats them.
//!
//! It needs Linux on x86-64 and the right to trace (`ptrace`). Without the right to mount, full and read-only disks
//! are played by failing calls.
//!
//! # `claims`: standing between the client and the API
//!
//! Each round makes one call of the client. An adversary on the wire cuts, delays, replaces or repeats what the API
//! answers. A model of the API knows the truth. The bench compares each claim of the client with it: not sent,
//! rejected, done, unknown. A claim may be false only if the adversary forged a response that nobody can tell from
//! one of the API. Such claims are counted as excused.
//!
//! # `soak`: everything at once, for an hour
//!
//! One sandbox lives for the whole run, in a process of its own. The SDK calls it at random, its server fails, and its
//! clock jumps. Each second `psq apply` works on a plan, is killed now and then, and goes on by a printed line or by the
//! next run. After each run the bench compares what psq said with the truth. Once a minute, without faults, psq has to
//! bring everything in order. The memory of both programs and the descriptors of the sandbox have to stay flat.
//!
//! # Repeating a round
//!
//! ```console
//! cargo xtask faults --rounds 400 --seed 1              # what CI runs
//! cargo xtask faults --rounds 400 --seed 1 --only 17    # one round again, with all findings
//! cargo xtask claims --rounds 1500 --only 42
//! cargo xtask faults --breakages                        # breaks psq on purpose, in one place at a time
//! ```
//!
//! Exit codes: 0 if all counts are 0, 1 if one is not, 2 if the bench cannot run here.
//!
//! # Modules of the program
//!
//! | module | contents |
//! | --- | --- |
//! | `main`, `cli`, `exit` | the program, its command line, and its exit codes |
//! | `faults` | the bench of psq: `round_plan` decides, `fixture` sets up, `inject` breaks, `operator` goes on, `check` and `oracle` compare, `tally` counts; `tracer` stops system calls, and `disk` models power losses |
//! | `claims` | the bench of the client: `round_plan` decides, `adversary` and `interfere` stand on the wire, `api_model` knows the truth, `oracle` compares, `tally` counts |
//! | `soak` | the long run: `traffic`, `disturbance` and `applier` act, `judge` compares, `series` says what has grown |
//! | `breakage` | building a copy of the workspace that is broken in one place |
//! | `cargo`, `workspace`, `random`, `raw_http` | running cargo, paths, random numbers that a seed repeats, and single requests |
//!
//! # This library
//!
//! The library itself only contains the code of the README of the workspace and of the pages in `docs`, which
//! `cargo test --doc` compiles and runs. It is in this crate because a published crate does not have these pages in its
//! package. The commands on the pages are tried by the tests of `publicsquare-cli` and of `xtask`.

#![forbid(unsafe_code)]

/// Makes each page a documentation test, and a list of their names.
macro_rules! pages {
    ($($name:ident = $page:literal),+) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../../", $page))]
            struct $name;
        )+

        #[cfg(test)]
        const PAGES: &[&str] = &[$($page),+];
    };
}

pages!(
    Readme = "README.md",
    Crashes = "docs/crashes.md",
    Errors = "docs/errors.md",
    Retries = "docs/retries.md",
    Guide = "docs/sdk.md",
    Testing = "docs/testing.md"
);

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_page_with_rust_on_it_is_tested() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut with_rust = vec!["README.md".to_owned()];
        for entry in fs::read_dir(root.join("docs")).expect("the pages") {
            let path = entry.expect("a page").path();
            if fs::read_to_string(&path).is_ok_and(|text| text.contains("```rust")) {
                let name = path.file_name().expect("a name").to_string_lossy();
                with_rust.push(format!("docs/{name}"));
            }
        }
        with_rust.sort();
        assert_eq!(with_rust, super::PAGES);
    }
}
