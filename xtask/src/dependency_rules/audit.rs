//! What was looked at in each direct dependency, as `docs/dependencies.md` has it.
//!
//! In come the table of that page, and what cargo and the sources of the dependencies say. Out comes a line for each
//! dependency whose audited version is not the one in the lock file, and for each "no" that the sources do not bear out:
//! unsafe code, code that runs in a build, sockets. The sources are searched for words, so the words in the cells stay a
//! matter of reading. All crates behind these are in `allowed`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{Graph, Package};
use crate::workspace;

const PAGE: &str = "docs/dependencies.md";

/// The heading of the table. Its columns are: crate, version, kept by, unsafe code, runs in the build, sockets.
const HEADING: &str = "### What was looked at";

struct Row<'a> {
    name: &'a str,
    version: &'a str,
    has_unsafe_code: bool,
    runs_in_build: bool,
    has_sockets: bool,
}

pub(super) fn check(graph: &Graph) -> io::Result<Vec<String>> {
    let page = fs::read_to_string(workspace::path(PAGE))?;
    let mut found = differences(&page, graph);
    for row in rows(&page) {
        if let Some(package) = graph.package(row.name, row.version) {
            found.extend(contradictions(&row, package)?);
        }
    }
    Ok(found)
}

fn rows(page: &str) -> Vec<Row<'_>> {
    let table = page.split(HEADING).nth(1).unwrap_or_default();
    let table = table.split("\n#").next().unwrap_or_default();
    table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line
                .strip_prefix("| `")?
                .split('|')
                .map(str::trim)
                .collect();
            let [name, version, _, has_unsafe_code, runs, sockets, ..] = cells[..] else {
                return None;
            };
            Some(Row {
                name: name.trim_end_matches('`'),
                version,
                has_unsafe_code: has_unsafe_code != "no",
                runs_in_build: runs != "no",
                has_sockets: sockets != "no",
            })
        })
        .collect()
}

/// What the table and the lock file do not have in common.
fn differences(page: &str, graph: &Graph) -> Vec<String> {
    let audited: BTreeSet<(String, String)> = rows(page)
        .iter()
        .map(|row| (row.name.to_owned(), row.version.to_owned()))
        .collect();
    let direct: BTreeSet<(String, String)> = graph
        .direct()
        .map(|package| (package.name.clone(), package.version.clone()))
        .collect();
    let missing = direct.difference(&audited).map(|(name, version)| {
        format!(
            "`{name}` {version} was not looked at: read what has changed in it, and write it into the table of {PAGE}"
        )
    });
    let stale = audited.difference(&direct).map(|(name, version)| {
        format!("{PAGE} has a row for `{name}` {version}, which is no direct dependency")
    });
    missing.chain(stale).collect()
}

/// Each column of a row that the sources contradict.
fn contradictions(row: &Row<'_>, package: &Package) -> io::Result<Vec<String>> {
    let code = code(&package.folder.join("src"))?;
    let any = |is: fn(&str) -> bool| code.iter().any(|line| is(line));
    let columns = [
        ("unsafe code", row.has_unsafe_code, any(is_unsafe)),
        (
            "code that runs in a build",
            row.runs_in_build,
            package.has_build_script || package.is_macro,
        ),
        ("sockets", row.has_sockets, any(names_socket)),
    ];
    Ok(columns
        .into_iter()
        .filter(|(_, stated, is)| stated != is)
        .map(|(what, stated, _)| {
            let (stated, is) = if stated {
                ("some", "none")
            } else {
                ("no", "some")
            };
            format!(
                "{PAGE} says that `{}` {} has {stated} {what}, and its sources have {is}",
                row.name, row.version
            )
        })
        .collect())
}

/// Whether a line of code has an unsafe block or declares something unsafe. `forbid(unsafe_code)` is neither.
fn is_unsafe(line: &str) -> bool {
    const NEXT: [&str; 5] = ["{", "impl", "fn", "extern", "trait"];
    after_word(line, "unsafe").any(|rest| {
        let rest = rest.trim_start();
        NEXT.iter().any(|next| rest.starts_with(next))
    })
}

/// Whether a line of code names a type of a connection or of a port.
fn names_socket(line: &str) -> bool {
    const TYPES: [&str; 5] = [
        "TcpStream",
        "TcpListener",
        "TcpSocket",
        "UdpSocket",
        "UnixStream",
    ];
    TYPES
        .iter()
        .any(|word| after_word(line, word).next().is_some())
}

/// What follows each place of a word in a line.
fn after_word<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).filter_map(move |(at, _)| {
        let (before, rest) = (line.get(..at)?, line.get(at + word.len()..)?);
        (!before.ends_with(is_part) && !rest.starts_with(is_part)).then_some(rest)
    })
}

/// The lines of all Rust files below a folder, without comments.
fn code(folder: &Path) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            lines.extend(code(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let code = text.lines().filter_map(|line| line.split("//").next());
            lines.extend(code.map(str::to_owned));
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# P\n\n### What was looked at\n\n| crate | version | kept by | unsafe | build | sockets |\n| --- |\n\
                         | `a` | 1.0.0 | x | no | asks rustc | no |\n\n## Next\n\n| `b` | 1.0.0 | x | no | no | no |\n";

    fn package(version: &str) -> Package {
        Package {
            name: "a".to_owned(),
            version: version.to_owned(),
            folder: workspace::path("crates/publicsquare-sandbox"),
            has_build_script: true,
            is_macro: false,
            is_direct: true,
        }
    }

    #[test]
    fn unsafe_code_and_sockets_are_found_by_their_words() {
        for line in [
            "unsafe {",
            "let a = unsafe{ b };",
            "unsafe impl Send for A {}",
            "pub unsafe fn a()",
        ] {
            assert!(is_unsafe(line), "{line}");
        }
        for line in [
            "#![forbid(unsafe_code)]",
            "let not_unsafe = {",
            "unsafe_op!{}",
        ] {
            assert!(!is_unsafe(line), "{line}");
        }
        assert!(names_socket("use std::net::{TcpStream, IpAddr};"));
        assert!(!names_socket("use std::net::IpAddr; struct MyTcpStream;"));
    }

    #[test]
    fn another_version_is_found() {
        let graph = |version| Graph(vec![package(version)]);
        assert_eq!(differences(TABLE, &graph("1.0.0")), [""; 0]);
        let found = differences(TABLE, &graph("1.0.1"));
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[0].contains("`a` 1.0.1 was not looked at"),
            "{found:?}"
        );
    }

    #[test]
    fn a_no_that_the_sources_contradict_is_found() {
        let page = TABLE.to_owned();
        // The folder of that package has no unsafe code, and sockets.
        let found = contradictions(&rows(&page)[0], &package("1.0.0")).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("no sockets"), "{found:?}");
        let page = page.replace("| no | asks rustc | no |", "| few | no | server |");
        let found = contradictions(&rows(&page)[0], &package("1.0.0")).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("some unsafe code"), "{found:?}");
        assert!(found[1].contains("no code that runs"), "{found:?}");
    }
}
