//! `phuchoi deliver`: metadata for an archive beside each record, and what falls short of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::cells::CellsFor;
use super::{Error, Exit, log};
use crate::archive::list::{List, ListError};
use crate::archive::{self, ArchiveError};
use crate::collection::CollectionError;

/// Arguments of `phuchoi deliver`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that `phuchoi restore` wrote
    #[arg(value_name = "DIR")]
    records: PathBuf,
    /// The archive's own list: what no page tells, such as fonds, file code, retention (docs/delivery.md)
    #[arg(long, value_name = "LIST.csv")]
    list: Option<PathBuf>,
    /// Write what falls short, to read, here instead of to DIR/conformance.md
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    cells: CellsFor,
}

/// Writes metadata and report. The exit says whether anything falls short.
///
/// # Errors
///
/// Where there is no record, the list cannot be taken, or something cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let list = arguments.list.as_deref().map(List::read).transpose().map_err(ArchiveError::from)?;
    for column in list.iter().flat_map(|list| &list.unknown) {
        log(format_args!("passed over  column `{column}` of the list is no field"));
    }
    let mut delivery = archive::deliver(&arguments.records, list.as_ref())?;
    if let Some(path) = arguments.list.as_deref()
        && delivery.tables().iter().any(|table| is_same_file(table, path))
    {
        let refused = format!("the list `{}` would be written over", path.display());
        return Err(Error::usage(refused).hint("copy it to another name, and give that with `--list`"));
    }
    let cells = arguments.cells.cells();
    delivery.write(arguments.report.as_deref(), cells)?;
    let report = arguments.report.clone().unwrap_or_else(|| arguments.records.join(archive::report::FILE));
    let (all, ready) = (delivery.entries.len(), delivery.ready());
    log(format_args!("{all} documents, {ready} of them without a fault; see {}", report.display()));
    Ok(if delivery.falls_short() { Exit::SomeFailed } else { Exit::Done })
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

impl From<ArchiveError> for Error {
    fn from(error: ArchiveError) -> Self {
        match error {
            // Its faults stand each on a line of their own.
            ArchiveError::List(error @ ListError::Faults { .. }) => {
                let told = error.to_string();
                let mut lines = told.split("\n  ").map(str::to_owned);
                Self::usage(lines.next().unwrap_or_default()).and_lines(lines)
            }
            ArchiveError::Records(CollectionError::Empty(_))
            | ArchiveError::NotOurs(_)
            | ArchiveError::List(_) => Self::usage(error),
            ArchiveError::Records(error) => error.into(),
            ArchiveError::Write(error) => error.into(),
        }
    }
}
