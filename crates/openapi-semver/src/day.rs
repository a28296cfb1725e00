//! Days of the calendar, without a time and without a time zone.
//!
//! A list of accepted changes says on which day an entry expires. The caller passes the current day in, so that this
//! crate reads no clock and tests need not wait. Days compare and print as `2026-12-31`. The neighbour `accepted` uses
//! them.

use std::fmt;

/// A day of the Gregorian calendar.
///
/// ```
/// use openapi_semver::Day;
///
/// assert_eq!(Day::from_unix_seconds(951_782_400).to_string(), "2000-02-29");
/// assert!(Day::from_unix_seconds(0) < Day::from_unix_seconds(86_400));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u64,
    month: u64,
    day: u64,
}

impl Day {
    pub(crate) const fn new(year: u64, month: u64, day: u64) -> Self {
        Self { year, month, day }
    }

    /// The day in UTC, from the seconds since the beginning of 1970.
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use openapi_semver::Day;
    ///
    /// let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    /// let today = Day::from_unix_seconds(since_1970.as_secs());
    /// assert!(today.to_string().as_str() > "2026-01-01");
    /// # Ok::<(), std::time::SystemTimeError>(())
    /// ```
    #[must_use]
    pub const fn from_unix_seconds(seconds: u64) -> Self {
        // Years are counted from March, so that the leap day is the last day of a year.
        let days = seconds / 86_400 + 719_468;
        let era = days / 146_097;
        let of_era = days % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self { year, month, day }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_the_day_that_the_calendar_has() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (68_169_600, "1972-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_735_689_599, "2024-12-31"),
            (4_107_542_399, "2100-02-28"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Day::from_unix_seconds(seconds).to_string(), day);
        }
    }
}
