//! The operations of a document, found on its paths.
//!
//! The `paths` of a document come in. Out comes every operation under its method and its path. The names of path
//! parameters do not count for the key: `/keys/{id}` and `/keys/{key}` are one path. `operation` reads each of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Contract;
use super::operation::{Operation, OperationKey, Scope};

pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Every operation of the document.
pub(super) fn operations(contract: &Contract<'_>) -> BTreeMap<OperationKey, Rc<Operation>> {
    let mut operations = BTreeMap::new();
    let Some(paths) = contract.root().member("paths") else {
        return operations;
    };
    for (path, item) in paths.members().filter(|(path, _)| path.starts_with('/')) {
        let item = contract.resolve(item);
        for method in METHODS {
            let Some(node) = item.member(method) else {
                continue;
            };
            let scope = Scope {
                path,
                method,
                item: Some(&item),
                callback: None,
            };
            let key = OperationKey::new(method, path);
            operations.insert(key, Rc::new(Operation::read(contract, &node, &scope)));
        }
    }
    operations
}
