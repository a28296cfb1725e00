//! When a key of a plan is changed.
//!
//! In come the id of the key, when its value was last changed, its greatest age, and the time. Out goes whether
//! it is due. Everything here is arithmetic: no clock is read and nothing is asked. Each key is due at a point
//! of its own between 90 and 99 hundredths of its greatest age, which follows from its id, so that keys that
//! were made on one day do not change on one day.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use publicsquare::ApiKeyId;
use sha2::{Digest, Sha256};

/// How it stands with the age of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// Nothing says how old it is, so that it may be of any age: it is due.
    Unknown,
    /// It is changed at this time.
    InTime { due_at: DateTime<Utc> },
    /// It is to be changed, before this time.
    Due { limit: DateTime<Utc> },
    /// It is older than it may become, since this time.
    Overdue { since: DateTime<Utc> },
}

impl Timing {
    /// Of a value that was last changed then.
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

    /// Whether the key is to be changed now.
    pub(crate) fn is_due(self) -> bool {
        !matches!(self, Self::InTime { .. })
    }
}

/// When a value that was changed then is changed again.
pub(crate) fn due_at(id: &ApiKeyId, changed: DateTime<Utc>, max_age: TimeDelta) -> DateTime<Utc> {
    later(changed, max_age - lead(id, max_age))
}

/// What comes first: the value that has been too old for the longest, and one of unknown age before all.
pub(crate) fn urgency(
    id: &ApiKeyId,
    changed: Option<DateTime<Utc>>,
    max_age: TimeDelta,
) -> DateTime<Utc> {
    changed.map_or(DateTime::<Utc>::MIN_UTC, |changed| {
        due_at(id, changed, max_age)
    })
}

/// How long before its greatest age a key is due: 1 to 10 hundredths of it.
fn lead(id: &ApiKeyId, max_age: TimeDelta) -> TimeDelta {
    let digest = Sha256::digest(id.as_str().as_bytes());
    let draw = digest
        .iter()
        .take(4)
        .fold(0_i64, |draw, byte| draw << 8 | i64::from(*byte));
    let hundredth = max_age.num_seconds() / 100;
    // A century has less than 2^32 seconds, so that nothing overflows.
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

    /// Whether another one may.
    pub(crate) fn has_room(&self, environment: &str) -> bool {
        self.0.get(environment).is_some_and(|left| *left > 0)
    }

    /// One has changed, or may have.
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
    fn no_more_change_than_may() {
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
        /// From 90 to 99 hundredths, and the same each time.
        #[test]
        fn a_key_is_due_within_the_documented_share(name in "[1-9A-HJ-NP-Za-km-z]{1,30}", hours in 1..876_000_i64) {
            let (id, max_age) = (id(&name), TimeDelta::hours(hours));
            let lead = lead(&id, max_age);
            prop_assert!(lead * 100 >= max_age && lead * 10 <= max_age, "{}", lead);
            prop_assert!(lead > TimeDelta::zero());
        }

        /// In time, then due, then overdue, and never back.
        #[test]
        fn time_goes_one_way(changed in 0..4_000_000_000_i64, hours in 1..876_000_i64, one in 0..4_000_000_000_i64, more in 0..400_000_000_i64) {
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
        fn no_time_is_too_far(seconds in -8_000_000_000_000_i64..8_000_000_000_000, hours in 1..876_600_i64) {
            let Some(changed) = DateTime::from_timestamp(seconds, 0) else { return Ok(()); };
            let _ = Timing::of(&id("a"), Some(changed), TimeDelta::hours(hours), time(0));
        }
    }
}
