//! phuchoi (*phục hồi*, to restore): restores scanned Vietnamese documents.
//!
//! # The line
//!
//! One value, [`Document`], is read, improved and written, in six stages. Each is a plain function from what it
//! needs to what it knows; none prints, reads the environment or looks at the clock.
//!
//! 1. [`source`]: bytes on disk to pages, each a [`Scan`], a text layer, or both;
//! 2. [`restoration`]: a page image to a better one, [`Restored`]: straight, clean, at 150 to 200 dpi;
//! 3. [`recognition`]: that image to [`Line`](document::Line)s of words with boxes, confidences and alternatives;
//! 4. [`repair`]: mangled words to the printed ones, as [`Edit`](document::Edit)s that can be taken back;
//! 5. [`structure`]: lines to letterhead, headings, footnotes and tables, checked by arithmetic;
//! 6. [`export`]: the document on disk, one file a format.
//!
//! [`restore`] runs the first five on one input. [`pipeline`] works a page of one, [`isolation`] does so in child processes
//! with limits, for [`batch`], which drives many inputs on many threads as a [`run::Request`] says; [`collection`] gathers
//! what that wrote, [`archive`] says of it what an archive must be given, [`cli`] is what a person types. [`document`] holds
//! the nouns, [`language`] Vietnamese itself, [`layout`] what lines stand in, [`markup`] what engines write down, [`witness`]
//! chooses between a page's image and its text, [`triage`] says what that text is, [`evaluation`] the measures.
//!
//! # A text restored
//!
//! ```
//! use phuchoi::document::{Document, Line, Page, SourceInfo, SourceKind};
//! use phuchoi::language::lexicon::Lexicon;
//! use phuchoi::{complete, export, repair};
//!
//! let models = repair::Models::built_in(Lexicon::built_in(Vec::new()))?;
//! // As an English engine read them.
//! let read = ["I. KET QUA", "Phuc vu hoat déng cia H6i d6éng nhan dan tinh."];
//! let source =
//!     SourceInfo { path: "a.txt".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
//! let page = Page::of_text(1, read.map(Line::from_text).into());
//! let document: Document = complete(source, vec![page], Vec::new(), &models);
//!
//! let line = &document.pages[0].lines[1];
//! assert_eq!(line.text, "Phục vụ hoạt động của Hội đồng nhân dân tỉnh.");
//! assert_eq!(line.ocr, read[1]);
//! assert!(export::markdown::render(&document).contains("hoạt động của Hội đồng nhân dân"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::path::Path;

use serde::{Deserialize, Serialize};

#[cfg(feature = "batch")]
pub mod archive;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod collection;
pub mod document;
pub mod evaluation;
pub mod export;
#[cfg(feature = "batch")]
pub mod isolation;
pub mod language;
pub mod layout;
pub mod markup;
#[cfg(feature = "batch")]
pub mod pipeline;
pub mod recognition;
pub mod repair;
pub mod restoration;
#[cfg(feature = "batch")]
pub mod run;
pub mod source;
pub mod structure;
pub mod triage;
pub mod witness;

use document::{
    BoundingBox, Document, Page, PageStatus, SourceInfo, SourceKind, Warning, confidence, ledger,
};
use recognition::{Reader, RecognitionError, Transcript};
use repair::Models;
use restoration::{Restored, Step};
use source::{OpenOptions, Scan, Source, SourceError, TextLayer};
use witness::Witness;

/// How pages are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Which of a page's witnesses.
    pub witness: Witness,
    /// Steps of restoration that are left out.
    pub left_out: Vec<Step>,
}

/// Is shown a page's image after each step of restoration.
pub type Watch<'a> = &'a mut dyn FnMut(restoration::Leaf, Step, &image::GrayImage);

/// A page that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadPage {
    /// The page; its number is the scan's.
    pub page: Page,
    /// What a reader should know about it.
    pub warning: Option<Warning>,
}

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
    for scan in 1..=source.page_count() {
        for read in read_pages(&source, scan, reading, &mut kept, &mut reader, &mut |_, _, _| {})? {
            let number = pages.len() as u32 + 1;
            pages.push(Page { number, ..read.page });
            warnings.extend(read.warning.map(|warning| Warning { page: Some(number), ..warning }));
        }
    }
    Ok(complete(source.info().clone(), pages, warnings, models))
}

/// Stages 1 to 3: a page of the input to a page of lines, or two where it shows a spread, with a warning where there is
/// ink on one and no word was found, or where only a part of its image could be decoded: then what was read of that part
/// is kept, and the page counts as failed. `watch` is shown what becomes of its image on the way.
///
/// # Errors
///
/// Where the page cannot be decoded or read.
pub fn read_pages<R: Reader>(
    source: &Source,
    number: u32,
    reading: &Reading,
    kept: &mut Option<R>,
    reader: &mut impl FnMut() -> Result<R, RecognitionError>,
    watch: Watch<'_>,
) -> Result<Vec<ReadPage>, RestoreError> {
    let content = source.page(number)?;
    let cut_short = content.cut_short.clone();
    let layer = content.text.as_ref().map(|text| triage::report(Some(text)));
    let choice = witness::choose(content, reading.witness);
    let is_text = choice.text.is_some();
    let mut pages = match choice.scan {
        Some(scan) if choice.text.is_none() => {
            let failed = |source| RestoreError::Recognition { page: number, source };
            read_scan(&scan, number, reading, kept, reader, watch).map_err(failed)?
        }
        scan => {
            vec![ReadPage {
                page: take_text(scan.as_ref(), choice.text, number, reading, watch),
                warning: None,
            }]
        }
    };
    for ReadPage { page, warning } in &mut pages {
        if let Some(message) = &cut_short {
            if !is_text {
                page.status = PageStatus::Failed;
            }
            let code = "cut-short".to_owned();
            *warning = Some(Warning { page: Some(number), code, message: message.clone() });
        }
        if let Some(other) = &choice.other {
            let origin = page.part.map_or((0, 0), |part| (part.x0, part.y0));
            witness::attest(&mut page.lines, origin, other);
        }
        page.basis = Some(choice.basis.clone());
        page.text_layer.clone_from(&layer);
    }
    Ok(pages)
}

/// Stages 4 and 5: pages of lines to a document with its records.
pub fn complete(source: SourceInfo, pages: Vec<Page>, warnings: Vec<Warning>, models: &Models) -> Document {
    let mut document = Document { warnings, ..Document::new(source, pages) };
    document.part_into_words();

    let repair = repair::repair(&document, models);
    apply(&mut document, repair.edits);
    confidence::set(&mut document, &repair.confidences);

    let mut records = structure::structure(&document);
    let freed = repair::repair_freed(&document, &records.edits, models);
    if !freed.is_empty() {
        apply(&mut document, freed);
        records = structure::structure(&document);
    }
    apply(&mut document, records.edits);
    document.letterhead = records.letterhead;
    document.signatures = records.signatures;
    document.arrivals = records.arrivals;
    document.sections = records.sections;
    document.footnotes = records.footnotes;
    document.tables = records.tables;
    document.body = records.body;
    document.parts = records.parts;
    document.warnings.extend(records.warnings);
    document
}

/// A text that was repaired.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The text.
    pub text: String,
    /// The document it was taken for, with every edit.
    pub document: Document,
}

/// Repairs a text: line k out is line k in, repaired, each with the end it had. `path` is what the document's source is
/// called.
pub fn repair_text(text: &str, path: String, models: &Models) -> Repaired {
    let pages = source::read_text(text).into_iter().zip(1..);
    let pages = pages.map(|(lines, number)| Page::of_text(number, lines)).collect();
    let blake3 = blake3::hash(text.as_bytes()).to_hex().to_string();
    let source = SourceInfo { path, blake3, kind: SourceKind::Text, page_count: 1 };
    let document = complete(source, pages, Vec::new(), models);

    let mut repaired = document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str());
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    // Each line keeps the end it had, the last one its lack of one.
    for line in text.strip_prefix('\u{feff}').unwrap_or(text).split_inclusive('\n') {
        let end = line.len() - line.trim_end_matches('\n').trim_end_matches('\r').len();
        out.push_str(repaired.next().unwrap_or_default());
        out.push_str(&line[line.len() - end..]);
    }
    Repaired { text: out, document }
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
) -> Result<Vec<ReadPage>, RecognitionError> {
    let restored = restoration::restore_without(&reading.left_out, &scan.pixels, scan.dpi, watch);
    restored.into_iter().map(|restored| read_restored(scan, number, &restored, kept, reader)).collect()
}

fn read_restored<R: Reader>(
    scan: &Scan,
    number: u32,
    restored: &Restored,
    kept: &mut Option<R>,
    reader: &mut impl FnMut() -> Result<R, RecognitionError>,
) -> Result<ReadPage, RecognitionError> {
    let whole = BoundingBox::new(0, 0, scan.pixels.width(), scan.pixels.height());
    let part = restored.part.unwrap_or(whole);
    let (width, height) = (part.width(), part.height());
    let mut page = Page {
        part: restored.part,
        width: Some(width),
        height: Some(height),
        dpi: Some(scan.dpi),
        rotation: restored.rotation,
        skew: restored.skew,
        status: PageStatus::Blank,
        stamps: restored.stamps.clone(),
        rules: restored.rules_in_scan(width, height),
        ..Page::of_text(number, Vec::new())
    };
    if !restored.blank {
        let reader = match kept {
            Some(reader) => reader,
            None => kept.insert(reader()?),
        };
        let read = reader.read(&restored.image, restored.dpi, &restored.rules)?;
        Transcript { lines: page.lines, left_out: page.left_out, grids: page.grids, blocks: page.blocks } =
            read;
    }
    let is_empty = page.lines.is_empty();
    let is_bare = restored.blank || is_empty && restored.is_nearly_bare();
    if !is_bare || !page.stamps.is_empty() {
        page.status = PageStatus::Recognised;
    }
    // Handwriting looks to the recogniser as dirt does, and a page of it must not be thrown away for blank.
    let has_ink = !restored.blank || !page.stamps.is_empty();
    let warning = (is_empty && has_ink).then(|| Warning {
        page: Some(number),
        code: "no-word-found".to_owned(),
        message:
            "there is ink on it and no word was found: a seal, a stamp, a picture, handwriting or dirt; \
                  look at the scan before it is taken for blank"
                .to_owned(),
    });
    let there = |bbox: &mut BoundingBox| *bbox = restored.to_scan_box(*bbox, width, height);
    for line in &mut page.lines {
        line.bbox.iter_mut().for_each(there);
        line.words.iter_mut().flat_map(|word| &mut word.bbox).for_each(there);
    }
    page.left_out.iter_mut().flat_map(|word| &mut word.bbox).for_each(there);
    page.blocks.iter_mut().flat_map(|block| &mut block.bbox).for_each(there);
    page.grids.iter_mut().for_each(|grid| grid.each_box(there));
    Ok(ReadPage { page, warning })
}

/// A page whose own text is trusted; of its image only the ruled lines are wanted, for its tables.
fn take_text(
    scan: Option<&Scan>,
    text: Option<TextLayer>,
    number: u32,
    reading: &Reading,
    watch: Watch<'_>,
) -> Page {
    let sheet = text.as_ref().and_then(|text| text.sheet);
    let own = match text {
        Some(TextLayer { lines, blocks, .. }) if !blocks.is_empty() => {
            Page { lines, blocks, ..Page::of_text(number, Vec::new()) }
        }
        text => Page::of_text(number, text.map(|text| text.lines).unwrap_or_default()),
    };
    let page = Page {
        width: sheet.map(|sheet| sheet.width),
        height: sheet.map(|sheet| sheet.height),
        dpi: sheet.and_then(|sheet| sheet.dpi),
        ..own
    };
    let Some(scan) = scan else { return page };
    let (width, height) = (scan.pixels.width(), scan.pixels.height());
    // The text layer knows one page, whatever it shows.
    let left_out: Vec<Step> = reading.left_out.iter().copied().chain([Step::Parted]).collect();
    let restored = restoration::restore_without(&left_out, &scan.pixels, scan.dpi, watch);
    let grids = restored.iter().flat_map(|restored| {
        let mut grids = layout::grids::find(&restored.rules, restored.dpi);
        grids
            .iter_mut()
            .for_each(|grid| grid.each_box(|bbox| *bbox = restored.to_scan_box(*bbox, width, height)));
        grids
    });
    let mut page = Page {
        width: Some(width),
        height: Some(height),
        dpi: Some(scan.dpi),
        stamps: restored.iter().flat_map(|restored| restored.stamps.clone()).collect(),
        rules: restored.iter().flat_map(|restored| restored.rules_in_scan(width, height)).collect(),
        grids: grids.collect(),
        ..page
    };
    page.blocks = layout::blocks::of_lines(&mut page.lines, &page.grids);
    page
}
