//! The pages of the commands that work on a plan: `apply`, `check` and `approve`.
//!
//! Each page is a constant with the description, the notes, the examples and the exit codes of one command. `--help`
//! and the manual print them. A plan names its own credentials, so these pages list other environment variables than
//! the pages in [`keys`](super::keys) do.

use super::items::{CREDENTIAL_FILES, LOOKS, STAGED_FILES, STATE, STATE_FILES};
use super::{Item, Page};

/// How the API is reached for a plan, which names its credentials itself.
const PLANNED_ACCESS: &[Item] = &[
    (
        "CREDENTIALS_DIRECTORY",
        "The folder in which systemd hands credentials to a service, for a plan with credential = { systemd = \"NAME\" }.",
    ),
    (
        "PUBLICSQUARE_BASE_URL",
        "The address of another server, such as that of psq sandbox. Without it, psq asks \
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
        "psq goes on with what an earlier run has left open, changes the keys that are due, the most urgent one first, \
         and delivers the current value to each file that does not hold it. It is safe to start it every minute, and \
         twice at once: a key that is young is left alone, and one run of a plan is at work at a time.",
        "A key is due when its value has reached between 90 % and 99 % of its max_age. The exact point depends on the id of \
         the key. In one run at most changes_per_run keys of an environment change, 5 where the plan does not say it. A \
         key that fails does not keep other keys from their turn.",
        "Keys of production are changed only if a person has approved the plan with psq approve.",
    ],
    notes: &[
        "A plan with comments is in crates/publicsquare-cli/plan.example.toml of the source, its JSON Schema beside it.",
    ],
    examples: &[
        "psq apply /etc/psq/plan.toml",
        "psq apply /etc/psq/plan.toml --due      # for a timer",
        "psq apply /etc/psq/plan.toml --dry-run",
    ],
    exits: &[
        (0, "everything that is due is done, or waits for its turn"),
        (
            2,
            "usage, a plan that is not taken, or one that is not approved",
        ),
        (3, "a key could not be changed; its old value is untouched"),
        (
            4,
            "a key may be rotated and is not delivered: run psq apply again",
        ),
        (
            5,
            "a key is delivered and not verified, its then failed, or it is missing",
        ),
    ],
    environment: &[PLANNED_ACCESS, STATE, LOOKS],
    files: &[PLAN_FILES, STATE_FILES, CREDENTIAL_FILES, STAGED_FILES],
};

pub(super) static CHECK: Page = Page {
    name: "check",
    description: &[
        "psq asks the API for its lists and for the value of each key, and prints a line for each: due in 12 days, \
         overdue, open, a destination out of date. It changes nothing and shows no value.",
        "--format prometheus prints the age, the time of the last success and what is open as metrics. With --output \
         they go to a file for the textfile collector of the node exporter, which is replaced as a whole.",
    ],
    notes: &[],
    examples: &[
        "psq check /etc/psq/plan.toml",
        "psq check /etc/psq/plan.toml --format prometheus \\\n  --output /var/lib/node_exporter/psq.prom",
    ],
    exits: &[
        (0, "everything that could be compared is in order"),
        (2, "usage, or a plan that is not taken"),
        (3, "an environment did not answer"),
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
        "A timer cannot type the id of a production key. Instead a person approves a plan once, at a terminal, after \
         reading what it does with the keys of production. Comments and the order of members may change afterwards. \
         Anything else, such as another key, place, command or age, needs a new approval.",
    ],
    notes: &[
        "Run it as the user that applies the plan: the approval is in the state of that user.",
    ],
    examples: &["psq approve /etc/psq/plan.toml"],
    exits: &[
        (0, "approved, or nothing needs an approval"),
        (2, "usage, a plan that is not taken, or no terminal"),
        (3, "not approved"),
    ],
    environment: &[STATE, LOOKS],
    files: &[PLAN_FILES],
};
