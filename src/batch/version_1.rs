//! Records of version 1, which kept in `document.json` what was recognised: what such a record holds of that.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::document::{Line, Page, PageStatus, SourceInfo, Warning};
use crate::export;
use crate::export::recognised::Recognised;

const SCHEMA: &str = "phuchoi/document/1";

/// The codes of warnings that came of reading; all others come again when the document is made.
const OF_READING: [&str; 3] = ["no-word-found", "cut-short", "not-encoded"];

/// A record of version 1, as far as it is of use.
#[derive(Deserialize)]
struct FirstRecord {
    schema: String,
    source: SourceInfo,
    pages: Vec<Page>,
    warnings: Vec<Warning>,
}

/// Returns what the record of version 1 in a folder holds of what was recognised, as if read in the way that has this
/// fingerprint: in which it was read it does not say. `None` where there is no such record, or where that is not enough: where a
/// page could not be read.
pub(super) fn recognised(record: &Path, reading: &str) -> Option<Recognised> {
    let bytes = fs::read(record.join(export::RECORD)).ok()?;
    let FirstRecord { schema, source, mut pages, mut warnings } = serde_json::from_slice(&bytes).ok()?;
    if schema != SCHEMA || pages.iter().any(|page| page.status == PageStatus::Failed) {
        return None;
    }
    pages.iter_mut().flat_map(|page| &mut page.lines).for_each(take_back);
    warnings.retain(|warning| OF_READING.contains(&warning.code.as_str()));
    Some(Recognised::new(reading.to_owned(), source, pages, warnings))
}

/// Takes a line back to what was recognised, and how sure that was.
fn take_back(line: &mut Line) {
    line.take_back();
    let (mut sum, mut letters) = (0.0, 0.0);
    for word in &mut line.words {
        word.confidence = word.ocr_confidence.unwrap_or(1.0);
        word.review = false;
        let length = word.ocr.chars().count() as f32;
        sum += word.confidence * length;
        letters += length;
    }
    line.confidence = if letters > 0.0 { sum / letters } else { 1.0 };
}
