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
use crate::export::files::Files;
use crate::export::{self, ExportError};

/// The file's name, in the folder of the record.
pub(super) const FILE: &str = "receipt.json";

/// Name and version of its form. What has none is of version 1.
const SCHEMA: &str = "phuchoi/receipt/2";

/// What a record was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Name and version of this form.
    pub schema: String,
    /// The input's path, as it was given.
    pub path: String,
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
            blake3,
            fingerprints,
            rendered: Vec::new(),
            failed_pages: Vec::new(),
            reason: None,
            counts,
            files: Files::new(),
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
        let Ok(bytes) = fs::read(&path) else { return Found::Nothing };
        if let Ok(receipt) = serde_json::from_slice::<Self>(&bytes) {
            return if receipt.schema == SCHEMA { Found::Whole(Box::new(receipt)) } else { Found::Nothing };
        }
        let written = fs::metadata(&path).and_then(|metadata| metadata.modified()).ok();
        match serde_json::from_slice::<FirstReceipt>(&bytes) {
            Ok(first) => Found::First(FirstReceipt { written, ..first }),
            Err(_) => Found::Nothing,
        }
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

    /// Takes the receipt of a record away, before the record is changed.
    ///
    /// # Errors
    ///
    /// Where it is there and cannot be taken away.
    pub fn revoke(record: &Path) -> Result<(), ExportError> {
        export::file::remove(&record.join(FILE))
    }
}

/// Returns the numbers of the pages that could not be read.
pub(super) fn failed_pages(pages: &[crate::document::Page]) -> Vec<u32> {
    pages.iter().filter(|page| page.status == PageStatus::Failed).map(|page| page.number).collect()
}
