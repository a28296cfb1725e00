//! The types that an application can pass to a setter that takes `impl TryInto<T>`.
//!
//! In comes the type `T` as generated code writes it. Out come the types of the standard library that convert into
//! it. The witness in `witness::builders` passes each of them.

const INTEGERS: [&str; 12] = [
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// Types that convert into this one in the standard library, and the type itself.
pub(crate) fn of(ty: &str) -> Vec<String> {
    let plain: String = ty.chars().filter(|c| !c.is_whitespace()).collect();
    let name = plain.rsplit("::").next().unwrap_or_default();
    let mut all = vec![ty.to_owned()];
    let more: &[&str] = match name {
        "String" => &[
            "&'static str",
            "&'static String",
            "Box<str>",
            "std::borrow::Cow<'static, str>",
        ],
        "f64" => &["f32", "i8", "i16", "i32", "u8", "u16", "u32"],
        "f32" => &["i8", "i16", "u8", "u16"],
        name if INTEGERS.contains(&name) => &INTEGERS,
        _ => &[],
    };
    all.extend(more.iter().map(|&one| one.to_owned()));
    // The text in the angle brackets of a generic type.
    let head = plain.split('<').next().unwrap_or_default();
    let inner = ty
        .split_once('<')
        // A list that the generator writes over several lines ends with a comma.
        .and_then(|(_, rest)| Some(rest.rsplit_once('>')?.0.trim().trim_end_matches(',').trim()));
    match (head.rsplit("::").next().unwrap_or_default(), inner) {
        ("Vec", Some(inner)) => all.push(format!("[{inner}; 1]")),
        ("HashMap", Some(inner)) => all.push(format!("[({inner}); 1]")),
        ("Option", Some(inner)) => all.push(inner.to_owned()),
        ("DateTime", Some(_)) => {
            all.push("::chrono::DateTime<::chrono::FixedOffset>".to_owned());
        }
        ("Value", None) => all.extend(["bool".to_owned(), "&'static str".to_owned()]),
        _ => {}
    }
    if let Some(number) = name.strip_prefix("NonZero") {
        all.push(number.to_ascii_lowercase());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_made_from_an_array_however_its_type_is_written() {
        let list = ":: std :: vec :: Vec < Map < String , String , > , >";
        assert_eq!(of(list).last().unwrap(), "[Map < String , String , >; 1]");
        assert_eq!(of("HashMap<A, B>").last().unwrap(), "[(A, B); 1]");
    }
}
