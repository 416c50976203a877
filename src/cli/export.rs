//! `phuchoi export`: a folder of records as one body of data.

use std::path::PathBuf;

use super::{Error, Exit, log};
use crate::collection::{self, CollectionError, Record, parquet, sqlite, xlsx};

/// Arguments of `phuchoi export`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A folder that `phuchoi restore` wrote
    #[arg(value_name = "DIR")]
    records: PathBuf,
    /// Write an SQLite database with full-text search
    #[arg(long, value_name = "FILE", required_unless_present_any = ["parquet", "xlsx"])]
    sqlite: Option<PathBuf>,
    /// Write documents.parquet and scores.parquet into this folder
    #[arg(long, value_name = "DIR")]
    parquet: Option<PathBuf>,
    /// Write a workbook for Excel or LibreOffice: criteria by offices and years, all scores, checks as formulas, documents, what to
    /// look at (docs/workbook.md)
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
}

/// Writes what is asked for. A record that cannot be read is named and left out, and the exit says so.
///
/// # Errors
///
/// Where there is no record, or something cannot be written.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let folders = collection::records(&arguments.records)?;
    let mut failed = 0_usize;
    if let Some(path) = &arguments.sqlite {
        let left_out = sqlite::write(path, records(arguments, &folders, &mut failed))?;
        failed += left_out.len();
        for record in left_out {
            log(format_args!("left out  {record}"));
        }
        log(format_args!("{} records in {}", folders.len() - failed, path.display()));
    }
    let mut of_any = failed;
    if let Some(path) = &arguments.parquet {
        failed = 0;
        parquet::write(path, records(arguments, &folders, &mut failed))?;
        log(format_args!("{} records in {}", folders.len() - failed, path.display()));
        of_any += failed;
    }
    if let Some(path) = &arguments.xlsx {
        failed = 0;
        xlsx::write(path, records(arguments, &folders, &mut failed))?;
        log(format_args!("{} records in {}", folders.len() - failed, path.display()));
        of_any += failed;
    }
    Ok(if of_any == 0 { Exit::Done } else { Exit::SomeFailed })
}

/// Reads the records, counting those that cannot be.
fn records<'a>(
    arguments: &'a Arguments,
    folders: &'a [PathBuf],
    failed: &'a mut usize,
) -> impl Iterator<Item = Record> + 'a {
    folders.iter().filter_map(|folder| match collection::read(&arguments.records, folder) {
        Ok(record) => Some(record),
        Err(error) => {
            *failed += 1;
            log(format_args!("left out  {error}"));
            None
        }
    })
}

impl From<CollectionError> for Error {
    fn from(error: CollectionError) -> Self {
        match error {
            CollectionError::Empty(_) | CollectionError::NotOurs(_) => Self::usage(error),
            CollectionError::TooLong { .. } => Self::usage(error),
            CollectionError::Unwalkable { .. } => Self::input(error),
            CollectionError::Write(error) => error.into(),
            error => Self::of_run(error).hint("check the disk, and whether it is full"),
        }
    }
}
