//! Suggesting the id that a person may have meant.
//!
//! An id that the API does not know comes in. Out goes the nearest id on the first page of the account's
//! keys, if a typing mistake explains the difference. `preflight` adds the suggestion to its error. A text
//! that is no id at all is refused in `api_access`.

use publicsquare::ApiKeyId;

use crate::api::Api;

/// How many characters a typing mistake changes at most. Ids are random, so two ids of an account differ by more.
const MOST_SLIPS: usize = 3;

/// A sentence that names the nearest id; `None` if none is near or the keys cannot be listed.
pub(crate) fn suggestion(api: &Api, id: &ApiKeyId) -> Option<String> {
    let ids = api.first_page_ids().ok()?;
    let near = nearest(id.as_str(), ids.iter().map(ApiKeyId::as_str))?;
    Some(format!(". Did you mean {near}?"))
}

fn nearest<'i>(id: &str, ids: impl Iterator<Item = &'i str>) -> Option<&'i str> {
    ids.map(|other| {
        (
            strsim::osa_distance(&id.to_lowercase(), &other.to_lowercase()),
            other,
        )
    })
    .filter(|(slips, _)| *slips <= MOST_SLIPS)
    .min()
    .map(|(_, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_key() {
        let ids = ["key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", "key_SandboxTestSecret1"];
        let near = |id| nearest(id, ids.into_iter());
        assert_eq!(near("key_7Ay5mcUXAxwrN6wQEQUVEHBC"), Some(ids[0]));
        assert_eq!(near("key_7ay5mcuxaxwrn6wqequvehbcj"), Some(ids[0]));
        assert_eq!(near("key_7yA5mcUXAxwrN6wQEQUVEHBCJ"), Some(ids[0]));
        assert_eq!(near("key_9Zz5mcUXBBwrN6wQEQUVEHBCJ"), None);
    }
}
