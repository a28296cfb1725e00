//! `psq sandbox`: a local service on which a person can try psq.
//!
//! The tests copy the commands of its greeting into a shell, set faults on the command line and over HTTP, and run the
//! demonstration. The other tests use the sandbox as a library instead, through `support::World`.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::process::{Child, Command, Stdio};

use crate::support::{World, mode, read, skipped};
use rustix::process::{Pid, Signal, kill_process};

/// A running `psq sandbox`, and its greeting.
struct Served {
    child: Child,
    greeting: String,
}

impl Served {
    /// Reads the greeting up to a line with this text.
    fn start(world: &World, arguments: &[&str], last: &str) -> Self {
        let mut command = world.psq(["sandbox"]).args(arguments).into_command();
        let mut child = command.spawn().unwrap();
        let mut greeting = String::new();
        let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        while !greeting.contains(last) {
            let line = lines.next().expect("a whole greeting").unwrap();
            greeting.push_str(&line);
            greeting.push('\n');
        }
        Self { child, greeting }
    }

    fn ends_on(mut self, signal: Signal) -> Option<i32> {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the commands of the greeting, as a person does who copies them.
fn copied(world: &World, greeting: &str) -> std::process::Output {
    let lines = greeting.split("In another shell:").nth(1).unwrap();
    let lines = lines.split("The test keys").next().unwrap();
    let bin = world.root().join("bin");
    std::fs::create_dir(&bin).unwrap();
    symlink(env!("CARGO_BIN_EXE_psq"), bin.join("psq")).unwrap();
    let path = std::env::var("PATH").unwrap();
    Command::new("sh")
        .args(["-e", "-c", lines])
        .current_dir(world.files())
        .env("PATH", format!("{}:{path}", bin.display()))
        .env("PSQ_STATE_DIR", world.state())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn the_commands_of_the_greeting_work_and_an_interrupt_ends_the_sandbox() {
    let world = World::new();
    let served = Served::start(&world, &[], "production keys (fake):\n\n  key_");
    let output = copied(&world, &served.greeting);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert!(stderr.contains("CHECKOUT_KEY in"), "{stderr}");
    for keys in [
        "The test keys (fake):\n\n  key_",
        "The production keys (fake):\n\n  key_",
    ] {
        assert!(served.greeting.contains(keys), "{}", served.greeting);
    }
    let text = read(&world.path("shop.env"));
    assert!(text.starts_with("PUBLICSQUARE_KEY=rk_test_"), "{text}");
    assert!(text.contains("\nCHECKOUT_KEY=rk_test_"), "{text}");
    assert!(text.contains("\nPRODUCTION_KEY=rk_prod_"), "{text}");
    assert_eq!(mode(&world.path("shop.env")), 0o600);
    assert_eq!(served.ends_on(Signal::INT), Some(0));
}

#[test]
fn faults_on_the_command_line_take_effect() {
    let world = World::new();
    let faults = [
        "--fault",
        "regenerate=drop:after",
        "--fault",
        "reveal=status:503:before",
    ];
    let served = Served::start(&world, &faults, "payment-method:write");
    let output = copied(&world, &served.greeting);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    assert_eq!(served.ends_on(Signal::TERM), Some(0));
}

#[test]
fn a_seed_file_gives_the_keys_and_no_value_of_them_is_shown() {
    let world = World::new();
    world.write("seed.json", world.sandbox.dump_json());
    let arguments = ["--seed", "seed.json", "--for", "3000"];
    let served = Served::start(&world, &arguments, world.id());
    assert!(!served.greeting.contains(crate::support::MARK));
    assert!(served.greeting.contains("after 3000 s"));
    assert_eq!(served.ends_on(Signal::INT), Some(0));
}

#[test]
fn the_sandbox_ends_after_its_time() {
    let world = World::new();
    let ended = world
        .psq(["sandbox", "--for", "0"])
        .delivering_to_stdout()
        .ends(0);
    assert!(ended.text().contains("In another shell"));
}

#[test]
fn options_that_cannot_work_are_usage_errors() {
    let world = World::new();
    world.write("seed.json", "{}");
    let port = world.sandbox.address().port().to_string();
    for (arguments, why) in [
        (&["--fault", "nonsense"][..], "--fault"),
        (&["--fault", "regenerate=drop:sometimes"], "sometimes"),
        (
            &["--seed", "missing.json"],
            "--seed missing.json: No such file",
        ),
        (&["--seed", "seed.json"], "--seed seed.json: "),
        (&["--port", &port], &port),
        (&["--port", "65536"], "65536"),
        (&["--demo", "--seed", "seed.json"], "--demo"),
    ] {
        world.psq(["sandbox"]).args(arguments).ends(2).says(&[why]);
    }
}

#[test]
fn the_demonstration_rotates_a_key_and_leaves_nothing() {
    let world = World::new();
    let folder = world.root().join("temporary");
    std::fs::create_dir(&folder).unwrap();
    let demo = world.psq(["sandbox", "--demo"]).env("TMPDIR", &folder);
    let ended = demo.ends(0);
    let text = ended.text();
    for part in [
        "drop the connection before it answers",
        "$ psq rotate",
        "exit code 0",
        "1 of 4 lines changed (line 3)",
        "the key that works now",
        "The old key is refused.",
        "The new key is accepted.",
        "regenerated 1 time(s)",
        "\"operation\":\"rotate\"",
        "[environments.test]\ncredential = { variable = ",
        "$ psq apply",
        "\n\n2 of 2 files hold the key that works now. It was regenerated 1 time(s), and its `then` ran 1 time(s).\n",
    ] {
        assert!(text.contains(part), "{part:?} in:\n{text}");
    }
    ended.says(&["(attempt 2)"]);
    let checks: Vec<&str> = text.split("$ psq check").skip(1).collect();
    assert!(checks[0].contains("overdue") && checks[0].contains("exit code 5"));
    assert!(checks[1].contains("due in") && checks[1].contains("exit code 0"));
    assert_eq!(crate::support::names(&folder), [""; 0]);
    assert_eq!(world.sandbox.requests(), []);
    assert!(!world.state().exists());
}

#[test]
fn a_failed_demonstration_is_reported_and_leaves_nothing() {
    let world = World::new();
    let folder = world.root().join("temporary");
    std::fs::create_dir(&folder).unwrap();
    let demo = world.psq(["sandbox", "--demo", "--fault", "regenerate=drop:before*5"]);
    let ended = demo.env("TMPDIR", &folder).ends(4);
    assert!(ended.text().contains("exit code 4"), "{}", ended.text());
    assert_eq!(crate::support::names(&folder), [""; 0]);
}

/// Runs a `curl` command of the greeting. `None` if curl is not installed.
fn curl(line: &str) -> Option<std::process::Output> {
    let output = Command::new("sh").args(["-c", line]).output().unwrap();
    if output.status.code() == Some(127) {
        skipped("there is no curl");
        return None;
    }
    Some(output)
}

#[test]
fn the_curl_commands_of_the_greeting_set_faults() {
    let world = World::new();
    let served = Served::start(
        &world,
        &["--control-port", "0"],
        "production keys (fake):\n\n  key_",
    );
    let lines: Vec<&str> = served.greeting.lines().map(str::trim).collect();
    let curls: Vec<&&str> = lines
        .iter()
        .filter(|line| line.starts_with("curl "))
        .collect();
    let [set, list, clear] = curls[..] else {
        panic!("{}", served.greeting);
    };
    for (line, answer) in [
        (set, "regenerate=drop:after\n"),
        (list, "regenerate=drop:after\n"),
        (clear, ""),
        (list, ""),
        (set, "regenerate=drop:after\n"),
    ] {
        let Some(output) = curl(&format!("{line} --silent --noproxy '*'")) else {
            return;
        };
        assert_eq!(String::from_utf8_lossy(&output.stdout), answer, "{line}");
    }
    let output = copied(&world, &served.greeting);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    // The answer to the first rotation was lost, and psq asked for it again.
    assert_eq!(read(&world.path("shop.env")).lines().count(), 3);

    let taken = served.greeting.split("127.0.0.1:").nth(1).unwrap();
    let port = taken.split(['.', '/', '\n']).next().unwrap();
    let ended = world.psq(["sandbox", "--control-port", port]).ends(2);
    ended.says(&["127.0.0.1:0 or 127.0.0.1:", "in use"]);
    world
        .psq(["sandbox", "--demo", "--control-port", "0"])
        .ends(2);
}
