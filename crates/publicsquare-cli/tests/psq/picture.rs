//! The picture of a rotation in the README.
//!
//! In comes what `psq sandbox --demo` writes to a terminal with colours. Out comes `docs/rotation.svg`, which
//! `UPDATE=1 cargo test -p publicsquare-cli --test psq picture` writes. The test fails when psq says something else than
//! the picture shows; times, ids and fingerprints may differ. `sandbox` tests the demonstration itself.

use std::fs;
use std::path::Path;
use std::process::Command;

use anstyle_svg::Term;

use crate::support::skipped;

/// So many characters fit into a line of the picture.
const WIDTH: usize = 96;

#[test]
fn the_picture_of_the_readme_shows_what_psq_says() {
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rotation.svg");
    if !picture.parent().is_some_and(Path::exists) {
        skipped("a package has no picture");
        return;
    }
    let new = Term::new().render_svg(&rotation());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&picture, &new).unwrap();
    }
    let committed = fs::read_to_string(&picture).unwrap();
    let shows = words(&committed);
    assert!(shows.iter().any(|word| word == "Verified:"), "{shows:?}");
    assert_eq!(
        shows,
        words(&new),
        "draw it anew: UPDATE=1 cargo test -p publicsquare-cli --test psq picture"
    );
}

/// What the demonstration says of its rotation, with colours and in lines that fit.
fn rotation() -> String {
    let mut psq = Command::new(env!("CARGO_BIN_EXE_psq"));
    psq.args(["sandbox", "--demo"])
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR");
    let output = psq.output().unwrap();
    // Both streams are one in a terminal; in pipes, what psq says comes on the standard error.
    let story = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let folder = story
        .split_whitespace()
        .find_map(|word| word.strip_suffix("/shop.env"))
        .expect("the folder of the demonstration");
    let (call, rest) = story
        .split_once("$ psq rotate ")
        .and_then(|(_, rest)| rest.split_once('\n'))
        .expect("the call");
    // The rotation comes first; a plan follows.
    let end = said.find("and verified\n").expect("the rotation ends") + "and verified\n".len();
    let proof: Vec<&str> = rest.lines().skip_while(|line| line.is_empty()).collect();
    let proof = proof
        .iter()
        .skip_while(|line| !line.starts_with("The file:"));
    let proof: Vec<&str> = proof
        .take_while(|line| !line.starts_with("The key was"))
        .copied()
        .collect();
    let text = format!(
        "$ psq rotate {call}\n{}\n{}\n",
        &said[..end],
        proof.join("\n")
    );
    let text = text.replace(folder, "/srv/shop");
    text.lines().map(wrapped).collect()
}

/// A line in lines that fit, broken between words.
fn wrapped(line: &str) -> String {
    let (mut text, mut used) = (String::new(), 0);
    for word in line.split(' ') {
        let width = visible(word);
        if used > 0 && used + 1 + width > WIDTH {
            text.push_str("\n    ");
            used = 4;
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += width;
    }
    text + "\n"
}

/// How many characters a terminal shows of this.
fn visible(word: &str) -> usize {
    let mut is_code = false;
    let shown = word.chars().filter(|char| match char {
        '\u{1b}' => {
            is_code = true;
            false
        }
        'm' if is_code => {
            is_code = false;
            false
        }
        _ => !is_code,
    });
    shown.count()
}

/// The words of a picture, without what differs from run to run.
fn words(svg: &str) -> Vec<String> {
    let text: String = svg
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(tag, text)| {
            if tag.starts_with("tspan") || tag.starts_with("/tspan") {
                text
            } else {
                " "
            }
        })
        .collect();
    let words = text
        .split_whitespace()
        .filter(|word| !word.contains('{') && !word.contains('}'));
    let is_made_up =
        |word: &&str| word.chars().filter(char::is_ascii_digit).count() >= 1 && !word.contains('/');
    words
        .filter(|word| !is_made_up(word))
        .map(str::to_owned)
        .collect()
}
