//! The pages of the commands that work on a plan: `apply`, `check` and `approve`.
//!
//! Each page is a constant with the description, the notes, the examples and the exit codes of one command. `--help`
//! and the manual print them. A plan names its own credentials, so these pages list other environment variables than
//! the pages in [`keys`](super::keys) do.

use super::items::{CREDENTIAL_FILES, LOOKS, STAGED_FILES, STATE, STATE_FILES};
use super::{Item, Page};

/// The variables with which psq reaches the API for a plan. The plan itself names its credentials.
const PLANNED_ACCESS: &[Item] = &[
    (
        "CREDENTIALS_DIRECTORY",
        "The folder in which systemd gives credentials to a service, for a plan with credential = { systemd = \"NAME\" }.",
    ),
    (
        "PUBLICSQUARE_BASE_URL",
        "The address of the API server, such as that of psq sandbox. Without it, psq uses \
         https://api.publicsquare.com.",
    ),
];

const PLAN_FILES: &[Item] = &[
    (
        "PLAN.toml",
        "The plan. Only you or root may be able to change it, because it says which commands run.",
    ),
    (
        "plans/*.approved.json in the folder of the state",
        "The fingerprint of each plan that a person has approved.",
    ),
];

pub(super) static APPLY: Page = Page {
    name: "apply",
    description: &[
        "psq first finishes what an earlier run has left open. Then it changes the keys that are due, the most urgent one \
         first, and delivers the current value to each file that is empty or holds an earlier value of the key. You can start it every minute, and even \
         twice at the same time: psq leaves a key alone until it is due, and only one run works on a plan at a time.",
        "psq knows the earlier values of a key from its audit log. It leaves every other value alone and sends it to nobody, \
         because it may be the secret of another vendor.",
        "A key is due when its value has reached between 90 % and 99 % of its max_age. The exact point depends on the id of \
         the key. In one run at most changes_per_run keys of an environment change; the default is 5. If one key fails, \
         psq continues with the others.",
        "psq changes production keys only if a person has approved the plan with psq approve.",
    ],
    notes: &[
        "The source has an example of a plan with comments, crates/publicsquare-cli/plan.example.toml. The JSON Schema of \
         plans is beside it.",
    ],
    examples: &[
        "psq apply /etc/psq/plan.toml",
        "psq apply /etc/psq/plan.toml --due      # for a timer",
        "psq apply /etc/psq/plan.toml --dry-run",
    ],
    exits: &[
        (0, "everything is done, or waits for its turn"),
        (
            2,
            "usage error, a plan with mistakes, or one that is not approved",
        ),
        (3, "a key could not be changed; its old value is untouched"),
        (
            4,
            "a key may be rotated but is not delivered: run psq apply again",
        ),
        (
            5,
            "not verified, its then failed, a file is unusable, or a key is missing",
        ),
    ],
    environment: &[PLANNED_ACCESS, STATE, LOOKS],
    files: &[PLAN_FILES, STATE_FILES, CREDENTIAL_FILES, STAGED_FILES],
};

pub(super) static CHECK: Page = Page {
    name: "check",
    description: &[
        "psq compares the plan with the keys that the API lists, and each file with the current value of its key. It prints \
         one line per key, such as: due in 12 days, overdue, open, destination out of date. It changes nothing and shows \
         no value.",
        "--format prometheus prints metrics instead: the age of each key, the time of the last success, and open rotations. \
         With --output, psq writes them to a file for the textfile collector of the node exporter, and replaces that file \
         as a whole.",
    ],
    notes: &[],
    examples: &[
        "psq check /etc/psq/plan.toml",
        "psq check /etc/psq/plan.toml --format prometheus \\\n  --output /var/lib/node_exporter/psq.prom",
    ],
    exits: &[
        (0, "everything that could be compared is in order"),
        (2, "usage error, or a plan with mistakes"),
        (
            3,
            "an environment did not answer, or a file could not be compared",
        ),
        (4, "a change is open: run psq apply"),
        (
            5,
            "overdue, out of date, unusable, missing, or not approved",
        ),
    ],
    environment: &[PLANNED_ACCESS, STATE, LOOKS],
    files: &[PLAN_FILES, STATE_FILES, CREDENTIAL_FILES],
};

pub(super) static APPROVE: Page = Page {
    name: "approve",
    description: &[
        "A timer cannot type the id of a production key. Instead, a person reads at a terminal what the plan does with the \
         production keys, and approves it once. Comments and the order of members may change afterwards. \
         Any other change, such as another key, destination, command or age, needs a new approval.",
    ],
    notes: &[
        "Run it as the user that applies the plan: psq stores the approval in the state folder of that user.",
    ],
    examples: &["psq approve /etc/psq/plan.toml"],
    exits: &[
        (0, "approved, or nothing needs an approval"),
        (2, "usage error, a plan with mistakes, or no terminal"),
        (3, "not approved"),
    ],
    environment: &[STATE, LOOKS],
    files: &[PLAN_FILES],
};
