//! The permissions that the vendor names.

/// Changes API keys; the scope of a regeneration.
pub(crate) const API_KEY_WRITE: &str = "api-key:write";
/// Reads API keys.
pub(crate) const API_KEY_READ: &str = "api-key:read";
/// Reads businesses.
pub(crate) const BUSINESS_READ: &str = "business:read";
/// Collects a payment method; all that a publishable key may do.
pub(crate) const PAYMENT_METHOD_CAPTURE: &str = "payment-method:capture";
/// Changes payment methods.
pub(crate) const PAYMENT_METHOD_WRITE: &str = "payment-method:write";

/// Every permission, as a secret key has them.
pub(crate) const ALL: &[&str] = &[
    "account:read",
    "account:write",
    "account:delete",
    "account-member:read",
    "account-member:write",
    "account-member:delete",
    "account-invitation:read",
    "account-invitation:write",
    "account-invitation:delete",
    API_KEY_READ,
    API_KEY_WRITE,
    "api-key:delete",
    BUSINESS_READ,
    "business:write",
    "customer:read",
    "customer:write",
    "customer:delete",
    "dispute-case:read",
    "dispute-case:write",
    "event:read",
    PAYMENT_METHOD_CAPTURE,
    "payment-method:read",
    PAYMENT_METHOD_WRITE,
    "payment-method:delete",
    "payment:read",
    "payment:write",
    "payout:read",
    "payout:write",
    "refund:read",
    "refund:write",
    "settlement:read",
    "transaction:read",
    "transfer:read",
    "transfer:write",
    "webhook:read",
    "webhook:write",
    "webhook:delete",
];
