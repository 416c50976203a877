//! The image of a page as its PDF holds it: the very data of its file, where PDF knows their packing.
//!
//! | file | in the PDF |
//! | --- | --- |
//! | JPEG in gray or colour | the file ([`jpeg`]) |
//! | PNG that is neither interlaced nor transparent | its data ([`png`]) |
//! | TIFF that is a fax | its strip, or its strips made one ([`fax`]) |
//! | any other | its pixels, packed without loss: print as fax group 4, the rest as a PNG packs it |
//!
//! Or, where that is asked for, the restored image in its place ([`Showing`]): the pixels that `--formats png` writes, as small as they may be.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use lopdf::{Dictionary, Document as Pdf, ObjectId, Stream, dictionary};
use std::io::Cursor;

use hayro::kurbo::Affine;
use serde::{Deserialize, Serialize};

use crate::document::BoundingBox;
use crate::document::transform::Transform;
use crate::export::page_image::{ImageFormat as Form, PageImage};

use super::number::rounded;

mod fax;
mod jpeg;
mod png;

/// What the names under which a page knows its images begin with.
const IMAGE: &str = "PhuchoiScan";

/// What the pages of a PDF show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Showing {
    /// The scan, untouched.
    #[default]
    Scan,
    /// The page made straight and clean, as it was read.
    Restored,
}

/// A restored page, which is the whole of a scan or a part of it.
#[derive(Debug)]
pub struct RestoredLeaf<'a> {
    /// Its image.
    pub image: &'a PageImage,
    /// The part of the scan that it is, in the scan's pixels; all of it where it is the whole.
    pub part: BoundingBox,
    /// From its pixels to those of the part, straight.
    pub to_part: Transform,
}

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
    /// In as many pieces as it is drawn from.
    pieces: Vec<Piece>,
}

/// An image that is the sheet, or a part of it.
#[derive(Debug)]
struct Piece {
    width: u32,
    height: u32,
    /// From the unit square that a PDF draws an image in to the unit square of the upright page, whose origin is at the top.
    place: Affine,
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

    /// Packs the restored pages of a scan, `width` × `height` pixels; they lie where they lay on it.
    ///
    /// # Errors
    ///
    /// In words, where one cannot be packed.
    pub fn of_restored(leaves: &[RestoredLeaf<'_>], (width, height): (u32, u32)) -> Result<Self, String> {
        let whole = Affine::scale_non_uniform(1.0 / f64::from(width), 1.0 / f64::from(height));
        let mut pieces = Vec::with_capacity(leaves.len());
        for RestoredLeaf { image, part, to_part } in leaves {
            let packed = Self::of_page_image(image)?;
            let [a, b, c, d, e, f] = to_part.coefficients;
            let on_scan = Affine::translate((f64::from(part.x0), f64::from(part.y0)))
                * Affine::new([a, d, b, e, c, f])
                * Affine::scale_non_uniform(f64::from(packed.width), f64::from(packed.height));
            let place = |piece: Piece| Piece { place: whole * on_scan * piece.place, ..piece };
            pieces.extend(packed.pieces.into_iter().map(place));
        }
        Ok(Self { width, height, pieces })
    }

    /// Packs a restored image, whose data stay as they are.
    fn of_page_image(image: &PageImage) -> Result<Self, String> {
        let sheet = match image.format {
            Form::Tif => fax::sheet(&image.bytes, 0),
            Form::Png => png::sheet(&image.bytes),
        };
        sheet.ok_or_else(|| "its restored image cannot be packed".to_owned())
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

    /// Makes a sheet of strips that lie one below the other and are turned upright together.
    fn of_strips((width, height): (u32, u32), orientation: Orientation, strips: Vec<Strip>) -> Self {
        let upright = upright(orientation);
        let tall = f64::from(height);
        let mut top = 0.0;
        let pieces = strips.into_iter().map(|Strip { rows, kind, data }| {
            let part = f64::from(rows);
            let place = Affine::new([1.0, 0.0, 0.0, -part / tall, 0.0, (top + part) / tall]);
            top += part;
            Piece { width, height: rows, place: upright * place, kind, data }
        });
        Self { width, height, pieces: pieces.collect() }
    }

    /// Puts the image into a PDF and among the images that a page may draw; returns what draws it. `to_user` leads from the unit
    /// square of the upright page, whose origin is at the top, to the PDF's units.
    pub(super) fn draw(self, pdf: &mut Pdf, images: &mut Dictionary, to_user: Affine) -> Vec<u8> {
        let mut content = Vec::new();
        for ((id, place), number) in self.add_to(pdf).into_iter().zip(1..) {
            let name = format!("{IMAGE}{number}");
            let matrix = (to_user * place).as_coeffs().map(|value| format!("{}", rounded(value)));
            content.extend(format!("q {} cm /{name} Do Q\n", matrix.join(" ")).into_bytes());
            images.set(name, id);
        }
        content
    }

    /// Puts the image into a PDF; returns its pieces, each with its place.
    fn add_to(self, pdf: &mut Pdf) -> Vec<(ObjectId, Affine)> {
        let pieces = self.pieces.into_iter().map(|piece| {
            let mut image = dictionary! {
                "Type" => "XObject",
                "Subtype" => "Image",
                "Width" => i64::from(piece.width),
                "Height" => i64::from(piece.height),
            };
            image.extend(&piece.kind);
            (pdf.add_object(Stream::new(image, piece.data).with_compression(false)), piece.place)
        });
        pieces.collect()
    }
}

/// Rows of an image.
#[derive(Debug)]
struct Strip {
    rows: u32,
    /// What of its dictionary is its own.
    kind: Dictionary,
    data: Vec<u8>,
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
            let found = sheet.pieces[0].kind.get(b"Filter").unwrap().as_name().unwrap();
            assert_eq!(found, filter.as_bytes());
        }
    }
}
