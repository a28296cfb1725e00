//! The program from outside: what its verbs say of themselves, and how it ends where it is not understood.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_publicsquare-proofs"))
        .args(arguments)
        .output()
}

#[test]
fn every_bench_says_how_it_ends() {
    let help = String::from_utf8(run(&["--help"]).expect("it starts").stdout).expect("text");
    for bench in ["faults", "claims"] {
        assert!(help.contains(&format!("  {bench} ")), "{help}");
        let output = run(&[bench, "--help"]).expect("it starts");
        assert_eq!(output.status.code(), Some(0));
        let help = String::from_utf8(output.stdout).expect("text");
        assert!(help.contains(&format!("cargo xtask {bench} ")), "{help}");
        assert!(help.contains("Exit codes: 0 "), "{help}");
    }
}

#[test]
fn what_is_no_flag_is_no_verdict() {
    for arguments in [&["faults", "--round", "x"][..], &["fault"], &[]] {
        assert_eq!(
            run(arguments).expect("it starts").status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}
