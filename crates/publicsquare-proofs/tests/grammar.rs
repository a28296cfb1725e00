//! The program from outside: its help texts, and its exit code for a wrong command line.
//!
//! Command lines come in. The tests check that every bench documents its exit codes, and that a wrong command line
//! is not reported as a finding. The benches themselves are tested by running them.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_publicsquare-proofs"))
        .args(arguments)
        .output()
}

#[test]
fn the_help_of_every_bench_has_its_exit_codes() {
    let help = String::from_utf8(run(&["--help"]).expect("the program starts").stdout)
        .expect("the help is UTF-8");
    for bench in ["faults", "claims", "soak"] {
        assert!(help.contains(&format!("  {bench} ")), "{help}");
        let output = run(&[bench, "--help"]).expect("the program starts");
        assert_eq!(output.status.code(), Some(0));
        let help = String::from_utf8(output.stdout).expect("the help is UTF-8");
        assert!(help.contains(&format!("cargo xtask {bench} ")), "{help}");
        assert!(help.contains("Exit codes: 0 "), "{help}");
    }
}

#[test]
fn a_wrong_command_line_is_not_a_finding() {
    for arguments in [&["faults", "--round", "x"][..], &["fault"], &[]] {
        assert_eq!(
            run(arguments).expect("the program starts").status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}
