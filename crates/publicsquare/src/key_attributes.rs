//! What an API key is and may do: its environment, its type and its permissions.
//!
//! In come the texts of the API and of the caller. Out come values that know the documented ones and keep all others, as
//! [`open_enum`](crate::open_enum) declares them. The catalogues of types and permissions that the server itself
//! lists are in [`read`](crate::read).

use crate::open_enum::open_enum;

open_enum! {
    /// The environment that an API key belongs to. The vendor documents two.
    ///
    /// ```
    /// use publicsquare::Environment;
    ///
    /// assert_eq!(Environment::from("test"), Environment::Test);
    /// ```
    pub enum Environment, or OtherEnvironment {
        /// Payments are not real.
        Test = "test",
        /// Payments are real.
        Production = "production",
    }
}

open_enum! {
    /// The type of an API key. The vendor's page on API keys explains these three.
    ///
    /// ```
    /// use publicsquare::KeyType;
    ///
    /// assert_eq!(KeyType::Restricted.as_str(), "restricted");
    /// ```
    pub enum KeyType, or OtherKeyType {
        /// May capture payment methods. It is not secret: browsers see it.
        Publishable = "publishable",
        /// May do everything.
        Secret = "secret",
        /// May do what its permissions allow.
        Restricted = "restricted",
    }
}

open_enum! {
    /// What an API key may do, as `resource:action`. The vendor's pages name these permissions; the vendor publishes no
    /// complete list.
    ///
    /// ```
    /// use publicsquare::Permission;
    ///
    /// assert_eq!(Permission::ApiKeyWrite.to_string(), "api-key:write");
    /// ```
    pub enum Permission, or OtherPermission {
        /// Read the account.
        AccountRead = "account:read",
        /// Create and change the account.
        AccountWrite = "account:write",
        /// Delete the account.
        AccountDelete = "account:delete",
        /// Read members of the account.
        AccountMemberRead = "account-member:read",
        /// Create and change members of the account.
        AccountMemberWrite = "account-member:write",
        /// Delete members of the account.
        AccountMemberDelete = "account-member:delete",
        /// Read invitations to the account.
        AccountInvitationRead = "account-invitation:read",
        /// Create and change invitations to the account.
        AccountInvitationWrite = "account-invitation:write",
        /// Delete invitations to the account.
        AccountInvitationDelete = "account-invitation:delete",
        /// Read API keys.
        ApiKeyRead = "api-key:read",
        /// Create, change and regenerate API keys.
        ApiKeyWrite = "api-key:write",
        /// Delete API keys.
        ApiKeyDelete = "api-key:delete",
        /// Read businesses.
        BusinessRead = "business:read",
        /// Create and change businesses.
        BusinessWrite = "business:write",
        /// Read customers.
        CustomerRead = "customer:read",
        /// Create and change customers.
        CustomerWrite = "customer:write",
        /// Delete customers.
        CustomerDelete = "customer:delete",
        /// Read dispute cases.
        DisputeCaseRead = "dispute-case:read",
        /// Create and change dispute cases.
        DisputeCaseWrite = "dispute-case:write",
        /// Read events.
        EventRead = "event:read",
        /// Capture payment methods. It is the only permission of a publishable key.
        PaymentMethodCapture = "payment-method:capture",
        /// Read payment methods.
        PaymentMethodRead = "payment-method:read",
        /// Create and change payment methods. The vendor's page on the regenerate operation names it too.
        PaymentMethodWrite = "payment-method:write",
        /// Delete payment methods.
        PaymentMethodDelete = "payment-method:delete",
        /// Read payments.
        PaymentRead = "payment:read",
        /// Create and change payments.
        PaymentWrite = "payment:write",
        /// Read payouts.
        PayoutRead = "payout:read",
        /// Create and change payouts.
        PayoutWrite = "payout:write",
        /// Read refunds.
        RefundRead = "refund:read",
        /// Create and change refunds.
        RefundWrite = "refund:write",
        /// Read settlements.
        SettlementRead = "settlement:read",
        /// Read transactions.
        TransactionRead = "transaction:read",
        /// Read transfers.
        TransferRead = "transfer:read",
        /// Create and change transfers.
        TransferWrite = "transfer:write",
        /// Read webhooks.
        WebhookRead = "webhook:read",
        /// Create and change webhooks.
        WebhookWrite = "webhook:write",
        /// Delete webhooks.
        WebhookDelete = "webhook:delete",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn unknown_values_are_kept() {
        assert_eq!(Environment::from("test"), Environment::Test);
        let other = Environment::from("staging");
        assert!(matches!(&other, Environment::Other(other) if other.as_str() == "staging"));
        assert_eq!(String::from(other), "staging");
        assert_eq!(
            "business:writer"
                .parse::<Permission>()
                .map(String::from)
                .as_deref(),
            Ok("business:writer")
        );
        assert_eq!(String::from(KeyType::Publishable), "publishable");
    }

    #[test]
    fn a_value_has_one_form_whichever_way_it_came() {
        let known = Permission::ApiKeyWrite;
        let forms = [
            Permission::from("api-key:write"),
            Permission::from("api-key:write".to_owned()),
            "api-key:write".parse().expect("any text is one"),
            serde_json::from_str(r#""api-key:write""#).expect("a text"),
        ];
        assert!(forms.iter().all(|form| *form == known));
        assert_eq!(forms.into_iter().collect::<HashSet<_>>().len(), 1);
    }

    #[test]
    fn the_order_is_that_of_the_texts() {
        let mut permissions = ["payment:read", "b", "account:read", "a"].map(Permission::from);
        permissions.sort();
        assert_eq!(
            permissions.each_ref().map(AsRef::as_ref),
            ["a", "account:read", "b", "payment:read"]
        );
    }

    #[test]
    fn an_unknown_value_shows_neither_a_key_nor_invisible_characters() {
        let hidden = Permission::from("a\u{202e}b\n");
        assert_eq!(hidden.to_string(), r"a\u{202e}b\u{a}");
        assert_eq!(hidden.as_str(), "a\u{202e}b\n");
        let key = KeyType::from("sk_prod_6fpAaGyHBeGNpxTp");
        assert_eq!(format!("{key:?}"), r#"Other("[redacted]")"#);
    }
}
