//! The accounts and keys that every sandbox starts with, always the same ones.
//!
//! [`plant`] puts them into an empty [`State`]. Out come handles for tests: [`Seeded`] by account and
//! environment, [`SeededKeys`] by role. A sandbox that starts from a file has none of them; see
//! [`snapshot`](super::snapshot).

use std::sync::Arc;

use super::State;
use super::key::{ApiKey, KeyType, KeyValue, SandboxKey};
use super::permission;
use super::realm::{Environment, Realm};
use crate::clock::Timestamp;

/// The key id in the vendor's example. In the sandbox it is the id of the publishable production key.
///
/// ```
/// use publicsquare_sandbox::{DOCUMENTED_KEY_ID, Sandbox};
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// assert_eq!(sandbox.seeded().production().publishable().id(), DOCUMENTED_KEY_ID);
/// # Ok::<(), std::io::Error>(())
/// ```
pub const DOCUMENTED_KEY_ID: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

/// The account id in the vendor's example. In the sandbox it is the account of [`Seeded::test`] and
/// [`Seeded::production`].
///
/// ```
/// use publicsquare_sandbox::{DOCUMENTED_ACCOUNT_ID, Sandbox};
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// assert!(sandbox.dump_json().contains(DOCUMENTED_ACCOUNT_ID));
/// # Ok::<(), std::io::Error>(())
/// ```
pub const DOCUMENTED_ACCOUNT_ID: &str = "acc_B518niGwGYKzig6vtrRVZGGGV";

/// The account of [`Seeded::other_account`].
const OTHER_ACCOUNT_ID: &str = "acc_SandboxAccount2111111111x";

/// 2024-06-30T01:02:29.212Z, the time in the vendor's example.
const CREATED_AT: Timestamp = Timestamp::from_millis(1_719_709_349_212);

/// The keys of one account in one environment, with their values at the start.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// for (role, key) in sandbox.seeded().test().iter() {
///     println!("{role}: {} {}", key.id(), key.value());
/// }
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct SeededKeys {
    publishable: SandboxKey,
    secret: SandboxKey,
    key_writer: SandboxKey,
    key_reader: SandboxKey,
    payment_method_writer: SandboxKey,
}

impl SeededKeys {
    /// The publishable key. It authenticates, but it has no permission for any operation on keys.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let key = sandbox.seeded().test().publishable();
    /// assert!(key.value().starts_with("pk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn publishable(&self) -> &SandboxKey {
        &self.publishable
    }

    /// The secret key. It has every permission.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let key = sandbox.seeded().test().secret();
    /// assert!(key.value().starts_with("sk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn secret(&self) -> &SandboxKey {
        &self.secret
    }

    /// A restricted key with `api-key:read` and `api-key:write`: it may regenerate keys.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let key = sandbox.seeded().test().key_writer();
    /// assert!(key.value().starts_with("rk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn key_writer(&self) -> &SandboxKey {
        &self.key_writer
    }

    /// A restricted key with `api-key:read` and `business:read`: it may not regenerate keys.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let key = sandbox.seeded().test().key_reader();
    /// assert!(key.value().starts_with("rk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn key_reader(&self) -> &SandboxKey {
        &self.key_reader
    }

    /// A restricted key with `payment-method:write` alone. The heading of the vendor's page on regeneration
    /// names this permission, but the security scope on the same page is `api-key:write`. The sandbox follows
    /// the scope, and answers this key with 403.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let key = sandbox.seeded().test().payment_method_writer();
    /// assert!(key.value().starts_with("rk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn payment_method_writer(&self) -> &SandboxKey {
        &self.payment_method_writer
    }

    /// Each key with the name of its role.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let roles: Vec<_> = sandbox.seeded().test().iter().map(|(role, _)| role).collect();
    /// assert_eq!(roles[..2], ["publishable", "secret"]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &SandboxKey)> {
        [
            ("publishable", &self.publishable),
            ("secret", &self.secret),
            ("restricted, may regenerate", &self.key_writer),
            ("restricted, may only read keys", &self.key_reader),
            (
                "restricted, payment-method:write",
                &self.payment_method_writer,
            ),
        ]
        .into_iter()
    }
}

/// The keys that every sandbox starts with, by account and environment.
///
/// The values are those at the start. [`Sandbox::current_value`](crate::Sandbox::current_value) has the
/// current ones.
///
/// ```
/// use publicsquare_sandbox::Sandbox;
///
/// let sandbox = Sandbox::builder().start_blocking()?;
/// let seeded = sandbox.seeded();
/// // The key of one merchant must not work for the key of another.
/// let (admin, foreign) = (seeded.production().secret(), seeded.other_account().publishable());
/// assert_ne!(admin.id(), foreign.id());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Seeded {
    test: SeededKeys,
    production: SeededKeys,
    other_account: SeededKeys,
}

impl Seeded {
    /// The keys of the first account in the test environment.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let secret = sandbox.seeded().test().secret();
    /// assert!(secret.value().starts_with("sk_test_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn test(&self) -> &SeededKeys {
        &self.test
    }

    /// The keys of the first account in the production environment.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let secret = sandbox.seeded().production().secret();
    /// assert!(secret.value().starts_with("sk_prod_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn production(&self) -> &SeededKeys {
        &self.production
    }

    /// The keys of another account in the production environment.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let secret = sandbox.seeded().other_account().secret();
    /// assert!(secret.value().starts_with("sk_prod_"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn other_account(&self) -> &SeededKeys {
        &self.other_account
    }
}

/// Puts the seeded keys into `state`.
pub(crate) fn plant(state: &mut State) -> Seeded {
    let documented = |environment| Realm {
        account: Arc::from(DOCUMENTED_ACCOUNT_ID),
        environment,
    };
    let other = Realm {
        account: Arc::from(OTHER_ACCOUNT_ID),
        environment: Environment::Production,
    };
    Seeded {
        test: plant_realm(state, &documented(Environment::Test), "Test"),
        production: plant_realm(state, &documented(Environment::Production), "Prod"),
        other_account: plant_realm(state, &other, "Acct2"),
    }
}

fn plant_realm(state: &mut State, realm: &Realm, label: &str) -> SeededKeys {
    let mut plant = |role: &str, kind, name: &str, permissions: &[&str]| {
        let label = format!("{label}{role}");
        let id = if label == "ProdPub" {
            DOCUMENTED_KEY_ID.to_owned()
        } else {
            format!("key_{:1<25}", format!("Sandbox{label}"))
        };
        let key = ApiKey {
            id: id.into(),
            realm: realm.clone(),
            value: KeyValue::seeded(kind, realm.environment, &label),
            kind,
            created_at: CREATED_AT,
            modified_at: CREATED_AT,
            name: name.to_owned(),
            permissions: permissions
                .iter()
                .map(|&permission| permission.to_owned())
                .collect(),
            regenerations: 0,
        };
        let handle = SandboxKey::of(&key);
        state.insert(key);
        handle
    };
    let every_permission: Vec<_> = permission::ALL.iter().map(|&(name, _)| name).collect();
    SeededKeys {
        publishable: plant(
            "Pub",
            KeyType::Publishable,
            "Test Application",
            &[permission::PAYMENT_METHOD_CAPTURE],
        ),
        secret: plant("Secret", KeyType::Secret, "Secret key", &every_permission),
        key_writer: plant(
            "KeyWriter",
            KeyType::Restricted,
            "Key rotation",
            &[permission::API_KEY_READ, permission::API_KEY_WRITE],
        ),
        key_reader: plant(
            "KeyReader",
            KeyType::Restricted,
            "Reporting",
            &[permission::API_KEY_READ, permission::BUSINESS_READ],
        ),
        payment_method_writer: plant(
            "PaymentWriter",
            KeyType::Restricted,
            "Checkout",
            &[permission::PAYMENT_METHOD_WRITE],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier;

    #[test]
    fn ids_have_the_documented_form_and_values_the_documented_length() {
        let seeded = plant(&mut State::default());
        let mut ids = std::collections::HashSet::new();
        for keys in [seeded.test(), seeded.production(), seeded.other_account()] {
            for (role, key) in keys.iter() {
                assert!(
                    identifier::matches_pattern(key.id()),
                    "{role}: {}",
                    key.id()
                );
                assert_eq!(key.id().len(), DOCUMENTED_KEY_ID.len(), "{role}");
                assert_eq!(key.value().len(), "pk_prod_".len() + 25, "{role}");
                let body = key.value().rsplit('_').next().unwrap();
                assert!(
                    body.bytes().all(|byte| identifier::BASE58.contains(&byte)),
                    "{role}"
                );
                assert!(ids.insert(key.id().to_owned()), "{role}");
            }
        }
        assert_eq!(seeded.production().publishable().id(), DOCUMENTED_KEY_ID);
        assert!(identifier::matches_pattern(OTHER_ACCOUNT_ID));
    }
}
