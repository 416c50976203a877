//! A smooth field of vertical displacement over a page: across it a cubic spline, down it linear.

/// Stretches of the spline across a page; a spine curls what lies within an inch or two of it.
const SPANS: usize = 5;
/// Numbers that make a cubic spline of so many stretches.
pub(super) const CONTROLS: usize = SPANS + 3;
/// How far to both sides of a place the field's slope is taken, in parts of the page's width.
const NEAR: f64 = 0.01;

/// Displacements downwards in parts of the page's height, at places in parts of its width and height.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// The spline halfway down the page.
    pub(super) middle: [f64; CONTROLS],
    /// What is added to it at the bottom and taken from it at the top.
    pub(super) slant: [f64; CONTROLS],
}

impl Field {
    /// Returns the displacement at a place; beyond the page's sides it is that at the side.
    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (first, weights) = basis(x);
        let sum = |controls: &[f64; CONTROLS]| -> f64 {
            controls[first..].iter().zip(weights).map(|(control, weight)| control * weight).sum()
        };
        sum(&self.middle) + sum(&self.slant) * (2.0 * y - 1.0)
    }

    /// Returns how steeply it falls to the right at a place: parts of the page's height for its whole width.
    pub(super) fn slope(&self, x: f64, y: f64) -> f64 {
        (self.at(x + NEAR, y) - self.at(x - NEAR, y)) / (2.0 * NEAR)
    }
}

/// Returns the first of the four numbers of a spline that count at a place, and the weights of the four: uniform
/// cubic B-splines.
pub(super) fn basis(x: f64) -> (usize, [f64; 4]) {
    let along = x.clamp(0.0, 1.0) * SPANS as f64;
    let first = (along as usize).min(SPANS - 1);
    let t = along - first as f64;
    let (t2, t3) = (t * t, t * t * t);
    let rest = 1.0 - t;
    let weights = [rest * rest * rest, 3.0 * t3 - 6.0 * t2 + 4.0, -3.0 * t3 + 3.0 * t2 + 3.0 * t + 1.0, t3];
    (first, weights.map(|weight| weight / 6.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_every_place_add_up_to_one() {
        for step in -10..=110 {
            let (first, weights) = basis(f64::from(step) / 100.0);
            assert!(first + weights.len() <= CONTROLS);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_straight_spline_has_one_slope_and_the_slant_turns_it_over_from_top_to_bottom() {
        // Uniform cubic splines give straight lines back: a step from number to number is one stretch across.
        let line = std::array::from_fn(|index| index as f64 * 0.01);
        let flat = [0.0; CONTROLS];
        let tilted = Field { middle: line, slant: flat };
        let fan = Field { middle: flat, slant: line };
        for x in [0.1, 0.33, 0.5, 0.9] {
            let slope = 0.01 * SPANS as f64;
            assert!((tilted.slope(x, 0.2) - slope).abs() < 1e-12);
            assert!((fan.slope(x, 0.0) + slope).abs() < 1e-12 && (fan.slope(x, 1.0) - slope).abs() < 1e-12);
            assert!(fan.at(x, 0.5).abs() < 1e-12);
        }
    }
}
