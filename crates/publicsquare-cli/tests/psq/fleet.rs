//! A plan with 450 keys: psq sends few requests, and never faster than the API allows.
//!
//! The tests run psq against a sandbox with a rate limit and count the requests of each kind. The sandbox and the plan
//! come from `support::fleet`, which the benchmark uses as well. Plans with few keys are tested in `plan_apply` and
//! `plan_check`.

use std::process::Output;
use std::time::Duration;

use publicsquare_sandbox::RateLimit;

use crate::support::MARK;
use crate::support::fleet::{Asked, Fleet};
use crate::support::holds;

/// More keys than fit on four pages of the list.
const KEYS: usize = 450;

/// Runs psq to its end, and counts its requests.
#[track_caller]
fn ends(fleet: &Fleet, arguments: &[&str], code: i32) -> (Output, Asked) {
    let before = fleet.sandbox.requests().len();
    let output = fleet.psq(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(
        !holds(&output.stdout, MARK) && !said.contains(MARK),
        "a key"
    );
    let asked = Asked::of(&fleet.sandbox.requests()[before..]);
    (output, asked)
}

#[test]
fn apply_due_sends_requests_only_for_the_list_and_the_due_keys() {
    let fleet = Fleet::new(KEYS, 3, RateLimit::documented());
    let (_, asked) = ends(&fleet, &["apply", "--due"], 0);
    assert_eq!(fleet.changed(), 3);
    assert!(fleet.is_in_order());
    // One request for the time of the API, and five pages of up to 100 keys.
    assert_eq!(asked.lists, 6);
    assert!(asked.all <= 6 + 3 * 5, "{} requests", asked.all);

    let (output, asked) = ends(&fleet, &["apply", "--due"], 0);
    assert_eq!(asked.all, 6, "nothing is due");
    assert!(String::from_utf8_lossy(&output.stderr).contains("There is nothing to do"));
    assert_eq!(fleet.changed(), 3);
}

#[test]
fn a_check_reveals_each_key_once_and_keeps_the_rate_limit() {
    // The documented limit is 2,000 requests in 10 seconds. This limit shows within a second if psq sends too fast.
    let limit = RateLimit::new(330, Duration::from_secs(1), Duration::from_secs(30));
    let fleet = Fleet::new(KEYS, 0, limit);
    let (output, asked) = ends(&fleet, &["check", "--json"], 0);
    assert_eq!((asked.lists, asked.reveals), (6, KEYS));
    assert_eq!(asked.all, 6 + KEYS);
    assert_eq!(asked.refused, 0, "requests that came too fast");
    let check: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let keys = check["keys"].as_array().unwrap();
    assert!(keys.iter().all(|key| key["state"] == "in_time"));
    assert_eq!(keys.len(), KEYS);
}
