//! The types of other crates that the public API of the libraries may name.
//!
//! A foreign type in a public signature ties our versions to that crate: its next major version forces ours. In come
//! the sources of a library, before macros are expanded. Out come the foreign names that the lists below do not
//! allow, and the entries of the lists that nothing needs any longer. `dependency_rules` runs this check.

mod names;
mod surface;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{fs, str};

use crate::exit::Exit;
use crate::workspace;

use self::surface::Surface;

/// A library, and the foreign items that its public API may name.
struct Library {
    sources: &'static str,
    allowed: &'static [&'static str],
}

const LIBRARIES: &[(&str, Library)] = &[
    (
        "publicsquare",
        Library {
            sources: "crates/publicsquare/src",
            allowed: PUBLICSQUARE,
        },
    ),
    (
        "publicsquare-client",
        Library {
            sources: "src",
            allowed: CLIENT,
        },
    ),
    (
        "publicsquare-httpmock",
        Library {
            sources: "crates/publicsquare-httpmock/src",
            allowed: MOCKS,
        },
    ),
    (
        "publicsquare-sandbox",
        Library {
            sources: "crates/publicsquare-sandbox/src",
            allowed: SANDBOX,
        },
    ),
    (
        "openapi-loader",
        Library {
            sources: "crates/openapi-loader/src",
            allowed: LOADER,
        },
    ),
    (
        "openapi-semver",
        Library {
            sources: "crates/openapi-semver/src",
            allowed: SEMVER,
        },
    ),
    (
        "publicsquare-codegen",
        Library {
            sources: "crates/publicsquare-codegen/src",
            allowed: CODEGEN,
        },
    ),
];

const PUBLICSQUARE: &[&str] = &[
    // Times.
    "chrono::DateTime",
    "chrono::Utc",
    // The stream of a list.
    "futures_core::Stream",
    // Re-exported from our own client.
    "publicsquare_client::ApiKeyId",
    "publicsquare_client::InvalidApiKeyId",
    "publicsquare_client::SecretKey",
    "publicsquare_client::redact_keys",
    "publicsquare_client::serialize_secrets",
    // The crate of the times, which is re-exported.
    "chrono",
    // The settings of the HTTP client, and their crate.
    "reqwest",
    "reqwest::ClientBuilder",
    // With the feature `schemars`.
    "schemars::JsonSchema",
    "schemars::Schema",
    "schemars::SchemaGenerator",
    "serde::Deserialize",
    "serde::Serialize",
    // The additional members of problem details.
    "serde_json::Map",
    "serde_json::Value",
];

const CLIENT: &[&str] = &[
    // Times. The second is read by a macro, and the crate is there for the mocks.
    "chrono",
    "chrono::DateTime",
    "chrono::NaiveDate",
    "chrono::offset::Utc",
    // The runtime of the generated code.
    "progenitor_client::ByteStream",
    "progenitor_client::ClientHooks",
    "progenitor_client::ClientInfo",
    "progenitor_client::Error",
    "progenitor_client::ResponseValue",
    // The settings and the errors of the HTTP client.
    "reqwest::ClientBuilder",
    "reqwest::Error",
    // With the feature `schemars`.
    "schemars::JsonSchema",
    "schemars::Schema",
    "serde::Deserialize",
    "serde::Serialize",
    "serde::de::Deserialize",
    "serde::de::Deserializer",
    "serde::ser::Serialize",
    "serde_json::Map",
    "serde_json::Value",
    // Private, but in a macro that this check cannot read.
    "tokio::time::Instant",
];

const MOCKS: &[&str] = &[
    // The mocks are those of httpmock, which is re-exported.
    "httpmock",
    "httpmock::Mock",
    "httpmock::MockServer",
    "httpmock::Then",
    "httpmock::When",
    // Re-exported from our own client.
    "publicsquare_client::ApiKeyId",
    "publicsquare_client::SecretKey",
    "publicsquare_client::types",
    "publicsquare_client::types::ValidationProblemDetails",
    // Of that module as well: the generated code imports everything of our client.
    "types::ApiKey",
    "types::ApiKeyPage",
    "types::ApiKeyRequest",
    "types::ApiKeyType",
    "types::PermissionInfo",
    "types::ProblemDetails",
    "types::ValidationProblemDetails",
];

/// A program in any language can be tested with it, so its types are those of the standard library.
const SANDBOX: &[&str] = &[];

const LOADER: &[&str] = &[
    // The description as it was read.
    "openapiv3::OpenAPI",
    "serde_json::Value",
];

const SEMVER: &[&str] = &[
    // What is compared, and what is wrong with it.
    "openapi_loader::Diagnostic",
    "openapi_loader::Document",
    // The report.
    "schemars::JsonSchema",
    "serde::Deserialize",
    "serde::Serialize",
    // The version that a change asks for.
    "semver::Version",
    // The generated client, which the caller makes.
    "syn::File",
];

const CODEGEN: &[&str] = &[
    // What code is generated from. Re-exported, all but the last.
    "openapi_loader::Diagnostic",
    "openapi_loader::Diagnostics",
    "openapi_loader::Document",
    "openapi_loader::Position",
    "openapi_loader::load",
    "openapiv3::OpenAPI",
    // The generated code.
    "syn::File",
];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let mut found = false;
    for (name, library) in LIBRARIES {
        let surface = surface_of(&workspace::path(library.sources))?;
        let named = surface.foreign();
        let allowed: BTreeSet<&str> = library.allowed.iter().copied().collect();
        for (foreign, place) in &named {
            if !allowed.contains(foreign.as_str()) {
                found = true;
                writeln!(
                    out,
                    "the public API of {name} names {foreign} ({place}): take it out, or allow it in \
                     xtask/src/foreign_types.rs"
                )?;
            }
        }
        for foreign in allowed.iter().filter(|name| !named.contains_key(**name)) {
            found = true;
            writeln!(
                out,
                "the public API of {name} no longer names {foreign}: take it off the list in \
                 xtask/src/foreign_types.rs"
            )?;
        }
        writeln!(
            out,
            "the public API of {name} names {} foreign items",
            named.len()
        )?;
    }
    Ok(if found { Exit::Failure } else { Exit::Success })
}

fn surface_of(folder: &Path) -> io::Result<Surface> {
    let mut surface = Surface::default();
    for path in sources(folder)? {
        let text = fs::read_to_string(&path)?;
        let place = path.strip_prefix(folder).unwrap_or(&path).display();
        surface
            .add(&place.to_string(), &text)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
    }
    Ok(surface)
}

/// The sources that a caller can meet. `fuzzing.rs` is compiled only for the fuzz targets.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_name().is_none_or(|name| name != "fuzzing.rs")
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::PUBLISHED;

    fn foreign(text: &str) -> Vec<String> {
        let mut surface = Surface::default();
        surface.add("a.rs", text).expect("it parses");
        surface.foreign().into_keys().collect()
    }

    #[test]
    fn foreign_types_are_found_wherever_a_caller_meets_them() {
        let public = "use a::{b::Field, Variant as V}; use own::Mine;
            pub struct S { pub f: Option<Field>, g: hidden::G }
            pub enum E { One(V), Two { two: c::Two } }
            impl S {
                pub fn m(&self, x: impl Into<d::Argument>) -> Result<Mine, ::e::Output> { hidden::call() }
                fn p(&self) -> hidden::P {}
                pub(crate) fn q(&self) -> hidden::Q {}
            }
            impl f::Trait for S { type Item = g::Assoc; fn body(&self) -> hidden::H {} }
            impl From<h::Error> for E { fn from(e: h::Error) -> Self { hidden::x() } }
            type Alias = i::Aliased; pub fn alias() -> Alias {} type Unused = hidden::U;
            pub fn bound<T>(t: T) where T: j::Bound {}
            pub use k::Again; mod own_module; pub use own_module::Handed; pub fn handed() -> Handed {}
            pub trait T: l::Super { fn m(&self) -> m::Method; }
            pub const C: n::Const = hidden::y();
            #[derive(Debug, o::Derive)] pub struct D;
            #[cfg_attr(feature = \"x\", derive(p::Conditional))] pub struct F;";
        let expected = [
            "a::Variant",
            "a::b::Field",
            "c::Two",
            "d::Argument",
            "e::Output",
            "f::Trait",
            "g::Assoc",
            "h::Error",
            "i::Aliased",
            "j::Bound",
            "k::Again",
            "l::Super",
            "m::Method",
            "n::Const",
            "o::Derive",
            "own::Mine",
            "p::Conditional",
        ];
        assert_eq!(foreign(public), expected);
    }

    #[test]
    fn every_published_library_is_looked_at() {
        let looked_at: BTreeSet<&str> = LIBRARIES.iter().map(|(name, _)| *name).collect();
        // psq is a program. Its library is for its own tests and fuzz targets.
        let published = PUBLISHED.iter().filter(|name| **name != "publicsquare-cli");
        assert_eq!(looked_at, published.copied().collect());
    }

    #[test]
    fn what_no_caller_meets_and_what_is_no_crate_is_passed_over() {
        let private = "use a::A; use crate::own::Own; use std::fmt;
            struct S { pub a: A } impl a::Trait for S {} impl S { pub fn f(&self) -> A {} }
            pub(crate) struct T(pub A);
            #[cfg(test)] mod tests { pub fn f() -> a::B {} }
            mod inner { pub struct I; }
            pub fn f<T: fmt::Debug>(t: T::Item, own: Own, i: inner::I, s: Self::X) -> std::io::Result<()> {}";
        assert_eq!(foreign(private), Vec::<String>::new());
    }

    #[test]
    fn macros_are_searched_by_their_words() {
        let by_macro = "use a::Imported; use b::quiet;
            macro_rules! m { ($n:ident) => {
                impl $n { pub fn f(&self) -> &Imported { quiet!(x); } pub fn g(&self) -> $crate::own::O {} }
                impl c::Trait for $n { type X = std::pin::Pin<()>; }
            } }";
        assert_eq!(foreign(by_macro), ["a::Imported", "c::Trait"]);
    }

    #[test]
    fn both_libraries_name_what_the_list_says_and_nothing_else() {
        let mut out = Vec::new();
        let exit = run(&mut out).expect("the sources are read");
        assert_eq!(exit, Exit::Success, "{}", String::from_utf8_lossy(&out));
    }
}
