//! Two slots in one file. Each write replaces the older of the two.
//!
//! The content and its sequence number come in. Out go the bytes of a slot with a checksum of both. The file has its
//! full size from the start, so that a later write needs no more space on a full disk. If a power cut tears a
//! write, the other slot is still whole. `journal` has the file.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::fingerprint::hex;

const MAGIC: &str = "psq-journal";

/// The version of the slots. The record in them has its own version.
pub(crate) const FORMAT: u32 = 1;

/// Slots have a multiple of this size, in bytes: one or several sectors of a disk.
const UNIT: usize = 4096;

/// A slot with this content, padded to its size. `None` if it does not fit.
pub(crate) fn encode(sequence: u64, content: &[u8], size: usize) -> Option<Zeroizing<Vec<u8>>> {
    let digest = checksum(sequence, content);
    let head = format!("{MAGIC} {FORMAT} {sequence} {} {digest}\n", content.len());
    if head.len() + content.len() + 1 > size {
        return None;
    }
    let mut slot = Zeroizing::new(Vec::with_capacity(size));
    slot.extend_from_slice(head.as_bytes());
    slot.extend_from_slice(content);
    slot.resize(size - 1, b' ');
    slot.push(b'\n');
    Some(slot)
}

/// The SHA-256 of the number and the content. A number that a disk has changed would make an old entry the newest one.
fn checksum(sequence: u64, content: &[u8]) -> String {
    let numbered = Sha256::new_with_prefix(format!("{sequence} "));
    hex(&numbered.chain_update(content).finalize())
}

/// A slot size that leaves space for the content to grow.
pub(crate) fn size_for(content: &[u8]) -> usize {
    (content.len() * 2 + UNIT).next_multiple_of(UNIT)
}

/// The content of a slot, with its sequence number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    pub(crate) sequence: u64,
    pub(crate) content: &'a [u8],
}

/// Reads the two slots of a file. A slot whose checksum is wrong is `None`.
pub(crate) fn decode(file: &[u8]) -> [Option<Entry<'_>>; 2] {
    let (first, second) = file.split_at(file.len() / 2);
    [decode_slot(first), decode_slot(second)]
}

/// The format number of a file that another version of psq has written; `None` for this version.
pub(crate) fn foreign_format(file: &[u8]) -> Option<u32> {
    let rest = file.strip_prefix(MAGIC.as_bytes())?.strip_prefix(b" ")?;
    let number = rest.split(|&byte| byte == b' ' || byte == b'\n').next()?;
    let format = std::str::from_utf8(number).ok()?.parse().ok()?;
    (format != FORMAT).then_some(format)
}

fn decode_slot(slot: &[u8]) -> Option<Entry<'_>> {
    let end = slot.iter().position(|&byte| byte == b'\n')?;
    let (head, rest) = slot.split_at(end);
    let head = std::str::from_utf8(head).ok()?;
    let mut words = head.split(' ');
    if words.next()? != MAGIC || words.next()?.parse() != Ok(FORMAT) {
        return None;
    }
    let sequence = words.next()?.parse().ok()?;
    let length: usize = words.next()?.parse().ok()?;
    let content = rest.get(1..)?.get(..length)?;
    let whole = words.next()? == checksum(sequence, content) && words.next().is_none();
    whole.then_some(Entry { sequence, content })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(
            sequence: u64, content in proptest::collection::vec(any::<u8>(), 0..6000),
        ) {
            let size = size_for(&content);
            let slot = encode(sequence, &content, size).expect("fits");
            prop_assert_eq!(slot.len(), size);
            let file = [slot.as_slice(), &vec![0; size]].concat();
            let [first, second] = decode(&file);
            prop_assert_eq!(first, Some(Entry { sequence, content: &content }));
            prop_assert_eq!(second, None);
        }

        #[test]
        fn a_torn_slot_is_none_and_leaves_the_other(
            cut in 0usize..4096, old in "[a-z]{1,900}", new in "[a-z]{1,900}",
        ) {
            let size = size_for(old.as_bytes());
            let before = encode(1, old.as_bytes(), size).expect("fits");
            let third = encode(3, new.as_bytes(), size).expect("fits");
            let zeros = vec![0; size];
            let torn = [&third[..cut], &zeros[cut..]].concat();
            let file = [torn, before.to_vec()].concat();
            let [first, second] = decode(&file);
            let written = third.iter().rposition(|&byte| byte != b' ' && byte != b'\n').expect("content") + 1;
            prop_assert_eq!(first.is_some(), cut >= written);
            prop_assert_eq!(second.map(|held| held.sequence), Some(1));
        }

        #[test]
        fn anything_is_read_without_a_panic(file in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(decode(&file).iter().all(Option::is_none));
        }
    }

    #[test]
    fn an_entry_with_another_number_is_none() {
        let slot = encode(1, b"content", 4096).expect("fits");
        let text = String::from_utf8(slot.to_vec()).expect("text");
        assert!(decode_slot(text.as_bytes()).is_some());
        assert!(decode_slot(text.replacen(" 1 1 ", " 1 9 ", 1).as_bytes()).is_none());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(encode(1, &[b'x'; 4096], 4096).is_none());
        // One byte more than the line end at least: a slot that is cut off would be no entry.
        let whole = encode(1, b"content", 4096).expect("fits");
        let used = whole.trim_ascii_end().len();
        assert!(encode(1, b"content", used).is_none());
        let tight = encode(1, b"content", used + 1).expect("fits");
        assert_eq!(tight.len(), used + 1);
        assert!(decode_slot(&tight).is_some());
        assert_eq!(size_for(b""), 4096);
        assert_eq!(size_for(&[0; 4097]), 16384);
    }
}
