// @generated from openapi/publicsquare.yaml. Not edited by hand.
// After an edit of the YAML: cargo xtask regen

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use publicsquare_client::*;
    pub struct ListApiKeysWhen(::httpmock::When);
    impl ListApiKeysWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn page<T>(self, value: T) -> Self
        where
            T: Into<Option<i32>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("page", value.to_string()))
            } else {
                Self(self.0.query_param_missing("page"))
            }
        }
        pub fn size<T>(self, value: T) -> Self
        where
            T: Into<Option<i32>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("size", value.to_string()))
            } else {
                Self(self.0.query_param_missing("size"))
            }
        }
        pub fn type_<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a ::std::vec::Vec<::std::string::String>>>,
        {
            if let Some(value) = value.into() {
                Self(
                    crate::parameter::elements(&value)
                        .into_iter()
                        .fold(self.0, |when, value| when.query_param("type", value)),
                )
            } else {
                Self(self.0.query_param_missing("type"))
            }
        }
    }
    pub struct ListApiKeysThen(::httpmock::Then);
    impl ListApiKeysThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ApiKeyPage) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct CreateApiKeyWhen(::httpmock::When);
    impl CreateApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(regex::Regex::new("^/api-keys$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn idempotency_key<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("IDEMPOTENCY-KEY", value.to_string()))
            } else {
                Self(self.0.header_missing("IDEMPOTENCY-KEY"))
            }
        }
        pub fn x_correlation_id<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("X-CORRELATION-ID", value.to_string()))
            } else {
                Self(self.0.header_missing("X-CORRELATION-ID"))
            }
        }
        pub fn body(self, value: &types::ApiKeyRequest) -> Self {
            Self(self.0.json_body(crate::body::json(value)))
        }
    }
    pub struct CreateApiKeyThen(::httpmock::Then);
    impl CreateApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn created(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(201u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unprocessable_entity(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct GetApiKeyWhen(::httpmock::When);
    impl GetApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
    }
    pub struct GetApiKeyThen(::httpmock::Then);
    impl GetApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct UpdateApiKeyWhen(::httpmock::When);
    impl UpdateApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::PUT)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        pub fn idempotency_key<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("IDEMPOTENCY-KEY", value.to_string()))
            } else {
                Self(self.0.header_missing("IDEMPOTENCY-KEY"))
            }
        }
        pub fn x_correlation_id<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("X-CORRELATION-ID", value.to_string()))
            } else {
                Self(self.0.header_missing("X-CORRELATION-ID"))
            }
        }
        pub fn body(self, value: &types::ApiKeyRequest) -> Self {
            Self(self.0.json_body(crate::body::json(value)))
        }
    }
    pub struct UpdateApiKeyThen(::httpmock::Then);
    impl UpdateApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unprocessable_entity(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct DeleteApiKeyWhen(::httpmock::When);
    impl DeleteApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        pub fn x_correlation_id<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("X-CORRELATION-ID", value.to_string()))
            } else {
                Self(self.0.header_missing("X-CORRELATION-ID"))
            }
        }
    }
    pub struct DeleteApiKeyThen(::httpmock::Then);
    impl DeleteApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }
        pub fn unauthorized(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn conflict(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unprocessable_entity(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct RevealApiKeyWhen(::httpmock::When);
    impl RevealApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*/reveal$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "/reveal$"]
                        .concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
    }
    pub struct RevealApiKeyThen(::httpmock::Then);
    impl RevealApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct RegenerateApiKeyWhen(::httpmock::When);
    impl RegenerateApiKeyWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(
                        regex::Regex::new("^/api-keys/[^/]*/regenerate$").unwrap(),
                    ),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "/regenerate$"]
                        .concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        pub fn idempotency_key<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("IDEMPOTENCY-KEY", value.to_string()))
            } else {
                Self(self.0.header_missing("IDEMPOTENCY-KEY"))
            }
        }
        pub fn x_correlation_id<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.header("X-CORRELATION-ID", value.to_string()))
            } else {
                Self(self.0.header_missing("X-CORRELATION-ID"))
            }
        }
    }
    pub struct RegenerateApiKeyThen(::httpmock::Then);
    impl RegenerateApiKeyThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unprocessable_entity(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct ListApiKeyTypesWhen(::httpmock::When);
    impl ListApiKeyTypesWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-key-types$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }
    pub struct ListApiKeyTypesThen(::httpmock::Then);
    impl ListApiKeyTypesThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &::std::vec::Vec<types::ApiKeyType>) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    pub struct ListPermissionsWhen(::httpmock::When);
    impl ListPermissionsWhen {
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/permissions$").unwrap()),
            )
        }
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }
    pub struct ListPermissionsThen(::httpmock::Then);
    impl ListPermissionsThen {
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        pub fn ok(self, value: &::std::vec::Vec<types::PermissionInfo>) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        pub fn internal_server_error(
            self,
            value: &types::ValidationProblemDetails,
        ) -> Self {
            Self(
                self
                    .0
                    .status(500u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
    }
    impl crate::Faults for ListApiKeysThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for CreateApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for GetApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for UpdateApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for DeleteApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for RevealApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for RegenerateApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for ListApiKeyTypesThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
    impl crate::Faults for ListPermissionsThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
}
/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    fn list_api_keys<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeysWhen, operations::ListApiKeysThen);
    fn create_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateApiKeyWhen, operations::CreateApiKeyThen);
    fn get_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetApiKeyWhen, operations::GetApiKeyThen);
    fn update_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateApiKeyWhen, operations::UpdateApiKeyThen);
    fn delete_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteApiKeyWhen, operations::DeleteApiKeyThen);
    fn reveal_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RevealApiKeyWhen, operations::RevealApiKeyThen);
    fn regenerate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RegenerateApiKeyWhen, operations::RegenerateApiKeyThen);
    fn list_api_key_types<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeyTypesWhen, operations::ListApiKeyTypesThen);
    fn list_permissions<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListPermissionsWhen, operations::ListPermissionsThen);
}
impl MockServerExt for ::httpmock::MockServer {
    fn list_api_keys<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeysWhen, operations::ListApiKeysThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListApiKeysWhen::new(when),
                operations::ListApiKeysThen::new(then),
            )
        })
    }
    fn create_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateApiKeyWhen, operations::CreateApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::CreateApiKeyWhen::new(when),
                operations::CreateApiKeyThen::new(then),
            )
        })
    }
    fn get_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetApiKeyWhen, operations::GetApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetApiKeyWhen::new(when),
                operations::GetApiKeyThen::new(then),
            )
        })
    }
    fn update_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateApiKeyWhen, operations::UpdateApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::UpdateApiKeyWhen::new(when),
                operations::UpdateApiKeyThen::new(then),
            )
        })
    }
    fn delete_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteApiKeyWhen, operations::DeleteApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::DeleteApiKeyWhen::new(when),
                operations::DeleteApiKeyThen::new(then),
            )
        })
    }
    fn reveal_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RevealApiKeyWhen, operations::RevealApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::RevealApiKeyWhen::new(when),
                operations::RevealApiKeyThen::new(then),
            )
        })
    }
    fn regenerate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RegenerateApiKeyWhen, operations::RegenerateApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::RegenerateApiKeyWhen::new(when),
                operations::RegenerateApiKeyThen::new(then),
            )
        })
    }
    fn list_api_key_types<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeyTypesWhen, operations::ListApiKeyTypesThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListApiKeyTypesWhen::new(when),
                operations::ListApiKeyTypesThen::new(then),
            )
        })
    }
    fn list_permissions<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListPermissionsWhen, operations::ListPermissionsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListPermissionsWhen::new(when),
                operations::ListPermissionsThen::new(then),
            )
        })
    }
}
