//! The format of a plan, as a person writes it.
//!
//! [`load`](super::load) reads each table of the file into one of these types, and the committed JSON Schema is generated
//! from them. psq refuses members that they do not have. They keep the place of each text in the file, so that a message
//! can name it. [`validate`](super::validate) checks what the texts mean. The doc comments below are the descriptions
//! in the schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The version of the format.
pub(crate) const VERSION: u32 = 1;

/// The default of `changes_per_run`.
pub(crate) const CHANGES_PER_RUN: u32 = 5;

/// Says which API keys psq changes, when it changes them, and where their values go. `psq apply` carries it out.
///
/// Relative paths begin at the folder of the plan. A plan must not contain an API key.
#[derive(JsonSchema)]
#[schemars(title = "psq plan", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "the schema is generated from it; the file itself is read table by table"
)]
pub(crate) struct PlanFile {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The environments and the credential of each. The names `test` and `production` say which environment it is.
    /// Under any other name, such as for a second account, the member `is` says it.
    environments: BTreeMap<String, EnvironmentEntry>,
    /// The keys that psq changes.
    #[schemars(extend("minItems" = 1))]
    keys: Vec<KeyEntry>,
}

/// How psq reaches an environment of an account.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnvironmentEntry {
    /// Which environment it is; required if the name of the table does not say it.
    #[schemars(with = "Option<EnvironmentName>")]
    pub(super) is: Option<Spanned<EnvironmentName>>,
    /// Where psq finds the API key that it authenticates with: a secret key, or a restricted key with `api-key:read` and
    /// `api-key:write`.
    #[schemars(with = "CredentialEntry")]
    pub(super) credential: Spanned<CredentialEntry>,
    /// The most keys of this environment that change in one run, so that a failure affects few keys. The default is 5.
    #[schemars(with = "Option<u32>", extend("minimum" = 1))]
    pub(super) changes_per_run: Option<Spanned<u32>>,
}

/// The environments that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EnvironmentName {
    /// No real money.
    Test,
    /// Real money.
    Production,
}

/// Where psq finds a credential: exactly one of the three members.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub(crate) struct CredentialEntry {
    /// The name of the environment variable that holds it.
    #[schemars(with = "Option<String>")]
    pub(super) variable: Option<Spanned<String>>,
    /// The file that holds it. Only its owner may be able to read the file.
    #[schemars(with = "Option<String>")]
    pub(super) file: Option<Spanned<String>>,
    /// The name of the file in `$CREDENTIALS_DIRECTORY` that holds it, as in `LoadCredential=NAME:PATH` of systemd.
    #[schemars(with = "Option<String>")]
    pub(super) systemd: Option<Spanned<String>>,
}

/// A key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyEntry {
    /// The id of the key, such as `key_7Ay5mcUXAxwrN6wQEQUVEHBCJ`; not its value.
    #[schemars(with = "String")]
    pub(super) id: Spanned<String>,
    /// The name of the environment table that the key belongs to.
    #[schemars(with = "String")]
    pub(super) environment: Spanned<String>,
    /// The greatest age of the value, such as `90d`, `12w` or `36h`. psq changes the key when the value has reached
    /// between 90 % and 99 % of that age; the exact point depends on the id of the key.
    #[schemars(with = "String", extend("pattern" = "^[0-9]+[hdw]$"))]
    pub(super) max_age: Spanned<String>,
    /// How psq changes the value.
    #[serde(default)]
    pub(super) method: Method,
    /// Where the value goes, in this order.
    #[schemars(with = "Vec<DestinationEntry>", extend("minItems" = 1))]
    pub(super) to: Spanned<Vec<Spanned<DestinationEntry>>>,
    /// What psq runs once the value is delivered and verified, such as a reload of the service.
    #[schemars(with = "Option<ThenEntry>")]
    pub(super) then: Option<Spanned<ThenEntry>>,
    /// The file in which psq keeps the id of the successor; required with `replace`, which gives the key another id each
    /// time. The id in the plan stays the same.
    #[schemars(with = "Option<String>")]
    pub(super) id_file: Option<Spanned<String>>,
}

/// How psq changes the value of a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    /// The key gets a new value and keeps its id. The old value stops working at once.
    #[default]
    Rotate,
    /// For restricted keys: a successor with another id. psq deletes the old key once the successor works.
    Replace,
}

/// A destination of the value: a file, a variable of a file, or a command.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["file"]}, {"required": ["command"]}]))]
pub(crate) struct DestinationEntry {
    /// The file that holds the value.
    #[schemars(with = "Option<String>")]
    pub(super) file: Option<Spanned<String>>,
    /// The variable of a dotenv file; psq keeps every other byte of the file. Without a variable, the file holds the
    /// value and nothing else.
    #[schemars(with = "Option<String>")]
    pub(super) variable: Option<Spanned<String>>,
    /// A command, word by word, that reads the value from its standard input. It runs in the folder of the
    /// plan.
    #[schemars(with = "Option<Vec<String>>", extend("minItems" = 1))]
    pub(super) command: Option<Spanned<Vec<String>>>,
}

/// What psq runs after a change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "`then` is a line for a shell, such as \"systemctl reload shop\", or a list of words"
)]
pub(crate) enum ThenEntry {
    /// A line for `sh -c`.
    Line(String),
    /// A command, word by word.
    Words(Vec<String>),
}
