//! Random values for keys, ids, correlation ids and trace ids.
//!
//! Nothing comes in but a seed of the operating system. Out come base58 text, UUIDs and trace ids. They are
//! unpredictable enough for a sandbox, and not for cryptography.

use std::hash::{BuildHasher, RandomState};

use crate::identifier::BASE58;
use crate::sync::{AtomicU64, Ordering};

/// SplitMix64 over a counter, seeded by the operating system through the standard library.
///
/// It is fast and cannot fail. It is not for cryptography: its keys open nothing but this sandbox.
#[derive(Debug)]
pub(crate) struct Random(AtomicU64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(RandomState::new().hash_one(0_u8)))
    }

    /// The same values in each run.
    #[cfg(all(test, shuttle))]
    pub(crate) const fn from_seed(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut mixed = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Appends `length` base58 characters.
    pub(crate) fn push_base58(&self, text: &mut String, length: usize) {
        let end = text.len() + length;
        while text.len() < end {
            let mut bits = self.next();
            // Six bits select one of 64 values. The six values without a character are skipped.
            for _ in 0..10 {
                if let Some(&byte) = BASE58.get((bits & 0x3f) as usize)
                    && text.len() < end
                {
                    text.push(char::from(byte));
                }
                bits >>= 6;
            }
        }
    }

    /// A version 4 UUID.
    pub(crate) fn uuid(&self) -> uuid::Uuid {
        let bytes = uuid::Uuid::from_u64_pair(self.next(), self.next()).into_bytes();
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A trace id in the form of `traceparent` (W3C), as ASP.NET adds it to problem details.
    pub(crate) fn trace_id(&self) -> String {
        format!(
            "00-{:016x}{:016x}-{:016x}-00",
            self.next(),
            self.next(),
            self.next()
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn values_have_the_asked_length_and_do_not_repeat() {
        let random = Random::new();
        let mut seen = HashSet::new();
        for _ in 0..10_000 {
            let mut text = String::from("sk_test_");
            random.push_base58(&mut text, 25);
            assert_eq!(text.len(), 33);
            assert!(text.bytes().skip(8).all(|byte| BASE58.contains(&byte)));
            assert!(seen.insert(text));
        }
        assert_eq!(random.uuid().get_version_num(), 4);
    }
}
