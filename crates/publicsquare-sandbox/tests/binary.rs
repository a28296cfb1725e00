//! The program `publicsquare-sandbox` as a process of its own.
//!
//! Command lines come in. The tests read what the program prints, send requests to it, and check its exit code
//! and its files. The library is tested in `tests/contract`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Output, Stdio};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_publicsquare-sandbox"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.kill_on_drop(true);
    command
}

async fn output(arguments: &[&str]) -> Output {
    program(arguments).output().await.unwrap()
}

/// Starts the program and reads its output until the line with the command to try.
async fn started(arguments: &[&str]) -> (Child, String) {
    let mut child = program(arguments).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut greeting = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        greeting.push_str(&line);
        greeting.push('\n');
        if line.contains("curl") {
            break;
        }
    }
    (child, greeting)
}

/// The URL and the key in the line with `curl`.
fn curl_line(greeting: &str) -> (String, String) {
    let line = greeting.lines().find(|line| line.contains("curl")).unwrap();
    let (url, header) = line.trim().split_once(" -H ").unwrap();
    let url = url.strip_prefix("curl -X POST ").unwrap();
    let key = header
        .trim_matches('\'')
        .strip_prefix("X-API-KEY: ")
        .unwrap();
    (url.to_owned(), key.to_owned())
}

#[tokio::test]
async fn the_printed_command_works() {
    let (mut child, greeting) = started(&[]).await;
    for word in [
        "http://127.0.0.1:",
        "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ",
        "production",
        "test",
    ] {
        assert!(greeting.contains(word), "{greeting}");
    }
    let (url, key) = curl_line(&greeting);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client
        .post(url)
        .header("X-API-KEY", key)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    child.kill().await.unwrap();
}

#[tokio::test]
async fn faults_can_be_set_while_it_runs() {
    let (mut child, greeting) = started(&["--control-port", "0"]).await;
    let control = greeting
        .lines()
        .find_map(|line| line.strip_prefix("Set faults at "));
    let control = control.expect("the address of the control port").to_owned();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let set = client.post(&control).body("regenerate=status:503:before");
    assert_eq!(set.send().await.unwrap().status(), 200);
    let (url, key) = curl_line(&greeting);
    for status in [503, 200] {
        let request = client.post(&url).header("X-API-KEY", &key);
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn a_replaced_key_still_works_for_the_grace_period() {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (arguments, second) in [(&["--grace", "3600"][..], 200), (&[], 401)] {
        let (mut child, greeting) = started(arguments).await;
        let (url, key) = curl_line(&greeting);
        let secret = greeting.lines().find(|line| line.contains(&key)).unwrap();
        let id = secret.split_whitespace().next().unwrap();
        let url = url.replace("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", id);
        for expected in [200, second] {
            let response = client
                .post(&url)
                .header("X-API-KEY", &key)
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), expected);
        }
        child.kill().await.unwrap();
    }
}

#[tokio::test]
async fn faults_from_the_command_line_strike_in_their_order() {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let (mut child, greeting) = started(&[
        "--fault",
        "reveal=conflict",
        "--fault=regenerate=status:503:before*2",
        "--fault=rate-limit:7",
    ])
    .await;
    let (url, key) = curl_line(&greeting);
    for expected in [503, 503, 429, 200] {
        let request = client.post(&url).header("X-API-KEY", &key);
        assert_eq!(request.send().await.unwrap().status(), expected);
    }
    child.kill().await.unwrap();
}

#[tokio::test]
async fn the_port_can_be_chosen_and_a_taken_one_is_an_error() {
    let (mut child, greeting) = started(&[]).await;
    let (url, _) = curl_line(&greeting);
    let port = url.rsplit(':').next().unwrap().split('/').next().unwrap();
    let taken = output(&["--port", port]).await;
    assert_eq!(taken.status.code(), Some(1));
    assert!(taken.stdout.is_empty());
    assert!(!taken.stderr.is_empty());

    child.kill().await.unwrap();
    let (mut child, greeting) = started(&["--port", port]).await;
    assert!(greeting.contains(&format!("http://127.0.0.1:{port}")));
    child.kill().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_keys_are_kept_in_a_file_that_only_the_owner_reads() {
    use std::os::unix::fs::PermissionsExt;

    let directory =
        std::env::temp_dir().join(format!("publicsquare-sandbox-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("state.json");
    let file = path.to_str().unwrap();
    // A file that others could read is replaced and not written to.
    std::fs::write(&path, "").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();

    let (mut child, greeting) = started(&["--dump", file]).await;
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read_to_string(&path).unwrap();
    let (url, key) = curl_line(&greeting);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.post(url).header("X-API-KEY", &key);
    let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    interrupt(&mut child).await;
    let after = std::fs::read_to_string(&path).unwrap();
    let fresh = answer["key"].as_str().unwrap();
    assert!(after.contains(fresh) && !before.contains(fresh));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // The next sandbox continues with these keys, and its greeting shows no value.
    let (mut child, greeting) = started(&[
        "--seed",
        file,
        "--dump",
        file,
        "--reveal=own",
        "--show-keys",
    ])
    .await;
    assert!(
        greeting.contains("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ") && !greeting.contains("FAKE"),
        "{greeting}"
    );
    let base = greeting.lines().next().unwrap().rsplit(' ').next().unwrap();
    let get = async |path: &str| {
        let request = client
            .get(format!("{base}{path}"))
            .header("X-API-KEY", &key);
        request.send().await.unwrap()
    };
    let shown: serde_json::Value = get("/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(shown["key"], fresh);
    assert_eq!(
        get("/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ/reveal")
            .await
            .status(),
        403
    );
    interrupt(&mut child).await;
    assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
    // No temporary file is left.
    assert_eq!(std::fs::read_dir(&directory).unwrap().count(), 1);

    std::fs::write(&path, "{\n\"version\": 1,\n\"keys\": 1}").unwrap();
    let bad = output(&["--seed", file]).await;
    assert_eq!(bad.status.code(), Some(1));
    let complaint = String::from_utf8(bad.stderr).unwrap();
    assert!(
        complaint.contains("state.json: line 3, column 9: "),
        "{complaint}"
    );
    let missing = directory.join("none").join("state.json");
    for option in ["--seed", "--dump"] {
        let refused = output(&[option, missing.to_str().unwrap()]).await;
        assert_eq!(refused.status.code(), Some(1), "{option}");
        assert!(refused.stdout.is_empty());
    }
    std::fs::remove_dir_all(&directory).unwrap();
}

#[tokio::test]
async fn it_stops_by_itself() {
    let output = output(&["--for", "0"]).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("PublicSquare sandbox at")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn it_stops_on_an_interrupt() {
    let (mut child, _) = started(&[]).await;
    interrupt(&mut child).await;
}

#[cfg(unix)]
async fn interrupt(child: &mut Child) {
    let id = child.id().unwrap().to_string();
    let sent = Command::new("kill")
        .args(["-INT", &id])
        .status()
        .await
        .unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_wrong_command_line_is_exit_code_2_and_the_usage() {
    for arguments in [&["--frob"][..], &["--port", "none"], &["--for"], &["serve"]] {
        let output = output(arguments).await;
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(
            String::from_utf8(output.stderr)
                .unwrap()
                .contains("Usage: publicsquare-sandbox")
        );
    }
    let refused = output(&["--fault", "drop:after", "--fault", "drop:later"]).await;
    let complaint = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        complaint.contains(r#""later" is not a moment: it must be 'before' or 'after'"#),
        "{complaint}"
    );
    let help = output(&["--help"]).await;
    assert_eq!(help.status.code(), Some(0));
    assert!(
        String::from_utf8(help.stdout)
            .unwrap()
            .starts_with("Usage:")
    );
    assert_eq!(output(&["--version"]).await.status.code(), Some(0));
}
