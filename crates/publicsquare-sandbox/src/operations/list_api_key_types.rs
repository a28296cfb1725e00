//! `GET /api-key-types`: the types of keys.
//!
//! Nothing comes in but a valid key. Out goes the list of [`KeyType`] in the API's spelling.
//! [`catalogue`](super::catalogue) turns it into an endpoint.

use serde::Serialize;

use super::catalogue::Catalogue;
use crate::operation::Operation;
use crate::state::KeyType;

pub(super) struct ApiKeyTypes;

#[derive(Serialize)]
pub(super) struct ApiKeyType {
    value: &'static str,
    name: &'static str,
}

impl Catalogue for ApiKeyTypes {
    const OPERATION: Operation = Operation::ListApiKeyTypes;
    type Entry = ApiKeyType;

    fn entries() -> Vec<ApiKeyType> {
        let entry = |kind: KeyType| ApiKeyType {
            value: kind.as_str(),
            name: kind.name(),
        };
        KeyType::ALL.map(entry).into()
    }
}
