//! Whether a setter still takes everything that it took before.
//!
//! Setters take `impl TryInto<T>`. An application passes a `T`, or a value that converts into a `T` by the standard
//! library or by the generated code. The types of a setter in both clients come in, and yes or no goes out. A `char`
//! for a number is left out, because nobody writes that. `calls` asks this for each setter.

use super::surface::Surface;
use super::type_text::Type;

/// Whether everything that converts into a type of one client also converts into a type of another client.
pub(super) fn takes_all_of(
    (of_one, one): (&Surface, &Type),
    (of_other, other): (&Surface, &Type),
) -> bool {
    if one == other {
        // Conversions that a generated type has lost are reported with the type.
        return true;
    }
    sources(of_one, one).is_some_and(|sources| {
        sources
            .iter()
            .all(|source| converts(of_other, source, other))
    })
}

const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// The types that convert into `String`, apart from `String`.
const TEXTS: [&str; 6] = [
    "&str", "&mut str", "&String", "char", "Box<str>", "Cow<str>",
];

const FLOATS: [(&str, &[&str]); 2] = [
    ("f32", &["f32", "i8", "i16", "u8", "u16"]),
    (
        "f64",
        &["f64", "f32", "i8", "i16", "i32", "u8", "u16", "u32"],
    ),
];

/// The types that convert into this one. `None` if they are not all known.
fn sources(surface: &Surface, ty: &Type) -> Option<Vec<String>> {
    let name = ty.long();
    if let Type::Own(own) = ty {
        let mut all = surface.types.get(own)?.made_from();
        all.push(name);
        return Some(all);
    }
    foreign(&name)
}

fn foreign(name: &str) -> Option<Vec<String>> {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    if INTEGERS.contains(&name) {
        return Some(owned(&INTEGERS));
    }
    if let Some((_, sources)) = FLOATS.iter().find(|(float, _)| *float == name) {
        return Some(owned(sources));
    }
    if let Some(integer) = non_zero(name) {
        return Some(vec![name.to_owned(), integer.to_owned()]);
    }
    if name == "bool" {
        return Some(owned(&["bool"]));
    }
    if name == "String" {
        let mut all: Vec<String> = owned(&TEXTS);
        all.push(name.to_owned());
        return Some(all);
    }
    None
}

/// `u64` for `NonZeroU64`.
pub(super) fn non_zero(name: &str) -> Option<&'static str> {
    let rest = name.strip_prefix("NonZero")?.to_ascii_lowercase();
    INTEGERS.into_iter().find(|integer| *integer == rest)
}

/// Whether a type converts into another one.
fn converts(surface: &Surface, source: &str, target: &Type) -> bool {
    let name = target.long();
    source == name
        || sources(surface, target).is_some_and(|all| all.iter().any(|one| one == source))
        // A generated type may have its own conversions.
        || source.strip_prefix("types::").is_some_and(|own| {
            let item = surface.types.get(own);
            let conversion = format!("From<{source}> for {name}");
            item.is_some_and(|item| item.impls.contains_key(&conversion))
        })
        // A `NonZeroU64` converts into a `u64`.
        || non_zero(source).is_some_and(|integer| integer == name)
}
