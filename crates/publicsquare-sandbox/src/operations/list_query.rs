//! The query of a list: which types of keys, and which page.
//!
//! The text behind the `?` comes in. Out comes a valid [`ListQuery`] with its defaults, or a 400 with every
//! error by field. The page itself is made in [`list_api_keys`](super::list_api_keys).

use crate::field_errors::FieldErrors;
use crate::problem::Problem;
use crate::state::KeyType;

/// The bounds and the default that the vendor documents.
const SIZES: std::ops::RangeInclusive<i32> = 1..=100;
const PAGES: std::ops::RangeInclusive<i32> = 1..=i32::MAX;
const DEFAULT_SIZE: i32 = 20;
const MOST_TYPES: usize = 100;

/// A valid query.
#[derive(Debug, Hash, PartialEq, Eq)]
pub(super) struct ListQuery {
    /// `None` for every type. The schema of the parameter allows any text. An unknown type matches no keys.
    pub(super) types: Option<Vec<KeyType>>,
    /// The number of the page, from 1.
    pub(super) page: i32,
    pub(super) size: i32,
}

/// Reads the query. Unknown parameters have no effect.
pub(super) fn parse(query: &str) -> Result<ListQuery, Problem> {
    let mut errors = FieldErrors::default();
    let (mut types, mut pages, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "type" => types.push(value),
            "page" => pages.push(value),
            "size" => sizes.push(value),
            _ => {}
        }
    }
    let mut number = |field, values: &[_], default, range| {
        number(field, values, default, range)
            .map_err(|message| errors.add(field, message))
            .unwrap_or(default)
    };
    let page = number("page", &pages, 1, PAGES);
    let size = number("size", &sizes, DEFAULT_SIZE, SIZES);

    if types.len() > MOST_TYPES {
        errors.add(
            "type",
            format!("The field type must have at most {MOST_TYPES} values."),
        );
    }
    let known = types.iter().filter_map(|value| KeyType::from_text(value));
    let known = (!types.is_empty()).then(|| known.collect());
    if errors.is_empty() {
        Ok(ListQuery {
            types: known,
            page,
            size,
        })
    } else {
        Err(Problem::invalid(errors))
    }
}

fn number(
    field: &str,
    values: &[std::borrow::Cow<'_, str>],
    default: i32,
    range: std::ops::RangeInclusive<i32>,
) -> Result<i32, String> {
    match values {
        [] => Ok(default),
        [value] => value
            .parse()
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                format!(
                    "The field {field} must be an integer between {} and {}.",
                    range.start(),
                    range.end()
                )
            }),
        _ => Err(format!("The field {field} must not be repeated.")),
    }
}
