//! phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.
//!
//! # The line
//!
//! One value, [`Document`], is read, improved and written, in six stages. Each is a plain function from what it
//! needs to what it knows; none prints, reads the environment or looks at the clock.
//!
//! 1. [`source`]: bytes on disk to pages, each a [`Scan`], a text layer, or both;
//! 2. [`restoration`]: a page image to a better one, [`Restored`](restoration::Restored): straight, clean, at 150 to
//!    200 dpi;
//! 3. [`recognition`]: that image to [`Line`](document::Line)s of words with boxes, confidences and alternatives;
//! 4. [`repair`]: mangled words to the printed ones, as [`Edit`](document::Edit)s that can be taken back;
//! 5. [`structure`]: lines to letterhead, headings, footnotes and tables, checked by arithmetic;
//! 6. [`export`]: the document on disk, one file a format.
//!
//! [`restore`] runs the first five on one input. [`pipeline`] offers them to [`batch`], which drives many inputs on
//! many threads, and [`cli`] is what a person types. [`document`] holds the nouns, [`language`] Vietnamese itself,
//! [`witness`] chooses between a page's image and its text,
//! [`evaluation`] the measures.

use std::path::Path;

pub mod batch;
pub mod cli;
pub mod document;
pub mod evaluation;
pub mod export;
pub mod language;
pub mod pipeline;
pub mod recognition;
pub mod repair;
pub mod restoration;
pub mod source;
pub mod structure;
pub mod witness;

use document::{Document, Page, PageStatus, SourceInfo, Warning, confidence, ledger};
use recognition::{Reader, RecognitionError};
use repair::Models;
use source::{OpenOptions, Scan, Source, SourceError, TextLayer};
use witness::Witness;

/// How pages are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Which of a page's witnesses.
    pub witness: Witness,
    /// Steps of restoration that are left out.
    pub left_out: Vec<restoration::Step>,
}

/// Is shown a page's image after each step of restoration.
pub type Watch<'a> = &'a mut dyn FnMut(restoration::Step, &image::GrayImage);

/// Why an input could not be restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The input cannot be opened, or a page of it decoded.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A page cannot be read.
    #[error("page {page}: {source}")]
    Recognition {
        /// The page.
        page: u32,
        /// What went wrong.
        source: RecognitionError,
    },
}

/// Restores one input: all that phuchoi does but for writing it down.
///
/// `reader` makes the recogniser at the first page that needs one, so that texts need no Tesseract.
///
/// # Errors
///
/// Where the input cannot be opened or a page cannot be read. [`batch`] goes on with the other pages instead.
pub fn restore<R: Reader>(
    path: &Path,
    reading: &Reading,
    models: &Models,
    mut reader: impl FnMut() -> Result<R, RecognitionError>,
) -> Result<Document, RestoreError> {
    let source = source::open(path, &OpenOptions::default())?;
    let mut kept: Option<R> = None;
    let (mut pages, mut warnings) = (Vec::new(), Vec::new());
    for number in 1..=source.page_count() {
        let (page, doubt) = read_page(&source, number, reading, &mut kept, &mut reader, &mut |_, _| {})?;
        pages.push(page);
        warnings.extend(doubt);
    }
    Ok(complete(source.info().clone(), pages, warnings, models))
}

/// Stages 1 to 3: a page of the input to a page of lines, with a warning where there is ink on it and no word was
/// found. `watch` is shown what becomes of its image on the way.
///
/// # Errors
///
/// Where the page cannot be decoded or read.
pub fn read_page<R: Reader>(
    source: &Source,
    number: u32,
    reading: &Reading,
    kept: &mut Option<R>,
    reader: &mut impl FnMut() -> Result<R, RecognitionError>,
    watch: Watch<'_>,
) -> Result<(Page, Option<Warning>), RestoreError> {
    let choice = witness::choose(source.page(number)?, reading.witness);
    let (mut page, warning) = match choice.scan {
        Some(scan) if choice.text.is_none() => {
            let failed = |source| RestoreError::Recognition { page: number, source };
            read_scan(&scan, number, reading, kept, reader, watch).map_err(failed)?
        }
        scan => (take_text(scan.as_ref(), choice.text, number, reading, watch), None),
    };
    if let Some(other) = &choice.other {
        witness::attest(&mut page.lines, other);
    }
    page.basis = Some(choice.basis);
    Ok((page, warning))
}

/// Stages 4 and 5: pages of lines to a document with its records.
pub fn complete(source: SourceInfo, pages: Vec<Page>, warnings: Vec<Warning>, models: &Models) -> Document {
    let mut document = Document { warnings, ..Document::new(source, pages) };
    for line in document.pages.iter_mut().flat_map(|page| &mut page.lines) {
        line.part_into_words();
    }

    let repair = repair::repair(&document, models);
    apply(&mut document, repair.edits);
    confidence::set(&mut document, &repair.confidences);

    let records = structure::structure(&document);
    apply(&mut document, records.edits);
    document.letterhead = records.letterhead;
    document.sections = records.sections;
    document.footnotes = records.footnotes;
    document.tables = records.tables;
    document.warnings.extend(records.warnings);
    document
}

/// Enters proposals into the ledger; one that it refuses is left out and said.
fn apply(document: &mut Document, proposals: Vec<document::Edit>) {
    let refused = ledger::apply(document, proposals);
    document.warnings.extend(refused.into_iter().map(|(edit, error)| Warning {
        page: Some(edit.page),
        code: "edit-refused".to_owned(),
        message: error.to_string(),
    }));
}

fn read_scan<R: Reader>(
    scan: &Scan,
    number: u32,
    reading: &Reading,
    kept: &mut Option<R>,
    reader: &mut impl FnMut() -> Result<R, RecognitionError>,
    watch: Watch<'_>,
) -> Result<(Page, Option<Warning>), RecognitionError> {
    let (width, height) = (scan.pixels.width(), scan.pixels.height());
    let restored = restoration::restore_without(&reading.left_out, &scan.pixels, scan.dpi, watch);
    let mut page = Page {
        number,
        width: Some(width),
        height: Some(height),
        dpi: Some(scan.dpi),
        rotation: restored.rotation,
        skew: restored.skew,
        status: PageStatus::Blank,
        basis: None,
        lines: Vec::new(),
        rules: restored.rules_in_scan(width, height),
    };
    let mut warning = None;
    if !restored.blank {
        let reader = match kept {
            Some(reader) => reader,
            None => kept.insert(reader()?),
        };
        page.lines = reader.read(&restored.image, restored.dpi, &restored.rules)?;
        let is_empty = page.lines.is_empty();
        let is_blank = is_empty && restored.is_nearly_bare();
        page.status = if is_blank { PageStatus::Blank } else { PageStatus::Recognised };
        // Handwriting looks to the recogniser as dirt does, and a page of it must not be thrown away for blank.
        warning = is_empty.then(|| Warning {
            page: Some(number),
            code: "no-word-found".to_owned(),
            message: "there is ink on it and no word was found: a seal, a picture, handwriting or dirt; \
                      look at the scan before it is taken for blank"
                .to_owned(),
        });
    }
    for line in &mut page.lines {
        let there = |bbox: &mut document::BoundingBox| {
            *bbox = restored.to_scan.bounding_box(*bbox, width, height);
        };
        line.bbox.iter_mut().for_each(there);
        line.words.iter_mut().flat_map(|word| &mut word.bbox).for_each(there);
    }
    Ok((page, warning))
}

/// A page whose own text is trusted; of its image only the ruled lines are wanted, for its tables.
fn take_text(
    scan: Option<&Scan>,
    text: Option<TextLayer>,
    number: u32,
    reading: &Reading,
    watch: Watch<'_>,
) -> Page {
    let page = Page::of_text(number, text.map(|text| text.lines).unwrap_or_default());
    let Some(scan) = scan else { return page };
    let (width, height) = (scan.pixels.width(), scan.pixels.height());
    let restored = restoration::restore_without(&reading.left_out, &scan.pixels, scan.dpi, watch);
    Page {
        width: Some(width),
        height: Some(height),
        dpi: Some(scan.dpi),
        rules: restored.rules_in_scan(width, height),
        ..page
    }
}
