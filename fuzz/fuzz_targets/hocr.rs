//! An hOCR of any bytes gives words that stand where they say, or a reason; also where rules part its lines into cells.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::{BoundingBox, Document, Rule};
use phuchoi::markup::hocr::read_hocr;
use phuchoi::recognition::{KeptHocr, Reader};
use phuchoi::structure::structure;
use phuchoi_fuzz::{check_line, check_records, made_up};

/// A grid of six cells.
fn rules() -> Vec<Rule> {
    let across = [100, 160, 220].map(|y| (BoundingBox::new(40, y, 703, y + 3), true));
    let down = [40, 200, 500, 700].map(|x| (BoundingBox::new(x, 100, x + 3, 223), false));
    across.into_iter().chain(down).map(|(bbox, horizontal)| Rule { bbox, horizontal }).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut pages) = read_hocr(bytes) else { return };
    let mut kept = KeptHocr::new(bytes).expect("what is read once is read twice");
    for page in &mut pages {
        page.lines.iter().for_each(check_line);
        let read = kept.read(&image::GrayImage::new(1, 1), 200.0, &rules()).expect("a page for each");
        read.lines.iter().for_each(check_line);
        if page.number % 2 == 0 {
            (page.lines, page.rules) = (read.lines, rules());
        }
    }
    let mut document = Document::new(made_up(pages.len()), pages);
    let records = structure(&document);
    (document.sections, document.footnotes, document.tables) =
        (records.sections, records.footnotes, records.tables);
    check_records(&document);
});
