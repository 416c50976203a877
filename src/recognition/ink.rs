//! The ink of a page in its connected parts.

use image::GrayImage;

use super::median::median;
use crate::document::BoundingBox;

/// The grey value below which there is ink lies in this range; where in it, Otsu's method says. On clean pages grey
/// print and JPEG's fringes lie above the lower end; on bad ones the print is as pale as the upper end.
const INK: std::ops::RangeInclusive<u8> = 140..=190;

/// The connected parts of the ink in an area of a page.
#[derive(Debug, Clone)]
pub(super) struct Ink {
    /// Where it was looked for, in pixels of the page.
    area: BoundingBox,
    /// For each pixel of the area, row by row, 1 + the index of its part, or 0 where there is no ink.
    labels: Vec<u32>,
    /// The parts' boxes in pixels of the page, in the order they are met row by row.
    parts: Vec<BoundingBox>,
    /// The usual grey value of the area's ground.
    ground: u8,
    /// The grey value below which there is ink.
    threshold: u8,
}

impl Ink {
    /// Finds the parts of the ink in an area, connected over edges and corners.
    pub(super) fn of(image: &GrayImage, area: BoundingBox) -> Self {
        Self::below(image, area, threshold)
    }

    /// Finds the parts of the same area again, with ink below a grey value higher or lower by so much: below a lower one
    /// what touches by pale fringes falls apart, below a higher one pale print holds together.
    pub(super) fn shifted(&self, image: &GrayImage, by: i8) -> Self {
        Self::below(image, self.area, |_| self.threshold.saturating_add_signed(by))
    }

    fn below(image: &GrayImage, area: BoundingBox, threshold: impl Fn(&[u32; 256]) -> u8) -> Self {
        let area = BoundingBox::new(
            area.x0.min(image.width()),
            area.y0.min(image.height()),
            area.x1.min(image.width()),
            area.y1.min(image.height()),
        );
        let (width, height) = (area.width() as usize, area.height() as usize);
        let histogram = histogram(image, area);
        let (threshold, ground) = (threshold(&histogram), usual_grey(&histogram));
        let mut labels = vec![0; width * height];
        let mut parts = Vec::new();
        if width == 0 {
            return Self { area, labels, parts, ground, threshold };
        }
        // Until it has a label of its own, ink is marked with one that no part has.
        const OPEN: u32 = u32::MAX;
        let across = image.width() as usize;
        for (row, y) in labels.chunks_exact_mut(width).zip(area.y0 as usize..) {
            let from = y * across + area.x0 as usize;
            for (label, grey) in row.iter_mut().zip(&image.as_raw()[from..from + width]) {
                *label = if *grey < threshold { OPEN } else { 0 };
            }
        }
        let mut stack = Vec::new();
        for start in 0..width * height {
            if labels[start] != OPEN {
                continue;
            }
            let label = parts.len() as u32 + 1;
            labels[start] = label;
            stack.push(start);
            let (mut x0, mut y0, mut x1, mut y1) = (width, height, 0, 0);
            while let Some(at) = stack.pop() {
                let (x, y) = (at % width, at / width);
                (x0, y0, x1, y1) = (x0.min(x), y0.min(y), x1.max(x + 1), y1.max(y + 1));
                for near_y in y.saturating_sub(1)..(y + 2).min(height) {
                    let (from, to) =
                        (near_y * width + x.saturating_sub(1), near_y * width + (x + 2).min(width));
                    for (near, other) in (from..to).zip(&mut labels[from..to]) {
                        if *other == OPEN {
                            *other = label;
                            stack.push(near);
                        }
                    }
                }
            }
            let shift = |x: usize, y: usize| (area.x0 + x as u32, area.y0 + y as u32);
            let ((x0, y0), (x1, y1)) = (shift(x0, y0), shift(x1, y1));
            parts.push(BoundingBox { x0, y0, x1, y1 });
        }
        Self { area, labels, parts, ground, threshold }
    }

    /// Returns the boxes of the parts.
    pub(super) fn parts(&self) -> &[BoundingBox] {
        &self.parts
    }

    /// Returns the median height of the parts that are higher than wide, as most letters are.
    pub(super) fn usual_height(&self) -> Option<f32> {
        let letters = self.parts.iter().filter(|part| part.height() > part.width() && part.height() > 4);
        median(letters.map(|part| part.height())).map(|height| height as f32)
    }

    /// Returns the usual grey value of the ground between the parts.
    pub(super) fn ground(&self) -> u8 {
        self.ground
    }

    /// Returns the index of the part that a pixel of the page belongs to.
    pub(super) fn part_at(&self, x: u32, y: u32) -> Option<usize> {
        let BoundingBox { x0, y0, x1, y1 } = self.area;
        if x < x0 || x >= x1 || y < y0 || y >= y1 {
            return None;
        }
        let label = self.labels[(y - y0) as usize * self.area.width() as usize + (x - x0) as usize];
        (label as usize).checked_sub(1)
    }
}

fn histogram(image: &GrayImage, area: BoundingBox) -> [u32; 256] {
    let mut histogram = [0; 256];
    let across = image.width() as usize;
    for y in area.y0 as usize..area.y1 as usize {
        for grey in &image.as_raw()[y * across + area.x0 as usize..y * across + area.x1 as usize] {
            histogram[usize::from(*grey)] += 1;
        }
    }
    histogram
}

/// Returns the grey value that parts the two kinds of pixels best, by Otsu's method, within the bounds of [`INK`].
fn threshold(histogram: &[u32; 256]) -> u8 {
    let moments = |from: usize, to: usize| {
        (from..to).fold((0.0, 0.0), |(count, sum), grey| {
            let here = f64::from(histogram[grey]);
            (count + here, sum + here * grey as f64)
        })
    };
    let (all, whole) = moments(0, 256);
    let (mut count, mut sum) = moments(0, usize::from(*INK.start()));
    let mut best = (f64::MIN, *INK.start());
    for grey in INK {
        let (a, b) = (count, all - count);
        let between =
            if a > 0.0 && b > 0.0 { a * b * (sum / a - (whole - sum) / b).powi(2) } else { f64::MIN };
        if between > best.0 {
            best = (between, grey);
        }
        let here = f64::from(histogram[usize::from(grey)]);
        (count, sum) = (count + here, sum + here * f64::from(grey));
    }
    best.1
}

fn usual_grey(histogram: &[u32; 256]) -> u8 {
    let half = histogram.iter().sum::<u32>() / 2;
    let mut below = 0;
    let at = histogram.iter().position(|count| {
        below += count;
        below > half
    });
    at.map_or(u8::MAX, |grey| grey as u8)
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    #[test]
    fn parts_touch_over_corners_and_stay_within_the_area() {
        let mut image = GrayImage::from_pixel(10, 10, Luma([255]));
        for (x, y) in [(2, 2), (3, 3), (6, 3), (0, 0)] {
            image.put_pixel(x, y, Luma([0]));
        }
        let ink = Ink::of(&image, BoundingBox::new(1, 1, 99, 99));
        assert_eq!(ink.parts(), [BoundingBox::new(2, 2, 4, 4), BoundingBox::new(6, 3, 7, 4)]);
        assert_eq!(ink.part_at(3, 3), Some(0));
        assert_eq!(ink.part_at(6, 3), Some(1));
        assert_eq!(ink.part_at(5, 5), None);
        assert_eq!(ink.part_at(0, 0), None);
    }
}
