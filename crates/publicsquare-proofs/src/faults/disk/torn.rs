//! Content that was written only in part when the power failed.
//!
//! The durable and the new content come in, with a seed. Out comes a mixture, as a disk may leave it. Whether a file
//! is torn at all is decided in [`aftermath`](super::aftermath).

/// The number of bytes that a disk writes at once.
const SECTOR: usize = 512;

/// The content of a file that should have changed from `old` to `new`. Bytes beyond the old content are zeros.
///
/// With the seed 0 the first half is new. With an odd seed the beginning is new, up to a random byte. With another
/// seed random sectors are new.
pub(super) fn mix(old: &[u8], new: &[u8], seed: u64, salt: u64) -> Vec<u8> {
    let mut mixed = old.to_vec();
    mixed.resize(new.len(), 0);
    let mut random = Random(seed ^ salt);
    if seed == 0 {
        let half = new.len() / 2;
        mixed[..half].copy_from_slice(&new[..half]);
    } else if seed % 2 == 1 {
        let cut = random.below(new.len() + 1);
        mixed[..cut].copy_from_slice(&new[..cut]);
    } else {
        for (mixed, new) in mixed.chunks_mut(SECTOR).zip(new.chunks(SECTOR)) {
            if random.below(2) == 1 {
                mixed.copy_from_slice(new);
            }
        }
    }
    mixed
}

/// A number that depends on the name, so that two files are not torn in the same way.
pub(super) fn salt(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The generator `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_it_is_new() {
        assert_eq!(mix(b"oooooo", b"nnnn", 0, 7), b"nnoo");
        assert_eq!(mix(b"oo", b"nnnnnn", 0, 7), b"nnn\0\0\0");
        assert_eq!(mix(b"", b"", 1, 7), b"");
    }

    #[test]
    fn every_cut_and_every_choice_of_sectors_comes_up() {
        let cuts = |seed| {
            mix(b"ooo", b"nnn", seed, 7)
                .iter()
                .filter(|b| **b == b'n')
                .count()
        };
        for expected in 0..=3 {
            assert!((1..100).step_by(2).any(|seed| cuts(seed) == expected));
        }
        let new = [b'n'; 2 * SECTOR + 1];
        for expected in [*b"ooo", *b"noo", *b"ono", *b"oon", *b"non", *b"nnn"] {
            assert!((2..200).step_by(2).any(|seed| {
                let mixed = mix(&[b'o'; 2 * SECTOR + 1], &new, seed, 7);
                [mixed[0], mixed[SECTOR], mixed[2 * SECTOR]] == expected
                    && mixed[0] == mixed[SECTOR - 1]
            }));
        }
    }
}
