//! The control port: faults over HTTP while the sandbox runs.
//!
//! Lines of text come in on the second port. The tests check the responses of that port, and that the faults
//! strike on the first. The grammar of a line is tested in [`fault_specs`](super::fault_specs).

use std::net::{Ipv4Addr, SocketAddr};

use publicsquare_sandbox::{Fault, Gate, Moment, Operation, Sandbox};
use reqwest::{Client, Method};

async fn sandbox() -> Sandbox {
    let builder = Sandbox::builder().control((Ipv4Addr::LOCALHOST, 0));
    builder.start().await.unwrap()
}

fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

/// The status and the text of a response of the control port.
async fn call(sandbox: &Sandbox, method: Method, path: &str, body: &str) -> (u16, String) {
    let url = format!("{}{path}", sandbox.control_url().unwrap());
    let request = client().request(method, url).body(body.to_owned());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_fault_is_set_listed_struck_and_cleared() {
    let sandbox = sandbox().await;
    let set = "reveal=status:503:before\nregenerate=drop:after*2\n";
    let answer = call(&sandbox, Method::POST, "/faults", set).await;
    assert_eq!(answer, (200, set.to_owned()));
    assert_eq!(sandbox.pending_faults(), 3);

    let keys = sandbox.seeded().test();
    let url = format!(
        "{}/api-keys/{}/regenerate",
        sandbox.url(),
        keys.publishable().id()
    );
    let request = client()
        .post(url)
        .header("X-API-KEY", keys.secret().value());
    assert!(request.send().await.is_err());
    assert_eq!(sandbox.regenerations(keys.publishable().id()), 1);

    let left = "reveal=status:503:before\nregenerate=drop:after\n";
    assert_eq!(
        call(&sandbox, Method::GET, "/faults", "").await,
        (200, left.to_owned())
    );
    assert_eq!(
        call(&sandbox, Method::DELETE, "/faults", "").await,
        (200, String::new())
    );
    assert_eq!(
        call(&sandbox, Method::GET, "/faults", "").await,
        (200, String::new())
    );
    assert_eq!(sandbox.pending_faults(), 0);
    // The control port is not part of the API, so that its requests are not in the log.
    assert_eq!(sandbox.requests().len(), 1);
}

#[tokio::test]
async fn listed_faults_can_be_set_again() {
    let sandbox = sandbox().await;
    let all = "drop:before*3\ntruncate:7\nstatus:500:after\ngateway:502:before\nstatus:409:before\n\
               rate-limit\nrate-limit:9\ndelay:20:after\nlist=body:html\nbody:null-key\n";
    for line in [
        "# a remark",
        "",
        "conflict",
        "key-types=body:without-key*18446744073709551615",
    ] {
        let body = format!("{line}\nconflict\n");
        assert_eq!(
            call(&sandbox, Method::POST, "/faults", &body).await.0,
            200,
            "{line}"
        );
    }
    sandbox.clear_faults();
    assert_eq!(
        call(&sandbox, Method::POST, "/faults", all).await,
        (200, all.to_owned())
    );
    let faults: Vec<Fault> = all.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(faults.len(), 10);

    sandbox.clear_faults();
    sandbox.inject(Fault::hold(&Gate::new(), Moment::AfterCommit).on(Operation::GetApiKey));
    let (_, text) = call(&sandbox, Method::GET, "/faults", "").await;
    assert_eq!(text, "# a fault that cannot be written as text\n");
}

#[tokio::test]
async fn a_wrong_line_sets_no_fault() {
    let sandbox = sandbox().await;
    for (body, flaw) in [
        ("conflict\ndrop:later", "Line 2: \"later\" is not a moment"),
        ("", "The body contains no fault"),
        ("# drop:after", "The body contains no fault"),
    ] {
        let (status, text) = call(&sandbox, Method::POST, "/faults", body).await;
        assert_eq!(status, 400, "{body}");
        assert!(
            text.starts_with(flaw) && text.ends_with("No fault was set.\n"),
            "{text}"
        );
    }
    let long = "conflict\n".repeat(10_000);
    assert_eq!(call(&sandbox, Method::POST, "/faults", &long).await.0, 400);
    assert_eq!(
        call(&sandbox, Method::PUT, "/faults", "conflict").await.0,
        405
    );
    assert_eq!(call(&sandbox, Method::GET, "/api-keys", "").await.0, 404);
    let url = format!("{}/faults", sandbox.control_url().unwrap());
    let request = client().post(url).header("Origin", "https://example.com");
    assert_eq!(request.body("conflict").send().await.unwrap().status(), 403);
    assert_eq!(sandbox.pending_faults(), 0);
}

#[tokio::test]
async fn only_the_control_port_has_the_path_for_faults() {
    let sandbox = sandbox().await;
    let url = format!("{}/faults", sandbox.url());
    let response = client().post(url).body("conflict").send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(sandbox.pending_faults(), 0);

    let plain = Sandbox::builder().start().await.unwrap();
    assert_eq!(plain.control_url(), None);
    let everywhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    assert!(
        Sandbox::builder()
            .control(everywhere)
            .start()
            .await
            .is_err()
    );
}
