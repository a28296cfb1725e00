//! The nine operations of the API that the sandbox implements, by name.
//!
//! In comes nothing: this is a list. Faults, the request log and the endpoints refer to an operation by
//! this enum, so that none of them depends on the code that carries the operation out, which is in
//! [`operations`](crate::operations).

/// Declares each operation by its variant, its name in the text of a fault, and its method and path.
macro_rules! operations {
    ($($operation:ident $name:literal $request:literal)*) => {
        /// An operation of the API that the sandbox implements.
        ///
        /// [`Fault::on`](crate::Fault::on) takes one, so that only requests to this operation fail, and
        /// [`LoggedRequest::operation`](crate::LoggedRequest::operation) reports one.
        ///
        /// ```
        /// use publicsquare_sandbox::{Fault, Moment, Operation};
        ///
        /// let fault: Fault = "regenerate=drop:after".parse()?;
        /// let same = Fault::drop_connection(Moment::AfterCommit).on(Operation::RegenerateApiKey);
        /// assert_eq!(fault, same);
        /// # Ok::<(), publicsquare_sandbox::FaultParseError>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                #[doc = concat!("`", $request, "`. The text of a [`Fault`](crate::Fault) calls it `", $name, "`.")]
                $operation,
            )*
        }

        impl Operation {
            /// Every operation with its name in the text of a fault.
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
