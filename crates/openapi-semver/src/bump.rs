//! The version number that a change asks for, by Cargo's rules.
//!
//! The class of a report and the last released version come in. The lowest version that is high enough comes out, or
//! whether a given version is high enough. [`changelog::last_released`](crate::changelog::last_released) finds the
//! last released version.
//!
//! The leftmost number that is not zero says "incompatible": a breaking change after 0.4.2 needs 0.5.0. A pre-release
//! of a version already has the bump that this version makes: `2.0.0-beta.1` may break what `2.0.0-beta.0` had.

use std::cmp::Ordering;
use std::fmt;

use semver::{Prerelease, Version};

use crate::class::Class;

/// Which number of a version has to grow, as a person says it.
///
/// ```
/// use openapi_semver::bump::Bump;
///
/// assert_eq!(Bump::Minor.to_string(), "a minor version");
/// assert!(Bump::Minor < Bump::Major);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Bump {
    /// No number: the same version will do.
    Nothing,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number.
    Major,
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "no new version",
            Self::Patch => "a patch version",
            Self::Minor => "a minor version",
            Self::Major => "a major version",
        })
    }
}

/// The bump that a change of this class needs after the version `then`.
///
/// ```
/// use openapi_semver::Class;
/// use openapi_semver::bump::{Bump, required};
/// use semver::Version;
///
/// assert_eq!(required(Class::Breaking, &Version::new(1, 4, 2)), Bump::Major);
/// assert_eq!(required(Class::Breaking, &Version::new(0, 4, 2)), Bump::Minor);
/// assert_eq!(required(Class::Compatible, &Version::new(0, 4, 2)), Bump::Patch);
/// ```
#[must_use]
pub const fn required(class: Class, then: &Version) -> Bump {
    match (class, then.major, then.minor) {
        (Class::None, _, _) => Bump::Nothing,
        (Class::DocsOnly, _, _) => Bump::Patch,
        (Class::Compatible, 0, _) | (Class::Breaking, 0, 0) => Bump::Patch,
        (Class::Compatible, _, _) | (Class::Breaking, 0, _) => Bump::Minor,
        (Class::Breaking, _, _) => Bump::Major,
    }
}

/// The lowest version that is high enough for a change of this class after the version `then`.
///
/// ```
/// use openapi_semver::Class;
/// use openapi_semver::bump::lowest;
/// use semver::Version;
///
/// assert_eq!(lowest(Class::Breaking, &Version::new(0, 4, 2)), Version::new(0, 5, 0));
/// ```
#[must_use]
pub fn lowest(class: Class, then: &Version) -> Version {
    let bump = required(class, then);
    if bump == Bump::Nothing {
        return then.clone();
    }
    if is_bumped_already(bump, then) {
        return after(then);
    }
    // A number at the limit of 64 bits stays there. Nobody has such a version.
    match bump {
        Bump::Major => Version::new(then.major.saturating_add(1), 0, 0),
        Bump::Minor => Version::new(then.major, then.minor.saturating_add(1), 0),
        Bump::Patch | Bump::Nothing => {
            Version::new(then.major, then.minor, then.patch.saturating_add(1))
        }
    }
}

/// Whether the version `now` is high enough for a change of this class after the version `then`. A pre-release of a
/// version that is high enough is high enough, too.
///
/// ```
/// use openapi_semver::Class;
/// use openapi_semver::bump::suffices;
/// use semver::Version;
///
/// let then = Version::new(1, 4, 2);
/// assert!(!suffices(Class::Breaking, &then, &Version::new(1, 5, 0)));
/// assert!(suffices(Class::Breaking, &then, &Version::new(2, 0, 0)));
/// ```
#[must_use]
pub fn suffices(class: Class, then: &Version, now: &Version) -> bool {
    let lowest = lowest(class, then);
    if lowest.pre.is_empty() && required(class, then) != Bump::Nothing {
        numbers(now) >= numbers(&lowest)
    } else {
        now.cmp_precedence(&lowest) != Ordering::Less
    }
}

const fn numbers(version: &Version) -> (u64, u64, u64) {
    (version.major, version.minor, version.patch)
}

/// Whether `then` is a pre-release of a version that makes this bump.
fn is_bumped_already(bump: Bump, then: &Version) -> bool {
    !then.pre.is_empty()
        && match bump {
            Bump::Major => then.minor == 0 && then.patch == 0,
            Bump::Minor => then.patch == 0,
            Bump::Patch | Bump::Nothing => true,
        }
}

/// The pre-release that comes after this one.
fn after(then: &Version) -> Version {
    let mut parts: Vec<String> = then.pre.split('.').map(str::to_owned).collect();
    let number = parts.last().and_then(|last| last.parse::<u64>().ok());
    match (
        number.and_then(|number| number.checked_add(1)),
        parts.last_mut(),
    ) {
        (Some(next), Some(last)) => *last = next.to_string(),
        _ => parts.push("1".to_owned()),
    }
    Version {
        // Both ways above make valid pre-releases, so the release itself is never taken.
        pre: Prerelease::new(&parts.join(".")).unwrap_or(Prerelease::EMPTY),
        ..Version::new(then.major, then.minor, then.patch)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    #[test]
    fn the_leftmost_number_that_is_not_zero_says_incompatible() {
        use Class::{Breaking, Compatible, DocsOnly, None};
        for (then, class, expected) in [
            ("1.2.3", None, "1.2.3"),
            ("1.2.3", DocsOnly, "1.2.4"),
            ("1.2.3", Compatible, "1.3.0"),
            ("1.2.3", Breaking, "2.0.0"),
            ("0.2.3", None, "0.2.3"),
            ("0.2.3", DocsOnly, "0.2.4"),
            ("0.2.3", Compatible, "0.2.4"),
            ("0.2.3", Breaking, "0.3.0"),
            ("0.0.3", DocsOnly, "0.0.4"),
            ("0.0.3", Compatible, "0.0.4"),
            ("0.0.3", Breaking, "0.0.4"),
            ("1.0.0-rc.1", Breaking, "1.0.0-rc.2"),
            ("1.0.0-rc", Breaking, "1.0.0-rc.1"),
            ("1.2.0-rc.1", Breaking, "2.0.0"),
            ("1.2.0-rc.1", Compatible, "1.2.0-rc.2"),
            ("1.2.3-rc.1", Compatible, "1.3.0"),
            ("1.2.3-rc.1", DocsOnly, "1.2.3-rc.2"),
            ("0.3.0-rc.1", Breaking, "0.3.0-rc.2"),
            ("0.3.1-rc.1", Breaking, "0.4.0"),
        ] {
            assert_eq!(
                lowest(class, &version(then)),
                version(expected),
                "{then} {class}"
            );
        }
    }

    #[test]
    fn a_pre_release_of_the_next_version_is_enough() {
        assert!(suffices(
            Class::Breaking,
            &version("1.2.3"),
            &version("2.0.0-alpha.1")
        ));
        assert!(!suffices(
            Class::Breaking,
            &version("1.2.3"),
            &version("1.9.0")
        ));
        assert!(suffices(
            Class::Breaking,
            &version("1.0.0-rc.1"),
            &version("1.0.0")
        ));
        assert!(!suffices(
            Class::Breaking,
            &version("1.0.0-rc.1"),
            &version("1.0.0-rc.1")
        ));
        assert!(!suffices(
            Class::None,
            &version("1.0.0"),
            &version("1.0.0-rc.1")
        ));
        assert!(suffices(
            Class::None,
            &version("1.0.0+a"),
            &version("1.0.0+b")
        ));
    }

    fn class() -> impl Strategy<Value = Class> {
        prop_oneof![
            Just(Class::None),
            Just(Class::DocsOnly),
            Just(Class::Compatible),
            Just(Class::Breaking),
        ]
    }

    fn any_version() -> impl Strategy<Value = Version> {
        let pre = prop_oneof![
            Just(""),
            Just("-rc"),
            Just("-rc.1"),
            Just("-1"),
            Just("-a.b-2")
        ];
        (0_u64..4, 0_u64..4, 0_u64..4, pre).prop_map(|(major, minor, patch, pre)| {
            version(&format!("{major}.{minor}.{patch}{pre}"))
        })
    }

    proptest! {
        #[test]
        fn the_lowest_is_enough_and_what_is_enough_for_the_worse_is_for_the_milder(
            class in class(), milder in class(), then in any_version(), now in any_version()
        ) {
            prop_assert!(suffices(class, &then, &lowest(class, &then)));
            if milder <= class && suffices(class, &then, &now) {
                prop_assert!(suffices(milder, &then, &now));
            }
        }

        #[test]
        fn cargo_takes_no_breaking_version_for_an_update(then in any_version(), now in any_version()) {
            let update = semver::VersionReq::parse(&format!("^{then}")).unwrap();
            if then.pre.is_empty() && suffices(Class::Breaking, &then, &now) {
                prop_assert!(!update.matches(&now));
            }
        }

        #[test]
        fn a_version_never_goes_back(class in class(), then in any_version(), now in any_version()) {
            if suffices(class, &then, &now) {
                prop_assert!(now.cmp_precedence(&then) != Ordering::Less);
            }
        }
    }
}
