//! ALTO, PAGE XML or hOCR of any bytes gives lines whose words stand where they say, or a reason; what is written of them is
//! read back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use phuchoi::document::Document;
use phuchoi::export::page_layout::Layout;
use phuchoi::export::{alto, hocr};
use phuchoi::markup::Markup;
use phuchoi_fuzz::{check_line, made_up};

fuzz_target!(|bytes: &[u8]| {
    let Some(markup) = Markup::of(bytes) else { return };
    let Ok(mut pages) = markup.read(bytes) else { return };
    for page in &mut pages {
        page.lines.iter_mut().for_each(phuchoi::document::Line::take_back);
        page.lines.iter().for_each(check_line);
    }
    let document = Document::new(made_up(pages.len()), pages);
    let layout = Layout::of(&document);
    for page in &document.pages {
        let alto = alto::render(&document, &layout, page).expect("written to memory");
        Markup::Alto.read(&alto).expect("what was written");
        let hocr = hocr::render(&document, &layout, page).expect("written to memory");
        Markup::Hocr.read(&hocr).expect("what was written");
    }
});
