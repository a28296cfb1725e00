//! `publicsquare-sandbox`: a local PublicSquare, for hand work and for programs in any language.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use lexopt::prelude::{Long, Short, ValueExt};
use publicsquare_sandbox::{Sandbox, SeededKeys};

const USAGE: &str = "\
Usage: publicsquare-sandbox [--port N] [--grace SECONDS] [--for SECONDS]

A local PublicSquare on 127.0.0.1, for tests and experiments.

Options:
  --port N         listen on this port (default: any free one)
  --grace SECONDS  replaced keys still work for so long (default: 0)
  --for SECONDS    stop after so long (default: 3600)
  -h, --help       show this help
  -V, --version    show the version
";

/// The exit code of a wrong command line.
const USAGE_ERROR: u8 = 2;

#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    grace: Duration,
    lifetime: Duration,
}

#[derive(Debug, PartialEq, Eq)]
enum Invocation {
    Serve(Options),
    Help,
    Version,
}

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
            complain(&format_args!("{error}\n\n{}", USAGE.trim_end()));
            return ExitCode::from(USAGE_ERROR);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn complain(what: &dyn std::fmt::Display) {
    // Without a standard error there is nobody to tell.
    let _ = writeln!(io::stderr(), "publicsquare-sandbox: {what}");
}

fn parse(mut arguments: lexopt::Parser) -> Result<Invocation, lexopt::Error> {
    let mut options = Options {
        port: 0,
        grace: Duration::ZERO,
        lifetime: Duration::from_secs(60 * 60),
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("grace") => options.grace = Duration::from_secs(arguments.value()?.parse()?),
            Long("for") => options.lifetime = Duration::from_secs(arguments.value()?.parse()?),
            Short('h') | Long("help") => return Ok(Invocation::Help),
            Short('V') | Long("version") => return Ok(Invocation::Version),
            unexpected => return Err(unexpected.unexpected()),
        }
    }
    Ok(Invocation::Serve(options))
}

fn serve(options: &Options) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Before anything is printed: whoever has read the greeting may interrupt.
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        let listening = Sandbox::builder()
            .address(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port)))
            .grace_period(options.grace)
            .start();
        let sandbox = tokio::select! {
            biased;
            outcome = &mut interrupted => return outcome,
            sandbox = listening => sandbox?,
        };
        greet(&sandbox, options.lifetime, &mut io::stdout().lock())?;
        tokio::select! {
            outcome = interrupted => outcome?,
            () = tokio::time::sleep(options.lifetime) => {}
        }
        sandbox.shutdown().await;
        Ok(())
    })
}

/// Shows what a person or a script needs. The keys open nothing but this sandbox.
fn greet(sandbox: &Sandbox, lifetime: Duration, output: &mut dyn Write) -> io::Result<()> {
    let seeded = sandbox.seeded();
    writeln!(output, "PublicSquare sandbox at {}", sandbox.url())?;
    writeln!(
        output,
        "Stops on Ctrl-C, or by itself after {} s. The keys are fake.",
        lifetime.as_secs()
    )?;
    show(output, "production", seeded.production())?;
    show(output, "test", seeded.test())?;
    show(
        output,
        "production, another account",
        seeded.other_account(),
    )?;
    writeln!(output, "\nTry:\n")?;
    writeln!(
        output,
        "  curl -X POST {}/api-keys/{}/regenerate -H 'X-API-KEY: {}'",
        sandbox.url(),
        seeded.production().publishable().id(),
        seeded.production().secret().value(),
    )?;
    output.flush()
}

fn show(output: &mut dyn Write, heading: &str, keys: &SeededKeys) -> io::Result<()> {
    writeln!(output, "\n{heading}:")?;
    for (role, key) in keys.iter() {
        writeln!(output, "  {}  {}  {role}", key.id(), key.value())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invocation(arguments: &[&str]) -> Result<Invocation, String> {
        parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_options_have_defaults() {
        let hour = Duration::from_secs(3600);
        let expected = Options {
            port: 0,
            grace: Duration::ZERO,
            lifetime: hour,
        };
        assert_eq!(invocation(&[]), Ok(Invocation::Serve(expected)));
        let expected = Options {
            port: 81,
            grace: Duration::from_secs(5),
            lifetime: Duration::from_secs(9),
        };
        let given = invocation(&["--port", "81", "--grace=5", "--for", "9"]);
        assert_eq!(given, Ok(Invocation::Serve(expected)));
    }

    #[test]
    fn what_is_not_an_option_is_refused() {
        for arguments in [
            &["--port"][..],
            &["--port", "65536"],
            &["--for=-1"],
            &["serve"],
            &["-x"],
        ] {
            assert!(invocation(arguments).is_err(), "{arguments:?}");
        }
    }
}
