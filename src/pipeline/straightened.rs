//! A document as if its pages had lain straight and flat on the glass, with the images that show them so.

use std::collections::BTreeMap;

use image::GrayImage;

use crate::document::{BasisKind, BoundingBox, Document, Page, PageStatus};
use crate::export::pdf::{PdfError, RestoredLeaf, Sheet};
use crate::restoration::{self, Leaf, Restored, Step};
use crate::source::{Source, TextOrigin};

/// Restores the scans of a document once more, which gives what it gave when they were read. Returns the document, every box
/// where it lies once its page is straight, and the restored image of each of the input's pages, from 1. Pages that show no scan
/// have none, and stay as they are.
///
/// # Errors
///
/// Where a scan cannot be decoded or packed, or is restored otherwise than when it was read.
pub(super) fn straightened(
    source: &Source,
    document: &Document,
    left_out: &[Step],
) -> Result<(Document, BTreeMap<u32, Sheet>), PdfError> {
    let mut document = document.clone();
    let mut sheets = BTreeMap::new();
    for number in 1..=source.page_count() {
        let is_drawn = source.placement(number).is_some_and(|place| place.origin == TextOrigin::Drawn);
        let mut pages: Vec<&mut Page> =
            document.pages.iter_mut().filter(|page| page.scan == number).collect();
        if is_drawn || pages.is_empty() {
            continue;
        }
        if let Some(sheet) = restore(source, number, &mut pages, left_out)? {
            sheets.insert(number, sheet);
        }
    }
    Ok((document, sheets))
}

/// Restores one of the input's pages and sets those read of it straight; `None` where it shows no image, or one that nobody
/// can decode.
fn restore(
    source: &Source,
    number: u32,
    pages: &mut [&mut Page],
    left_out: &[Step],
) -> Result<Option<Sheet>, PdfError> {
    let failed = |cause: String| PdfError::Image { page: number, cause };
    let content = match source.page(number) {
        Ok(content) => content,
        // It could not be decoded when it was read either, and the document says so.
        Err(_) if pages.iter().all(|page| page.status == PageStatus::Failed) => return Ok(None),
        Err(error) => return Err(failed(error.to_string())),
    };
    let Some(scan) = content.image else { return Ok(None) };
    let mut left_out = left_out.to_vec();
    if pages.iter().any(|page| page.basis.as_ref().is_some_and(|basis| basis.witness != BasisKind::Image)) {
        // Its text was taken as it stands, which knows of no turn and no two pages.
        left_out.extend([Step::Parted, Step::Upright]);
    }
    let mut images: Vec<GrayImage> = Vec::new();
    let mut watch = |_: Leaf, step: Step, image: &GrayImage| {
        if step == Step::Clean {
            images.push(image.clone());
        }
    };
    let leaves = restoration::restore_without(&left_out, &scan.pixels, scan.dpi, &mut watch);
    let is_as_read = leaves.len() == pages.len()
        && images.len() == leaves.len()
        && leaves
            .iter()
            .zip(&*pages)
            .all(|(leaf, page)| leaf.part == page.part && leaf.rotation == page.rotation);
    if !is_as_read {
        return Err(PdfError::RestoredOtherwise { page: number });
    }
    let size = (scan.pixels.width(), scan.pixels.height());
    let whole = BoundingBox::new(0, 0, size.0, size.1);
    let on_sheet: Vec<RestoredLeaf<'_>> = leaves
        .iter()
        .zip(&images)
        .map(|(leaf, image)| RestoredLeaf {
            image,
            dpi: leaf.dpi,
            part: leaf.part.unwrap_or(whole),
            to_part: leaf.to_straight_scan(),
        })
        .collect();
    let sheet = Sheet::of_restored(&on_sheet, size).map_err(failed)?;
    for (leaf, page) in leaves.iter().zip(pages) {
        straighten(page, leaf, leaf.part.unwrap_or(whole));
    }
    Ok(Some(sheet))
}

/// Moves what is on a page to where it lies once that is straight.
fn straighten(page: &mut Page, leaf: &Restored, part: BoundingBox) {
    let there = |bbox: &mut BoundingBox| *bbox = leaf.straightened_box(*bbox, part.width(), part.height());
    for line in &mut page.lines {
        line.bbox.iter_mut().for_each(there);
        line.words.iter_mut().flat_map(|word| &mut word.bbox).for_each(there);
    }
    page.skew = 0.0;
}
