//! The two descriptions that a subcommand compares, and the comparison itself.
//!
//! In come flags that name a revision or a file. Out come both descriptions, or a message about the one that cannot
//! be read; then a report of the changes without those that `openapi/accepted.toml` accepts. The commits are found by
//! `git`.

use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use openapi_loader::{Diagnostics, Document, load, load_published};
use openapi_semver::{AcceptedList, Comparison, Day, Report};

use crate::cli::BaseFlags;
use crate::exit::{note, report};
use crate::git::Commit;
use crate::spec;

/// The list of changes that are accepted.
const ACCEPTED: &str = "openapi/accepted.toml";

/// The description at the base, and the commit if it comes from one.
pub(crate) struct Base {
    pub(crate) document: Document,
    pub(crate) commit: Option<Commit>,
}

/// Reads the base and the revision: the given file, else the YAML of the working tree. `None` if one of them cannot be
/// read, which is reported. Messages name the subcommand `verb`.
pub(crate) fn both(
    flags: &BaseFlags,
    revision: Option<&Path>,
    verb: &str,
) -> io::Result<Option<(Base, Document)>> {
    let (base, revision) = thread::scope(|scope| {
        let read = scope.spawn(|| match revision {
            Some(file) => published(file),
            None => own(&flags.root.root),
        });
        let base = base(flags, revision, verb);
        let revision = read.join().unwrap_or_else(|panic| resume_unwind(panic));
        (base, revision)
    });
    Ok(base?.zip(revision?))
}

/// Reads the base of the YAML, or of the file that is compared. `None` if it cannot be read, which is reported.
fn base(flags: &BaseFlags, revision: Option<&Path>, verb: &str) -> io::Result<Option<Base>> {
    if let Some(file) = &flags.base_file {
        let document = published(file)?;
        return Ok(document.map(|document| Base {
            document,
            commit: None,
        }));
    }
    let root = &flags.root.root;
    let file = match revision {
        Some(file) => in_repository(root, file)?,
        None => spec::FILE.to_owned(),
    };
    let commit = Commit::base(root, flags.base.as_deref(), verb)?;
    let document = at(&commit, &file)?.ok_or_else(|| {
        let way = if revision.is_some() {
            format!("cargo xtask {verb} --base-file FILE --revision {file}")
        } else {
            format!("cargo xtask {verb} --base REV")
        };
        io::Error::other(format!(
            "{}:{file} does not exist. Compare with a later commit, or with another file:\n\n    {way}\n",
            commit.short()
        ))
    })?;
    Ok(usable(document).map(|document| Base {
        document,
        commit: Some(commit),
    }))
}

/// A description at a commit; `None` if it was not there.
pub(crate) fn at(commit: &Commit, file: &str) -> io::Result<Option<Result<Document, Diagnostics>>> {
    let name = format!("{}:{file}", commit.short());
    // A committed description cannot be corrected any more, so the lenient rules apply.
    Ok(commit.read(file)?.map(|text| load_published(&name, &text)))
}

/// The path of a file from the root of the workspace, in git's form.
fn in_repository(root: &Path, file: &Path) -> io::Result<String> {
    let absolute = |path: &Path| {
        path.canonicalize()
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    };
    let path = absolute(file)?;
    let inside = path.strip_prefix(absolute(root)?).map_err(|_| {
        io::Error::other(format!(
            "{} is not in this repository, so it has no base here. Compare it with a file:\n\n    \
             cargo xtask spec-diff --base-file FILE --revision {}\n",
            file.display(),
            file.display()
        ))
    })?;
    let parts: Vec<String> = inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    Ok(parts.join("/"))
}

/// Reads the YAML of the working tree. `None` if it is refused, which is reported.
pub(crate) fn own(root: &Path) -> io::Result<Option<Document>> {
    let text = fs::read_to_string(root.join(spec::FILE))
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", spec::FILE)))?;
    Ok(usable(load(spec::FILE, &text)))
}

/// Reads a description that somebody else maintains. `None` if it is refused, which is reported.
pub(crate) fn published(file: &Path) -> io::Result<Option<Document>> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file)
        .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
    Ok(usable(load_published(&name, &text)))
}

pub(crate) fn usable(read: Result<Document, Diagnostics>) -> Option<Document> {
    match read {
        Ok(document) => {
            for passed in document.notes() {
                let place = format!("{}:{}", passed.file(), passed.position());
                note(&format!("{place}: {}", passed.message()));
            }
            Some(document)
        }
        Err(diagnostics) => {
            report(&diagnostics.to_string());
            None
        }
    }
}

/// Compares on the wire and in Rust.
pub(crate) fn compare(base: &Document, revision: &Document) -> Report {
    Comparison::new(base, revision)
        .with_rust(&|document| {
            let generated = document
                .generatable()
                .and_then(|()| publicsquare_codegen::client_syntax(document));
            generated.map_err(|diagnostics| {
                let mut all = diagnostics.iter();
                let first = all.next().map(|first| {
                    let message = sentence(first.message());
                    format!("{}:{}: {message}", first.file(), first.position())
                });
                let first = first.unwrap_or_default();
                match all.count() {
                    0 => first,
                    more => format!("{first} (and {more} more)"),
                }
            })
        })
        .report()
}

/// A message of the generator without the dump of data structures that its libraries may append.
fn sentence(message: &str) -> &str {
    const LONGEST: usize = 300;
    let is_dump = |text: &str| {
        text.len() > LONGEST
            || text.contains('\n')
            || ["Some(", "None", " { ", "Object(", "Schema {", "Err("]
                .iter()
                .any(|mark| text.contains(mark))
    };
    if !is_dump(message) {
        return message;
    }
    match message.split_once(": ") {
        Some((ours, _)) if !is_dump(ours) => ours,
        _ => "the generator cannot take this document",
    }
}

/// Takes the accepted changes out of the reports. Returns whether the list is in order: each of its entries is about a
/// change in one of the reports. `None` if the list cannot be read, which is reported.
pub(crate) fn accept(root: &Path, reports: &mut [&mut Report]) -> io::Result<Option<bool>> {
    let text = match fs::read_to_string(root.join(ACCEPTED)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(true)),
        Err(error) => return Err(io::Error::new(error.kind(), format!("{ACCEPTED}: {error}"))),
    };
    let list = match AcceptedList::parse(ACCEPTED, &text) {
        Ok(list) => list,
        Err(error) => {
            report(&error.to_string());
            return Ok(None);
        }
    };
    let today = today()?;
    let mut problems: Option<Vec<_>> = None;
    for changes in reports {
        let found = list.apply(changes, today);
        problems = Some(match problems {
            None => found,
            Some(before) => before
                .into_iter()
                .filter(|problem| found.contains(problem))
                .collect(),
        });
    }
    let problems = problems.unwrap_or_default();
    for problem in &problems {
        report(&problem.to_string());
    }
    Ok(Some(problems.is_empty()))
}

fn today() -> io::Result<Day> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(io::Error::other)?;
    Ok(Day::from_unix_seconds(now.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_dump_is_left_out_and_a_sentence_is_not() {
        let ours = "the generator cannot take POST /keys: a part has no name";
        assert_eq!(sentence(ours), ours);
        let dump =
            "the generator cannot take POST /keys: unexpected SchemaObject { metadata: None }";
        assert_eq!(sentence(dump), "the generator cannot take POST /keys");
        assert_eq!(
            sentence("Some(1)"),
            "the generator cannot take this document"
        );
    }
}
