//! How heavy print is: the width of its strokes.
//!
//! Bold print tells headings and titles from text, whatever they are called and numbered. A row of pixels through a word meets
//! its strokes one after the other; their mean width is the ink on the row over the times that it begins. Both are counted in
//! shares of the way from paper to print, not in pixels above a threshold, so that a stroke of two pixels and a half is one, and
//! pale print has the strokes of black.

use image::GrayImage;

use super::cells::Piece;
use crate::document::BoundingBox;

/// Shares of the way from paper to the darkest print that are paper still, and print already: noise lies below the one, and
/// above the other the blackness of ink no longer matters.
const PAPER: f32 = 0.15;
const PRINT: f32 = 0.85;
/// Part of a word's pixels that are as dark as its print. Of text a fifth is ink.
const DARKEST: f32 = 0.05;
/// Points in an inch.
const POINTS: f32 = 72.0;

/// Measures the strokes of all words, in points. `dpi` is the image's resolution in dots per inch.
pub(super) fn measure(pieces: &mut [Piece], image: &GrayImage, dpi: f32) {
    for word in pieces.iter_mut().flat_map(|piece| &mut piece.line.words) {
        word.stroke = word.bbox.and_then(|bbox| stroke_width(image, bbox)).map(|width| width * POINTS / dpi);
    }
}

/// Returns the mean width of the strokes in a box, in pixels; `None` where there is no print.
fn stroke_width(image: &GrayImage, bbox: BoundingBox) -> Option<f32> {
    let (x0, y0) = (bbox.x0.min(image.width()) as usize, bbox.y0.min(image.height()) as usize);
    // An inverted box holds nothing.
    let (x1, y1) = (bbox.x1.min(image.width()) as usize, bbox.y1.min(image.height()) as usize);
    let (x1, y1) = (x1.max(x0), y1.max(y0));
    let across = image.width() as usize;
    let rows = || (y0..y1).map(|y| &image.as_raw()[y * across + x0..y * across + x1]);
    let mut histogram = [0_usize; 256];
    rows().flatten().for_each(|grey| histogram[usize::from(*grey)] += 1);
    let pixels = ((y1 - y0) * (x1 - x0)) as f32;
    // The grey that a part of the pixels is as dark as.
    let grey_of = |part: f32| {
        let mut below = 0;
        let is_there = |count: &usize| {
            below += count;
            below as f32 > pixels * part
        };
        histogram.iter().position(is_there).map(|grey| grey as f32)
    };
    let (paper, print) = (grey_of(0.5)?, grey_of(DARKEST)?);
    let contrast = paper - print;
    if contrast <= 0.0 {
        return None;
    }
    let share = |grey: u8| {
        let way = (paper - f32::from(grey)) / contrast;
        ((way - PAPER) / (PRINT - PAPER)).clamp(0.0, 1.0)
    };
    let (mut ink, mut begins) = (0.0, 0.0);
    for row in rows() {
        let mut before = 0.0;
        for grey in row {
            let here = share(*grey);
            ink += here;
            begins += (here - before).max(0.0);
            before = here;
        }
    }
    (begins > 0.0).then(|| ink / begins)
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// A word of upright strokes of a width with room between them, in grey on lighter grey.
    fn strokes(width: u32, print: u8, paper: u8) -> GrayImage {
        GrayImage::from_fn(120, 30, |x, y| {
            let is_print = (5..25).contains(&y) && x % 12 < width;
            Luma([if is_print { print } else { paper }])
        })
    }

    #[test]
    fn strokes_are_as_wide_in_pale_print_as_in_black() {
        let whole = BoundingBox::new(0, 0, 120, 30);
        for (print, paper) in [(0, 255), (120, 200)] {
            for width in [2, 3, 5] {
                let measured = stroke_width(&strokes(width, print, paper), whole).unwrap();
                assert!((measured - width as f32).abs() < 0.01, "{measured} of {width}");
            }
        }
    }

    #[test]
    fn paper_and_what_lies_outside_the_page_have_no_strokes() {
        let image = GrayImage::from_pixel(50, 50, Luma([230]));
        assert_eq!(stroke_width(&image, BoundingBox::new(0, 0, 50, 50)), None);
        assert_eq!(stroke_width(&image, BoundingBox::new(60, 60, 90, 90)), None);
        assert_eq!(stroke_width(&image, BoundingBox::new(30, 40, 20, 45)), None, "inverted");
    }
}
