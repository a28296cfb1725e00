//! The operations on API keys.
//!
//! In comes the input of an operation: an id, a name, permissions. Out comes a request that can be sent, or an error that
//! says what is wrong with the input. An operation that takes an id alone, such as `regenerate`, has its
//! method beside its request, by [`request_methods`](crate::request_methods).

use publicsquare_client::ApiKeyId;

use crate::client::Client;
use crate::create::Create;
use crate::error::Error;
use crate::key_attributes::Permission;
use crate::list::List;
use crate::update::Update;

/// The operations on API keys. From [`Client::api_keys`].
///
/// Each method makes a request, which is a value. Nothing is sent before you await it or call its `send`. The input is
/// checked at once. So every request that exists can be sent, and it already has the id and the identity that a
/// program may want to store first.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// let keys = client.api_keys();
/// let request = keys.regenerate(id)?;
/// println!("about to replace {}", request.id());
/// let rotated = request.await?;
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct ApiKeys {
    client: Client,
}

impl ApiKeys {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Makes a request for the keys of the account. Await it for one page, or take its stream for all keys.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let page = client.api_keys().list().page_size(50).await?;
    /// println!("{} of {:?} keys", page.keys.len(), page.total_items);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn list(&self) -> List {
        List::new(self.client.clone())
    }

    /// Makes a request to create a restricted key. Nothing is sent before the request is awaited.
    ///
    /// ```
    /// use publicsquare::Permission;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// let created = client.api_keys().create("Till 4", [Permission::PaymentWrite])?.await?;
    /// store_durably(created.key.expose_secret());
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The name is empty, has more than 100 characters, or holds a control character or an API key. There is no
    /// permission, or one that is not a single visible word. [`Error::field_errors`] has all that is wrong.
    pub fn create(
        &self,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Create, Error> {
        Create::new(self.client.clone(), name.into(), permissions)
    }

    /// Makes a request to replace the name and the permissions of a restricted key. Nothing is sent before the
    /// request is awaited.
    ///
    /// ```
    /// use publicsquare::Permission;
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # let created = client.api_keys().create("Till 4", ["payment:write"])?.await?;
    /// # let id = created.details.id.ok_or("no id")?;
    /// let request = client.api_keys().update(id, "Till 5", [Permission::PaymentRead])?;
    /// let key = request.await?;
    /// assert_eq!(key.permissions, [Permission::PaymentRead]);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The text is not the id of an API key, or the name or a permission cannot be used, as for
    /// [`create`](Self::create).
    pub fn update<Id>(
        &self,
        id: Id,
        name: impl Into<String>,
        permissions: impl IntoIterator<Item = impl Into<Permission>>,
    ) -> Result<Update, Error>
    where
        Id: TryInto<ApiKeyId>,
        Error: From<Id::Error>,
    {
        Update::new(
            self.client.clone(),
            id.try_into()?,
            name.into(),
            permissions,
        )
    }
}
