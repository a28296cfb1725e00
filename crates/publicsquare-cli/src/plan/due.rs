//! Decides when a key of a plan is due.
//!
//! The id of the key, the time of its last change, its greatest age and the current time come in. Out goes whether the
//! key is due. Everything here is arithmetic: no clock is read and nothing is sent. Each key is due between 90 % and
//! 99 % of its greatest age. The exact point follows from its id, so that keys that were created on the same day do not
//! all change on the same day. [`Allowance`] limits how many keys change in one run.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use publicsquare::ApiKeyId;
use sha2::{Digest, Sha256};

/// The age of a value, compared with its greatest age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// The age is unknown. The key counts as due, because it may be of any age.
    Unknown,
    /// The key will be due at this time.
    InTime { due_at: DateTime<Utc> },
    /// The key is due. It has to be changed before this time.
    Due { limit: DateTime<Utc> },
    /// The value is older than the plan allows, since this time.
    Overdue { since: DateTime<Utc> },
}

impl Timing {
    /// Compares the age of a value that was last changed at `changed` with its greatest age.
    pub(crate) fn of(
        id: &ApiKeyId,
        changed: Option<DateTime<Utc>>,
        max_age: TimeDelta,
        now: DateTime<Utc>,
    ) -> Self {
        let Some(changed) = changed else {
            return Self::Unknown;
        };
        let limit = later(changed, max_age);
        let due_at = due_at(id, changed, max_age);
        if now >= limit {
            Self::Overdue { since: limit }
        } else if now >= due_at {
            Self::Due { limit }
        } else {
            Self::InTime { due_at }
        }
    }

    /// Whether psq should change the key now.
    pub(crate) fn is_due(self) -> bool {
        !matches!(self, Self::InTime { .. })
    }
}

/// When a key is due whose value was last changed at `changed`.
pub(crate) fn due_at(id: &ApiKeyId, changed: DateTime<Utc>, max_age: TimeDelta) -> DateTime<Utc> {
    later(changed, max_age - lead(id, max_age))
}

/// The sort key of the keys that are due. The key that has been due for the longest time comes first, and a key of
/// unknown age comes before all others.
pub(crate) fn urgency(
    id: &ApiKeyId,
    changed: Option<DateTime<Utc>>,
    max_age: TimeDelta,
) -> DateTime<Utc> {
    changed.map_or(DateTime::<Utc>::MIN_UTC, |changed| {
        due_at(id, changed, max_age)
    })
}

/// How long before its greatest age a key is due: 1 % to 10 % of that age.
fn lead(id: &ApiKeyId, max_age: TimeDelta) -> TimeDelta {
    let digest = Sha256::digest(id.as_str().as_bytes());
    let draw = digest
        .first_chunk()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes));
    let hundredth = max_age.num_seconds() / 100;
    // A century has less than 2^32 seconds, so nothing overflows.
    let jitter = i64::try_from((i128::from(hundredth) * 9 * i128::from(draw)) >> 32).unwrap_or(0);
    TimeDelta::seconds(hundredth + jitter)
}

fn later(time: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    time.checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// How many keys of each environment may still change in this run.
#[derive(Debug, Clone)]
pub(crate) struct Allowance(BTreeMap<String, u32>);

impl Allowance {
    pub(crate) fn new<'e>(limits: impl IntoIterator<Item = (&'e String, u32)>) -> Self {
        Self(
            limits
                .into_iter()
                .map(|(name, limit)| (name.clone(), limit))
                .collect(),
        )
    }

    /// Whether another key of the environment may change.
    pub(crate) fn has_room(&self, environment: &str) -> bool {
        self.0.get(environment).is_some_and(|left| *left > 0)
    }

    /// Counts a key that has changed, or may have changed.
    pub(crate) fn spend(&mut self, environment: &str) {
        if let Some(left) = self.0.get_mut(environment) {
            *left = left.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(text: &str) -> ApiKeyId {
        format!("key_{text}").parse().expect("an id")
    }

    fn time(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).expect("a time")
    }

    #[test]
    fn an_unknown_age_is_due_first() {
        let (id, max_age) = (id("a"), TimeDelta::days(90));
        assert!(Timing::of(&id, None, max_age, time(0)).is_due());
        assert!(urgency(&id, None, max_age) < urgency(&id, Some(time(0)), max_age));
    }

    /// Another version of psq must not move the days on which keys change.
    #[test]
    fn the_point_at_which_a_key_is_due_stays_the_same() {
        let lead = lead(&id("a"), TimeDelta::days(100));
        assert_eq!(lead, TimeDelta::seconds(245_666));
    }

    #[test]
    fn keys_of_one_day_are_spread() {
        let max_age = TimeDelta::days(100);
        let mut days: Vec<i64> = (0..500)
            .map(|number| lead(&id(&format!("Some{number}").replace('0', "a")), max_age).num_days())
            .collect();
        days.sort_unstable();
        days.dedup();
        assert_eq!(days, (1..10).collect::<Vec<i64>>());
    }

    #[test]
    fn no_more_keys_change_than_the_limit_allows() {
        let names = ["a".to_owned(), "b".to_owned()];
        let mut allowance = Allowance::new([(&names[0], 2), (&names[1], 1)]);
        allowance.spend("a");
        assert!(allowance.has_room("a") && allowance.has_room("b"));
        allowance.spend("a");
        allowance.spend("a");
        assert!(!allowance.has_room("a") && allowance.has_room("b"));
        assert!(!allowance.has_room("c"));
    }

    proptest! {
        /// Between 90 % and 99 % of the greatest age.
        #[test]
        fn a_key_is_due_within_the_documented_share(name in "[1-9A-HJ-NP-Za-km-z]{1,30}", hours in 1..876_000_i64) {
            let (id, max_age) = (id(&name), TimeDelta::hours(hours));
            let lead = lead(&id, max_age);
            prop_assert!(lead * 100 >= max_age && lead * 10 <= max_age, "{}", lead);
            prop_assert!(lead > TimeDelta::zero());
        }

        /// First in time, then due, then overdue.
        #[test]
        fn a_key_becomes_due_and_then_overdue_and_never_goes_back(changed in 0..4_000_000_000_i64, hours in 1..876_000_i64, one in 0..4_000_000_000_i64, more in 0..400_000_000_i64) {
            let (id, max_age, changed) = (id("a"), TimeDelta::hours(hours), time(changed));
            let rank = |now| match Timing::of(&id, Some(changed), max_age, time(now)) {
                Timing::Unknown => 9,
                Timing::InTime { due_at } => { assert!(due_at > time(now) && due_at < changed + max_age); 0 }
                Timing::Due { limit } => { assert!(limit > time(now)); 1 }
                Timing::Overdue { since } => { assert!(since <= time(now)); 2 }
            };
            prop_assert!(rank(one) <= rank(one + more));
            prop_assert_eq!(rank(changed.timestamp()), 0);
            prop_assert_eq!(rank((changed + max_age).timestamp()), 2);
            prop_assert_eq!(rank((changed + max_age).timestamp() - 1), 1);
        }

        #[test]
        fn extreme_times_do_not_panic(seconds in -8_000_000_000_000_i64..8_000_000_000_000, hours in 1..876_600_i64) {
            let Some(changed) = DateTime::from_timestamp(seconds, 0) else { return Ok(()); };
            let _ = Timing::of(&id("a"), Some(changed), TimeDelta::hours(hours), time(0));
        }
    }
}
