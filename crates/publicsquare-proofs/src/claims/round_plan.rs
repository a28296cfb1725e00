//! The plan of a round: which call is made, and what happens to each of its requests.
//!
//! A seed and the number of the round come in. Out comes the [`Plan`], always the same one. Every second round takes
//! the next enumerated combination of call, status, body and moment, in an order that the seed shuffles. The other
//! rounds are random. The adversary carries the plan out in [`interfere`](super::interfere).

use super::body::{BODIES, Body};
use super::operation::{OPERATIONS, Operation};
use crate::random::Random;

/// What the adversary does to a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Interference {
    /// Nothing: the API gets the request, and the client gets the response.
    Pass,
    /// The API itself refuses the request with this status.
    Refuse(u16),
    /// The API does not get the request. The client gets a forged response.
    Instead(u16, Body),
    /// The API gets the request, but the client gets a forged response. If `forgets`, the API stores no response.
    After {
        status: u16,
        body: Body,
        forgets: bool,
    },
    /// The API gets the request. Its response breaks off at a byte.
    Cut(u64),
    /// The API gets the request. Its response stops at a byte, and the connection stays open.
    Stall(u64),
    /// There is no response, and the connection stays open. The API gets the request or not.
    Hang { passed: bool },
    /// The connection is closed without a response. The API gets the request or not.
    Close { passed: bool },
    /// The connection is closed before a byte is read.
    CloseUnread,
    /// No byte is ever read, and the connection stays open.
    NeverRead,
    /// The API gets the request. The client gets the response to the previous request.
    Late,
    /// The client gets the response twice.
    Extra,
}

impl Interference {
    /// Whether the client has to wait for its time limit.
    pub(super) fn needs_time(&self) -> bool {
        matches!(self, Self::Stall(_) | Self::Hang { .. } | Self::NeverRead)
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Pass => "passed on",
            Self::Refuse(_) => "refused by the API",
            Self::Instead(..) => "forged response, request not passed on",
            Self::After { .. } => "forged response after the API has acted",
            Self::Cut(_) => "response cut off",
            Self::Stall(_) => "response stalled",
            Self::Hang { .. } => "no response, connection left open",
            Self::Close { .. } => "no response, connection closed",
            Self::CloseUnread => "connection closed before reading",
            Self::NeverRead => "connection open, nothing ever read",
            Self::Late => "response to the previous request",
            Self::Extra => "response sent twice",
        }
    }
}

/// The port that the client connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    Open,
    Closed,
    /// Connections are neither accepted nor refused.
    BlackHole,
    /// With TLS, and HTTP/2 on offer.
    Tls,
}

impl Port {
    /// Whether requests can arrive.
    pub(super) fn answers(self) -> bool {
        matches!(self, Self::Open | Self::Tls)
    }

    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Open => "rounds in clear",
            Self::Closed => "rounds at a closed port",
            Self::BlackHole => "rounds at a port that never answers",
            Self::Tls => "rounds with TLS, and HTTP/2 on offer",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) round: usize,
    pub(super) operation: Operation,
    pub(super) has_target: bool,
    pub(super) further_keys: usize,
    pub(super) most_attempts: u32,
    pub(super) port: Port,
    /// What happens to the requests, in their order. Later requests are passed on.
    pub(super) interferences: Vec<Interference>,
    /// A first call is dropped after this number of polls.
    pub(super) dropped_after: Option<usize>,
    /// The same prepared request is sent a second time.
    pub(super) is_sent_again: bool,
    /// The seed of the headers and the framing of responses.
    pub(super) header_seed: u64,
    pub(super) clock_hours: u64,
}

const STATUSES: [u16; 63] = [
    200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308, 400,
    401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421,
    422, 423, 424, 425, 426, 428, 429, 431, 440, 444, 451, 460, 463, 494, 499, 500, 501, 502, 503,
    504, 505, 507, 511, 520, 599,
];

/// The number of enumerated combinations of a call and a forged response.
pub(super) const ENUMERATED: usize = OPERATIONS.len() * STATUSES.len() * BODIES.len() * 2;

impl Plan {
    pub(super) fn new(seed: u64, round: usize) -> Self {
        let mut random = Random::new(seed, round);
        // This step has no common factor with the number of combinations, so that it visits all of them.
        let step = 7_919;
        let offset = usize::try_from(seed % 1_000_003).unwrap_or_default();
        let (operation, interference) = if round.is_multiple_of(2) {
            enumerated((round / 2 * step + offset) % ENUMERATED)
        } else {
            let operation = random.of(&OPERATIONS).copied();
            (operation.unwrap_or(Operation::Regenerate), any(&mut random))
        };
        let mut interferences = rare(operation, &mut random);
        let mut most_attempts = random.of(&[1, 1, 2, 3, 5]).copied().unwrap_or(1);
        if !interferences.is_empty() {
            most_attempts = 5;
        } else if random.percent(25) {
            interferences.push(leaves_doubt(&mut random));
            most_attempts = most_attempts.max(2);
        }
        interferences.push(interference);
        while random.percent(35) {
            interferences.push(any(&mut random));
        }
        let port = match random.below(100) {
            0 => Port::Closed,
            1 => Port::BlackHole,
            2 => Port::Tls,
            _ => Port::Open,
        };
        Self {
            round,
            operation,
            has_target: !random.percent(10),
            further_keys: random.below(6),
            // Each attempt at such a port waits for its time limit.
            most_attempts: if port == Port::BlackHole {
                most_attempts.min(2)
            } else {
                most_attempts
            },
            port,
            interferences,
            dropped_after: random.percent(8).then(|| random.below(12)),
            is_sent_again: random.percent(15),
            header_seed: random.next(),
            clock_hours: random.next() % 96,
        }
    }

    /// Whether the adversary may miss the request of an attempt, or see it late.
    pub(super) fn loses_requests(&self) -> bool {
        self.needs_time() || self.interferences.contains(&Interference::CloseUnread)
    }

    pub(super) fn needs_time(&self) -> bool {
        self.port == Port::BlackHole || self.interferences.iter().any(Interference::needs_time)
    }
}

fn enumerated(at: usize) -> (Operation, Interference) {
    let operation = OPERATIONS.get(at % OPERATIONS.len());
    let at = at / OPERATIONS.len();
    let body = BODIES
        .get(at % BODIES.len())
        .copied()
        .unwrap_or(Body::Empty);
    let at = at / BODIES.len();
    let status = STATUSES.get(at % STATUSES.len()).copied().unwrap_or(200);
    let interference = if at / STATUSES.len() == 0 {
        Interference::Instead(status, body)
    } else {
        Interference::After {
            status,
            body,
            forgets: status >= 500,
        }
    };
    (
        operation.copied().unwrap_or(Operation::Regenerate),
        interference,
    )
}

/// Combinations that are interesting together, and that random choices would hardly ever produce.
fn rare(operation: Operation, random: &mut Random) -> Vec<Interference> {
    match operation {
        // First a doubt, and then a 404 that is not recognisably from the API.
        Operation::Delete if random.percent(10) => {
            let bodies = [
                Body::Empty,
                Body::LoginPage,
                Body::EmptyObject,
                Body::FrameworkDetail,
            ];
            let body = random.of(&bodies).copied().unwrap_or(Body::Empty);
            vec![
                Interference::Close { passed: false },
                Interference::Instead(404, body),
            ]
        }
        // A success without a body, as a portal may send it.
        Operation::Delete if random.percent(5) => vec![Interference::Instead(200, Body::Empty)],
        // The first page of a list again and again, with totals that never end.
        Operation::List if random.percent(10) => {
            vec![Interference::Instead(200, Body::EndlessPage); 3]
        }
        _ => Vec::new(),
    }
}

/// An interference after which the client cannot know whether the API acted, so that it may try again.
fn leaves_doubt(random: &mut Random) -> Interference {
    match random.below(4) {
        0 => Interference::Close { passed: true },
        1 => Interference::Close { passed: false },
        2 => Interference::Refuse(429),
        _ => Interference::After {
            status: 502,
            body: Body::LoginPage,
            forgets: random.percent(50),
        },
    }
}

fn any(random: &mut Random) -> Interference {
    // Not 404: the model answers with 404 by itself if a key does not exist.
    let refusals = [400, 401, 403, 409, 422, 429];
    match random.below(60) {
        0..=9 => Interference::Cut(random.next()),
        10..=11 => Interference::Stall(random.next()),
        12..=22 => Interference::Refuse(random.of(&refusals).copied().unwrap_or(400)),
        23 => Interference::Hang {
            passed: random.percent(50),
        },
        24..=28 => Interference::Close {
            passed: random.percent(50),
        },
        29..=30 => Interference::CloseUnread,
        31 => Interference::NeverRead,
        32..=36 => Interference::Late,
        37..=40 => Interference::Extra,
        41..=46 => enumerated(random.below(ENUMERATED)).1,
        _ => Interference::Pass,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_combination_is_reached_with_any_seed() {
        let pairs: HashSet<_> = (0..ENUMERATED).map(enumerated).collect();
        assert_eq!(pairs.len(), ENUMERATED);
        let visited: HashSet<_> = (0..ENUMERATED)
            .map(|round| round * 7_919 % ENUMERATED)
            .collect();
        assert_eq!(visited.len(), ENUMERATED);
    }
}
