//! Each format of a report, checked against the expected text in `tests/rendering`.
//!
//! One report with hostile texts is written in every format. The result has to equal the file to the byte. Run
//! `UPDATE_EXPECTED=1 cargo test -p openapi-semver --test rendering` to write these files anew, and read the
//! differences. The verdicts themselves are tested in `cases`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use openapi_loader::{Document, load};
use openapi_semver::render::{Format, Options, render};
use openapi_semver::{AcceptedList, Class, Comparison, Day, Report};
use serde_json::Value;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rendering")
        .join(name)
}

fn document(name: &str) -> Document {
    load(name, &fs::read_to_string(file(name)).unwrap()).unwrap()
}

fn report() -> Report {
    let (base, revision) = (document("base.yaml"), document("revision.yaml"));
    let mut report = Comparison::new(&base, &revision).report();
    let server = "api-default-server-changed";
    let change = report.changes.iter().find(|change| change.rule == server);
    let fingerprint = &change.unwrap().fingerprint;
    let list = format!(
        "[[accepted]]\nrule = '{server}'\nfingerprint = '{fingerprint}'\nreason = 'It is <the> same *host*.'\nexpires = 2999-12-31\n"
    );
    let list = AcceptedList::parse("accepted.toml", &list).unwrap();
    assert!(
        list.apply(&mut report, Day::from_unix_seconds(0))
            .is_empty()
    );
    report
}

fn rendered(report: &Report, format: Format, color: bool) -> String {
    let mut options = Options::default();
    options.color = color;
    options.fail_on = Some(Class::Breaking);
    let mut out = Vec::new();
    render(report, format, &options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn assert_as_agreed(name: &str, found: &str) {
    let path = file(name);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected.replace("\r\n", "\n"), found, "{name}");
}

#[test]
fn text() {
    assert_as_agreed("report.txt", &rendered(&report(), Format::Text, false));
}

#[test]
fn text_in_colour() {
    let colored = rendered(&report(), Format::Text, true);
    assert_as_agreed("report.color.txt", &colored);
    let mut plain = String::new();
    for piece in colored.split('\u{1b}') {
        plain.push_str(match piece.strip_prefix('[') {
            Some(code) => code.split_once('m').unwrap().1,
            None => piece,
        });
    }
    assert_eq!(plain, rendered(&report(), Format::Text, false));
}

#[test]
fn markdown() {
    assert_as_agreed("report.md", &rendered(&report(), Format::Markdown, false));
}

#[test]
fn github() {
    assert_as_agreed(
        "report.github.txt",
        &rendered(&report(), Format::Github, false),
    );
}

#[test]
fn junit() {
    let text = rendered(&report(), Format::Junit, false);
    assert_as_agreed("report.junit.xml", &text);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let count = |name: &str| {
        let elements = xml.descendants().filter(|node| node.has_tag_name(name));
        elements.count().to_string()
    };
    let suite = xml.root_element();
    assert_eq!(suite.attribute("tests"), Some(count("testcase").as_str()));
    assert_eq!(suite.attribute("failures"), Some(count("failure").as_str()));
}

#[test]
fn json_is_as_its_schema_says() {
    let text = rendered(&report(), Format::Json, false);
    assert_as_agreed("report.json", &text);
    let schema = serde_json::to_value(schemars::schema_for!(Report)).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        serde_json::from_value::<Report>(json.clone()).unwrap(),
        report()
    );

    let mut wrong = json;
    wrong["changes"][0]["class"] = Value::from("harmless");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_schema_that_is_committed_is_that_of_the_types() {
    let schema = schemars::schema_for!(Report);
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    assert_as_agreed("../../report.schema.json", &text);
}

#[test]
fn nothing_has_changed() {
    let base = document("base.yaml");
    let report = Comparison::new(&base, &base).report();
    for (format, expected) in [
        (Format::Text, "base.yaml → base.yaml: none\n"),
        (Format::Github, "API description: none\n"),
        (Format::Markdown, "### API description: none\n"),
        (
            Format::Junit,
            "<testcase classname=\"base.yaml\" name=\"no change\"/>",
        ),
    ] {
        let text = rendered(&report, format, false);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn nothing_acts() {
    for format in [
        Format::Text,
        Format::Markdown,
        Format::Github,
        Format::Junit,
    ] {
        let text = rendered(&report(), format, false);
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(acts), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("::error::")));
    }
    let markdown = rendered(&report(), Format::Markdown, false);
    assert!(!markdown.contains("<img") && !markdown.contains("@octocat"));
}

#[test]
fn a_comment_is_never_too_long() {
    let mut paths = String::new();
    for index in 0..3_000 {
        paths.push_str(&format!(
            "  /things-{index}:\n    get:\n      operationId: get{index}\n      responses: {{'204': {{description: Done.}}}}\n"
        ));
    }
    let head = "openapi: 3.0.3\ninfo: {title: Things, version: v1}\npaths:";
    let base = load("base.yaml", &format!("{head} {{}}\n")).unwrap();
    let revision = load("api.yaml", &format!("{head}\n{paths}")).unwrap();
    let report = Comparison::new(&base, &revision).report();
    assert_eq!(report.changes.len(), 3_000);
    let text = rendered(&report, Format::Markdown, false);
    assert!(text.chars().count() < 65_536);
    assert!(
        text.contains("more do not fit"),
        "{}",
        &text[text.len() - 200..]
    );
}

#[test]
fn lines_end_between_words_where_the_terminal_does() {
    let mut options = Options::default();
    options.width = Some(60);
    let mut out = Vec::new();
    render(&report(), Format::Text, &options, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let whole = rendered(&report(), Format::Text, false);
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&text), words(&whole));
    for line in text.lines() {
        let is_one_word = line.trim().split("  ").count() > 1 || !line.trim().contains(' ');
        assert!(line.chars().count() <= 60 || is_one_word, "{line}");
    }
}

#[test]
fn how_many_more_there_are_can_be_unfolded() {
    let text = |count: usize, length: u32| {
        let mut paths = String::new();
        for index in 0..count {
            paths.push_str(&format!(
                "  /things-{index}: {{get: {{operationId: get{index}, responses: {{'200': {{$ref: '#/components/responses/A'}}}}}}}}\n"
            ));
        }
        format!(
            "openapi: 3.0.3\ninfo: {{title: Things, version: v1}}\npaths:\n{paths}components:\n  responses:\n    \
             A: {{description: A., content: {{application/json: {{schema: {{type: string, maxLength: {length}}}}}}}}}\n"
        )
    };
    let base = load("base.yaml", &text(5, 3)).unwrap();
    let revision = load("api.yaml", &text(5, 4)).unwrap();
    let report = Comparison::new(&base, &revision).report();
    assert_eq!(report.changes.len(), 1);
    assert_eq!(report.changes[0].operations.len(), 5);
    let folded = rendered(&report, Format::Text, false);
    assert!(folded.contains("GET /things-0 and 4 more\n") && !folded.contains("/things-3"));
    let mut options = Options::default();
    options.unfold = true;
    let mut out = Vec::new();
    render(&report, Format::Text, &options, &mut out).unwrap();
    let unfolded = String::from_utf8(out).unwrap();
    for index in 0..5 {
        assert!(
            unfolded.contains(&format!("  GET /things-{index}\n")),
            "{unfolded}"
        );
    }
}
