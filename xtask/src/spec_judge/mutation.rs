//! Random changes of descriptions.

use std::io;

use super::pairs::Pair;

pub(crate) fn pairs(count: usize, _seed: u64) -> io::Result<Vec<Pair>> {
    let _ = count;
    Ok(Vec::new())
}
