//! Blue and violet stamps, lifted off the print beneath them.
//!
//! Papers that came in or were copied bear boxes ("ĐẾN / Số / Ngày", "SAO Y BẢN CHÍNH", "MẬT", names) and rings
//! (seals, also halved at the sheet's edge as dấu giáp lai) in blue or violet ink, often over print. Signatures,
//! numbers and dates are written in the same ink and must stay. What parts the two is the frame: ink of a stamp
//! runs along the four sides of a box, a little turned, or round a circle or an oval, 12 to 70 mm long. Within
//! such an [`Outline`] the ink fades; nothing else changes.
//!
//! Stamps without a frame (letters only) stay. What is written in blue inside a stamp fades with it.

mod candidates;
mod frame;
mod ink;
mod outline;

use image::{DynamicImage, GrayImage, RgbImage};

use super::bilevel::Bilevel;
use super::seal::{MM_PER_INCH, luma};
use crate::document::BoundingBox;
use frame::{LONG_SIDE, SHORT_SIDE, SIDE_OPEN, SIDE_SEEN};
use ink::{CELLS_DPI, Cell, Cells, Paper};
use outline::Outline;

/// Gaps in the ink that are closed, mm: in whole frames, and in frames that print breaks.
const GAPS: [f32; 4] = [0.5, 1.6, 3.0, 5.0];
/// How much of the box around a piece is ink, at most; more are filled areas, such as pictures.
const FILLED: f32 = 0.6;
/// How far ink reaches beyond the frame's middle, mm.
const MARGIN: f32 = 0.8;
/// Which of a stamp's cells, ordered by blueness, is its ink by itself: of 60, 75, 90 and 95 hundredths, 90 reads best.
const PURE_INK: f32 = 0.9;
/// How much bluer than that ink may be and still fade in full proportion.
const BLUEST: f32 = 1.5;

/// Lifts the stamps of a page in colour, scanned at `dpi`, off the same page in gray; returns their boxes, from the top.
pub(super) fn lift(colour: &DynamicImage, dpi: f32, gray: &mut GrayImage) -> Vec<BoundingBox> {
    match colour {
        DynamicImage::ImageRgb8(colour) => lift_from(colour, dpi, gray),
        _ if colour.color().has_color() => lift_from(&colour.to_rgb8(), dpi, gray),
        _ => Vec::new(),
    }
}

fn lift_from(colour: &RgbImage, dpi: f32, gray: &mut GrayImage) -> Vec<BoundingBox> {
    let side = ((dpi / CELLS_DPI) as u32).max(1);
    let per_mm = dpi / side as f32 / MM_PER_INCH;
    // Half of what the smallest frame has where as much of it is hidden as may be.
    let least = (LONG_SIDE.start() + SHORT_SIDE) * per_mm * SIDE_OPEN * SIDE_SEEN;
    let Some(paper) = Paper::of(colour, side, least) else { return Vec::new() };
    let cells = Cells::of(colour, side, per_mm, &paper);
    let stamps = stamps(&cells);
    for stamp in &stamps {
        fade(stamp, colour, &paper, &cells, gray);
    }
    let in_pixels = |stamp: &Outline| stamp.bounding_box(side as f32, colour.width(), colour.height());
    let mut boxes: Vec<BoundingBox> = stamps.iter().map(in_pixels).collect();
    boxes.sort_unstable_by_key(|bbox| (bbox.y0, bbox.x0, bbox.y1, bbox.x1));
    boxes
}

/// Returns the outlines of all stamps.
fn stamps(cells: &Cells) -> Vec<Outline> {
    let blue = Bilevel { width: cells.width, height: cells.height, ink: cells.are(Cell::Blue) };
    let mut stamps: Vec<Outline> = Vec::new();
    for gap in GAPS {
        let reach = (gap / 2.0 * cells.per_mm).round().max(1.0) as usize;
        let (pieces, labels) = blue.grown(reach).components();
        for (index, piece) in pieces.iter().enumerate() {
            let long = piece.width().max(piece.height()) as f32 / cells.per_mm;
            // A stroke of a pen may lie across a stamp and reach out of it.
            if !(LONG_SIDE.start()..=&(2.0 * LONG_SIDE.end())).contains(&&long) {
                continue;
            }
            let middle = ((piece.x0 + piece.x1) as f32 / 2.0, (piece.y0 + piece.y1) as f32 / 2.0);
            if stamps.iter().any(|stamp| stamp.contains(middle.0, middle.1, 0.0)) {
                continue;
            }
            let points: Vec<(f32, f32)> = (piece.y0..piece.y1)
                .flat_map(|y| (piece.x0..piece.x1).map(move |x| (x, y)))
                .filter(|(x, y)| {
                    let at = y * cells.width + x;
                    labels[at] == index as u32 + 1 && blue.ink[at]
                })
                .map(|(x, y)| (x as f32 + 0.5, y as f32 + 0.5))
                .collect();
            let box_cells = piece.width() * piece.height();
            if points.len() as f32 <= FILLED * box_cells as f32 {
                stamps.extend(cells.frame_of(&points));
            }
        }
    }
    stamps
}

/// Fades the blue ink within a stamp. How much darker than paper it makes a pixel goes by how blue it makes it; print
/// beneath it, which is not blue, stays.
fn fade(stamp: &Outline, colour: &RgbImage, paper: &Paper, cells: &Cells, gray: &mut GrayImage) {
    let side = cells.side;
    let mut inks: Vec<(i32, i32)> = stamp
        .cells(cells.width, cells.height, 0.0)
        .filter(|(x, y)| cells.get(*x, *y) == Cell::Blue)
        .map(|(x, y)| &colour.get_pixel(x as u32 * side + side / 2, y as u32 * side + side / 2).0)
        .map(|pixel| (paper.blueness(pixel), luma(pixel)))
        .collect();
    inks.sort_unstable();
    let Some((blueness, ink_luma)) = inks.get((inks.len() as f32 * PURE_INK) as usize).copied() else {
        return;
    };
    let darker = (paper.luma - ink_luma) as f32;
    for (x, y) in stamp.cells(cells.width, cells.height, MARGIN * cells.per_mm) {
        for py in y as u32 * side..(y as u32 + 1) * side {
            for px in x as u32 * side..(x as u32 + 1) * side {
                let pixel = &colour.get_pixel(px, py).0;
                let share = (paper.blueness(pixel) as f32 / blueness.max(1) as f32).clamp(0.0, BLUEST);
                let luma = luma(pixel);
                let level = (luma as f32 + darker * share).clamp(0.0, paper.luma.max(luma) as f32) as u8;
                let gray = &mut gray.get_pixel_mut(px, py).0[0];
                *gray = (*gray).max(level);
            }
        }
    }
}
