//! Which of the media types of a body a client uses.
//!
//! In come the media types that a description offers for one body. Out comes the one that the generated client sends or
//! asks for. The generator and the comparison of two descriptions both call these functions, so that a comparison knows
//! when the client starts to send another type.
//!
//! The order in a document does not count, because the members of a JSON object have none. Where nothing else decides,
//! the first name of the alphabet is used.

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const PROBLEM: &str = "application/problem+json";

/// One media type of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The name, as the description writes it.
    pub name: &'a str,
    /// Whether the schema says that the body is bytes, whatever the name says.
    pub is_binary: bool,
}

/// The media type that the client sends: JSON if there is one, otherwise a form, otherwise the first of the others. A body
/// of several parts comes last, because the client cannot send it.
///
/// ```
/// use openapi_loader::media_type::{Offer, of_request};
///
/// let offer = |name| Offer { name, is_binary: false };
/// let both = [offer("text/csv"), offer("application/xml")];
/// assert_eq!(of_request(&both), Some("application/xml"));
/// assert_eq!(of_request(&[both[0], both[1], offer("application/json")]), Some("application/json"));
/// ```
#[must_use]
pub fn of_request<'a>(offers: &[Offer<'a>]) -> Option<&'a str> {
    let offers = sorted(offers);
    let is_bytes = |offer: &Offer<'_>| essence(offer.name) == "*/*" && offer.is_binary;
    let is_form = |offer: &Offer<'_>| essence(offer.name) == FORM;
    let is_whole = |offer: &Offer<'_>| !essence(offer.name).starts_with("multipart/");
    first(&offers, is_bytes)
        .or_else(|| json(&offers))
        .or_else(|| first(&offers, is_form))
        .or_else(|| first(&offers, is_whole))
        .or_else(|| first(&offers, |_| true))
        .map(|offer| offer.name)
}

/// The media type that the client reads: JSON if there is one, otherwise the first of the others. An error is read only if
/// it is JSON.
///
/// ```
/// use openapi_loader::media_type::{Offer, of_response};
///
/// let offer = |name| Offer { name, is_binary: true };
/// let both = [offer("image/png"), offer("application/pdf")];
/// assert_eq!(of_response(&both, false), Some("application/pdf"));
/// assert_eq!(of_response(&both, true), None);
/// ```
#[must_use]
pub fn of_response<'a>(offers: &[Offer<'a>], is_error: bool) -> Option<&'a str> {
    let offers = sorted(offers);
    let is_raw = |offer: &Offer<'_>| !is_error && offer.is_binary;
    let problem = first(&offers, |offer| is_error && essence(offer.name) == PROBLEM)
        .filter(|_| offers.iter().all(|offer| essence(offer.name) != JSON));
    let other = first(&offers, |offer| !is_json(offer.name));
    // JSON whose schema is bytes is chosen if nothing else is offered.
    let json = json(&offers).filter(|json| other.is_none() || !is_raw(json));
    problem
        .or_else(|| {
            first(&offers, |offer| {
                essence(offer.name) == "*/*" && is_raw(offer)
            })
        })
        .or(json)
        .or_else(|| other.filter(|_| !is_error))
        .map(|offer| offer.name)
}

/// By name. A range such as `image/*` comes last, because it is no type that can be sent.
fn sorted<'a>(offers: &[Offer<'a>]) -> Vec<Offer<'a>> {
    let mut offers = offers.to_vec();
    offers.sort_by_key(|offer| (offer.name.contains('*'), offer.name.to_ascii_lowercase()));
    offers
}

fn first<'a>(offers: &[Offer<'a>], is_one: impl Fn(&Offer<'_>) -> bool) -> Option<Offer<'a>> {
    offers.iter().copied().find(|offer| is_one(offer))
}

/// `application/json` itself, or else another type that is JSON.
fn json<'a>(offers: &[Offer<'a>]) -> Option<Offer<'a>> {
    first(offers, |offer| essence(offer.name) == JSON)
        .or_else(|| first(offers, |offer| is_json(offer.name)))
}

/// The media type without its parameters, such as `charset`.
///
/// ```
/// assert_eq!(openapi_loader::media_type::essence("Text/CSV; charset=utf-8"), "text/csv");
/// ```
#[must_use]
pub fn essence(name: &str) -> String {
    name.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Whether the name of a media type says that it is JSON (RFC 6839), or that it may be anything.
///
/// ```
/// use openapi_loader::media_type::is_json;
///
/// assert!(is_json("application/vnd.api+json") && !is_json("text/csv"));
/// ```
#[must_use]
pub fn is_json(name: &str) -> bool {
    let essence = essence(name);
    essence == JSON || essence == "text/json" || essence.ends_with("+json") || essence == "*/*"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offers<'a>(names: &[&'a str]) -> Vec<Offer<'a>> {
        let is_binary = |name: &str| name.ends_with(" bytes");
        names
            .iter()
            .map(|name| Offer {
                name: name.trim_end_matches(" bytes"),
                is_binary: is_binary(name),
            })
            .collect()
    }

    /// Chooses in both orders, which must not differ.
    fn sent<'a>(names: &[&'a str]) -> Option<&'a str> {
        let mut offers = offers(names);
        let chosen = of_request(&offers);
        offers.reverse();
        assert_eq!(of_request(&offers), chosen);
        chosen
    }

    fn read<'a>(names: &[&'a str], is_error: bool) -> Option<&'a str> {
        let mut offers = offers(names);
        let chosen = of_response(&offers, is_error);
        offers.reverse();
        assert_eq!(of_response(&offers, is_error), chosen);
        chosen
    }

    #[test]
    fn a_request_is_json_if_it_can_be() {
        for (names, expected) in [
            (
                &["text/json", "application/json; charset=utf-8", "a/a"][..],
                "application/json; charset=utf-8",
            ),
            (&["application/vnd.a+json", "a/a"], "application/vnd.a+json"),
            (
                &["application/*+json", "application/vnd.a+json"],
                "application/vnd.a+json",
            ),
            (&["application/json", "*/* bytes"], "*/*"),
            (&["*/*", "text/csv"], "*/*"),
            (&["a/a", FORM, "multipart/form-data"], FORM),
            (
                &["multipart/form-data", "text/csv", "Text/A", "a/*"],
                "Text/A",
            ),
            (
                &["multipart/mixed", "multipart/form-data"],
                "multipart/form-data",
            ),
        ] {
            assert_eq!(sent(names), Some(expected), "{names:?}");
        }
        assert_eq!(sent(&[]), None);
    }

    #[test]
    fn a_response_is_json_unless_its_json_is_bytes() {
        for (names, expected) in [
            (&["application/json", "a/a"][..], "application/json"),
            (&["application/json bytes", "a/a"], "a/a"),
            (&["application/json bytes"], "application/json"),
            (&["*/* bytes", "application/json"], "*/*"),
            (&["image/png", "application/pdf"], "application/pdf"),
        ] {
            assert_eq!(read(names, false), Some(expected), "{names:?}");
        }
    }

    #[test]
    fn an_error_is_problem_details_or_json_or_nothing() {
        for (names, expected) in [
            (&[PROBLEM, "text/html"][..], Some(PROBLEM)),
            (&[PROBLEM, "application/a+json"], Some(PROBLEM)),
            (&[PROBLEM, "application/json"], Some("application/json")),
            (&["application/json bytes", "a/a"], Some("application/json")),
            (&["text/html"], None),
        ] {
            assert_eq!(read(names, true), expected, "{names:?}");
        }
    }
}
