//! The applications whose builds are measured.
//!
//! In come paths to the crates of this workspace and to the client of openapi-generator. Out come packages in the target
//! folder. The first three do the same: they regenerate a key, and look whether they have a new value. The other two only
//! compile the generated client. How they are built is in [`build`](super::build).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{cargo, workspace};

/// A package in the target folder.
pub(super) struct Application {
    pub(super) name: &'static str,
    dependencies: String,
    main: &'static str,
}

const TOKIO: &str = r#"tokio = { version = "1", features = ["macros", "rt-multi-thread"] }"#;

/// By hand with reqwest. What it leaves out is what the others have more.
pub(super) fn on_reqwest() -> Application {
    Application {
        name: "on-reqwest",
        dependencies: format!(
            r#"
reqwest = {{ version = "0.13", default-features = false, features = ["json", "rustls"] }}
serde = {{ version = "1", features = ["derive"] }}
{TOKIO}
"#
        ),
        main: r#"
#[derive(serde::Deserialize)]
struct ApiKey { key: Option<String> }
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let rotated: ApiKey = client
        .post("https://api.publicsquare.com/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ/regenerate")
        .header("X-API-KEY", std::env::var("PUBLICSQUARE_API_KEY")?)
        .send().await?.error_for_status()?.json().await?;
    std::process::exit(i32::from(rotated.key.is_none()))
}
"#,
    }
}

pub(super) fn on_publicsquare() -> Application {
    Application {
        name: "on-publicsquare",
        dependencies: format!(
            "\npublicsquare = {{ path = {:?} }}\n{TOKIO}\n",
            workspace::path("crates/publicsquare").display().to_string()
        ),
        main: r#"
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = publicsquare::Client::from_env()?;
    let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.await?;
    std::process::exit(i32::from(rotated.key.expose_secret().is_empty()))
}
"#,
    }
}

/// On the client that openapi-generator makes, with the TLS of the others instead of its own default.
pub(super) fn on_generated(client: &Path) -> Application {
    Application {
        name: "on-openapi-generator",
        dependencies: format!(
            "\ngenerated_client = {{ path = {:?}, default-features = false, features = [\"rustls\"] }}\n{TOKIO}\n",
            client.display().to_string()
        ),
        main: r#"
use generated_client::apis::api_keys_api::regenerate_api_key;
use generated_client::apis::configuration::{ApiKey, Configuration};
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let configuration = Configuration {
        api_key: Some(ApiKey { prefix: None, key: std::env::var("PUBLICSQUARE_API_KEY")? }),
        ..Configuration::new()
    };
    let rotated = regenerate_api_key(&configuration, "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", None, None).await?;
    std::process::exit(i32::from(rotated.key.flatten().is_none()))
}
"#,
    }
}

/// On `publicsquare-client` with its default features, which generate the code while it is built.
pub(super) fn generating() -> Application {
    on_client("generating", "")
}

/// On `publicsquare-client` with the committed code.
pub(super) fn committed() -> Application {
    on_client(
        "committed",
        ", default-features = false, features = [\"rustls\"]",
    )
}

fn on_client(name: &'static str, features: &str) -> Application {
    Application {
        name,
        dependencies: format!(
            "\npublicsquare-client = {{ path = {:?}{features} }}\n",
            workspace::path("").display().to_string()
        ),
        main: "\nfn main() {\n    println!(\"{}\", std::any::type_name::<publicsquare_client::Client>());\n}\n",
    }
}

impl Application {
    pub(super) fn folder(&self) -> PathBuf {
        workspace::path("target/bench-build").join(self.name)
    }

    /// Writes the package, and fetches what it needs.
    pub(super) fn write(&self) -> io::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(folder.join("src"))?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]{}\n[workspace]\n",
                self.name, self.dependencies
            ),
        )?;
        fs::write(folder.join("src/main.rs"), self.main)?;
        // All are built with the versions that are tested here.
        fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut fetch = cargo::command(&["fetch", "--quiet"]);
        fetch.current_dir(&folder);
        cargo::output(fetch).map(drop)
    }

    /// The packages that it builds besides itself, each with its version.
    pub(super) fn packages(&self) -> io::Result<Vec<String>> {
        let tree = [
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ];
        let mut command = cargo::command(&tree);
        command.current_dir(self.folder());
        let mut packages: Vec<String> = cargo::output(command)?
            .lines()
            .filter_map(|line| {
                let mut words = line.split_whitespace();
                Some(format!("{} {}", words.next()?, words.next()?))
            })
            .filter(|package| !package.starts_with(&format!("{} ", self.name)))
            .collect();
        packages.sort();
        packages.dedup();
        Ok(packages)
    }
}
