//! Checks the default of an integer against its bounds and its Rust type.
//!
//! In comes an integer schema. Out comes a refusal if the generated code could not create the default: it would panic when a
//! value is made without the member. `integer_bounds.rs` calls this for each integer. Defaults of other types are checked
//! in `defaults.rs`.

use openapiv3::{IntegerFormat, IntegerType, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde_json::Value;

use crate::refusal::Refusal;

/// Returns what is wrong with the default of an integer.
pub(super) fn flaw(schema: &Schema, pointer: &str) -> Option<Refusal> {
    let SchemaKind::Type(Type::Integer(integer)) = &schema.schema_kind else {
        return None;
    };
    let default = schema
        .schema_data
        .default
        .as_ref()
        .filter(|default| !default.is_null())?;
    let what = match whole(default) {
        None => "is not an integer".to_owned(),
        Some(number) => breach(integer, number)?,
    };
    Some(Refusal::new(
        format!("{pointer}/default"),
        format!("the default {default} {what}"),
        "give the integer a valid default, or leave the default out",
    ))
}

/// Returns the bound or the type that the number violates.
fn breach(integer: &IntegerType, number: i128) -> Option<String> {
    let is_below = |limit: i64, exclusive| {
        number < i128::from(limit) || (exclusive && number == i128::from(limit))
    };
    let is_above = |limit: i64, exclusive| {
        number > i128::from(limit) || (exclusive && number == i128::from(limit))
    };
    if let Some(limit) = integer.minimum
        && is_below(limit, integer.exclusive_minimum)
    {
        return Some(format!("violates the `minimum` of {limit}"));
    }
    if let Some(limit) = integer.maximum
        && is_above(limit, integer.exclusive_maximum)
    {
        return Some(format!("violates the `maximum` of {limit}"));
    }
    let (name, least, most) = rust_type(&integer.format);
    (!(least..=most).contains(&number))
        .then(|| format!("does not fit into `{name}`, the Rust type of the integer"))
}

fn whole(value: &Value) -> Option<i128> {
    value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from))
}

/// The type that progenitor uses for a format, and the range of the type.
fn rust_type(format: &VariantOrUnknownOrEmpty<IntegerFormat>) -> (&'static str, i128, i128) {
    macro_rules! range {
        ($name:ident) => {
            (
                stringify!($name),
                i128::from($name::MIN),
                i128::from($name::MAX),
            )
        };
    }
    match format {
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => range!(i32),
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64) | VariantOrUnknownOrEmpty::Empty => {
            range!(i64)
        }
        VariantOrUnknownOrEmpty::Unknown(format) => match format.as_str() {
            "int8" => range!(i8),
            "uint8" => range!(u8),
            "int16" => range!(i16),
            "uint16" => range!(u16),
            "int" => range!(i32),
            "uint" | "uint32" => range!(u32),
            "uint64" => range!(u64),
            _ => range!(i64),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(schema: Value) -> Option<String> {
        let schema: Schema = serde_json::from_value(schema).expect("a schema");
        flaw(&schema, "/here").map(|refusal| {
            assert_eq!(refusal.pointer, "/here/default");
            refusal.message
        })
    }

    #[test]
    fn a_valid_default_is_accepted() {
        for schema in [
            json!({"type": "integer"}),
            json!({"type": "integer", "default": -1}),
            json!({"type": "integer", "default": null, "nullable": true}),
            json!({"type": "integer", "default": 1, "minimum": 1, "maximum": 1}),
            json!({"type": "integer", "default": 1, "minimum": 0, "exclusiveMinimum": true}),
            json!({"type": "integer", "default": 1, "maximum": 2, "exclusiveMaximum": true}),
            json!({"type": "integer", "default": u64::MAX, "format": "uint64"}),
            json!({"type": "string", "default": "1"}),
        ] {
            assert_eq!(message(schema.clone()), None, "{schema}");
        }
    }

    #[test]
    fn a_default_outside_of_the_bounds_is_refused() {
        for (schema, what) in [
            (
                json!({"type": "integer", "default": 0, "minimum": 1}),
                "0 violates the `minimum` of 1",
            ),
            (
                json!({"type": "integer", "default": 0, "minimum": 0, "exclusiveMinimum": true}),
                "0 violates the `minimum` of 0",
            ),
            (
                json!({"type": "integer", "default": 9, "maximum": 8}),
                "9 violates the `maximum` of 8",
            ),
            (
                json!({"type": "integer", "default": 9, "maximum": 9, "exclusiveMaximum": true}),
                "9 violates the `maximum` of 9",
            ),
        ] {
            assert_eq!(message(schema), Some(format!("the default {what}")));
        }
    }

    #[test]
    fn a_default_that_the_rust_type_cannot_hold_is_refused() {
        for (format, fits, too_large, name) in [
            ("", i64::MAX as u64, u64::MAX, "i64"),
            ("int64", i64::MAX as u64, u64::MAX, "i64"),
            ("made-up", i64::MAX as u64, u64::MAX, "i64"),
            ("int8", 127, 128, "i8"),
            ("uint8", 255, 256, "u8"),
            ("int16", 32_767, 32_768, "i16"),
            ("uint16", 65_535, 65_536, "u16"),
            ("int", 2_147_483_647, 2_147_483_648, "i32"),
            ("int32", 2_147_483_647, 2_147_483_648, "i32"),
            ("uint", 4_294_967_295, 4_294_967_296, "u32"),
            ("uint32", 4_294_967_295, 4_294_967_296, "u32"),
        ] {
            let mut schema = json!({"type": "integer", "format": format, "default": fits});
            if format.is_empty() {
                schema.as_object_mut().expect("an object").remove("format");
            }
            assert_eq!(message(schema.clone()), None, "{format}");
            schema["default"] = json!(too_large);
            assert_eq!(
                message(schema),
                Some(format!(
                    "the default {too_large} does not fit into `{name}`, the Rust type of the integer"
                ))
            );
        }
        for format in ["uint8", "uint16", "uint", "uint32", "uint64"] {
            let schema = json!({"type": "integer", "default": -1, "format": format});
            assert!(message(schema).is_some(), "{format}");
        }
    }

    #[test]
    fn a_default_that_is_not_an_integer_is_refused() {
        for default in [json!(1.5), json!("1")] {
            let message = message(json!({"type": "integer", "default": default}));
            assert_eq!(
                message,
                Some(format!("the default {default} is not an integer"))
            );
        }
    }
}
