//! `cargo xtask book`: the pages of the repository, and the book that mdBook makes of `docs`.
//!
//! In come all Markdown files of the repository. First each link between them has to lead to a file and a heading
//! that exist (`links`, `markdown`). Then the pages of `docs/SUMMARY.md`, and what they link to, are copied into one
//! folder (`copy`), mdBook renders that, and each link of the rendered pages has to lead somewhere (`rendered`).
//! Out come the broken links, or the folder of the book.

mod copy;
mod links;
mod markdown;
mod rendered;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use crate::cargo;
use crate::cli::BookFlags;
use crate::exit::Exit;
use crate::workspace;

/// How to get the program that renders the book.
const INSTALL: &str = "cargo install mdbook --locked --no-default-features --version 0.5.4";

/// The page that a browser opens first leads to the first chapter.
const FRONT: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
    <title>PublicSquare for Rust</title><meta http-equiv=\"refresh\" content=\"0; url=docs/introduction.html\"></head>\
    <body><a href=\"docs/introduction.html\">PublicSquare for Rust</a></body></html>\n";

pub(crate) fn run(flags: &BookFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = workspace::path("");
    let pages = markdown::pages(&root)?;
    let broken = links::broken(&root, &pages);
    for link in &broken {
        writeln!(out, "{link}")?;
    }
    if !broken.is_empty() {
        return Ok(Exit::Failure);
    }
    writeln!(
        out,
        "{} pages: every link leads to a page that exists",
        pages.len()
    )?;
    if flags.links {
        return Ok(Exit::Success);
    }
    build(&root, &pages, out)
}

fn build(root: &Path, pages: &[markdown::Page], out: &mut dyn Write) -> io::Result<Exit> {
    let target = cargo::target_folder();
    let (source, book) = (target.join("book-source"), target.join("book"));
    copy::pages(root, pages, &source)?;
    let mut mdbook = Command::new("mdbook");
    mdbook
        .arg("build")
        .arg(&source)
        .arg("--dest-dir")
        .arg(&book);
    match cargo::succeeds(mdbook, out) {
        Ok(true) => {}
        Ok(false) => return Ok(Exit::Failure),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(io::Error::other(format!(
                "mdBook is not installed, so the book cannot be built. Install it with: {INSTALL}"
            )));
        }
        Err(error) => return Err(error),
    }
    // mdBook copies the first chapter here, with links that are right only in the chapter's own folder.
    fs::write(book.join("index.html"), FRONT)?;
    let broken = rendered::broken_links(&book)?;
    for link in &broken {
        writeln!(out, "{link}")?;
    }
    if !broken.is_empty() {
        return Ok(Exit::Failure);
    }
    writeln!(out, "the book is in {}", book.display())?;
    Ok(Exit::Success)
}
