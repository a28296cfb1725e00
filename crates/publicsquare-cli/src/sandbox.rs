//! `psq sandbox`: serves a simulated PublicSquare API on 127.0.0.1, so that a person can try psq without an account.
//!
//! The options of the command come in: ports, seed file, faults and lifetime. Out go a running server and a greeting
//! with its address, its fake keys and commands to type. The server itself is the crate `publicsquare_sandbox`. With
//! `--demo`, the module [`demo`] runs psq against the server and then stops it.

mod demo;

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use publicsquare_sandbox::{Fault, Sandbox};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::cli::SandboxArgs;
use crate::cli_error::CliError;
use crate::destination::print;
use crate::exit::Exit;

/// Serves until a signal comes or the time is over. With `--demo`, it runs the demonstration and ends.
pub(crate) fn run(args: &SandboxArgs) -> Result<Exit, CliError> {
    let mut faults = Vec::new();
    for text in &args.fault {
        let fault: Fault = text
            .parse()
            .map_err(|error| CliError::usage(format!("--fault: {error}")))?;
        faults.push(fault);
    }
    let mut builder =
        Sandbox::builder().address(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)));
    if let Some(port) = args.control_port {
        builder = builder.control((Ipv4Addr::LOCALHOST, port));
    }
    if let Some(path) = &args.seed {
        let named = |error: &dyn std::fmt::Display| {
            CliError::usage(format!("--seed {}: {error}", path.display()))
        };
        let text = fs::read_to_string(path).map_err(|error| named(&error))?;
        builder = builder.seed_json(&text).map_err(|error| named(&error))?;
    }
    // Listen for signals before the greeting is printed, because whoever has read it may interrupt.
    let mut signals = Signals::new([SIGINT, SIGTERM]).map_err(|error| failed(&error))?;
    let sandbox = builder.start_blocking().map_err(|error| {
        let ports = ports(args);
        CliError::usage(format!("the sandbox cannot start on {ports}: {error}"))
    })?;
    if args.demo {
        return demo::run(&sandbox, faults);
    }
    for fault in faults {
        sandbox.inject(fault);
    }
    print(&greeting(&sandbox, args)).map_err(|error| failed(&error))?;
    let (interrupt, interrupted) = mpsc::channel();
    thread::spawn(move || {
        signals.forever().next();
        // If the time is over already, nobody receives this any more, and nobody needs it.
        let _ = interrupt.send(());
    });
    // A signal and the end of the time both end the sandbox.
    let _ = interrupted.recv_timeout(Duration::from_secs(args.lifetime));
    Ok(Exit::Delivered)
}

fn ports(args: &SandboxArgs) -> String {
    match args.control_port {
        Some(control) => format!("127.0.0.1:{} or 127.0.0.1:{control}", args.port),
        None => format!("127.0.0.1:{}", args.port),
    }
}

fn failed(error: &io::Error) -> CliError {
    CliError::usage(format!("the sandbox cannot run: {error}"))
}

/// What the sandbox prints at its start. The text shows the built-in keys, which work only with this sandbox. It does not
/// show the keys of a seed file.
fn greeting(sandbox: &Sandbox, args: &SandboxArgs) -> String {
    let url = sandbox.url();
    let mut text = format!(
        "A simulated PublicSquare API is at {url}. It stops on Ctrl-C, or by itself after {} s.\n",
        args.lifetime
    );
    // Writing to a `String` does not fail.
    if let Some(control) = sandbox.control_url() {
        let _ = writeln!(
            text,
            "Set, list and clear faults at {control}/faults:\n\n  \
             curl --data 'regenerate=drop:after' {control}/faults\n  \
             curl {control}/faults\n  \
             curl -X DELETE {control}/faults"
        );
    }
    let _ = writeln!(text, "\nIn another shell:\n");
    let _ = writeln!(text, "  export PUBLICSQUARE_BASE_URL={url}");
    if args.seed.is_some() {
        let _ = writeln!(
            text,
            "  export PUBLICSQUARE_API_SECRET=…   # a secret key of the seed file"
        );
        let _ = writeln!(
            text,
            "  psq rotate KEY_ID --env test --to shop.env --var PUBLICSQUARE_KEY\n\nThe keys:\n"
        );
        for key in sandbox.keys() {
            let _ = writeln!(text, "  {}", key.id());
        }
        return text;
    }
    let keys = sandbox.seeded().test();
    let _ = writeln!(
        text,
        "  export PUBLICSQUARE_API_SECRET={}",
        keys.secret().value()
    );
    let _ = writeln!(
        text,
        "  psq rotate {} --env test --to shop.env --var PUBLICSQUARE_KEY",
        keys.key_reader().id()
    );
    let _ = writeln!(
        text,
        "  psq replace {} --env test --to shop.env --var CHECKOUT_KEY",
        keys.payment_method_writer().id()
    );
    let production = sandbox.seeded().production();
    let id = production.key_reader().id();
    let _ = writeln!(
        text,
        "  PUBLICSQUARE_API_SECRET={} \\\n    psq rotate {id} --env production --confirm {id} \\\n    \
         --to shop.env --var PRODUCTION_KEY",
        production.secret().value()
    );
    for (name, keys) in [("test", keys), ("production", production)] {
        let _ = writeln!(text, "\nThe {name} keys (fake):\n");
        for (role, key) in keys.iter() {
            let _ = writeln!(text, "  {}  {role}", key.id());
        }
    }
    text
}
