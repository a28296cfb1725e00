// @generated from openapi/publicsquare.yaml. Not edited by hand.
// After an edit of the YAML: cargo xtask regen

/// The two arguments of each mock: a `…When` selects the requests, a `…Then` sets the response.
///
/// Both wrap a type of httpmock. `into_inner()` returns that type, for everything that the description does not allow.
pub mod operations {
    use publicsquare_client::*;
    /// Selects the requests of `GET /api-keys` that a mock answers. Without a condition it answers all of them.
    pub struct ListApiKeysWhen(::httpmock::When);
    impl ListApiKeysWhen {
        /// Adds the method and the path of `GET /api-keys` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `page` has this value. `None` stands for requests without it.
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
        /// Answers only requests whose parameter `size` has this value. `None` stands for requests without it.
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
        /// Answers only requests whose parameter `type` has this value. `None` stands for requests without it.
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
    /// Sets the response of a mock of `GET /api-keys`.
    pub struct ListApiKeysThen(::httpmock::Then);
    impl ListApiKeysThen {
        /// Wraps a response of httpmock as a response of `GET /api-keys`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &types::ApiKeyPage) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `POST /api-keys` that a mock answers. Without a condition it answers all of them.
    pub struct CreateApiKeyWhen(::httpmock::When);
    impl CreateApiKeyWhen {
        /// Adds the method and the path of `POST /api-keys` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(regex::Regex::new("^/api-keys$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `idempotency_key` has this value. `None` stands for requests without it.
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
        /// Answers only requests whose parameter `x_correlation_id` has this value. `None` stands for requests without it.
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
        /// Answers only requests with this body.
        pub fn body(self, value: &types::ApiKeyRequest) -> Self {
            Self(self.0.json_body(crate::body::json(value)))
        }
    }
    /// Sets the response of a mock of `POST /api-keys`.
    pub struct CreateApiKeyThen(::httpmock::Then);
    impl CreateApiKeyThen {
        /// Wraps a response of httpmock as a response of `POST /api-keys`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 201 with this body.
        pub fn created(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(201u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 409 with this body.
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 422 with this body.
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
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `GET /api-keys/{id}` that a mock answers. Without a condition it answers all of them.
    pub struct GetApiKeyWhen(::httpmock::When);
    impl GetApiKeyWhen {
        /// Adds the method and the path of `GET /api-keys/{id}` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `id` has this value.
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
    }
    /// Sets the response of a mock of `GET /api-keys/{id}`.
    pub struct GetApiKeyThen(::httpmock::Then);
    impl GetApiKeyThen {
        /// Wraps a response of httpmock as a response of `GET /api-keys/{id}`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `PUT /api-keys/{id}` that a mock answers. Without a condition it answers all of them.
    pub struct UpdateApiKeyWhen(::httpmock::When);
    impl UpdateApiKeyWhen {
        /// Adds the method and the path of `PUT /api-keys/{id}` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::PUT)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `id` has this value.
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        /// Answers only requests whose parameter `idempotency_key` has this value. `None` stands for requests without it.
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
        /// Answers only requests whose parameter `x_correlation_id` has this value. `None` stands for requests without it.
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
        /// Answers only requests with this body.
        pub fn body(self, value: &types::ApiKeyRequest) -> Self {
            Self(self.0.json_body(crate::body::json(value)))
        }
    }
    /// Sets the response of a mock of `PUT /api-keys/{id}`.
    pub struct UpdateApiKeyThen(::httpmock::Then);
    impl UpdateApiKeyThen {
        /// Wraps a response of httpmock as a response of `PUT /api-keys/{id}`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 409 with this body.
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 422 with this body.
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
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `DELETE /api-keys/{id}` that a mock answers. Without a condition it answers all of them.
    pub struct DeleteApiKeyWhen(::httpmock::When);
    impl DeleteApiKeyWhen {
        /// Adds the method and the path of `DELETE /api-keys/{id}` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `id` has this value.
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "$"].concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        /// Answers only requests whose parameter `x_correlation_id` has this value. `None` stands for requests without it.
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
    /// Sets the response of a mock of `DELETE /api-keys/{id}`.
    pub struct DeleteApiKeyThen(::httpmock::Then);
    impl DeleteApiKeyThen {
        /// Wraps a response of httpmock as a response of `DELETE /api-keys/{id}`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 204 without a body.
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 409 with this body.
        pub fn conflict(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 422 with this body.
        pub fn unprocessable_entity(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `GET /api-keys/{id}/reveal` that a mock answers. Without a condition it answers all of them.
    pub struct RevealApiKeyWhen(::httpmock::When);
    impl RevealApiKeyWhen {
        /// Adds the method and the path of `GET /api-keys/{id}/reveal` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-keys/[^/]*/reveal$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `id` has this value.
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "/reveal$"]
                        .concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
    }
    /// Sets the response of a mock of `GET /api-keys/{id}/reveal`.
    pub struct RevealApiKeyThen(::httpmock::Then);
    impl RevealApiKeyThen {
        /// Wraps a response of httpmock as a response of `GET /api-keys/{id}/reveal`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `POST /api-keys/{id}/regenerate` that a mock answers. Without a condition it answers all of them.
    pub struct RegenerateApiKeyWhen(::httpmock::When);
    impl RegenerateApiKeyWhen {
        /// Adds the method and the path of `POST /api-keys/{id}/regenerate` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(
                        regex::Regex::new("^/api-keys/[^/]*/regenerate$").unwrap(),
                    ),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
        /// Answers only requests whose parameter `id` has this value.
        pub fn id(self, value: &crate::ApiKeyId) -> Self {
            let re = regex::Regex::new(
                    &["^/api-keys/", &crate::parameter::path(&value), "/regenerate$"]
                        .concat(),
                )
                .unwrap();
            Self(self.0.path_matches(re))
        }
        /// Answers only requests whose parameter `idempotency_key` has this value. `None` stands for requests without it.
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
        /// Answers only requests whose parameter `x_correlation_id` has this value. `None` stands for requests without it.
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
    /// Sets the response of a mock of `POST /api-keys/{id}/regenerate`.
    pub struct RegenerateApiKeyThen(::httpmock::Then);
    impl RegenerateApiKeyThen {
        /// Wraps a response of httpmock as a response of `POST /api-keys/{id}/regenerate`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &types::ApiKey) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 409 with this body.
        pub fn conflict(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 422 with this body.
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
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `GET /api-key-types` that a mock answers. Without a condition it answers all of them.
    pub struct ListApiKeyTypesWhen(::httpmock::When);
    impl ListApiKeyTypesWhen {
        /// Adds the method and the path of `GET /api-key-types` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/api-key-types$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }
    /// Sets the response of a mock of `GET /api-key-types`.
    pub struct ListApiKeyTypesThen(::httpmock::Then);
    impl ListApiKeyTypesThen {
        /// Wraps a response of httpmock as a response of `GET /api-key-types`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &::std::vec::Vec<types::ApiKeyType>) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
    /// Selects the requests of `GET /permissions` that a mock answers. Without a condition it answers all of them.
    pub struct ListPermissionsWhen(::httpmock::When);
    impl ListPermissionsWhen {
        /// Adds the method and the path of `GET /permissions` to a condition of httpmock.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(regex::Regex::new("^/permissions$").unwrap()),
            )
        }
        /// Returns the condition of httpmock, to match what the description does not list.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }
    /// Sets the response of a mock of `GET /permissions`.
    pub struct ListPermissionsThen(::httpmock::Then);
    impl ListPermissionsThen {
        /// Wraps a response of httpmock as a response of `GET /permissions`.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }
        /// Returns the response of httpmock, to set what the description does not list.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }
        /// Answers 200 with this body.
        pub fn ok(self, value: &::std::vec::Vec<types::PermissionInfo>) -> Self {
            Self(
                self
                    .0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 400 with this body.
        pub fn bad_request(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 401 with this body.
        pub fn unauthorized(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 403 with this body.
        pub fn forbidden(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 404 with this body.
        pub fn not_found(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 429 with this body.
        pub fn too_many_requests(self, value: &types::ValidationProblemDetails) -> Self {
            Self(
                self
                    .0
                    .status(429u16)
                    .header("content-type", "application/json")
                    .json_body(crate::body::json(value)),
            )
        }
        /// Answers 500 with this body.
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
/// Adds a method for each operation to `httpmock::MockServer`.
///
/// Each method creates a mock. It takes a closure with two arguments: the first selects the requests that the mock
/// answers, the second sets the response. Mocks are tried in the order in which they were created.
/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    /// Creates a mock of `GET /api-keys`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKeyPage;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.list_api_keys(|_, then| {
    ///     then.ok(&ApiKeyPage::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.get(server.url("/api-keys")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn list_api_keys<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeysWhen, operations::ListApiKeysThen);
    /// Creates a mock of `POST /api-keys`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKey;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.create_api_key(|_, then| {
    ///     then.created(&ApiKey::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.post(server.url("/api-keys")).send().await?;
    /// assert_eq!(response.status(), 201);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn create_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateApiKeyWhen, operations::CreateApiKeyThen);
    /// Creates a mock of `GET /api-keys/{id}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKey;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.get_api_key(|_, then| {
    ///     then.ok(&ApiKey::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.get(server.url("/api-keys/1")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn get_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetApiKeyWhen, operations::GetApiKeyThen);
    /// Creates a mock of `PUT /api-keys/{id}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKey;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.update_api_key(|_, then| {
    ///     then.ok(&ApiKey::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.put(server.url("/api-keys/1")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn update_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateApiKeyWhen, operations::UpdateApiKeyThen);
    /// Creates a mock of `DELETE /api-keys/{id}`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.delete_api_key(|_, then| {
    ///     then.no_content();
    /// });
    /// // An application would send this request with the client.
    /// let response = http.delete(server.url("/api-keys/1")).send().await?;
    /// assert_eq!(response.status(), 204);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn delete_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteApiKeyWhen, operations::DeleteApiKeyThen);
    /// Creates a mock of `GET /api-keys/{id}/reveal`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKey;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.reveal_api_key(|_, then| {
    ///     then.ok(&ApiKey::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.get(server.url("/api-keys/1/reveal")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn reveal_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RevealApiKeyWhen, operations::RevealApiKeyThen);
    /// Creates a mock of `POST /api-keys/{id}/regenerate`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    /// use publicsquare_httpmock::types::ApiKey;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.regenerate_api_key(|_, then| {
    ///     then.ok(&ApiKey::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.post(server.url("/api-keys/1/regenerate")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn regenerate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RegenerateApiKeyWhen, operations::RegenerateApiKeyThen);
    /// Creates a mock of `GET /api-key-types`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.list_api_key_types(|_, then| {
    ///     then.ok(&Default::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.get(server.url("/api-key-types")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
    fn list_api_key_types<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListApiKeyTypesWhen, operations::ListApiKeyTypesThen);
    /// Creates a mock of `GET /permissions`.
    ///
    /// # Examples
    ///
    /// ```
    /// use publicsquare_httpmock::MockServerExt;
    /// use publicsquare_httpmock::httpmock::MockServer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let http = reqwest::Client::builder().no_proxy().build()?;
    /// let server = MockServer::start();
    /// let mock = server.list_permissions(|_, then| {
    ///     then.ok(&Default::default());
    /// });
    /// // An application would send this request with the client.
    /// let response = http.get(server.url("/permissions")).send().await?;
    /// assert_eq!(response.status(), 200);
    /// assert_eq!(mock.calls(), 1);
    /// # Ok(())
    /// # }
    /// ```
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
