//! A folder of records as one body of data, for analysts: [`sqlite`], [`parquet`], [`xlsx`].
//!
//! The records are read one after another in the order of their names, so that the same folder gives the same bytes and
//! memory holds one at a time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::{Document, SCHEMA, written};
use crate::export::files::{LONGEST_RECORD, RECEIPT};
use crate::export::{ExportError, RECORD, file};

#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "sqlite")]
pub mod sqlite;
#[cfg(feature = "xlsx")]
pub mod xlsx;

/// A record, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its folder, relative to the collection's.
    pub name: String,
    /// What it holds.
    pub document: Document,
}

/// Why a collection could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CollectionError {
    /// A folder cannot be looked into.
    #[error("cannot look into `{path}`: {source}")]
    Unwalkable {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no record in the folder.
    #[error("no record in `{0}`; name a folder that `phuchoi restore` wrote")]
    Empty(PathBuf),
    /// What stands there is not ours to replace.
    #[error("`{0}` was not written by `phuchoi export`; name another file, or take that one away")]
    NotOurs(PathBuf),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] ExportError),
    /// SQLite refused something.
    #[cfg(feature = "sqlite")]
    #[error("cannot write `{path}`: {source}")]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Parquet's writer refused something.
    #[cfg(feature = "parquet")]
    #[error("cannot write `{path}`: {source}")]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        source: ::parquet::errors::ParquetError,
    },
    /// The workbook's writer refused something.
    #[cfg(feature = "xlsx")]
    #[error("cannot write `{path}`: {source}")]
    Xlsx {
        /// The workbook.
        path: PathBuf,
        /// What the writer said.
        source: rust_xlsxwriter::XlsxError,
    },
    /// There is more than a sheet of a workbook takes.
    #[cfg(feature = "xlsx")]
    #[error(
        "cannot write `{path}`: its sheet `{sheet}` takes {most} rows, and the records have more; name a folder that holds \
         some of them, or export with `--sqlite` or `--parquet`"
    )]
    TooLong {
        /// The workbook.
        path: PathBuf,
        /// The sheet's name.
        sheet: String,
        /// Most rows that it takes.
        most: u32,
    },
}

/// A record that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("`{path}` cannot be read: {cause}; restore its input again")]
pub struct Unreadable {
    path: PathBuf,
    cause: String,
}

/// A record that cannot be entered in a collection.
#[derive(Debug, thiserror::Error)]
#[error("the record `{record}` cannot be entered: {cause}; restore its input again")]
pub struct LeftOut {
    /// Its folder, relative to the collection's.
    pub record: String,
    /// What is the matter.
    pub cause: String,
}

/// Returns the folders of records in a folder and below it, in the order of their names. Links are not followed. A folder below
/// that cannot be looked into is among them: to read it says why.
///
/// # Errors
///
/// Where the folder itself cannot be looked into, or there is no record.
pub fn records(folder: &Path) -> Result<Vec<PathBuf>, CollectionError> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        match look_into(&path, &mut waiting) {
            Ok(false) => {}
            Err(source) if path == folder => return Err(CollectionError::Unwalkable { path, source }),
            Ok(true) | Err(_) => found.push(path),
        }
    }
    found.sort();
    if found.is_empty() { Err(CollectionError::Empty(folder.to_owned())) } else { Ok(found) }
}

/// Adds the folders within a folder to those that wait, and returns whether it is a record's.
fn look_into(folder: &Path, waiting: &mut Vec<PathBuf>) -> io::Result<bool> {
    let mut is_record = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            waiting.push(entry.path());
        } else {
            // With a receipt it is one that has lost its document: to read it says so.
            is_record |= kind.is_file() && [RECORD, RECEIPT].iter().any(|sign| entry.file_name() == *sign);
        }
    }
    Ok(is_record)
}

/// Reads the record in a folder of the collection.
///
/// # Errors
///
/// Where the file cannot be read, or is no record of this version.
pub fn read(collection: &Path, folder: &Path) -> Result<Record, Unreadable> {
    let path = folder.join(RECORD);
    let unreadable = |cause: String| Unreadable { path: path.clone(), cause };
    let bytes = file::read(&path, LONGEST_RECORD).map_err(|error| unreadable(error.to_string()))?;
    let document: Document = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if document.schema != SCHEMA {
        return Err(unreadable(format!("it is a `{}`, and this program reads `{SCHEMA}`", document.schema)));
    }
    Ok(Record { name: name_of(collection, folder), document })
}

/// Returns the name of the record in a folder of the collection; no two have the same.
pub fn name_of(collection: &Path, folder: &Path) -> String {
    written(folder.strip_prefix(collection).unwrap_or(folder))
}

/// Returns the year of a document's date.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
fn year_of(document: &Document) -> Option<i64> {
    document.letterhead.iso_date()?.get(..4)?.parse().ok()
}
