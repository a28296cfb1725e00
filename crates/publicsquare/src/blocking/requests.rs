//! Requests whose `send` blocks the calling thread.
//!
//! In comes a request of the asynchronous client. Out comes its blocking twin, which passes settings on to it and waits for
//! its result. `request_methods.rs` has the methods that several requests share. Lists have more methods in `list.rs`,
//! and `send_kept` is in `send_kept.rs`.

use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::ApiKeyId;

use super::request_methods::{blocking_request, id_method, identity_methods, send_method};
use super::worker::Worker;
use crate::answer::Answer;
use crate::api_key::{ApiKey, Created, Revealed};
use crate::error::Error;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::read::{KeyTypeInfo, PermissionInfo};
use crate::regenerate::Regenerated;
use crate::retry::policy::RetryPolicy;
use crate::send_kept::StoredRequest;

blocking_request!(
    /// A request to replace the secret value of a key, as [`publicsquare::Regenerate`](crate::Regenerate).
    Regenerate,
    "client.api_keys().regenerate(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
blocking_request!(
    /// A request to create a restricted key, as [`publicsquare::Create`](crate::Create).
    Create,
    "client.api_keys().create(\"Till 4\", [\"payment:write\"])?"
);
blocking_request!(
    /// A request to change a restricted key, as [`publicsquare::Update`](crate::Update).
    Update,
    "client.api_keys().update(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\", \"Till 5\", [\"payment:read\"])?"
);
blocking_request!(
    /// A request to delete a restricted key, as [`publicsquare::Delete`](crate::Delete).
    Delete,
    "client.api_keys().delete(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
blocking_request!(
    /// A request for the keys of the account, as [`publicsquare::List`](crate::List).
    List,
    "client.api_keys().list()"
);
blocking_request!(
    /// A request for a key, as [`publicsquare::Get`](crate::Get).
    Get,
    "client.api_keys().get(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
blocking_request!(
    /// A request for a key with its secret value, as [`publicsquare::Reveal`](crate::Reveal).
    Reveal,
    "client.api_keys().reveal(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
blocking_request!(
    /// A request for the types that keys can have, as [`publicsquare::ApiKeyTypes`](crate::ApiKeyTypes).
    ApiKeyTypes,
    "client.api_key_types()"
);
blocking_request!(
    /// A request for the permissions that keys can have, as [`publicsquare::Permissions`](crate::Permissions).
    Permissions,
    "client.permissions()"
);

send_method!(Get => Answer<ApiKey>, "client.api_keys().get(id)?");
send_method!(Reveal => Revealed, "client.api_keys().reveal(id)?");
send_method!(ApiKeyTypes => Answer<Vec<KeyTypeInfo>>, "client.api_key_types()");
send_method!(Permissions => Answer<Vec<PermissionInfo>>, "client.permissions()");

identity_methods!(
    Regenerate => Regenerated,
    "client.api_keys().regenerate(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?",
    "client.api_keys().regenerate(id)?"
);
identity_methods!(
    Create => Created,
    "client.api_keys().create(\"Till 4\", [\"payment:write\"])?",
    "client.api_keys().create(\"Till 4\", [\"payment:write\"])?"
);
identity_methods!(
    Update => Answer<ApiKey>,
    "client.api_keys().update(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\", \"Till 5\", [\"payment:read\"])?",
    "client.api_keys().update(id, \"Till 5\", [\"payment:read\"])?"
);

id_method!(
    Get,
    "client.api_keys().get(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
id_method!(
    Reveal,
    "client.api_keys().reveal(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
id_method!(
    Regenerate,
    "client.api_keys().regenerate(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);
id_method!(
    Update,
    "client.api_keys().update(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\", \"Till 5\", [\"payment:read\"])?"
);
id_method!(
    Delete,
    "client.api_keys().delete(\"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ\")?"
);

impl Regenerate {
    pub(super) fn to_stored(&self) -> StoredRequest {
        self.request.to_stored()
    }

    pub(super) fn resuming(mut self, stored: StoredRequest) -> Self {
        self.request = self.request.resuming(stored);
        self
    }
}

impl Delete {
    /// The correlation id: the vendor's support can find the request by it. It is not a secret.
    ///
    /// ```
    /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().delete("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// println!("if this fails, tell the support {}", request.correlation_id());
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        self.request.correlation_id()
    }

    /// Sets a correlation id of your own, such as the number of a change.
    ///
    /// ```
    /// use publicsquare::CorrelationId;
    ///
    /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
    /// let request = client.api_keys().delete("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?;
    /// let request = request.with_correlation_id(CorrelationId::new("change-4711")?);
    /// assert_eq!(request.correlation_id().as_str(), "change-4711");
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.request = self.request.with_correlation_id(id);
        self
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
    /// # let client = builder.api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.send()?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// let answer = client.api_keys().delete(id)?.send()?;
    /// println!("deleted at {:?}", answer.server_time);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been deleted.
    pub fn send(&self) -> Result<Answer<()>, Error> {
        let request = self.request.clone();
        self.worker.run(
            crate::Delete::EFFECT,
            None,
            async move { request.send().await },
        )
    }
}
