//! Prints the JSON Schema of each type of the client, as one JSON object by the name of the type.
//!
//! Other programs can use these schemas, for example to validate stored responses. Type:
//!
//! ```console
//! cargo run --package publicsquare-client --features schemars --example json_schemas
//! ```

use std::io::{self, Write};
use std::process::ExitCode;

use publicsquare_client::types;

fn main() -> ExitCode {
    match print() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If even this cannot be written, the exit code is all that is left.
            drop(writeln!(
                io::stderr(),
                "the schemas cannot be printed: {error}"
            ));
            ExitCode::FAILURE
        }
    }
}

fn print() -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &types::json_schemas())?;
    writeln!(out)
}
