//! What a regular expression says about the texts that match it.
//!
//! A pattern of a schema comes in. Out come the shortest and the longest text that can match, or whether given texts
//! match. Patterns follow ECMAScript. A pattern that the `regex` crate cannot read says nothing here, and then no
//! bound is taken as implied by it. [`schema_implications`](super::schema_implications) asks these questions.

use regex::Regex;
use regex_syntax::hir::{Hir, HirKind, Look};

/// The length of the shortest and of the longest text that matches the pattern, in characters.
pub(crate) fn lengths(pattern: &str) -> Option<(u64, Option<u64>)> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let (least, most) = of(&hir);
    // Without an anchor on both sides, any text may stand around the match.
    let is_anchored = match hir.kind() {
        HirKind::Concat(parts) => {
            let look = |part: Option<&Hir>, look: Look| {
                part.is_some_and(
                    |part| matches!(part.kind(), HirKind::Look(found) if *found == look),
                )
            };
            look(parts.first(), Look::Start) && look(parts.last(), Look::End)
        }
        _ => false,
    };
    Some((least, most.filter(|_| is_anchored)))
}

fn of(hir: &Hir) -> (u64, Option<u64>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, Some(0)),
        HirKind::Literal(literal) => {
            let count = String::from_utf8_lossy(&literal.0).chars().count();
            let count = u64::try_from(count).unwrap_or(u64::MAX);
            (count, Some(count))
        }
        HirKind::Class(_) => (1, Some(1)),
        HirKind::Repetition(repetition) => {
            let (least, most) = of(&repetition.sub);
            let least = least.saturating_mul(u64::from(repetition.min));
            let most = most.zip(repetition.max);
            (
                least,
                most.map(|(most, times)| most.saturating_mul(u64::from(times))),
            )
        }
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(of).fold((0, Some(0)), |sum, part| {
            let most = sum.1.zip(part.1);
            (
                sum.0.saturating_add(part.0),
                most.map(|(sum, part)| sum.saturating_add(part)),
            )
        }),
        HirKind::Alternation(parts) => {
            let parts: Vec<(u64, Option<u64>)> = parts.iter().map(of).collect();
            let least = parts.iter().map(|part| part.0).min().unwrap_or_default();
            let most = parts.iter().map(|part| part.1);
            (
                least,
                most.collect::<Option<Vec<u64>>>()
                    .and_then(|all| all.into_iter().max()),
            )
        }
    }
}

/// Whether every text matches, so that the pattern says nothing. A dot stands for no line break, so `^.*$` does not match
/// every text. Other patterns that match every text are rare, and count as saying something.
pub(crate) fn matches_every_text(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | "^" | "$" | ".*" | "^.*" | ".*$" | r"[\s\S]*" | r"^[\s\S]*$"
    )
}

/// Whether all texts match; `None` if the pattern cannot be read.
pub(crate) fn matches_all<'t>(
    pattern: &str,
    texts: impl IntoIterator<Item = &'t str>,
) -> Option<bool> {
    let regex = Regex::new(pattern).ok()?;
    Some(texts.into_iter().all(|text| regex.is_match(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_says_nothing_matches_what_the_library_matches() {
        for pattern in ["", "^", "$", ".*", "^.*", ".*$", r"[\s\S]*", r"^[\s\S]*$"] {
            assert!(matches_every_text(pattern), "{pattern}");
            assert_eq!(matches_all(pattern, ["", "a", "a\nb", "\n"]), Some(true));
        }
        for pattern in ["^.*$", ".+", "a"] {
            assert!(!matches_every_text(pattern), "{pattern}");
            assert_eq!(matches_all(pattern, ["", "a", "a\nb", "\n"]), Some(false));
        }
    }

    #[test]
    fn lengths_are_those_of_the_texts_that_match() {
        for (pattern, expected) in [
            ("^[a-z]{2,6}$", Some((2, Some(6)))),
            ("^[a-z]{2,6}", Some((2, None))),
            ("[a-z]", Some((1, None))),
            ("^(ab|c)?x*$", Some((0, None))),
            ("^(äö|c)\\d$", Some((2, Some(3)))),
            ("^a$|^bb$", Some((1, None))),
            ("(?=a)b", None),
        ] {
            assert_eq!(lengths(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_cannot_be_read_says_nothing() {
        assert_eq!(matches_all("(?=a)", ["a"]), None);
        assert_eq!(matches_all("^a", ["a", "ab"]), Some(true));
        assert_eq!(matches_all("^a", ["a", "b"]), Some(false));
    }
}
