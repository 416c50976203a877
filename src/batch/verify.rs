//! Whether the files of a record are what phuchoi wrote, told by its receipt; and what is damaged made again from the record.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use super::fingerprint::Fingerprints;
use super::receipt::{Found, Receipt};
use super::record::Record;
use super::render::{RenderError, make_again};
use crate::export::files::{self, Seal};
use crate::export::spreadsheet::Cells;
use crate::export::{self, Format, recognised};

/// How deep files are looked into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Whether they are there, and as long as they were.
    AtLengths,
    /// At every byte.
    AtBytes,
}

/// What is the matter with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is gone.
    Missing,
    /// It is empty, or holds other bytes although nobody wrote it since.
    Damaged,
    /// It holds something else, written since: a person's, or what another program made of it. It stays.
    Changed,
}

/// What became of a file that is missing or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it was found.
    Left,
    /// It was made again from the record.
    MadeAgain,
    /// The next run makes it again, from what was recognised or from the scan.
    ForRestore,
}

/// A file that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name, within the folder of its record.
    pub name: String,
    /// What is the matter with it.
    pub state: State,
    /// What became of it.
    pub outcome: Outcome,
}

/// What was found of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// It has no receipt of this version: a run that was cut short left it, or an earlier version.
    NoReceipt,
    /// These files of it are not as they were written.
    Found(Vec<Finding>),
}

/// Looks at the files of a record and makes again what is missing or damaged, unless it is only to be `told`. `fingerprints` are
/// those of the formats, by name.
///
/// # Errors
///
/// Where the record cannot be read that files are to be made of, or one cannot be written.
pub fn verify(
    folder: &Path,
    look: Look,
    is_only_told: bool,
    fingerprints: &Fingerprints,
) -> Result<Verified, RenderError> {
    let record = Record::at(folder.to_owned());
    let Found::Whole(receipt) = record.found() else { return Ok(Verified::NoReceipt) };
    let mut found = findings(folder, receipt, look);
    if is_only_told || found.iter().all(|finding| finding.state == State::Changed) {
        return Ok(Verified::Found(found));
    }
    let is_record_whole = found.iter().all(|finding| finding.name != export::RECORD);
    let mut formats = Vec::new();
    for finding in found.iter_mut().filter(|finding| finding.state != State::Changed) {
        finding.outcome = match files::format_of(&finding.name) {
            Some(format) if is_record_whole && !format.needs_scan() => {
                formats.push(format);
                Outcome::MadeAgain
            }
            _ => Outcome::ForRestore,
        };
        let path = folder.join(&finding.name);
        if finding.state == State::Damaged && finding.outcome == Outcome::ForRestore && path.exists() {
            // Out of the way, for a run takes what is there and as long as it was for whole.
            files::keep_aside(folder, &finding.name, None)?;
            export::file::remove(&path)?;
        }
    }
    let formats: Vec<Format> = Format::ALL.into_iter().filter(|format| formats.contains(format)).collect();
    if !formats.is_empty() {
        let (cells, fingerprints) = as_written(receipt, fingerprints);
        make_again(&record, receipt, &formats, cells, &fingerprints.formats)?;
    }
    Ok(Verified::Found(found))
}

/// Returns how a record's cells of tables were written, with the fingerprints of the formats so written.
fn as_written(receipt: &Receipt, fingerprints: &Fingerprints) -> (Cells, Fingerprints) {
    let csv = |fingerprints: &Fingerprints| fingerprints.formats.get(Format::Csv.name()).cloned();
    let written = csv(&receipt.fingerprints);
    let ways = Cells::ALL.map(|cells| (cells, fingerprints.clone().with_cells(cells)));
    let found = ways.into_iter().find(|(_, of_way)| written.is_some() && csv(of_way) == written);
    found.unwrap_or_else(|| (Cells::default(), fingerprints.clone()))
}

fn findings(folder: &Path, receipt: &Receipt, look: Look) -> Vec<Finding> {
    let written = Receipt::written(folder);
    let recognised = receipt.recognised.as_ref().map(|seal| (recognised::FILE, seal));
    let files = receipt.files.iter().map(|(name, seal)| (name.as_str(), seal)).chain(recognised);
    let finding = |(name, seal): (&str, &Seal)| {
        let state = state_of(&folder.join(name), seal, look, written)?;
        Some(Finding { name: name.to_owned(), state, outcome: Outcome::Left })
    };
    files.filter_map(finding).collect()
}

/// Returns what is the matter with a file; `None` where nothing is.
fn state_of(path: &Path, seal: &Seal, look: Look, written: Option<SystemTime>) -> Option<State> {
    let Ok(metadata) = fs::symlink_metadata(path) else { return Some(State::Missing) };
    if metadata.is_file() && metadata.len() == 0 && seal.length > 0 {
        return Some(State::Damaged);
    }
    let is_as_written = metadata.is_file()
        && metadata.len() == seal.length
        && (look == Look::AtLengths || seal.fits_file(path));
    if is_as_written {
        return None;
    }
    // A receipt is written after what it speaks of, and one that is written again has the time of the first.
    let is_older = metadata.modified().ok().zip(written).is_some_and(|(changed, written)| changed <= written);
    Some(if metadata.is_file() && is_older { State::Damaged } else { State::Changed })
}
