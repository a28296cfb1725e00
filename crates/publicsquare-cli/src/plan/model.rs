//! What stands in a plan, as a person writes it.
//!
//! These types are the format: the reader takes each table of the file into one of them, and the committed
//! JSON Schema is made from them. Members that they do not have are refused. They know where in the file each
//! text stands, so that a refusal can say it. What the texts mean is looked at in [`validate`](super::validate).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The version of the format.
pub(crate) const VERSION: u32 = 1;

/// How many keys of an environment change in one run where the plan does not say it.
pub(crate) const CHANGES_PER_RUN: u32 = 5;

/// Which API keys are changed when, and where their values go. `psq apply` does what it says.
///
/// Paths that do not begin with a slash begin at the folder of the plan. No API key stands in a plan.
#[derive(JsonSchema)]
#[schemars(title = "psq plan", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "it is the form of the file, which is read table by table"
)]
pub(crate) struct PlanFile {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// By which credential each environment is reached. The names `test` and `production` say which
    /// environment it is; under any other name the member `is` says it, as for a second account.
    environments: BTreeMap<String, EnvironmentEntry>,
    /// The keys.
    #[schemars(extend("minItems" = 1))]
    keys: Vec<KeyEntry>,
}

/// How an environment of an account is reached.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnvironmentEntry {
    /// Which environment it is; needed where the name of the table does not say it.
    #[schemars(with = "Option<EnvironmentName>")]
    pub(super) is: Option<Spanned<EnvironmentName>>,
    /// Where the API key stands that psq authenticates with: a secret key, or a restricted one with
    /// `api-key:read` and `api-key:write`.
    #[schemars(with = "CredentialEntry")]
    pub(super) credential: Spanned<CredentialEntry>,
    /// The most keys of this environment that change in one run, so that a bad day is small. 5 where it is
    /// not said.
    #[schemars(with = "Option<u32>", extend("minimum" = 1))]
    pub(super) changes_per_run: Option<Spanned<u32>>,
}

/// The environments that the API knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum EnvironmentName {
    /// Play money.
    Test,
    /// Real money.
    Production,
}

/// Where a credential stands: one of the three.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub(crate) struct CredentialEntry {
    /// The name of the environment variable that holds it.
    #[schemars(with = "Option<String>")]
    pub(super) variable: Option<Spanned<String>>,
    /// The file that holds it, which only its owner may read.
    #[schemars(with = "Option<String>")]
    pub(super) file: Option<Spanned<String>>,
    /// The name of the entry in `$CREDENTIALS_DIRECTORY`, as systemd's `LoadCredential=` makes them.
    #[schemars(with = "Option<String>")]
    pub(super) systemd: Option<Spanned<String>>,
}

/// A key.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyEntry {
    /// The id, such as `key_7Ay5mcUXAxwrN6wQEQUVEHBCJ`; not the value.
    #[schemars(with = "String")]
    pub(super) id: Spanned<String>,
    /// The name of the environment table that it belongs to.
    #[schemars(with = "String")]
    pub(super) environment: Spanned<String>,
    /// How old the value becomes at most, such as `90d`, `12w` or `36h`. It is changed when it has
    /// reached between 90 % and 99 % of that age; the exact point depends on the id of the key.
    #[schemars(with = "String", extend("pattern" = "^[0-9]+[hdw]$"))]
    pub(super) max_age: Spanned<String>,
    /// How the value is changed.
    #[serde(default)]
    pub(super) method: Method,
    /// Where the value goes, in this order.
    #[schemars(with = "Vec<DestinationEntry>", extend("minItems" = 1))]
    pub(super) to: Spanned<Vec<Spanned<DestinationEntry>>>,
    /// What is done once the value is delivered and verified, such as a reload of the service.
    #[schemars(with = "Option<ThenEntry>")]
    pub(super) then: Option<Spanned<ThenEntry>>,
    /// The file where psq keeps the id of the successor; needed with `replace`, which gives the key another
    /// id each time. The plan keeps the first one.
    #[schemars(with = "Option<String>")]
    pub(super) id_file: Option<Spanned<String>>,
}

/// How the value of a key is changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    /// A new value under the same id. The old value dies at once.
    #[default]
    Rotate,
    /// For restricted keys: a successor with another id. The old key is deleted once the successor works.
    Replace,
}

/// A place for the value: a file, a variable of a file, or a command.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["file"]}, {"required": ["command"]}]))]
pub(crate) struct DestinationEntry {
    /// The file that holds the value.
    #[schemars(with = "Option<String>")]
    pub(super) file: Option<Spanned<String>>,
    /// The variable of a dotenv file; every other byte of it is kept. Without it the file holds the value and
    /// nothing else.
    #[schemars(with = "Option<String>")]
    pub(super) variable: Option<Spanned<String>>,
    /// A command, word by word, that reads the value from its standard input. It runs in the folder of the
    /// plan.
    #[schemars(with = "Option<Vec<String>>", extend("minItems" = 1))]
    pub(super) command: Option<Spanned<Vec<String>>>,
}

/// What is done after a change.
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
