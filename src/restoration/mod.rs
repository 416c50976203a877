//! Page image to a better page image: surround, orientation, scale, background, deskew, cleaning, rules.
//!
//! [`restore`] sets a page upright and straight at 150 to 200 dpi, in gray on white, with red seals faded, the scanner's
//! bed and punch holes filled, bad print cleaned and ruled lines lifted off. Each [`Step`] is a file; each looks at the
//! page first and does nothing where nothing is needed. What each is worth was measured: docs/restoration.md.

use image::{DynamicImage, GrayImage, imageops};

use crate::document::transform::Transform;
use crate::document::{BoundingBox, Rule};

mod background;
mod bilevel;
mod blank;
mod cleaning;
mod deskew;
mod letters;
mod orientation;
mod rules;
mod scale;
mod seal;
mod step;
mod surround;

use bilevel::{Bilevel, WORK_DPI};
use deskew::Points;
use letters::Letters;
use surround::Surround;

pub use step::Step;

/// A page made ready to be read.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The page in gray, upright, straight, on white, without its rules.
    pub image: GrayImage,
    /// Its resolution, dots per inch: 150 to 200, or near it.
    pub dpi: f32,
    /// The clockwise quarter turn that set it upright, in degrees: 0, 90, 180 or 270.
    pub rotation: u16,
    /// The skew taken out after that, in degrees, clockwise positive.
    pub skew: f32,
    /// The ruled lines found, in pixels of [`image`](Self::image): those across by their tops, then those down
    /// by their left edges.
    pub rules: Vec<Rule>,
    /// True where nothing is printed on the page.
    pub blank: bool,
    /// From pixels of [`image`](Self::image) to pixels of the scan.
    pub to_scan: Transform,
}

impl Restored {
    /// Returns whether the page is blank if no word was read of it: it has no rules, and no picture.
    pub fn is_nearly_bare(&self) -> bool {
        self.rules.is_empty() && blank::is_nearly_bare(&self.image)
    }

    /// Returns the ruled lines in pixels of the scan, which is `width` × `height`. A rule stays `horizontal`
    /// if it runs across the page set upright.
    pub fn rules_in_scan(&self, width: u32, height: u32) -> Vec<Rule> {
        let there = |bbox: BoundingBox| self.to_scan.bounding_box(bbox, width, height);
        self.rules.iter().map(|rule| Rule { bbox: there(rule.bbox), ..*rule }).collect()
    }
}

/// Returns the gray level, of 255, under which a restored page's pixels are ink.
pub fn ink_threshold(image: &GrayImage) -> u8 {
    bilevel::threshold(image)
}

/// Restores a page scanned at `dpi`.
pub fn restore(image: &DynamicImage, dpi: f32) -> Restored {
    restore_without(&[], image, dpi, &mut |_, _| {})
}

/// As [`restore`], but for the steps to be left out; `watch` is shown what each step makes of the page.
pub fn restore_without(
    left_out: &[Step],
    image: &DynamicImage,
    dpi: f32,
    watch: &mut dyn FnMut(Step, &GrayImage),
) -> Restored {
    let takes = |step| !left_out.contains(&step);
    let mut gray = if takes(Step::Gray) { seal::to_gray(image) } else { image.to_luma8() };
    watch(Step::Gray, &gray);
    let (scan_width, scan_height) = gray.dimensions();
    let reduced = bilevel::scaled(&gray, WORK_DPI / dpi);
    let mut page = Bilevel::of(&background::even(&reduced, WORK_DPI));
    let (mut components, mut labels) = page.components();
    let surround = if takes(Step::Cleared) { Surround::of(&page, &components, &labels) } else { None };
    if let Some(surround) = surround {
        surround.fill(&mut gray);
        page = surround.taken_from(&page);
        (components, labels) = page.components();
    }
    watch(Step::Cleared, &gray);
    let letters = Letters::of(&page, &components, &labels);
    let blank = blank::is_blank(&letters);
    let (rotation, letters) = if blank || !takes(Step::Upright) { (0, letters) } else { upright(letters) };
    let is_straight = blank || !takes(Step::Straight);
    let skew = if is_straight { 0.0 } else { deskew::skew(&Points::of(&letters.page)) };

    let turned = match rotation {
        90 => imageops::rotate90(&gray),
        180 => imageops::rotate180(&gray),
        270 => imageops::rotate270(&gray),
        _ => gray,
    };
    watch(Step::Upright, &turned);
    let factor = if takes(Step::Scaled) { scale::factor(dpi, scan_width, scan_height) } else { 1.0 };
    let (turned_width, turned_height) = turned.dimensions();
    let mut image = scale::scale(&turned, factor);
    let dpi = dpi * factor;
    watch(Step::Scaled, &image);
    if takes(Step::Even) {
        image = background::even(&image, dpi);
    }
    watch(Step::Even, &image);
    image = deskew::straighten(&image, skew);
    watch(Step::Straight, &image);
    if takes(Step::Clean) && !blank && cleaning::is_needed(&image) {
        image = cleaning::clean(&image);
    }
    watch(Step::Clean, &image);
    let mut rules = Vec::new();
    if takes(Step::Unruled) && !blank {
        (rules, image) = rules::lift(&image, dpi);
    }
    watch(Step::Unruled, &image);

    let (width, height) = image.dimensions();
    let to_scan = unskew(skew, width, height)
        .then(&Transform {
            coefficients: [
                f64::from(turned_width) / f64::from(width.max(1)),
                0.0,
                0.0,
                0.0,
                f64::from(turned_height) / f64::from(height.max(1)),
                0.0,
            ],
        })
        .then(&turn_back(rotation, scan_width, scan_height));
    Restored { image, dpi, rotation, skew, rules, blank, to_scan }
}

fn upright(letters: Letters) -> (u16, Letters) {
    let (rotation, _) = orientation::quarter_turn(&letters);
    let letters = (0..rotation / 90).fold(letters, |letters, _| letters.turned());
    (rotation, letters)
}

/// From pixels of the straightened page to those before, as [`deskew::straighten`] turns it.
fn unskew(skew: f32, width: u32, height: u32) -> Transform {
    let (sin, cos) = f64::from(skew).to_radians().sin_cos();
    let (cx, cy) = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    Transform { coefficients: [cos, -sin, cx - cx * cos + cy * sin, sin, cos, cy - cx * sin - cy * cos] }
}

/// From pixels of the page after the clockwise quarter turn to those of the scan, `width` × `height`.
fn turn_back(rotation: u16, width: u32, height: u32) -> Transform {
    let (width, height) = (f64::from(width), f64::from(height));
    let coefficients = match rotation {
        90 => [0.0, 1.0, 0.0, -1.0, 0.0, height],
        180 => [-1.0, 0.0, width, 0.0, -1.0, height],
        270 => [0.0, -1.0, width, 1.0, 0.0, 0.0],
        _ => Transform::IDENTITY.coefficients,
    };
    Transform { coefficients }
}
