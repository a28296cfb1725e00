//! What is said of a key in place of the key.

use std::fmt;

use publicsquare::SecretKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a key's value. A key is random enough for it to give nothing away.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Fingerprint(#[schemars(regex(pattern = r"^sha256:[0-9a-f]{64}$"))] String);

impl Fingerprint {
    /// Of a key.
    pub(crate) fn of(key: &SecretKey) -> Self {
        Self::of_bytes(key.expose_secret().as_bytes())
    }

    /// Of what a destination holds.
    pub(crate) fn of_bytes(value: &[u8]) -> Self {
        Self(format!("sha256:{}", hex(&Sha256::digest(value))))
    }
}

/// The beginning, which is enough for a person to compare.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..19).unwrap_or(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a `String` does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sha_256_of_the_value() {
        let fingerprint = Fingerprint::of(&SecretKey::new("abc"));
        assert_eq!(
            format!("{fingerprint:?}"),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(fingerprint.to_string(), "sha256:ba7816bf8f01");
    }
}
