//! A document.json of any content that is read back can be structured, written in every form, and have its edits taken back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::{Document, ledger};
use phuchoi::export::spreadsheet::Cells;
use phuchoi::export::{csv, edits, json, markdown, scores, text};
use phuchoi::structure::structure;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut document) = serde_json::from_slice::<Document>(bytes) else { return };
    // A number too large for its type is read as infinite, for which JSON has no form: null is written.
    let is_finite = !format!("{document:?}").contains("inf");
    let written = json::render(&document).expect("JSON");
    assert!(!is_finite || serde_json::from_str::<Document>(&written).is_ok(), "what was written is read");
    let _ = edits::render(&document.edits);
    for table in &document.tables {
        csv::render(table, Cells::Guarded);
    }
    scores::render(&document, Cells::Guarded);
    markdown::render(&document);
    text::render(&document);
    structure(&document);
    ledger::take_back(&mut document, &|_| true);
    let lines = document.pages.iter().flat_map(|page| &page.lines);
    assert!(lines.clone().all(|line| line.text == line.ocr), "taking every edit back gives what was read");
});
