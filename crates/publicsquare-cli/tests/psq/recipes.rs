//! The recipes of the folder `deploy`, by the scripts that stand in its files.
//!
//! psq and the shell are the real ones. The programs that need a cluster, an account or a service manager are
//! stand-ins: each notes its arguments and its environment, and keeps what it reads from its standard input.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::stand_ins::{run, stand_in};
use crate::support::{MARK, Psq, World, read, skipped};

/// The folder with the recipes. `None` in a package, which has none.
pub(crate) fn deploy() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
    let folder = fs::canonicalize(folder).ok();
    if folder.is_none() {
        skipped("a package has no recipes");
    }
    folder
}

/// The lines of the last block literal of a YAML file, which is the script of a job.
fn script(file: &Path) -> String {
    let text = read(file);
    let block = text.rsplit_once("|\n").expect("a block literal").1;
    let indent = block.len() - block.trim_start_matches(' ').len();
    block
        .lines()
        .map(|line| format!("{}\n", &line[indent..]))
        .collect()
}

/// The commands below a heading of the page of the recipes.
fn commands(deploy: &Path, heading: &str) -> String {
    let page = read(&deploy.join("README.md"));
    let section = page
        .split(&format!("\n## {heading}\n"))
        .nth(1)
        .expect("a section");
    let block = section.split("```console\n").nth(1).expect("commands");
    block.split("```").next().expect("an end").to_owned()
}

/// What a stand-in has noted.
fn note(world: &World, name: &str) -> String {
    read(&world.root().join("stand-ins").join(name))
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(!text.contains(MARK), "a key in the log: {text}");
}

/// Asserts that a stand-in saw no key in an argument and none in its environment.
#[track_caller]
fn saw_no_key(world: &World, name: &str) {
    for what in ["calls", "env"] {
        let noted = note(world, &format!("{name}.{what}"));
        assert!(!noted.contains(MARK), "{name}.{what}: {noted}");
    }
}

#[test]
fn a_github_workflow_rotates_into_a_secret_and_its_rerun_gets_the_same_value() {
    let Some(deploy) = deploy() else { return };
    let world = World::new();
    let kept = world.path("secret");
    stand_in(&world, "gh", &format!("cat > {}", kept.display()));
    let script = script(&deploy.join("github/rotate-publicsquare-key.yml"));
    let production = world.sandbox.seeded().production();
    let id = production.key_reader().id();
    let job = |state: &str| {
        let psq = world.psq([]).by_nobody().state(&world.root().join(state));
        psq.env("PUBLICSQUARE_API_SECRET", production.secret().value())
            .env("KEY_ID", id)
            .env("REPOSITORY", "acme/shop")
            .env("GITHUB_RUN_ID", "4711")
    };
    ends(&run(&job("first"), &world, &script), 0);
    assert_eq!(read(&kept), world.value_of(id));
    let call = note(&world, "gh.calls");
    assert!(
        call.ends_with("secret set PUBLICSQUARE_KEY --repo acme/shop \n"),
        "{call}"
    );
    saw_no_key(&world, "gh");

    // Another machine, with nothing of the first one.
    fs::remove_file(&kept).unwrap();
    ends(&run(&job("second"), &world, &script), 0);
    assert_eq!(read(&kept), world.value_of(id));
    assert_eq!(world.sandbox.regenerations(id), 1);
}

#[test]
fn a_gitlab_job_rotates_into_a_variable() {
    let Some(deploy) = deploy() else { return };
    let world = World::new();
    let kept = world.path("variable");
    stand_in(&world, "glab", &format!("cat > {}", kept.display()));
    let script = script(&deploy.join("gitlab/rotate-publicsquare-key.gitlab-ci.yml"));
    let production = world.sandbox.seeded().production();
    let id = production.key_reader().id();
    let job = world.psq([]).by_nobody();
    let job = job
        .env("PUBLICSQUARE_API_SECRET", production.secret().value())
        .env("PUBLICSQUARE_KEY_ID", id)
        .env("CI_PIPELINE_ID", "42")
        .env("CI_PROJECT_PATH", "acme/shop");
    ends(&run(&job, &world, &script), 0);
    assert_eq!(read(&kept), world.value_of(id));
    saw_no_key(&world, "glab");
}

/// What the pod of the CronJob runs, with a cluster that is a file.
fn pod<'a>(world: &'a World, deploy: &Path, secret: &Path) -> Psq<'a> {
    stand_in(
        world,
        "kubectl",
        &format!(
            "case $1 in patch) python3 -c 'import base64, json, sys; \
             sys.stdout.buffer.write(base64.b64decode(json.load(sys.stdin)[\"data\"][\"key\"]))' > {};; esac",
            secret.display()
        ),
    );
    let psq = world.psq([]).by_nobody();
    world.write("publicsquare-api-key", world.admin());
    psq.env("CREDENTIALS_DIRECTORY", world.files())
        .env("KEY_ID", world.id())
        .env("KEY_ENV", "test")
        .env("SCRIPTS", deploy.join("kubernetes"))
}

fn has_python() -> bool {
    let has = Command::new("python3").arg("-V").output().is_ok();
    if !has {
        skipped("the stand-in for a cluster needs python3");
    }
    has
}

#[test]
fn a_pod_patches_the_secret_and_restarts_the_deployment() {
    let (Some(deploy), true) = (deploy(), has_python()) else {
        return;
    };
    let world = World::new();
    let secret = world.path("secret");
    let psq = pod(&world, &deploy, &secret);
    ends(&run(&psq, &world, "sh \"$SCRIPTS/rotate.sh\""), 0);
    assert_eq!(read(&secret), world.current());
    let calls = note(&world, "kubectl.calls");
    let words: Vec<_> = calls
        .lines()
        .map(|line| line.split_once(' ').unwrap().1)
        .collect();
    assert_eq!(
        words,
        [
            "patch secret publicsquare --type=merge --patch-file=/dev/stdin ",
            "rollout restart deployment/shop "
        ]
    );
    saw_no_key(&world, "kubectl");
}

#[test]
fn the_next_pod_goes_on_with_what_was_left_open() {
    let (Some(deploy), true) = (deploy(), has_python()) else {
        return;
    };
    let world = World::new();
    let secret = world.path("secret");
    let psq = pod(&world, &deploy, &secret);
    stand_in(&world, "kubectl", "cat > /dev/null; exit 1");
    ends(&run(&psq, &world, "sh \"$SCRIPTS/rotate.sh\""), 4);
    assert!(!secret.exists());

    let psq = pod(&world, &deploy, &secret);
    ends(&run(&psq, &world, "sh \"$SCRIPTS/rotate.sh\""), 0);
    assert_eq!(read(&secret), world.current());
    assert_eq!(world.regenerations(), 1);
    assert!(note(&world, "kubectl.calls").contains("rollout restart deployment/shop"));
}

#[test]
fn magento_gets_the_key_by_its_environment_and_cleans_its_cache_afterwards() {
    let Some(deploy) = deploy() else { return };
    let world = World::new();
    let order = world.path("order");
    stand_in(
        &world,
        "systemctl",
        &format!("echo \"systemctl $*\" >> {}", order.display()),
    );
    let magento = world.path("magento/bin");
    fs::create_dir_all(&magento).unwrap();
    let name = "CONFIG__DEFAULT__PAYMENT__PUBLICSQUARE_PAYMENTS__PUBLICSQUARE_API_SECRET_KEY";
    stand_in(
        &world,
        "magento",
        &format!(
            "echo \"magento $*\" >> {}\nprintf %s \"${name}\" > {}",
            order.display(),
            world.path("seen").display()
        ),
    );
    fs::rename(
        world.root().join("stand-ins/magento"),
        magento.join("magento"),
    )
    .unwrap();
    let file = world.write(
        "publicsquare.env",
        format!("MAGE_MODE=production\n{name}={}\n", world.old()),
    );
    let script = commands(&deploy, "Magento")
        .replace("KEY_ID", world.id())
        .replace("--env production", "--env test")
        .replace("/etc/magento/publicsquare.env", file.to_str().unwrap())
        .replace(
            "/usr/local/lib/psq/",
            &format!("{}/magento/", deploy.display()),
        );
    let psq = world
        .psq([])
        .env("PUBLICSQUARE_ENV_FILE", &file)
        .env("MAGENTO_ROOT", world.path("magento"))
        .env("MAGENTO_AS", "");
    ends(&run(&psq, &world, &script), 0);
    assert_eq!(
        read(&file),
        format!("MAGE_MODE=production\n{name}={}\n", world.current())
    );
    assert_eq!(read(&world.path("seen")), world.current());
    assert_eq!(
        read(&order),
        "systemctl restart php8.3-fpm\nmagento cache:clean config\n"
    );
    for name in ["systemctl", "magento"] {
        let calls = note(&world, &format!("{name}.calls"));
        assert!(!calls.contains(MARK), "{calls}");
    }
}

#[test]
fn the_vendors_demo_gets_the_key_in_its_dotenv_file_and_is_restarted() {
    let Some(deploy) = deploy() else { return };
    let world = World::new();
    stand_in(&world, "systemctl", "");
    let public = world.sandbox.seeded().test().publishable().value();
    let before = format!("NEXT_PUBLIC_PUBLICSQUARE_API_KEY={public}\nPUBLICSQUARE_API_SECRET=");
    let file = world.write(".env", format!("{before}{}\n", world.old()));
    let script = commands(&deploy, "The vendor's demo").replace("KEY_ID", world.id());
    ends(&run(&world.psq([]), &world, &script), 0);
    assert_eq!(read(&file), format!("{before}{}\n", world.current()));
    assert!(note(&world, "systemctl.calls").contains("restart payments-demo"));
    saw_no_key(&world, "systemctl");
}
