//! Reads the JSON objects that psq prints, and checks each against its committed schema.
//!
//! In comes a run that has ended. Out goes its object, after a check of the schema, of the exit code in it, and that
//! the standard error is empty. The schema files are beside `Cargo.toml`.

use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::Ended;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| schema("report.schema.json"));

fn schema(name: &str) -> Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let schema = std::fs::read_to_string(path).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap()
}

/// The one object that a run with `--json` prints, checked against the committed schema.
#[track_caller]
pub(crate) fn report(ended: &Ended) -> Value {
    checked(&SCHEMA, ended)
}

/// The same for an object with another schema.
#[track_caller]
pub(crate) fn held_to(name: &str, ended: &Ended) -> Value {
    checked(&schema(name), ended)
}

/// Asserts that a value fits a committed schema.
#[track_caller]
pub(crate) fn fits(name: &str, value: &Value) {
    let schema = schema(name);
    let errors: Vec<_> = schema
        .iter_errors(value)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{value:#}");
}

#[track_caller]
fn checked(schema: &Validator, ended: &Ended) -> Value {
    let report: Value = serde_json::from_slice(&ended.stdout).expect("one JSON value");
    assert!(report.is_object());
    let errors: Vec<_> = schema
        .iter_errors(&report)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{report:#}");
    assert_eq!(ended.stderr, "");
    assert_eq!(report["exit_code"].as_i64(), ended.code.map(i64::from));
    assert!(ended.stdout.ends_with(b"}\n"));
    report
}
