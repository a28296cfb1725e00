//! `cargo xtask faults --breakages`: bugs in psq, made on purpose, one at a time. The bench has to find each.
//!
//! The sources of the workspace come in. Each breakage is built and tested for some rounds. Out comes the first
//! round that found it, or "NOT FOUND" and exit code 1. Copying and building is in
//! [`breakage`](crate::breakage); the bugs in the client are in `claims/breakages.rs`.

use std::io::{self, Write};

use super::bench::Bench;
use super::build;
use super::oracle::Flaw;
use crate::breakage::{Breakage, Sources};
use crate::cargo;
use crate::cli::FaultsFlags;
use crate::exit::Exit;

const BREAKAGES: [Breakage<Flaw>; 24] = [
    Breakage {
        what: "the request is sent before the journal is written",
        file: "crates/publicsquare-cli/src/rotate.rs",
        right: "    let mut rotation = preflight.begin(None, report, progress)?;",
        wrong: "    let _ = preflight.api.regenerate(&request);
    let mut rotation = preflight.begin(None, report, progress)?;",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the first entry of the journal is not synced",
        file: "crates/publicsquare-cli/src/journal.rs",
        right: "        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&draft, path));",
        wrong: "        .and_then(|()| fs::rename(&draft, path));",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the folder of a new journal is not synced",
        file: "crates/publicsquare-cli/src/journal.rs",
        right: "        if let Err(error) = sync_folder_of(&path) {",
        wrong: "        if let Err(error) = io::Result::Ok(()) {",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the staged file is renamed before it is synced",
        file: "crates/publicsquare-cli/src/destination/staging.rs",
        right: "        self.take_attributes(&staged)?;
        staged.sync_all()",
        wrong: "        self.take_attributes(&staged)",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "the folder of the destination is not synced after the rename",
        file: "crates/publicsquare-cli/src/destination/staging.rs",
        right: "        fs::rename(&self.path, self.file.path())?;
        sync_folder_of(self.file.path())",
        wrong: "        fs::rename(&self.path, self.file.path())",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the destination is overwritten in place",
        file: "crates/publicsquare-cli/src/destination/staging.rs",
        right: "        fs::rename(&self.path, self.file.path())?;
        sync_folder_of(self.file.path())",
        wrong: "        fs::copy(&self.path, self.file.path())?;
        fs::remove_file(&self.path)?;
        self.settle()",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "no answer is taken for a refusal",
        file: "crates/publicsquare-cli/src/rotate.rs",
        right: "        return Err(CliError::unfinished(id, old_key, error.to_string()));",
        wrong: "        let _ = old_key;
        return Err(CliError::untouched(error.to_string()));",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "whether the delivered key is the current one is not looked at",
        file: "crates/publicsquare-cli/src/open_rotation/verify.rs",
        right: "                let is_current = revealed.key == *key;",
        wrong: "                let is_current = true | (revealed.key == *key);",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "the new key is shown instead of its fingerprint",
        file: "crates/publicsquare-cli/src/rotate.rs",
        right: "                \"Rotated: the old value is dead, the new one is {fingerprint}\"",
        wrong: "                \"Rotated: the new value is {}\", rotated.key.expose_secret()",
        flaw: Flaw::Leak,
    },
    Breakage {
        what: "the old key is deleted before its successor is delivered",
        file: "crates/publicsquare-cli/src/replace.rs",
        right: "    rotation.deliver(key)?;
    rotation.verify(key)?;
    rotation.follow_up(key)?;
    delete_old(rotation, key)",
        wrong: "    rotation.api.delete(rotation.id(), None).ok();
    rotation.deliver(key)?;
    rotation.verify(key)?;
    rotation.follow_up(key)?;
    delete_old(rotation, key)",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "a delivery that failed is reported as if nothing had been done",
        file: "crates/publicsquare-cli/src/open_rotation.rs",
        right: "        let error = CliError::unfinished(self.id(), self.old_key(), flaw);",
        wrong: "        let error = CliError::untouched(flaw);",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "waiting for a new key to be accepted panics",
        file: "crates/publicsquare-cli/src/api.rs",
        right: "            .block_on(async { tokio::time::sleep(duration).await });",
        wrong: "            .block_on(tokio::time::sleep(duration));",
        flaw: Flaw::Disorder,
    },
    Breakage {
        what: "a staged file that its owner may not write to is not opened again",
        file: "crates/publicsquare-cli/src/destination/staging.rs",
        right: "                fs::set_permissions(&self.path, Permissions::from_mode(0o600))?;",
        wrong: "                let _ = Permissions::from_mode(0o600);",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "recover prints the key without being asked to",
        file: "crates/publicsquare-cli/src/destination.rs",
        right: "            DestinationRecord::Stdout => Err(CliError::usage(
                \"the destination is the standard output, which needs --to - in each call\",
            )),",
        wrong: "            DestinationRecord::Stdout => StdoutDestination::new().map(Self::Stdout),",
        flaw: Flaw::Leak,
    },
    Breakage {
        what: "whatever stands at the destination is overwritten",
        file: "crates/publicsquare-cli/src/overwrite_check.rs",
        right: "        if self.allow_any {
            return Ok(ExistingValue::Replaceable);",
        wrong: "        if self.allow_any || !existing.is_empty() {
            return Ok(ExistingValue::Replaceable);",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "where the path leads is not looked up again",
        file: "crates/publicsquare-cli/src/open_rotation/replace_file.rs",
        right: "            *destination = Destination::File(now);",
        wrong: "            let _ = (now, destination);",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "the next line does not say where the credential is",
        file: "crates/publicsquare-cli/src/next_step/current_call.rs",
        right: "            line.option(\"--auth-file\", file);",
        wrong: "            let _ = file;",
        flaw: Flaw::NextLine,
    },
    Breakage {
        what: "the key's name is shown as the API gives it",
        file: "crates/publicsquare-cli/src/preflight/rehearsal.rs",
        right: "    escape_hidden(&redact_keys(text.unwrap_or(\"(unknown)\")))",
        wrong: "    redact_keys(text.unwrap_or(\"(unknown)\")).into_owned()",
        flaw: Flaw::Disorder,
    },
    Breakage {
        what: "what somebody edits during the rehearsal is overwritten",
        file: "crates/publicsquare-cli/src/destination/staging.rs",
        right: "            let is_same = self.file.read()? == *content;",
        wrong: "            let is_same = true;",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "recover skips every destination but the first",
        file: "crates/publicsquare-cli/src/recover.rs",
        right: "        .deliveries
        .iter()
        .map(|delivery| Destination::from_record_or_unusable(",
        wrong: "        .deliveries
        .iter()
        .take(1)
        .map(|delivery| Destination::from_record_or_unusable(",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "the application is reloaded before the last delivery",
        file: "crates/publicsquare-cli/src/rotate.rs",
        right: "    rotation.deliver(&key)?;
    rotation.verify(&key)?;
    rotation.follow_up(&key)?;",
        wrong: "    if let Some(follow_up) = rotation.journal.record.follow_up.clone() {
        let _ = crate::follow_up::run(&follow_up, &key);
    }
    rotation.deliver(&key)?;
    rotation.verify(&key)?;",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "a plan changes its key twice",
        file: "crates/publicsquare-cli/src/plan/apply/process_key.rs",
        right: "        if view.timing.is_some_and(Timing::is_due) {
            self.change(view);",
        wrong: "        if view.timing.is_some() {
            self.change(view);",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "another thread speaks behind the last words",
        file: "crates/publicsquare-cli/src/interruption.rs",
        right: "        begin_last_words();
        let mut rotation",
        wrong: "        let mut rotation",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "the key is not taken out of a program's output where that is base64",
        file: "crates/publicsquare-cli/src/program/redaction.rs",
        right: "                forms.push(Form::new(base64(bytes, alignment, *alphabet), false));",
        wrong: "                let _ = base64(bytes, alignment, *alphabet);",
        flaw: Flaw::Leak,
    },
];

/// Enough rounds to find each of them. With more rounds, all enumerated faults would come first.
const ROUNDS: usize = 5_000;

pub(super) fn run(flags: &FaultsFlags, can_mount: bool, out: &mut dyn Write) -> io::Result<Exit> {
    let flags = &FaultsFlags {
        rounds: flags.rounds.min(ROUNDS),
        seed: flags.seed,
        ..FaultsFlags::default()
    };
    let sources = Sources::copied()?;
    let mut exit = Exit::Success;
    for breakage in &BREAKAGES {
        let psq = sources.with(breakage, |folder, target| {
            let mut command = cargo::command(&super::BUILD);
            command.current_dir(folder).arg("--target-dir").arg(target);
            build(command, out)
        })?;
        let bench = Bench::new(&psq, flags, can_mount)?;
        let tally = bench.run(None, Some(breakage.flaw))?;
        let found = tally.first_of(breakage.flaw);
        match &found {
            Some(found) => writeln!(out, "found: {}\n{found}", breakage.what)?,
            None => {
                exit = Exit::Failure;
                writeln!(
                    out,
                    "NOT FOUND in {} rounds: {}",
                    tally.rounds(),
                    breakage.what
                )?;
            }
        }
        out.flush()?;
    }
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakage_has_its_place_in_the_code() {
        for breakage in &BREAKAGES {
            breakage.place().unwrap();
        }
    }
}
