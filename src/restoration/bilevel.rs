//! A page in black and white, reduced, for estimates: where ink is, and in which connected pieces.

use fast_image_resize::images::Image as Canvas;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::GrayImage;

/// Resolution at which pages are estimated, dots per inch. Letters of 13 points are 13 pixels high there and
/// marks two or three; a page has two million pixels.
pub(super) const WORK_DPI: f32 = 150.0;

/// Ink is darker than this share of the paper around it, at most and at least; between them Otsu decides.
const INK_BELOW: std::ops::RangeInclusive<f32> = 0.45..=0.75;

/// Black and white pixels, row by row; true is ink.
#[derive(Debug, Clone)]
pub(super) struct Bilevel {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) ink: Vec<bool>,
}

/// A connected piece of ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) x0: usize,
    pub(super) y0: usize,
    /// One past the right edge.
    pub(super) x1: usize,
    /// One past the bottom edge.
    pub(super) y1: usize,
    /// Number of pixels.
    pub(super) area: usize,
}

impl Component {
    pub(super) fn width(&self) -> usize {
        self.x1 - self.x0
    }

    pub(super) fn height(&self) -> usize {
        self.y1 - self.y0
    }

    /// Returns the piece on its page turned by 90 degrees clockwise, which was so many pixels high before.
    pub(super) fn turned(&self, page_height: usize) -> Self {
        Self {
            x0: page_height - self.y1,
            y0: self.x0,
            x1: page_height - self.y0,
            y1: self.x1,
            area: self.area,
        }
    }
}

/// Returns the image scaled by `factor`, by Lanczos' filter; a copy where that changes nothing.
pub(super) fn scaled(image: &GrayImage, factor: f32) -> GrayImage {
    let side = |length: u32| ((length as f32 * factor).round() as u32).max(1);
    resized(image, side(image.width()), side(image.height()), FilterType::Lanczos3)
}

pub(super) fn resized(image: &GrayImage, width: u32, height: u32, filter: FilterType) -> GrayImage {
    if (width, height) == image.dimensions() || image.width() == 0 || image.height() == 0 {
        return image.clone();
    }
    let Ok(source) = fast_image_resize::images::ImageRef::new(
        image.width(),
        image.height(),
        image.as_raw(),
        PixelType::U8,
    ) else {
        return image.clone();
    };
    let mut target = Canvas::new(width, height, PixelType::U8);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    if Resizer::new().resize(&source, &mut target, &options).is_err() {
        return image.clone();
    }
    GrayImage::from_raw(width, height, target.into_vec()).unwrap_or_else(|| image.clone())
}

impl Bilevel {
    /// Returns where the image is darker than the threshold.
    pub(super) fn below(image: &GrayImage, threshold: u8) -> Self {
        Self {
            width: image.width() as usize,
            height: image.height() as usize,
            ink: image.as_raw().iter().map(|&value| value < threshold).collect(),
        }
    }

    /// Returns the ink of an image whose paper is even and white.
    pub(super) fn of(image: &GrayImage) -> Self {
        Self::below(image, threshold(image))
    }

    /// Returns the image with rows and columns exchanged.
    pub(super) fn transposed(&self) -> Self {
        // Blocks keep both images' rows in the processor's cache.
        const BLOCK: usize = 32;
        let mut ink = vec![false; self.ink.len()];
        for top in (0..self.height).step_by(BLOCK) {
            for left in (0..self.width).step_by(BLOCK) {
                for y in top..(top + BLOCK).min(self.height) {
                    for x in left..(left + BLOCK).min(self.width) {
                        ink[x * self.height + y] = self.ink[y * self.width + x];
                    }
                }
            }
        }
        Self { width: self.height, height: self.width, ink }
    }

    /// Returns where there is ink within `reach` of a pixel, in a square.
    pub(super) fn grown(&self, reach: usize) -> Self {
        self.spread(reach).transposed().spread(reach).transposed()
    }

    /// Spreads ink along rows.
    fn spread(&self, reach: usize) -> Self {
        let width = self.width.max(1);
        let mut ink = vec![false; self.ink.len()];
        for (row, into) in self.ink.chunks_exact(width).zip(ink.chunks_exact_mut(width)) {
            let mut filled = 0;
            for x in (0..row.len()).filter(|x| row[*x]) {
                let end = (x + reach + 1).min(row.len());
                let start = x.saturating_sub(reach).max(filled);
                if start < end {
                    into[start..end].fill(true);
                }
                filled = end;
            }
        }
        Self { width: self.width, height: self.height, ink }
    }

    /// Returns the pieces of ink connected over edges and corners, in the order of their first pixels, and for
    /// each pixel the piece it belongs to plus 1, or 0.
    pub(super) fn components(&self) -> (Vec<Component>, Vec<u32>) {
        let mut labels = vec![0_u32; self.ink.len()];
        let mut components = Vec::new();
        let mut stack = Vec::new();
        for start in 0..self.ink.len() {
            if !self.ink[start] || labels[start] != 0 {
                continue;
            }
            let label = components.len() as u32 + 1;
            let mut piece = Component { x0: self.width, y0: self.height, x1: 0, y1: 0, area: 0 };
            labels[start] = label;
            stack.push(start);
            while let Some(at) = stack.pop() {
                let (x, y) = (at % self.width, at / self.width);
                piece.x0 = piece.x0.min(x);
                piece.x1 = piece.x1.max(x + 1);
                piece.y0 = piece.y0.min(y);
                piece.y1 = piece.y1.max(y + 1);
                piece.area += 1;
                for ny in y.saturating_sub(1)..(y + 2).min(self.height) {
                    for nx in x.saturating_sub(1)..(x + 2).min(self.width) {
                        let next = ny * self.width + nx;
                        if self.ink[next] && labels[next] == 0 {
                            labels[next] = label;
                            stack.push(next);
                        }
                    }
                }
            }
            components.push(piece);
        }
        (components, labels)
    }
}

/// Returns the gray level that parts ink from white paper, by Otsu's method (1979) within bounds.
pub(super) fn threshold(image: &GrayImage) -> u8 {
    let histogram = histogram(image);
    let total: u64 = histogram.iter().sum();
    let sum: f64 = histogram.iter().enumerate().map(|(level, &count)| level as f64 * count as f64).sum();
    let (mut below, mut sum_below) = (0_u64, 0.0);
    let mut best = (0.0, 0_usize);
    for (level, &count) in histogram.iter().enumerate() {
        below += count;
        sum_below += level as f64 * count as f64;
        let above = total - below;
        if below == 0 || above == 0 {
            continue;
        }
        let difference = sum_below / below as f64 - (sum - sum_below) / above as f64;
        let variance = below as f64 * above as f64 * difference * difference;
        if variance > best.0 {
            best = (variance, level + 1);
        }
    }
    (best.1 as f32).clamp(INK_BELOW.start() * 255.0, INK_BELOW.end() * 255.0) as u8
}

/// Returns the grey value of most of a page, its ground.
pub(super) fn usual_grey(image: &GrayImage) -> u8 {
    let histogram = histogram(image);
    let half = histogram.iter().sum::<u64>() / 2;
    let mut below = 0;
    let usual = histogram.iter().position(|count| {
        below += count;
        below > half
    });
    usual.map_or(u8::MAX, |grey| grey as u8)
}

/// Returns the grey value that lies a share of the way from one to another that is lighter.
pub(super) fn between(dark: u8, light: u8, share: f32) -> u8 {
    dark + (f32::from(light.saturating_sub(dark)) * share) as u8
}

fn histogram(image: &GrayImage) -> [u64; 256] {
    let mut histogram = [0_u64; 256];
    for &value in image.as_raw() {
        histogram[usize::from(value)] += 1;
    }
    histogram
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_touch_at_corners_are_one() {
        let ink = [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1].map(|v| v == 1).to_vec();
        let (components, labels) = Bilevel { width: 4, height: 3, ink }.components();
        let boxes: Vec<_> = components.iter().map(|c| (c.x0, c.y0, c.x1, c.y1, c.area)).collect();
        assert_eq!(boxes, [(0, 0, 2, 2, 2), (3, 1, 4, 3, 2)]);
        assert_eq!(labels, [1, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 2]);
    }

    #[test]
    fn transposing_exchanges_rows_and_columns() {
        let page = Bilevel { width: 3, height: 2, ink: vec![true, false, false, false, false, true] };
        let turned = page.transposed();
        assert_eq!((turned.width, turned.height), (2, 3));
        assert_eq!(turned.ink, [true, false, false, false, false, true]);
    }

    #[test]
    fn the_threshold_parts_ink_from_paper() {
        let image = GrayImage::from_fn(100, 100, |x, _| image::Luma([if x < 10 { 40 } else { 250 }]));
        let got = threshold(&image);
        assert!((100..=191).contains(&got), "{got}");
    }
}
