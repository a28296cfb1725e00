//! What belongs to the program and not to the library.

pub(crate) mod greeting;
pub(crate) mod options;
pub(crate) mod state_file;
