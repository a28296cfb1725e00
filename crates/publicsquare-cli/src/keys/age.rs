//! Lengths of time: reads what a person types, such as `90d`, and formats a length for a message, as in "12 days".
//!
//! `psq keys --older-than` and the `max_age` of a plan both use this form, so that a person learns it once. A number
//! and a unit come in, and a [`TimeDelta`] goes out. The age of a key's value is computed in [`facts`](super::facts).

use chrono::TimeDelta;

/// The longest length of time, in days: a century. A longer one is a typing mistake.
const MOST_DAYS: i64 = 36_525;

/// Reads `90d`, `12w` or `36h`.
///
/// # Errors
///
/// If the text has another form, a sentence that lists the accepted forms.
pub(crate) fn parse_age(text: &str) -> Result<TimeDelta, String> {
    let wanted = || {
        format!(
            "write a number and a unit, as in 90d (days), 12w (weeks) or 36h (hours), up to {MOST_DAYS}d"
        )
    };
    let unit = text.chars().next_back().ok_or_else(wanted)?;
    let number = text.strip_suffix(unit).unwrap_or_default();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wanted());
    }
    let number: i64 = number.parse().map_err(|_| wanted())?;
    let span = match unit {
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        'w' => TimeDelta::try_weeks(number),
        _ => None,
    };
    span.filter(|span| span.num_days() <= MOST_DAYS)
        .ok_or_else(wanted)
}

/// Formats a length of time for a person, in whole days, or in hours if it is shorter than a day.
pub(crate) fn format_age(span: TimeDelta) -> String {
    match (span.num_days(), span.num_hours()) {
        (1, _) => "1 day".to_owned(),
        (0, 1) => "1 hour".to_owned(),
        (0, hours) => format!("{hours} hours"),
        (days, _) => format!("{days} days"),
    }
}

/// Formats a length of time that a person has typed, and drops nothing of it: in days if these are whole days, or in hours.
pub(crate) fn format_exact_age(span: TimeDelta) -> String {
    let hours = span.num_hours();
    if hours % 24 == 0 {
        format_age(span)
    } else {
        format!("{hours} hours")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hours_days_and_weeks_are_read() {
        let hours = |text| parse_age(text).map(|age| age.num_hours());
        assert_eq!(hours("36h"), Ok(36));
        assert_eq!(hours("90d"), Ok(90 * 24));
        assert_eq!(hours("12w"), Ok(12 * 7 * 24));
        assert_eq!(hours("0d"), Ok(0));
    }

    #[test]
    fn an_age_that_a_person_has_typed_is_shown_as_a_whole() {
        for (typed, shown) in [
            ("47h", "47 hours"),
            ("48h", "2 days"),
            ("24h", "1 day"),
            ("25h", "25 hours"),
            ("2w", "14 days"),
        ] {
            let age = parse_age(typed).expect("an age");
            assert_eq!(format_exact_age(age), shown);
        }
    }

    proptest! {
        #[test]
        fn anything_else_is_refused_with_the_forms(text in "\\PC{0,12}|[0-9]{0,30}[hdwms]?|-1d|1.5d") {
            match parse_age(&text) {
                Ok(age) => {
                    prop_assert!((0..=MOST_DAYS).contains(&age.num_days()));
                    prop_assert!(text.ends_with(['h', 'd', 'w']));
                }
                Err(why) => prop_assert!(why.contains("90d"), "{}", why),
            }
        }
    }
}
