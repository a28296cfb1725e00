//! Calling threads and the thread of a blocking client, see [`handover`](crate::blocking::handover).
//!
//! In come callers, and a thread that stands for the runtime of the client: it receives tasks and polls them to their end,
//! or drops them, as a runtime does with a task that panics and with all tasks when it shuts down. Out comes what each
//! caller gets. Shuttle fails a test in which a caller waits for ever.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use shuttle::future::block_on;
use shuttle::sync::mpsc::{Sender, channel};
use shuttle::thread::{self, JoinHandle};

use super::in_every_order;
use crate::blocking::handover::handover;

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What the runtime does with the next task.
#[derive(Clone, Copy)]
enum Fate {
    /// Runs it to its end.
    Runs,
    /// Drops it before its end.
    Dies,
}

/// The tasks of a runtime, `None` after its end, and the sign that another one has come.
///
/// A channel of shuttle would keep its messages alive after the end. The lock is that of the standard library, so that the
/// orders are those of the threads under test and not those of this queue.
#[derive(Clone)]
struct Runtime {
    tasks: Arc<Mutex<Option<VecDeque<Task>>>>,
    spawned: Sender<()>,
}

impl Runtime {
    /// A runtime that treats its first tasks so, and then shuts down.
    fn start(fates: &'static [Fate]) -> (Self, JoinHandle<()>) {
        let tasks = Arc::new(Mutex::new(Some(VecDeque::new())));
        let (spawned, signs) = channel();
        let runtime = Self { tasks, spawned };
        let tasks = Arc::clone(&runtime.tasks);
        let thread = thread::spawn(move || {
            for fate in fates {
                signs.recv().expect("a task comes");
                let task = tasks.lock().unwrap().as_mut().unwrap().pop_front();
                match fate {
                    Fate::Runs => block_on(task.unwrap()),
                    Fate::Dies => drop(task),
                }
            }
            let left = tasks.lock().unwrap().take();
            drop(left);
        });
        (runtime, thread)
    }

    /// A runtime that has ended drops the task.
    fn spawn(&self, task: Task) {
        let late = match &mut *self.tasks.lock().unwrap() {
            Some(tasks) => {
                tasks.push_back(task);
                None
            }
            None => Some(task),
        };
        drop(late);
        let _ = self.spawned.send(());
    }

    /// A call that asks for this number.
    fn call(&self, number: u32) -> Option<u32> {
        let (task, outcome) = handover(async move { number });
        self.spawn(Box::pin(task));
        outcome.wait()
    }
}

/// Two callers at the same time, and what they get.
fn both(fates: &'static [Fate]) -> [Option<u32>; 2] {
    let (runtime, thread) = Runtime::start(fates);
    let other = thread::spawn({
        let runtime = runtime.clone();
        move || runtime.call(2)
    });
    let one = runtime.call(1);
    let other = other.join().expect("no caller panics");
    thread.join().expect("the runtime ends");
    [one, other]
}

#[test]
fn each_caller_gets_its_own_result() {
    let orders = in_every_order(|| {
        assert_eq!(both(&[Fate::Runs, Fate::Runs]), [Some(1), Some(2)]);
    });
    println!("two calls: {orders} orders");
}

#[test]
fn a_task_that_dies_ends_its_caller_and_no_other() {
    let orders = in_every_order(|| {
        let outcome = both(&[Fate::Dies, Fate::Runs]);
        assert!(
            matches!(outcome, [None, Some(2)] | [Some(1), None]),
            "{outcome:?}"
        );
    });
    println!("two calls, one dies: {orders} orders");
}

#[test]
fn a_runtime_that_ends_early_leaves_nobody_waiting() {
    let orders = in_every_order(|| {
        let outcome = both(&[Fate::Runs]);
        assert!(
            matches!(outcome, [None, Some(2)] | [Some(1), None]),
            "{outcome:?}"
        );
    });
    println!("two calls, one task: {orders} orders");
}

#[test]
fn a_caller_that_is_gone_stops_no_task() {
    let orders = in_every_order(|| {
        let (runtime, thread) = Runtime::start(&[Fate::Runs]);
        let (task, outcome) = handover(async { 1 });
        runtime.spawn(Box::pin(task));
        drop(outcome);
        thread.join().expect("the task ends");
    });
    println!("a caller that is gone: {orders} orders");
}
