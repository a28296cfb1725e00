//! What the program prints when it serves: its URL, the keys, and a command to try.
//!
//! A running sandbox comes in. Out go lines on standard output. Scripts read the URL from the first line.
//! The options that lead here are in [`options`](super::options).

use std::io::{self, Write};
use std::time::Duration;

use publicsquare_sandbox::{Sandbox, SeededKeys};

/// Prints what a person or a script needs. The keys open nothing but this sandbox.
pub(crate) fn greet(
    sandbox: &Sandbox,
    lifetime: Duration,
    from_file: bool,
    output: &mut dyn Write,
) -> io::Result<()> {
    writeln!(output, "PublicSquare sandbox at {}", sandbox.url())?;
    if let Some(url) = sandbox.control_url() {
        writeln!(output, "Set faults at {url}/faults")?;
    }
    let seconds = lifetime.as_secs();
    if from_file {
        writeln!(output, "Stops on Ctrl-C, or by itself after {seconds} s.")?;
        show_file(sandbox, output)?;
    } else {
        writeln!(
            output,
            "Stops on Ctrl-C, or by itself after {seconds} s. The keys are fake."
        )?;
        show_seeded(sandbox, output)?;
    }
    output.flush()
}

fn show_seeded(sandbox: &Sandbox, output: &mut dyn Write) -> io::Result<()> {
    let seeded = sandbox.seeded();
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
    )
}

/// Prints only the ids. The values are in the file of the user.
fn show_file(sandbox: &Sandbox, output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "\nkeys from the file:")?;
    for key in sandbox.keys() {
        writeln!(output, "  {}", key.id())?;
    }
    writeln!(output, "\nTry:\n")?;
    writeln!(
        output,
        "  curl {}/api-keys -H \"X-API-KEY: $KEY\"",
        sandbox.url()
    )
}

fn show(output: &mut dyn Write, heading: &str, keys: &SeededKeys) -> io::Result<()> {
    writeln!(output, "\n{heading}:")?;
    for (role, key) in keys.iter() {
        writeln!(output, "  {}  {}  {role}", key.id(), key.value())?;
    }
    Ok(())
}
