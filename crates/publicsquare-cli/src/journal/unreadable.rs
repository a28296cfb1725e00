//! A journal that psq cannot use, and what to do about it.
//!
//! The path and what is wrong come in. Out goes the error for a run that needs the journal. psq never removes
//! such a journal, because it may be all that is known of a change. The current value of a key can be delivered
//! without it.

use std::path::{Path, PathBuf};

use publicsquare::ApiKeyId;

use crate::cli_error::{CliError, OldKey};
use crate::flaw::Flaw;
use crate::next_step::NextStep;

/// A journal that cannot be used.
#[derive(Debug)]
pub(crate) struct UnreadableJournal {
    pub(crate) path: PathBuf,
    pub(crate) flaw: String,
    /// Whether another version of psq has written it. That psq can finish the change.
    pub(crate) is_foreign: bool,
}

impl UnreadableJournal {
    pub(super) fn new(path: &Path, flaw: &str) -> Self {
        Self {
            path: path.to_owned(),
            flaw: flaw.to_owned(),
            is_foreign: false,
        }
    }

    /// The error for it.
    pub(crate) fn to_error(&self, id: &ApiKeyId, next: Option<NextStep>) -> CliError {
        let path = self.path.display();
        let flaw = Flaw::new(format!(
            "the journal {path} cannot be used ({}), so psq leaves it alone",
            self.flaw
        ));
        let flaw = flaw.advise(if self.is_foreign {
            "finish the change with that psq; if nobody has it any more, move the journal away and deliver the current \
             value of the key with `psq recover --to`"
        } else {
            "deliver the current value of the key, which needs no journal"
        });
        let error = CliError::unfinished(id, OldKey::Unknown, flaw);
        match next.filter(|_| !self.is_foreign) {
            Some(next) => error.with_next(next),
            None => error.with_next(NextStep::Status),
        }
    }

    /// The id in the name of the file.
    pub(crate) fn key_id(&self) -> Option<ApiKeyId> {
        self.path.file_stem()?.to_str()?.parse().ok()
    }
}
