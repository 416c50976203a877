//! A document as if its pages had lain straight and flat on the glass, with the images that show them so.

use std::collections::BTreeMap;

use crate::document::{BoundingBox, Document, Geometry, Page};
use crate::export::page_image::PageImage;
use crate::export::pdf::{PdfError, RestoredLeaf, Sheet};
use crate::source::{Source, TextOrigin};

/// Returns a document, every box where it lies once its page is straight, and what each of the input's pages, from 1, shows then.
/// `shown` are the restored images of the document's pages, in their order. Scans of which one is lacking, and pages that draw
/// their text themselves, show nothing new, and stay as they are.
///
/// # Errors
///
/// Where an image cannot be packed.
pub(super) fn straightened(
    source: &Source,
    document: &Document,
    shown: &[PageImage],
) -> Result<(Document, BTreeMap<u32, Sheet>), PdfError> {
    let mut document = document.clone();
    let mut sheets = BTreeMap::new();
    let shown: BTreeMap<u32, &PageImage> = shown.iter().map(|image| (image.page, image)).collect();
    for pages in document.pages.chunk_by_mut(|a, b| a.scan == b.scan) {
        let Some(number) = pages.first().map(|page| page.scan) else { continue };
        if source.placement(number).is_some_and(|place| place.origin == TextOrigin::Drawn) {
            continue;
        }
        let leaf = |page: &Page| Leaf::of(page, &shown);
        let Some(leaves) = pages.iter().map(leaf).collect::<Option<Vec<Leaf<'_>>>>() else { continue };
        let Some(whole) = leaves.iter().map(|leaf| leaf.part).reduce(BoundingBox::union) else { continue };
        let on_sheet: Vec<RestoredLeaf<'_>> = leaves.iter().map(Leaf::on_sheet).collect();
        let sheet = Sheet::of_restored(&on_sheet, (whole.x1, whole.y1))
            .map_err(|cause| PdfError::Image { page: number, cause })?;
        sheets.insert(number, sheet);
        for (leaf, page) in leaves.iter().zip(pages) {
            straighten(page, &leaf.geometry);
        }
    }
    Ok((document, sheets))
}

/// A page of a scan that shows one, or two.
struct Leaf<'a> {
    image: &'a PageImage,
    part: BoundingBox,
    geometry: Geometry,
}

impl<'a> Leaf<'a> {
    fn of(page: &Page, shown: &BTreeMap<u32, &'a PageImage>) -> Option<Self> {
        let geometry = page.restored.as_ref().and_then(|_| Geometry::of(page))?;
        let whole = BoundingBox::new(0, 0, page.width?, page.height?);
        Some(Self { image: shown.get(&page.number)?, part: page.part.unwrap_or(whole), geometry })
    }

    fn on_sheet(&self) -> RestoredLeaf<'a> {
        RestoredLeaf { image: self.image, part: self.part, to_part: self.geometry.to_straight_scan() }
    }
}

/// Moves what is on a page to where it lies once that is straight.
fn straighten(page: &mut Page, geometry: &Geometry) {
    let there = |bbox: &mut BoundingBox| *bbox = geometry.straightened(*bbox);
    for line in &mut page.lines {
        line.bbox.iter_mut().for_each(there);
        line.words.iter_mut().flat_map(|word| &mut word.bbox).for_each(there);
    }
    page.skew = 0.0;
    page.restored = None;
}
