//! Changelogs before and after a section is written into them.
//!
//! Each test gives a changelog and a section, and compares the whole text that comes out. Random changelogs check that
//! everything outside the marks stays the same to the byte, and that writing the same section twice changes nothing.

use proptest::prelude::*;

use super::*;

const SECTION: &str =
    "<!-- spec-changelog:start -->\n### API description\n\n- One.\n<!-- spec-changelog:end -->\n";

#[test]
fn the_section_goes_to_the_end_of_unreleased() {
    let before = "# Changelog\n\n## [Unreleased]\n\n- By hand.\n\n## 0.1.0\n\n- First.\n";
    let after = with_section(before, SECTION, None);
    let expected = format!(
        "# Changelog\n\n## [Unreleased]\n\n- By hand.\n\n{SECTION}\n## 0.1.0\n\n- First.\n"
    );
    assert_eq!(after, expected);
}

#[test]
fn an_old_section_is_replaced_and_an_empty_one_removed() {
    let before = "# Changelog\n\n## Unreleased\n\n- By hand.\n\n## 0.1.0\n";
    let with = with_section(before, SECTION, None);
    let other = with_section(&with, &SECTION.replace("One", "Two"), None);
    assert_eq!(other, with.replace("One", "Two"));
    assert_eq!(with_section(&with, "", None), before);
}

#[test]
fn what_is_released_is_not_touched() {
    let before = format!("# Changelog\n\n## 0.1.0\n\n{SECTION}");
    let after = with_section(&before, SECTION, None);
    let expected = format!("# Changelog\n\n## Unreleased\n\n{SECTION}\n## 0.1.0\n\n{SECTION}");
    assert_eq!(after, expected);
}

#[test]
fn a_changelog_without_headings_and_none_at_all_get_one() {
    let expected = format!("# Changelog\n\n## Unreleased\n\n{SECTION}");
    assert_eq!(with_section("", SECTION, None), expected);
    assert_eq!(with_section("# Changelog\n", SECTION, None), expected);
}

#[test]
fn a_heading_in_a_block_of_code_is_none() {
    let log = "# Changelog\n\n```text\n## Unreleased\n```\n\n## 0.1.0\n\n- First.\n";
    assert_eq!(entry_for(log, &Version::new(9, 0, 0)), None);
    assert!(
        with_section(log, SECTION, None)
            .starts_with("# Changelog\n\n```text\n## Unreleased\n```\n\n")
    );
}

#[test]
fn an_entry_is_found_under_the_version_or_under_unreleased() {
    let version = Version::new(0, 2, 0);
    let log = "## Unreleased\n\n- New.\n\n## v0.2.0\n\n- Two.\n";
    assert_eq!(entry_for(log, &version).as_deref(), Some("- Two."));
    assert_eq!(
        entry_for(log, &Version::new(0, 3, 0)).as_deref(),
        Some("- New.")
    );
    assert_eq!(
        entry_for("## Unreleased\n\n## 0.1.0\n\n- One.\n", &version),
        None
    );
}

fn changelog() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("# Changelog"),
        Just("## Unreleased"),
        Just("## [0.1.0]"),
        Just("- Something."),
        Just(""),
        Just("```"),
        Just("text"),
    ];
    let newline = prop_oneof![Just("\n"), Just("\r\n")];
    (
        proptest::collection::vec(line, 0..12),
        newline,
        any::<bool>(),
    )
        .prop_map(|(lines, newline, ends)| lines.join(newline) + if ends { newline } else { "" })
}

proptest! {
    #[test]
    fn writing_twice_is_writing_once(log in changelog()) {
        let once = with_section(&log, SECTION, None);
        prop_assert_eq!(with_section(&once, SECTION, None), once);
    }

    #[test]
    fn no_line_is_lost_and_no_line_end_changed(log in changelog()) {
        let after = with_section(&log, SECTION, None);
        let mut rest = after.lines();
        for line in log.lines().filter(|line| !line.is_empty()) {
            prop_assert!(rest.any(|other| other == line), "{line:?} is gone from {after:?}");
        }
        if log.contains("\r\n") {
            prop_assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        } else {
            prop_assert!(!after.contains('\r'));
        }
    }
}
