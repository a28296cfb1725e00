//! Files that psq refuses, and the line numbers in each refusal.
//!
//! Every case is a short text with the expected [`Refusal`]. Reading and editing have to refuse it alike,
//! whatever the new value is. `tests` has the texts that are accepted.

use super::super::refusal::End;
use super::*;

/// Checks that the text is refused, for reading as for any value.
#[track_caller]
fn refused(text: impl AsRef<[u8]>, refusal: Refusal) {
    let text = text.as_ref();
    let shown = String::from_utf8_lossy(text);
    assert_eq!(read(text), Err(refusal.clone()), "reading {shown:?}");
    for value in ["sk_test_1", "", "it's a $"] {
        assert_eq!(edit(text, value), Err(refusal.clone()), "{shown:?}");
    }
}

/// Checks that the variable cannot be added to the text, which does not have it.
#[track_caller]
fn no_addition(text: &str, end: End) {
    assert_eq!(read(text), Ok(None), "{text:?}");
    assert_eq!(edit(text, "sk_test_1"), Err(Refusal::End(end)), "{text:?}");
}

#[test]
fn several_definitions() {
    for (text, lines) in [
        ("PSQ_KEY=1\nPSQ_KEY=1\n", vec![1, 2]),
        (
            "PSQ_KEY=1\nA=1\n export PSQ_KEY =2\r\n\nPSQ_KEY=",
            vec![1, 3, 5],
        ),
        ("PSQ_KEY='\nPSQ_KEY=2\n'\n", vec![1, 2]),
    ] {
        refused(text, Refusal::SeveralDefinitions { lines });
    }
}

#[test]
fn what_only_some_readers_take_for_a_definition() {
    for line in [
        "PSQ_KEY: a",
        "PSQ_KEY:a",
        "PSQ_KEY+=a",
        "PSQ_KEY",
        "PSQ_KEY # a",
        "'PSQ_KEY'=a",
        "\"PSQ_KEY\": \"a\"",
        "\u{a0}PSQ_KEY=a",
        "\u{feff}PSQ_KEY=a",
        "\x0bPSQ_KEY=a",
        "\x1cPSQ_KEY=a",
        "PSQ_KEY\u{2003}=a",
        "export\u{a0}PSQ_KEY=a",
        "export PSQ_KEY: a",
        "export B=1 PSQ_KEY=a",
        "B='1' PSQ_KEY+=a",
        "B=1;PSQ_KEY=a",
        "; PSQ_KEY=a",
        "set PSQ_KEY=a",
        "PSQ_KEY=a PSQ_KEY=b",
        "PSQ_KEY='a';PSQ_KEY=b",
    ] {
        refused(format!("A=1\n{line}\n"), Refusal::Unclear { line: 2 });
        if !line.starts_with("PSQ_KEY=") {
            refused(
                format!("PSQ_KEY=1\n{line}\r\n"),
                Refusal::Unclear { line: 2 },
            );
        }
    }
}

#[test]
fn bytes_of_no_text() {
    refused("A=1\nPSQ_KEY=a\0b\n", Refusal::Nul { line: 2 });
    refused("PSQ_KEY=a\n\n\0", Refusal::Nul { line: 3 });
    refused("A=1\nPSQ_KEY=a\rB=1\n", Refusal::CarriageReturn { line: 2 });
    refused("PSQ_KEY=a\r", Refusal::CarriageReturn { line: 1 });
    refused("PSQ_KEY=a\r\r\n", Refusal::CarriageReturn { line: 1 });
    refused("# A\rPSQ_KEY=a\n", Refusal::CarriageReturn { line: 1 });
    // For Node, a value in quotes begins behind it and has the definition in it.
    refused("'\rA='\nPSQ_KEY=\nB'", Refusal::CarriageReturn { line: 1 });
    for text in ["PSQ_KEY=a\n\rA=1", "A=1\nNAME:\r", "\nB=\\\r"] {
        refused(text, Refusal::CarriageReturn { line: 2 });
    }
}

#[test]
fn values_that_go_on_or_may_go_on() {
    for text in [
        "A=1\nPSQ_KEY='a\nb'\n",
        "A=1\nPSQ_KEY=\"a\nb\"\n",
        "A=1\nPSQ_KEY=`a\nb`\n",
        "A=1\nPSQ_KEY=\"a\n",
        "A=1\nPSQ_KEY=\"a\\\"",
        "A=1\nPSQ_KEY=\"a\\\nb\"",
        // To some libraries a backslash escapes this quote.
        "A=1\nPSQ_KEY='a\\'\nB='b'\n",
    ] {
        refused(text, Refusal::OpenQuote { line: 2 });
    }
    for text in [
        "A=1\nPSQ_KEY=a\\\nb\n",
        "A=1\nPSQ_KEY=a\\\r\n",
        "A=1\nPSQ_KEY=a\\",
        "A=1\nPSQ_KEY=a\\\\\n",
        "A=1\nPSQ_KEY=a\\ \n",
        "A=1\nPSQ_KEY=a\\ # b\n",
        "A=1\nPSQ_KEY=a # b\\\n",
        "A=1\nPSQ_KEY='a' # b\\\n",
        "A=1\nPSQ_KEY= # b\\\n",
        "A=1\nPSQ_KEY=\\\n",
    ] {
        refused(text, Refusal::Continued { line: 2 });
    }
}

#[test]
fn definitions_that_may_be_part_of_another_value() {
    for (text, opened, line) in [
        ("A='\nPSQ_KEY=1\n'\n", 1, 2),
        ("B=1\n export A= `\r\n\r\nPSQ_KEY=1\r\n`\r\n", 2, 4),
        ("\u{feff}A: \"\\\"\nPSQ_KEY=1\n\"\n", 1, 2),
        ("A=\"x\nPSQ_KEY=\"y\"\n", 1, 2),
        ("A='x' \"\nPSQ_KEY=1\n# \"\n", 1, 2),
        ("A=don\"t\nPSQ_KEY=1\nB=won\"t\n", 1, 2),
        ("A='\nB\nPSQ_KEY=1\n' \"\n", 1, 3),
        ("'A\nPSQ_KEY='1'\n", 1, 2),
        ("export 'A\nPSQ_KEY='1'\n", 1, 2),
        ("export'A\nPSQ_KEY='1'\n", 1, 2),
        // To some libraries a backslash escapes these quotes, however many there are.
        ("A='C:\\'\nPSQ_KEY=1\nB='2'\n", 1, 2),
        ("A=\"C:\\\\\"\nPSQ_KEY=1\nB=\"2\"\n", 1, 2),
        ("A='\\'\nPSQ_KEY=1\n\\\\'\n", 1, 2),
        // To one of them it does so inside a value as well.
        ("A=x'\\'\nPSQ_KEY=1\nB='2'\n", 1, 2),
        // To others it does not, so that only for them the quote is ever closed.
        ("A=\"x\nPSQ_KEY=1\n\\\"\n", 1, 2),
        ("A=x'\nPSQ_KEY=1\n' \"\n", 1, 2),
        ("A=\\\nx\"\nPSQ_KEY=1\n\"\n", 1, 3),
        // Node begins a value on the line below its name, if there is a quote.
        ("`\nA=\n`\nPSQ_KEY=1\nB=2`\n", 2, 4),
        // Not all of them see the quote on the first line, or the value that starts on it.
        ("A=it's\nB='\nPSQ_KEY='1'\n", 2, 3),
        ("A='\nB='C:\\'\n PSQ_KEY=1\nC=c'\n", 2, 3),
    ] {
        refused(text, Refusal::InsideQuote { opened, line });
    }
    for text in [
        "A=1\\\nPSQ_KEY=1\n",
        "# \\\r\nPSQ_KEY=1\r\n",
        "A=1\\\\\nPSQ_KEY=1\n",
    ] {
        refused(text, Refusal::AfterBackslash { line: 2 });
    }
    // Node reads the next line as the value of a name that has nothing but a colon behind it.
    for text in ["NAME:\nPSQ_KEY=1\n", " export A.b-c:\r\nPSQ_KEY=1\r\n"] {
        refused(text, Refusal::AfterColon { line: 2 });
    }
    for text in [
        "# Keys:\nPSQ_KEY=1\n",
        "NAME: \nPSQ_KEY=1\n",
        "NAME:\n\nPSQ_KEY=1\n",
    ] {
        assert!(edit(text, "sk_test_1").is_ok(), "{text:?}");
    }
    for text in ["A=1\nNAME:\n", "A=1\nNAME:", "A=1\nNAME:\r\n"] {
        no_addition(text, End::InColon { line: 2 });
    }
    // Node reads a name and an equals sign below it as one definition, which is the last one and counts.
    refused("PSQ_KEY=1\nPSQ_KEY\n\n=2\n", Refusal::Unclear { line: 2 });
    refused(
        "PSQ_KEY=1\nexport PSQ_KEY\n = 2\n",
        Refusal::Unclear { line: 2 },
    );
}

#[test]
fn values_with_unclear_ends() {
    for value in ["#a", "#", "a#b", "a#b # c", "a b#"] {
        refused(format!("\nPSQ_KEY={value}\n"), Refusal::Hash { line: 2 });
    }
    for value in [
        "${A}",
        "a$(b)",
        "a ;b",
        "a\t&b",
        "a |b",
        "a\u{a0}b",
        "a\u{feff}b",
        "\u{b}",
        "a\u{1f}b",
    ] {
        refused(
            format!("\nPSQ_KEY={value}\n"),
            Refusal::Reference { line: 2 },
        );
    }
    for value in ["a'b'", "a\"", "it's", "a `b`"] {
        refused(
            format!("\nPSQ_KEY={value}\n"),
            Refusal::QuoteInside { line: 2 },
        );
    }
    for value in ["'a'b", "\"a\"b", "`a` b", "'a'#b", "'a''b'", "\"a\";"] {
        refused(
            format!("\nPSQ_KEY={value}\n"),
            Refusal::AfterQuote { line: 2 },
        );
    }
}

#[test]
fn ends_of_files_to_which_nothing_can_be_added() {
    no_addition("A=1\nB='\nC=1\n", End::InsideQuote { opened: 2 });
    no_addition("A='1\n2' \"\n", End::InsideQuote { opened: 2 });
    no_addition("'A\n", End::InsideQuote { opened: 1 });
    no_addition("A='C:\\'\n", End::InsideQuote { opened: 1 });
    for text in [
        "A=1\nB=2\\\n",
        "A=1\n# \\",
        "A=1\n\\\r\n",
        "\nB=\\\\",
        "\nB=\\\r\n",
    ] {
        no_addition(text, End::Continued { line: 2 });
    }
}

#[test]
fn values_that_cannot_be_written() {
    for value in ["a\nb", "a\r", "\t", "\0", "\x7f", "é", "\u{a0}"] {
        for text in ["PSQ_KEY=1\n", "", "PSQ_KEY='\n"] {
            assert_eq!(edit(text, value), Err(Refusal::UnfitValue), "{value:?}");
        }
    }
}

#[test]
fn a_quote_that_would_close_another_is_not_written() {
    let text = "A='\nPSQ_KEY=1\n";
    assert!(edit(text, "sk_test_1").is_ok());
    assert_eq!(edit(text, "a b"), Err(Refusal::Unsafe));
}

#[test]
fn refusals_say_which_lines() {
    for (refusal, expected) in [
        (
            Refusal::SeveralDefinitions {
                lines: vec![2, 30, 401],
            },
            "the variable is defined more than once, on lines 2, 30 and 401: remove all definitions \
             but one",
        ),
        (
            Refusal::SeveralDefinitions {
                lines: (1..=1000).collect(),
            },
            "the variable is defined more than once, on lines 1, 2, 3, 4, 5 and 995 more: remove all \
             definitions but one",
        ),
        (
            Refusal::AfterBackslash { line: 7 },
            "line 6 ends in a backslash, so the definition on line 7 may be part of it: remove the \
             backslash or put an empty line between them",
        ),
        (
            Refusal::InsideQuote { opened: 3, line: 5 },
            "the definition on line 5 may be part of a quoted value that starts on line 3: close that \
             quote on its own line, or move the definition above it",
        ),
        (
            Refusal::End(End::InsideQuote { opened: 4 }),
            "line 4 opens a quote that is not clearly closed, so a line at the end of the file may be \
             part of it: close that quote on its own line, or define the variable above it",
        ),
        (
            Refusal::End(End::Continued { line: 6 }),
            "line 6, the last one, ends in a backslash, so a line after it may be part of it: remove \
             the backslash or add an empty line",
        ),
        (
            Refusal::End(End::InColon { line: 8 }),
            "line 8, the last one, is a name and a colon, so some programs read a line after it as the \
             value of that name: remove the colon or add an empty line",
        ),
    ] {
        assert_eq!(refusal.to_string(), expected);
    }
}
