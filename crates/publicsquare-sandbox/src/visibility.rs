//! Who sees the values of keys, where the vendor documents nothing.

/// Whose value `GET /api-keys/{id}/reveal` shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reveal {
    /// That of every key in the environment of the account.
    #[default]
    AnyKey,
    /// That of the authenticating key alone; for any other id it is 403.
    OwnKey,
}

/// What the member `key` is where nothing but looking or editing was asked for: in the answers of list,
/// get and update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyMember {
    /// `null`: only create, reveal and regenerate show a value.
    #[default]
    Null,
    /// The value.
    Value,
}
