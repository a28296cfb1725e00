//! Properties of `dotenv` that hold for every file.
//!
//! Generated files and values come in from `files`. The tests assert, among others, that only the value
//! changes, that a value is read back as it was written, and that no refusal shows a part of the file.
//! `refusals` has single cases.

use proptest::prelude::*;

use super::files::{Around, around_a_value, key, tangle, value, without_definition, written};
use super::*;

/// The quotes that are around a value as it is written.
fn quote_of(written: &str) -> Option<char> {
    written
        .chars()
        .next()
        .filter(|first| "'\"`".contains(*first))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 1024 }))]

    #[test]
    fn only_the_value_changes(around in around_a_value(), old in written(), new in value()) {
        let Around { before, after } = &around;
        let text = around.with(&old);
        prop_assert!(matches!(read(&text), Ok(Some(_))));
        let edited = edit(&text, &new);
        prop_assert!(edited.is_ok(), "{:?}", edited);
        let edited = edited.unwrap_or_default();
        let middle = edited
            .strip_prefix(before.as_slice())
            .and_then(|rest| rest.strip_suffix(after.as_slice()));
        prop_assert!(middle.is_some());
        prop_assert_eq!(read(&edited), Ok(Some(new.as_bytes().to_vec())));
        prop_assert_eq!(edit(&edited, &new), Ok(edited.clone()));
        // A key fits into all quotes, so that they stay.
        let quote = quote_of(&old).map(String::from).unwrap_or_default();
        let with_key = around.with(&format!("{quote}sk_test_1{quote}"));
        prop_assert_eq!(edit(&text, "sk_test_1"), Ok(with_key));
    }

    #[test]
    fn what_is_missing_is_added_at_the_end(text in without_definition(), new in value()) {
        prop_assert_eq!(read(&text), Ok(None));
        let edited = edit(&text, &new);
        prop_assert!(edited.is_ok(), "{:?}", edited);
        let edited = edited.unwrap_or_default();
        prop_assert!(edited.starts_with(&text));
        prop_assert!(edited.ends_with(b"\n"));
        prop_assert_eq!(read(&edited), Ok(Some(new.as_bytes().to_vec())));
        prop_assert_eq!(edit(&edited, &new), Ok(edited.clone()));
    }

    #[test]
    fn reading_and_writing_agree(text in tangle(), new in key()) {
        let edited = edit(&text, &new);
        match read(&text) {
            Err(refusal) => prop_assert_eq!(edited, Err(refusal)),
            Ok(Some(_)) => prop_assert!(edited.is_ok(), "{:?}", edited),
            Ok(None) => prop_assert!(
                matches!(edited, Ok(_) | Err(Refusal::End(_))),
                "{:?}",
                edited
            ),
        }
    }

    #[test]
    fn one_key_tells_whether_another_can_be_written(text in tangle(), new in key()) {
        let rehearsed = edit(&text, "sk_test_x").map(|_| ());
        prop_assert_eq!(edit(&text, &new).map(|_| ()), rehearsed);
    }

    #[test]
    fn every_edit_that_is_made_holds_the_value(text in tangle(), new in "[ -~]{0,12}") {
        if let Ok(edited) = edit(&text, &new) {
            prop_assert_eq!(read(&edited), Ok(Some(new.into_bytes())));
        }
    }

    #[test]
    fn no_text_is_too_strange(text in any::<Vec<u8>>(), new in any::<String>()) {
        let edited = edit(&text, &new);
        prop_assert!(read(&text).is_ok() || edited.is_err());
    }

    #[test]
    fn refusals_hold_nothing_of_the_file(text in tangle(), new in "hush[ -~\n]{0,12}") {
        let refusals = [read(&text).map(|_| ()), edit(&text, &new).map(|_| ())];
        for refusal in refusals.into_iter().filter_map(Result::err) {
            let shown = format!("{refusal} {refusal:?}");
            prop_assert!(!shown.contains("hush") && !shown.contains(NAME), "{}", shown);
            prop_assert!(!refusal.to_string().contains('\n'));
        }
    }
}
