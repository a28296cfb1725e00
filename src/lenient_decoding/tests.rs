//! What responses with unexpected types become, seen through the generated types.
//!
//! In comes JSON in which a member has another type than described. The tests assert that the key is read all the
//! same, and that each other member is read, converted or left out. The readers are tested one by one in `scalars.rs`.

use serde_json::{Value, json};

use crate::SecretKey;
use crate::types::{ApiKey, ValidationProblemDetails};

fn api_key(value: Value) -> ApiKey {
    serde_json::from_value(value).expect("every object decodes")
}

#[test]
fn a_key_is_read_beside_members_of_any_type() {
    for odd in [
        json!(null),
        json!(1),
        json!(1.5),
        json!(true),
        json!([[]]),
        json!({"a": 1}),
    ] {
        let mut value = json!({"key": "k"});
        for name in [
            "id",
            "account_id",
            "environment",
            "type",
            "created_at",
            "name",
            "permissions",
        ] {
            value[name] = odd.clone();
        }
        assert_eq!(api_key(value).key, Some(SecretKey::new("k")), "{odd}");
    }
}

#[test]
fn a_number_is_read_as_text() {
    let read = api_key(json!({"key": 42, "name": 7, "type": -1.5}));
    assert_eq!(read.key, Some(SecretKey::new("42")));
    assert_eq!(read.name.as_deref(), Some("7"));
    assert_eq!(read.type_.as_deref(), Some("-1.5"));
}

#[test]
fn a_single_value_is_read_as_a_list_with_one_element() {
    for (one, text) in [
        (json!("api-key:write"), "api-key:write"),
        (json!(7), "7"),
        (json!(-7), "-7"),
        (json!(1.5), "1.5"),
        (json!(true), "true"),
    ] {
        assert_eq!(api_key(json!({"permissions": one})).permissions, [text]);
    }
    for odd in [json!(null), json!({"a": "b"})] {
        let none: [&str; 0] = [];
        assert_eq!(api_key(json!({"permissions": odd})).permissions, none);
    }
}

#[test]
fn a_value_that_cannot_be_a_key_is_none() {
    for odd in [
        json!(true),
        json!(1.5),
        json!(1e30),
        json!(["k"]),
        json!({"key": "k"}),
    ] {
        assert_eq!(api_key(json!({"key": odd})).key, None, "{odd}");
    }
}

#[test]
fn times_are_read_with_and_without_a_zone() {
    let read = |text: &str| {
        api_key(json!({"created_at": text}))
            .created_at
            .map(|time| time.to_rfc3339())
    };
    let expected = Some("2024-06-30T01:02:29.212+00:00".to_owned());
    assert_eq!(read("2024-06-30T01:02:29.212Z"), expected);
    assert_eq!(read("2024-06-30T03:02:29.212+02:00"), expected);
    assert_eq!(read("2024-06-30T01:02:29.212"), expected);
    assert_eq!(read("2024-06-30 01:02:29.212"), expected);
    assert_eq!(
        read("2024-06-30"),
        Some("2024-06-30T00:00:00+00:00".to_owned())
    );
    assert_eq!(read("soon"), None);
}

#[test]
fn field_errors_are_read_in_several_shapes() {
    let errors = |value: Value| {
        let problem: ValidationProblemDetails =
            serde_json::from_value(json!({"errors": value})).expect("every object decodes");
        let mut errors: Vec<_> = problem.errors.unwrap_or_default().into_iter().collect();
        errors.sort();
        errors
    };
    let is = |name: &str, texts: &[&str]| {
        (
            name.to_owned(),
            texts.iter().map(ToString::to_string).collect::<Vec<_>>(),
        )
    };
    assert_eq!(errors(json!({"id": ["a", "b"]})), [is("id", &["a", "b"])]);
    assert_eq!(errors(json!({"id": "a"})), [is("id", &["a"])]);
    assert_eq!(errors(json!(["a", "b"])), [is("", &["a", "b"])]);
    assert_eq!(errors(json!("a")), [is("", &["a"])]);
    assert_eq!(errors(json!(null)), []);
}
