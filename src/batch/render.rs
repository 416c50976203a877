//! Formats written for a record that is there, whether or not its input still is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprints;
use super::receipt::{Found, Receipt};
use super::record::{Record, Writing};
use crate::document::{Document, SCHEMA};
use crate::export::files::LONGEST_RECORD;
use crate::export::spreadsheet::Cells;
use crate::export::{self, ExportError, Format, Made, file};

/// What was done for a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendered {
    /// The formats that were written; those that were there already are not among them.
    pub written: Vec<Format>,
    /// Whether its `document.json` is not what phuchoi wrote: the formats say what it says.
    pub is_changed: bool,
    /// Files that a person had changed, with the names under which they are kept.
    pub kept_aside: Vec<(String, String)>,
}

/// Why a record could not be written in other formats.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Its `document.json` cannot be read.
    #[error("`{path}` cannot be read: {cause}; restore its input again")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is the matter.
        cause: String,
    },
    /// It is of another version.
    #[error(
        "`{path}` is a `{schema}`, and this program writes formats of `{SCHEMA}`; `phuchoi restore` makes it again"
    )]
    OtherVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        schema: String,
    },
    /// A file cannot be written.
    #[error(transparent)]
    Output(#[from] ExportError),
}

/// Writes the record in a folder in formats that need no scan, and enters them in its receipt, so that the next run keeps them.
/// `fingerprints` are those of the formats, with cells written so.
///
/// # Errors
///
/// Where the record cannot be read, is of another version, or a file cannot be written.
pub fn render(
    folder: &Path,
    formats: &[Format],
    cells: Cells,
    fingerprints: &Fingerprints,
) -> Result<Rendered, RenderError> {
    let fingerprints = &fingerprints.formats;
    let made = Made { cells, ..Made::default() };
    let record = Record::at(folder.to_owned());
    let path = folder.join(export::RECORD);
    let bytes = file::read(&path, LONGEST_RECORD)
        .map_err(|error| RenderError::Unreadable { path: path.clone(), cause: error.to_string() })?;
    let document = document_of(&path, &bytes)?;
    let Found::Whole(receipt) = record.found() else {
        // A run that was cut short left it, and makes it again; until then it can be read.
        export::put(&document, &made, folder, formats)?;
        export::settle(folder)?;
        return Ok(Rendered { written: formats.to_vec(), ..Rendered::default() });
    };
    let is_changed = receipt.files.get(export::RECORD).is_none_or(|seal| !seal.fits(&bytes));
    let is_current = |format: &Format| {
        let then = receipt.fingerprints.formats.get(format.name());
        then.is_some() && then == fingerprints.get(format.name()) && !is_changed && record.holds(*format)
    };
    let written: Vec<Format> = formats.iter().copied().filter(|format| !is_current(format)).collect();
    let mut entered = Receipt::clone(receipt);
    for format in formats {
        let name = format.name();
        let fingerprint = fingerprints.get(name).cloned().unwrap_or_default();
        entered.fingerprints.formats.insert(name.to_owned(), fingerprint);
        entered.rendered.push(name.to_owned());
    }
    entered.rendered.sort();
    entered.rendered.dedup();
    let kept_aside = if written.is_empty() {
        // All is there; only that it was asked for is new.
        entered.write(folder)?;
        Vec::new()
    } else {
        put(&record, entered, &document, &made, &written)?
    };
    Ok(Rendered { written, is_changed, kept_aside })
}

/// Writes formats of a record, which need no scan, once more.
///
/// # Errors
///
/// As [`render`].
pub(super) fn make_again(
    record: &Record,
    receipt: &Receipt,
    formats: &[Format],
    cells: Cells,
    fingerprints: &BTreeMap<String, String>,
) -> Result<(), RenderError> {
    let path = record.folder().join(export::RECORD);
    let bytes = file::read(&path, LONGEST_RECORD)
        .map_err(|error| RenderError::Unreadable { path: path.clone(), cause: error.to_string() })?;
    let document = document_of(&path, &bytes)?;
    let mut entered = receipt.clone();
    for format in formats.iter().map(|format| format.name()) {
        entered
            .fingerprints
            .formats
            .extend(fingerprints.get_key_value(format).map(|(k, v)| (k.clone(), v.clone())));
    }
    put(record, entered, &document, &Made { cells, ..Made::default() }, formats)?;
    Ok(())
}

/// Writes files of a record, whose other formats stay, and returns which a person had changed, with the names under which they are
/// kept.
fn put(
    record: &Record,
    receipt: Receipt,
    document: &Document,
    made: &Made<'_>,
    formats: &[Format],
) -> Result<Vec<(String, String)>, ExportError> {
    record.begin()?;
    let staging = file::staging(record.folder())?;
    let files = export::put_into(document, made, staging.path(), formats)?;
    let names: Vec<String> = formats.iter().flat_map(|format| export::names(document, *format)).collect();
    let kept: Vec<Format> = Format::ALL.into_iter().filter(|format| !formats.contains(format)).collect();
    let writing = Writing { from: staging.path(), files: &files, names: &names, kept: &kept };
    let mut kept_aside = Vec::new();
    let mut told = |name: &str, aside: &str| kept_aside.push((name.to_owned(), aside.to_owned()));
    record.write(&writing, receipt, &mut told)?;
    Ok(kept_aside)
}

fn document_of(path: &Path, bytes: &[u8]) -> Result<Document, RenderError> {
    /// What every version has.
    #[derive(serde::Deserialize)]
    struct Versioned {
        schema: String,
    }
    let unreadable = |error: serde_json::Error| RenderError::Unreadable {
        path: path.to_owned(),
        cause: error.to_string(),
    };
    let Versioned { schema } = serde_json::from_slice(bytes).map_err(unreadable)?;
    if schema != SCHEMA {
        return Err(RenderError::OtherVersion { path: path.to_owned(), schema });
    }
    serde_json::from_slice(bytes).map_err(unreadable)
}
