//! Stand-ins for programs that need an account, a cluster or a service manager.
//!
//! In come the name of a program and what it does instead. Out comes a script of that name in a folder of the test, which
//! notes its arguments and its environment, so that a test can look for a key there. [`run`] puts the folder first in the
//! search path. `recipes` and `documentation` use them.

use std::fs;
use std::process::Output;

use super::{Psq, World, set_mode};

/// A program that keeps its arguments, its environment and its input, and does this.
pub(crate) fn stand_in(world: &World, name: &str, does: &str) {
    let folder = world.root().join("stand-ins");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    let notes = folder.join(name);
    let notes = notes.display();
    let script = format!(
        "#!/bin/sh\nset -eu\nprintf '%s ' \"$0\" \"$@\" >> {notes}.calls\nprintf '\\n' >> {notes}.calls\n\
         env > {notes}.env\n{does}\n"
    );
    fs::write(&path, script).unwrap();
    set_mode(&path, 0o755);
}

/// Runs a script, with the stand-ins first in the search path.
pub(crate) fn run(psq: &Psq<'_>, world: &World, script: &str) -> Output {
    let folder = world.root().join("stand-ins");
    psq.shell(&format!("PATH={}:$PATH\n{script}", folder.display()))
}
