//! The command line of `publicsquare-sandbox`.
//!
//! The arguments of the program come in. Out come [`Options`], or an error for a person. The text of `--help`
//! is here as well. The settings of the library are in [`Builder`](publicsquare_sandbox::Builder).

use std::path::PathBuf;
use std::time::Duration;

use lexopt::prelude::{Long, Short, ValueExt};
use publicsquare_sandbox::{Fault, IdempotencyScope, KeyMember, Reveal};

pub(crate) const USAGE: &str = "\
Usage: publicsquare-sandbox [OPTIONS]

A local PublicSquare on 127.0.0.1, for tests and experiments. It prints its URL and its keys.

Options:
  --port N             listen on this port (default: any free port)
  --control-port N     open a second port for faults over HTTP (0: any free port)
  --grace SECONDS      how long a replaced key still works (default: 0)
  --for SECONDS        stop after this time (default: 3600)
  --reveal WHOM        whose value a key can reveal: 'any' key or only its 'own' (default: any)
  --show-keys          show the values of keys in list, get and update, too
  --no-rate-limit      answer any number of requests
  --idempotency SCOPE  who shares idempotency keys: 'account', 'per-key', or 'ignored' (default: account)
  --seed FILE          start with the keys in this file instead of the built-in ones
  --dump FILE          write the keys with their values to this file, at the start and at the end
  --fault SPEC         let requests fail, such as 'regenerate=drop:after*2'; can be given several times
  -h, --help           show this help
  -V, --version        show the version

A fault is [OPERATION=]KIND[*TIMES]. Each request takes the first fault that applies to its operation.
KIND is one of
  drop:MOMENT  truncate:BYTES  status:CODE:MOMENT  gateway:CODE:MOMENT  conflict  rate-limit[:SECONDS]
  delay:MILLISECONDS:MOMENT  body:html  body:empty  body:malformed  body:null-key  body:without-key
MOMENT is 'before' or 'after' the key changes. CODE is 400 to 599. OPERATION is one of
  regenerate  reveal  list  create  get  update  delete  key-types  permissions

With --control-port 4001, set, list and clear faults while it runs, one fault on each line:
  curl --data 'regenerate=drop:after*2' http://127.0.0.1:4001/faults
  curl http://127.0.0.1:4001/faults
  curl -X DELETE http://127.0.0.1:4001/faults
";

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) control_port: Option<u16>,
    pub(crate) grace: Duration,
    pub(crate) lifetime: Duration,
    pub(crate) reveal: Reveal,
    pub(crate) key_member: KeyMember,
    pub(crate) has_rate_limit: bool,
    pub(crate) idempotency: IdempotencyScope,
    pub(crate) seed: Option<PathBuf>,
    pub(crate) dump: Option<PathBuf>,
    pub(crate) faults: Vec<Fault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            control_port: None,
            grace: Duration::ZERO,
            lifetime: Duration::from_secs(60 * 60),
            reveal: Reveal::default(),
            key_member: KeyMember::default(),
            has_rate_limit: true,
            idempotency: IdempotencyScope::default(),
            seed: None,
            dump: None,
            faults: Vec::new(),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Invocation {
    Serve(Options),
    Help,
    Version,
}

pub(crate) fn parse(mut arguments: lexopt::Parser) -> Result<Invocation, lexopt::Error> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => options.port = arguments.value()?.parse()?,
            Long("control-port") => options.control_port = Some(arguments.value()?.parse()?),
            Long("grace") => options.grace = Duration::from_secs(arguments.value()?.parse()?),
            Long("for") => options.lifetime = Duration::from_secs(arguments.value()?.parse()?),
            Long("reveal") => options.reveal = arguments.value()?.parse_with(reveal)?,
            Long("show-keys") => options.key_member = KeyMember::Value,
            Long("no-rate-limit") => options.has_rate_limit = false,
            Long("idempotency") => {
                options.idempotency = arguments.value()?.parse_with(idempotency_scope)?;
            }
            Long("seed") => options.seed = Some(arguments.value()?.into()),
            Long("dump") => options.dump = Some(arguments.value()?.into()),
            Long("fault") => options.faults.push(arguments.value()?.parse()?),
            Short('h') | Long("help") => return Ok(Invocation::Help),
            Short('V') | Long("version") => return Ok(Invocation::Version),
            unexpected => return Err(unexpected.unexpected()),
        }
    }
    Ok(Invocation::Serve(options))
}

fn reveal(word: &str) -> Result<Reveal, &'static str> {
    match word {
        "any" => Ok(Reveal::AnyKey),
        "own" => Ok(Reveal::OwnKey),
        _ => Err("it must be 'any' or 'own'"),
    }
}

fn idempotency_scope(word: &str) -> Result<IdempotencyScope, &'static str> {
    match word {
        "account" => Ok(IdempotencyScope::Account),
        "per-key" => Ok(IdempotencyScope::PerKey),
        "ignored" => Ok(IdempotencyScope::Ignored),
        _ => Err("it must be 'account', 'per-key' or 'ignored'"),
    }
}

#[cfg(test)]
mod tests {
    use publicsquare_sandbox::Operation;

    use super::*;

    fn invocation(arguments: &[&str]) -> Result<Invocation, String> {
        parse(lexopt::Parser::from_args(arguments)).map_err(|error| error.to_string())
    }

    #[test]
    fn every_option_has_a_default_and_can_be_set() {
        assert_eq!(invocation(&[]), Ok(Invocation::Serve(Options::default())));
        let expected = Options {
            port: 81,
            control_port: Some(82),
            grace: Duration::from_secs(5),
            lifetime: Duration::from_secs(9),
            reveal: Reveal::OwnKey,
            key_member: KeyMember::Value,
            has_rate_limit: false,
            idempotency: IdempotencyScope::PerKey,
            seed: Some("in.json".into()),
            dump: Some("out.json".into()),
            faults: vec![
                Fault::conflict().times(2).on(Operation::CreateApiKey),
                Fault::truncate_body(7),
            ],
        };
        let given = invocation(&[
            "--port",
            "81",
            "--control-port=82",
            "--grace=5",
            "--for",
            "9",
            "--reveal=own",
            "--show-keys",
            "--no-rate-limit",
            "--idempotency=per-key",
            "--seed=in.json",
            "--dump",
            "out.json",
            "--fault",
            "create=conflict*2",
            "--fault=truncate:7",
        ]);
        assert_eq!(given, Ok(Invocation::Serve(expected)));
    }

    #[test]
    fn a_wrong_command_line_is_refused() {
        for arguments in [
            &["--port"][..],
            &["--port", "65536"],
            &["--control-port"],
            &["--for=-1"],
            &["--reveal=some"],
            &["--idempotency=none"],
            &["--show-keys=no"],
            &["--seed"],
            &["--fault"],
            &["--fault="],
            &["--fault", "drop:later"],
            &["serve"],
            &["-x"],
        ] {
            assert!(invocation(arguments).is_err(), "{arguments:?}");
        }
    }
}
