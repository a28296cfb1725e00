//! The drawing of the crates in ARCHITECTURE.md.
//!
//! In comes what cargo tells of the workspace. Out comes the file with the drawing between its marks made anew: a
//! line for each crate with its description, and an arrow for each crate that another one is built on. Dependencies
//! of tests are left out.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use serde_json::Value;

use crate::cargo;

pub(crate) const FILE: &str = "ARCHITECTURE.md";

const START: &str = "<!-- crates:start -->\n";
const END: &str = "<!-- crates:end -->";

/// The file as it should be; `None` if there is none, or none with the marks.
pub(crate) fn written(root: &Path) -> io::Result<Option<String>> {
    let text = match fs::read_to_string(root.join(FILE)) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let Some((before, rest)) = text.split_once(START) else {
        return Ok(None);
    };
    let Some((_, behind)) = rest.split_once(END) else {
        return Ok(None);
    };
    let mut metadata = cargo::command(&["metadata", "--no-deps", "--format-version", "1"]);
    metadata.current_dir(root);
    let drawing = drawing(&parsed(metadata)?);
    Ok(Some(format!("{before}{START}{drawing}{END}{behind}")))
}

fn parsed(command: Command) -> io::Result<Value> {
    serde_json::from_str(&cargo::output(command)?).map_err(io::Error::from)
}

fn drawing(metadata: &Value) -> String {
    let none = Vec::new();
    let packages = metadata["packages"].as_array().unwrap_or(&none);
    let name = |package: &Value| package["name"].as_str().unwrap_or_default().to_owned();
    let members: BTreeSet<String> = packages.iter().map(name).collect();
    let mut crates: Vec<String> = Vec::new();
    let mut arrows = BTreeSet::new();
    for package in packages {
        let from = name(package);
        let description = package["description"].as_str().unwrap_or_default();
        crates.push(format!("| `{from}` | {description} |\n"));
        let dependencies = package["dependencies"].as_array().unwrap_or(&none);
        for dependency in dependencies.iter().filter(|one| one["kind"] != "dev") {
            let to = name(dependency);
            if members.contains(&to) {
                let is_optional = dependency["optional"] == true;
                arrows.insert((
                    from.clone(),
                    to,
                    is_optional || dependency["kind"] == "build",
                ));
            }
        }
    }
    crates.sort();
    let mut text = "```mermaid\ngraph TD\n".to_owned();
    for (from, to, is_dotted) in arrows {
        let arrow = if is_dotted { "-.->" } else { "-->" };
        text += &format!("    {from} {arrow} {to}\n");
    }
    text += "```\n\nAn arrow leads to what a crate is built on, a dotted one to what only a feature or a build script \
             needs.\n\n| crate | |\n| --- | --- |\n";
    text + &crates.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_leads_to_each_crate_of_the_workspace_that_another_is_built_on() {
        let metadata = serde_json::json!({"packages": [
            {"name": "b", "description": "B.", "dependencies": [
                {"name": "a", "kind": null, "optional": false},
                {"name": "serde", "kind": null, "optional": false},
                {"name": "c", "kind": "dev", "optional": false},
            ]},
            {"name": "a", "description": "A.", "dependencies": [
                {"name": "c", "kind": "build", "optional": true},
            ]},
            {"name": "c", "description": "C.", "dependencies": []},
        ]});
        let drawing = drawing(&metadata);
        assert!(
            drawing.contains("graph TD\n    a -.-> c\n    b --> a\n```"),
            "{drawing}"
        );
        assert!(
            drawing.ends_with("| `a` | A. |\n| `b` | B. |\n| `c` | C. |\n"),
            "{drawing}"
        );
    }
}
