//! The end-to-end tests of psq: every test starts the program as a process, against a sandbox and with real files.
//!
//! This file only lists the modules, one for each subject. `support` has what they share: the sandbox with its folders
//! and the process, for which it checks the promises that hold for every run. Tests of single functions stand beside
//! the functions, in `src`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attempts;
mod commands;
mod credential_readers;
mod credential_variables;
mod credentials;
mod documentation;
mod dotenv;
mod dry_run;
mod environments;
mod file_refusals;
mod files;
mod fleet;
mod handed_over;
mod help;
mod interruptions;
mod journal;
mod journal_space;
mod json;
mod keys;
mod last_copy;
mod links;
mod live_line;
mod lost_answers;
mod manual;
mod next_line;
mod ordinary_user;
mod other_secrets;
mod own_key;
mod picture;
mod plan_ages;
mod plan_apply;
mod plan_check;
mod plan_disturbed;
mod plan_dry_run;
mod plan_other_secrets;
mod plan_places;
mod plan_refusals;
mod plan_turns;
mod recipe_plans;
mod recipes;
mod redelivery;
mod replace;
mod replace_interrupted;
mod sandbox;
mod several;
mod standard_output;
mod superseded;
mod support;
mod terminal_lines;
mod then;
mod unrevealed;
