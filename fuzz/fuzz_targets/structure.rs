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
    let mut records = structure(&document);
    let refused = ledger::apply(&mut document, std::mem::take(&mut records.edits));
    assert!(refused.is_empty(), "{refused:?}");
    records.enter(&mut document);
    check_document(document, &ocr);
});
