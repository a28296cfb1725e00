//! Comparing `dotenv` with a real shell.
//!
//! Generated files that a shell accepts come in. The tests source them with `/bin/sh` before and after an
//! edit, and compare the variable with what psq reads and writes. Where there is no shell, they pass without
//! a check.

use std::path::Path;
use std::process::Command;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::files::value;
use super::*;

const SHELL: &str = "/bin/sh";

/// What the shell finds in the variable.
fn sourced(text: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("f"), text).expect("a file");
    let output = Command::new(SHELL)
        .args(["-c", ". ./f; printf %s \"$PSQ_KEY\""])
        .current_dir(folder.path())
        .env_remove(NAME)
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

/// Lines that a shell takes as they are meant.
fn lines() -> impl Strategy<Value = String> {
    let line = select(vec![
        "\n",
        "# it's a comment\n",
        "A=1\n",
        "export B=\"two words\" # it's\n",
        "C='$ \" ` #'\n",
        "D=\"first\n' second\"\n",
        "export PSQ_KEY\n",
        "PSQ_KEY_2=other\n",
    ]);
    vec(line, 0..5).prop_map(|lines| lines.concat())
}

/// The definition before it is edited; without one it is added.
fn definition() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "PSQ_KEY=\n",
        "PSQ_KEY=old # it\n",
        "export PSQ_KEY='o l d'\n",
        "\tPSQ_KEY=\"\\\"o\\$d\" \n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_shell_reads_the_value(
        before in lines(),
        definition in definition(),
        after in lines(),
        value in value(),
    ) {
        if Path::new(SHELL).exists() {
            let text = format!("{before}{definition}{after}");
            let held = read(&text);
            prop_assert_eq!(held.map(Option::unwrap_or_default), Ok(sourced(text.as_bytes())));
            let edited = edit(&text, &value);
            prop_assert!(edited.is_ok(), "{:?}", edited);
            prop_assert_eq!(sourced(&edited.unwrap_or_default()), value.into_bytes());
        }
    }
}

#[test]
fn a_shell_reads_every_visible_character() {
    if Path::new(SHELL).exists() {
        let all: String = (' '..='~').collect();
        let reversed: String = all.chars().rev().collect();
        for value in [all.as_str(), &reversed, "a\\", "'\\", "-n", "!x", "~", "a#"] {
            for now in ["", "PSQ_KEY=a\n", "PSQ_KEY='a'\n", "PSQ_KEY=\"a\"\n"] {
                let edited = edit(now, value).expect("an edited file");
                assert_eq!(
                    sourced(&edited),
                    value.as_bytes(),
                    "{now:?} set to {value:?}"
                );
            }
        }
    }
}
