//! Texts that the pages of several commands share: environment variables, files and exit codes.
//!
//! Each list is a constant of names with their explanations. A page in [`keys`](super::keys), [`plans`](super::plans)
//! or [`tools`](super::tools) takes the lists that apply to its command. A variable or a file that only one command
//! knows is described on the page of that command instead.

use super::{ExitCode, Item};

/// The exit codes of what touches keys.
pub(super) const ROTATION_EXITS: &[ExitCode] = &[
    (0, "delivered and verified"),
    (2, "usage: nothing was changed"),
    (3, "the old key is untouched"),
    (4, "rotated, or unknown whether it is: run `psq recover`"),
    (
        5,
        "delivered, but not verified, or superseded by another, or --then failed",
    ),
];

/// The exit codes of what prints something and touches nothing.
pub(super) const PRINTED_EXITS: &[ExitCode] =
    &[(0, "printed"), (2, "usage, or it could not be written")];

/// How the API is reached.
pub(super) const ACCESS: &[Item] = &[
    (
        "PUBLICSQUARE_API_SECRET, PUBLICSQUARE_API_KEY",
        "The API key that psq authenticates with, where --auth-file is not given. Either is enough. A publishable key in \
         one of them is not taken. Of two different keys psq takes none and ends with exit code 2. The programs that \
         psq starts get neither variable.",
    ),
    (
        "CREDENTIALS_DIRECTORY",
        "The folder in which systemd hands credentials to a service. Without --auth-file and without the variables \
         above, psq reads the API key from the file publicsquare-api-key in it.",
    ),
    (
        "PUBLICSQUARE_BASE_URL",
        "The address of another server, such as that of psq sandbox. Without it, psq asks \
         https://api.publicsquare.com.",
    ),
    (
        "HTTPS_PROXY, NO_PROXY",
        "The proxy to the API, and the hosts that need none.",
    ),
    (
        "SSL_CERT_FILE",
        "On Linux, the file with the certificates to trust in place of those of the system.",
    ),
];

/// Where the state is.
pub(super) const STATE: &[Item] = &[
    (
        "PSQ_STATE_DIR",
        "The folder of the state, with its whole path.",
    ),
    (
        "XDG_STATE_HOME, HOME",
        "Where the folder of the state is without PSQ_STATE_DIR.",
    ),
];

/// How it looks.
pub(super) const LOOKS: &[Item] = &[(
    "NO_COLOR, CLICOLOR, CLICOLOR_FORCE",
    "Whether messages and help have colours. Without these, they have colours in a terminal.",
)];

/// What is in the folder of the state.
pub(super) const STATE_FILES: &[Item] = &[
    (
        "~/.local/state/psq/",
        "The folder of the state. On macOS it is ~/Library/Application Support/psq/. Only its owner can enter it.",
    ),
    (
        "~/.local/state/psq/rotations/KEY_ID.journal",
        "What is known of a rotation that is open. It holds no API key. It holds the idempotency key of the \
         request, which is as secret.",
    ),
    (
        "~/.local/state/psq/rotations/*.lock",
        "Locks. They keep two processes from changing one key or one file at once.",
    ),
    (
        "~/.local/state/psq/audit.jsonl",
        "A line for each rotation that has ended: who, when, which key, fingerprints, correlation id.",
    ),
];

/// Where a credential can be.
pub(super) const CREDENTIAL_FILES: &[Item] = &[(
    "$CREDENTIALS_DIRECTORY/publicsquare-api-key",
    "The API key that psq authenticates with, in a service of systemd with \
     LoadCredential=publicsquare-api-key:PATH.",
)];

/// What is at the destination for a while.
pub(super) const STAGED_FILES: &[Item] = &[(
    "FILE.KEY_ID.psq",
    "The new content of the destination FILE, beside it, until it takes its place. It ends as the name of FILE \
     does, as in .env.KEY_ID.psq.env.",
)];
