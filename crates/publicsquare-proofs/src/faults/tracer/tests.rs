//! Tests of the tracer with ordinary programs such as `sh` and `mv`.
//!
//! Programs and strikes come in. The tests check which calls count, and that the fault strikes exactly where it was
//! aimed. They pass without a check on a machine that does not allow tracing.

use std::fs;
use std::path::Path;
use std::process;
use std::time::Instant;

use nix::sys::wait::{Id, WaitPidFlag, waitid};

use super::testing::{Folder, SOON, observed, program};
use super::*;

/// Runs the program. `None` if this machine does not allow tracing.
fn traced(program: Program, strike: Strike<'_>) -> Option<Run> {
    observed(program, strike, &mut (), SOON)
}

fn at(index: usize, action: Action<'_>) -> Strike<'_> {
    Strike {
        at: index,
        again: None,
        action,
    }
}

fn names(run: &Run) -> Vec<&str> {
    run.points.iter().map(|point| point.name).collect()
}

/// The index of the first point of this name.
fn index_of(run: &Run, name: &str) -> usize {
    let is_it = |point: &Point| point.name.starts_with(name);
    run.points.iter().position(is_it).expect(name)
}

#[test]
fn a_strike_after_the_last_point_changes_nothing() {
    let folder = Folder::new();
    let script = "echo one > a; mv a b; echo done; echo bad >&2; exit 3";
    let Some(run) = traced(
        program("sh", &["-c", script], &folder.0),
        at(1000, Action::KillBefore),
    ) else {
        return;
    };
    assert_eq!(run.ending, Ending::Exited(3));
    assert_eq!(run.struck, None);
    assert!(!run.left_behind);
    assert_eq!(run.stdout, b"done\n");
    assert_eq!(run.stderr, b"bad\n");
    // `mv` is a process of its own.
    assert_eq!(names(&run), ["openat", "write", "write", "write"]);
    assert_eq!(run.points[0].what, folder.path("a").to_str().unwrap());
    assert_eq!(run.points[1].what, run.points[0].what);
    assert_eq!(run.points[2].what, "stdout");
    assert_eq!(run.points[3].what, "stderr");
    assert_eq!(run.points[3].index, 3);
    assert_eq!(fs::read(folder.path("b")).unwrap(), b"one\n");
}

#[test]
fn a_kill_before_a_rename_leaves_the_old_name_and_one_after_it_the_new() {
    for (action, left, missing) in [
        (Action::KillBefore, "a", "b"),
        (Action::KillAfter, "b", "a"),
        (Action::CutBefore, "a", "b"),
        (Action::CutAfter, "b", "a"),
    ] {
        let folder = Folder::new();
        fs::write(folder.path("a"), "one").unwrap();
        let Some(dry) = traced(program("mv", &["a", "c"], &folder.0), Strike::never()) else {
            return;
        };
        fs::rename(folder.path("c"), folder.path("a")).unwrap();
        let index = index_of(&dry, "rename");
        let Some(run) = traced(program("mv", &["a", "b"], &folder.0), at(index, action)) else {
            return;
        };
        assert_eq!(run.ending, Ending::Killed(Signal::SIGKILL));
        let point = run.struck.unwrap();
        assert_eq!(Some(&point), run.points.last());
        let [old, new] = ["a", "b"].map(|name| folder.path(name).display().to_string());
        assert_eq!(point.what, format!("{old} -> {new}"));
        assert!(folder.path(left).exists());
        assert!(!folder.path(missing).exists());
    }
}

#[test]
fn a_call_that_fails_is_not_executed() {
    let folder = Folder::new();
    fs::write(folder.path("a"), "one").unwrap();
    let copy = || program("dd", &["if=a", "of=b", "status=none"], &folder.0);
    let Some(dry) = traced(copy(), Strike::never()) else {
        return;
    };
    let index = index_of(&dry, "write");
    let run = traced(copy(), at(index, Action::Fail(Errno::ENOSPC))).unwrap();
    assert_eq!(run.ending, Ending::Exited(1));
    let message = String::from_utf8(run.stderr).unwrap();
    assert!(message.contains("No space left on device"), "{message}");
    assert_eq!(fs::read(folder.path("b")).unwrap(), b"");
    // The program reports the error, in calls that also count.
    assert!(run.points.len() > index + 1);
}

#[test]
fn a_callback_acts_while_the_program_stands_before_the_call() {
    let folder = Folder::new();
    fs::write(folder.path("a"), "one").unwrap();
    let Some(dry) = traced(program("mv", &["a", "b"], &folder.0), Strike::never()) else {
        return;
    };
    let index = index_of(&dry, "rename");
    let mut inner = None;
    let action = Action::Call(Box::new(|point| {
        assert_eq!(point.index, index);
        assert!(folder.path("b").exists());
        let script = "echo two > c; cat c";
        inner = traced(program("sh", &["-c", script], &folder.0), Strike::never());
    }));
    let run = traced(program("mv", &["b", "a"], &folder.0), at(index, action)).unwrap();
    assert_eq!(run.ending, Ending::Exited(0));
    assert_eq!(inner.unwrap().stdout, b"two\n");
    assert!(folder.path("a").exists() && folder.path("c").exists());
}

/// An observer that records what it sees.
#[derive(Default)]
struct Notes(Vec<String>);

impl Observer for Notes {
    fn entered(&mut self, call: &Call) {
        let path = call.paths[0].display();
        self.0.push(format!("to {} {path}", call.point.name));
    }

    fn left(&mut self, call: &Call, result: i64) {
        self.0.push(format!("{} {result}", call.point.name));
    }
}

#[test]
fn an_observer_sees_entries_and_results() {
    let folder = Folder::new();
    let script = "echo one > a; echo two > no/where";
    let shell = || program("sh", &["-c", script], &folder.0);
    let notes = RefCell::new(Notes::default());
    let strike = at(1, Action::Fail(Errno::EIO));
    let Some(_) = observed(shell(), strike, &mut &notes, SOON) else {
        return;
    };
    let notes = notes.into_inner().0;
    let file = folder.path("a");
    assert_eq!(notes[0], format!("to openat {}", file.display()));
    assert_eq!(notes[1], "openat 3");
    assert_eq!(notes[2], format!("to write {}", file.display()));
    assert_eq!(notes[3], "write -5");
    assert!(notes.contains(&"openat -2".to_owned()), "{notes:?}");

    let mut notes = Notes::default();
    observed(shell(), at(0, Action::KillBefore), &mut notes, SOON).unwrap();
    assert_eq!(notes.0.len(), 1);
    assert!(!file.exists() || fs::read(&file).unwrap().is_empty());
    let mut notes = Notes::default();
    observed(shell(), at(0, Action::KillAfter), &mut notes, SOON).unwrap();
    assert_eq!(notes.0.len(), 2);
}

#[test]
fn runs_in_several_threads_do_not_disturb_each_other() {
    let one = |number: usize| {
        let folder = Folder::new();
        let script = "for i in 1 2 3 4 5 6 7 8 9; do echo $i > f$i; mv f$i g$i; done; echo $1";
        for _ in 0..5 {
            let number = number.to_string();
            let shell = program("sh", &["-c", script, "sh", &number], &folder.0);
            let run = traced(shell, at(18, Action::Nothing))?;
            assert_eq!(run.ending, Ending::Exited(0));
            assert_eq!(run.points.len(), 19);
            assert_eq!(run.stdout, format!("{number}\n").as_bytes());
        }
        Some(())
    };
    std::thread::scope(|scope| {
        for number in 0..4 {
            scope.spawn(move || one(number));
        }
    });
}

#[test]
fn other_child_processes_are_not_waited_for() {
    let folder = Folder::new();
    let mut other = process::Command::new("true").spawn().unwrap();
    let pid = Pid::from_raw(other.id().cast_signed());
    waitid(Id::Pid(pid), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT).unwrap();
    traced(program("true", &[], &folder.0), Strike::never());
    assert!(other.wait().unwrap().success());
}

#[test]
fn processes_of_a_program_survive_its_kill_unless_the_power_is_cut() {
    // In every case the shell has ended before the last process that it has started continues.
    let script =
        "cat | cat; (tail -s 0.02 --pid=$$ -f /dev/null; echo late > late) & echo now > now";
    let shell = |folder: &Folder| {
        let mut shell = program("sh", &["-c", script], &folder.0);
        fs::write(folder.path("key"), "the key").unwrap();
        let key = fs::File::open(folder.path("key")).unwrap();
        shell.command().stdin(key);
        shell
    };
    let folder = Folder::new();
    let Some(dry) = traced(shell(&folder), Strike::never()) else {
        return;
    };
    assert_eq!(dry.ending, Ending::Exited(0));
    assert_eq!(dry.stdout, b"the key");
    assert_eq!(names(&dry), ["openat", "write"]);

    let folder = Folder::new();
    let run = traced(shell(&folder), at(1, Action::KillBefore)).unwrap();
    assert_eq!(run.ending, Ending::Killed(Signal::SIGKILL));
    assert!(!run.left_behind);
    assert_eq!(fs::read(folder.path("now")).unwrap(), b"");
    assert_eq!(fs::read(folder.path("late")).unwrap(), b"late\n");

    for (action, content) in [
        (Action::CutBefore, &b""[..]),
        (Action::CutAfter, &b"now\n"[..]),
    ] {
        let folder = Folder::new();
        let run = traced(shell(&folder), at(1, action)).unwrap();
        assert_eq!(run.ending, Ending::Killed(Signal::SIGKILL));
        assert!(!run.left_behind);
        assert_eq!(fs::read(folder.path("now")).unwrap(), content);
        assert!(!folder.path("late").exists());
    }
}

#[test]
fn the_deadline_ends_the_whole_group() {
    let folder = Folder::new();
    let short = Duration::from_millis(300);
    let start = Instant::now();
    let hangs = program("sh", &["-c", "echo a; sleep 100; echo b"], &folder.0);
    let Some(run) = observed(hangs, Strike::never(), &mut (), short) else {
        return;
    };
    assert_eq!(run.ending, Ending::TimedOut);
    assert_eq!(run.stdout, b"a\n");

    let leaves = program("sh", &["-c", "sleep 100 & exit 4"], &folder.0);
    let run = observed(leaves, Strike::never(), &mut (), short).unwrap();
    assert_eq!(run.ending, Ending::Exited(4));
    assert!(run.left_behind);
    assert!(start.elapsed() < SOON);
}

#[test]
fn the_threads_of_a_program_are_followed_and_its_own_events_do_not_count() {
    // Any program with several threads would do. The test harness of this program starts one thread for each
    // test.
    let folder = Folder::new();
    let me = std::env::current_exe().unwrap();
    let (_, module) = module_path!().split_once("::").unwrap();
    let test = format!("{module}::threads_that_write_and_talk");
    let mut harness = program(
        me.to_str().unwrap(),
        &["--exact", "--test-threads=2", "--nocapture", &test],
        &folder.0,
    );
    harness.command().env("TRACED_IN", &folder.0);
    let Some(run) = traced(harness, Strike::never()) else {
        return;
    };
    assert_eq!(run.ending, Ending::Exited(0), "{run:?}");
    let file = folder.path("file").display().to_string();
    let of_file: Vec<&str> = run
        .points
        .iter()
        .filter(|point| point.what == file)
        .map(|point| point.name)
        .collect();
    assert_eq!(of_file, ["openat", "write", "write", "write"]);
    let of_sockets: Vec<&str> = run
        .points
        .iter()
        .filter(|point| point.what == "socket")
        .map(|point| point.name)
        .collect();
    assert_eq!(of_sockets, ["connect", "sendto", "recvfrom"]);
}

/// Not a test: it is the program of the test before.
#[test]
fn threads_that_write_and_talk() {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::os::unix::net::UnixStream;

    let Some(folder) = std::env::var_os("TRACED_IN") else {
        return;
    };
    let mut file = fs::File::create(Path::new(&folder).join("file")).unwrap();
    for _ in 0..3 {
        let writer = std::thread::spawn(move || {
            file.write_all(b"x").unwrap();
            file
        });
        file = writer.join().unwrap();
    }
    let (mut one, mut other) = UnixStream::pair().unwrap();
    one.write_all(b"x").unwrap();
    other.read_exact(&mut [0]).unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (peer, _) = listener.accept().unwrap();
    stream.write_all(b"x").unwrap();
    (&peer).read_exact(&mut [0]).unwrap();
}

#[test]
fn a_program_that_cannot_be_started_is_an_error() {
    let folder = Folder::new();
    let missing = program("./missing", &[], &folder.0);
    match run(missing, Strike::never(), &mut (), SOON) {
        Err(error) if error.raw_os_error() == Some(Errno::EPERM as i32) => {}
        outcome => {
            let message = outcome.unwrap_err().to_string();
            assert!(message.contains("did not start"), "{message}");
        }
    }
}
