//! Prints the JSON Schema of each type of the client, as one JSON object by the name of the type.
//!
//! ```console
//! cargo run --package publicsquare-client --features schemars --example json_schemas
//! ```

use std::io::{self, Write};

use publicsquare_client::types;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &types::json_schemas())?;
    writeln!(out)
}
