//! Suggestions for misspelled words: "did you mean …?".
//!
//! A word and the known words come in. The nearest known word goes out, if it is near enough to be a likely
//! misspelling. `keywords`, `reference` and `operations` put it into the help of a problem.

/// The candidate that the author of `word` most likely meant.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).clamp(1, 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
