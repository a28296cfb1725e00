//! The man pages that `psq man` prints: one for psq as a whole, and one for each command.
//!
//! The tests check the sections of each page, compare the examples and exit codes with those of `--help`, and run
//! `man`, `groff` and `mandoc` where they are installed. The help texts themselves are tested in `help`.

use crate::help::{VERBS, checked};
use crate::support::{World, names, read};

/// The sections of every page.
const SECTIONS: [&str; 7] = [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "OPTIONS",
    "ENVIRONMENT",
    "FILES",
    "EXAMPLES",
];

fn assert_is_a_page(name: &str, page: &str) {
    assert!(page.contains(&format!(".TH {name} 1 ")), "{name}: no title");
    let headings = SECTIONS.map(|heading| format!(".SH {heading}\n"));
    for heading in headings
        .iter()
        .map(String::as_str)
        .chain([".SH \"EXIT STATUS\"\n"])
    {
        let text = page.split(heading).nth(1);
        let text = text.unwrap_or_else(|| panic!("{name}: {heading}"));
        assert!(
            !text.trim().is_empty() && !text.starts_with(".SH"),
            "{name}: {heading}"
        );
    }
    // Each program checks something that the others do not check.
    for (program, arguments) in [
        ("man", &["--warnings", "-l", "-"][..]),
        ("groff", &["-k", "-man", "-Tutf8", "-ww", "-z"]),
        ("mandoc", &["-T", "lint", "-W", "warning"]),
    ] {
        if let Some((is_good, said)) = checked(program, arguments, page) {
            assert!(is_good && said.is_empty(), "{name}, {program}: {said}");
        }
    }
}

#[test]
fn there_is_a_page_for_psq_and_for_every_verb() {
    let world = World::new();
    let page = world.psq(["man"]).ends(0).text();
    assert_is_a_page("psq", &page);
    for verb in VERBS {
        assert!(page.contains(&format!("psq\\-{verb}(1)")), "{verb}");
        let page = world.psq(["man", verb]).ends(0).text();
        assert_is_a_page(&format!("psq-{verb}"), &page);
    }
    let ended = world.psq(["man", "no-such-command"]).ends(2);
    ended.says(&["no-such-command"]);
}

#[test]
fn help_and_manual_have_the_same_examples_and_exit_codes() {
    let world = World::new();
    for verb in VERBS {
        let help = world.psq([verb, "--help"]).ends(0).text();
        let page = world.psq(["man", verb]).ends(0).text();
        // Undo the escapes of the generator.
        let page = page
            .replace("\\-", "-")
            .replace("\\*(Aq", "'")
            .replace("\\\\", "\\");
        let section = |heading: &str| help.split(heading).nth(1).unwrap_or_default();
        let examples = section("Examples:\n").split("\n\n").next();
        for line in examples.unwrap_or_default().lines() {
            assert!(
                page.contains(&format!("{}\n", &line[2..])),
                "{verb}: {line}"
            );
        }
        for line in section("Exit codes:\n").lines() {
            let (code, meaning) = line
                .trim()
                .split_once("  ")
                .expect("a code and its meaning");
            let entry = format!("\\fB{code}\\fR\n{meaning}\n");
            assert!(page.contains(&entry), "{verb}: {line}");
        }
    }
}

#[test]
fn a_folder_gets_all_pages() {
    let world = World::new();
    let ended = world.psq(["man", "--all", "share/man1"]).ends(0);
    assert_eq!((ended.text().as_str(), ended.stderr.as_str()), ("", ""));
    let mut wanted = VERBS.map(|verb| format!("psq-{verb}.1")).to_vec();
    wanted.push("psq.1".to_owned());
    wanted.sort();
    let folder = world.path("share/man1");
    assert_eq!(names(&folder), wanted);
    let page = world.psq(["man", "rotate"]).ends(0).text();
    assert_eq!(read(&folder.join("psq-rotate.1")), page);

    world.write("taken", "");
    let ended = world.psq(["man", "--all", "taken"]).ends(2);
    ended.says(&["taken could not be written: "]);
    world.psq(["man", "rotate", "--all", "share"]).ends(2);
}
