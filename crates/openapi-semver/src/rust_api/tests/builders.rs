//! Findings about the builders of types.
//!
//! Each test gives two clients whose builders demand different fields or take different types. A demand counts only
//! for types that applications send. `setters` tests the builders of operations.

use super::*;

/// A client with an operation that takes or returns a `Key`. The builder of `Key` has a setter and may demand the
/// field.
fn client(ty: &str, demands: bool, steps: &str) -> String {
    let start = if demands {
        "Err(String::new())"
    } else {
        "Ok(Default::default())"
    };
    let types = format!(
        "#[non_exhaustive] pub struct Key {{ #[serde(rename = \"theName\")] pub name: {ty} }}
         pub struct Name(String);
         impl ::std::convert::TryFrom<&str> for Name {{}}
         impl ::std::convert::TryFrom<String> for Name {{}}
         pub mod builder {{
             pub struct Key {{ name: Result<super::{ty}, String> }}
             impl ::std::default::Default for Key {{
                 fn default() -> Self {{ Self {{ name: {start} }} }}
             }}
             impl Key {{
                 pub fn name<T>(mut self, value: T) -> Self
                 where T: ::std::convert::TryInto<super::{ty}>, T::Error: ::std::fmt::Display
                 {{ self }}
             }}
         }}"
    );
    with_operation(&types, steps)
}

#[test]
fn what_a_builder_asks_for_counts_where_the_type_is_sent() {
    let body = setter("body", "types::Key");
    let found = findings(&client("Name", false, &body), &client("Name", true, &body));
    assert_eq!(
        lines(&found),
        ["breaking rust-builder-demands: `types::Key::builder()` asks for `name` now"]
    );
    let anchor = Anchor::Field {
        type_name: "Key".to_owned(),
        wire_name: "theName".to_owned(),
    };
    assert_eq!(found[0].anchor, anchor);
    assert_eq!(
        findings(&client("Name", true, &body), &client("Name", false, &body)),
        []
    );
    let answer = send("types::Key", "()");
    assert_eq!(
        findings(
            &client("Name", false, &answer),
            &client("Name", true, &answer)
        ),
        []
    );
}

#[test]
fn another_setter_of_a_builder_is_reported_where_the_field_is_the_same() {
    let answer = send("types::Key", "()");
    let client = |ty: &str| client(ty, false, &answer);
    assert_eq!(
        lines(&findings(&client("Name"), &client("Key"))),
        [
            "breaking rust-field-type-changed: `types::Key.name` was `types::Name` and is `types::Key`"
        ]
    );
    let setter_only = client("Name").replace("TryInto<super::Name>", "TryInto<super::Key>");
    assert_eq!(
        lines(&findings(&client("Name"), &setter_only)),
        [
            "breaking rust-setter-type-changed: `types::Key::builder().name(..)` \
          took `types::Name` and takes `types::Key`"
        ]
    );
}
