//! How long a description takes to generate, once, twice and four times as large.
//!
//! `cargo run -p publicsquare-codegen --example time_generation -- FILE [COPIES]`

use std::time::Instant;

use openapi_loader::load_published;
use publicsquare_codegen::generate;
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("the name of a file is missing")?;
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
        std::io::Write::write_all(&mut std::io::stdout(), report.as_bytes())?;
    }
    Ok(())
}

/// The document with each operation several times, under other paths and ids.
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
