//! Measures how long the generation takes for a description, and for the same description two and four times as large.
//!
//! In comes the name of a file and perhaps a number of copies. Out comes a line for each size: the number of operations,
//! the time, and the number of generated lines. Type:
//!
//! ```console
//! cargo run -p publicsquare-codegen --example time_generation -- openapi/publicsquare.yaml
//! ```

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use openapi_loader::load_published;
use publicsquare_codegen::generate;
use serde_json::Value;

fn main() -> ExitCode {
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If even this cannot be written, the exit code is all that is left.
            drop(writeln!(io::stderr(), "{error}"));
            ExitCode::FAILURE
        }
    }
}

fn measure() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("the name of a file is missing; add it after `--`")?;
    let document = load_published(&file, &std::fs::read_to_string(&file)?)?;
    let copies = std::env::args()
        .nth(2)
        .map(|copies| copies.parse())
        .transpose()?;
    for copies in copies.map_or_else(|| vec![1, 2, 4], |copies| vec![copies]) {
        let text = several(document.value(), copies).to_string();
        let document = load_published(&file, &text)?;
        let start = Instant::now();
        let code = generate(&document)?;
        let lines = code.client.lines().count() + code.mocks.lines().count();
        let took = start.elapsed();
        let operations = document.openapi().operations().count();
        let report = format!("{operations} operations: {took:.2?}, {lines} lines\n");
        io::stdout().write_all(report.as_bytes())?;
    }
    Ok(())
}

/// The document with each operation several times, with other paths and ids.
fn several(document: &Value, copies: usize) -> Value {
    let mut all = document.clone();
    let Some(paths) = document["paths"].as_object() else {
        return all;
    };
    for copy in 1..copies {
        for (path, item) in paths {
            let mut item = item.clone();
            for operation in item
                .as_object_mut()
                .into_iter()
                .flat_map(|item| item.values_mut())
            {
                if let Some(Value::String(id)) = operation.get_mut("operationId") {
                    id.push_str(&format!(" again {copy}"));
                }
            }
            all["paths"][format!("/again{copy}{path}")] = item;
        }
    }
    all
}
