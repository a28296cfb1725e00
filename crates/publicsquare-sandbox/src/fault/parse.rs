//! Reading a fault from text, such as `regenerate=drop:after*2`.
//!
//! In comes the text of a command line or of the control port. Out comes a [`Fault`], or an error that names
//! the wrong part and says what can stand there. The way back is in [`format`](super::format).

use std::fmt;
use std::ops::RangeInclusive;
use std::str::{FromStr, Split};
use std::time::Duration;

use super::{Fault, Moment, SpoiledBody};
use crate::operation::Operation;
use crate::retry_after::RetryAfter;

const MOMENTS: [(&str, Moment); 2] = [
    ("before", Moment::BeforeCommit),
    ("after", Moment::AfterCommit),
];

pub(super) const BODIES: [(&str, SpoiledBody); 5] = [
    ("html", SpoiledBody::Html),
    ("empty", SpoiledBody::Empty),
    ("malformed", SpoiledBody::MalformedJson),
    ("null-key", SpoiledBody::NullKey),
    ("without-key", SpoiledBody::WithoutKey),
];

/// Reads the parts that follow the name of a kind.
type ReadKind = fn(&mut Parts<'_>) -> Result<Fault, FaultParseError>;

const KINDS: [(&str, ReadKind); 8] = [
    ("drop", |parts| Ok(Fault::drop_connection(parts.moment()?))),
    ("truncate", |parts| {
        let bytes = number(parts.next(), "number of bytes", 0..=usize::MAX)?;
        Ok(Fault::truncate_body(bytes))
    }),
    ("status", |parts| {
        Ok(Fault::status(parts.status()?, parts.moment()?))
    }),
    ("gateway", |parts| {
        Ok(Fault::gateway_error(parts.status()?, parts.moment()?))
    }),
    ("conflict", |_| Ok(Fault::conflict())),
    ("rate-limit", |parts| {
        let wait = match parts.0.next() {
            Some(part) => Some(number(part, "number of seconds", 0..=u64::MAX)?),
            None => None,
        };
        let retry_after = wait.map(Duration::from_secs).map(RetryAfter::seconds);
        Ok(Fault::too_many_requests(retry_after))
    }),
    ("delay", |parts| {
        let wait = number(parts.next(), "number of milliseconds", 0..=u64::MAX)?;
        Ok(Fault::delay(Duration::from_millis(wait), parts.moment()?))
    }),
    ("body", |parts| {
        Ok(Fault::body(choice(parts.next(), "body", &BODIES)?))
    }),
];

/// The error of a text that is not a [`Fault`].
///
/// `Display` is one line. It names the wrong part and says what can stand there.
///
/// ```
/// use publicsquare_sandbox::Fault;
///
/// let error = "status:200:after".parse::<Fault>().unwrap_err();
/// let expected = r#""200" is not a status of a failure: it must be a whole number from 400 to 599"#;
/// assert_eq!(error.to_string(), expected);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultParseError {
    message: String,
}

impl FaultParseError {
    fn new(part: &str, what: &str, instead: &dyn fmt::Display) -> Self {
        Self {
            message: if part.is_empty() {
                format!("the {what} is missing: it must be {instead}")
            } else {
                let article = if what == "operation" { "an" } else { "a" };
                format!("{part:?} is not {article} {what}: it must be {instead}")
            },
        }
    }
}

impl fmt::Display for FaultParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for FaultParseError {}

/// Reads `[OPERATION=]KIND[*TIMES]`, so that a program can take faults from its command line.
///
/// | `KIND` | fault |
/// | --- | --- |
/// | `drop:MOMENT` | [`Fault::drop_connection`] |
/// | `truncate:BYTES` | [`Fault::truncate_body`] |
/// | `status:CODE:MOMENT` | [`Fault::status`], with a code from 400 to 599 |
/// | `gateway:CODE:MOMENT` | [`Fault::gateway_error`], with a code from 400 to 599 |
/// | `conflict` | [`Fault::conflict`] |
/// | `rate-limit[:SECONDS]` | [`Fault::too_many_requests`], with `Retry-After` if seconds are given |
/// | `delay:MILLISECONDS:MOMENT` | [`Fault::delay`] |
/// | `body:BODY` | [`Fault::body`]: `html`, `empty`, `malformed`, `null-key` or `without-key` |
///
/// `MOMENT` is `before` or `after` the commit. `OPERATION` is a name such as `regenerate`; the variants of
/// [`Operation`] list all names. Without an operation the fault applies to all of them. `TIMES` is the number
/// of requests in a row that it strikes; the least is 1, which is the default. Numbers are decimal digits.
///
/// ```
/// use publicsquare_sandbox::{Fault, Moment, Operation};
///
/// let lost: Fault = "regenerate=drop:after*2".parse()?;
/// let built = Fault::drop_connection(Moment::AfterCommit).times(2);
/// assert_eq!(lost, built.on(Operation::RegenerateApiKey));
///
/// let error = "drop:later".parse::<Fault>().unwrap_err();
/// assert_eq!(error.to_string(), r#""later" is not a moment: it must be 'before' or 'after'"#);
/// # Ok::<(), publicsquare_sandbox::FaultParseError>(())
/// ```
impl FromStr for Fault {
    type Err = FaultParseError;

    fn from_str(text: &str) -> Result<Self, FaultParseError> {
        let (operation, text) = match text.split_once('=') {
            Some((name, rest)) => (Some(choice(name, "operation", Operation::NAMED)?), rest),
            None => (None, text),
        };
        let (text, times) = match text.split_once('*') {
            Some((rest, times)) => (rest, number(times, "number of times", 1..=usize::MAX)?),
            None => (text, 1),
        };
        let mut parts = Parts(text.split(':'));
        let read = choice(parts.next(), "kind of fault", &KINDS)?;
        let fault = read(&mut parts)?.times(times);
        parts.end()?;
        Ok(match operation {
            Some(operation) => fault.on(operation),
            None => fault,
        })
    }
}

/// The parts between the colons that have not been read yet.
struct Parts<'t>(Split<'t, char>);

impl<'t> Parts<'t> {
    /// The next part. It is empty if there is none.
    fn next(&mut self) -> &'t str {
        self.0.next().unwrap_or_default()
    }

    fn moment(&mut self) -> Result<Moment, FaultParseError> {
        choice(self.next(), "moment", &MOMENTS)
    }

    fn status(&mut self) -> Result<u16, FaultParseError> {
        number(self.next(), "status of a failure", 400..=599)
    }

    fn end(mut self) -> Result<(), FaultParseError> {
        self.0.next().map_or(Ok(()), |part| {
            Err(FaultParseError {
                message: format!(
                    "{part:?} must not be here: only '*' and a number of times can follow"
                ),
            })
        })
    }
}

fn choice<T: Clone>(part: &str, what: &str, choices: &[(&str, T)]) -> Result<T, FaultParseError> {
    match choices.iter().find(|(name, _)| *name == part) {
        Some((_, chosen)) => Ok(chosen.clone()),
        None => {
            let names: Vec<_> = choices
                .iter()
                .map(|(name, _)| format!("'{name}'"))
                .collect();
            let names = match names.split_last() {
                Some((last, others)) if !others.is_empty() => {
                    format!("{} or {last}", others.join(", "))
                }
                _ => names.concat(),
            };
            Err(FaultParseError::new(part, what, &names))
        }
    }
}

fn number<T: FromStr + PartialOrd + fmt::Display>(
    part: &str,
    what: &str,
    range: RangeInclusive<T>,
) -> Result<T, FaultParseError> {
    // `parse` alone would accept a plus sign.
    let is_plain = part.bytes().all(|byte| byte.is_ascii_digit());
    match part.parse() {
        Ok(number) if is_plain && range.contains(&number) => Ok(number),
        _ => {
            let (least, most) = range.into_inner();
            let instead = format!("a whole number from {least} to {most}");
            Err(FaultParseError::new(part, what, &instead))
        }
    }
}
