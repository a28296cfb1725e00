//! `cargo xtask house`: the rules of this repository that no other step checks.
//!
//! In come the tracked files. Out comes a line for each place that breaks a rule, and the rule says what to do there.
//! Rules about the API description are in `spec_lint`, rules about what an application has to build are in
//! `dependency_rules`.

mod links;
mod manifests;
mod module_heads;
mod sources;
mod tree;
mod unused_dependencies;

use std::io::{self, Write};
use std::path::Path;

use self::tree::Tree;
use crate::cli::RootFlags;
use crate::exit::{Exit, report};
use crate::workspace;

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    /// From the root of the workspace.
    file: String,
    line: usize,
    /// What is wrong, and what to do.
    message: String,
}

impl Finding {
    fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            message: message.into(),
        }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: &[Rule] = &[
    module_heads::check,
    sources::check,
    manifests::check,
    links::check,
    unused_dependencies::check,
];

pub(crate) fn run(flags: &RootFlags, out: &mut dyn Write) -> io::Result<Exit> {
    checked(&flags.root, out)
}

/// Checks this workspace as `cargo xtask ci` does.
pub(crate) fn run_in_ci(out: &mut dyn Write) -> io::Result<Exit> {
    checked(&workspace::path(""), out)
}

fn checked(root: &Path, out: &mut dyn Write) -> io::Result<Exit> {
    let tree = Tree::read(root)?;
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    found.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    for finding in &found {
        report(&format!(
            "{}:{}: {}",
            finding.file, finding.line, finding.message
        ));
    }
    writeln!(
        out,
        "{} files checked, {} findings",
        tree.len(),
        found.len()
    )?;
    Ok(if found.is_empty() {
        Exit::Success
    } else {
        Exit::Failure
    })
}
