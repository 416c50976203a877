//! The image of a page as its PDF holds it: the very data of its file, where PDF knows their packing.
//!
//! | file | in the PDF |
//! | --- | --- |
//! | JPEG in gray or colour | the file ([`jpeg`]) |
//! | PNG that is neither interlaced nor transparent | its data ([`png`]) |
//! | TIFF that is a fax | its strip, or its strips made one ([`fax`]) |
//! | any other | its pixels, packed without loss: print as fax group 4, the rest as a PNG packs it |

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use lopdf::{Dictionary, Document as Pdf, ObjectId, Stream, dictionary};
use std::io::Cursor;

use hayro::kurbo::Affine;

mod fax;
mod jpeg;
mod png;

/// A page of an image file.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// The file's bytes.
    pub bytes: &'a [u8],
    /// What they are.
    pub format: ImageFormat,
    /// Which of a TIFF's images it is, from 0.
    pub index: u32,
}

/// The image of a page, packed.
#[derive(Debug)]
pub struct Sheet {
    /// Width in pixels, as the file has them.
    pub(super) width: u32,
    /// Height in pixels, as the file has them.
    pub(super) height: u32,
    /// How it is turned upright.
    orientation: Orientation,
    /// It from the top, in as many pieces as the file has it in.
    strips: Vec<Strip>,
}

/// Rows of an image.
#[derive(Debug)]
struct Strip {
    rows: u32,
    /// What of its dictionary is its own.
    kind: Dictionary,
    data: Vec<u8>,
}

impl Sheet {
    /// Packs a page's image; `decode` gives its pixels, upright, in gray or RGB of 8 bits, where the file's own data will not do.
    ///
    /// # Errors
    ///
    /// In words, where it cannot be decoded, or not be packed.
    pub fn of(
        original: &Original<'_>,
        decode: impl FnOnce() -> Result<DynamicImage, String>,
    ) -> Result<Self, String> {
        let untouched = match original.format {
            ImageFormat::Jpeg => jpeg::sheet(original.bytes),
            ImageFormat::Png => png::sheet(original.bytes),
            ImageFormat::Tiff => fax::sheet(original.bytes, original.index),
            _ => None,
        };
        match untouched {
            Some(sheet) => Ok(sheet),
            None => Self::of_pixels(&decode()?),
        }
    }

    /// Packs pixels.
    fn of_pixels(pixels: &DynamicImage) -> Result<Self, String> {
        let print =
            pixels.as_luma8().filter(|gray| gray.as_raw().iter().all(|value| matches!(value, 0 | 255)));
        match print.and_then(fax::pack) {
            Some(sheet) => Ok(sheet),
            None => png::pack(pixels).map_err(|error| error.to_string()),
        }
    }

    /// Puts the image into a PDF; returns its pieces, and for each what leads from the unit square that a PDF draws an image in
    /// to the unit square of the upright page, whose origin is at the top.
    pub(super) fn add_to(self, pdf: &mut Pdf) -> Vec<(ObjectId, Affine)> {
        let (width, height) = (self.width, f64::from(self.height));
        let upright = upright(self.orientation);
        let mut top = 0.0;
        let strips = self.strips.into_iter().map(|strip| {
            let rows = f64::from(strip.rows);
            let place = Affine::new([1.0, 0.0, 0.0, -rows / height, 0.0, (top + rows) / height]);
            top += rows;
            let mut image = dictionary! {
                "Type" => "XObject",
                "Subtype" => "Image",
                "Width" => i64::from(width),
                "Height" => i64::from(strip.rows),
            };
            image.extend(&strip.kind);
            (pdf.add_object(Stream::new(image, strip.data).with_compression(false)), upright * place)
        });
        strips.collect()
    }
}

/// Returns what turns the unit square as an orientation says.
fn upright(orientation: Orientation) -> Affine {
    Affine::new(match orientation {
        Orientation::NoTransforms => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        Orientation::Rotate270 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Rotate90FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Orientation::Rotate270FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
    })
}

/// Returns how an image is turned upright.
fn orientation(bytes: &[u8], format: ImageFormat) -> Option<Orientation> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // Only its head is read.
    reader.no_limits();
    reader.into_decoder().ok()?.orientation().ok()
}

#[cfg(test)]
mod tests {
    use hayro::kurbo::Point;
    use image::GrayImage;

    use super::*;

    /// Every corner must come to lie where the `image` crate turns it to.
    #[test]
    fn the_unit_square_is_turned_as_the_pixels_are() {
        let pixels = GrayImage::from_fn(2, 2, |x, y| image::Luma([(2 * y + x) as u8]));
        for orientation in (1..=8).filter_map(Orientation::from_exif) {
            let mut turned = DynamicImage::ImageLuma8(pixels.clone());
            turned.apply_orientation(orientation);
            let turned = turned.to_luma8();
            for (x, y, pixel) in pixels.enumerate_pixels() {
                let middle = Point::new(f64::from(x) / 2.0 + 0.25, f64::from(y) / 2.0 + 0.25);
                let at = upright(orientation) * middle;
                let there = turned.get_pixel((at.x * 2.0) as u32, (at.y * 2.0) as u32);
                assert_eq!(there, pixel, "{orientation:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn print_goes_under_fax_and_grays_under_deflate() {
        let print =
            DynamicImage::ImageLuma8(GrayImage::from_fn(64, 8, |x, _| image::Luma([255 * (x % 2) as u8])));
        let grays = DynamicImage::ImageLuma8(GrayImage::from_fn(64, 8, |x, _| image::Luma([x as u8])));
        for (pixels, filter) in [(print, "CCITTFaxDecode"), (grays, "FlateDecode")] {
            let sheet = Sheet::of_pixels(&pixels).unwrap();
            let found = sheet.strips[0].kind.get(b"Filter").unwrap().as_name().unwrap();
            assert_eq!(found, filter.as_bytes());
        }
    }
}
