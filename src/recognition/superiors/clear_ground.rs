//! Ground without ink, as there is under a superior figure.

use image::GrayImage;

use crate::document::BoundingBox;

/// Pixels darker than this part of the ground's grey value are ink where the figure should have clear ground under it.
const DARK: f32 = 0.7;

/// The most ink on clear ground, as a part of the strip's width: what the letter's last serif leaves.
const CLEAR: f32 = 0.2;

/// Returns whether an area of a page is free of ink, `ground` the grey value of what is.
pub(super) fn is_clear(page: &GrayImage, area: BoundingBox, ground: u8) -> bool {
    let is_dark = |x: u32, y: u32| f32::from(page.get_pixel(x, y).0[0]) < DARK * f32::from(ground);
    let dark = (area.x0..area.x1).filter(|x| (area.y0..area.y1).any(|y| is_dark(*x, y))).count();
    dark as f32 <= CLEAR * area.width() as f32
}
