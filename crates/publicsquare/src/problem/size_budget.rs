//! How much of a problem is kept.

use serde_json::Value;

use super::FieldError;

/// All texts together, in bytes.
const ALL: usize = 16 * 1024;
/// One text outside the field errors.
const ONE: usize = 2 * 1024;
/// What an entry costs beside its texts, so that many empty ones come to an end as well.
const ENTRY: usize = 16;

/// The room that is left for a problem.
pub(super) struct SizeBudget {
    left: usize,
    is_over: bool,
}

impl SizeBudget {
    pub(super) fn new() -> Self {
        Self {
            left: ALL,
            is_over: false,
        }
    }

    /// Whether something had to be left out.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Cuts a text to the room that there is for it.
    pub(super) fn cut(&mut self, text: &mut Option<String>) {
        let Some(text) = text else { return };
        let most = self.left.min(ONE);
        if text.len() > most {
            self.is_over = true;
            let end = (0..=most).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or(0));
            text.push('…');
        }
        self.left = self.left.saturating_sub(text.len());
    }

    /// Takes a field error as a whole or not at all.
    pub(super) fn fits_field_error(&mut self, error: &FieldError) -> bool {
        let messages: usize = error.messages.iter().map(|text| ENTRY + text.len()).sum();
        self.takes(error.field.len() + messages)
    }

    /// Takes a member as a whole or not at all.
    pub(super) fn fits_member(&mut self, name: &str, value: &Value) -> bool {
        self.takes(name.len() + value.to_string().len())
    }

    fn takes(&mut self, size: usize) -> bool {
        match self.left.checked_sub(size + ENTRY) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.is_over = true;
                false
            }
        }
    }
}
