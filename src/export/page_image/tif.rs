//! A page's image as TIFF (TIFF 6.0, 1992): print as fax group 4 (CCITT T.6), pictures as grey of four bits under
//! Deflate (Adobe Photoshop TIFF Technical Notes, 2002).
//!
//! All is one strip: a page is at most a few hundred KB, and group 4 in one strip can be put into a PDF as it is.

use std::io::Cursor;

use fax::encoder::Encoder;
use fax::{Color, VecWriter, slice_bits};
use tiff::TiffError;
use tiff::encoder::compression::{CompressionAlgorithm, Deflate, DeflateLevel};
use tiff::encoder::{Rational, TiffEncoder};
use tiff::tags::{CompressionMethod, PhotometricInterpretation, ResolutionUnit, Tag};

use super::raster::{Depth, Raster};

/// The longest row, in pixels, that the fax encoder can count; print wider than this goes under Deflate.
const WIDEST_FAX: u16 = i16::MAX as u16;

/// Parts of a dot in which the resolution is written.
const PARTS: u32 = 100;

/// The data of the one strip, and what they are.
struct Strip {
    compression: CompressionMethod,
    photometric: PhotometricInterpretation,
    data: Vec<u8>,
}

/// Returns the file's bytes.
pub(super) fn encode(raster: &Raster) -> Result<Vec<u8>, TiffError> {
    let mut strip = match fax_width(raster) {
        Some(width) => Strip::group_4(raster, width),
        None => Strip::deflated(raster)?,
    };
    let length = u32::try_from(strip.data.len())?;
    // What follows the strip, the directory among it, has to begin at an even byte.
    if length % 2 == 1 {
        strip.data.push(0);
    }
    let per_inch = Rational { n: (raster.dpi * PARTS as f32).round() as u32, d: PARTS };

    let mut bytes = Vec::new();
    let mut encoder = TiffEncoder::new(Cursor::new(&mut bytes))?;
    let mut directory = encoder.image_directory()?;
    let offset = u32::try_from(directory.write_data(strip.data.as_slice())?)?;
    directory.write_tag(Tag::ImageWidth, raster.width)?;
    directory.write_tag(Tag::ImageLength, raster.height)?;
    directory.write_tag(Tag::BitsPerSample, u16::from(raster.depth.bits()))?;
    directory.write_tag(Tag::Compression, strip.compression.to_u16())?;
    directory.write_tag(Tag::PhotometricInterpretation, strip.photometric.to_u16())?;
    directory.write_tag(Tag::StripOffsets, offset)?;
    directory.write_tag(Tag::SamplesPerPixel, 1_u16)?;
    directory.write_tag(Tag::RowsPerStrip, raster.height)?;
    directory.write_tag(Tag::StripByteCounts, length)?;
    directory.write_tag(Tag::XResolution, per_inch.clone())?;
    directory.write_tag(Tag::YResolution, per_inch)?;
    directory.write_tag(Tag::ResolutionUnit, ResolutionUnit::Inch.to_u16())?;
    directory.finish()?;
    Ok(bytes)
}

/// Returns the width of an image that goes as a fax.
pub(super) fn fax_width(raster: &Raster) -> Option<u16> {
    let width = u16::try_from(raster.width).ok().filter(|width| *width <= WIDEST_FAX);
    width.filter(|_| raster.depth == Depth::One)
}

impl Strip {
    /// Codes rows of `width` black and white pixels by where their colours change from those of the row above.
    fn group_4(raster: &Raster, width: u16) -> Self {
        let mut encoder = Encoder::new(VecWriter::new());
        for row in raster.rows() {
            let colours = slice_bits(row).map(|is_white| if is_white { Color::White } else { Color::Black });
            let Ok(()) = encoder.encode_line(colours.take(width.into()), width);
        }
        let Ok(writer) = encoder.finish();
        Self {
            compression: CompressionMethod::Fax4,
            photometric: PhotometricInterpretation::WhiteIsZero,
            data: writer.finish(),
        }
    }

    /// Packs rows as they are.
    fn deflated(raster: &Raster) -> Result<Self, TiffError> {
        let mut data = Vec::new();
        Deflate::with_level(DeflateLevel::Best).write_to(&mut data, &raster.packed)?;
        Ok(Self {
            compression: CompressionMethod::Deflate,
            photometric: PhotometricInterpretation::BlackIsZero,
            data,
        })
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};
    use proptest::prelude::*;
    use tiff::decoder::ifd::Value;
    use tiff::decoder::{Decoder, DecodingResult};

    use super::super::raster::tests::{INK, picture, print, print_in_one_bit};
    use super::*;

    type Reader = Decoder<Cursor<Vec<u8>>>;

    fn reader(raster: &Raster) -> Reader {
        Decoder::new(Cursor::new(encode(raster).unwrap())).unwrap()
    }

    fn number(reader: &mut Reader, tag: Tag) -> u32 {
        reader.get_tag_u32(tag).unwrap()
    }

    /// The image as the `tiff` crate reads it.
    fn decoded(reader: &mut Reader) -> GrayImage {
        let (width, height) = reader.dimensions().unwrap();
        let bits = number(reader, Tag::BitsPerSample);
        let DecodingResult::U8(samples) = reader.read_image().unwrap() else { panic!("no bytes") };
        let stride = (width * bits).div_ceil(8);
        let top = (1 << bits) - 1;
        GrayImage::from_fn(width, height, |x, y| {
            let byte = samples[(y * stride + x * bits / 8) as usize];
            let level = u32::from(byte) >> (8 - bits - x * bits % 8) & top;
            Luma([(level * 255 / top) as u8])
        })
    }

    /// What is black, for an image of black and white.
    fn bilevel(width: u32, height: u32, is_black: impl Fn(u32, u32) -> bool) -> GrayImage {
        GrayImage::from_fn(width, height, |x, y| Luma([if is_black(x, y) { 0 } else { 255 }]))
    }

    #[test]
    fn print_is_fax_group_4() {
        let mut reader = reader(&Raster::of(&print(), 200.0, INK).unwrap());
        assert_eq!(number(&mut reader, Tag::Compression), 4);
        assert_eq!(number(&mut reader, Tag::BitsPerSample), 1);
        assert_eq!(decoded(&mut reader), print_in_one_bit());
    }

    #[test]
    fn a_picture_keeps_its_greys() {
        let mut reader = reader(&Raster::of(&picture(), 200.0, INK).unwrap());
        assert_eq!(number(&mut reader, Tag::Compression), 8);
        assert_eq!(number(&mut reader, Tag::BitsPerSample), 4);
        let back = decoded(&mut reader);
        let furthest = picture().pixels().zip(back.pixels()).map(|(a, b)| a.0[0].abs_diff(b.0[0])).max();
        assert!(furthest <= Some(16), "{furthest:?}");
    }

    #[test]
    fn the_resolution_is_in_dots_per_inch() {
        for (dpi, hundredths) in [(300.0, 30_000), (203.168, 20_317)] {
            let mut reader = reader(&Raster::of(&print(), dpi, INK).unwrap());
            assert_eq!(number(&mut reader, Tag::ResolutionUnit), 2);
            for tag in [Tag::XResolution, Tag::YResolution] {
                assert_eq!(reader.get_tag(tag).unwrap(), Value::Rational(hundredths, 100), "{tag:?}");
            }
        }
    }

    #[test]
    fn the_directory_begins_at_an_even_byte() {
        for width in 1..40 {
            let image = bilevel(width, 3, |x, y| (x + y) % 3 == 0);
            let bytes = encode(&Raster::of(&image, 300.0, INK).unwrap()).unwrap();
            let at = u32::from_ne_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
            assert_eq!(at % 2, 0, "{width} pixels across");
        }
    }

    #[test]
    fn a_row_wider_than_the_fax_encoder_counts_is_deflated() {
        for (width, compression) in [(32_767, 4), (32_768, 8), (70_000, 8)] {
            let image = bilevel(width, 2, |x, y| x % 700 < 30 + y || x + 5 > width);
            let mut reader = reader(&Raster::of(&image, 300.0, INK).unwrap());
            assert_eq!(number(&mut reader, Tag::Compression), compression, "{width} pixels across");
            assert_eq!(decoded(&mut reader), image, "{width} pixels across");
        }
    }

    proptest! {
        /// Rows of runs, some as the row above, some shifted from it, some of their own.
        #[test]
        fn fax_group_4_loses_no_pixel(
            width in 1_u32..3000,
            rows in prop::collection::vec((prop::collection::vec(1_u32..300, 0..40), 0..4_u32), 1..12),
        ) {
            let ends = |runs: &[u32]| -> Vec<u32> {
                runs.iter().scan(0, |end, run| { *end += run; Some(*end) }).collect()
            };
            let mut changes: Vec<Vec<u32>> = Vec::new();
            for (runs, shift) in &rows {
                let above = changes.last().filter(|_| *shift > 0);
                let row = above.map(|above| above.iter().map(|change| change + shift - 1).collect());
                changes.push(row.unwrap_or_else(|| ends(runs)));
            }
            let is_black = |x: u32, y: u32| changes[y as usize].iter().filter(|end| **end <= x).count() % 2 == 1;
            let image = bilevel(width, rows.len() as u32, is_black);
            let mut reader = reader(&Raster::of(&image, 300.0, INK).unwrap());
            prop_assert_eq!(number(&mut reader, Tag::Compression), 4);
            prop_assert_eq!(decoded(&mut reader), image);
        }
    }
}
