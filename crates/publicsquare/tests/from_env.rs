//! Clients that take their settings from the environment.
//!
//! A process must not change its own environment, so each test starts this program again as a child. In come variables that are
//! set, missing, empty or not Unicode. Out comes a client, or an error that names the variable and hides its value.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::env;
use std::ffi::OsString;
use std::process::Command;

use publicsquare::Client;
use publicsquare_sandbox::Sandbox;

use support::canary;

const KEY: &str = "PUBLICSQUARE_API_KEY";
const URL: &str = "PUBLICSQUARE_BASE_URL";
/// Set where this program is the child, to the id of the key to regenerate, if any.
const CHILD: &str = "PUBLICSQUARE_TEST_CHILD";

/// What the child said.
fn child(id: &str, variables: &[(&str, OsString)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command
        .args(["--exact", "as_the_child", "--ignored", "--nocapture"])
        .env_remove(KEY)
        .env_remove(URL)
        .env(CHILD, id);
    for (name, value) in variables {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(!canary::leaks(&text), "the child has shown a secret");
    text
}

#[tokio::test]
#[ignore = "the other tests start it in a process of its own"]
async fn as_the_child() {
    let Ok(id) = env::var(CHILD) else {
        return;
    };
    match Client::from_env() {
        Err(error) => println!("refused: {error} {error:?}"),
        Ok(client) if id.is_empty() => println!("built: {client:?}"),
        Ok(client) => match client.api_keys().regenerate(id).unwrap().await {
            Ok(rotated) => println!("regenerated: {}", rotated.id),
            Err(error) => println!("failed: {error}"),
        },
    }
}

#[test]
fn the_key_and_the_url_are_taken_from_the_environment() {
    let sandbox = Sandbox::builder().start_blocking().unwrap();
    let keys = sandbox.seeded().test();
    let target = keys.publishable().id();
    let said = child(
        target,
        &[
            (KEY, keys.secret().value().into()),
            (URL, sandbox.url().into()),
        ],
    );
    assert!(said.contains(&format!("regenerated: {target}")), "{said}");
    assert_eq!(sandbox.regenerations(target), 1);
}

#[test]
fn without_a_url_it_is_the_documented_one() {
    for url in [None, Some("")] {
        let mut variables = vec![(KEY, canary::API_KEY.into())];
        variables.extend(url.map(|url| (URL, OsString::from(url))));
        let said = child("", &variables);
        assert!(said.contains("built: "), "{said}");
        assert!(said.contains("https://api.publicsquare.com"), "{said}");
    }
}

#[test]
fn a_key_that_is_missing_or_empty_is_asked_for_by_name() {
    for variables in [vec![], vec![(KEY, OsString::new())]] {
        let said = child("", &variables);
        assert!(
            said.contains("refused: PUBLICSQUARE_API_KEY is not set"),
            "{said}"
        );
    }
}

#[test]
fn values_that_cannot_be_used_are_not_repeated() {
    let key = || (KEY, canary::API_KEY.into());
    for (variables, complaint) in [
        (
            vec![(KEY, format!("{}\n", canary::API_KEY).into())],
            "line break",
        ),
        (
            vec![key(), (URL, "https://u:CANARY@127.0.0.1".into())],
            "password",
        ),
        (
            vec![key(), (URL, "CANARY and no URL".into())],
            "the base URL is refused",
        ),
    ] {
        let said = child("", &variables);
        assert!(
            said.contains("refused: ") && said.contains(complaint),
            "{said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn values_that_are_not_unicode_are_named_and_not_repeated() {
    use std::os::unix::ffi::OsStringExt;

    let broken = || OsString::from_vec(b"CANARY\xff".to_vec());
    let said = child("", &[(KEY, broken())]);
    assert!(
        said.contains("refused: PUBLICSQUARE_API_KEY is not valid Unicode"),
        "{said}"
    );
    let said = child("", &[(KEY, canary::API_KEY.into()), (URL, broken())]);
    assert!(
        said.contains("refused: PUBLICSQUARE_BASE_URL is not valid Unicode"),
        "{said}"
    );
}
