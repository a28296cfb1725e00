//! A test helper: the committed JSON Schemas have to match the types that they describe.
//!
//! The name of a schema file in the package and the schema of a type come in. The test fails if they differ.
//! `UPDATE=1 cargo test -p publicsquare-cli schema` writes the files. The types are in `report`, `keys/facts`
//! and `plan`.

use std::fs;
use std::path::Path;

use schemars::Schema;

/// Fails if the committed file differs from the schema.
#[track_caller]
pub(crate) fn assert_is(name: &str, schema: &Schema) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let schema = serde_json::to_string_pretty(schema).expect("a schema") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &schema).expect("written");
    }
    let committed = fs::read_to_string(&path).expect("the committed schema");
    assert!(schema == committed, "write {name} anew with UPDATE=1");
}
