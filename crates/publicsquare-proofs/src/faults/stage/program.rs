//! The program that is given a key, in all manners of doing and not doing what it should.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::Stage;
use crate::faults::scenario::{Manner, Place};
use crate::faults::user;

/// Puts the key into a file beside itself.
const STORES: &str = r#"umask 077; cat > "$0.new" && mv "$0.new" "${0%/*}/key""#;

/// Prints the key as it is, in base64, as an escape of URLs and in JSON, and stores it.
const ECHOES: &str = r#"key=$(cat)
echo "plain=$key"
echo "base64=$(printf %s "$key" | base64 | tr -d '\n')" >&2
echo "url=$(printf %s "$key" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g')"
printf 'json={"key":"%s"}\n' "$key" >&2
umask 077; printf %s "$key" > "$0.new" && mv "$0.new" "${0%/*}/key""#;

/// How each line of [`ECHOES`] begins once the key is taken out of it.
pub(in crate::faults) const REDACTED: [&str; 4] = [
    "plain=[the key]",
    "base64=[the key]",
    "url=[the key]",
    "json={\"key\":\"[the key]\"}",
];

/// The user's patience ends: two interrupts for psq, and for nobody else, should psq be dead by now.
const HANGS: &str = r#"[ "$(cat "/proc/$PPID/comm")" = psq ] || exit 1
kill -INT "$PPID"; sleep 0.05; kill -INT "$PPID"; sleep 2; exit 1"#;

impl Stage {
    /// Where it is.
    pub(in crate::faults) fn program(&self) -> PathBuf {
        self.vault().join("deliver")
    }

    /// Puts it there.
    pub(super) fn write_program(&self) -> io::Result<()> {
        let Place::Command(manner) = self.scenario.place else {
            return Ok(());
        };
        let script = match manner {
            Manner::Stores => format!("#!/bin/sh\n{STORES}\n"),
            Manner::Echoes => format!("#!/bin/sh\n{ECHOES}\n"),
            Manner::Dies => "#!/bin/sh\necho 'no such vault' >&2; exit 3\n".to_owned(),
            Manner::Hangs => format!("#!/bin/sh\n{HANGS}\n"),
            Manner::CannotStart => format!("#!/nowhere/sh\n{STORES}\n"),
        };
        fs::write(self.program(), script)?;
        fs::set_permissions(self.program(), Permissions::from_mode(0o755))?;
        user::give(&self.program())
    }

    /// Nobody can run it any more.
    pub(in crate::faults) fn unplug(&self) -> io::Result<()> {
        fs::set_permissions(self.program(), Permissions::from_mode(0o644))
    }
}
