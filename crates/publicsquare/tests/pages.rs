//! Lists from servers that count differently, or not at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use httpmock::MockServer;
use publicsquare_httpmock::MockServerExt;
use publicsquare_httpmock::types::{ApiKey, ApiKeyPage, Pagination};
use support::client;

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

/// What a stream gives, and how many pages it has asked for.
async fn streamed(server: &MockServer) -> Vec<String> {
    let mut keys = client(server.base_url()).api_keys().list().stream();
    let mut ids = Vec::new();
    while let Some(key) = keys.next().await {
        ids.push(key.unwrap().id.unwrap().to_string());
        assert!(ids.len() < 100, "it does not end");
    }
    ids
}

#[tokio::test]
async fn the_last_page_that_is_counted_is_the_last_that_is_asked_for() {
    let server = MockServer::start_async().await;
    // The page in the middle is empty, which a filter can do.
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
    assert_eq!(
        streamed(&server).await,
        ["key_1", "key_2", "key_1", "key_2"]
    );
    assert_eq!(mock.calls(), 2);
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
