//! Pages of an input to pages of lines: its image restored and recognised, or its text layer taken, as the
//! [`witness`] says.

use serde::{Deserialize, Serialize};

use crate::document::{BoundingBox, Page, PageStatus, Warning};
#[cfg(feature = "tesseract")]
use crate::document::{Line, Word};
use crate::layout;
#[cfg(feature = "tesseract")]
use crate::recognition;
use crate::recognition::{Reader, RecognitionError, Transcript};
use crate::restoration::{self, Restored, Step};
use crate::source::{Scan, Source, SourceError, TextLayer};
use crate::triage;
use crate::witness::{self, Witness};

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
    let (cut_short, unread_form) = (content.cut_short.clone(), content.unread_form.clone());
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
        if let Some(message) = &unread_form {
            let code = "xfa-form".to_owned();
            *warning = Some(Warning { page: Some(number), code, message: message.clone() });
        }
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
        restored: Some(restored.geometry.restored().clone()),
        status: PageStatus::Blank,
        stamps: restored.stamps.clone(),
        rules: restored.rules_in_scan(),
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
    let there = |bbox: &mut BoundingBox| *bbox = restored.geometry.to_scan(*bbox);
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
    let values = text.as_ref().map(|text| text.values.clone()).unwrap_or_default();
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
    // The text layer knows one page and which way is up on it, whatever the image shows.
    let left_out: Vec<Step> = reading.left_out.iter().copied().chain([Step::Parted, Step::Upright]).collect();
    let Some(restored) = restoration::restore_without(&left_out, &scan.pixels, scan.dpi, watch).pop() else {
        return page;
    };
    let mut grids = layout::grids::find(&restored.rules, restored.dpi);
    grids.iter_mut().for_each(|grid| grid.each_box(|bbox| *bbox = restored.geometry.to_scan(*bbox)));
    let mut page = Page {
        width: Some(width),
        height: Some(height),
        dpi: Some(scan.dpi),
        skew: restored.skew,
        restored: Some(restored.geometry.restored().clone()),
        rules: restored.rules_in_scan(),
        stamps: restored.stamps,
        grids,
        ..page
    };
    layout::form_values::enter(&mut page.lines, values, &page.grids);
    #[cfg(feature = "tesseract")]
    {
        let there = |bbox: BoundingBox| restored.geometry.to_scan(bbox);
        let boxes = recognition::boxes_of(&restored.image, restored.dpi).into_iter();
        let lines = boxes.map(|word| Word { bbox: word.bbox.map(there), ..word });
        let lines = lines.map(|word| Line::of_words(None, vec![word])).collect();
        layout::form_values::enter_boxes(&mut page.lines, lines, &page.grids);
    }
    page.blocks = layout::blocks::of_lines(&mut page.lines, &page.grids);
    page
}
