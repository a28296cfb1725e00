//! A file with one value in it that psq may replace, and other bytes that are not psq's.

/// What is to be in such a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Document {
    /// The bytes before the value.
    pub(super) before: Vec<u8>,
    /// The bytes behind it.
    pub(super) after: Vec<u8>,
    /// All of it, where another secret stands at the place of the key: not one byte may change.
    pub(super) untouchable: Option<Vec<u8>>,
    /// The mode that it has to keep.
    pub(super) mode: Option<u32>,
}

impl Document {
    /// Around any value.
    pub(super) fn around(before: String, after: String) -> Self {
        Self {
            before: before.into_bytes(),
            after: after.into_bytes(),
            ..Self::default()
        }
    }

    /// The file with this value.
    pub(super) fn with(&self, value: &str) -> Vec<u8> {
        [&self.before, value.as_bytes(), &self.after].concat()
    }

    /// The value in this content; an error where any other byte is not as it was.
    pub(super) fn value_in(&self, content: &[u8]) -> Result<String, String> {
        let value = match &self.untouchable {
            Some(whole) if whole == content => return Ok(String::new()),
            Some(_) => return Err("another secret has changed".to_owned()),
            None => content
                .strip_prefix(self.before.as_slice())
                .and_then(|rest| rest.strip_suffix(self.after.as_slice()))
                .ok_or("the bytes around the value have changed")?,
        };
        String::from_utf8(value.to_vec()).map_err(|_| "the value is no text".to_owned())
    }
}
