//! A map between the pixels of two images of one page.

use super::BoundingBox;

/// An affine map from the pixels of a worked image (turned, straightened, scaled) back to those of the scan.
///
/// `x' = a·x + b·y + c`, `y' = d·x + e·y + f`, in pixels, origin top left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transform {
    /// The coefficients `[a, b, c, d, e, f]`.
    pub coefficients: [f64; 6],
}

impl Transform {
    /// The map that changes nothing.
    pub const IDENTITY: Self = Self { coefficients: [1.0, 0.0, 0.0, 0.0, 1.0, 0.0] };

    /// Returns where a point goes.
    pub fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.coefficients;
        (a * x + b * y + c, d * x + e * y + f)
    }

    /// Returns the map that applies `self` first and `next` after it.
    pub fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.coefficients;
        let [g, h, i, j, k, l] = next.coefficients;
        Self {
            coefficients: [
                g * a + h * d,
                g * b + h * e,
                g * c + h * f + i,
                j * a + k * d,
                j * b + k * e,
                j * c + k * f + l,
            ],
        }
    }

    /// Returns the map back; `None` where this one lays the plane onto a line or a point.
    pub fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.coefficients;
        let area = a * e - b * d;
        let back = [e, -b, b * f - c * e, -d, a, c * d - a * f].map(|value| value / area);
        back.iter().all(|value| value.is_finite()).then_some(Self { coefficients: back })
    }

    /// Returns the upright box, cut to an image of `width` × `height`, around where a box's corners go.
    pub fn bounding_box(&self, bbox: BoundingBox, width: u32, height: u32) -> BoundingBox {
        let corners = [
            self.point(f64::from(bbox.x0), f64::from(bbox.y0)),
            self.point(f64::from(bbox.x1), f64::from(bbox.y0)),
            self.point(f64::from(bbox.x0), f64::from(bbox.y1)),
            self.point(f64::from(bbox.x1), f64::from(bbox.y1)),
        ];
        let edge = |values: [f64; 4], limit: u32| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let limit = f64::from(limit);
            (low.round().clamp(0.0, limit) as u32, high.round().clamp(0.0, limit) as u32)
        };
        let (x0, x1) = edge(corners.map(|p| p.0), width);
        let (y0, y1) = edge(corners.map(|p| p.1), height);
        BoundingBox { x0, y0, x1, y1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_and_back_is_the_identity() {
        let turn = Transform { coefficients: [0.0, -1.0, 100.0, 1.0, 0.0, 0.0] };
        let back = Transform { coefficients: [0.0, 1.0, 0.0, -1.0, 0.0, 100.0] };
        assert_eq!(turn.then(&back), Transform::IDENTITY);
    }

    #[test]
    fn what_is_mapped_there_and_back_is_where_it_was() {
        let map = Transform { coefficients: [0.5, -2.0, 30.0, 1.5, 0.25, -7.0] };
        let (x, y) = map.point(12.0, 34.0);
        let (x, y) = map.inverse().unwrap().point(x, y);
        assert!((x - 12.0).abs() < 1e-9 && (y - 34.0).abs() < 1e-9, "{x}, {y}");
        assert_eq!(Transform { coefficients: [1.0, 2.0, 0.0, 2.0, 4.0, 0.0] }.inverse(), None);
    }

    #[test]
    fn boxes_are_cut_to_the_page() {
        let twice = Transform { coefficients: [2.0, 0.0, -10.0, 0.0, 2.0, 0.0] };
        let got = twice.bounding_box(BoundingBox::new(0, 0, 80, 80), 100, 150);
        assert_eq!(got, BoundingBox::new(0, 0, 100, 150));
    }
}
