//! Patterns of JSON pointers, as the list of accepted differences uses them.
//!
//! A pattern and a pointer come in, and the answer is whether the pattern covers the pointer. The pointers themselves
//! are made by `openapi_loader::pointer`.

/// Whether a JSON pointer matches a pattern. `*` stands for one segment, `**` for any number of segments, including none.
pub(crate) fn matches(pattern: &str, pointer: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('/').collect();
    let pointer: Vec<&str> = pointer.split('/').collect();
    steps_match(&pattern, &pointer)
}

fn steps_match(pattern: &[&str], pointer: &[&str]) -> bool {
    match (pattern.split_first(), pointer.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            steps_match(rest, pointer)
                || pointer
                    .split_first()
                    .is_some_and(|(_, later)| steps_match(pattern, later))
        }
        (Some((step, rest)), Some((found, later))) => {
            (*step == "*" || step == found) && steps_match(rest, later)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_is_one_segment_and_two_stars_are_any_number() {
        for (pattern, pointer, expected) in [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a/b/c", false),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a", false),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a", true),
            ("/a/**", "/a/b/c", true),
            ("/a/**", "/ab", false),
            ("/a/**/d", "/a/b/c/d", true),
            ("/a/**/d", "/a/d", true),
            ("/a/**/d", "/a/d/e", false),
            ("/**", "/a", true),
        ] {
            assert_eq!(matches(pattern, pointer), expected, "{pattern} {pointer}");
        }
    }
}
