//! The table of the operations in the README.
//!
//! In come the description, the requests of the wrapper and the README. Out comes the README with the table between its
//! marks written anew: what each operation sends, the request that stands for it, and what the description says it does.

use std::path::Path;
use std::{fs, io};

use openapi_loader::Document;

use crate::{endpoints, spec_lint};

pub(crate) const FILE: &str = "docs/sdk.md";

const START: &str = "<!-- operations:start -->\n";
const END: &str = "<!-- operations:end -->";

/// The README as it should be; `None` if there is none, or none with the marks.
pub(crate) fn written(document: &Document, root: &Path) -> io::Result<Option<String>> {
    let readme = match fs::read_to_string(root.join(FILE)) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let requests = endpoints::Requests::read(root)?;
    Ok(with_table(&readme, &table(document, &requests)))
}

fn with_table(readme: &str, table: &str) -> Option<String> {
    let (before, rest) = readme.split_once(START)?;
    let (_, behind) = rest.split_once(END)?;
    Some(format!("{before}{START}{table}{END}{behind}"))
}

fn table(document: &Document, requests: &endpoints::Requests) -> String {
    let mut table = String::from("| sends | as | |\n| --- | --- | --- |\n");
    for (_, operation, value) in spec_lint::each_operation(document) {
        let text = |member: &str| value.get(member).and_then(|text| text.as_str());
        let request = text("operationId")
            .and_then(|id| requests.of(id))
            .map(|name| format!("`{name}`"));
        let summary = text("summary").unwrap_or_default();
        table.push_str(&format!(
            "| `{operation}` | {} | {} |\n",
            request.unwrap_or_default(),
            cell(summary)
        ));
    }
    table
}

/// A text that stays within its cell.
fn cell(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    line.join(" ").replace('|', "\\|").replace('<', "\\<")
}

#[cfg(test)]
mod tests {
    use openapi_loader::load;

    use super::*;

    #[test]
    fn the_table_stands_between_its_marks() {
        let readme = format!("# A\n\n{START}old\n{END}\n\nmore\n");
        assert_eq!(
            with_table(&readme, "new\n").as_deref(),
            Some("# A\n\n<!-- operations:start -->\nnew\n<!-- operations:end -->\n\nmore\n")
        );
        assert_eq!(with_table("# A\n", "new\n"), None);
    }

    #[test]
    fn an_operation_is_a_line() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: v1}\npaths:\n  /keys/{id}:\n    get:\n      operationId: getKey\n      \
                    summary: A | <b>\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      \
                    responses: {'204': {description: d}}\n";
        let document = load("a.yaml", text).expect("it is fine");
        let requests = endpoints::Requests::of_texts(vec![
            "pub struct GetKey { id } generated.get_key().id(id)".to_owned(),
        ]);
        assert_eq!(
            table(&document, &requests),
            "| sends | as | |\n| --- | --- | --- |\n| `GET /keys/{id}` | `GetKey` | A \\| \\<b> |\n"
        );
    }
}
