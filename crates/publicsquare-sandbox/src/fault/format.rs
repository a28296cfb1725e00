//! Writing a fault as text, in the grammar that [`parse`](super::parse) reads.
//!
//! In come a fault and how many requests it still strikes. Out goes the line that would set it. Some faults
//! that code can make have no text in that grammar. For these the line is a comment, which sets no fault when
//! it is read.

use super::{Effect, Fault, Moment, Pause};
use crate::operation::Operation;

/// The line, without a line break at its end.
pub(super) fn line(fault: &Fault, times: usize) -> String {
    let Some(kind) = kind(fault) else {
        return "# a fault that cannot be written as text".to_owned();
    };
    let operation = fault.operation.and_then(|operation| {
        let mut names = Operation::NAMED.iter();
        names.find_map(|(name, named)| (*named == operation).then_some(*name))
    });
    let operation = operation.map_or(String::new(), |name| format!("{name}="));
    match times {
        1 => format!("{operation}{kind}"),
        _ => format!("{operation}{kind}*{times}"),
    }
}

fn kind(fault: &Fault) -> Option<String> {
    if let ([(at, Pause::Delay(duration))], Effect::None) = (&*fault.pauses, &fault.effect) {
        return Some(format!("delay:{}:{}", duration.as_millis(), moment(*at)));
    }
    if !fault.pauses.is_empty() {
        return None;
    }
    Some(match &fault.effect {
        Effect::Drop(at) => format!("drop:{}", moment(*at)),
        Effect::Truncate(bytes) => format!("truncate:{bytes}"),
        Effect::Status(status, at) => format!("status:{}:{}", status.as_u16(), moment(*at)),
        Effect::Gateway(status, at) => format!("gateway:{}:{}", status.as_u16(), moment(*at)),
        Effect::TooManyRequests(None) => "rate-limit".to_owned(),
        Effect::TooManyRequests(Some(wait)) => format!("rate-limit:{}", wait.in_seconds()?),
        Effect::Body(body) => {
            let mut names = super::parse::BODIES.iter();
            let name = names.find_map(|(name, named)| (named == body).then_some(*name))?;
            format!("body:{name}")
        }
        Effect::None | Effect::Redirect(_) => return None,
    })
}

fn moment(moment: Moment) -> &'static str {
    match moment {
        Moment::BeforeCommit => "before",
        Moment::AfterCommit => "after",
    }
}
