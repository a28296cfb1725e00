//! Tests of `dotenv`: what is read, what is written, and what the rest of the file looks like afterwards.
//!
//! The tests in this file use short texts that a person can check. `refusals` has the texts that psq refuses,
//! `properties` tries generated files from `files`, and `shell` compares the result with a real shell.

mod files;
mod properties;
mod refusals;
mod shell;

use super::variable::InvalidVariable;
use super::*;

/// The variable that is read and set in all tests. Its name starts and ends like those of others.
const NAME: &str = "PSQ_KEY";

fn variable() -> Variable {
    NAME.parse().expect("a name")
}

fn read(text: impl AsRef<[u8]>) -> Result<Option<Vec<u8>>, Refusal> {
    value_of(text.as_ref(), &variable()).map(|value| value.map(|value| value.to_vec()))
}

fn edit(text: impl AsRef<[u8]>, value: &str) -> Result<Vec<u8>, Refusal> {
    with_value(text.as_ref(), &variable(), value).map(|text| text.to_vec())
}

/// Checks what the text holds, and that the new value goes where `{}` is in `after`.
#[track_caller]
fn check(text: &str, held: &str, after: &str) {
    assert_eq!(
        read(text),
        Ok(Some(held.as_bytes().to_vec())),
        "what {text:?} holds"
    );
    for value in ["sk_test_1", ""] {
        let expected = after.replace("{}", value);
        assert_eq!(
            edit(text, value),
            Ok(expected.into_bytes()),
            "{text:?} with {value:?}"
        );
    }
}

#[test]
fn the_names_of_variables() {
    for name in ["A", "_", "PSQ_KEY", "a1", "_9", "export"] {
        let variable: Variable = name.parse().expect("a name");
        assert_eq!(variable.to_string(), name);
    }
    for (name, error) in [
        ("", InvalidVariable::Empty),
        ("1A", InvalidVariable::StartsWithDigit),
        ("A-B", InvalidVariable::OtherCharacter),
        ("A B", InvalidVariable::OtherCharacter),
        ("A=hush", InvalidVariable::OtherCharacter),
        ("é", InvalidVariable::OtherCharacter),
        ("A\n", InvalidVariable::OtherCharacter),
    ] {
        assert_eq!(name.parse::<Variable>(), Err(error), "{name:?}");
        assert!(!error.to_string().contains("hush"));
    }
}

#[test]
fn values_without_quotes() {
    check("PSQ_KEY=old\n", "old", "PSQ_KEY={}\n");
    check("PSQ_KEY=old", "old", "PSQ_KEY={}");
    check("PSQ_KEY=old\r\n", "old", "PSQ_KEY={}\r\n");
    check("PSQ_KEY=old \t\n", "old", "PSQ_KEY={} \t\n");
    check("PSQ_KEY=old \t# hi #\n", "old", "PSQ_KEY={} \t# hi #\n");
    check("PSQ_KEY=two words\n", "two words", "PSQ_KEY={}\n");
    check("PSQ_KEY==\\=\n", "=\\=", "PSQ_KEY={}\n");
    check("PSQ_KEY=$A:$B\n", "$A:$B", "PSQ_KEY={}\n");
    check("PSQ_KEY=é€\n", "é€", "PSQ_KEY={}\n");
    check(" \tPSQ_KEY \t= old\n", "old", " \tPSQ_KEY \t= {}\n");
    check("\texport \tPSQ_KEY=old\n", "old", "\texport \tPSQ_KEY={}\n");
}

#[test]
fn empty_values() {
    check("PSQ_KEY=", "", "PSQ_KEY={}");
    check("PSQ_KEY=\r\nB=1", "", "PSQ_KEY={}\r\nB=1");
    check("PSQ_KEY= \t\n", "", "PSQ_KEY={} \t\n");
    check("PSQ_KEY= # none yet\n", "", "PSQ_KEY={} # none yet\n");
    check("PSQ_KEY=\"\" # none\n", "", "PSQ_KEY=\"{}\" # none\n");
}

#[test]
fn values_in_quotes() {
    check("PSQ_KEY='old' \n", "old", "PSQ_KEY='{}' \n");
    check("PSQ_KEY= \"old\"\r\n", "old", "PSQ_KEY= \"{}\"\r\n");
    check("PSQ_KEY=`old` #'\n", "old", "PSQ_KEY=`{}` #'\n");
    check("PSQ_KEY='a\"\\`# b'\n", "a\"\\`# b", "PSQ_KEY='{}'\n");
    check(
        "PSQ_KEY=\"\\\\\\\"\\$\\`\\n\\'\\é'\"\n",
        "\\\"$`\\n\\'\\é'",
        "PSQ_KEY=\"{}\"\n",
    );
    check("PSQ_KEY=\"a\\\\\"\n", "a\\", "PSQ_KEY=\"{}\"\n");
    check("PSQ_KEY='a\\'\n", "a\\", "PSQ_KEY='{}'\n");
}

#[test]
fn other_lines_are_none_of_its() {
    check(
        "\u{feff}PSQ_KEY=old\nB='c'\n",
        "old",
        "\u{feff}PSQ_KEY={}\nB='c'\n",
    );
    check(
        "# PSQ_KEY=1\n\t#PSQ_KEY=2\nPSQ_KEY_2=3\nMY_PSQ_KEY=4\npsq_key=5\nPSQ_KEY.X=6\nexportPSQ_KEY=7\nPSQ_KEY+8\nPSQ_KEY#=9\nPSQ_KEY=old\n",
        "old",
        "# PSQ_KEY=1\n\t#PSQ_KEY=2\nPSQ_KEY_2=3\nMY_PSQ_KEY=4\npsq_key=5\nPSQ_KEY.X=6\nexportPSQ_KEY=7\nPSQ_KEY+8\nPSQ_KEY#=9\nPSQ_KEY={}\n",
    );
    check(
        "PSQ_KEY=old\nexport PSQ_KEY # it: =\necho $PSQ_KEY\nA='x PSQ_KEY=y'\nB=1 # PSQ_KEY=z\n",
        "old",
        "PSQ_KEY={}\nexport PSQ_KEY # it: =\necho $PSQ_KEY\nA='x PSQ_KEY=y'\nB=1 # PSQ_KEY=z\n",
    );
}

#[test]
fn values_of_several_lines_are_left_alone() {
    for (before, after) in [
        ("A=\"1\n2\" # '\n", "\nB='1\r\n2'\n"),
        ("A=\"\n1\n\" # it\n", "\nB=\"1\n2\"\n"),
        ("A='{\n  \"a\": \"it\"\n}'\n", "\nB='\"'\n"),
        ("A=\"say \\\"hi\\\"\n\"\n", "\nB=\"1\"\n"),
        ("A='first\nkey: it\"s'\n", "\nB=\"1\"\n"),
        ("A='\nB=\"1\"\n\"\n'\n", "\nC=\"1\"\n"),
        // A line that defines nothing opens no quote.
        ("set the name = 'a\n", "\nB=1\n'\n"),
        // A quote that is never closed is a character like others.
        ("A=it's\n", "\n"),
        ("A=\\\n\n", "\n"),
    ] {
        check(
            &format!("{before}PSQ_KEY=old{after}"),
            "old",
            &format!("{before}PSQ_KEY={{}}{after}"),
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_kept() {
    let text = b"\xff\xfe=\x80\nPSQ_KEY=\xe9\xff # \xc3\n\xf0";
    assert_eq!(read(text), Ok(Some(b"\xe9\xff".to_vec())));
    assert_eq!(
        edit(text, "new"),
        Ok(b"\xff\xfe=\x80\nPSQ_KEY=new # \xc3\n\xf0".to_vec())
    );
}

#[test]
fn a_missing_definition_is_added_in_the_style_of_the_last_line() {
    for (text, expected) in [
        ("", "PSQ_KEY=new\n"),
        ("A=1\n", "A=1\nPSQ_KEY=new\n"),
        ("A=1", "A=1\nPSQ_KEY=new\n"),
        ("A=1\nB=2\r\n", "A=1\nB=2\r\nPSQ_KEY=new\r\n"),
        ("A=1\r\nB=2", "A=1\r\nB=2\r\nPSQ_KEY=new\r\n"),
        ("A=1\r\nB=2\nC=3", "A=1\r\nB=2\nC=3\nPSQ_KEY=new\n"),
        ("\r\n", "\r\nPSQ_KEY=new\r\n"),
        ("\n", "\nPSQ_KEY=new\n"),
        ("#PSQ_KEY=old", "#PSQ_KEY=old\nPSQ_KEY=new\n"),
        ("\u{feff}", "\u{feff}\nPSQ_KEY=new\n"),
        ("A='1\n2'", "A='1\n2'\nPSQ_KEY=new\n"),
        ("A=\\\n\n", "A=\\\n\nPSQ_KEY=new\n"),
        ("A=1 # don't", "A=1 # don't\nPSQ_KEY=new\n"),
        ("export A=1", "export A=1\nexport PSQ_KEY=new\n"),
        // Neither an empty line nor a comment has a style.
        ("export A=1\n\n", "export A=1\n\nexport PSQ_KEY=new\n"),
        (
            "export A=1\n # B=2\nno definition\n",
            "export A=1\n # B=2\nno definition\nexport PSQ_KEY=new\n",
        ),
        ("export A=1\nB=2\n", "export A=1\nB=2\nPSQ_KEY=new\n"),
    ] {
        assert_eq!(read(text), Ok(None), "{text:?}");
        assert_eq!(
            edit(text, "new"),
            Ok(expected.as_bytes().to_vec()),
            "{text:?}"
        );
    }
    assert_eq!(edit("", "a b"), Ok(b"PSQ_KEY='a b'\n".to_vec()));
}

#[test]
fn the_quoting_is_kept_where_the_value_fits_into_it() {
    for (now, value, expected) in [
        ("x", "aZ09_./:@%+=,-", "aZ09_./:@%+=,-"),
        ("x", "a b", "'a b'"),
        ("x", "#", "'#'"),
        ("x", "$\"`\\x", "'$\"`\\x'"),
        ("x", "it's \\\"$`", "\"it's \\\\\\\"\\$\\`\""),
        ("'x'", "a", "'a'"),
        ("'x'", "it's", "\"it's\""),
        ("`x`", "it's", "`it's`"),
        ("`x`", "a`", "'a`'"),
        ("`x`", "a`'", "\"a\\`'\""),
        ("\"x\"", "it's # a", "\"it's # a\""),
        ("\"x\"", "a$", "'a$'"),
        ("\"x\"", "a\\b", "'a\\b'"),
        ("\"x\"", "\"'", "\"\\\"'\""),
    ] {
        let edited = edit(format!("PSQ_KEY={now} # it\n"), value);
        let expected = format!("PSQ_KEY={expected} # it\n");
        assert_eq!(
            edited,
            Ok(expected.into_bytes()),
            "{now:?} set to {value:?}"
        );
    }
}
