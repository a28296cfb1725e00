//! A journal: the newest entry that is whole counts, whatever the rest of the file is.
//!
//! In comes a byte that selects what the rest is: the bytes of a file, the record of one entry, or damage to one of two
//! whole entries. sha2 and serde_json read the file once more. The property fails if psq takes an entry that is not
//! whole, does not take one that is, changes a record, or shows a part of the file in a refusal.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::readers;

/// A record as psq writes it.
const RECORD: &str = concat!(
    r#"{"version":2,"operation":"rotate","stage":"prepared","key_id":"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ","#,
    r#""environment":"test","base_url":"http://127.0.0.1:1","idempotency_key":"i","#,
    r#""correlation_id":"c","prepared_at":"2024-06-30T01:02:29Z","server_told_time":true,"#,
    r#""old_fingerprint":null,"new_fingerprint":null,"#,
    r#""deliveries":[{"destination":{"dotenv":{"path":"/srv/.env","variable":"PSQ_KEY"}},"#,
    r#""is_done":false,"staged_path":null,"failure":null}],"#,
    r#""formers":[{"destination":"stdout","is_done":true,"staged_path":null,"failure":null}],"then":null,"#,
    r#""credential":null,"is_own_key":false,"form":"sk","replaces_any":false,"auth_file":null,"successor":null}"#,
);

/// The size of an entry in these files.
const SIZE: usize = 1024;

/// Asserts what holds for each file.
pub(crate) fn holds(input: &[u8]) {
    let Some((selector, rest)) = input.split_first() else {
        return;
    };
    match selector % 3 {
        0 => assert_read(rest),
        1 => {
            let size = SIZE.max(rest.len() + 200);
            let entry = readers::journal_entry(7, rest, size).expect("it fits");
            assert_read(&[entry, vec![b' '; size]].concat());
        }
        _ => assert_one_damaged(rest),
    }
}

/// What psq reads is the newest entry that another reading finds.
fn assert_read(file: &[u8]) {
    let read = readers::journal(file);
    if let Err(refusal) = &read {
        assert!(refusal.len() < 200 && refusal.is_ascii(), "{refusal}");
    }
    let half = file.len() / 2;
    let mut found: Vec<_> = [&file[..half], &file[half..]]
        .into_iter()
        .filter_map(entry)
        .collect();
    found.sort_by_key(|(sequence, _)| *sequence);
    let Some((sequence, content)) = found.pop() else {
        assert!(read.is_err(), "{read:?}");
        return;
    };
    let record: Option<Value> = serde_json::from_slice(content).ok();
    let version = record
        .as_ref()
        .and_then(|record| record.get("version"))
        .cloned();
    match read {
        Ok((read_sequence, read_record)) => {
            assert_eq!(read_sequence, sequence);
            let record = record.expect("psq reads JSON only");
            assert_eq!(version, Some(Value::from(2)));
            for member in [
                "key_id",
                "stage",
                "operation",
                "idempotency_key",
                "base_url",
            ] {
                assert_eq!(read_record[member], record[member], "{member}");
            }
            for list in ["deliveries", "formers"] {
                let count = |record: &Value| record[list].as_array().map(Vec::len);
                assert_eq!(count(&read_record), count(&record), "{list}");
            }
        }
        Err(_) => {
            let is_whole = content == RECORD.as_bytes();
            assert!(
                !is_whole || is_foreign(file),
                "{}",
                String::from_utf8_lossy(file)
            );
        }
    }
}

/// Whether the file says that it has another format than 1.
fn is_foreign(file: &[u8]) -> bool {
    let text = String::from_utf8_lossy(file);
    let mut words = text.split([' ', '\n']);
    let is_journal = words.next() == Some("psq-journal");
    let format = words.next().and_then(|word| word.parse::<u32>().ok());
    is_journal && format.is_some_and(|format| format != 1)
}

/// An entry that is whole: its head names the length of the content behind it, and the SHA-256 of its number, a blank and
/// the content.
fn entry(half: &[u8]) -> Option<(u64, &[u8])> {
    let end = half.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&half[..end]).ok()?;
    let [magic, format, sequence, length, digest] = head.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    let content = half.get(end + 1..)?.get(..length.parse().ok()?)?;
    let sequence: u64 = sequence.parse().ok()?;
    let sum: String = Sha256::digest([format!("{sequence} ").as_bytes(), content].concat())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let is_whole = magic == "psq-journal" && format.parse() == Ok(1) && digest == sum;
    is_whole.then_some((sequence, content))
}

/// Bytes that are written over one of two entries leave the other one.
fn assert_one_damaged(damage: &[u8]) {
    let [slot, place, place_low, bytes @ ..] = damage else {
        return;
    };
    let entries = [7, 8].map(|sequence| {
        let record = RECORD.replace("\"c\"", &format!("\"c{sequence}\""));
        readers::journal_entry(sequence, record.as_bytes(), SIZE).expect("it fits")
    });
    let mut file = entries.concat();
    let slot = usize::from(slot % 2);
    let place = usize::from(u16::from_be_bytes([*place, *place_low])) % SIZE;
    let length = bytes.len().min(SIZE - place);
    let start = slot * SIZE + place;
    file[start..start + length].copy_from_slice(&bytes[..length]);
    if is_foreign(&file) {
        assert!(readers::journal(&file).is_err());
        return;
    }
    let (sequence, record) = readers::journal(&file).expect("one entry is whole");
    assert_eq!(record["correlation_id"], format!("c{sequence}"));
    // A damage that changes nothing that counts leaves the newer entry.
    let whole = [7, 8][1 - slot];
    assert!(sequence == whole || sequence == 8, "{sequence} {slot}");
    assert_read(&file);
}
