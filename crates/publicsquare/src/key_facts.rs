//! What an API key is and may do.

use crate::open_enum::open_enum;

open_enum! {
    /// The environment that an API key belongs to. The vendor's documentation of the operation
    /// names two.
    pub enum Environment {
        /// Play money.
        Test = "test",
        /// Real money.
        Production = "production",
    }
}

open_enum! {
    /// The type of an API key. The vendor's page on API keys explains the three it names.
    pub enum KeyType {
        /// May capture payment methods, and is meant to be seen by browsers.
        Publishable = "publishable",
        /// May do everything.
        Secret = "secret",
        /// May do what its permissions say.
        Restricted = "restricted",
    }
}

open_enum! {
    /// What an API key may do, as `resource:action`. The vendor's documentation has no closed list.
    pub enum Permission {
        /// Read API keys.
        ApiKeyRead = "api-key:read",
        /// Create, change and regenerate API keys.
        ApiKeyWrite = "api-key:write",
        /// Delete API keys.
        ApiKeyDelete = "api-key:delete",
        /// Capture payment methods: all that a publishable key may do.
        PaymentMethodCapture = "payment-method:capture",
        /// Change payment methods. The page of the regenerate operation names it as well.
        PaymentMethodWrite = "payment-method:write",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_kept() {
        assert_eq!(Environment::from("test"), Environment::Test);
        let other = Environment::from("staging");
        assert_eq!(other, Environment::Other("staging".to_owned()));
        assert_eq!(String::from(other), "staging");
        assert_eq!(
            Permission::from("business:writer").to_string(),
            "business:writer"
        );
        assert_eq!(String::from(KeyType::Publishable), "publishable");
    }
}
