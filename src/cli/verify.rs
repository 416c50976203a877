//! `phuchoi verify`: whether what was written is still there, byte for byte.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::progress::count;
use super::render::output_of;
use super::shown::shown;
use super::{Error, Exit, log};
use crate::batch::claim::Claim;
use crate::batch::fingerprint::Fingerprints;
use crate::batch::report;
use crate::batch::verify::{Finding, Look, Outcome, State, Verified, verify};
use crate::collection;
use crate::document::written;
use crate::export::file;
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
    let _claim = if arguments.only_tell { None } else { Some(Claim::whole(output_of(&arguments.records))?) };
    let look = if arguments.read { Look::AtBytes } else { Look::AtLengths };
    let fingerprints = Fingerprints { formats: pipeline::format_fingerprints(), ..Fingerprints::default() };
    let (mut whole, mut made_again, mut left) = (0_u64, 0_u64, 0_u64);
    for name in lost(&arguments.records, &folders) {
        left += 1;
        log(format_args!("missing   the record {}: `phuchoi restore` makes it again", shown(&name)));
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

/// Returns the records that `run.json` in an output folder speaks of and that are not among these folders.
fn lost(output: &Path, folders: &[PathBuf]) -> Vec<String> {
    /// Of a report, what is needed here.
    #[derive(serde::Deserialize)]
    struct Run {
        inputs: Vec<Restored>,
    }
    #[derive(serde::Deserialize)]
    struct Restored {
        record: Option<String>,
    }
    let report = file::read(&output.join(report::FILE), u64::MAX).ok();
    let Some(run) = report.and_then(|bytes| serde_json::from_slice::<Run>(&bytes).ok()) else {
        return Vec::new();
    };
    let there: BTreeSet<String> =
        folders.iter().filter_map(|folder| folder.strip_prefix(output).ok()).map(written).collect();
    run.inputs.into_iter().filter_map(|input| input.record).filter(|name| !there.contains(name)).collect()
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
