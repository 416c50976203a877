//! `phuchoi dictionary`: the TSV files that a person edits.

use std::fs;
use std::path::PathBuf;

use super::{Error, Exit, log, print};
use crate::language::lexicon::{self, Lexicon};

/// What `dictionary` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What to do with dictionaries.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Say where files depart from the canonical form; the built-in dictionaries without a file
    Check {
        /// Dictionary files
        files: Vec<PathBuf>,
    },
}

/// Checks and tells.
///
/// # Errors
///
/// Where a file cannot be read. Faults found are told and give exit code 1.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let Command::Check { files } = &arguments.command;
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| Error::input(format!("cannot read dictionary `{name}`: {error}")))?;
        texts.push((name, text));
    }
    if files.is_empty() {
        texts.extend(Lexicon::BUILT_IN.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
    let mut faulty = false;
    for (name, text) in &texts {
        for fault in lexicon::check(text) {
            faulty = true;
            log(format_args!("{name}:{}: {}", fault.line, fault.message));
        }
        let rows = text.lines().filter(|line| !line.starts_with('#')).count();
        print(&format!("{name}: {rows} entries\n"))?;
    }
    Ok(if faulty { Exit::SomeFailed } else { Exit::Done })
}
