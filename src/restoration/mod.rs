//! Page image to a better page image: surround, orientation, spread, scale, background, deskew, curl, cleaning, rules.
//!
//! [`restore`] parts a spread in two pages, and sets a page upright and straight at 150 to 200 dpi, in gray on white,
//! with red seals and framed blue stamps faded, the scanner's bed and punch holes filled, curled lines made level, bad
//! print cleaned and ruled lines lifted off. Each [`Step`] is a file or a folder; each looks at the page first and does
//! nothing where nothing is needed. What each is worth was measured: docs/restoration.md.

use image::{DynamicImage, GrayImage, imageops};

use crate::document::transform::Transform;
use crate::document::{BoundingBox, Rule};

mod background;
mod bilevel;
mod blank;
mod cleaning;
mod curl;
mod deskew;
mod letters;
mod orientation;
mod rules;
mod scale;
mod seal;
mod spread;
mod stamp;
mod step;
mod surround;

use bilevel::{Bilevel, Component, WORK_DPI};
use curl::Curl;
use deskew::Points;
use letters::Letters;
use surround::Surround;

pub use spread::Leaf;
pub use step::Step;

/// A page made ready to be read.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The page in gray, upright, straight, on white, without its rules.
    pub image: GrayImage,
    /// Its resolution, dots per inch: 150 to 200, or near it.
    pub dpi: f32,
    /// Which page of the scan it is.
    pub leaf: Leaf,
    /// The part of the scan that it is, in the scan's pixels; `None` where it is the whole.
    pub part: Option<BoundingBox>,
    /// The clockwise quarter turn that set it upright, in degrees: 0, 90, 180 or 270.
    pub rotation: u16,
    /// The skew taken out after that, in degrees, clockwise positive.
    pub skew: f32,
    /// The ruled lines found, in pixels of [`image`](Self::image): those across by their tops, then those down
    /// by their left edges.
    pub rules: Vec<Rule>,
    /// Where framed stamps in blue or violet ink were lifted off, in pixels of the scan, or its part; from the top.
    pub stamps: Vec<BoundingBox>,
    /// True where nothing is printed on the page, but for those stamps.
    pub blank: bool,
    /// From pixels of [`image`](Self::image) to pixels of the scan, or of its part, but for skew and curl.
    to_straight_scan: Transform,
    /// From pixels of [`image`](Self::image) to pixels of the scan, or of its part, but for the curl.
    to_scan: Transform,
    /// The curl taken out; `None` where the page was flat.
    curl: Option<Curl>,
}

impl Restored {
    /// Returns whether the page is blank if no word was read of it: it has no rules, and no picture.
    pub fn is_nearly_bare(&self) -> bool {
        self.rules.is_empty() && blank::is_nearly_bare(&self.image)
    }

    /// Returns the box on the scan, or its part, which is `width` × `height`, around what a box of
    /// [`image`](Self::image) shows.
    pub fn to_scan_box(&self, bbox: BoundingBox, width: u32, height: u32) -> BoundingBox {
        let (own_width, own_height) = self.image.dimensions();
        let curled = self.curl.as_ref().map_or(bbox, |curl| curl.bounding_box(bbox, own_width, own_height));
        self.to_scan.bounding_box(curled, width, height)
    }

    /// Returns the map from pixels of [`image`](Self::image) to those of the scan, or its part, had it been straight and flat:
    /// resolution and quarter turn alone.
    pub fn to_straight_scan(&self) -> Transform {
        self.to_straight_scan
    }

    /// Returns where a box on the scan, or its part, which is `width` × `height`, would lie had that been straight and flat.
    /// It is [`to_scan_box`](Self::to_scan_box) taken back, and gives the box that was read, not one around it.
    pub fn straightened_box(&self, bbox: BoundingBox, width: u32, height: u32) -> BoundingBox {
        let Some(from_scan) = self.to_scan.inverse() else { return bbox };
        let half = |low: u32, high: u32| (f64::from(high) - f64::from(low)) / 2.0;
        let (across, down) = (half(bbox.x0, bbox.x1), half(bbox.y0, bbox.y1));
        let middle = from_scan.point(f64::from(bbox.x0) + across, f64::from(bbox.y0) + down);
        let (own_width, own_height) = self.image.dimensions();
        let (middle, fall) = match &self.curl {
            Some(curl) => curl.flattened(middle, own_width, own_height),
            None => (middle, 0.0),
        };
        // A box around a turned one is as wide as its sides' shadows together.
        let [a, b, _, d, e, _] = self.to_scan.coefficients.map(f64::abs);
        let shadows = Transform { coefficients: [a, b, 0.0, d, e, 0.0] };
        let Some(sides) = shadows.inverse() else { return bbox };
        let (across, down) = sides.point(across, down);
        let down = down - fall.abs() * across;
        // Of a box that was cut at the scan's edge too little is left.
        let (across, down) = (across.max(0.5), down.max(0.5));
        let corner = |x: f64, y: f64| self.to_straight_scan.point(middle.0 + x, middle.1 + y);
        let (one, other) = (corner(-across, -down), corner(across, down));
        let edges = |one: f64, other: f64, limit: u32| {
            let at = |value: f64| value.round().clamp(0.0, f64::from(limit)) as u32;
            (at(one.min(other)), at(one.max(other)))
        };
        let (x0, x1) = edges(one.0, other.0, width);
        let (y0, y1) = edges(one.1, other.1, height);
        BoundingBox::new(x0, y0, x1, y1)
    }

    /// Returns the ruled lines in pixels of the scan, or its part, which is `width` × `height`. A rule stays `horizontal`
    /// if it runs across the page set upright.
    pub fn rules_in_scan(&self, width: u32, height: u32) -> Vec<Rule> {
        let there = |bbox: BoundingBox| self.to_scan_box(bbox, width, height);
        self.rules.iter().map(|rule| Rule { bbox: there(rule.bbox), ..*rule }).collect()
    }
}

/// Returns the gray level, of 255, under which a restored page's pixels are ink.
pub fn ink_threshold(image: &GrayImage) -> u8 {
    bilevel::threshold(image)
}

/// Restores the page, or the two pages of a spread from left to right, of a scan at `dpi`.
pub fn restore(image: &DynamicImage, dpi: f32) -> Vec<Restored> {
    restore_without(&[], image, dpi, &mut |_, _, _| {})
}

/// As [`restore`], but for the steps to be left out; `watch` is shown what each step makes of each page. A spread goes
/// through the first steps as one, then each of its pages through all.
pub fn restore_without(
    left_out: &[Step],
    image: &DynamicImage,
    dpi: f32,
    watch: &mut dyn FnMut(Leaf, Step, &GrayImage),
) -> Vec<Restored> {
    let takes = |step| !left_out.contains(&step);
    let (gray, stamps) = if takes(Step::Gray) { to_gray(image, dpi) } else { (image.to_luma8(), Vec::new()) };
    let (width, height) = gray.dimensions();
    let mut watch_whole = |step, image: &GrayImage| watch(Leaf::Whole, step, image);
    let scan = Upright::of(gray, dpi, takes(Step::Upright), left_out, &mut watch_whole);
    let gutter = takes(Step::Parted).then(|| spread::gutter(&scan.letters, &scan.components)).flatten();
    let Some(gutter) = gutter else {
        return vec![Restored { stamps, ..finish(scan, dpi, left_out, &mut watch_whole) }];
    };

    let back_in = |part: BoundingBox| turn_back(scan.rotation, part.width(), part.height());
    let (across, down) = scan.image.dimensions();
    let middle = (gutter * across as f32) as u32;
    [(Leaf::Left, 0, middle), (Leaf::Right, middle, across)]
        .map(|(leaf, x0, x1)| {
            let mut watch = |step, image: &GrayImage| watch(leaf, step, image);
            let back = turn_back(scan.rotation, width, height);
            let part = back.bounding_box(BoundingBox::new(x0, 0, x1, down), width, height);
            let pixels = imageops::crop_imm(&scan.image, x0, 0, x1 - x0, down).to_image();
            watch(Step::Parted, &pixels);
            let page = Upright::of(pixels, dpi, false, left_out, &mut watch);
            let restored = finish(page, dpi, left_out, &mut watch);
            Restored {
                leaf,
                part: Some(part),
                stamps: stamps.iter().filter_map(|stamp| in_part(*stamp, part)).collect(),
                rotation: scan.rotation,
                to_straight_scan: restored.to_straight_scan.then(&back_in(part)),
                to_scan: restored.to_scan.then(&back_in(part)),
                ..restored
            }
        })
        .into()
}

/// Returns the scan in gray, red seals and blue stamps faded, and the boxes of those stamps.
fn to_gray(image: &DynamicImage, dpi: f32) -> (GrayImage, Vec<BoundingBox>) {
    let mut gray = seal::to_gray(image, dpi);
    let stamps = stamp::lift(image, dpi, &mut gray);
    (gray, stamps)
}

/// Returns what of a box of the scan lies on a part of it, in that part's pixels.
fn in_part(bbox: BoundingBox, part: BoundingBox) -> Option<BoundingBox> {
    let BoundingBox { x0, y0, x1, y1 } = bbox.intersection(part)?;
    Some(BoundingBox::new(x0 - part.x0, y0 - part.y0, x1 - part.x0, y1 - part.y0))
}

/// A scan in gray, its surround filled, turned upright; and what is seen of its ink.
struct Upright {
    image: GrayImage,
    rotation: u16,
    letters: Letters,
    /// Every piece of its ink.
    components: Vec<Component>,
    blank: bool,
}

impl Upright {
    fn of(
        mut gray: GrayImage,
        dpi: f32,
        is_to_turn: bool,
        left_out: &[Step],
        watch: &mut dyn FnMut(Step, &GrayImage),
    ) -> Self {
        watch(Step::Gray, &gray);
        let reduced = bilevel::scaled(&gray, WORK_DPI / dpi);
        let mut page = Bilevel::of(&background::even(&reduced, WORK_DPI));
        let (mut components, mut labels) = page.components();
        let is_to_clear = !left_out.contains(&Step::Cleared);
        if is_to_clear && let Some(surround) = Surround::of(&page, &components, &labels) {
            surround.fill(&mut gray);
            page = surround.taken_from(&page);
            (components, labels) = page.components();
        }
        watch(Step::Cleared, &gray);
        let mut letters = Letters::of(&page, &components, &labels);
        let blank = blank::is_blank(&letters);
        let rotation = if blank || !is_to_turn { 0 } else { orientation::quarter_turn(&letters).0 };
        for _ in 0..rotation / 90 {
            let height = letters.page.height;
            components.iter_mut().for_each(|piece| *piece = piece.turned(height));
            letters = letters.turned();
        }
        let image = match rotation {
            90 => imageops::rotate90(&gray),
            180 => imageops::rotate180(&gray),
            270 => imageops::rotate270(&gray),
            _ => gray,
        };
        watch(Step::Upright, &image);
        Self { image, rotation, letters, components, blank }
    }
}

/// The steps from the upright page on.
fn finish(page: Upright, dpi: f32, left_out: &[Step], watch: &mut dyn FnMut(Step, &GrayImage)) -> Restored {
    let takes = |step| !left_out.contains(&step);
    let Upright { image, rotation, letters, blank, .. } = page;
    let (width_upright, height_upright) = image.dimensions();
    let is_left_askew = blank || !takes(Step::Straight);
    let skew = if is_left_askew { 0.0 } else { deskew::skew(&Points::of(&letters.page)) };
    // The curl is that of a straight page: what is left askew is left curled.
    let curled = if is_left_askew || !takes(Step::Flat) { None } else { Curl::of(&letters, skew) };
    let (skew, curl) = curled.map_or((skew, None), |(skew, curl)| (skew, Some(curl)));
    let factor = if takes(Step::Scaled) { scale::factor(dpi, width_upright, height_upright) } else { 1.0 };
    let mut image = scale::scale(&image, factor);
    let dpi = dpi * factor;
    watch(Step::Scaled, &image);
    if takes(Step::Even) {
        image = background::even(&image, dpi);
    }
    watch(Step::Even, &image);
    image = deskew::straighten(&image, skew);
    watch(Step::Straight, &image);
    if let Some(curl) = &curl {
        image = curl.flatten(&image);
    }
    watch(Step::Flat, &image);
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
    let unscale = Transform {
        coefficients: [
            f64::from(width_upright) / f64::from(width.max(1)),
            0.0,
            0.0,
            0.0,
            f64::from(height_upright) / f64::from(height.max(1)),
            0.0,
        ],
    };
    let is_turned = !rotation.is_multiple_of(180);
    let (scan_width, scan_height) =
        if is_turned { (height_upright, width_upright) } else { (width_upright, height_upright) };
    let to_straight_scan = unscale.then(&turn_back(rotation, scan_width, scan_height));
    let to_scan = unskew(skew, width, height).then(&to_straight_scan);
    Restored {
        image,
        dpi,
        leaf: Leaf::Whole,
        part: None,
        rotation,
        skew,
        rules,
        stamps: Vec::new(),
        blank,
        to_straight_scan,
        to_scan,
        curl,
    }
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
