//! The traits that the public data types have in common, and their list in the documentation.
//!
//! In come all public data types. Out come their serialized form, their JSON Schema, and a proof that the list in `lib.rs` is
//! complete. What the fields of a result mean is tested in `regenerate.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use publicsquare::{
    Answer, ApiKey, ApiKeyId, ApiKeyPage, Certainty, CorrelationId, Created, Environment,
    ErrorKind, FieldError, IdempotencyKey, KeyType, KeyTypeInfo, Permission, PermissionInfo,
    Problem, Regenerated, Revealed, serialize_secrets,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use support::canary::{self, leaks};
use support::scripted::{Scripted, answer};
use support::{KEY_ID, client};

/// The traits of a text with a meaning, such as an id.
fn word<T>()
where
    T: FromStr + for<'a> TryFrom<&'a str> + TryFrom<String> + AsRef<str> + Display + Debug + Clone,
    T: Eq + Ord + Hash + Serialize + DeserializeOwned + Into<String> + Send + Sync + 'static,
{
}

/// The traits of a secret.
fn secret_word<T>()
where
    T: FromStr + for<'a> TryFrom<&'a str> + TryFrom<String> + Debug + Clone + Eq,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
}

fn data<T: Debug + Clone + Eq + Serialize + Send + Sync + 'static>() {}

fn verdict<T: Debug + Display + Copy + Ord + Hash + Serialize + Send + Sync + 'static>() {}

#[test]
fn types_of_a_kind_have_the_same_traits() {
    word::<ApiKeyId>();
    word::<CorrelationId>();
    word::<Environment>();
    word::<KeyType>();
    word::<Permission>();
    secret_word::<IdempotencyKey>();
    data::<ApiKey>();
    data::<ApiKeyPage>();
    data::<Answer<ApiKey>>();
    data::<Created>();
    data::<Revealed>();
    data::<Regenerated>();
    data::<KeyTypeInfo>();
    data::<PermissionInfo>();
    data::<Problem>();
    data::<FieldError>();
    verdict::<Certainty>();
    verdict::<ErrorKind>();
}

#[cfg(feature = "schemars")]
#[test]
fn the_types_with_a_json_schema_are_those_that_the_documentation_lists() {
    use publicsquare::SecretKey;
    use schemars::{JsonSchema, schema_for};

    fn named<T: JsonSchema>() -> String {
        let schema = schema_for!(T);
        assert!(schema.as_object().is_some_and(|schema| !schema.is_empty()));
        T::schema_name().into_owned()
    }
    let schemas = [
        named::<ApiKey>(),
        named::<ApiKeyId>(),
        named::<ApiKeyPage>(),
        named::<Certainty>(),
        named::<CorrelationId>(),
        named::<Created>(),
        named::<Environment>(),
        named::<ErrorKind>(),
        named::<FieldError>(),
        named::<IdempotencyKey>(),
        named::<KeyType>(),
        named::<KeyTypeInfo>(),
        named::<Permission>(),
        named::<PermissionInfo>(),
        named::<Problem>(),
        named::<Regenerated>(),
        named::<Revealed>(),
        named::<SecretKey>(),
        named::<Answer<ApiKey>>().replace("_for_ApiKey", ""),
    ];
    let documentation = include_str!("../src/lib.rs");
    let listed = documentation
        .split_once("# Public data types")
        .and_then(|(_, rest)| rest.split_once("//!\n//! #"))
        .map(|(list, _)| list)
        .expect("the documentation has a section with the list");
    let listed: BTreeSet<String> = listed
        .split("[`")
        .skip(1)
        .filter_map(|text| Some(text.split_once('`')?.0.to_owned()))
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect();
    assert_eq!(BTreeSet::from(schemas), listed);
}

/// A value that is serialized without permission never holds the value of a key.
#[tokio::test]
async fn results_are_serialized_without_their_secrets_or_not_at_all() {
    let body = serde_json::json!({"id": KEY_ID, "key": canary::NEW_KEY, "name": "Till", "permissions": ["a:b"]});
    let answers: Vec<_> = [200, 200, 200, 201]
        .iter()
        .map(|status| {
            answer(
                *status,
                &[("date", "Sun, 06 Nov 1994 08:49:37 GMT")],
                body.to_string(),
            )
        })
        .collect();
    let server = Scripted::new(answers);
    let keys = client(server.url()).api_keys();
    let key = keys.get(KEY_ID).unwrap().await.unwrap();
    let revealed = keys.reveal(KEY_ID).unwrap().await.unwrap();
    let regenerated = keys.regenerate(KEY_ID).unwrap().await.unwrap();
    let created = keys.create("Till", ["a:b"]).unwrap().await.unwrap();

    fn refused(value: &impl Serialize) {
        let error = serde_json::to_string(value).unwrap_err();
        assert!(
            !leaks(&format!("{error} {error:?}")),
            "the reason shows the secret"
        );
        let asked = serialize_secrets(|| serde_json::to_value(value)).unwrap();
        assert!(
            asked.to_string().contains(canary::NEW_KEY),
            "asked for, it is there"
        );
    }
    refused(&key);
    refused(&revealed);
    refused(&regenerated);
    refused(&created);

    let mut shown = key.into_inner();
    shown.key = None;
    let shown = serde_json::to_value(&shown).unwrap();
    assert_eq!(
        (&shown["id"], &shown["name"]),
        (&KEY_ID.into(), &"Till".into())
    );
    let page = ApiKeyPage::clone(&client_page().await);
    assert!(serde_json::to_value(&page).unwrap()["keys"].is_array());
}

async fn client_page() -> ApiKeyPage {
    let body = serde_json::json!({"data": [{"id": KEY_ID, "name": "Till", "permissions": []}], "pagination": {}});
    let server = Scripted::new([answer(
        200,
        &[("date", "Sun, 06 Nov 1994 08:49:37 GMT")],
        body.to_string(),
    )]);
    let page = client(server.url()).api_keys().list().await.unwrap();
    assert_eq!(page.attempts, 1);
    assert_eq!(
        page.server_time.map(|time| time.timestamp()),
        Some(784_111_777)
    );
    page
}

/// Every result has the same three facts about the response.
#[tokio::test]
async fn every_answer_tells_its_time_its_correlation_id_and_its_attempts() {
    let headers = [
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
        ("x-correlation-id", "of-the-server"),
    ];
    let key = serde_json::json!({"id": KEY_ID, "key": canary::NEW_KEY, "name": "Till", "permissions": ["a:b"]});
    let key = key.to_string();
    let list = serde_json::json!({"data": [], "pagination": {"page_size": 20}}).to_string();
    let script: Vec<_> = [
        (200, key.as_str()),
        (200, &key),
        (200, &key),
        (200, &key),
        (201, &key),
        (204, ""),
        (200, &list),
        (200, "[]"),
        (200, "[]"),
    ]
    .into_iter()
    .map(|(status, body)| answer(status, &headers, body))
    .collect();
    let server = Scripted::new(script);
    let client = client(server.url());
    let keys = client.api_keys();

    macro_rules! facts {
        ($answer:expr) => {{
            let answer = $answer.await.unwrap();
            let time = answer.server_time.map(|time| time.timestamp());
            (answer.correlation_id.into_some(), answer.attempts, time)
        }};
    }
    let facts = [
        facts!(keys.get(KEY_ID).unwrap()),
        facts!(keys.reveal(KEY_ID).unwrap()),
        facts!(keys.regenerate(KEY_ID).unwrap()),
        facts!(keys.update(KEY_ID, "Till", ["a:b"]).unwrap()),
        facts!(keys.create("Till", ["a:b"]).unwrap()),
        facts!(keys.delete(KEY_ID).unwrap()),
        facts!(keys.list()),
        facts!(client.api_key_types()),
        facts!(client.permissions()),
    ];
    let expected = (
        CorrelationId::new("of-the-server").unwrap(),
        1,
        Some(784_111_777),
    );
    for (index, facts) in facts.into_iter().enumerate() {
        assert_eq!(facts, expected, "answer {index}");
    }
}

/// The results of requests that send a correlation id always have one. Others have one if the server gives it.
trait IntoSome {
    fn into_some(self) -> CorrelationId;
}

impl IntoSome for CorrelationId {
    fn into_some(self) -> CorrelationId {
        self
    }
}

impl IntoSome for Option<CorrelationId> {
    fn into_some(self) -> CorrelationId {
        self.expect("the server gave one")
    }
}
