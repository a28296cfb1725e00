//! Strange successes of other operations than a regeneration.
//!
//! In come damaged responses to `reveal` and `create`, which hold a key, and to requests that read without one. Out comes the
//! key, or an error where a part of the response would be taken for the whole. Regenerations are in `rescue.rs`.

use super::*;

/// The results of `reveal` and `create` from one response, without a second attempt.
async fn other_ways(answer: &[u8]) -> [Result<String, publicsquare::Error>; 2] {
    let exposed = |key: publicsquare::SecretKey| key.expose_secret().to_owned();
    let server = Scripted::new([answer.to_vec(), answer.to_vec()]);
    let keys = client_without_retries(server.url()).api_keys();
    let revealed = keys
        .reveal(KEY_ID)
        .unwrap()
        .await
        .map(|revealed| exposed(revealed.key));
    let request = keys.create("n", [Permission::ApiKeyRead]).unwrap();
    let created = request.send().await.map(|created| exposed(created.key));
    [revealed, created]
}

#[tokio::test]
async fn reveal_and_create_read_the_key_from_every_response_that_is_cut_behind_it() {
    let whole = ok(documented().to_string());
    let (end, length) = (end_of_key(&whole), whole.len());
    for cut in end..=length {
        for outcome in other_ways(&whole[..cut]).await {
            assert_eq!(outcome.unwrap(), NEW_KEY, "cut at {cut} of {length}");
        }
    }
    for cut in [end - 1, end - 5] {
        let [revealed, created] = other_ways(&whole[..cut]).await;
        let revealed = revealed.unwrap_err();
        assert_eq!(revealed.kind(), publicsquare::ErrorKind::Connection);
        assert_eq!(revealed.certainty(), Certainty::Rejected);
        let created = created.unwrap_err();
        assert_eq!(created.certainty(), Certainty::RotatedUnreadable);
    }
}

#[tokio::test]
async fn reveal_and_create_read_the_key_from_strange_responses() {
    let body = documented().to_string();
    let object = body.trim_end_matches('}');
    for (status, body) in [
        (202, body.clone()),
        (299, json!({"key": NEW_KEY}).to_string()),
        (200, object.to_owned()),
        (200, format!("{body} <!-- served by a proxy -->")),
        (200, format!("{object},}}")),
        (
            201,
            format!(r#"{{"key":"{NEW_KEY}","padding":"{}"#, "x".repeat(3 << 20)),
        ),
        (200, format!(r#"{{"note":"\ud800","key":"{NEW_KEY}""#)),
    ] {
        for outcome in other_ways(&answer(status, &[("content-type", "text/html")], &body)).await {
            assert_eq!(outcome.unwrap(), NEW_KEY, "{status}");
        }
    }
}

#[tokio::test]
async fn a_response_that_is_cut_off_is_not_taken_for_a_short_one() {
    let whole = ok(documented().to_string());
    let cut = &whole[..end_of_key(&whole)];
    let server = Scripted::new([cut.to_vec(), cut.to_vec()]);
    let keys = client_without_retries(server.url()).api_keys();
    let connection = publicsquare::ErrorKind::Connection;
    assert_eq!(
        keys.get(KEY_ID).unwrap().await.unwrap_err().kind(),
        connection
    );
    assert_eq!(keys.list().await.unwrap_err().kind(), connection);
}
