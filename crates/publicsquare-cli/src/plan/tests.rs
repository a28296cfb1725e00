//! Tests of reading a plan: which texts are accepted, and which flaws are reported with their line and column.
//!
//! Each test gives the text of a plan to [`parse`](super::load::parse) and looks at the plan or at the list of flaws.
//! The committed `plan.schema.json` is compared with the types here as well. What psq does with a plan is tested in
//! `tests/psq/plan_*.rs`.

use std::path::Path;

use serde_json::Value;

use super::load::{parse, schema};
use super::model::ThenEntry;
use super::{Credential, Plan};

pub(super) const EXAMPLE: &str = include_str!("../../plan.example.toml");
const ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

pub(super) fn taken(text: &str) -> Plan {
    let path = Path::new("/etc/psq/plan.toml");
    parse(path, text).unwrap_or_else(|flaws| panic!("{}", flaws.to_lines(path, text).join("\n")))
}

/// The lines of a refusal, without the name of the file.
fn refused(text: &str) -> Vec<String> {
    let flaws = parse(Path::new("/etc/psq/plan.toml"), text).expect_err("a flaw");
    let text = flaws.to_lines(Path::new("p"), text).join("\n");
    text.lines()
        .map(|line| line.strip_prefix("p:").expect("the file").to_owned())
        .collect()
}

/// A plan with one key, which has these lines.
fn plan(lines: &str) -> String {
    format!(
        "version = 1\n[environments.test]\ncredential = {{ variable = \"ADMIN\" }}\n[[keys]]\n{lines}\n"
    )
}

fn key(more: &str) -> String {
    plan(&format!(
        "id = \"{ID}\"\nenvironment = \"test\"\nmax_age = \"90d\"\n{more}"
    ))
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    jsonschema::draft202012::new(&schema).expect("a schema")
}

fn as_json(text: &str) -> Value {
    let value: toml::Value = toml::from_str(text).expect("TOML");
    serde_json::to_value(value).expect("JSON")
}

/// `UPDATE=1 cargo test -p publicsquare-cli schema` writes the schema.
#[test]
fn the_committed_schema_matches_the_types_of_a_plan() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/plan.schema.json");
    let schema = schema();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &schema).expect("written");
    }
    let committed = std::fs::read_to_string(path).expect("the committed schema");
    assert!(
        schema == committed,
        "plan.schema.json is out of date: write it with UPDATE=1"
    );
}

#[test]
fn the_example_is_accepted_and_fits_the_schema() {
    let plan = taken(EXAMPLE);
    assert_eq!(plan.keys.len(), 3);
    assert_eq!(plan.environments.len(), 2);
    let places: usize = plan.keys.iter().map(|key| key.to.len()).sum();
    assert_eq!(places, 5);
    assert!(validator().is_valid(&as_json(EXAMPLE)));
}

#[test]
fn relative_paths_begin_at_the_folder_of_the_plan() {
    let plan = taken(&key(
        "to = [{ file = \"env\", variable = \"KEY\" }, { file = \"/srv/k\" }]\nthen = \"true\"",
    ));
    let [key] = plan.keys.as_slice() else {
        panic!("one key");
    };
    let paths: Vec<String> = key.to.iter().map(|place| format!("{place:?}")).collect();
    assert!(paths[0].contains("/etc/psq/env"), "{paths:?}");
    assert!(paths[1].contains("\"/srv/k\""), "{paths:?}");
    assert!(matches!(&key.then, Some(ThenEntry::Line(line)) if line == "true"));
    assert_eq!(plan.environments["test"].changes_per_run, 5);
    assert_eq!(
        plan.environments["test"].credential,
        Credential::Variable("ADMIN".to_owned())
    );
}

#[test]
fn all_mistakes_are_reported_at_once_with_their_places() {
    let text = format!(
        "version = 1
extra = 2
[environments.test]
credential = {{ variable = \"A\", file = \"b\" }}
[environments.shop]
credential = {{ file = \"c\" }}
[[keys]]
id = \"{ID}\"
environment = \"test\"
max_age = \"90\"
to = [{{ file = \"d\" }}]
[[keys]]
id = \"{ID}\"
environment = \"tset\"
max_age = \"90d\"
max_ag = 1
to = [{{ file = \"e\" }}]
[[keys]]
id = \"{ID}\"
environment = \"tset\"
max_age = \"30m\"
method = \"replace\"
to = [{{ file = \"d\", variable = \"1X\" }}, {{ command = [] }}, {{}}]
"
    );
    let lines = refused(&text);
    for (place, what) in [
        ("2:1", "`extra`"),
        ("4:14", "one place"),
        ("5:15", "is = \"test\""),
        ("10:11", "90d"),
        ("16:1", "max_ag"),
        ("20:15", "it has shop, test"),
        ("21:11", "90d"),
        ("19:6", "id_file"),
        ("23:32", "digit"),
        ("23:52", "no program"),
        ("23:58", "{ file = \"FILE\" }"),
    ] {
        let found = lines
            .iter()
            .any(|line| line.starts_with(&format!("{place}: ")) && line.contains(what));
        assert!(found, "{place} {what}:\n{}", lines.join("\n"));
    }
    assert_eq!(lines.len(), 11, "{}", lines.join("\n"));
}

#[test]
fn two_keys_for_one_place_are_refused() {
    let other = "key_8Ay5mcUXAxwrN6wQEQUVEHBCJ";
    for (one, two, what) in [
        (
            "{ file = \"a\", variable = \"K\" }",
            "{ file = \"./a\", variable = \"K\" }",
            "variable of this file is taken",
        ),
        ("{ file = \"a\" }", "{ file = \"a\" }", "file is taken"),
        (
            "{ file = \"a\" }",
            "{ file = \"a\", variable = \"K\" }",
            "also for variables",
        ),
        (
            "{ file = \"a\", variable = \"K\" }",
            "{ file = \"a\" }",
            "also for variables",
        ),
        (
            "{ command = [\"x\"] }",
            "{ command = [\"x\"] }",
            "the same command already",
        ),
    ] {
        let text = key(&format!(
            "to = [{one}]\n[[keys]]\nid = \"{other}\"\nenvironment = \"test\"\nmax_age = \"90d\"\nto = [{two}]"
        ));
        let lines = refused(&text);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(
            lines[0].starts_with("13:7: ") && lines[0].contains(what),
            "{lines:?}"
        );
        // One key cannot go to the same place twice either.
        let lines = refused(&key(&format!("to = [{one}, {two}]")));
        assert!(lines[0].contains(what), "{lines:?}");
    }
    let both = key("to = [{ file = \"a\", variable = \"K\" }, { file = \"a\", variable = \"L\" }]");
    assert!(refused(&both)[0].contains("destination of this key already"));
    taken(&key(&format!(
        "to = [{{ file = \"a\", variable = \"K\" }}]\n[[keys]]\nid = \"{other}\"\nenvironment = \"test\"\nmax_age = \
         \"9d\"\nto = [{{ file = \"a\", variable = \"L\" }}]"
    )));
    let again = key(&format!(
        "to = [{{ file = \"a\" }}]\n[[keys]]\nid = \"{ID}\"\nenvironment = \"test\"\nmax_age = \"9d\"\nto = [{{ file = \
         \"b\" }}]"
    ));
    assert!(refused(&again)[0].contains("in the plan already"));
}

#[test]
fn two_paths_to_the_same_file_are_the_same_place() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a"), "").expect("written");
    std::os::unix::fs::symlink("a", folder.path().join("b")).expect("a link");
    let text = key("to = [{ file = \"a\" }, { file = \"b\" }]");
    let flaws = parse(&folder.path().join("plan"), &text).expect_err("a flaw");
    assert!(
        flaws
            .to_lines(Path::new("p"), &text)
            .join("\n")
            .contains("taken already")
    );
}

#[test]
fn two_paths_to_the_same_new_file_are_the_same_place() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("real")).expect("a folder");
    std::os::unix::fs::symlink("real", folder.path().join("link")).expect("a link");
    let plan = folder.path().join("plan");
    let text = key("to = [{ file = \"real/new\" }, { file = \"link/new\" }]");
    let flaws = parse(&plan, &text).expect_err("a flaw");
    let lines = flaws.to_lines(Path::new("p"), &text);
    assert!(lines[0].contains("taken already"), "{lines:?}");
    let others = key("to = [{ file = \"real/new\" }, { file = \"link/other\" }]");
    assert!(parse(&plan, &others).is_ok());
}

#[test]
fn other_mistakes_of_a_key_are_refused() {
    for (more, what) in [
        (
            "to = [{ file = \"a\" }]\nmethod = \"replace\"\nid_file = \"a\"",
            "will hold the id of a successor",
        ),
        ("to = [{ file = \"a\" }]\nid_file = \"b\"", "keeps its id"),
        ("to = [{ file = \"-\" }]", "the standard output"),
        ("to = [{ file = \"~/a\" }]", "home folder"),
        ("to = [{ file = \"\" }]", "not the path of a file"),
        ("to = [{ file = \"a/\" }]", "not the path of a file"),
        ("to = [{ file = \"a\\u200Bb\" }]", "invisible characters"),
        ("to = []", "has no destination"),
        ("to = [{ file = \"a\" }]\nthen = \"\"", "no command"),
        ("to = [{ file = \"a\" }]\nthen = 1", "a line for a shell"),
    ] {
        let lines = refused(&key(more));
        assert!(
            lines.iter().any(|line| line.contains(what)),
            "{what}: {lines:?}"
        );
    }
    let own = key("to = [{ file = \"a\" }]").replace("variable = \"ADMIN\"", "file = \"a\"");
    let lines = refused(&own);
    assert!(
        lines[0].contains("credential of its own environment"),
        "{lines:?}"
    );
}

#[test]
fn an_age_below_an_hour_is_refused() {
    let aged = |age: &str| key("to = [{ file = \"a\" }]").replace("90d", age);
    for age in ["0h", "0d"] {
        let lines = refused(&aged(age));
        assert!(lines[0].contains("write 1h or more"), "{age}: {lines:?}");
    }
    for age in ["1h", "2h"] {
        taken(&aged(age));
    }
}

#[test]
fn a_name_that_nothing_can_have_is_refused() {
    let to = "to = [{ file = \"a\" }]";
    for (member, name, is_accepted) in [
        ("variable", "ADMIN", true),
        ("variable", "", false),
        ("variable", "A=B", false),
        ("variable", "A\\u200BB", false),
        ("systemd", "psq-admin", true),
        ("systemd", "..admin", true),
        ("systemd", "", false),
        ("systemd", ".", false),
        ("systemd", "..", false),
        ("systemd", "a/b", false),
        ("systemd", "a\\u200Bb", false),
    ] {
        let entry = format!("{member} = \"{name}\"");
        let text = key(to).replace("variable = \"ADMIN\"", &entry);
        if is_accepted {
            taken(&text);
        } else {
            let lines = refused(&text);
            assert!(lines[0].contains("this cannot be the name"), "{lines:?}");
        }
    }
    for (name, is_accepted) in [("shop", true), ("", false), ("sh\\u200Bop", false)] {
        let table = format!("[environments.\"{name}\"]\nis = \"test\"");
        let text = key(to).replace("[environments.test]", &table).replace(
            "environment = \"test\"",
            &format!("environment = \"{name}\""),
        );
        if is_accepted {
            taken(&text);
        } else {
            let lines = refused(&text);
            assert!(lines[0].contains("visible characters"), "{lines:?}");
        }
    }
}

#[test]
fn the_name_of_an_environment_and_its_member_must_not_contradict_each_other() {
    for (name, is, is_accepted) in [
        ("test", "test", true),
        ("production", "production", true),
        ("test", "production", false),
        ("production", "test", false),
    ] {
        let table = format!("[environments.{name}]\nis = \"{is}\"");
        let text = key("to = [{ file = \"a\" }]")
            .replace("[environments.test]", &table)
            .replace(
                "environment = \"test\"",
                &format!("environment = \"{name}\""),
            );
        if is_accepted {
            assert_eq!(taken(&text).environments[name].environment.as_str(), is);
        } else {
            let lines = refused(&text);
            assert!(lines[0].contains("contradict each other"), "{lines:?}");
        }
    }
}

#[test]
fn a_key_in_a_plan_is_refused_and_not_shown() {
    let value = "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk";
    for text in [
        format!("{}# {value}\n", key("to = [{ file = \"a\" }]")),
        key(&format!("to = [{{ file = \"{value}\" }}]")),
        key("to = [{ file = \"a\" }]").replace(ID, value),
        key(&format!("{value} = 1")),
        format!("this is no TOML {value}"),
    ] {
        let lines = refused(&text).join("\n");
        assert!(
            lines.contains("looks like the value of an API key"),
            "{lines}"
        );
        assert!(!lines.contains("6fpAaGy"), "{lines}");
    }
}

#[test]
fn a_file_that_is_not_a_plan_is_refused_with_what_is_missing() {
    let lines = refused("");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(refused("version = 2\nenvironments = 1\nkeys = []").len() == 3);
    assert!(
        refused("version = [\nx")[0].starts_with("2:1: "),
        "{:?}",
        refused("version = [\nx")
    );
}

proptest::proptest! {
    /// psq either accepts a text or refuses it with places, and never shows a key. It recognises a key by its beginning,
    /// so the keys here have a quote in front of them.
    #[test]
    fn any_text_is_accepted_or_refused(text in "(?s).{0,200}|(id|to|\\[|\\]|\\{|\\}|=|\"|\n|keys|version| |1|\"sk_test_abcdefgh1234){0,40}") {
        let path = Path::new("p");
        if let Err(flaws) = parse(path, &text) {
            let said = flaws.to_lines(path, &text).join("\n");
            proptest::prop_assert!(said.starts_with("p:"));
            proptest::prop_assert!(!said.contains("abcdefgh1234"), "{}", said);
        }
    }

    /// psq refuses every plan that the schema refuses.
    #[test]
    fn the_reader_is_no_more_lenient_than_the_schema(
        age in "[0-9]{1,3}[hdwms]?",
        method in "rotate|replace|delete",
        to in "\\{ file = \"a\" \\}|\\{ command = \\[\"x\"\\] \\}|\\{ file = \"a\", command = \\[\"x\"\\] \\}|\\{\\}|",
        more in "|id_file = \"b\"|other = 1|then = \\[\"x\"\\]|then = 1",
    ) {
        let text = plan(&format!(
            "id = \"{ID}\"\nenvironment = \"test\"\nmax_age = \"{age}\"\nmethod = \"{method}\"\nto = [{to}]\n{more}"
        ));
        if !validator().is_valid(&as_json(&text)) {
            proptest::prop_assert!(parse(Path::new("/p"), &text).is_err(), "{}", text);
        }
    }
}
