//! A YAML text as a tree of [`Node`]s.
//!
//! The name of the file and its text come in. The tree goes out, or every reason why the text has no JSON form.
//! Messages of the parser are completed here: tabs in the indentation are reported at each line that has them.
//! `tree_builder` makes the tree.

use saphyr_parser::{Event, Parser, Span};

use super::node::Node;
use super::scalar::Refusal;
use super::tree_builder::{TreeBuilder, position};
use super::{Author, limits, surrogates};
use crate::diagnostic::{Diagnostic, Diagnostics, Position};

/// Reads a text with exactly one YAML document. Returns the tree and notes about irregular parts.
///
/// # Errors
/// Every reason why the text has no JSON form, up to the place where the parser stops.
pub(super) fn read(
    file: &str,
    text: &str,
    author: Author,
) -> Result<(Node, Vec<Diagnostic>), Diagnostics> {
    let joined = surrogates::joined(text);
    let parsed = joined.as_ref().map_or(text, |(text, _)| text);
    let mut builder = TreeBuilder::new(file, author);
    let mut documents = 0;
    for event in Parser::new_from_str(parsed) {
        let outcome = match event {
            Ok((Event::DocumentStart(_), span)) => {
                documents += 1;
                if documents > 1 {
                    Err(several_documents(file, span))
                } else {
                    Ok(())
                }
            }
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let at = position(*error.marker());
                builder
                    .found
                    .extend(syntax_error(file, text, at, error.info()));
                break;
            }
        };
        if let Err(fatal) = outcome {
            builder.found.push(fatal);
            break;
        }
    }
    Diagnostics::check(std::mem::take(&mut builder.found))?;
    let mut root = builder.root.take().ok_or_else(|| {
        Diagnostics::from(Diagnostic::new(
            file,
            Position::new(1, 1),
            "",
            "the file is empty",
            "start with `openapi: 3.0.3`",
        ))
    })?;
    if let Some((_, ends)) = &joined {
        surrogates::restore(&mut root, ends);
    }
    Ok((root, builder.notes))
}

fn several_documents(file: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        file,
        position(span.start),
        "",
        "a second YAML document starts here",
        "keep one document in the file: remove the `---` and what follows",
    )
}

/// The message of the parser. If tabs are the cause, the lines that are indented with tabs.
fn syntax_error(file: &str, text: &str, at: Position, info: &str) -> Vec<Diagnostic> {
    let tabbed = |line: &str| {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        line.get(..indent).and_then(|indent| indent.find('\t'))
    };
    let lines: Vec<&str> = text.lines().collect();
    // The scanner stops on the line of the tab or at the first token of the next line.
    let near = [at.line, at.line.saturating_sub(1)];
    let to_blame = near.iter().any(|&line| {
        line > 0
            && lines
                .get(line - 1)
                .is_some_and(|line| tabbed(line).is_some())
    });
    if !to_blame {
        let Refusal { message, help } = explain(info);
        return vec![Diagnostic::new(file, at, "", message, help)];
    }
    let indented = lines.iter().enumerate().filter_map(|(index, line)| {
        let column = tabbed(line)? + 1;
        Some(Diagnostic::new(
            file,
            Position::new(index + 1, column),
            "",
            "this line is indented with a tab",
            "indent with spaces: YAML does not allow tabs here",
        ))
    });
    indented.collect()
}

fn explain(info: &str) -> Refusal {
    if info == "recursion limit exceeded" {
        // The limit of the scanner is higher than ours, but the scanner reads ahead.
        return limits::too_deep();
    }
    let help = if info.contains("unknown anchor") {
        "define the anchor (`&name`) before the alias (`*name`); quote a text that starts with `*`"
    } else if info.contains("Unicode character escape") {
        "write the character itself: YAML has no surrogate pairs"
    } else {
        "correct the syntax at or shortly before this place"
    };
    Refusal::new(format!("this is not YAML: {info}"), help)
}
