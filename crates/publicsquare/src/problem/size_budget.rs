//! How much of a problem is kept.
//!
//! In come the texts and the members of a problem, one after the other. Out comes for each whether it fits into what is
//! left of 16 KiB, or how much of it fits. `problem.rs` decides the order: the most useful texts come first.

use serde_json::Value;

use super::FieldError;

/// The limit for all texts together, in bytes.
const ALL: usize = 16 * 1024;
/// The limit for one text outside the field errors, in bytes.
const ONE: usize = 2 * 1024;
/// The cost of an entry in addition to its texts, in bytes. It limits the number of empty entries.
const ENTRY: usize = 16;

/// The bytes that are left for a problem.
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

    /// Whether something was left out.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Shortens a text to what is left.
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

    /// Whether a whole field error fits. If so, its size is taken.
    pub(super) fn fits_field_error(&mut self, error: &FieldError) -> bool {
        let messages: usize = error.messages.iter().map(|text| ENTRY + text.len()).sum();
        self.takes(error.field.len() + messages)
    }

    /// Whether a whole member fits. If so, its size is taken.
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
