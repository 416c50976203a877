//! `phuchoi verify`: whether what was written is still there, byte for byte.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::progress::count;
use super::render::output_of;
use super::shown::{shown, shown_path};
use super::{Error, Exit, log};
use crate::batch::claim::{Claim, ClaimError};
use crate::batch::fingerprint::Fingerprints;
use crate::batch::verify::{Finding, Look, Outcome, State, Verified, verify};
use crate::batch::{past_run, report};
use crate::collection;
use crate::document::written;
use crate::export::ExportError;
use crate::pipeline;

/// Arguments of `phuchoi verify`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that `phuchoi restore` wrote, or one record's folder in it
    #[arg(value_name = "DIR")]
    records: PathBuf,
    /// Read every byte; without it, only whether files are there and as long as they were
    #[arg(long)]
    read: bool,
    /// Make nothing again, only tell
    #[arg(long)]
    only_tell: bool,
}

/// Looks at the files of each record, tells what is not as it was written, and makes again what is missing or damaged.
///
/// # Errors
///
/// Where there is no record, or a run is at work there.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let folders = collection::records(&arguments.records)?;
    // Whoever only tells writes nothing: an archive may lie on a medium that cannot be written to.
    let _claim = if arguments.only_tell { None } else { Some(claim(output_of(&arguments.records))?) };
    let look = if arguments.read { Look::AtBytes } else { Look::AtLengths };
    let fingerprints = Fingerprints { formats: pipeline::format_fingerprints(), ..Fingerprints::default() };
    let (mut whole, mut made_again, mut left) = (0_u64, 0_u64, 0_u64);
    match lost(&arguments.records, &folders) {
        Ok(lost) => {
            for name in lost {
                left += 1;
                log(format_args!("missing   the record {}: `phuchoi restore` makes it again", shown(&name)));
            }
        }
        Err(error) => {
            left += 1;
            let path = shown_path(&arguments.records.join(report::FILE));
            log(format_args!("damaged   {path}: {error}: `phuchoi restore` writes it again"));
        }
    }
    for folder in &folders {
        let path = folder.display().to_string();
        match verify(folder, look, arguments.only_tell, &fingerprints) {
            Ok(Verified::NoReceipt) => {
                left += 1;
                log(format_args!("no receipt  {}: `phuchoi restore` makes it again", shown(&path)));
            }
            Ok(Verified::Found(found)) => {
                whole += u64::from(found.is_empty());
                made_again += found.iter().filter(|file| file.outcome == Outcome::MadeAgain).count() as u64;
                left += found.iter().filter(|file| file.outcome != Outcome::MadeAgain).count() as u64;
                found.iter().for_each(|finding| tell(&path, finding));
            }
            Err(error) => {
                left += 1;
                log(format_args!("left out  {error}"));
            }
        }
    }
    let (files, of) = (count(made_again, "file"), count(folders.len() as u64, "record"));
    log(format_args!("{whole} of {of} as written; {files} made again, {left} to look after"));
    Ok(if left == 0 { Exit::Done } else { Exit::SomeFailed })
}

/// Claims the output folder; one that cannot be written to can still be looked at.
fn claim(output: &Path) -> Result<Claim, Error> {
    Claim::whole(output).map_err(|error| {
        let is_unwritable = matches!(error, ClaimError::Output(ExportError::Write { .. }));
        let told = Error::from(error);
        if is_unwritable { told.hint("`--only-tell` looks at it and writes nothing") } else { told }
    })
}

/// Returns the records that `run.json` in an output folder speaks of and that are not among these folders.
///
/// # Errors
///
/// Where that file cannot be read.
fn lost(output: &Path, folders: &[PathBuf]) -> io::Result<Vec<String>> {
    let there: BTreeSet<String> =
        folders.iter().filter_map(|folder| folder.strip_prefix(output).ok()).map(written).collect();
    let mut lost = Vec::new();
    past_run::each_input(output, &mut |input| {
        lost.extend(input.record.filter(|name| !there.contains(name)));
    })?;
    Ok(lost)
}

fn tell(folder: &str, Finding { name, state, outcome }: &Finding) {
    let what = match state {
        State::Missing => "missing",
        State::Damaged => "damaged",
        State::Changed => "changed",
    };
    let then = match (state, outcome) {
        (_, Outcome::MadeAgain) => ": made again from the record",
        (_, Outcome::ForRestore) => ": `phuchoi restore` makes it again",
        (State::Changed, _) => ": written since, and left as it is",
        (_, Outcome::Left) => "",
    };
    log(format_args!("{what}   `{name}` in {}{then}", shown(folder)));
}
