//! The one way between a page as it was read, upright, straight and flat, and its scan.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::curl::Curl;
use super::transform::Transform;
use super::{BoundingBox, Page};

/// The image that a page was read from: its scan, or its part of that, restored.
///
/// With [`Page::rotation`] and [`Page::skew`] it says where on the scan each of its pixels came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RestoredImage {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The curl that was taken out after the skew; none where the page was flat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<Curl>,
}

/// An upright box, origin top left, in fractions of pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Its left edge.
    pub x0: f32,
    /// Its upper edge.
    pub y0: f32,
    /// Its right edge.
    pub x1: f32,
    /// Its lower edge.
    pub y1: f32,
}

impl Frame {
    /// Returns how high it is.
    pub fn height(self) -> f32 {
        self.y1 - self.y0
    }

    /// Returns its middle.
    pub fn center(self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0)
    }

    /// Returns the box around it and another.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let (x0, y0) = (self.x0.min(other.x0), self.y0.min(other.y0));
        Self { x0, y0, x1: self.x1.max(other.x1), y1: self.y1.max(other.y1) }
    }

    /// Returns the box of whole pixels that is nearest to it.
    pub fn to_box(self) -> BoundingBox {
        let at = |edge: f32| edge.round().max(0.0) as u32;
        BoundingBox::new(at(self.x0), at(self.y0), at(self.x1), at(self.y1))
    }
}

impl From<BoundingBox> for Frame {
    fn from(bbox: BoundingBox) -> Self {
        let [x0, y0, x1, y1] = [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(|edge| edge as f32);
        Self { x0, y0, x1, y1 }
    }
}

/// How the restored image of a page lies on its scan, or on its part of the scan. "The scan" is that part, below.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometry {
    restored: RestoredImage,
    /// Width and height of the scan, pixels.
    scan: (u32, u32),
    /// From pixels of the restored image to pixels of the scan, but for skew and curl.
    to_straight_scan: Transform,
    /// From pixels of the restored image to pixels of the scan, but for the curl.
    to_scan: Transform,
}

/// Half of the least extent of a box taken back from the scan, pixels: of a box cut at the scan's edge too little is left.
const LEAST_HALF: f64 = 0.5;

impl Geometry {
    /// Returns the geometry of a scan of so many pixels that was turned by quarters, `rotation` degrees clockwise, scaled, and
    /// had a `skew` of so many degrees taken out, clockwise positive, and then a curl.
    pub fn new(scan: (u32, u32), rotation: u16, skew: f32, restored: RestoredImage) -> Self {
        let RestoredImage { width, height, .. } = restored;
        let (upright_width, upright_height) = upright(scan, rotation);
        let scale = |upright: u32, own: u32| f64::from(upright) / f64::from(own.max(1));
        let unscale = Transform {
            coefficients: [scale(upright_width, width), 0.0, 0.0, 0.0, scale(upright_height, height), 0.0],
        };
        let to_straight_scan = unscale.then(&turn_back(rotation, scan));
        let to_scan = unskew(skew, width, height).then(&to_straight_scan);
        Self { restored, scan, to_straight_scan, to_scan }
    }

    /// Returns the geometry of a page with a scan: where nothing says how large the image was that it was read from, as if that
    /// was as large as the scan, and flat.
    pub fn of(page: &Page) -> Option<Self> {
        let scan = (page.width?, page.height?);
        let restored = page.restored.clone().unwrap_or_else(|| {
            let (width, height) = upright(scan, page.rotation);
            RestoredImage { width, height, curl: None }
        });
        Some(Self::new(scan, page.rotation, page.skew, restored))
    }

    /// Returns the image that was read.
    pub fn restored(&self) -> &RestoredImage {
        &self.restored
    }

    /// Returns the map from pixels of the restored image to those of the scan, had that been straight and flat: resolution and
    /// quarter turn alone.
    pub fn to_straight_scan(&self) -> Transform {
        self.to_straight_scan
    }

    /// Returns the box on the scan around what a box of the restored image shows.
    pub fn to_scan(&self, bbox: BoundingBox) -> BoundingBox {
        let curl = self.restored.curl.as_ref();
        let curled = curl.map_or(bbox, |curl| curl.bounding_box(bbox, self.size()));
        self.to_scan.bounding_box(curled, self.scan.0, self.scan.1)
    }

    /// Returns the box of the restored image that a box on the scan was made of: [`to_scan`](Self::to_scan) taken back. It gives
    /// the box that was read, not one around it, so that a thin rule stays thin.
    pub fn from_scan(&self, bbox: BoundingBox) -> Frame {
        let edges = |low: f64, high: f64| (low as f32, high as f32);
        let ((x, y), (across, down)) = self.read_box(bbox);
        let ((x0, x1), (y0, y1)) = (edges(x - across, x + across), edges(y - down, y + down));
        Frame { x0, y0, x1, y1 }
    }

    /// As [`from_scan`](Self::from_scan), in pixels as large as the scan's.
    pub fn upright(&self, bbox: BoundingBox) -> Frame {
        let Frame { x0, y0, x1, y1 } = self.from_scan(bbox);
        let [a, b, _, d, e, _] = self.to_straight_scan.coefficients.map(|value| value.abs() as f32);
        // After a quarter turn one of the two is nothing.
        let (across, down) = (a + d, b + e);
        Frame { x0: x0 * across, y0: y0 * down, x1: x1 * across, y1: y1 * down }
    }

    /// Returns where a box on the scan would lie had that been straight and flat.
    pub fn straightened(&self, bbox: BoundingBox) -> BoundingBox {
        let ((x, y), (across, down)) = self.read_box(bbox);
        let one = self.to_straight_scan.point(x - across, y - down);
        let other = self.to_straight_scan.point(x + across, y + down);
        let edges = |one: f64, other: f64, limit: u32| {
            let at = |value: f64| value.round().clamp(0.0, f64::from(limit)) as u32;
            (at(one.min(other)), at(one.max(other)))
        };
        let (x0, x1) = edges(one.0, other.0, self.scan.0);
        let (y0, y1) = edges(one.1, other.1, self.scan.1);
        BoundingBox::new(x0, y0, x1, y1)
    }

    /// Returns the middle of the box of the restored image that a box on the scan was made of, and half its extent.
    fn read_box(&self, bbox: BoundingBox) -> ((f64, f64), (f64, f64)) {
        let half = |low: u32, high: u32| (f64::from(high) - f64::from(low)) / 2.0;
        let (across, down) = (half(bbox.x0, bbox.x1), half(bbox.y0, bbox.y1));
        let (x, y) = (f64::from(bbox.x0) + across, f64::from(bbox.y0) + down);
        // A scan of no pixels has no way back; what lies on it has no extent either.
        let back = self.to_scan.inverse().unwrap_or(Transform::IDENTITY);
        let middle = back.point(x, y);
        let (middle, fall) = match &self.restored.curl {
            Some(curl) => curl.flattened(middle, self.size()),
            None => (middle, 0.0),
        };
        // A box around a turned one is as wide as its sides' shadows together.
        let [a, b, _, d, e, _] = self.to_scan.coefficients.map(f64::abs);
        let shadows = Transform { coefficients: [a, b, 0.0, d, e, 0.0] };
        let sides = shadows.inverse().unwrap_or(Transform::IDENTITY);
        let (across, down) = sides.point(across, down);
        let down = down - fall.abs() * across;
        (middle, (across.max(LEAST_HALF), down.max(LEAST_HALF)))
    }

    fn size(&self) -> (u32, u32) {
        (self.restored.width, self.restored.height)
    }
}

/// Returns width and height after a quarter turn.
fn upright((width, height): (u32, u32), rotation: u16) -> (u32, u32) {
    if rotation.is_multiple_of(180) { (width, height) } else { (height, width) }
}

/// From pixels of the straightened page to those before: it is turned about its middle.
fn unskew(skew: f32, width: u32, height: u32) -> Transform {
    let (sin, cos) = f64::from(skew).to_radians().sin_cos();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    Transform { coefficients: [cos, -sin, cx - cx * cos + cy * sin, sin, cos, cy - cx * sin - cy * cos] }
}

/// From pixels of the page after the clockwise quarter turn to those of the scan, `width` × `height`.
pub fn turn_back(rotation: u16, (width, height): (u32, u32)) -> Transform {
    let (width, height) = (f64::from(width), f64::from(height));
    let coefficients = match rotation {
        90 => [0.0, 1.0, 0.0, -1.0, 0.0, height],
        180 => [-1.0, 0.0, width, 0.0, -1.0, height],
        270 => [0.0, -1.0, width, 1.0, 0.0, 0.0],
        _ => Transform::IDENTITY.coefficients,
    };
    Transform { coefficients }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_box_taken_to_the_scan_and_back_is_the_box_that_was_read(
            quarter in 0_u16..4, skew in -4.0_f32..4.0, scale in 1_u32..3, curl in prop::option::of(-0.004_f64..0.004),
            x in 40_u32..300, y in 60_u32..400, wide in 4_u32..60, high in 4_u32..20,
        ) {
            let (width, height) = (400, 500);
            let scan = upright((width * scale, height * scale), quarter * 90);
            let curl = curl.map(|by| Curl {
                middle: [by, by, by / 2.0, 0.0, 0.0, 0.0, 0.0, 0.0],
                slant: [by / 2.0; 8],
            });
            let geometry = Geometry::new(scan, quarter * 90, skew, RestoredImage { width, height, curl });
            let read = BoundingBox::new(x, y, x + wide, y + high);
            let back = geometry.from_scan(geometry.to_scan(read));
            let off = [(back.x0, read.x0), (back.x1, read.x1), (back.y0, read.y0), (back.y1, read.y1)];
            for (found, expected) in off {
                prop_assert!((found - expected as f32).abs() < 4.0, "{back:?}, read {read:?}");
            }
            let expected = geometry.to_straight_scan().bounding_box(read, scan.0, scan.1);
            let found = geometry.straightened(geometry.to_scan(read));
            prop_assert!(found.x0.abs_diff(expected.x0) <= 4 * scale, "{found:?}, {expected:?}");
            prop_assert!(found.y1.abs_diff(expected.y1) <= 4 * scale, "{found:?}, {expected:?}");
        }
    }

    #[test]
    fn a_tilted_rule_is_level_and_thin_once_upright() {
        let scan = (2000, 3000);
        let restored = RestoredImage { width: 2000, height: 3000, curl: None };
        let geometry = Geometry::new(scan, 0, 1.0, restored);
        let left = geometry.upright(BoundingBox::new(100, 1000, 300, 1006));
        let right = geometry.upright(BoundingBox::new(1500, 1024, 1700, 1030));
        assert!((left.center().1 - right.center().1).abs() < 2.0, "{left:?} {right:?}");
        assert!(left.height() < 4.0, "{left:?}");
    }

    #[test]
    fn a_page_that_does_not_say_what_it_was_read_from_was_read_from_its_scan() {
        let mut page = Page::of_text(1, Vec::new());
        assert_eq!(Geometry::of(&page), None);
        (page.width, page.height, page.rotation) = (Some(300), Some(200), 90);
        let geometry = Geometry::of(&page).unwrap();
        assert_eq!((geometry.restored().width, geometry.restored().height), (200, 300));
        let read = BoundingBox::new(10, 20, 40, 30);
        assert_eq!(geometry.to_scan(read), BoundingBox::new(20, 160, 30, 190));
    }
}
