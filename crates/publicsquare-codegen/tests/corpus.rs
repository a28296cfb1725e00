//! Generates the code of every description in `tests/corpus/`.
//!
//! Each description says in its first line whether it is refused, and with which words. The tests assert that, and that no
//! text of a description becomes code in the documentation. Whether the generated code compiles and does what is described
//! is checked by `cargo xtask codegen-corpus`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use openapi_loader::load_published;
use publicsquare_codegen::generate;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, Lit, Meta};

fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut documents: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    documents.sort();
    assert!(documents.len() > 40);
    documents
}

#[test]
fn each_description_is_generated_or_refused_as_its_first_line_says() {
    for (name, text) in corpus() {
        let announced = text.lines().next().unwrap().strip_prefix("# refused: ");
        let outcome = load_published(&name, &text).and_then(|document| generate(&document));
        match (outcome, announced) {
            (Ok(_), None) => {}
            (Err(why), Some(words)) => {
                assert!(why.to_string().contains(words), "{name}: {why}");
            }
            (Ok(_), Some(_)) => panic!("{name} should be refused, and was generated"),
            (Err(why), None) => panic!("{name} should be generated, and was refused: {why}"),
        }
    }
}

/// Collects the documentation of each item, field and method.
#[derive(Default)]
struct Texts(Vec<String>);

impl VisitMut for Texts {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let lines: Vec<String> = attributes.iter().filter_map(documentation).collect();
        if !lines.is_empty() {
            self.0.push(lines.join("\n"));
        }
    }
}

fn documentation(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(literal) if attribute.path().is_ident("doc") => match &literal.lit {
            // rustdoc removes the common indentation of all lines.
            Lit::Str(text) => Some(
                text.value()
                    .strip_prefix(' ')
                    .unwrap_or_default()
                    .to_owned(),
            ),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the only code block is the example that this crate writes for a mock.
fn is_example(text: &str) -> bool {
    let mut parts = text.split("```");
    let (_, code, rest) = (parts.next(), parts.next(), parts.next());
    code.is_some_and(|code| {
        code.starts_with("\nuse publicsquare_httpmock::MockServerExt;\n")
            && code.contains("\n# Ok(())\n# }\n")
    }) && rest == Some("")
        && parts.next().is_none()
}

#[test]
fn no_text_of_a_description_becomes_code() {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut seen = 0;
    for (name, text) in corpus() {
        let Ok(code) = load_published(&name, &text).and_then(|document| generate(&document)) else {
            continue;
        };
        for code in [code.client, code.mocks] {
            let mut texts = Texts::default();
            texts.visit_file_mut(&mut syn::parse_file(&code).unwrap());
            for text in texts.0 {
                seen += 1;
                for event in Parser::new_ext(&text, options) {
                    if let Event::Start(Tag::CodeBlock(kind)) = &event {
                        let is_text =
                            matches!(kind, CodeBlockKind::Fenced(kind) if &**kind == "text");
                        assert!(is_text || is_example(&text), "{name}: {text}");
                    }
                    assert!(
                        !matches!(event, Event::Html(_) | Event::InlineHtml(_)),
                        "{name}: {text}"
                    );
                }
            }
        }
    }
    assert!(seen > 1000, "{seen}");
}
