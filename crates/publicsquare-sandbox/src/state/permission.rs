//! The permissions that the vendor names, with a description of each.
//!
//! The operations name the permission that they need, the seeded keys have some, and
//! `GET /permissions` lists all. A restricted key may also have permissions that are not in this list,
//! because the vendor does not call it complete.

/// Creates and changes API keys. A regeneration needs it.
pub(crate) const API_KEY_WRITE: &str = "api-key:write";
/// Reads API keys.
pub(crate) const API_KEY_READ: &str = "api-key:read";
/// Deletes API keys.
pub(crate) const API_KEY_DELETE: &str = "api-key:delete";
/// Reads businesses.
pub(crate) const BUSINESS_READ: &str = "business:read";
/// Collects a payment method. A publishable key may do nothing else.
pub(crate) const PAYMENT_METHOD_CAPTURE: &str = "payment-method:capture";
/// Changes payment methods.
pub(crate) const PAYMENT_METHOD_WRITE: &str = "payment-method:write";

/// Every permission that the vendor names, with what it allows.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("account:read", "Read accounts."),
    ("account:write", "Create and change accounts."),
    ("account:delete", "Delete accounts."),
    ("account-member:read", "Read account members."),
    ("account-member:write", "Create and change account members."),
    ("account-member:delete", "Delete account members."),
    ("account-invitation:read", "Read account invitations."),
    (
        "account-invitation:write",
        "Create and change account invitations.",
    ),
    ("account-invitation:delete", "Delete account invitations."),
    (API_KEY_READ, "Read API keys."),
    (API_KEY_WRITE, "Create and change API keys."),
    (API_KEY_DELETE, "Delete API keys."),
    (BUSINESS_READ, "Read businesses."),
    ("business:write", "Create and change businesses."),
    ("customer:read", "Read customers."),
    ("customer:write", "Create and change customers."),
    ("customer:delete", "Delete customers."),
    ("dispute-case:read", "Read dispute cases."),
    ("dispute-case:write", "Create and change dispute cases."),
    ("event:read", "Read events."),
    (PAYMENT_METHOD_CAPTURE, "Collect payment methods."),
    ("payment-method:read", "Read payment methods."),
    (PAYMENT_METHOD_WRITE, "Create and change payment methods."),
    ("payment-method:delete", "Delete payment methods."),
    ("payment:read", "Read payments."),
    ("payment:write", "Create and change payments."),
    ("payout:read", "Read payouts."),
    ("payout:write", "Create and change payouts."),
    ("refund:read", "Read refunds."),
    ("refund:write", "Create and change refunds."),
    ("settlement:read", "Read settlements."),
    ("transaction:read", "Read transactions."),
    ("transfer:read", "Read transfers."),
    ("transfer:write", "Create and change transfers."),
    ("webhook:read", "Read webhooks."),
    ("webhook:write", "Create and change webhooks."),
    ("webhook:delete", "Delete webhooks."),
];
