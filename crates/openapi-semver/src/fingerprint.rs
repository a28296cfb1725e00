//! A short name for a change that survives when its lines move.
//!
//! The parts that make a change what it is come in: its rule, its pointer and its values. Twelve hexadecimal digits
//! come out. People write them into the list of [`accepted`](crate::AcceptedList) changes.

use sha2::{Digest, Sha256};

/// The first twelve hexadecimal digits of the SHA-256 of the parts.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        // With its length, so that `ab`, `c` and `a`, `bc` differ.
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
