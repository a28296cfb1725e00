//! The pages of the commands that change, recover or list keys: `rotate`, `replace`, `recover`, `status` and `keys`.
//!
//! Each page is a constant with the description, the notes, the examples and the exit codes of one command. `--help`
//! and the manual print them. The options are described in [`crate::cli`], and the pages of the commands that work on
//! a plan are in [`plans`](super::plans).

use super::Page;
use super::items::{
    ACCESS, CREDENTIAL_FILES, LOOKS, ROTATION_EXITS, STAGED_FILES, STATE, STATE_FILES,
};

pub(super) static ROTATE: Page = Page {
    name: "rotate",
    description: &[
        "psq first checks that it is allowed to reveal the key. Then it rehearses the delivery to each file, reserves \
         disk space, and writes a journal to the disk. Only then does it ask the API for a new value. The old value stops \
         working at once.",
        "psq delivers the new value and verifies it: each destination holds the key, the API accepts the key, and the key \
         is the current one. If anything stops psq on the way, psq-recover(1) continues.",
        "An interrupt (Ctrl-C) before the change ends psq, and nothing was changed. After that, the first interrupt lets psq finish \
         what it has begun, and a second one ends psq at once.",
        "A destination is a file (--to), a variable of a dotenv file (--to and --var), the standard output (--to -), or a \
         command that reads the key from its standard input (after --). --also adds files. --then runs a command once \
         every destination holds the key; that command does not get the key.",
    ],
    notes: &[],
    examples: &[
        "psq rotate KEY_ID --env test --to .env --var PUBLICSQUARE_KEY",
        "psq rotate KEY_ID --env test --to .env --var PUBLICSQUARE_KEY \\\n  \
         --also jobs.env:SQUARE_KEY --then 'systemctl reload shop'",
        "psq rotate KEY_ID --env production --to /etc/shop/publicsquare.key \\\n  --confirm KEY_ID",
        "psq rotate KEY_ID --env test --attempt-id \"$GITHUB_RUN_ID\" \\\n  \
         -- gh secret set PUBLICSQUARE_KEY --repo acme/shop",
    ],
    exits: ROTATION_EXITS,
    environment: &[ACCESS, STATE, LOOKS],
    files: &[STATE_FILES, CREDENTIAL_FILES, STAGED_FILES],
};

pub(super) static REPLACE: Page = Page {
    name: "replace",
    description: &[
        "psq creates a restricted key with the name and the permissions of the old one, delivers it, and verifies it. \
         Only then does it delete the old key. One of the two keys always works.",
        "The new key has another id. psq names it at the end, and the audit log has it as well.",
        "The API lets accounts create restricted keys only. For a publishable or a secret key, use psq-rotate(1).",
    ],
    notes: &[],
    examples: &[
        "psq replace KEY_ID --env test --to .env --var PUBLICSQUARE_KEY",
        "psq replace KEY_ID --env production --confirm KEY_ID \\\n  \
         -- gh secret set PUBLICSQUARE_KEY --repo acme/shop",
    ],
    exits: ROTATION_EXITS,
    environment: &[ACCESS, STATE, LOOKS],
    files: &[STATE_FILES, CREDENTIAL_FILES, STAGED_FILES],
};

pub(super) static RECOVER: Page = Page {
    name: "recover",
    description: &[
        "With a journal, psq continues where the rotation was interrupted. It asks the API for the value that the key has \
         now, delivers it to the destinations of the journal, and verifies it. With --to or a command, it delivers to \
         another destination.",
        "Without a journal, and with KEY_ID, --env and a destination, it delivers the value that the key has now. This \
         works on any machine, even if psq has never run there.",
    ],
    notes: &[],
    examples: &[
        "psq recover                    # every rotation that is open",
        "psq recover KEY_ID             # one rotation",
        "psq recover KEY_ID --to FILE   # to another destination",
        "psq recover KEY_ID --env test --to FILE   # if no rotation is open",
    ],
    exits: ROTATION_EXITS,
    environment: &[ACCESS, STATE, LOOKS],
    files: &[STATE_FILES, CREDENTIAL_FILES, STAGED_FILES],
};

pub(super) static STATUS: Page = Page {
    name: "status",
    description: &[
        "psq reads the journals of this machine. For each rotation that is open it reports how far it came, what that \
         means for the old key, and which command to type next.",
    ],
    notes: &[],
    examples: &["psq status", "psq status --json"],
    exits: &[
        (0, "no rotation is open"),
        (2, "usage error"),
        (4, "a rotation is open: run `psq recover`"),
    ],
    environment: &[STATE, LOOKS],
    files: &[STATE_FILES],
};

pub(super) static KEYS: Page = Page {
    name: "keys",
    description: &[],
    notes: &[
        "psq counts the age from the last regeneration in the audit log of this machine. If the log has none, psq counts \
         it from the last change that the API reports. The column COUNTED FROM says which.",
    ],
    examples: &[
        "psq keys",
        "psq keys --env production --older-than 90d",
        "psq keys --json",
    ],
    exits: &[
        (0, "listed"),
        (2, "usage error, or the list could not be written"),
        (3, "the API did not answer with a list"),
    ],
    environment: &[ACCESS, STATE, LOOKS],
    files: &[STATE_FILES, CREDENTIAL_FILES],
};
