//! `cargo xtask spec-diff`: what a change of the API description means.
//!
//! In come two descriptions. Out comes a report of what changes on the wire and in the generated Rust code, in one of
//! several formats; the exit code says whether the worst change is too much. The rules are those of `openapi-semver`.
//! Whether the version follows is checked by `spec_gate`.

use std::env;
use std::io::{self, IsTerminal, Write};

use openapi_semver::render::{self, Options, render};
use openapi_semver::{Class, Report, RustSide};

use crate::cli::{FailOn, Format, SpecDiffFlags};
use crate::exit::{self, Exit};
use crate::revisions;

pub(crate) fn run(flags: &SpecDiffFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let both = revisions::both(&flags.base, flags.revision.as_deref(), "spec-diff")?;
    let Some((base, revision)) = both else {
        return Ok(Exit::Unusable);
    };
    let mut report = revisions::compare(&base.document, &revision);
    let own = base.commit.is_some() && flags.revision.is_none();
    let in_order = if own {
        let Some(in_order) = revisions::accept(&flags.base.root.root, &mut [&mut report])? else {
            return Ok(Exit::Unusable);
        };
        in_order
    } else {
        true
    };
    let fail_on = flags.fail_on.class();
    show(&report, flags.format, fail_on, flags.unfold, out)?;
    if flags.require_rust && !is_rust_compared(&report) {
        return Ok(Exit::Unusable);
    }
    let found = fail_on.is_some_and(|mildest| report.class >= mildest);
    Ok(if found || !in_order {
        Exit::Failure
    } else {
        Exit::Success
    })
}

/// Whether the generated code was compared. If it was not, a message says why.
pub(crate) fn is_rust_compared(report: &Report) -> bool {
    match &report.rust {
        RustSide::Compared => true,
        RustSide::Unavailable { reason } => {
            exit::report(&format!(
                "the generated Rust code could not be compared, so the verdict is about the wire alone: \
                 {reason}"
            ));
            false
        }
    }
}

/// Prints a report.
pub(crate) fn show(
    report: &Report,
    format: Format,
    fail_on: Option<Class>,
    unfold: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut options = Options::default();
    options.fail_on = fail_on;
    options.unfold = unfold;
    let is_terminal = io::stdout().is_terminal();
    options.color = is_terminal && env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let size = terminal_size::terminal_size().filter(|_| is_terminal);
    options.width = size.map(|(width, _)| usize::from(width.0));
    let mut text = Vec::new();
    render(report, format.into(), &options, &mut text)?;
    out.write_all(&text)?;
    out.flush()
}

impl From<Format> for render::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Json => Self::Json,
            Format::Markdown => Self::Markdown,
            Format::Github => Self::Github,
            Format::Junit => Self::Junit,
        }
    }
}

impl FailOn {
    const fn class(self) -> Option<Class> {
        match self {
            Self::Breaking => Some(Class::Breaking),
            Self::Compatible => Some(Class::Compatible),
            Self::DocsOnly => Some(Class::DocsOnly),
            Self::Never => None,
        }
    }
}
