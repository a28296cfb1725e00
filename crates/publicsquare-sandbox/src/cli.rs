//! The parts of the program `publicsquare-sandbox` that are not in the library.
//!
//! [`options`] reads the command line, [`greeting`] prints what a person needs at the start, and
//! [`state_file`] reads and writes the keys. The course of the program is in `main.rs`.

pub(crate) mod greeting;
pub(crate) mod options;
pub(crate) mod state_file;
