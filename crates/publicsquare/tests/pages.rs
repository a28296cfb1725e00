//! Lists from servers that count their keys and pages differently, or not at all.
//!
//! In come pages with right, wrong and missing totals, and lists that change while they are read. Out comes every key once, and an
//! error if the totals say that keys are missing. Lists of a server that counts correctly are in `api_keys.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use httpmock::MockServer;
use publicsquare::{Certainty, ErrorKind};
use publicsquare_httpmock::MockServerExt;
use publicsquare_httpmock::types::{ApiKey, ApiKeyPage, Pagination};
use serde_json::{Value, json};
use support::client;
use support::scripted::{Scripted, ok};

fn page(keys: &[&str], number: i32, total_pages: Option<i32>) -> ApiKeyPage {
    let keys: Vec<ApiKey> = keys
        .iter()
        .map(|id| ApiKey::builder().id((*id).to_owned()).try_into().unwrap())
        .collect();
    let pagination: Pagination = Pagination::builder()
        .page_number(number)
        .page_size(2)
        .total_pages(total_pages)
        .try_into()
        .unwrap();
    ApiKeyPage::builder()
        .data(keys)
        .pagination(pagination)
        .try_into()
        .unwrap()
}

/// The keys of a stream, and the number of pages that it has asked for.
async fn streamed(server: &MockServer) -> Vec<String> {
    let mut keys = client(server.base_url()).api_keys().list().stream();
    let mut ids = Vec::new();
    while let Some(key) = keys.next().await {
        ids.push(key.unwrap().id.unwrap().to_string());
        assert!(ids.len() < 100, "the stream does not end");
    }
    ids
}

#[tokio::test]
async fn the_last_page_that_is_counted_is_the_last_that_is_asked_for() {
    let server = MockServer::start_async().await;
    // The page in the middle is empty, as a filter can cause.
    let pages = [
        page(&["key_1"], 1, Some(3)),
        page(&[], 2, Some(3)),
        page(&["key_3"], 3, Some(3)),
    ];
    let mocks: Vec<_> = pages
        .iter()
        .zip(1..)
        .map(|(page, number)| {
            server.list_api_keys(|when, then| {
                when.page(number);
                then.ok(page);
            })
        })
        .collect();
    assert_eq!(streamed(&server).await, ["key_1", "key_3"]);
    assert_eq!(
        mocks.iter().map(|mock| mock.calls()).collect::<Vec<_>>(),
        [1, 1, 1]
    );
}

#[tokio::test]
async fn without_a_count_the_first_empty_page_is_the_last() {
    let server = MockServer::start_async().await;
    for (number, keys) in [(1, vec!["key_1", "key_2"]), (2, vec!["key_3"]), (3, vec![])] {
        let page = page(&keys, number, None);
        server.list_api_keys(|when, then| {
            when.page(number);
            then.ok(&page);
        });
    }
    assert_eq!(streamed(&server).await, ["key_1", "key_2", "key_3"]);
}

#[tokio::test]
async fn a_server_that_gives_the_same_page_for_ever_is_left() {
    let server = MockServer::start_async().await;
    let same = page(&["key_1", "key_2"], 1, None);
    let mock = server.list_api_keys(|_, then| {
        then.ok(&same);
    });
    assert_eq!(streamed(&server).await, ["key_1", "key_2"]);
    assert_eq!(mock.calls(), 2);
}

/// A page of keys with these ids and these totals.
fn claiming(ids: &[&str], totals: Value) -> Value {
    let keys: Vec<_> = ids
        .iter()
        .map(|id| json!({"id": id, "name": "n"}))
        .collect();
    json!({"data": keys, "pagination": totals})
}

/// All items of the stream from a scripted server, from a page on.
struct Streamed {
    ids: Vec<String>,
    error: Option<publicsquare::Error>,
    requests: usize,
}

async fn stream_of(pages: impl IntoIterator<Item = Value>, first: u32) -> Streamed {
    let server = Scripted::new(pages.into_iter().map(|page| ok(page.to_string())));
    let mut keys = client(server.url()).api_keys().list().page(first).stream();
    let (mut ids, mut error) = (Vec::new(), None);
    while let Some(key) = keys.next().await {
        assert!(error.is_none(), "an error is the last item");
        match key {
            Ok(key) => ids.push(key.id.map_or_else(String::new, |id| id.to_string())),
            Err(found) => error = Some(found),
        }
    }
    assert!(keys.next().await.is_none());
    Streamed {
        ids,
        error,
        requests: server.seen().len(),
    }
}

#[tokio::test]
async fn a_page_that_was_there_before_ends_the_list_whatever_is_counted() {
    let most = i32::MAX;
    let same = || claiming(&["key_1"], json!({"total_pages": most}));
    let empty = || claiming(&[], json!({"total_pages": most}));
    for (pages, ids, requests) in [
        (vec![same(), same(), same(), same()], vec!["key_1"], 3),
        (vec![empty(), empty(), empty()], vec![], 2),
        (vec![same(), empty(), same(), empty()], vec!["key_1"], 3),
    ] {
        let streamed = stream_of(pages, 1).await;
        assert_eq!(
            (streamed.ids, streamed.requests),
            (ids.into_iter().map(str::to_owned).collect(), requests)
        );
        let error = streamed.error.unwrap();
        assert_eq!(error.kind(), ErrorKind::IncompleteList);
        assert!(error.to_string().contains("2147483647 pages"), "{error}");
    }
}

#[tokio::test]
async fn keys_that_are_counted_and_do_not_come_are_an_error() {
    let totals = json!({"total_pages": 1, "total_items": 3});
    let streamed = stream_of([claiming(&["key_1"], totals.clone())], 1).await;
    assert_eq!(
        (streamed.ids, streamed.requests),
        (vec!["key_1".to_owned()], 1)
    );
    let error = streamed.error.unwrap();
    assert_eq!(
        (error.kind(), error.certainty()),
        (ErrorKind::IncompleteList, Certainty::Rejected)
    );
    assert_eq!(
        error.to_string(),
        "the list is incomplete: the server counts 3 keys, and 1 came; ask for the list again"
    );

    // A total stays valid until a later page has another one.
    let pages = [
        claiming(&["key_1"], json!({"total_items": 2})),
        json!({"data": null}),
    ];
    assert!(stream_of(pages, 1).await.error.is_some());
    // A key that comes twice counts once.
    let twice = claiming(
        &["key_1", "key_1"],
        json!({"total_items": 2, "total_pages": 1}),
    );
    let streamed = stream_of([twice], 1).await;
    assert_eq!(streamed.ids, ["key_1"]);
    assert!(streamed.error.is_some());
    // A stream from a later page on does not miss the keys before it.
    let last = claiming(&["key_3"], json!({"total_pages": 2, "total_items": 3}));
    assert!(stream_of([last], 2).await.error.is_none());
}

#[tokio::test]
async fn a_list_that_changes_while_it_is_read_ends_without_a_key_twice() {
    let totals = |items: u32| json!({"total_pages": items.div_ceil(2), "total_items": items});
    // A key was created before the first one, so every later key moves back by one.
    let pages = [
        claiming(&["key_1", "key_2"], totals(4)),
        claiming(&["key_2", "key_3"], totals(5)),
        claiming(&["key_4"], totals(5)),
    ];
    let streamed = stream_of(pages, 1).await;
    assert_eq!(streamed.ids, ["key_1", "key_2", "key_3", "key_4"]);
    assert!(
        streamed
            .error
            .unwrap()
            .to_string()
            .contains("counts 5 keys")
    );
    // A key was created after a page of one key was read, so the next page has no new key.
    let pages = ["key_1", "key_1", "key_2"].map(|id| claiming(&[id], json!({"total_pages": 3})));
    let streamed = stream_of(pages, 1).await;
    assert_eq!(streamed.ids, ["key_1", "key_2"]);
    assert!(streamed.error.is_none(), "{:?}", streamed.error);
    // A key was deleted: the latest total is the valid one.
    let pages = [
        claiming(&["key_1", "key_2"], totals(4)),
        claiming(&["key_4"], totals(3)),
    ];
    let streamed = stream_of(pages, 1).await;
    assert_eq!(streamed.ids, ["key_1", "key_2", "key_4"]);
    assert!(streamed.error.is_none(), "{:?}", streamed.error);
}

#[tokio::test]
async fn keys_without_an_id_are_delivered_and_counted() {
    let nameless = |names: &[&str], totals: Value| {
        let keys: Vec<_> = names.iter().map(|name| json!({"name": name})).collect();
        json!({"data": keys, "pagination": totals})
    };
    let totals = json!({"total_pages": 2, "total_items": 3});
    let pages = [
        nameless(&["a", "a"], totals.clone()),
        nameless(&["b"], totals),
    ];
    let streamed = stream_of(pages, 1).await;
    assert_eq!(streamed.ids.len(), 3);
    assert!(streamed.error.is_none(), "{:?}", streamed.error);
    // The stream recognizes them if a page comes again.
    let again = || nameless(&["a", "b"], json!({}));
    let streamed = stream_of([again(), again(), again()], 1).await;
    assert_eq!((streamed.ids.len(), streamed.requests), (2, 2));
    assert!(streamed.error.is_none(), "{:?}", streamed.error);
}

#[tokio::test]
async fn a_stranger_in_the_middle_does_not_end_a_list() {
    let totals = json!({"total_pages": 2, "total_items": 2});
    let pages = || claiming(&["key_1"], totals.clone());
    for stranger in [
        json!({"error": "maintenance"}),
        json!({"data": "maintenance"}),
        json!({}),
    ] {
        let second = claiming(&["key_2"], totals.clone());
        let streamed = stream_of([pages(), stranger, second], 1).await;
        assert_eq!(streamed.ids, ["key_1", "key_2"]);
        assert!(streamed.error.is_none());
        assert_eq!(streamed.requests, 3);
    }
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let server = MockServer::start_async().await;
    let first = page(&["key_1"], 1, Some(9));
    server.list_api_keys(|when, then| {
        when.page(1);
        then.ok(&first);
    });
    let mut keys = client(server.base_url()).api_keys().list().stream();
    assert!(keys.next().await.unwrap().is_ok());
    assert!(keys.next().await.unwrap().is_err());
    assert!(keys.next().await.is_none());
}

#[tokio::test]
async fn types_are_asked_for_one_by_one() {
    use publicsquare::KeyType;
    let server = MockServer::start_async().await;
    let one = page(&["key_1"], 1, Some(1));
    let mock = server.list_api_keys(|when, then| {
        when.type_(&vec!["restricted".to_owned(), "secret".to_owned()])
            .size(5);
        then.ok(&one);
    });
    let list = client(server.base_url()).api_keys().list();
    let list = list
        .key_types([KeyType::Restricted, KeyType::Secret])
        .page_size(5);
    assert_eq!(list.await.unwrap().keys.len(), 1);
    assert_eq!(mock.calls(), 1);
}
