//! Builds an application and measures it: from nothing, and after a touched `main.rs`.
//!
//! In comes an [`Application`], which is written already. Out come seconds. Cargo builds as it does by default, with
//! incremental compilation, into a folder of its own. Which builds are compared is in [`bench_build`](crate::bench_build).

use std::fs::{self, File};
use std::io;
use std::process::Stdio;
use std::time::{Instant, SystemTime};

use super::applications::Application;
use crate::cargo;

impl Application {
    /// The seconds of a build from nothing. Its results stay for [`build_touched`](Self::build_touched).
    pub(super) fn build_cold(&self) -> io::Result<f64> {
        self.remove_results()?;
        self.build()
    }

    /// The seconds of a build after a change of `main.rs`.
    pub(super) fn build_touched(&self) -> io::Result<f64> {
        let main = File::options()
            .write(true)
            .open(self.folder().join("src/main.rs"))?;
        main.set_modified(SystemTime::now())?;
        self.build()
    }

    pub(super) fn remove_results(&self) -> io::Result<()> {
        match fs::remove_dir_all(self.folder().join("target")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn build(&self) -> io::Result<f64> {
        let mut build = cargo::command(&["build", "--quiet", "--offline"]);
        build
            .current_dir(self.folder())
            .env("CARGO_TARGET_DIR", self.folder().join("target"))
            // What an application has if nobody has set anything.
            .env_remove("CARGO_INCREMENTAL")
            .stderr(Stdio::inherit());
        let start = Instant::now();
        if !build.status()?.success() {
            return Err(io::Error::other(format!("{} does not build", self.name)));
        }
        Ok(start.elapsed().as_secs_f64())
    }
}
