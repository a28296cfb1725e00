//! The program from outside: what its verbs say of themselves, and how it ends where it is not understood.

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_publicsquare-proofs"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

#[test]
fn every_bench_says_how_it_ends() {
    let help = String::from_utf8(run(&["--help"]).stdout).expect("text");
    for bench in ["faults", "claims"] {
        assert!(help.contains(&format!("  {bench} ")), "{help}");
        let output = run(&[bench, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        let help = String::from_utf8(output.stdout).expect("text");
        assert!(help.contains(&format!("cargo xtask {bench} ")), "{help}");
        assert!(help.contains("Exit codes: 0 "), "{help}");
    }
}

#[test]
fn what_is_no_flag_is_no_verdict() {
    for arguments in [&["faults", "--round", "x"][..], &["fault"], &[]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}
