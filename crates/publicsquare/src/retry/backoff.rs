//! Exponential backoff with full jitter.
//!
//! In come the number of the failed attempt and a random number. Out comes a wait: a random part of a delay that doubles
//! with each attempt up to a limit. When a wait is due at all is decided in [`policy`](crate::retry::policy).

use std::time::Duration;

/// Delays that double with each attempt up to a limit. The wait is a random part of the delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backoff {
    pub(crate) base: Duration,
    pub(crate) limit: Duration,
}

impl Backoff {
    /// The wait after the given attempt (the first is 1). `random` is from 0 to 1. A number outside counts as the nearer
    /// of the two, and NaN counts as 1.
    pub(crate) fn delay(self, attempt: u32, random: f64) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let longest = self.base.saturating_mul(1 << doublings).min(self.limit);
        let part = if random.is_nan() { 1.0 } else { random };
        // The product of the longest duration is rounded up, and no duration can hold it.
        let seconds = longest.as_secs_f64() * part.clamp(0.0, 1.0);
        Duration::try_from_secs_f64(seconds).unwrap_or(longest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BACKOFF: Backoff = Backoff {
        base: Duration::from_millis(250),
        limit: Duration::from_secs(8),
    };

    #[test]
    fn delays_double_up_to_the_limit() {
        let longest = |attempt| BACKOFF.delay(attempt, 1.0).as_millis();
        assert_eq!(
            [1, 2, 3, 6, 7, 40, u32::MAX].map(longest),
            [250, 500, 1000, 8000, 8000, 8000, 8000]
        );
    }

    #[test]
    fn random_numbers_out_of_range_do_no_harm() {
        let delay = |random| BACKOFF.delay(3, random).as_millis();
        let odd = [
            f64::NAN,
            -f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            7.0,
            -7.0,
        ];
        assert_eq!(odd.map(delay), [1000, 1000, 1000, 0, 1000, 0]);
    }

    #[test]
    fn the_longest_delay_of_all_is_no_overflow() {
        let endless = Backoff {
            base: Duration::MAX,
            limit: Duration::MAX,
        };
        for random in [1.0, f64::NAN, 1.0 - f64::EPSILON / 2.0] {
            let delay = endless.delay(1, random);
            assert!(delay > Duration::MAX / 2, "{random}: {delay:?}");
        }
        assert_eq!(endless.delay(1, 0.0), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn any_part_of_the_delay_may_be_waited(attempt: u32, random in 0.0..1.0) {
            let longest = BACKOFF.delay(attempt, 1.0);
            prop_assert!(BACKOFF.delay(attempt, random) <= longest);
            prop_assert_eq!(BACKOFF.delay(attempt, 0.0), Duration::ZERO);
        }
    }
}
