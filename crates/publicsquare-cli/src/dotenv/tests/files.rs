//! Generated dotenv files for the property tests.
//!
//! Each function returns a `proptest` strategy: files with and without the variable, values, and texts that
//! are likely to be misread. `properties` and `shell` use them. Nothing is asserted here.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::NAME;

/// The bytes before a value and after it.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
}

impl Around {
    /// The file with this in the middle.
    pub(super) fn with(&self, middle: &str) -> Vec<u8> {
        [&self.before, middle.as_bytes(), &self.after].concat()
    }
}

/// Lines that say nothing about the variable.
fn other_line() -> impl Strategy<Value = Vec<u8>> {
    let known = select(vec![
        "",
        " \t",
        "# it's a comment",
        "  # PSQ_KEY=hidden",
        "A=1",
        "export B_2=\"two words\" # and a \"comment\"",
        "C='$ \" ` #'",
        "D = \"\\\" \\\\ '\" ",
        "E=`it's`",
        "F=\"first\n  # second ' \nthird\"",
        "G='first\r\n\r\nthird' # fourth",
        "H=\"\nsecond\n\"",
        "export J='{\r\n  \"a\": [\"b\"]\r\n}'",
        "PSQ_KEY_2=other",
        "XPSQ_KEY=other",
        "echo no definition at all",
    ]);
    prop_oneof![
        4 => known.prop_map(|line| line.as_bytes().to_vec()),
        1 => vec(prop_oneof![0x80..=0xffu8, b'a'..=b'z', Just(b' '), Just(b'=')], 0..12),
    ]
}

fn ending() -> impl Strategy<Value = Vec<u8>> {
    select(vec![b"\n".to_vec(), b"\r\n".to_vec()])
}

fn lines() -> impl Strategy<Value = Vec<u8>> {
    vec((other_line(), ending()), 0..8).prop_map(|lines| {
        lines
            .into_iter()
            .flat_map(|(line, end)| [line, end].concat())
            .collect()
    })
}

/// Files without the variable. Their last line may lack its ending.
pub(super) fn without_definition() -> impl Strategy<Value = Vec<u8>> {
    let mark = select(vec!["", "\u{feff}"]);
    (mark, lines(), prop_oneof![Just(Vec::new()), other_line()])
        .prop_map(|(mark, lines, last)| [mark.as_bytes(), &lines, &last].concat())
}

/// Files with the variable.
pub(super) fn around_a_value() -> impl Strategy<Value = Around> {
    let mark = select(vec!["", "\u{feff}"]);
    let head = (
        select(vec!["", " ", "\t ", "export ", "  export\t"]),
        select(vec!["=", " =", "\t="]),
    );
    let tail = select(vec!["", " ", " \t", " # it's", "\t#PSQ_KEY='\""]);
    let rest = prop_oneof![
        Just(Vec::new()),
        (ending(), lines()).prop_map(|(ending, lines)| [ending, lines].concat()),
    ];
    (mark, lines(), head, tail, rest).prop_map(|(mark, lines, (start, sign), tail, rest)| Around {
        before: [
            mark.as_bytes(),
            &lines,
            start.as_bytes(),
            NAME.as_bytes(),
            sign.as_bytes(),
        ]
        .concat(),
        after: [tail.as_bytes(), &rest].concat(),
    })
}

/// Values as they are written.
pub(super) fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[A-Za-z0-9_./:@%+=,$-]{1,20}",
        "'[A-Za-z0-9_ #\"`$]{0,20}'",
        "\"([A-Za-z0-9_ #'`$]|\\\\[$\"`\\\\n]x){0,20}\"",
        "`[A-Za-z0-9_ #'\"$]{0,20}`",
    ]
}

/// Values that all quotings can hold for all readers: no escape may be in front of the last quote.
pub(super) fn value() -> impl Strategy<Value = String> {
    prop_oneof![key(), "([ -~]{0,20}[ -\\[\\]-~])?"]
}

/// Values like those that keys have. An empty one is none: above a quote it would be read differently.
pub(super) fn key() -> impl Strategy<Value = String> {
    "[A-Za-z0-9_]{1,24}"
}

/// Texts that are likely to be misunderstood.
pub(super) fn tangle() -> impl Strategy<Value = Vec<u8>> {
    let token = select(vec![
        "PSQ_KEY",
        "PSQ_KEY=",
        "export ",
        "A=",
        "=",
        ":",
        "+",
        "#",
        " #",
        "'",
        "\"",
        "`",
        "\\",
        "\n",
        "\n",
        "\nPSQ_KEY=",
        "\r\n",
        "\r",
        " ",
        "\t",
        "x",
        "hush",
        ";",
        "\u{feff}",
        "\u{a0}",
        "é",
    ]);
    let token = prop_oneof![
        20 => token.prop_map(|token| token.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..3),
    ];
    vec(token, 0..24).prop_map(|tokens| tokens.concat())
}
