//! The documented body of a successful response.
//!
//! In comes nothing. Out comes a key with all documented members, as JSON for the scripted server and as a value for typed mocks.
//! Tests change single members of it; `support/failures.rs` has the bodies of failures.

use publicsquare_httpmock::types::ApiKey;
use serde_json::{Value, json};

use super::KEY_ID;

/// The new value in these bodies.
pub(crate) const NEW_KEY: &str = "pk_prod_6fpAaGyHBeGNpxTp8KJt2Dkm3";

/// Every documented member.
pub(crate) fn documented() -> Value {
    json!({
        "id": KEY_ID,
        "account_id": "acc_B518niGwGYKzig6vtrRVZGGGV",
        "environment": "production",
        "key": NEW_KEY,
        "type": "publishable",
        "created_at": "2024-06-30T01:02:29.212Z",
        "modified_at": "2024-07-01T01:02:29.212Z",
        "name": "Web shop",
        "permissions": ["payment-method:capture", "business:writer"],
    })
}

/// The same for a typed mock.
pub(crate) fn api_key() -> ApiKey {
    serde_json::from_value(documented()).unwrap()
}
