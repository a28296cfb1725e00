//! `GET /api-keys`: the keys of the realm, one page at a time.
//!
//! A query comes in, read by [`list_query`]. Out goes a page of keys with the totals of the whole list. The
//! lists that are the same for every account are in [`catalogue`](super::catalogue).

use axum::extract::Request;
use axum::response::Response;
use serde::Serialize;

use super::{api_key_body, api_key_body::ApiKeyBody, list_query, list_query::ListQuery};
use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::endpoint::Endpoint;
use crate::operation::Operation;
use crate::pipeline;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::{Service, SharedService};
use crate::state::{State, permission};

#[derive(Serialize)]
struct ApiKeyPage<'a> {
    pagination: Pagination,
    data: Vec<ApiKeyBody<'a>>,
}

#[derive(Serialize)]
struct Pagination {
    total_items: usize,
    page_number: i32,
    page_size: i32,
    total_pages: usize,
}

struct ListApiKeys;

pub(super) async fn handle(service: SharedService, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = list_query::parse(parts.uri.query().unwrap_or_default());
    pipeline::run::<ListApiKeys>(service, parts, query).await
}

impl Endpoint for ListApiKeys {
    const OPERATION: Operation = Operation::ListApiKeys;
    const ACCESS: Access = Access::Permission(permission::API_KEY_READ);
    const HONOURS_IDEMPOTENCY_KEY: bool = false;
    type Input = ListQuery;

    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        query: &ListQuery,
        _now: Timestamp,
    ) -> Result<Reply, Problem> {
        let mut keys = state.keys_in(&caller.realm);
        if let Some(types) = &query.types {
            keys.retain(|key| types.contains(&key.kind));
        }
        let size = usize::try_from(query.size).unwrap_or(usize::MAX).max(1);
        let before = usize::try_from(query.page - 1).unwrap_or(usize::MAX);
        let pagination = Pagination {
            total_items: keys.len(),
            page_number: query.page,
            page_size: query.size,
            total_pages: keys.len().div_ceil(size),
        };
        let data = keys
            .into_iter()
            .skip(before.saturating_mul(size))
            .take(size)
            .map(|key| api_key_body::shown(key, service.key_member))
            .collect();
        Ok(Reply::ok(&ApiKeyPage { pagination, data }))
    }
}
