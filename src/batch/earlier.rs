//! What an earlier run read of an input, which stands in the folder of its record.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::version_1;
use crate::document::PageStatus;
use crate::export::recognised::Recognised;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// All of it.
    pub recognised: Recognised,
    /// Whether it comes out of a record of version 1.
    pub is_of_first: bool,
}

/// What must be known of it to tell whether it is of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierSays {
    /// The fingerprint of how it was read; version 1 does not say.
    pub reading: Option<String>,
    /// The hash of the bytes that it was read of.
    pub blake3: String,
    /// Whether a page could not be read.
    pub has_failed: bool,
    /// Whether it comes out of a record of version 1.
    pub is_of_first: bool,
}

impl Earlier {
    /// Returns what must be known of it.
    pub fn says(&self) -> EarlierSays {
        let Self { recognised, is_of_first } = self;
        EarlierSays {
            reading: (!is_of_first).then(|| recognised.reading.clone()),
            blake3: recognised.source.blake3.clone(),
            has_failed: recognised.pages.iter().any(|page| page.status == PageStatus::Failed),
            is_of_first: *is_of_first,
        }
    }
}

/// Reads what an earlier run read, from the folder of its record.
pub fn read(folder: &Path) -> Option<Earlier> {
    if let Some(recognised) = Recognised::read(folder) {
        return Some(Earlier { recognised, is_of_first: false });
    }
    let recognised = version_1::recognised(folder)?;
    Some(Earlier { recognised, is_of_first: true })
}
