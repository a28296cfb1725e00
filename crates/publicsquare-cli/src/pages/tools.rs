//! The page of psq as a whole, and the pages of the commands that use no account: `sandbox`, `completions`, `man`.
//!
//! Each page is a constant with the description, the notes, the examples and the exit codes of one command. `--help`
//! and the manual print them. The pages of the commands that use an account are in [`keys`](super::keys) and in
//! [`plans`](super::plans).

use super::Page;
use super::items::{
    ACCESS, CREDENTIAL_FILES, LOOKS, PRINTED_EXITS, ROTATION_EXITS, STATE, STATE_FILES,
};

pub(super) static PSQ: Page = Page {
    name: "psq",
    description: &[
        "The API replaces the value of a key and returns the new value in a single answer. If that answer is lost or \
         cannot be stored, payments stop. psq keeps a journal, so that it can always continue: after a lost \
         answer, a full disk, a crash or a power loss, psq recover delivers the key.",
        "No message of psq shows a key. psq identifies values by their fingerprints.",
    ],
    notes: &[
        "status, keys, apply, check and approve have exit codes of their own: see psq COMMAND --help.",
        "The API key that psq authenticates with comes from --auth-file, else from PUBLICSQUARE_API_SECRET or PUBLICSQUARE_API_KEY, else from \
         $CREDENTIALS_DIRECTORY/publicsquare-api-key (systemd), never from the command line. PUBLICSQUARE_BASE_URL \
         sets another server, PSQ_STATE_DIR another folder for the journal.",
    ],
    examples: &[
        "psq rotate KEY_ID --env production --to /srv/shop/.env --var PUBLICSQUARE_KEY",
        "psq rotate KEY_ID --env test -- bao kv put -mount=secret shop publicsquare=-",
        "psq status",
        "psq recover",
        "psq sandbox --demo",
    ],
    exits: ROTATION_EXITS,
    environment: &[ACCESS, STATE, LOOKS],
    files: &[STATE_FILES, CREDENTIAL_FILES],
};

pub(super) static SANDBOX: Page = Page {
    name: "sandbox",
    description: &[
        "The sandbox is a server on 127.0.0.1 that behaves as the API does: a regenerated key changes, and the old \
         value is refused from then on. Its keys are fake and work only with this sandbox. The sandbox keeps nothing \
         when it ends.",
        "At its start it prints its address, a key to authenticate with for each environment, the ids of its keys, and \
         commands to try.",
        "With --control-port, programs in any language can set, list and clear faults while the sandbox runs: they send \
         POST, GET or DELETE requests to /faults on that port. A body has one fault per line, in the form of --fault. The \
         API itself is on another port, so that no API client changes faults by mistake.",
    ],
    notes: &[],
    examples: &[
        "psq sandbox --demo",
        "psq sandbox --port 4000 --control-port 4001",
        "curl --data 'regenerate=drop:after*2' http://127.0.0.1:4001/faults",
        "psq sandbox --fault regenerate=drop:after \\\n  --fault 'reveal=status:503:before*2'",
    ],
    exits: &[
        (0, "the sandbox has ended, or the demonstration went well"),
        (2, "usage error"),
        (
            4,
            "at the end of the demonstration, the key is not where it should be",
        ),
    ],
    environment: &[
        &[(
            "TMPDIR",
            "The folder for the files of the demonstration, instead of /tmp.",
        )],
        LOOKS,
    ],
    files: &[&[(
        "/tmp/psq-demo-PID/",
        "The files of the demonstration. It removes them at its end.",
    )]],
};

pub(super) static COMPLETIONS: Page = Page {
    name: "completions",
    description: &[
        "Redirect the output into the file from which your shell reads completions, as the examples do.",
    ],
    notes: &[],
    examples: &[
        "psq completions bash > ~/.local/share/bash-completion/completions/psq",
        "psq completions zsh > ~/.local/share/zsh/site-functions/_psq",
        "psq completions fish > ~/.config/fish/completions/psq.fish",
    ],
    exits: PRINTED_EXITS,
    environment: &[LOOKS],
    files: &[&[
        (
            "~/.local/share/bash-completion/completions/psq",
            "Where bash looks for completions of psq.",
        ),
        (
            "~/.config/fish/completions/psq.fish",
            "Where fish looks for them. zsh looks for a file _psq in the folders of its variable fpath.",
        ),
    ]],
};

pub(super) static MAN: Page = Page {
    name: "man",
    description: &[
        "Without a command, psq prints the page of psq as a whole. With --all, it writes that page and the pages of all \
         commands into a folder, which it creates if necessary, and prints nothing.",
    ],
    notes: &[],
    examples: &[
        "psq man --all ~/.local/share/man/man1   # then: man psq rotate",
        "psq man rotate > psq-rotate.1",
        "psq man > psq.1",
    ],
    exits: PRINTED_EXITS,
    environment: &[LOOKS],
    files: &[&[
        (
            "~/.local/share/man/man1/psq.1",
            "The page of psq as a whole, where man looks for it.",
        ),
        (
            "~/.local/share/man/man1/psq-COMMAND.1",
            "The page of a command.",
        ),
    ]],
};
