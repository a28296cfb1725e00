//! The code of each operation, one file each, and the router that leads to them.
//!
//! A request comes in from the [`responder`](crate::responder) through [`router`]. A response goes out: a
//! document, or a [`Problem`](crate::problem::Problem). Each file here only says what sets its operation
//! apart, as an [`Endpoint`](crate::endpoint::Endpoint). The steps that all operations share are in [`pipeline`](crate::pipeline), and
//! the list of their names is [`Operation`](crate::operation::Operation).

mod api_key_body;
mod api_key_request;
mod catalogue;
mod create_api_key;
mod delete_api_key;
mod find_key;
mod get_api_key;
mod key_id;
mod list_api_key_types;
mod list_api_keys;
mod list_permissions;
mod list_query;
mod regenerate_api_key;
mod reveal_api_key;
mod routes;
mod update_api_key;

pub(crate) use routes::router;
