//! Texts that the pages of several commands share: environment variables, files and exit codes.
//!
//! Each list is a constant of names with their explanations. A page in [`keys`](super::keys), [`plans`](super::plans)
//! or [`tools`](super::tools) takes the lists that apply to its command. A variable or a file that only one command
//! knows is described on the page of that command instead.

use super::{ExitCode, Item};

/// The exit codes of the commands that change keys.
pub(super) const ROTATION_EXITS: &[ExitCode] = &[
    (0, "delivered and verified"),
    (2, "usage error: nothing was changed"),
    (3, "the old key is untouched"),
    (
        4,
        "rotated and not finished, or perhaps rotated: run `psq recover`",
    ),
    (
        5,
        "delivered, but not verified, or superseded by another, or --then failed",
    ),
];

/// The exit codes of the commands that only print something.
pub(super) const PRINTED_EXITS: &[ExitCode] = &[
    (0, "printed"),
    (2, "usage error, or it could not be written"),
];

/// The variables with which psq reaches the API.
pub(super) const ACCESS: &[Item] = &[
    (
        "PUBLICSQUARE_API_SECRET, PUBLICSQUARE_API_KEY",
        "The API key that psq authenticates with if --auth-file is not given. One of the two variables is enough. psq does \
         not use a publishable key. If the variables hold two different keys, psq uses neither and ends with exit code 2. \
         Programs that psq starts do not get these variables.",
    ),
    (
        "CREDENTIALS_DIRECTORY",
        "The folder in which systemd gives credentials to a service. Without --auth-file and without the variables \
         above, psq reads the API key from the file publicsquare-api-key in it.",
    ),
    (
        "PUBLICSQUARE_BASE_URL",
        "The address of the API server, such as that of psq sandbox. Without it, psq uses \
         https://api.publicsquare.com.",
    ),
    (
        "HTTPS_PROXY, NO_PROXY",
        "The proxy for requests to the API, and the hosts that psq reaches without a proxy.",
    ),
    (
        "SSL_CERT_FILE",
        "On Linux, the file with the certificates to trust instead of those of the system.",
    ),
];

/// The variables that say where psq keeps its state.
pub(super) const STATE: &[Item] = &[
    (
        "PSQ_STATE_DIR",
        "The folder for the state of psq, as an absolute path.",
    ),
    (
        "XDG_STATE_HOME, HOME",
        "They determine the folder for the state if PSQ_STATE_DIR is not set.",
    ),
];

/// The variables that control colours.
pub(super) const LOOKS: &[Item] = &[(
    "NO_COLOR, CLICOLOR, CLICOLOR_FORCE",
    "Whether messages and help have colours. Without these variables, psq uses colours in a terminal only.",
)];

/// The files in the folder of the state.
pub(super) const STATE_FILES: &[Item] = &[
    (
        "~/.local/state/psq/",
        "The folder of the state. On macOS it is ~/Library/Application Support/psq/. Only its owner can enter it.",
    ),
    (
        "~/.local/state/psq/rotations/KEY_ID.journal",
        "The journal of a rotation that is open. It holds no API key, but the idempotency key of the request, which is \
         just as secret.",
    ),
    (
        "~/.local/state/psq/rotations/*.lock",
        "Locks. They keep two processes from changing the same key or file at the same time.",
    ),
    (
        "~/.local/state/psq/audit.jsonl",
        "One line for each rotation that has ended: who, when, which key, fingerprints, correlation id.",
    ),
];

/// The file with the credential of a systemd service.
pub(super) const CREDENTIAL_FILES: &[Item] = &[(
    "$CREDENTIALS_DIRECTORY/publicsquare-api-key",
    "The API key that psq authenticates with, in a service of systemd with \
     LoadCredential=publicsquare-api-key:PATH.",
)];

/// The file that is beside a destination during a rotation.
pub(super) const STAGED_FILES: &[Item] = &[(
    "FILE.KEY_ID.psq",
    "The new content of the destination FILE. psq writes it beside FILE and then renames it to FILE. Its name ends \
     like that of FILE, as in .env.KEY_ID.psq.env.",
)];
