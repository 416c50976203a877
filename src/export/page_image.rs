//! The restored image of a page, as small as an archive would want it.
//!
//! Print is black on white, so a page becomes one bit a pixel; where it shows pictures, whose greys that would lose,
//! four bits. Both are PNG with the page's resolution. On the eleven fixture pages of level 1 one bit takes 46 KB a page,
//! where the scan's JPEG takes 238 and fax group 4 would take 29.

use crate::restoration::ink_threshold;
use image::GrayImage;
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, Unit};

/// The restored image of one page, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// The page's number in the input, from 1.
    pub page: u32,
    /// The file's bytes.
    pub png: Vec<u8>,
}

/// Neither ink nor paper, of 255.
const GREYS: std::ops::RangeInclusive<u8> = 70..=200;

/// Side of a block, inches, that is part of a picture where all of it is grey: wider than any stroke, and the greys of
/// print's edges are a pixel or two wide.
const BLOCK: f32 = 0.06;

/// The part of a page's blocks from which on they are a picture.
const PICTURE_PART: f32 = 0.005;

/// Inches a metre holds.
const INCHES: f32 = 39.37;

impl PageImage {
    /// Encodes a page's image of so many dots per inch.
    ///
    /// # Errors
    ///
    /// Where the image is empty.
    pub fn encode(page: u32, image: &GrayImage, dpi: f32) -> Result<Self, EncodingError> {
        let (width, height) = image.dimensions();
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, width, height);
        let (depth, bits) = if has_picture(image, dpi) { (BitDepth::Four, 4) } else { (BitDepth::One, 1) };
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(depth);
        encoder.set_compression(Compression::High);
        let a_metre = (dpi * INCHES).round() as u32;
        encoder.set_pixel_dims(Some(PixelDimensions { xppu: a_metre, yppu: a_metre, unit: Unit::Meter }));
        encoder.write_header()?.write_image_data(&packed(image, bits, ink_threshold(image)))?;
        Ok(Self { page, png })
    }
}

/// Packs pixels to so many bits each, the first one highest, each row from a new byte. At one bit what is darker than
/// `ink` is black.
fn packed(image: &GrayImage, bits: u32, ink: u8) -> Vec<u8> {
    let level = |grey: u8| if bits == 1 { u8::from(grey >= ink) } else { grey >> 4 };
    let a_byte = 8 / bits as usize;
    image
        .as_raw()
        .chunks(image.width().max(1) as usize)
        .flat_map(|row| row.chunks(a_byte))
        .map(|pixels| {
            let filled = pixels.iter().fold(0, |byte: u8, grey| byte.wrapping_shl(bits) | level(*grey));
            filled.wrapping_shl(bits * (a_byte - pixels.len()) as u32)
        })
        .collect()
}

fn has_picture(image: &GrayImage, dpi: f32) -> bool {
    let side = (BLOCK * dpi).ceil().max(2.0) as u32;
    let (columns, rows) = (image.width() / side, image.height() / side);
    let is_grey = |x: u32, y: u32| GREYS.contains(&image.get_pixel(x, y).0[0]);
    let all_grey = |column: u32, row: u32| {
        let (x0, y0) = (column * side, row * side);
        (y0..y0 + side).all(|y| (x0..x0 + side).all(|x| is_grey(x, y)))
    };
    let grey = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    grey.filter(|&(column, row)| all_grey(column, row)).count() as f32
        > PICTURE_PART * (columns * rows) as f32
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    fn decoded(image: &PageImage) -> (png::Info<'static>, GrayImage) {
        let reader = png::Decoder::new(std::io::Cursor::new(&image.png)).read_info().unwrap();
        let info = reader.info().clone();
        (info, image::load_from_memory(&image.png).unwrap().to_luma8())
    }

    /// White with a black bar, its sides not divisible by eight.
    fn print() -> GrayImage {
        GrayImage::from_fn(37, 21, |x, _| Luma([if (10..14).contains(&x) { 20 } else { 250 }]))
    }

    #[test]
    fn print_takes_one_bit_a_pixel() {
        let (info, back) = decoded(&PageImage::encode(1, &print(), 200.0).unwrap());
        assert_eq!(info.bit_depth, BitDepth::One);
        assert_eq!(info.pixel_dims.unwrap().xppu, 7874);
        assert_eq!(
            back,
            GrayImage::from_fn(37, 21, |x, _| Luma([if (10..14).contains(&x) { 0 } else { 255 }]))
        );
    }

    #[test]
    fn a_picture_keeps_its_greys() {
        let page = GrayImage::from_fn(37, 41, |x, y| Luma([if y < 32 { 80 + 3 * x as u8 } else { 255 }]));
        let (info, back) = decoded(&PageImage::encode(1, &page, 200.0).unwrap());
        assert_eq!(info.bit_depth, BitDepth::Four);
        let furthest = page.pixels().zip(back.pixels()).map(|(a, b)| a.0[0].abs_diff(b.0[0])).max();
        assert!(furthest <= Some(16), "{furthest:?}");
    }
}
