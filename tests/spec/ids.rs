//! The hand-written parser of ids accepts exactly the ids that the description allows.
//!
//! In come texts that proptest makes from and around the described pattern. The parser of the client and a validator of the
//! schema must give the same answer. The messages of the parser are tested in `src/api_key_id.rs`.

use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use publicsquare_client::ApiKeyId;
use serde_json::Value;

use super::document;
use super::json_schema::validator;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let document = document();
    let schema = &document.value()["components"]["schemas"]["ApiKeyId"];
    validator(document.value(), schema)
});

#[track_caller]
fn assert_agreement(text: &str) {
    let by_schema = SCHEMA.is_valid(&Value::from(text));
    assert_eq!(text.parse::<ApiKeyId>().is_ok(), by_schema, "{text:?}");
    assert_eq!(
        ApiKeyId::try_from(text.to_owned()).is_ok(),
        by_schema,
        "{text:?}"
    );
    let read = serde_json::from_value::<ApiKeyId>(text.into());
    assert_eq!(read.is_ok(), by_schema, "{text:?}");
}

#[test]
fn the_limits_of_the_pattern() {
    let longest = format!("key_{}", "a".repeat(46));
    let too_long = format!("key_{}", "a".repeat(47));
    let long_in_bytes = format!("key_{}", "é".repeat(40));
    for text in [
        "",
        "_",
        "k",
        "key",
        "key_",
        "_a",
        "k_a",
        "ke_a",
        "keykey_a",
        "keykeyk_a",
        "KEY_a",
        "key_0",
        "key_O",
        "key_I",
        "key_l",
        "key_1",
        "key_z",
        "key_a_b",
        "key__a",
        "kéy_a",
        "key_é",
        " key_a",
        "key_a ",
        "key_a\n",
        "\nkey_a",
        "k1_a",
        "key_a\0",
        "sk_test_a",
        "sk_prod_a",
        "key-a",
        &longest,
        &too_long,
        &long_in_bytes,
    ] {
        assert_agreement(text);
    }
    assert!(longest.parse::<ApiKeyId>().is_ok());
    assert!(too_long.parse::<ApiKeyId>().is_err());
}

proptest! {
    #[test]
    fn texts_around_the_pattern(text in "[a-zA-Z]{0,8}_{0,2}[0-9A-Za-z_]{0,6}") {
        assert_agreement(&text);
    }

    #[test]
    fn what_fits_the_pattern_is_taken_as_far_as_it_is_short_enough(
        text in "[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]{1,60}"
    ) {
        assert_agreement(&text);
    }

    #[test]
    fn one_character_put_somewhere_in_an_id(
        id in "[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]{1,30}",
        at in any::<prop::sample::Index>(),
        character in prop_oneof![any::<char>(), prop::char::range(' ', '~')],
        replaces in any::<bool>(),
    ) {
        let mut characters: Vec<char> = id.chars().collect();
        let at = at.index(characters.len());
        if replaces {
            characters[at] = character;
        } else {
            characters.insert(at, character);
        }
        assert_agreement(&characters.into_iter().collect::<String>());
    }

    #[test]
    fn any_text(text in any::<String>()) {
        assert_agreement(&text);
    }
}
