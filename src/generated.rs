// @generated from openapi/publicsquare.yaml. Not edited by hand.
// After an edit of the YAML: cargo xtask regen

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    /// An API key of an account.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ApiKey {
        /// The id of the account that the key belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub account_id: ::std::option::Option<::std::string::String>,
        /// When the key was created.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub created_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        /// `test` or `production`. A plain string, so that a value that is new to this description does not make a response unreadable.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub environment: ::std::option::Option<::std::string::String>,
        /// The id of the API key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub id: ::std::option::Option<::std::string::String>,
        /// The secret value that authenticates requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub key: ::std::option::Option<crate::SecretKey>,
        /// When the key was last changed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub modified_at: ::std::option::Option<
            ::chrono::DateTime<::chrono::offset::Utc>,
        >,
        /// The name that the account gave the key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub name: ::std::option::Option<::std::string::String>,
        /// What the key may do, as `resource:action`.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        #[serde(deserialize_with = "crate::lenient_decoding::or_default")]
        pub permissions: ::std::vec::Vec<::std::string::String>,
        /// `publishable`, `secret` or `restricted`. A plain string for the same reason as `environment`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl ApiKey {
        pub fn builder() -> builder::ApiKey {
            Default::default()
        }
    }
    /// A page of API keys.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ApiKeyPage {
        /// The keys of this page.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub data: ::std::option::Option<::std::vec::Vec<ApiKey>>,
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub pagination: ::std::option::Option<Pagination>,
    }
    impl ApiKeyPage {
        pub fn builder() -> builder::ApiKeyPage {
            Default::default()
        }
    }
    /// What the account decides about a restricted key.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ApiKeyRequest {
        /// A name for people.
        pub name: ApiKeyRequestName,
        /// What the key may do, as `resource:action`.
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::or_default")]
        pub permissions: ::std::vec::Vec<::std::string::String>,
    }
    impl ApiKeyRequest {
        pub fn builder() -> builder::ApiKeyRequest {
            Default::default()
        }
    }
    /// A name for people.
    #[derive(::serde::Serialize, Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    #[serde(transparent)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ApiKeyRequestName(::std::string::String);
    impl ::std::ops::Deref for ApiKeyRequestName {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<ApiKeyRequestName> for ::std::string::String {
        fn from(value: ApiKeyRequestName) -> Self {
            value.0
        }
    }
    impl ::std::str::FromStr for ApiKeyRequestName {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            if value.chars().count() > 100usize {
                return Err("longer than 100 characters".into());
            }
            if value.chars().count() < 1usize {
                return Err("shorter than 1 characters".into());
            }
            Ok(Self(value.to_string()))
        }
    }
    impl ::std::convert::TryFrom<&str> for ApiKeyRequestName {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String> for ApiKeyRequestName {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl<'de> ::serde::Deserialize<'de> for ApiKeyRequestName {
        fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            ::std::string::String::deserialize(deserializer)?
                .parse()
                .map_err(|e: self::error::ConversionError| {
                    <D::Error as ::serde::de::Error>::custom(e.to_string())
                })
        }
    }
    /// A type that an API key can have.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct ApiKeyType {
        /// What people call it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub name: ::std::option::Option<::std::string::String>,
        /// The value that `type` of an API key has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub value: ::std::option::Option<::std::string::String>,
    }
    impl ApiKeyType {
        pub fn builder() -> builder::ApiKeyType {
            Default::default()
        }
    }
    /// Which part of a list a page is.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct Pagination {
        /// Which page this is, from 1.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub page_number: ::std::option::Option<i32>,
        /// How many items a page has at the most.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub page_size: ::std::option::Option<i32>,
        /// How many items the whole list has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub total_items: ::std::option::Option<i32>,
        /// How many pages the whole list has.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub total_pages: ::std::option::Option<i32>,
    }
    impl Pagination {
        pub fn builder() -> builder::Pagination {
            Default::default()
        }
    }
    /// A permission that an API key can have.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[non_exhaustive]
    pub struct PermissionInfo {
        /// What it allows.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub description: ::std::option::Option<::std::string::String>,
        /// The value that stands in `permissions`, as `resource:action`.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub type_: ::std::option::Option<::std::string::String>,
    }
    impl PermissionInfo {
        pub fn builder() -> builder::PermissionInfo {
            Default::default()
        }
    }
    /// What went wrong, as RFC 9457 (formerly RFC 7807) problem details.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(Default)]
    #[non_exhaustive]
    pub struct ProblemDetails {
        /// What happened this time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub detail: ::std::option::Option<::std::string::String>,
        /// A URI that names this occurrence.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub instance: ::std::option::Option<::std::string::String>,
        /// The HTTP status once more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub status: ::std::option::Option<i32>,
        /// The kind of problem in a few words.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub title: ::std::option::Option<::std::string::String>,
        /// A URI that names the kind of problem.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    impl ProblemDetails {
        pub fn builder() -> builder::ProblemDetails {
            Default::default()
        }
    }
    /// Problem details that also say which parts of the request are at fault.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[derive(Default)]
    #[non_exhaustive]
    pub struct ValidationProblemDetails {
        /// What happened this time.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub detail: ::std::option::Option<::std::string::String>,
        /// For each rejected part of the request, what is wrong with it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub errors: ::std::option::Option<
            ::std::collections::HashMap<
                ::std::string::String,
                ::std::vec::Vec<::std::string::String>,
            >,
        >,
        /// A URI that names this occurrence.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub instance: ::std::option::Option<::std::string::String>,
        /// The HTTP status once more.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub status: ::std::option::Option<i32>,
        /// The kind of problem in a few words.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub title: ::std::option::Option<::std::string::String>,
        /// A URI that names the kind of problem.
        #[serde(rename = "type", skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default)]
        #[serde(deserialize_with = "crate::lenient_decoding::optional")]
        pub type_: ::std::option::Option<::std::string::String>,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    impl ValidationProblemDetails {
        pub fn builder() -> builder::ValidationProblemDetails {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        #[derive(Clone, Debug)]
        pub struct ApiKey {
            account_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            environment: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            key: ::std::result::Result<
                ::std::option::Option<crate::SecretKey>,
                ::std::string::String,
            >,
            modified_at: ::std::result::Result<
                ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            permissions: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ApiKey {
            fn default() -> Self {
                Self {
                    account_id: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    environment: Ok(Default::default()),
                    id: Ok(Default::default()),
                    key: Ok(Default::default()),
                    modified_at: Ok(Default::default()),
                    name: Ok(Default::default()),
                    permissions: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl ApiKey {
            pub fn account_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.account_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for account_id: {e}")
                    });
                self
            }
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            pub fn environment<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.environment = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for environment: {e}")
                    });
                self
            }
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            pub fn key<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<crate::SecretKey>>,
                T::Error: ::std::fmt::Display,
            {
                self.key = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for key: {e}")
                    });
                self
            }
            pub fn modified_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.modified_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for modified_at: {e}")
                    });
                self
            }
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn permissions<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.permissions = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for permissions: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ApiKey> for super::ApiKey {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ApiKey,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    account_id: value.account_id?,
                    created_at: value.created_at?,
                    environment: value.environment?,
                    id: value.id?,
                    key: value.key?,
                    modified_at: value.modified_at?,
                    name: value.name?,
                    permissions: value.permissions?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::ApiKey> for ApiKey {
            fn from(value: super::ApiKey) -> Self {
                Self {
                    account_id: Ok(value.account_id),
                    created_at: Ok(value.created_at),
                    environment: Ok(value.environment),
                    id: Ok(value.id),
                    key: Ok(value.key),
                    modified_at: Ok(value.modified_at),
                    name: Ok(value.name),
                    permissions: Ok(value.permissions),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ApiKeyPage {
            data: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::ApiKey>>,
                ::std::string::String,
            >,
            pagination: ::std::result::Result<
                ::std::option::Option<super::Pagination>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ApiKeyPage {
            fn default() -> Self {
                Self {
                    data: Ok(Default::default()),
                    pagination: Ok(Default::default()),
                }
            }
        }
        impl ApiKeyPage {
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::ApiKey>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            pub fn pagination<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::Pagination>>,
                T::Error: ::std::fmt::Display,
            {
                self.pagination = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for pagination: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ApiKeyPage> for super::ApiKeyPage {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ApiKeyPage,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    pagination: value.pagination?,
                })
            }
        }
        impl ::std::convert::From<super::ApiKeyPage> for ApiKeyPage {
            fn from(value: super::ApiKeyPage) -> Self {
                Self {
                    data: Ok(value.data),
                    pagination: Ok(value.pagination),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ApiKeyRequest {
            name: ::std::result::Result<super::ApiKeyRequestName, ::std::string::String>,
            permissions: ::std::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ApiKeyRequest {
            fn default() -> Self {
                Self {
                    name: Err("no value supplied for name".to_string()),
                    permissions: Err("no value supplied for permissions".to_string()),
                }
            }
        }
        impl ApiKeyRequest {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<super::ApiKeyRequestName>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn permissions<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.permissions = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for permissions: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ApiKeyRequest> for super::ApiKeyRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ApiKeyRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    permissions: value.permissions?,
                })
            }
        }
        impl ::std::convert::From<super::ApiKeyRequest> for ApiKeyRequest {
            fn from(value: super::ApiKeyRequest) -> Self {
                Self {
                    name: Ok(value.name),
                    permissions: Ok(value.permissions),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ApiKeyType {
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            value: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ApiKeyType {
            fn default() -> Self {
                Self {
                    name: Ok(Default::default()),
                    value: Ok(Default::default()),
                }
            }
        }
        impl ApiKeyType {
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            pub fn value<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.value = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for value: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ApiKeyType> for super::ApiKeyType {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ApiKeyType,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    name: value.name?,
                    value: value.value?,
                })
            }
        }
        impl ::std::convert::From<super::ApiKeyType> for ApiKeyType {
            fn from(value: super::ApiKeyType) -> Self {
                Self {
                    name: Ok(value.name),
                    value: Ok(value.value),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct Pagination {
            page_number: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
            page_size: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
            total_items: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
            total_pages: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Pagination {
            fn default() -> Self {
                Self {
                    page_number: Ok(Default::default()),
                    page_size: Ok(Default::default()),
                    total_items: Ok(Default::default()),
                    total_pages: Ok(Default::default()),
                }
            }
        }
        impl Pagination {
            pub fn page_number<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.page_number = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for page_number: {e}")
                    });
                self
            }
            pub fn page_size<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.page_size = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for page_size: {e}")
                    });
                self
            }
            pub fn total_items<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.total_items = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total_items: {e}")
                    });
                self
            }
            pub fn total_pages<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.total_pages = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for total_pages: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Pagination> for super::Pagination {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Pagination,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    page_number: value.page_number?,
                    page_size: value.page_size?,
                    total_items: value.total_items?,
                    total_pages: value.total_pages?,
                })
            }
        }
        impl ::std::convert::From<super::Pagination> for Pagination {
            fn from(value: super::Pagination) -> Self {
                Self {
                    page_number: Ok(value.page_number),
                    page_size: Ok(value.page_size),
                    total_items: Ok(value.total_items),
                    total_pages: Ok(value.total_pages),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct PermissionInfo {
            description: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for PermissionInfo {
            fn default() -> Self {
                Self {
                    description: Ok(Default::default()),
                    type_: Ok(Default::default()),
                }
            }
        }
        impl PermissionInfo {
            pub fn description<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.description = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for description: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<PermissionInfo> for super::PermissionInfo {
            type Error = super::error::ConversionError;
            fn try_from(
                value: PermissionInfo,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    description: value.description?,
                    type_: value.type_?,
                })
            }
        }
        impl ::std::convert::From<super::PermissionInfo> for PermissionInfo {
            fn from(value: super::PermissionInfo) -> Self {
                Self {
                    description: Ok(value.description),
                    type_: Ok(value.type_),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ProblemDetails {
            detail: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            instance: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
            title: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            extra: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ProblemDetails {
            fn default() -> Self {
                Self {
                    detail: Ok(Default::default()),
                    instance: Ok(Default::default()),
                    status: Ok(Default::default()),
                    title: Ok(Default::default()),
                    type_: Ok(Default::default()),
                    extra: Ok(Default::default()),
                }
            }
        }
        impl ProblemDetails {
            pub fn detail<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.detail = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for detail: {e}")
                    });
                self
            }
            pub fn instance<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for title: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
            pub fn extra<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.extra = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for extra: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ProblemDetails> for super::ProblemDetails {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ProblemDetails,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    detail: value.detail?,
                    instance: value.instance?,
                    status: value.status?,
                    title: value.title?,
                    type_: value.type_?,
                    extra: value.extra?,
                })
            }
        }
        impl ::std::convert::From<super::ProblemDetails> for ProblemDetails {
            fn from(value: super::ProblemDetails) -> Self {
                Self {
                    detail: Ok(value.detail),
                    instance: Ok(value.instance),
                    status: Ok(value.status),
                    title: Ok(value.title),
                    type_: Ok(value.type_),
                    extra: Ok(value.extra),
                }
            }
        }
        #[derive(Clone, Debug)]
        pub struct ValidationProblemDetails {
            detail: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            errors: ::std::result::Result<
                ::std::option::Option<
                    ::std::collections::HashMap<
                        ::std::string::String,
                        ::std::vec::Vec<::std::string::String>,
                    >,
                >,
                ::std::string::String,
            >,
            instance: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<i32>,
                ::std::string::String,
            >,
            title: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            type_: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            extra: ::std::result::Result<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for ValidationProblemDetails {
            fn default() -> Self {
                Self {
                    detail: Ok(Default::default()),
                    errors: Ok(Default::default()),
                    instance: Ok(Default::default()),
                    status: Ok(Default::default()),
                    title: Ok(Default::default()),
                    type_: Ok(Default::default()),
                    extra: Ok(Default::default()),
                }
            }
        }
        impl ValidationProblemDetails {
            pub fn detail<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.detail = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for detail: {e}")
                    });
                self
            }
            pub fn errors<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<
                        ::std::collections::HashMap<
                            ::std::string::String,
                            ::std::vec::Vec<::std::string::String>,
                        >,
                    >,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.errors = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for errors: {e}")
                    });
                self
            }
            pub fn instance<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.instance = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for instance: {e}")
                    });
                self
            }
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<i32>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            pub fn title<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.title = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for title: {e}")
                    });
                self
            }
            pub fn type_<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.type_ = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for type_: {e}")
                    });
                self
            }
            pub fn extra<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::serde_json::Map<::std::string::String, ::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.extra = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for extra: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<ValidationProblemDetails>
        for super::ValidationProblemDetails {
            type Error = super::error::ConversionError;
            fn try_from(
                value: ValidationProblemDetails,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    detail: value.detail?,
                    errors: value.errors?,
                    instance: value.instance?,
                    status: value.status?,
                    title: value.title?,
                    type_: value.type_?,
                    extra: value.extra?,
                })
            }
        }
        impl ::std::convert::From<super::ValidationProblemDetails>
        for ValidationProblemDetails {
            fn from(value: super::ValidationProblemDetails) -> Self {
                Self {
                    detail: Ok(value.detail),
                    errors: Ok(value.errors),
                    instance: Ok(value.instance),
                    status: Ok(value.status),
                    title: Ok(value.title),
                    type_: Ok(value.type_),
                    extra: Ok(value.extra),
                }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
    impl crate::lenient_decoding::LenientDecode for ApiKey {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &[
            "account_id",
            "created_at",
            "environment",
            "id",
            "key",
            "modified_at",
            "name",
            "permissions",
            "type",
        ];
        fn is_recognizable(&self) -> bool {
            self
                .account_id
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .created_at
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .environment
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .id
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .key
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .modified_at
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .name
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || !self.permissions.is_empty()
                || self
                    .type_
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for ApiKeyPage {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &["data", "pagination"];
        fn is_recognizable(&self) -> bool {
            self
                .data
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .pagination
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for ApiKeyRequest {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &["name", "permissions"];
        fn is_recognizable(&self) -> bool {
            true
        }
    }
    impl crate::lenient_decoding::LenientDecode for ApiKeyRequestName {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::whole(deserializer)
        }
    }
    impl crate::lenient_decoding::LenientDecode for ApiKeyType {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &["name", "value"];
        fn is_recognizable(&self) -> bool {
            self
                .name
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .value
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for Pagination {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &[
            "page_number",
            "page_size",
            "total_items",
            "total_pages",
        ];
        fn is_recognizable(&self) -> bool {
            self
                .page_number
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .page_size
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .total_items
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .total_pages
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for PermissionInfo {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &["description", "type"];
        fn is_recognizable(&self) -> bool {
            self
                .description
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .type_
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for ProblemDetails {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &[
            "detail",
            "instance",
            "status",
            "title",
            "type",
        ];
        fn is_recognizable(&self) -> bool {
            self
                .detail
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .instance
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .status
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .title
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .type_
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    impl crate::lenient_decoding::LenientDecode for ValidationProblemDetails {
        fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
            crate::lenient_decoding::object(deserializer)
        }
        const MEMBERS: &'static [&'static str] = &[
            "detail",
            "errors",
            "instance",
            "status",
            "title",
            "type",
        ];
        fn is_recognizable(&self) -> bool {
            self
                .detail
                .as_ref()
                .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .errors
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .instance
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .status
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .title
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
                || self
                    .type_
                    .as_ref()
                    .is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)
        }
    }
    /// Returns the JSON Schema of each type of the description, by the name of the type.
    ///
    /// The schema of a response says what the type accepts: every member may be missing.
    #[cfg(feature = "schemars")]
    pub fn json_schemas() -> ::std::collections::BTreeMap<
        &'static str,
        ::schemars::Schema,
    > {
        ::std::collections::BTreeMap::from([
            (
                "ApiKey",
                ::schemars::SchemaGenerator::default().into_root_schema_for::<ApiKey>(),
            ),
            (
                "ApiKeyId",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<crate::ApiKeyId>(),
            ),
            (
                "ApiKeyPage",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ApiKeyPage>(),
            ),
            (
                "ApiKeyRequest",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ApiKeyRequest>(),
            ),
            (
                "ApiKeyRequestName",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ApiKeyRequestName>(),
            ),
            (
                "ApiKeyType",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ApiKeyType>(),
            ),
            (
                "Pagination",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<Pagination>(),
            ),
            (
                "PermissionInfo",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<PermissionInfo>(),
            ),
            (
                "ProblemDetails",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ProblemDetails>(),
            ),
            (
                "ValidationProblemDetails",
                ::schemars::SchemaGenerator::default()
                    .into_root_schema_for::<ValidationProblemDetails>(),
            ),
        ])
    }
}
#[derive(Clone)]
/// Client for PublicSquare API
///
/// The part of the PublicSquare API that manages API keys. An unofficial description, written from the vendor's public documentation.
///
/// Version: v1
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::Connection,
}
impl Client {
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub(crate) fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::Connection,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::Connection> for Client {
    fn api_version() -> &'static str {
        "v1"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::Connection {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::Connection>,
    {}
};
impl Client {
    /// List the API keys of the account, a page at a time
    ///
    /// The keys of the environment that the authenticating key belongs to. No source says whether `key` is filled in here; `revealApiKey` is the operation that is meant for it.
    ///
    /// Sends a `GET` request to `/api-keys`
    ///
    /// Arguments:
    /// - `page`: Which page, from 1. Without it, the first.
    /// - `size`: How many items make a page. Without it, 20.
    /// - `type_`: Only keys of these types; repeated for several.
    /// ```text
    /// let response = client.list_api_keys()
    ///     .page(page)
    ///     .size(size)
    ///     .type_(type_)
    ///     .send()
    ///     .await;
    /// ```
    pub fn list_api_keys(&self) -> builder::ListApiKeys<'_> {
        builder::ListApiKeys::new(self)
    }
    /// Create a restricted API key
    ///
    /// Creates a key of the type `restricted`. Publishable and secret keys come with the account and cannot be created.
    ///
    /// Sends a `POST` request to `/api-keys`
    ///
    /// Arguments:
    /// - `idempotency_key`: One value per intended change; a UUID is recommended. For 24 hours a repeat of a request that succeeded gets the stored status and body. A failure is not stored. A repeat that arrives while the first is being worked on gets 409. The documentation speaks of POST and PUT; whether it covers a POST without a body is not said.
    /// - `x_correlation_id`: Ties the request to the caller's own records. The server makes one up where it is missing.
    /// - `body`: What the account decides about a restricted key.
    /// ```text
    /// let response = client.create_api_key()
    ///     .idempotency_key(idempotency_key)
    ///     .x_correlation_id(x_correlation_id)
    ///     .body(body)
    ///     .send()
    ///     .await;
    /// ```
    pub fn create_api_key(&self) -> builder::CreateApiKey<'_> {
        builder::CreateApiKey::new(self)
    }
    /// Get an API key
    ///
    /// No source says whether `key` is filled in here; `revealApiKey` is the operation that is meant for it.
    ///
    /// Sends a `GET` request to `/api-keys/{id}`
    ///
    /// Arguments:
    /// - `id`: The id of the API key. It is not the secret value.
    /// ```text
    /// let response = client.get_api_key()
    ///     .id(id)
    ///     .send()
    ///     .await;
    /// ```
    pub fn get_api_key(&self) -> builder::GetApiKey<'_> {
        builder::GetApiKey::new(self)
    }
    /// Change the name and the permissions of a restricted API key
    ///
    /// Replaces both. The value of the key stays as it is. Publishable and secret keys cannot be changed.
    ///
    /// Sends a `PUT` request to `/api-keys/{id}`
    ///
    /// Arguments:
    /// - `id`: The id of the API key. It is not the secret value.
    /// - `idempotency_key`: One value per intended change; a UUID is recommended. For 24 hours a repeat of a request that succeeded gets the stored status and body. A failure is not stored. A repeat that arrives while the first is being worked on gets 409. The documentation speaks of POST and PUT; whether it covers a POST without a body is not said.
    /// - `x_correlation_id`: Ties the request to the caller's own records. The server makes one up where it is missing.
    /// - `body`: What the account decides about a restricted key.
    /// ```text
    /// let response = client.update_api_key()
    ///     .id(id)
    ///     .idempotency_key(idempotency_key)
    ///     .x_correlation_id(x_correlation_id)
    ///     .body(body)
    ///     .send()
    ///     .await;
    /// ```
    pub fn update_api_key(&self) -> builder::UpdateApiKey<'_> {
        builder::UpdateApiKey::new(self)
    }
    /// Delete a restricted API key
    ///
    /// Requests that authenticate with the key are refused from then on. Publishable and secret keys cannot be deleted.
    ///
    /// Sends a `DELETE` request to `/api-keys/{id}`
    ///
    /// Arguments:
    /// - `id`: The id of the API key. It is not the secret value.
    /// - `x_correlation_id`: Ties the request to the caller's own records. The server makes one up where it is missing.
    /// ```text
    /// let response = client.delete_api_key()
    ///     .id(id)
    ///     .x_correlation_id(x_correlation_id)
    ///     .send()
    ///     .await;
    /// ```
    pub fn delete_api_key(&self) -> builder::DeleteApiKey<'_> {
        builder::DeleteApiKey::new(self)
    }
    /// Get an API key with its value
    ///
    /// No source says whether it shows the value of every key of the account or only that of the authenticating one.
    ///
    /// Sends a `GET` request to `/api-keys/{id}/reveal`
    ///
    /// Arguments:
    /// - `id`: The id of the API key. It is not the secret value.
    /// ```text
    /// let response = client.reveal_api_key()
    ///     .id(id)
    ///     .send()
    ///     .await;
    /// ```
    pub fn reveal_api_key(&self) -> builder::RevealApiKey<'_> {
        builder::RevealApiKey::new(self)
    }
    /// Replace the secret value of an API key
    ///
    /// Gives the API key a new `key` and returns the whole object with it. No source says that the former value keeps working, so treat it as dead once the server has accepted the request.
    ///
    /// Sends a `POST` request to `/api-keys/{id}/regenerate`
    ///
    /// Arguments:
    /// - `id`: The id of the API key. It is not the secret value.
    /// - `idempotency_key`: One value per intended change; a UUID is recommended. For 24 hours a repeat of a request that succeeded gets the stored status and body. A failure is not stored. A repeat that arrives while the first is being worked on gets 409. The documentation speaks of POST and PUT; whether it covers a POST without a body is not said.
    /// - `x_correlation_id`: Ties the request to the caller's own records. The server makes one up where it is missing.
    /// ```text
    /// let response = client.regenerate_api_key()
    ///     .id(id)
    ///     .idempotency_key(idempotency_key)
    ///     .x_correlation_id(x_correlation_id)
    ///     .send()
    ///     .await;
    /// ```
    pub fn regenerate_api_key(&self) -> builder::RegenerateApiKey<'_> {
        builder::RegenerateApiKey::new(self)
    }
    /// List the types that an API key can have
    ///
    /// Sends a `GET` request to `/api-key-types`
    ///
    /// ```text
    /// let response = client.list_api_key_types()
    ///     .send()
    ///     .await;
    /// ```
    pub fn list_api_key_types(&self) -> builder::ListApiKeyTypes<'_> {
        builder::ListApiKeyTypes::new(self)
    }
    /// List the permissions that an API key can have
    ///
    /// Sends a `GET` request to `/permissions`
    ///
    /// ```text
    /// let response = client.list_permissions()
    ///     .send()
    ///     .await;
    /// ```
    pub fn list_permissions(&self) -> builder::ListPermissions<'_> {
        builder::ListPermissions::new(self)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    #[allow(unused_imports)]
    use super::{
        encode_path, ByteStream, ClientInfo, ClientHooks, Error, OperationInfo,
        RequestBuilderExt, ResponseValue,
    };
    /// Builder for [`Client::list_api_keys`]
    ///
    /// [`Client::list_api_keys`]: super::Client::list_api_keys
    #[derive(Clone)]
    pub struct ListApiKeys<'a> {
        client: &'a super::Client,
        page: Result<Option<i32>, String>,
        size: Result<Option<i32>, String>,
        type_: Result<Option<::std::vec::Vec<::std::string::String>>, String>,
    }
    impl<'a> ListApiKeys<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                page: Ok(None),
                size: Ok(None),
                type_: Ok(None),
            }
        }
        pub fn page<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i32>,
        {
            self.page = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i32` for page failed".to_string());
            self
        }
        pub fn size<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<i32>,
        {
            self.size = value
                .try_into()
                .map(Some)
                .map_err(|_| "conversion to `i32` for size failed".to_string());
            self
        }
        pub fn type_<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::vec::Vec<::std::string::String>>,
        {
            self.type_ = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: vec :: Vec < :: std :: string :: String >` for type_ failed"
                        .to_string()
                });
            self
        }
        /// Sends a `GET` request to `/api-keys`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKeyPage>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, page, size, type_ } = self;
            let page = page.map_err(Error::InvalidRequest)?;
            let size = size.map_err(Error::InvalidRequest)?;
            let type_ = type_.map_err(Error::InvalidRequest)?;
            let url = format!("{}/api-keys", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(crate::request_url::parsed(client, &url)?)
                .query(&progenitor_client::QueryParam::new("page", &page))
                .query(&progenitor_client::QueryParam::new("size", &size))
                .query(&progenitor_client::QueryParam::new("type", &type_))
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "list_api_keys",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_read(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::create_api_key`]
    ///
    /// [`Client::create_api_key`]: super::Client::create_api_key
    #[derive(Clone)]
    pub struct CreateApiKey<'a> {
        client: &'a super::Client,
        idempotency_key: Result<Option<::std::string::String>, String>,
        x_correlation_id: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ApiKeyRequest, String>,
    }
    impl<'a> CreateApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                idempotency_key: Ok(None),
                x_correlation_id: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn x_correlation_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.x_correlation_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for x_correlation_id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ApiKeyRequest>,
            <V as std::convert::TryInto<types::ApiKeyRequest>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `ApiKeyRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ApiKeyRequest,
            ) -> types::builder::ApiKeyRequest,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `POST` request to `/api-keys`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKey>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, idempotency_key, x_correlation_id, body } = self;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let x_correlation_id = x_correlation_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ApiKeyRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!("{}/api-keys", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            if let Some(value) = idempotency_key {
                header_map.append("IDEMPOTENCY-KEY", value.try_into()?);
            }
            if let Some(value) = x_correlation_id {
                header_map.append("X-CORRELATION-ID", value.try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = crate::body::write(
                    client.client.post(crate::request_url::parsed(client, &url)?),
                    &body,
                )
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "create_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_written(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::get_api_key`]
    ///
    /// [`Client::get_api_key`]: super::Client::get_api_key
    #[derive(Clone)]
    pub struct GetApiKey<'a> {
        client: &'a super::Client,
        id: Result<crate::ApiKeyId, String>,
    }
    impl<'a> GetApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::ApiKeyId>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: ApiKeyId` for id failed".to_string()
                });
            self
        }
        /// Sends a `GET` request to `/api-keys/{id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKey>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api-keys/{}", client.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "get_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_read(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::update_api_key`]
    ///
    /// [`Client::update_api_key`]: super::Client::update_api_key
    #[derive(Clone)]
    pub struct UpdateApiKey<'a> {
        client: &'a super::Client,
        id: Result<crate::ApiKeyId, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        x_correlation_id: Result<Option<::std::string::String>, String>,
        body: Result<types::builder::ApiKeyRequest, String>,
    }
    impl<'a> UpdateApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                idempotency_key: Ok(None),
                x_correlation_id: Ok(None),
                body: Ok(::std::default::Default::default()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::ApiKeyId>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: ApiKeyId` for id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn x_correlation_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.x_correlation_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for x_correlation_id failed"
                        .to_string()
                });
            self
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::ApiKeyRequest>,
            <V as std::convert::TryInto<types::ApiKeyRequest>>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `ApiKeyRequest` for body failed: {}", s)
                });
            self
        }
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::ApiKeyRequest,
            ) -> types::builder::ApiKeyRequest,
        {
            self.body = self.body.map(f);
            self
        }
        /// Sends a `PUT` request to `/api-keys/{id}`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKey>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, id, idempotency_key, x_correlation_id, body } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let x_correlation_id = x_correlation_id.map_err(Error::InvalidRequest)?;
            let body = body
                .and_then(|v| {
                    types::ApiKeyRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api-keys/{}", client.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            if let Some(value) = idempotency_key {
                header_map.append("IDEMPOTENCY-KEY", value.try_into()?);
            }
            if let Some(value) = x_correlation_id {
                header_map.append("X-CORRELATION-ID", value.try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = crate::body::write(
                    client.client.put(crate::request_url::parsed(client, &url)?),
                    &body,
                )
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "update_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_written(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::delete_api_key`]
    ///
    /// [`Client::delete_api_key`]: super::Client::delete_api_key
    #[derive(Clone)]
    pub struct DeleteApiKey<'a> {
        client: &'a super::Client,
        id: Result<crate::ApiKeyId, String>,
        x_correlation_id: Result<Option<::std::string::String>, String>,
    }
    impl<'a> DeleteApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                x_correlation_id: Ok(None),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::ApiKeyId>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: ApiKeyId` for id failed".to_string()
                });
            self
        }
        pub fn x_correlation_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.x_correlation_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for x_correlation_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `DELETE` request to `/api-keys/{id}`
        pub async fn send(
            self,
        ) -> Result<ResponseValue<()>, Error<types::ProblemDetails>> {
            let Self { client, id, x_correlation_id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let x_correlation_id = x_correlation_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api-keys/{}", client.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            if let Some(value) = x_correlation_id {
                header_map.append("X-CORRELATION-ID", value.try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .delete(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "delete_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_empty(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::reveal_api_key`]
    ///
    /// [`Client::reveal_api_key`]: super::Client::reveal_api_key
    #[derive(Clone)]
    pub struct RevealApiKey<'a> {
        client: &'a super::Client,
        id: Result<crate::ApiKeyId, String>,
    }
    impl<'a> RevealApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::ApiKeyId>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: ApiKeyId` for id failed".to_string()
                });
            self
        }
        /// Sends a `GET` request to `/api-keys/{id}/reveal`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKey>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api-keys/{}/reveal", client.baseurl, encode_path(& id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "reveal_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_read(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::regenerate_api_key`]
    ///
    /// [`Client::regenerate_api_key`]: super::Client::regenerate_api_key
    #[derive(Clone)]
    pub struct RegenerateApiKey<'a> {
        client: &'a super::Client,
        id: Result<crate::ApiKeyId, String>,
        idempotency_key: Result<Option<::std::string::String>, String>,
        x_correlation_id: Result<Option<::std::string::String>, String>,
    }
    impl<'a> RegenerateApiKey<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self {
                client: client,
                id: Err("id was not initialized".to_string()),
                idempotency_key: Ok(None),
                x_correlation_id: Ok(None),
            }
        }
        pub fn id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<crate::ApiKeyId>,
        {
            self.id = value
                .try_into()
                .map_err(|_| {
                    "conversion to `crate :: ApiKeyId` for id failed".to_string()
                });
            self
        }
        pub fn idempotency_key<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.idempotency_key = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for idempotency_key failed"
                        .to_string()
                });
            self
        }
        pub fn x_correlation_id<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<::std::string::String>,
        {
            self.x_correlation_id = value
                .try_into()
                .map(Some)
                .map_err(|_| {
                    "conversion to `:: std :: string :: String` for x_correlation_id failed"
                        .to_string()
                });
            self
        }
        /// Sends a `POST` request to `/api-keys/{id}/regenerate`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<types::ApiKey>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client, id, idempotency_key, x_correlation_id } = self;
            let id = id.map_err(Error::InvalidRequest)?;
            let idempotency_key = idempotency_key.map_err(Error::InvalidRequest)?;
            let x_correlation_id = x_correlation_id.map_err(Error::InvalidRequest)?;
            let url = format!(
                "{}/api-keys/{}/regenerate", client.baseurl, encode_path(& id
                .to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            if let Some(value) = idempotency_key {
                header_map.append("IDEMPOTENCY-KEY", value.try_into()?);
            }
            if let Some(value) = x_correlation_id {
                header_map.append("X-CORRELATION-ID", value.try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = client
                .client
                .post(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "regenerate_api_key",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_written(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::list_api_key_types`]
    ///
    /// [`Client::list_api_key_types`]: super::Client::list_api_key_types
    #[derive(Clone)]
    pub struct ListApiKeyTypes<'a> {
        client: &'a super::Client,
    }
    impl<'a> ListApiKeyTypes<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/api-key-types`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::ApiKeyType>>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client } = self;
            let url = format!("{}/api-key-types", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "list_api_key_types",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_read(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
    /// Builder for [`Client::list_permissions`]
    ///
    /// [`Client::list_permissions`]: super::Client::list_permissions
    #[derive(Clone)]
    pub struct ListPermissions<'a> {
        client: &'a super::Client,
    }
    impl<'a> ListPermissions<'a> {
        pub fn new(client: &'a super::Client) -> Self {
            Self { client: client }
        }
        /// Sends a `GET` request to `/permissions`
        pub async fn send(
            self,
        ) -> Result<
            ResponseValue<::std::vec::Vec<types::PermissionInfo>>,
            Error<types::ValidationProblemDetails>,
        > {
            let Self { client } = self;
            let url = format!("{}/permissions", client.baseurl,);
            let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
            header_map
                .insert(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                );
            #[allow(unused_mut)]
            let mut request = client
                .client
                .get(crate::request_url::parsed(client, &url)?)
                .build()?;
            header_map.extend(::std::mem::take(request.headers_mut()));
            *request.headers_mut() = header_map;
            let info = OperationInfo {
                operation_id: "list_permissions",
            };
            client.pre(&mut request, &info).await?;
            let result = client.exec(request, &info).await;
            client.post(&result, &info).await?;
            let response = result?;
            match response.status().as_u16() {
                200..=299 => crate::body::decode_read(response).await,
                400u16..=499u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                500u16..=599u16 => {
                    Err(
                        Error::ErrorResponse(
                            crate::body::decode_problem(client, response).await?,
                        ),
                    )
                }
                _ => Err(Error::UnexpectedResponse(response)),
            }
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    pub use self::super::Client;
}
