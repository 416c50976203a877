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
            let (whole, part) = (row as usize, row.fract());
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
    let (width, height) = image.dimensions();
    let (sin, cos) = skew.to_radians().sin_cos();
    let (cx, cy) = (width as f32 / 2.0, height as f32 / 2.0);
    let stride = width as usize;
    let source = image.as_raw();
    let weights: Vec<[f32; 4]> = (0..=PHASES).map(|phase| cubic(phase as f32 / PHASES as f32)).collect();
    let mut out = vec![255_u8; source.len()];
    for (y, row) in out.chunks_exact_mut(stride.max(1)).enumerate() {
        let dy = y as f32 + 0.5 - cy;
        for (x, value) in row.iter_mut().enumerate() {
            let dx = x as f32 + 0.5 - cx;
            let sx = cx + dx * cos - dy * sin - 0.5;
            let sy = cy + dx * sin + dy * cos - 0.5;
            *value = sample(source, stride, height as usize, (sx, sy), &weights);
        }
    }
    GrayImage::from_raw(width, height, out).unwrap_or_else(|| image.clone())
}

/// Places between two pixels, for each of which the weights of those around it are worked out once.
const PHASES: usize = 128;

/// Catmull and Rom's cubic between 4 × 4 pixels, its `weights` at [`PHASES`]; white beyond the edges.
fn sample(source: &[u8], width: usize, height: usize, (x, y): (f32, f32), weights: &[[f32; 4]]) -> u8 {
    if x < 1.0 || y < 1.0 || x + 2.0 >= width as f32 || y + 2.0 >= height as f32 {
        let (nx, ny) = (x.round(), y.round());
        let inside = nx >= 0.0 && ny >= 0.0 && (nx as usize) < width && (ny as usize) < height;
        return if inside { source[ny as usize * width + nx as usize] } else { 255 };
    }
    // Cutting off rounds down here; `floor` would be a call of a function on the oldest processors.
    let (left, top) = (x as usize, y as usize);
    let (column, row) = (left - 1, top - 1);
    let phase = |part: f32| &weights[(part * PHASES as f32 + 0.5) as usize];
    let (across, down) = (phase(x - left as f32), phase(y - top as f32));
    let mut sum = 0.0;
    for (index, weight) in down.iter().enumerate() {
        let start = (row + index) * width + column;
        let four = &source[start..start + 4];
        let line: f32 = four.iter().zip(across).map(|(&value, w)| f32::from(value) * w).sum();
        sum += line * weight;
    }
    (sum + 0.5).clamp(0.0, 255.0) as u8
}

fn cubic(t: f32) -> [f32; 4] {
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
