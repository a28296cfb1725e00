//! The fingerprint of a key: what psq shows and stores in place of the key.
//!
//! The value of a key comes in. Out goes its SHA-256, of which the first 12 hexadecimal digits are shown to a
//! person. The value is random, so the digest does not help to guess it. `journal`, `audit` and `report`
//! contain fingerprints only.

use std::fmt;

use publicsquare::SecretKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a key's value. The value is random, so that nobody can guess it from the digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Fingerprint(#[schemars(regex(pattern = r"^sha256:[0-9a-f]{64}$"))] String);

impl Fingerprint {
    /// The fingerprint of a key.
    pub(crate) fn of(key: &SecretKey) -> Self {
        Self::of_bytes(key.expose_secret().as_bytes())
    }

    /// The fingerprint of the value at a destination.
    pub(crate) fn of_bytes(value: &[u8]) -> Self {
        Self(format!("sha256:{}", hex(&Sha256::digest(value))))
    }
}

/// Shows the first 12 hexadecimal digits, which are enough for a person to compare.
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

/// Bytes in lower-case hexadecimal.
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
