//! The API description, and all files that are generated from it.
//!
//! In comes the root of the workspace. Out comes the content that each generated file should have. `regen` writes or
//! compares them; the texts of README and ARCHITECTURE come from `readme` and `crate_map`.

use std::path::Path;
use std::{fs, io};

use publicsquare_codegen::Generated;

use crate::crate_map;
use crate::exit::report;
use crate::readme;

/// The API description, from the root of the workspace.
pub(crate) const FILE: &str = "openapi/publicsquare.yaml";

/// A file that is generated and committed.
pub(crate) struct Snapshot {
    /// From the root of the workspace.
    pub(crate) file: &'static str,
    pub(crate) content: String,
}

/// Generates every snapshot. `None` if the YAML is refused, which is reported.
pub(crate) fn snapshots(root: &Path) -> io::Result<Option<Vec<Snapshot>>> {
    let text = fs::read_to_string(root.join(FILE))
        .map_err(|error| io::Error::new(error.kind(), format!("{FILE}: {error}")))?;
    let generated = publicsquare_codegen::load(FILE, &text).and_then(|document| {
        publicsquare_codegen::generate(&document).map(|generated| (document, generated))
    });
    match generated {
        Ok((document, Generated { client, mocks })) => {
            let mut snapshots = vec![
                Snapshot {
                    file: "src/generated.rs",
                    content: client,
                },
                Snapshot {
                    file: "crates/publicsquare-httpmock/src/generated.rs",
                    content: mocks,
                },
            ];
            snapshots.extend(readme::written(&document, root)?.map(|content| Snapshot {
                file: readme::FILE,
                content,
            }));
            snapshots.extend(crate_map::written(root)?.map(|content| Snapshot {
                file: crate_map::FILE,
                content,
            }));
            Ok(Some(snapshots))
        }
        Err(diagnostics) => {
            report(&diagnostics.to_string());
            Ok(None)
        }
    }
}
