//! What opens is bound into a PDF of its scans or of their restored images, or refused with a reason; what comes out opens again
//! and has as many pages.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use phuchoi::Reading;
use phuchoi::document::{BoundingBox, Document, Line, Page, RestoredImage};
use phuchoi::export::page_image::PageImages;
use phuchoi::export::pdf::{Bound, Showing};
use phuchoi::pipeline::{Opened, Pipeline};
use phuchoi::recognition::EngineSettings;
use phuchoi::source::{OpenOptions, open_bytes};
use phuchoi_fuzz::{PIXEL_LIMIT, open, tolerate_panics_of_dependencies};

/// Pages looked at; what holds of these holds of more.
const MOST_PAGES: u32 = 8;

fuzz_target!(init: tolerate_panics_of_dependencies(), |bytes: &[u8]| {
    let Some(source) = open(bytes).filter(|source| source.page_count() <= MOST_PAGES) else { return };
    let showing = |showing| {
        Pipeline::new(Reading::default(), EngineSettings::default()).with_pdf_showing(showing)
    };
    let pipelines = [Showing::Scan, Showing::Restored].map(showing);
    let Ok(opened) = pipelines[0].open_bytes(Path::new("given"), bytes.to_vec(), PIXEL_LIMIT) else { return };
    let page = |number| {
        let mut page = Page::of_text(number, vec![line()]);
        if let Some(scan) = source.page(number).ok().and_then(|content| content.image) {
            page.width = Some(scan.pixels.width());
            page.height = Some(scan.pixels.height());
            page.dpi = Some(scan.dpi);
            let (width, height) = (scan.pixels.width(), scan.pixels.height());
            page.restored = Some(RestoredImage { width, height, curl: None });
        }
        page
    };
    let document = Document::new(source.info().clone(), (1..=source.page_count()).map(page).collect());
    for bound in pipelines.iter().filter_map(|pipeline| bound(pipeline, &opened, &document)) {
        let again = open_bytes(Path::new("bound.pdf"), bound.bytes, &OpenOptions::default()).expect("a PDF");
        assert_eq!(again.page_count(), source.page_count());
    }
});

/// Binds a document with the restored images that the pipeline has its pages show.
fn bound(pipeline: &Pipeline, opened: &Opened, document: &Document) -> Option<Bound> {
    let mut images = PageImages::default();
    if pipeline.shows_restored() {
        let leaves = (1..=opened.page_count()).filter_map(|number| pipeline.images(opened, number).ok());
        (1..).zip(leaves.flatten()).for_each(|(page, leaf)| images.add(page, leaf.images));
    }
    pipeline.bind(opened, document, &images.shown).ok()
}

/// A line of two words.
fn line() -> Line {
    let mut line = Line::from_text("Báo cáo");
    line.part_into_words();
    for (word, left) in line.words.iter_mut().zip([1, 6]) {
        word.bbox = Some(BoundingBox::new(left, 1, left + 4, 6));
    }
    line
}
