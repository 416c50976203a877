//! How far the lines of a page curl, as those of bound volumes do near the spine: a smooth field of vertical displacement,
//! across the page a cubic spline, down it linear.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BoundingBox;

/// Stretches of the spline across a page; a spine curls what lies within an inch or two of it.
const SPANS: usize = 5;
/// Numbers that make a cubic spline of so many stretches.
pub const CONTROLS: usize = SPANS + 3;
/// How far to both sides of a place the field's slope is taken, in parts of the page's width.
const NEAR: f64 = 0.01;
/// Places at which the edges of a box as wide as the page are followed.
const BOX_STEPS: f64 = 32.0;

/// How far the print of a straight page lies below where it would on a flat one: displacements downwards in parts of the
/// page's height, at places in parts of its width and height.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Curl {
    /// The spline halfway down the page, by its control values.
    pub middle: [f64; CONTROLS],
    /// What is added to it at the bottom and taken from it at the top.
    pub slant: [f64; CONTROLS],
}

impl Curl {
    /// Returns the displacement at a place; beyond the page's sides it is that at the side.
    pub fn at(&self, x: f64, y: f64) -> f64 {
        let (first, weights) = basis(x);
        let sum = |controls: &[f64; CONTROLS]| -> f64 {
            controls[first..].iter().zip(weights).map(|(control, weight)| control * weight).sum()
        };
        sum(&self.middle) + sum(&self.slant) * (2.0 * y - 1.0)
    }

    /// Returns how steeply it falls to the right at a place: parts of the page's height for its whole width.
    pub fn slope(&self, x: f64, y: f64) -> f64 {
        (self.at(x + NEAR, y) - self.at(x - NEAR, y)) / (2.0 * NEAR)
    }

    /// Returns where on the flat page, `width` × `height`, a point of the curled one comes to lie, and by how many pixels its
    /// line falls there for each that it runs.
    pub fn flattened(&self, (x, y): (f64, f64), (width, height): (u32, u32)) -> ((f64, f64), f64) {
        let (wide, tall) = (f64::from(width.max(1)), f64::from(height.max(1)));
        // The field is linear down the page.
        let (top, bottom) = (self.at(x / wide, 0.0), self.at(x / wide, 1.0));
        let flat = (y / tall - top) / (1.0 + bottom - top);
        ((x, flat * tall), self.slope(x / wide, flat) * tall / wide)
    }

    /// Returns the box around where the pixels of a box on the flat page, `width` × `height`, lie on the curled one.
    pub fn bounding_box(&self, bbox: BoundingBox, (width, height): (u32, u32)) -> BoundingBox {
        let (wide, tall) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let across = f64::from(bbox.x1) - f64::from(bbox.x0);
        let steps = (across / wide * BOX_STEPS).ceil().max(1.0);
        let moved = |y: u32, choose: fn(f64, f64) -> f64| {
            let places = (0..=steps as u32).map(|step| {
                let x = f64::from(bbox.x0) + across * f64::from(step) / steps;
                f64::from(y) + self.at(x / wide, f64::from(y) / tall) * tall
            });
            places.reduce(choose).unwrap_or(f64::from(y)).round().clamp(0.0, tall) as u32
        };
        BoundingBox { y0: moved(bbox.y0, f64::min), y1: moved(bbox.y1, f64::max), ..bbox }
    }
}

/// Returns the first of the control values of a spline that count at a place, and the weights of the four that do: uniform
/// cubic B-splines.
pub fn basis(x: f64) -> (usize, [f64; 4]) {
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
        // Uniform cubic splines give straight lines back: a step from value to value is one stretch across.
        let line = std::array::from_fn(|index| index as f64 * 0.01);
        let flat = [0.0; CONTROLS];
        let tilted = Curl { middle: line, slant: flat };
        let fan = Curl { middle: flat, slant: line };
        for x in [0.1, 0.33, 0.5, 0.9] {
            let slope = 0.01 * SPANS as f64;
            assert!((tilted.slope(x, 0.2) - slope).abs() < 1e-12);
            assert!((fan.slope(x, 0.0) + slope).abs() < 1e-12 && (fan.slope(x, 1.0) - slope).abs() < 1e-12);
            assert!(fan.at(x, 0.5).abs() < 1e-12);
        }
    }
}
