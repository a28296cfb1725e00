//! The API's operations, one file each.

use std::hash::Hash;

use crate::authentication::{Access, Caller};
use crate::clock::Timestamp;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::service::Service;
use crate::state::State;

mod api_key_body;
mod api_key_request;
mod create_api_key;
mod delete_api_key;
mod get_api_key;
mod key_id;
mod list_api_key_types;
mod list_api_keys;
mod list_permissions;
mod list_query;
mod regenerate_api_key;
mod restricted;
mod reveal_api_key;
mod routes;
mod update_api_key;

pub(crate) use routes::router;

/// Declares the operations by variant, name in a text, and what is asked for.
macro_rules! operations {
    ($($operation:ident $name:literal $asked:literal)*) => {
        /// An operation of the API that the sandbox implements.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                #[doc = concat!("`", $asked, "`; `", $name, "` in the text of a [`Fault`](crate::Fault).")]
                $operation,
            )*
        }

        impl Operation {
            /// All of them, by their names in texts.
            pub(crate) const NAMED: &[(&'static str, Self)] = &[$(($name, Self::$operation)),*];
        }
    };
}

operations! {
    RegenerateApiKey "regenerate" "POST /api-keys/{id}/regenerate"
    RevealApiKey "reveal" "GET /api-keys/{id}/reveal"
    ListApiKeys "list" "GET /api-keys"
    CreateApiKey "create" "POST /api-keys"
    GetApiKey "get" "GET /api-keys/{id}"
    UpdateApiKey "update" "PUT /api-keys/{id}"
    DeleteApiKey "delete" "DELETE /api-keys/{id}"
    ListApiKeyTypes "key-types" "GET /api-key-types"
    ListPermissions "permissions" "GET /permissions"
}

/// What sets one operation apart. Everything else a request goes through is in
/// [`exchange`](crate::exchange).
pub(crate) trait Endpoint: 'static {
    /// Its name to a [`Fault`](crate::Fault).
    const OPERATION: Operation;
    /// What it asks of the authenticating key.
    const ACCESS: Access;
    /// Whether an idempotency key means anything: on POST and PUT.
    const IDEMPOTENT_BY_KEY: bool;
    /// What the request says, in valid form. Its hash tells whether two requests ask for the same.
    type Input: Hash + Send + 'static;

    /// Whether what is asked for exists and can be done; changes nothing.
    fn find(
        service: &Service,
        state: &State,
        caller: &Caller,
        input: &Self::Input,
    ) -> Result<(), Problem>;

    /// Does it, all at once.
    fn commit(
        service: &Service,
        state: &mut State,
        caller: &Caller,
        input: &Self::Input,
        now: Timestamp,
    ) -> Result<Reply, Problem>;
}
