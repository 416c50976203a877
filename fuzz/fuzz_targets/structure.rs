//! Lines put together of what documents are made of give records whose parts are there and edits that the ledger takes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::{Document, ledger};
use phuchoi::structure::structure;
use phuchoi_fuzz::check_document;
use phuchoi_fuzz::prose::MadeUp;

fuzz_target!(|made_up: MadeUp| {
    let mut document = made_up.document;
    let lines_of = |document: &Document| -> Vec<Vec<String>> {
        document.pages.iter().map(|page| page.lines.iter().map(|line| line.ocr.clone()).collect()).collect()
    };
    let ocr = lines_of(&document);
    document.pages.iter_mut().flat_map(|page| &mut page.lines).for_each(|line| line.part_into_words());
    let records = structure(&document);
    let refused = ledger::apply(&mut document, records.edits);
    assert!(refused.is_empty(), "{refused:?}");
    document.letterhead = records.letterhead;
    document.signatures = records.signatures;
    document.arrivals = records.arrivals;
    document.sections = records.sections;
    document.footnotes = records.footnotes;
    document.tables = records.tables;
    document.body = records.body;
    document.parts = records.parts;
    document.warnings = records.warnings;
    check_document(document, &ocr);
});
