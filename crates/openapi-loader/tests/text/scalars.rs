//! Refusals of keys and of values that stand alone: numbers, tags, merge keys.
//!
//! Each test gives the loader a text that YAML allows and that people read in two ways. It asserts the place, the
//! message and the help of every refusal. Whole files and collections are in the neighbour `text`.

use crate::refused::assert_refused;

#[test]
fn keys_that_are_not_strings() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a:
  1: one
  true: yes
  null: none
  1.5: more
  : empty
",
        &[
            (
                r"5:3: the key `1` is a number, not a string",
                r"quote it: '1'",
            ),
            (
                r"6:3: the key `true` is a boolean, not a string",
                r"quote it: 'true'",
            ),
            (
                r"7:3: the key `null` is null, not a string",
                r"quote it: 'null'",
            ),
            (
                r"8:3: the key `1.5` is a number, not a string",
                r"quote it: '1.5'",
            ),
            (
                r"9:3: the key `` is empty, not a string",
                r"write the key, in quotes if it is meant to be empty",
            ),
        ],
    );
}

#[test]
fn keys_that_are_collections() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a:
  ? [a, b]
  : list
  ? {c: d}
  : mapping
",
        &[
            (
                r"5:5: this key is not a plain string",
                r"write the key as text, without an alias, a list or a mapping",
            ),
            (
                r"7:5: this key is not a plain string",
                r"write the key as text, without an alias, a list or a mapping",
            ),
        ],
    );
}

#[test]
fn a_key_that_is_an_alias() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: &name word
x-b:
  *name : value
",
        &[(
            r"6:3: this key is not a plain string",
            r"write the key as text, without an alias, a list or a mapping",
        )],
    );
}

#[test]
fn merge_keys() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: &base {a: 1}
x-b:
  <<: *base
  b: 2
",
        &[(
            r"6:3: merge keys (`<<`) are not part of YAML 1.2",
            r"repeat the members, or use `$ref` or `allOf`",
        )],
    );
}

#[test]
fn special_floats() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: [.nan, .inf, -.INF]
",
        &[
            (
                r"4:7: the number `.nan` has no JSON form",
                r"use a finite number, or quote it if it is meant as text",
            ),
            (
                r"4:13: the number `.inf` has no JSON form",
                r"use a finite number, or quote it if it is meant as text",
            ),
            (
                r"4:19: the number `-.INF` has no JSON form",
                r"use a finite number, or quote it if it is meant as text",
            ),
        ],
    );
}

#[test]
fn numbers_beyond_64_bits() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: [18446744073709551616, -9223372036854775809, 1e999, 0x10000000000000000]
",
        &[
            (
                r"4:7: the number `18446744073709551616` does not fit into 64 bits",
                r"use a smaller number, or quote it if it is meant as text",
            ),
            (
                r"4:29: the number `-9223372036854775809` does not fit into 64 bits",
                r"use a smaller number, or quote it if it is meant as text",
            ),
            (
                r"4:51: the number `1e999` does not fit into 64 bits",
                r"use a smaller number, or quote it if it is meant as text",
            ),
            (
                r"4:58: the number `0x10000000000000000` does not fit into 64 bits",
                r"use a smaller number, or quote it if it is meant as text",
            ),
        ],
    );
}

#[test]
fn numbers_with_leading_zeros() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: [0123, -07]
",
        &[
            (
                r"4:7: the number `0123` starts with a zero",
                r"quote it if it is meant as text, else drop the zero",
            ),
            (
                r"4:13: the number `-07` starts with a zero",
                r"quote it if it is meant as text, else drop the zero",
            ),
        ],
    );
}

#[test]
fn tags_without_a_json_form() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: [!!binary aGk=, !colour red, !!int many, !!set {a: null}]
",
        &[
            (
                r"4:7: the tag `!!binary` has no meaning in an OpenAPI document",
                r"remove the tag; quote the value if it has to be a string",
            ),
            (
                r"4:22: the tag `!colour` has no meaning in an OpenAPI document",
                r"remove the tag; quote the value if it has to be a string",
            ),
            (
                r"4:35: `many` does not fit its tag `!!int`",
                r"remove the tag, or correct the value",
            ),
            (
                r"4:47: the tag `!!set` has no meaning here",
                r"remove the tag",
            ),
        ],
    );
}
