//! Whether a committed JSON Schema is that of the type behind it.
//!
//! The name of a file in the folder of the package and the schema of a type come in. The test fails where the two
//! differ. `UPDATE=1 cargo test -p publicsquare-cli schema` writes the files.

use std::fs;
use std::path::Path;

use schemars::Schema;

/// Fails where the committed file is another one.
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
