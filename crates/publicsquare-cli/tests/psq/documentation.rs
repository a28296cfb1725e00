//! The commands of the README and of the pages in `docs`, typed as they stand there.
//!
//! In come the pages. Each line of a block ```` ```console ```` that runs psq runs here, on a sandbox, with the folders of
//! the machine (`/etc`, `/srv` …) below a temporary one and with stand-ins for programs that need an account, a cluster or
//! systemd. Lines that run cargo are checked by the tests of `xtask`. A line that neither knows makes a test fail, so no
//! page shows a command that nothing has tried. `recipes` does the same for the folder `deploy`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::page::{Block, blocks};
use crate::support::planned::approve_by;
use crate::support::stand_ins::{run, stand_in};
use crate::support::{MARK, Psq, World, read, skipped};

/// The programs whose lines the tests of `xtask` check.
const OF_THE_WORKSPACE: [&str; 2] = ["cargo ", "mdbook "];

/// Folders of a machine that the pages name.
const FOLDERS: [&str; 4] = ["/etc/", "/srv/", "/usr/local/", "/var/lib/"];

/// The key whose id the pages show, which the sandbox has as well.
const KEY: &str = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";

/// The pages. `None` in a package, which has none.
fn pages() -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(folder) = fs::read_dir(root.join("docs")) else {
        skipped("a package has no pages");
        return None;
    };
    let mut pages: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.push(root.join("README.md"));
    pages.sort();
    Some(pages)
}

/// A machine that has what the pages take for granted.
struct Machine {
    world: World,
}

impl Machine {
    fn new() -> Self {
        let machine = Self {
            world: World::new(),
        };
        for folder in ["etc/shop", "etc/systemd/system", "etc/polkit-1/rules.d"] {
            fs::create_dir_all(machine.root().join(folder)).unwrap();
        }
        for folder in ["srv/shop", "srv/staging", "usr/local/bin", "var/lib"] {
            fs::create_dir_all(machine.root().join(folder)).unwrap();
        }
        for store in ["bao", "gh", "aws", "pass", "systemd-creds"] {
            stand_in(&machine.world, store, "cat > stored");
        }
        // `create` prints what `apply` reads.
        stand_in(&machine.world, "kubectl", "cat");
        stand_in(&machine.world, "age", "cat > key.age.new");
        stand_in(&machine.world, "systemctl", "");
        stand_in(&machine.world, "runuser", "shift 3; exec \"$@\"");
        // No user of the pages is on this machine.
        let install = "for word; do shift; case $word in shop) ;; -o) ;; *) set -- \"$@\" \"$word\" ;; esac; done\n\
                       exec /usr/bin/install \"$@\"";
        stand_in(&machine.world, "install", install);
        machine
    }

    /// Where the folders of the machine are.
    fn root(&self) -> PathBuf {
        self.world.root().join("machine")
    }

    /// A text with the machine's folders where they are here, and an id in the place of each placeholder.
    fn here(&self, text: &str) -> String {
        let restricted = self.world.sandbox.seeded().production().key_reader().id();
        let mut text = text
            .replace("RESTRICTED_KEY_ID", restricted)
            .replace("KEY_ID", KEY)
            .replace('…', "");
        for folder in FOLDERS {
            let here = format!("{}{folder}", self.root().display());
            text = text.replace(folder, &here);
        }
        text
    }

    fn psq(&self) -> Psq<'_> {
        let production = self.world.sandbox.seeded().production();
        self.world
            .psq([])
            .by(production.secret().value())
            .env("HOME", self.root())
            .env("GITHUB_RUN_ID", "4711")
            .folder(&self.world.files())
    }

    #[track_caller]
    fn ends_well(&self, line: &str, output: &Output) {
        let text =
            String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{text}");
        assert!(!text.contains(MARK), "{line} shows a key: {text}");
    }

    /// Types a line of a page.
    #[track_caller]
    fn types(&self, line: &str) {
        let mut line = self.here(line);
        // Behind `--` are the options of another program.
        let own = line.split(" -- ").next().unwrap_or_default();
        let changes = line.starts_with("psq rotate ") || line.starts_with("psq replace ");
        if changes && !own.contains("--confirm") && !own.contains("--dry-run") {
            // A person at a terminal types the id.
            let (id, confirmed) = (KEY, format!("{KEY} --confirm {KEY}"));
            line = line.replacen(id, &confirmed, 1);
        }
        self.ends_well(&line, &run(&self.psq(), &self.world, &line));
    }
}

/// A sandbox of the program itself is a server that ends when it is told to.
fn starts_a_sandbox(line: &str) {
    let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
    // Other tests have the ports as well.
    let arguments = arguments.iter().map(|word| match *word {
        "4000" | "4001" => "0",
        word => word,
    });
    let mut sandbox = Command::new(env!("CARGO_BIN_EXE_psq"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let greeting = BufReader::new(sandbox.stdout.take().unwrap());
    let url = greeting
        .lines()
        .map_while(Result::ok)
        .find(|line| line.contains("http://127.0.0.1:"));
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
    assert!(url.is_some(), "{line}: no sandbox has started");
}

#[test]
fn every_psq_line_of_every_page_works_as_it_is_typed() {
    let Some(pages) = pages() else { return };
    let mut tried = 0;
    for page in pages {
        if page.ends_with("plan.md") {
            // `the_page_on_plans_leads_from_an_empty_machine_to_keys_on_a_timer`
            continue;
        }
        let machine = Machine::new();
        for line in blocks(&read(&page)).iter().flat_map(Block::commands) {
            let of_the_workspace = OF_THE_WORKSPACE.iter().any(|it| line.starts_with(it));
            if of_the_workspace || line.starts_with("export ") {
                continue;
            }
            tried += 1;
            if line.starts_with("psq sandbox ") {
                starts_a_sandbox(&line);
            } else if line.starts_with("curl ") {
                sets_a_fault(&line);
            } else {
                assert!(
                    line.starts_with("psq "),
                    "{}: nobody tries {line:?}",
                    page.display()
                );
                machine.types(&line);
            }
        }
    }
    assert!(tried > 15, "only {tried} lines were found");
}

/// The control port takes what the page gives it.
fn sets_a_fault(line: &str) {
    let sandbox = publicsquare_sandbox::Sandbox::builder()
        .control(([127, 0, 0, 1], 0))
        .start_blocking()
        .unwrap();
    let control = sandbox.control_url().expect("a control port");
    let line = line.replace("http://127.0.0.1:4001", control);
    assert!(line.contains(control), "{line}");
    let ended = Command::new("sh")
        .args([
            "-c",
            &format!(
                "command -v curl >/dev/null || exit 69; {line} --silent --fail --output /dev/null"
            ),
        ])
        .status()
        .unwrap();
    if ended.code() == Some(69) {
        skipped("there is no curl");
        return;
    }
    assert!(ended.success(), "{line}");
    assert_eq!(sandbox.pending_faults(), 2, "{line}");
}

#[test]
fn the_page_on_plans_leads_from_an_empty_machine_to_keys_on_a_timer() {
    let Some(pages) = pages() else { return };
    let page = pages
        .iter()
        .find(|page| page.ends_with("plan.md"))
        .expect("the page");
    let machine = Machine::new();
    let deploy = page.with_file_name("../deploy");
    for folder in ["systemd", "psq"] {
        let real = match folder {
            "psq" => PathBuf::from(env!("CARGO_BIN_EXE_psq")),
            folder => fs::canonicalize(deploy.join(folder)).unwrap(),
        };
        symlink(real, machine.world.files().join(folder)).unwrap();
    }
    let state = machine.root().join("var/lib/psq");
    for block in blocks(&read(page)) {
        if let Some(path) = block.file() {
            fs::write(machine.here(path), machine.here(&block.text)).unwrap();
        }
        for line in block.commands() {
            if line.starts_with("export ") {
                continue;
            }
            let line = machine.here(&line);
            let psq = machine.psq().state(&state);
            if line.contains("psq approve") {
                let plan = machine.here("/etc/psq/plan.toml");
                approve_by(psq.args(&["approve", &plan]));
                continue;
            }
            let output = run(&psq, &machine.world, &line);
            if line.contains("psq check") {
                // It says that keys are overdue, which is no failure of the page.
                assert!(
                    matches!(output.status.code(), Some(0 | 5)),
                    "{line}: {output:?}"
                );
            } else {
                machine.ends_well(&line, &output);
            }
        }
        puts_the_credentials(&machine);
    }
    // The line of the other production key said that it waits.
    let again = machine.here("psq apply /etc/psq/plan.toml");
    machine.ends_well(
        &again,
        &run(&machine.psq().state(&state), &machine.world, &again),
    );
    // What the page promises: every destination holds the key that works.
    let files = [
        "/srv/staging/.env",
        "/srv/shop/.env",
        "/etc/shop/publicsquare.key",
    ];
    for file in files {
        let held = read(Path::new(&machine.here(file)));
        let works = machine
            .world
            .values()
            .into_values()
            .any(|value| held.contains(&value));
        assert!(works, "{file} holds no key that works");
    }
    assert_eq!(machine.world.sandbox.regenerations(KEY), 1);
}

/// The person does that with an editor, once the files are there.
fn puts_the_credentials(machine: &Machine) {
    let seeded = machine.world.sandbox.seeded();
    for (name, keys) in [("test", seeded.test()), ("production", seeded.production())] {
        let file = PathBuf::from(machine.here(&format!("/etc/psq/admin-{name}.key")));
        if fs::read_to_string(&file).is_ok_and(|text| text.is_empty()) {
            fs::write(file, keys.secret().value()).unwrap();
        }
    }
}
