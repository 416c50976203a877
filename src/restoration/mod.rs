//! Page image to a better page image: surround, orientation, spread, scale, background, deskew, curl, cleaning, rules.
//!
//! [`restore`] parts a spread in two pages, and sets a page upright and straight at 150 to 200 dpi, in gray on white,
//! with red seals and framed blue stamps faded, the scanner's bed and punch holes filled, curled lines made level, bad
//! print cleaned and ruled lines lifted off. Each [`Step`] is a file or a folder; each looks at the page first and does
//! nothing where nothing is needed. What each is worth was measured: docs/restoration.md.

use image::{DynamicImage, GrayImage, imageops};

use crate::document::geometry::turn_back;
use crate::document::{BoundingBox, Geometry, RestoredImage, Rule};

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
    /// How it lies on the scan, or on its part of that.
    pub geometry: Geometry,
}

impl Restored {
    /// Returns whether the page is blank if no word was read of it: it has no rules, and no picture.
    pub fn is_nearly_bare(&self) -> bool {
        self.rules.is_empty() && blank::is_nearly_bare(&self.image)
    }

    /// Returns the ruled lines in pixels of the scan, or its part. A rule stays `horizontal` if it runs across the page set
    /// upright.
    pub fn rules_in_scan(&self) -> Vec<Rule> {
        self.rules.iter().map(|rule| Rule { bbox: self.geometry.to_scan(rule.bbox), ..*rule }).collect()
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

    let (across, down) = scan.image.dimensions();
    let middle = (gutter * across as f32) as u32;
    [(Leaf::Left, 0, middle), (Leaf::Right, middle, across)]
        .map(|(leaf, x0, x1)| {
            let mut watch = |step, image: &GrayImage| watch(leaf, step, image);
            let back = turn_back(scan.rotation, (width, height));
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
                geometry: Geometry::new(
                    (part.width(), part.height()),
                    scan.rotation,
                    restored.skew,
                    restored.geometry.restored().clone(),
                ),
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
    let curled = if is_left_askew || !takes(Step::Flat) { None } else { curl::find(&letters, skew) };
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
        image = curl::flatten(curl, &image);
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
    let is_turned = !rotation.is_multiple_of(180);
    let scan = if is_turned { (height_upright, width_upright) } else { (width_upright, height_upright) };
    let geometry = Geometry::new(scan, rotation, skew, RestoredImage { width, height, curl });
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
        geometry,
    }
}
