//! `phuchoi render`: formats written for records that are there.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use super::cells::CellsFor;
use super::progress::count;
use super::{Error, Exit, log};
use crate::batch::claim::{Claim, STATE};
use crate::batch::fingerprint::Fingerprints;
use crate::batch::render::{Rendered, render};
use crate::collection;
use crate::export::{ExportError, Format};
use crate::pipeline;

/// Arguments of `phuchoi render`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that `phuchoi restore` wrote, or one record's folder in it; the inputs need not be there
    #[arg(value_name = "DIR")]
    records: PathBuf,
    /// What to write beside what is there; `png`, `tif` and `pdf` show the scan, and only `phuchoi restore` writes them
    #[arg(long, value_name = "LIST", value_delimiter = ',', required = true,
          value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name)))]
    formats: Vec<String>,
    #[command(flatten)]
    cells: CellsFor,
}

/// Writes the formats for each record. One that cannot be read is named and left as it is, and the exit says so.
///
/// # Errors
///
/// Where a format needs the scan, there is no record, or a run is at work there.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let formats = Format::chosen(&arguments.formats).map_err(Error::usage)?;
    let of_scan: Vec<&str> = formats.iter().filter(|format| format.needs_scan()).map(|f| f.name()).collect();
    if !of_scan.is_empty() {
        let (needs, list) = (if of_scan.len() == 1 { "needs" } else { "need" }, of_scan.join("`, `"));
        return Err(Error::usage(format!("`{list}` {needs} the scan, which `render` does not open")).hint(
            format!(
                "`phuchoi restore INPUT --out DIR --formats +{}` writes that too, and reads no page again",
                of_scan.join(",+")
            ),
        ));
    }
    let folders = collection::records(&arguments.records)?;
    let _claim = Claim::whole(output_of(&arguments.records))?;
    let cells = arguments.cells.cells();
    let formats_only = Fingerprints { formats: pipeline::format_fingerprints(), ..Fingerprints::default() };
    let fingerprints = formats_only.with_cells(cells);
    let (mut written, mut failed) = (0, 0);
    for folder in &folders {
        match render(folder, &formats, cells, &fingerprints) {
            Ok(rendered) => {
                written += u64::from(!rendered.written.is_empty());
                tell(folder, &rendered);
            }
            Err(error) => {
                failed += 1;
                log(format_args!("left out  {error}"));
            }
        }
    }
    let there = folders.len() as u64 - written - failed;
    log(format_args!("{} written, {there} had all", count(written, "record")));
    Ok(if failed == 0 { Exit::Done } else { Exit::SomeFailed })
}

fn tell(folder: &Path, rendered: &Rendered) {
    if rendered.is_changed {
        log(format_args!("changed   `document.json` in {} is written as it is", folder.display()));
    }
    for (name, aside) in &rendered.kept_aside {
        log(format_args!("kept aside  `{aside}`, for `{name}` in {} was changed by hand", folder.display()));
    }
}

/// Returns the output folder that records belong to: the nearest one, at or above them, that a run wrote to; where there is none,
/// their own.
pub(super) fn output_of(records: &Path) -> &Path {
    let is_output = |folder: &&Path| folder.join(STATE).is_dir();
    records.ancestors().find(is_output).unwrap_or(records)
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        crate::batch::Failure::from(error).into()
    }
}
