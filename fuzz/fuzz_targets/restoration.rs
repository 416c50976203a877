//! A small image of anything is restored to one page or two, whose boxes lie on the scan, and is written as an image.

#![no_main]

use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};
use libfuzzer_sys::arbitrary::{self, Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use phuchoi::document::BoundingBox;
use phuchoi::export::page_image::{ImageFormat, PageImage};
use phuchoi::restoration::{Step, restore_without};

/// What is drawn on the page.
#[derive(Debug, Arbitrary)]
enum Mark {
    /// A rectangle, filled or hollow.
    Box { at: [u8; 4], colour: [u8; 3], hollow: bool },
    /// A line of letters: their size, their number, how much the line rises.
    Letters { at: [u8; 2], size: u8, count: u8, rise: i8 },
    /// Pixels as they are.
    Pixels { at: [u8; 2], pixels: Vec<u8> },
}

#[derive(Debug)]
struct Sheet {
    width: u32,
    height: u32,
    dpi: f32,
    paper: u8,
    coloured: bool,
    left_out: Vec<Step>,
    marks: Vec<Mark>,
}

impl<'a> Arbitrary<'a> for Sheet {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let (width, height) = (u.int_in_range(1..=180)?, u.int_in_range(1..=180)?);
        // Where nothing is recorded, `source` takes the page for A4. A strip is quick even so; a page would take a second.
        let longest = width.max(height);
        let is_strip = width.min(height) <= longest / 16;
        let dpi = match u.int_in_range(0..=63_u8)? {
            56.. if is_strip => longest as f32 * 25.4 / 297.0,
            choice => [60.0, 72.0, 100.0, 150.0, 200.0, 300.0, 600.0, 1200.0][usize::from(choice % 8)],
        };
        let steps: u16 = if u.ratio(1, 4_u8)? { u.arbitrary()? } else { 0 };
        let left_out = (0..).zip(Step::ALL).filter(|(bit, _)| steps >> bit & 1 == 1).map(|(_, step)| step);
        Ok(Self {
            width,
            height,
            dpi,
            paper: if u.arbitrary()? { 250 } else { u.arbitrary()? },
            coloured: u.arbitrary()?,
            left_out: left_out.collect(),
            marks: u.arbitrary()?,
        })
    }
}

impl Sheet {
    fn draw(&self) -> DynamicImage {
        let mut image = RgbImage::from_pixel(self.width, self.height, Rgb([self.paper; 3]));
        let mut put = |x: u32, y: u32, colour: [u8; 3]| {
            if let Some(pixel) = image.get_pixel_mut_checked(x, y) {
                *pixel = Rgb(colour);
            }
        };
        for mark in &self.marks {
            match mark {
                Mark::Box { at, colour, hollow } => {
                    let [left, top, width, height] = at.map(u32::from);
                    for (x, y) in (0..height).flat_map(|y| (0..width).map(move |x| (x, y))) {
                        let is_border = x < 2 || y < 2 || x + 2 >= width || y + 2 >= height;
                        if is_border || !hollow {
                            put(left + x, top + y, *colour);
                        }
                    }
                }
                Mark::Letters { at, size, count, rise } => {
                    let size = u32::from(size % 24).max(3);
                    for letter in 0..u32::from(count % 64) {
                        let left = u32::from(at[0]) + letter * size;
                        let fall = i64::from(letter) * i64::from(*rise) / 16;
                        let top = u32::try_from(i64::from(at[1]) + fall).unwrap_or(0);
                        for (x, y) in (0..size).flat_map(|y| (0..size * 2 / 3).map(move |x| (x, y))) {
                            // An upright and two bars, of another length each letter.
                            if x <= size / 6 || y == letter % size || y + 1 == size {
                                put(left + x, top + y, [20; 3]);
                            }
                        }
                    }
                }
                Mark::Pixels { at, pixels } => {
                    for (pixel, number) in pixels.iter().zip(0..) {
                        let (x, y) = (u32::from(at[0]) + number % 16, u32::from(at[1]) + number / 16);
                        put(x, y, [*pixel; 3]);
                    }
                }
            }
        }
        if self.coloured {
            return DynamicImage::ImageRgb8(image);
        }
        let gray = GrayImage::from_fn(self.width, self.height, |x, y| Luma([image.get_pixel(x, y).0[0]]));
        DynamicImage::ImageLuma8(gray)
    }
}

fn lies_on(bbox: BoundingBox, width: u32, height: u32) -> bool {
    bbox.x0 <= bbox.x1 && bbox.y0 <= bbox.y1 && bbox.x1 <= width && bbox.y1 <= height
}

fuzz_target!(|sheet: Sheet| {
    let scan = sheet.draw();
    let pages = restore_without(&sheet.left_out, &scan, sheet.dpi, &mut |_, _, _| {});
    assert!(matches!(pages.len(), 1 | 2), "{} pages", pages.len());
    for page in pages {
        let whole = BoundingBox::new(0, 0, sheet.width, sheet.height);
        let part = page.part.unwrap_or(whole);
        assert!(lies_on(part, sheet.width, sheet.height), "{part:?}");
        let (width, height) = (part.width(), part.height());
        let (own_width, own_height) = page.image.dimensions();
        assert!(own_width > 0 && own_height > 0, "no pixels");
        assert!(page.dpi.is_finite() && page.dpi > 0.0 && page.skew.is_finite());
        assert!(matches!(page.rotation, 0 | 90 | 180 | 270));
        assert!(page.rules.iter().all(|rule| lies_on(rule.bbox, own_width, own_height)), "{:?}", page.rules);
        assert!(page.rules_in_scan().iter().all(|rule| lies_on(rule.bbox, width, height)));
        assert!(page.stamps.iter().all(|stamp| lies_on(*stamp, width, height)), "{:?}", page.stamps);
        let around = page.geometry.to_scan(BoundingBox::new(0, 0, own_width, own_height));
        assert!(lies_on(around, width, height), "{around:?}");
        page.is_nearly_bare();
        PageImage::encode(1, &page.image, page.dpi, 128, &ImageFormat::ALL).expect("it has pixels");
    }
});
