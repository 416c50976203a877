//! What is printed in a cell, and that cut out of the page, scaled and set on white.

use image::{GrayImage, Luma, imageops};

use super::ink::Ink;
use super::median::median;
use super::read_line::ReadLine;
use super::text_lines::LEAST_HEIGHT;
use crate::document::BoundingBox;

/// The strip inside a cell's border that is not looked at, in inches: half a thick rule and its blur.
const BORDER: f32 = 0.02;

/// The greatest thickness of what may be left of a rule, in inches.
const RULE_THICKNESS: f32 = 0.02;

/// White set around what is cut out, in pixels after scaling. Tesseract reads worse up to the very edge.
pub(super) const MARGIN: u32 = 24;

/// What is printed in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Print {
    /// The box around it, in pixels of the page.
    pub(super) bbox: BoundingBox,
    /// Height of a character in pixels: the median of its connected parts.
    pub(super) character: u32,
}

/// Finds what is printed in a cell; `None` where it is empty but for specks and what is left of its rules.
pub(super) fn print(image: &GrayImage, cell: BoundingBox, dpi: f32) -> Option<Print> {
    let inner = inner(image, cell, dpi);
    if inner.width() == 0 || inner.height() == 0 {
        return None;
    }
    let thin = (RULE_THICKNESS * dpi).ceil() as u32;
    let least = (LEAST_HEIGHT * dpi).ceil() as u32;
    let is_rule = |b: &BoundingBox| {
        let along_side = (b.x0 == inner.x0 || b.x1 == inner.x1) && b.width() <= thin;
        let along_end = (b.y0 == inner.y0 || b.y1 == inner.y1) && b.height() <= thin;
        along_side || along_end || (b.height() <= thin && b.width() * 2 > inner.width())
    };
    let mut parts = Ink::of(image, inner).parts().to_vec();
    parts.retain(|b| b.height() >= least && !is_rule(b));
    let bbox = parts.iter().copied().reduce(BoundingBox::union)?;
    Some(Print { bbox, character: median(parts.iter().map(|part| part.height()))? })
}

/// Returns a cell without the strip along its border.
fn inner(image: &GrayImage, cell: BoundingBox, dpi: f32) -> BoundingBox {
    let border = (BORDER * dpi).ceil() as u32;
    BoundingBox::new(
        cell.x0.saturating_add(border),
        cell.y0.saturating_add(border),
        cell.x1.min(image.width()).saturating_sub(border),
        cell.y1.min(image.height()).saturating_sub(border),
    )
}

/// A cell's ink, cut out, scaled and set on white.
pub(super) struct CellCrop {
    pub(super) image: GrayImage,
    /// What was cut out, in pixels of the page.
    from: BoundingBox,
    scale: f32,
}

impl CellCrop {
    pub(super) fn new(page: &GrayImage, cell: BoundingBox, ink: &Print, dpi: f32, scale: f32) -> Self {
        // Room for what is lower than a character: commas, dots and the marks of Vietnamese.
        let room = ink.character / 2;
        let inner = inner(page, cell, dpi);
        let from = BoundingBox::new(
            ink.bbox.x0.saturating_sub(room).max(inner.x0),
            ink.bbox.y0.saturating_sub(room).max(inner.y0),
            (ink.bbox.x1 + room).min(inner.x1),
            (ink.bbox.y1 + room).min(inner.y1),
        );
        let scaled = |length: u32| ((length as f32 * scale).round() as u32).max(1);
        let (width, height) = (scaled(from.width()), scaled(from.height()));
        let crop = imageops::crop_imm(page, from.x0, from.y0, from.width(), from.height()).to_image();
        let crop = imageops::resize(&crop, width, height, imageops::FilterType::CatmullRom);
        let mut image = GrayImage::from_pixel(width + 2 * MARGIN, height + 2 * MARGIN, Luma([255]));
        imageops::replace(&mut image, &crop, i64::from(MARGIN), i64::from(MARGIN));
        Self { image, from, scale }
    }

    /// Moves a line's boxes back to where they stand on the page.
    pub(super) fn place_back(&self, line: &mut ReadLine) {
        let edge = |at: u32, from: u32, to: u32| {
            (from + (at.saturating_sub(MARGIN) as f32 / self.scale).round() as u32).min(to)
        };
        let Self { from, .. } = self;
        let back = |b: BoundingBox| {
            BoundingBox::new(
                edge(b.x0, from.x0, from.x1),
                edge(b.y0, from.y0, from.y1),
                edge(b.x1, from.x0, from.x1),
                edge(b.y1, from.y0, from.y1),
            )
        };
        line.bbox = line.bbox.map(back);
        for word in &mut line.words {
            word.each_box(back);
        }
    }
}
