//! `GET /permissions`: the permissions that a restricted key can have.
//!
//! Nothing comes in but a valid key. Out goes the list in [`permission`].
//! [`catalogue`](super::catalogue) turns it into an endpoint.

use serde::Serialize;

use super::catalogue::Catalogue;
use crate::operation::Operation;
use crate::state::permission;

pub(super) struct Permissions;

#[derive(Serialize)]
pub(super) struct Permission {
    r#type: &'static str,
    description: &'static str,
}

impl Catalogue for Permissions {
    const OPERATION: Operation = Operation::ListPermissions;
    type Entry = Permission;

    fn entries() -> Vec<Permission> {
        let entry = |&(r#type, description): &(&'static str, &'static str)| Permission {
            r#type,
            description,
        };
        permission::ALL.iter().map(entry).collect()
    }
}
