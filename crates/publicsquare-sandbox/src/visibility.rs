//! Who sees the values of keys: two settings for questions that the vendor leaves open.
//!
//! A [`Builder`](crate::Builder) takes them. [`Reveal`] decides the reveal operation, and [`KeyMember`] the
//! member `key` in the responses of list, get and update. The operations read them from the
//! [`service`](crate::service).

/// Whose value `GET /api-keys/{id}/reveal` shows.
///
/// ```
/// use publicsquare_sandbox::{Reveal, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().reveal(Reveal::OwnKey).start().await?;
/// let keys = sandbox.seeded().test();
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// let reveal = async |id: &str| {
///     let request = client.get(format!("{}/api-keys/{id}/reveal", sandbox.url()));
///     let response = request.header("X-API-KEY", keys.secret().value()).send().await?;
///     Ok::<_, reqwest::Error>(response.status().as_u16())
/// };
/// assert_eq!(reveal(keys.secret().id()).await?, 200);
/// assert_eq!(reveal(keys.publishable().id()).await?, 403);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// The value of every key in the same account and environment.
    #[default]
    AnyKey,
    /// Only the value of the authenticating key. Any other id gets 403.
    OwnKey,
}

/// What the member `key` is in the responses of list, get and update, which do not ask for a value.
///
/// ```
/// use publicsquare_sandbox::{KeyMember, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().key_member(KeyMember::Value).start().await?;
/// let key = sandbox.seeded().test().secret();
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// let response = client
///     .get(format!("{}/api-keys/{}", sandbox.url(), key.id()))
///     .header("X-API-KEY", key.value())
///     .send()
///     .await?;
/// assert_eq!(response.json::<serde_json::Value>().await?["key"], key.value());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyMember {
    /// `null`. Only create, reveal and regenerate show a value.
    #[default]
    Null,
    /// The value of the key.
    Value,
}
