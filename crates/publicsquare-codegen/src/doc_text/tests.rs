//! Checks the documentation with the Markdown parser that rustdoc uses.
//!
//! In come descriptions: texts that people write, and texts made to break out of a comment. The tests assert that no text
//! becomes code that rustdoc compiles, or HTML, and that ordinary text stays as it is.

use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::*;

/// The blocks of code that rustdoc would compile, and the HTML.
fn code(markdown: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(markdown, options)
        .filter_map(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) if &*kind == "text" => None,
            Event::Start(Tag::CodeBlock(kind)) => Some(format!("{kind:?}")),
            Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
            _ => None,
        })
        .collect()
}

#[test]
fn what_people_write_is_kept() {
    for text in [
        "The id of the key.",
        "A list:\n\n* `a`\n* `b`\n\nand **more**.",
        "1. one\n2. two",
        "See [the manual](https://example.com/a_b).",
        "| a | b |\n| - | - |\n| 1 | 2 |",
    ] {
        assert_eq!(block(text), text);
    }
    assert_eq!(
        block("    A sentence that the vendor indents."),
        "A sentence that the vendor indents."
    );
}

#[test]
fn a_fenced_block_is_text() {
    assert_eq!(
        block("So:\n```rust\nstd::fs::write(\"a\", \"b\");\n```\nDone."),
        "So:\n\n```text\nstd::fs::write(\"a\", \"b\");\n```\n\nDone."
    );
    assert_eq!(block("~~~\n```\n~~~"), "````text\n```\n````");
    assert_eq!(block("```\nnever closed"), "```text\nnever closed\n```");
}

#[test]
fn a_line_goes_on_as_one() {
    assert_eq!(
        inline("line one\r\nline two\rline\u{2028}three\n\n```\nx\n```"),
        "line one line two line three \\`\\`\\` x \\`\\`\\`"
    );
}

#[test]
fn nothing_hidden_is_left() {
    assert_eq!(block("a\u{202e}b\u{0}c\u{feff}"), "abc");
    assert_eq!(
        block("<script>x</script> `<T>`"),
        "\\<script>x\\</script> `<T>`"
    );
}

fn nasty() -> impl Strategy<Value = String> {
    let parts = prop_oneof![
        Just("```"),
        Just("~~~"),
        Just("````"),
        Just("`"),
        Just("``"),
        Just("\n"),
        Just("\r"),
        Just("    "),
        Just("\t"),
        Just(" "),
        Just("- "),
        Just("* "),
        Just("1. "),
        Just("> "),
        Just("<!--"),
        Just("-->"),
        Just("<pre>"),
        Just("</pre>"),
        Just("<b>"),
        Just("fn main() {}"),
        Just("rust"),
        Just("text"),
        Just("\\"),
        Just("[a]: b"),
        Just("[^1]: "),
        Just("|"),
        Just("---"),
        Just("==="),
        Just("# "),
        Just("*/"),
        Just("/**"),
        Just("\u{2028}"),
        Just("$$"),
        Just("+++"),
        Just("::: "),
        Just("\n\n"),
        Just("x"),
        Just("&lt;"),
        Just("<?"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("1)      "),
        Just("-      ")
    ];
    proptest::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 4 } else { 400 }, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_code(text in nasty()) {
        let found = code(&block(&text));
        prop_assert!(found.is_empty(), "{found:?} in {:?}", block(&text));
        // As the generator writes it around them.
        let around = format!("{}\n\n{}\n\nArguments:\n- `a`: {}\n```text\nx\n```", inline(&text), block(&text), inline(&text));
        let found = code(&around);
        prop_assert!(found.is_empty(), "{found:?} in {around:?}");
    }
}
