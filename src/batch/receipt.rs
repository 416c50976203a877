//! `receipt.json`: the sign that a record is complete, and of what it was made.
//!
//! It is written last, so that a record without one, left by a run that was killed, is made again.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::report::{Counts, Reason};
use crate::document::PageStatus;
use crate::export::{self, ExportError, Format};

/// The file's name, in the folder of the record.
const FILE: &str = "receipt.json";

/// What a record was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The input's path, as it was given.
    pub path: String,
    /// The hash of the input's bytes.
    pub blake3: String,
    /// The hash of everything else that decides the record; see [`fingerprint`].
    pub fingerprint: String,
    /// Pages that could not be read.
    pub failed_pages: Vec<u32>,
    /// Why it is not whole: why they could not, or why the document is given as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What the record holds.
    pub counts: Counts,
}

impl Receipt {
    /// Returns whether the record lacks nothing.
    pub fn is_whole(&self) -> bool {
        self.failed_pages.is_empty() && self.reason.is_none()
    }

    /// Reads the receipt of a record; `None` where there is none, or none that this version understands.
    pub fn read(record: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(record.join(FILE)).ok()?).ok()
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

/// Returns a hash of what besides the input decides a record: this program's version, the line's identity, the
/// formats.
pub fn fingerprint(identity: &str, formats: &[Format]) -> String {
    let mut formats: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    formats.sort_unstable();
    formats.dedup();
    let parts = [env!("CARGO_PKG_VERSION"), identity, &formats.join(",")];
    let mut hash = blake3::Hasher::new();
    for part in parts {
        // With its length before it, no part can pass for the end of another.
        hash.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hash.finalize().to_hex().to_string()
}

/// Returns the numbers of the pages that could not be read.
pub(super) fn failed_pages(pages: &[crate::document::Page]) -> Vec<u32> {
    pages.iter().filter(|page| page.status == PageStatus::Failed).map(|page| page.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_formats_makes_no_other_record() {
        let a = fingerprint("x", &[Format::Json, Format::Csv]);
        assert_eq!(a, fingerprint("x", &[Format::Csv, Format::Json, Format::Csv]));
        assert_ne!(a, fingerprint("x", &[Format::Json]));
        assert_ne!(a, fingerprint("y", &[Format::Json, Format::Csv]));
    }
}
