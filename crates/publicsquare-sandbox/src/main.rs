//! `publicsquare-sandbox`: a local PublicSquare on the command line, for people and for any language.
//!
//! The command line comes in. The program serves until Ctrl-C or until its time is over. Out go the URL and
//! the keys on standard output, and exit code 0; 1 if it cannot serve, 2 for a wrong command line. Everything
//! that the library does not need is in `cli`.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use publicsquare_sandbox::Sandbox;

mod cli;

use cli::greeting::greet;
use cli::options::{Invocation, Options, USAGE, parse};
use cli::state_file;

/// The exit code of a wrong command line.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let outcome = match parse(lexopt::Parser::from_env()) {
        Ok(Invocation::Serve(options)) => serve(&options),
        Ok(Invocation::Help) => io::stdout().write_all(USAGE.as_bytes()),
        Ok(Invocation::Version) => {
            writeln!(
                io::stdout(),
                "publicsquare-sandbox {}",
                env!("CARGO_PKG_VERSION")
            )
        }
        Err(error) => {
            print_error(&format_args!("{error}\n\n{}", USAGE.trim_end()));
            return ExitCode::from(USAGE_ERROR);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_error(&error);
            ExitCode::FAILURE
        }
    }
}

fn print_error(what: &dyn std::fmt::Display) {
    // If standard error is closed, nobody reads the message.
    let _ = writeln!(io::stderr(), "publicsquare-sandbox: {what}");
}

fn serve(options: &Options) -> io::Result<()> {
    let mut builder = Sandbox::builder()
        .address(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))
        .grace_period(options.grace)
        .reveal(options.reveal)
        .key_member(options.key_member)
        .idempotency_scope(options.idempotency);
    if let Some(port) = options.control_port {
        builder = builder.control((Ipv4Addr::LOCALHOST, port));
    }
    if !options.has_rate_limit {
        builder = builder.without_rate_limit();
    }
    if let Some(path) = &options.seed {
        builder = state_file::seed(builder, path)?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Before the greeting is printed, because its reader may interrupt at once.
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        let sandbox = tokio::select! {
            biased;
            outcome = &mut interrupted => return outcome,
            sandbox = builder.start() => sandbox?,
        };
        for fault in &options.faults {
            sandbox.inject(fault.clone());
        }
        if let Some(path) = &options.dump {
            // If the file cannot be written, the user should know now and not at the end.
            state_file::dump(&sandbox.dump_json(), path)?;
        }
        greet(
            &sandbox,
            options.lifetime,
            options.seed.is_some(),
            &mut io::stdout().lock(),
        )?;
        tokio::select! {
            outcome = interrupted => outcome?,
            () = tokio::time::sleep(options.lifetime) => {}
        }
        let last_state = sandbox.shutdown_and_dump().await;
        match &options.dump {
            Some(path) => state_file::dump(&last_state, path),
            None => Ok(()),
        }
    })
}
