//! Enumerations that the vendor may extend.
//!
//! In come the values that are documented. Out comes an enumeration that reads every text and writes it again unchanged,
//! whether it knows the value or not. Every value has one form only: `Other` holds a type that nobody else can make, so
//! no known value can hide there. The enumerations themselves are in
//! [`key_attributes`](crate::key_attributes).

/// Declares an enumeration that keeps the values that it does not know.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident, or $other:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+
        }
    ) => {
        $(#[$meta])*
        ///
        #[doc = concat!("Parsing never fails: an unknown text becomes [`", stringify!($name), "::Other`]. An \
            application that accepts only known values has to refuse it.")]
        ///
        /// Values are ordered by their text. `Display` shows invisible characters as `\u{…}`; `as_str` is the text as
        /// it is.
        ///
        /// ```
        #[doc = concat!("use publicsquare::", stringify!($name), ";")]
        ///
        #[doc = concat!("let unknown = ", stringify!($name), "::from(\"new-one\");")]
        #[doc = concat!("assert!(matches!(unknown, ", stringify!($name), "::Other(_)));")]
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                ///
                #[doc = concat!("The API spells it `", $text, "`.")]
                $variant,
            )+
            /// A value that this version of the crate does not know, unchanged.
            Other($other),
        }

        #[doc = concat!("A text that is none of the known values of [`", stringify!($name), "`].")]
        ///
        /// It comes only from the conversion of a text. A later version of this crate may know the value, so compare
        /// texts if such a value matters.
        ///
        /// ```
        #[doc = concat!("use publicsquare::", stringify!($name), ";")]
        ///
        #[doc = concat!("if let ", stringify!($name), "::Other(other) = ", stringify!($name), "::from(\"new-one\") {")]
        ///     println!("the server knows {}", other.as_str());
        /// }
        /// ```
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $other(Box<str>);

        impl $other {
            /// The value as the API spells it.
            ///
            /// ```
            #[doc = concat!("use publicsquare::", stringify!($name), ";")]
            ///
            #[doc = concat!("if let ", stringify!($name), "::Other(other) = ", stringify!($name), "::from(\"new-one\") {")]
            ///     assert_eq!(other.as_str(), "new-one");
            /// }
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Debug for $other {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&*publicsquare_client::redact_keys(&self.0), f)
            }
        }

        impl $name {
            /// The value as the API spells it.
            ///
            /// ```
            #[doc = concat!("use publicsquare::", stringify!($name), ";")]
            ///
            #[doc = concat!("let value = ", stringify!($name), "::from(\"new-one\");")]
            /// assert_eq!(value.as_str(), "new-one");
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(other) => other.as_str(),
                }
            }

            fn known(text: &str) -> Option<Self> {
                Some(match text {
                    $($text => Self::$variant,)+
                    _ => return None,
                })
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or_else(|| Self::Other($other(text.into())))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Other($other(text.into())))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Other(other) => other.0.into(),
                    known => known.as_str().to_owned(),
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::display_text::write_visible(self.as_str(), f)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    };
}

pub(crate) use open_enum;
