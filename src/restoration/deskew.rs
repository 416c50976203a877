//! Skew found and taken out.
//!
//! Where lines of print run level, the number of ink pixels changes sharply from row to row. The angle with the
//! greatest sum of squared changes is the skew (after Postl, US patent 4723297, 1988). It is searched in steps of
//! half a degree, then finer, down to [`FINEST`].

use image::GrayImage;

use super::bilevel::Bilevel;

/// Widest skew that is looked for, degrees.
pub(super) const WIDEST: f32 = 7.0;
/// First step of the search, degrees.
const COARSEST: f32 = 0.5;
/// Last step of the search, degrees: over the width of a page a fifth of a pixel at 150 dpi.
const FINEST: f32 = 0.01;
/// Skew below this is left in, since turning blurs; degrees. Over a line of print at 300 dpi it is three pixels,
/// which neither the recogniser nor the search for rules minds.
const LEAST: f32 = 0.08;
/// Fewest ink pixels that make an angle worth believing: a line of print has 2000 at 150 dpi.
const FEWEST_POINTS: usize = 500;
/// Most ink pixels that are looked at; more are thinned evenly.
const MOST_POINTS: usize = 150_000;

/// Ink pixels that the first step of the search needs; the later ones look at all.
const COARSE_POINTS: usize = 40_000;

/// The fraction whose multiples fill the unit interval most evenly.
const GOLDEN: f32 = 0.618_034;

/// Places of ink, for profiles at any angle.
pub(super) struct Points {
    places: Vec<(f32, f32)>,
    extent: f32,
}

impl Points {
    /// Returns the ink's places, at most [`MOST_POINTS`].
    pub(super) fn of(page: &Bilevel) -> Self {
        let count = page.ink.iter().filter(|&&ink| ink).count();
        let step = count.div_ceil(MOST_POINTS).max(1);
        let places = page
            .ink
            .iter()
            .enumerate()
            .filter(|(_, ink)| **ink)
            .step_by(step)
            .enumerate()
            .map(|(index, (at, _))| {
                // Whole rows fall on whole rows at no skew alone, which would favour it; so each pixel is moved
                // down by its own part of a row.
                let part = (index as f32 * GOLDEN).fract();
                ((at % page.width) as f32, (at / page.width) as f32 + part)
            })
            .collect();
        Self { places, extent: page.width.max(page.height) as f32 }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns how sharply ink changes from row to row once the page is turned back by `degrees`, told from every
    /// `stride`th pixel of it.
    fn sharpness(&self, degrees: f32, stride: usize, bins: &mut Vec<f32>) -> f64 {
        let (sin, cos) = degrees.to_radians().sin_cos();
        bins.clear();
        bins.resize((self.extent * 2.5) as usize + 8, 0.0);
        for &(x, y) in self.places.iter().step_by(stride) {
            // A point between two rows counts for both, so that the score is smooth in the angle.
            let row = y * cos - x * sin + self.extent * 0.75;
            let whole = row as usize;
            let part = row - whole as f32;
            bins[whole] += 1.0 - part;
            bins[whole + 1] += part;
        }
        bins.windows(2).map(|pair| f64::from(pair[1] - pair[0]).powi(2)).sum()
    }

    /// Returns the angle at which the ink lies in the sharpest rows, clockwise positive, and that sharpness for
    /// each point squared.
    pub(super) fn best_angle(&self, finest: f32) -> (f32, f64) {
        let mut bins = Vec::new();
        let mut stride = (self.places.len() / COARSE_POINTS).max(1);
        let mut best = (0.0, self.sharpness(0.0, stride, &mut bins));
        let mut step = COARSEST;
        let mut reach = (WIDEST / COARSEST) as i32;
        while step >= finest {
            let centre = best.0;
            for index in -reach..=reach {
                let angle = centre + index as f32 * step;
                if index == 0 || angle.abs() > WIDEST {
                    continue;
                }
                let score = self.sharpness(angle, stride, &mut bins);
                if score > best.1 {
                    best = (angle, score);
                }
            }
            step /= 2.5;
            reach = 3;
            if stride > 1 {
                stride = 1;
                best.1 = self.sharpness(best.0, stride, &mut bins);
            }
        }
        (best.0, best.1 / (self.places.len().max(1) as f64).powi(2))
    }
}

/// Returns the skew of a page whose lines run across, in degrees, clockwise positive; 0 where it is small or
/// there is too little to tell.
pub(super) fn skew(points: &Points) -> f32 {
    if points.len() < FEWEST_POINTS {
        return 0.0;
    }
    let (angle, _) = points.best_angle(FINEST);
    if angle.abs() < LEAST { 0.0 } else { angle }
}

/// Returns the image turned back by a skew, about its centre, on white; its size stays.
pub(super) fn straighten(image: &GrayImage, skew: f32) -> GrayImage {
    if skew == 0.0 {
        return image.clone();
    }
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (sin, cos) = skew.to_radians().sin_cos();
    let (cx, cy) = (width as f32 / 2.0, height as f32 / 2.0);
    // Two turns of lines in place of one of the plane: each row is drawn along itself to where its pixels' columns
    // are in the result, then each column along itself (Catmull and Smith, 3-D transformations of images in scanline
    // order, SIGGRAPH 1980).
    let mut columns = vec![WHITE; width * height];
    let rows = image.as_raw().chunks_exact(width.max(1)).zip(columns.chunks_exact_mut(width.max(1)));
    for (y, (from, to)) in rows.enumerate() {
        let shift = cx - 0.5 - (y as f32 + 0.5 - cy) * sin / cos;
        draw_row(from, to, |x| (x as f32 + 0.5 - cx) / cos + shift);
    }
    let mut out = vec![WHITE as u8; width * height];
    for (y, row) in out.chunks_exact_mut(width.max(1)).enumerate() {
        let middle = cy - 0.5 + (y as f32 + 0.5 - cy) * cos;
        draw_columns(&columns, row, height, |x| (x as f32 + 0.5 - cx) * sin + middle);
    }
    GrayImage::from_raw(image.width(), image.height(), out).unwrap_or_else(|| image.clone())
}

/// What lies beyond the edges of a page.
const WHITE: f32 = 255.0;

/// Draws a row from places along another, which grow; beyond its ends all is white.
fn draw_row(from: &[u8], to: &mut [f32], place: impl Fn(usize) -> f32) {
    for (x, value) in to.iter_mut().enumerate() {
        let place = place(x);
        // Cutting off rounds down here; `floor` would be a call of a function on the oldest processors.
        let left = place as usize;
        *value = match from.get(left.wrapping_sub(1)..left + 3) {
            Some(&[a, b, c, d]) if place >= 1.0 => {
                let four = [a, b, c, d].map(f32::from);
                let weights = cubic(place - left as f32);
                four.iter().zip(weights).map(|(value, weight)| value * weight).sum()
            }
            _ => nearest(place, from.len()).map_or(WHITE, |x| f32::from(from[x])),
        };
    }
}

/// Draws a row of the page from places down the columns of `from`, which has `height` rows; beyond them all is white.
fn draw_columns(from: &[f32], to: &mut [u8], height: usize, place: impl Fn(usize) -> f32) {
    let width = to.len();
    let mut x = 0;
    while x < width {
        let first = place(x);
        let top = first as usize;
        // As long as places lie between the same two rows, all four rows are read alongside.
        let end = (x + 1..width).find(|&x| place(x) as usize != top).unwrap_or(width);
        if first >= 1.0 && top + 2 < height {
            let row = |index: usize| &from[(top - 1 + index) * width..][x..end];
            let rows = row(0).iter().zip(row(1)).zip(row(2).iter().zip(row(3)));
            for (n, (value, ((a, b), (c, d)))) in to[x..end].iter_mut().zip(rows).enumerate() {
                let [u, v, w, z] = cubic(place(x + n) - top as f32);
                *value = (a * u + b * v + (c * w + d * z) + 0.5).clamp(0.0, WHITE) as u8;
            }
        } else {
            for (x, value) in to.iter_mut().enumerate().take(end).skip(x) {
                let near = nearest(place(x), height).map_or(WHITE, |y| from[y * width + x]);
                *value = (near + 0.5).clamp(0.0, WHITE) as u8;
            }
        }
        x = end;
    }
}

/// Returns the pixel of a line of `count` that a place lies on.
fn nearest(place: f32, count: usize) -> Option<usize> {
    let place = place + 0.5;
    (place >= 0.0 && (place as usize) < count).then_some(place as usize)
}

/// Returns the weights of four neighbours of a place so far between the middle two, by Catmull and Rom's cubic.
pub(super) fn cubic(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1.0, -1.5 * t3 + 2.0 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of dashes like words, turned clockwise by `skew` degrees.
    fn page(skew: f32) -> GrayImage {
        let level = GrayImage::from_fn(1240, 1754, |x, y| {
            let in_text = (100..1140).contains(&x) && (100..1600).contains(&y);
            let word = (x * 7 / 13 + y / 30 * 5) % 40 < 31 && x % 9 < 6;
            image::Luma([if in_text && y % 30 < 12 && word { 0 } else { 255 }])
        });
        straighten(&level, -skew)
    }

    #[test]
    fn skew_is_found_to_a_twentieth_of_a_degree() {
        for degrees in [-5.0, -2.3, -0.4, -0.1, 0.0, 0.04, 0.5, 1.25, 4.9, 6.5_f32] {
            let got = skew(&Points::of(&Bilevel::below(&page(degrees), 128)));
            assert!((got - degrees).abs() <= 0.05, "{degrees}: {got}");
        }
    }

    #[test]
    fn straightening_undoes_a_skew() {
        let straight = straighten(&page(2.0), 2.0);
        let left = skew(&Points::of(&Bilevel::below(&straight, 128)));
        assert!(left.abs() <= 0.05, "{left}");
    }

    #[test]
    fn a_page_with_next_to_nothing_on_it_is_not_turned() {
        let mut nearly_white = GrayImage::from_pixel(1240, 1754, image::Luma([255]));
        for step in 0..40 {
            nearly_white.put_pixel(300 + step, 300 + step / 8, image::Luma([0]));
        }
        assert_eq!(skew(&Points::of(&Bilevel::below(&nearly_white, 128))), 0.0);
    }
}
