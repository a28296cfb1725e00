//! Sendings of one request at the same time, see [`history`](crate::history).
//!
//! In come the ends of two or three sendings. Each runs in a thread of its own. What the sendings learn has to be what they
//! would learn if each step were done before the next one begins, in one of the orders of the steps. Each such outcome has
//! to occur. So no end is lost, and none comes too early.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use shuttle::thread;

use super::{in_every_order, in_some_orders};
use crate::certainty::Certainty;
use crate::history::History;

/// How a sending ends. `None`: it is dropped half-way.
type End = Option<Certainty>;

/// What each sending learns when it begins and when it ends, and what the next one learns.
type Learned = (Vec<(Certainty, End)>, Certainty);

const ENDS: [End; 5] = [
    None,
    Some(Certainty::NotSent),
    Some(Certainty::Rejected),
    Some(Certainty::Unknown),
    Some(Certainty::RotatedUnreadable),
];

/// What threads learn from the real history. Each is one sending.
fn learned(ends: &[End]) -> Learned {
    let history = Arc::new(History::default());
    let threads: Vec<_> = ends
        .iter()
        .map(|&end| {
            let history = Arc::clone(&history);
            thread::spawn(move || {
                let sending = history.begin();
                let earlier = sending.earlier();
                thread::yield_now();
                (earlier, end.map(|certainty| sending.end(certainty)))
            })
        })
        .collect();
    let seen = threads
        .into_iter()
        .map(|thread| thread.join().expect("no sending panics"))
        .collect();
    (seen, history.begin().earlier())
}

/// What they learn if each step is done before the next one begins, in each order of the steps.
fn allowed(ends: &[End]) -> BTreeSet<Learned> {
    let mut orders = vec![Vec::new()];
    for _ in 0..2 * ends.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..ends.len())
                    .filter(|sending| order.iter().filter(|step| *step == sending).count() < 2)
                    .map(|sending| [&order[..], &[sending]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    orders.iter().map(|order| in_order(ends, order)).collect()
}

/// The rule, in other words than those of the history: what has ended counts, and what has begun without an end is
/// unknown. The first step of a sending begins it, and the second one ends it.
fn in_order(ends: &[End], order: &[usize]) -> Learned {
    let mut begun = vec![None; ends.len()];
    let mut ended = vec![None; ends.len()];
    let known = |begun: &[Option<Certainty>], ended: &[End]| {
        let open = begun.iter().zip(ended);
        let open = open.filter(|(begun, ended)| begun.is_some() && ended.is_none());
        let results = ended.iter().flatten().copied();
        let doubts = open.map(|_| Certainty::Unknown);
        results.chain(doubts).max().unwrap_or(Certainty::NotSent)
    };
    let mut seen = vec![(Certainty::NotSent, None); ends.len()];
    for &sending in order {
        if begun[sending].is_none() {
            seen[sending].0 = known(&begun, &ended);
            begun[sending] = Some(seen[sending].0);
        } else if let Some(certainty) = ends[sending] {
            ended[sending] = Some(certainty);
            seen[sending].1 = Some(known(&begun, &ended));
        }
    }
    let last = known(&begun, &ended);
    (seen, last)
}

/// Runs sendings with these ends, in every order or in some. Returns how many orders were run.
fn check<const SENDINGS: usize>(
    ends: [End; SENDINGS],
    run: impl FnOnce(Box<dyn Fn() + Send + Sync>) -> usize,
) -> usize {
    let occurred = Arc::new(Mutex::new(BTreeSet::new()));
    let expected = allowed(&ends);
    let orders = run({
        let (occurred, expected) = (Arc::clone(&occurred), expected.clone());
        Box::new(move || {
            let learned = learned(&ends);
            assert!(expected.contains(&learned), "{ends:?}: {learned:?}");
            occurred.lock().unwrap().insert(learned);
        })
    });
    assert_eq!(*occurred.lock().unwrap(), expected, "{ends:?}");
    orders
}

#[test]
fn two_sendings_learn_of_each_other() {
    let mut orders = 0;
    for one in ENDS {
        for other in ENDS {
            orders += check([one, other], in_every_order);
        }
    }
    println!("two sendings: {orders} orders");
}

#[test]
fn three_sendings_learn_of_each_other() {
    let rejected = Some(Certainty::Rejected);
    let orders = check([rejected, rejected, None], in_some_orders);
    println!("three sendings: {orders} orders of many");
}
