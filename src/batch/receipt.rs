//! `receipt.json`: the sign that a record is complete, of what it was made, and which bytes phuchoi wrote.
//!
//! It is written last, so that a record without one, left by a run that was killed, is made again.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::fingerprint::Fingerprints;
use super::report::{Counts, Reason};
use crate::document::PageStatus;
use crate::export::files::{self, Files, Seal};
use crate::export::{self, ExportError};

/// The file's name, in the folder of the record.
pub(super) const FILE: &str = files::RECEIPT;

/// Most bytes of one: a file takes some hundred and fifty, and a page may have five.
const LONGEST: u64 = 1 << 28;

/// Name and version of its form. What has none is of version 1.
const SCHEMA: &str = "phuchoi/receipt/2";

/// What a record was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Name and version of this form.
    pub schema: String,
    /// The input's path, as it was given.
    pub path: String,
    /// Where that led, from the root; receipts of earlier builds do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The hash of the input's bytes.
    pub blake3: String,
    /// Those of the stages that made it, and of the formats that are there.
    pub fingerprints: Fingerprints,
    /// Formats that `phuchoi render` was asked for, by name: they stay until all is made anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rendered: Vec<String>,
    /// Pages that could not be read.
    pub failed_pages: Vec<u32>,
    /// Why it is not whole: why they could not, or why the document is given as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What the record holds.
    pub counts: Counts,
    /// What phuchoi wrote, file by file.
    pub files: Files,
    /// What was recognised, as it was written; receipts of earlier builds do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<Seal>,
    /// Files that hold what a person had made of phuchoi's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_aside: Vec<String>,
}

/// The receipt of a record of version 1, as far as it is of use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FirstReceipt {
    /// The input's path, as it was given.
    pub path: String,
    /// The hash of the input's bytes.
    pub blake3: String,
    /// One hash of all settings and formats, which tells neither.
    pub fingerprint: String,
    /// When it was written: later than all that phuchoi wrote there.
    #[serde(skip)]
    pub written: Option<SystemTime>,
}

/// The receipt of a record, of whichever version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// There is none, or none that this version understands.
    Nothing,
    /// One of version 1.
    First(FirstReceipt),
    /// One of this version.
    Whole(Box<Receipt>),
}

impl Receipt {
    /// Returns a receipt of a document's record that lacks nothing.
    pub fn new(path: String, blake3: String, fingerprints: Fingerprints, counts: Counts) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            path,
            place: None,
            blake3,
            fingerprints,
            rendered: Vec::new(),
            failed_pages: Vec::new(),
            reason: None,
            counts,
            files: Files::new(),
            recognised: None,
            kept_aside: Vec::new(),
        }
    }

    /// Returns whether the record lacks nothing.
    pub fn is_whole(&self) -> bool {
        self.failed_pages.is_empty() && self.reason.is_none()
    }

    /// Reads the receipt of a record.
    pub fn read(record: &Path) -> Found {
        let path = record.join(FILE);
        let Ok(bytes) = export::file::read(&path, LONGEST) else { return Found::Nothing };
        if let Ok(receipt) = serde_json::from_slice::<Self>(&bytes) {
            return if receipt.is_sound() { Found::Whole(Box::new(receipt)) } else { Found::Nothing };
        }
        let written = Self::written(record);
        match serde_json::from_slice::<FirstReceipt>(&bytes) {
            Ok(first) => Found::First(FirstReceipt { written, ..first }),
            Err(_) => Found::Nothing,
        }
    }

    /// Returns whether it is of this version, and one that phuchoi may have written: a code becomes the name of a folder, names of
    /// files are joined to the record's.
    fn is_sound(&self) -> bool {
        self.schema == SCHEMA
            && self.reason.as_ref().is_none_or(|reason| is_code(&reason.code))
            && self.files.keys().all(|name| files::format_of(name).is_some())
    }

    /// Writes it into the folder of its record.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write(&self, record: &Path) -> Result<(), ExportError> {
        export::file::replace(&record.join(FILE), export::json::pretty(self)?.as_bytes())?;
        export::file::settle(record)
    }

    /// Gives the receipt of a record the time of an earlier one.
    ///
    /// # Errors
    ///
    /// Where the file does not take it.
    pub(super) fn date(record: &Path, earlier: SystemTime) -> Result<(), ExportError> {
        let path = record.join(FILE);
        let dated = fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(earlier));
        dated.map_err(|source| ExportError::Write { path, source })
    }

    /// Returns when the receipt of a record was written, or, where files stayed, the earlier one that spoke of them first: what a
    /// person wrote into one is later.
    pub(super) fn written(record: &Path) -> Option<SystemTime> {
        fs::symlink_metadata(record.join(FILE)).and_then(|metadata| metadata.modified()).ok()
    }

    /// Takes the receipt of a record away, before the record is changed.
    ///
    /// # Errors
    ///
    /// Where it is there and cannot be taken away.
    pub fn revoke(record: &Path) -> Result<(), ExportError> {
        export::file::remove(&record.join(FILE))
    }
}

/// Returns whether a text is a code as failures and warnings have them.
pub(super) fn is_code(text: &str) -> bool {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 64 && text.chars().all(is_sign)
}

/// Returns the numbers of the pages that could not be read.
pub(super) fn failed_pages(pages: &[crate::document::Page]) -> Vec<u32> {
    pages.iter().filter(|page| page.status == PageStatus::Failed).map(|page| page.number).collect()
}
