// @generated from openapi/publicsquare.yaml. Not edited by hand.
// After an edit of the YAML: cargo xtask regen

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use publicsquare_client::*;
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
                    &format!("^/api-keys/{}/regenerate$", value.to_string()),
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
    impl crate::Faults for RegenerateApiKeyThen {
        fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
            Self(change(self.0))
        }
    }
}
/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    fn regenerate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::RegenerateApiKeyWhen, operations::RegenerateApiKeyThen);
}
impl MockServerExt for ::httpmock::MockServer {
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
}
