//! The tables of `docs/rules-of-others.md`.
//!
//! In come the rows and what the comparison reports of each. Out comes the page, with its tables written again. The
//! text around the tables is written by hand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openapi_loader::{Document, load_published};
use openapi_semver::{Change, Class, Comparison, RustSide, Why, rules};

use crate::descriptions::document;
use crate::rows::Row;

/// A part of a table: its title, and whether a rule belongs to it.
type Section = (&'static str, fn(&str) -> bool);

/// The sections of the table of oasdiff.
const SECTIONS: [Section; 3] = [
    ("Operations, security, the document", |id| {
        !is_of_requests(id) && !is_of_responses(id)
    }),
    ("Requests", is_of_requests),
    ("Responses", is_of_responses),
];

fn is_of_requests(id: &str) -> bool {
    id.contains("request")
}

fn is_of_responses(id: &str) -> bool {
    id.contains("response")
}

/// The page itself.
pub(crate) fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules-of-others.md")
}

/// What the comparison says of the texts of a row.
enum Said {
    Nothing,
    Refused,
    Changes {
        changes: Vec<Change>,
        has_code: bool,
    },
}

/// A row, and what the comparison says of it.
pub(crate) struct Tried {
    pub(crate) row: Row,
    said: Said,
}

impl Tried {
    pub(crate) fn new(row: Row) -> Self {
        let said = if row.place == "no" {
            Said::Nothing
        } else {
            let read = |text| {
                let text = document(row.place, text);
                load_published("row.yaml", &text)
                    .map_err(|problems| format!("{}: {problems}\n{text}", row.id))
            };
            match (read(row.was), read(row.is)) {
                (Ok(was), Ok(is)) => compared(&was, &is),
                (was, is) => {
                    let problem = was.err().or(is.err()).unwrap_or_default();
                    // What a document of 3.0 is refused for is a mistake in the row.
                    assert!(problem.contains("belongs to OpenAPI 3.1"), "{problem}");
                    Said::Refused
                }
            }
        };
        Self { row, said }
    }

    /// The rules that are reported, without those about generated code if there are others.
    pub(crate) fn rules(&self) -> Vec<String> {
        self.shown()
            .iter()
            .map(|change| change.rule.to_string())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    fn shown(&self) -> Vec<&Change> {
        let Said::Changes { changes, .. } = &self.said else {
            return Vec::new();
        };
        let is_of_code = |change: &&Change| change.rule.to_string().starts_with("rust-");
        let of_documents: Vec<&Change> = changes.iter().filter(|it| !is_of_code(it)).collect();
        if of_documents.is_empty() {
            changes.iter().collect()
        } else {
            of_documents
        }
    }

    /// Whether the other tool and this one disagree on whether the change breaks anything.
    pub(crate) fn is_in_dispute(&self) -> bool {
        let Said::Changes { changes, .. } = &self.said else {
            return false;
        };
        let breaks_here = changes.iter().any(|it| it.class == Class::Breaking);
        match self.row.level {
            "error" | "on" | "always" => !breaks_here,
            "info" | "off" | "never" => breaks_here,
            // The other tool does not decide.
            "warning" => false,
            other => panic!("{}: {other} is no level", self.row.id),
        }
    }

    /// The worst class on the wire and in the generated code.
    fn verdict(&self) -> [String; 2] {
        let (changes, has_code) = match &self.said {
            Said::Nothing => return ["—".to_owned(), "—".to_owned()],
            Said::Refused => return ["refused".to_owned(), "—".to_owned()],
            Said::Changes { changes, has_code } => (changes, *has_code),
        };
        let worst = |place: Why| {
            let felt = changes
                .iter()
                .filter(|it| it.why == place || it.why == Why::Both);
            felt.map(|it| it.class)
                .max()
                .unwrap_or(Class::None)
                .to_string()
        };
        let code = worst(Why::RustApi);
        // Without generated code, only the rules about names say something of it.
        let code = if has_code || code != "none" {
            code
        } else {
            "—".to_owned()
        };
        [worst(Why::Wire), code]
    }

    fn line(&self) -> String {
        let Row {
            id, level, remark, ..
        } = &self.row;
        let rules = self.rules();
        let rules: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
        let ours = match (rules.join(", "), remark.is_empty()) {
            (rules, true) => rules,
            (rules, false) if rules.is_empty() => (*remark).to_owned(),
            (rules, false) => format!("{rules}: {remark}"),
        };
        let [wire, code] = self.verdict();
        format!("| `{id}` | {level} | {ours} | {wire} | {code} |\n")
    }
}

fn compared(was: &Document, is: &Document) -> Said {
    let generate = |document: &Document| {
        document
            .generatable()
            .and_then(|()| publicsquare_codegen::client_syntax(document))
            .map_err(|problems| problems.to_string())
    };
    let report = Comparison::new(was, is).with_rust(&generate).report();
    let has_code = report.rust == RustSide::Compared;
    Said::Changes {
        changes: report.changes,
        has_code,
    }
}

/// The page with its tables written again.
pub(crate) fn page(found: &str, oasdiff: &[Tried], openapi_diff: &[Tried]) -> String {
    let mut of_oasdiff = String::new();
    for (title, belongs) in SECTIONS {
        let rows = oasdiff.iter().filter(|tried| belongs(tried.row.id));
        of_oasdiff += &format!("\n#### {title}\n\n{}", table("oasdiff", rows));
    }
    let page = replaced(found, "oasdiff", &of_oasdiff);
    let of_openapi_diff = format!("\n{}", table("OpenAPI-diff", openapi_diff.iter()));
    let page = replaced(&page, "openapi-diff", &of_openapi_diff);
    replaced(&page, "alone", &alone(oasdiff, openapi_diff))
}

fn table<'a>(tool: &str, rows: impl Iterator<Item = &'a Tried>) -> String {
    let head =
        format!("| {tool} | level | ours | wire | Rust |\n| --- | --- | --- | --- | --- |\n");
    let lines: String = rows.map(Tried::line).collect();
    format!("{head}{lines}\n")
}

/// The rules that no row reports.
fn alone(oasdiff: &[Tried], openapi_diff: &[Tried]) -> String {
    let reported: BTreeSet<String> = oasdiff
        .iter()
        .chain(openapi_diff)
        .flat_map(Tried::rules)
        .collect();
    let is_reported = |name: &str, is_schema_keyword: bool| {
        reported.iter().any(|rule| {
            let owner = rule.strip_suffix(name);
            owner.is_some_and(|owner| {
                owner.is_empty() || (is_schema_keyword && owner.ends_with('-'))
            })
        })
    };
    let mut lines = String::from("\n");
    for rule in rules() {
        if !is_reported(rule.name, rule.is_schema_keyword) {
            lines += &format!("* `{}`\n", rule.name);
        }
    }
    lines + "\n"
}

fn replaced(page: &str, name: &str, content: &str) -> String {
    let (start, end) = (
        format!("<!-- {name}:start -->\n"),
        format!("<!-- {name}:end -->\n"),
    );
    let (before, rest) = page.split_once(&start).expect("the start of a table");
    let (_, after) = rest.split_once(&end).expect("the end of a table");
    format!("{before}{start}{content}{end}{after}")
}
