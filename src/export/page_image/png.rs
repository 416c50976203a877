//! A page's image as PNG (W3C Recommendation, third edition): grey of one or four bits.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, PixelDimensions, Unit};

use super::raster::{Depth, Raster};

/// Inches a metre holds.
const INCHES: f32 = 39.37;

/// Returns the file's bytes.
pub(super) fn encode(raster: &Raster) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, raster.width, raster.height);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(match raster.depth {
        Depth::One => BitDepth::One,
        Depth::Four => BitDepth::Four,
    });
    encoder.set_compression(Compression::High);
    let a_metre = (raster.dpi * INCHES).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: a_metre, yppu: a_metre, unit: Unit::Meter }));
    encoder.write_header()?.write_image_data(&raster.packed)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::GrayImage;

    use super::super::raster::tests::{INK, picture, print, print_in_one_bit};
    use super::*;

    fn decoded(image: &GrayImage) -> (png::Info<'static>, GrayImage) {
        let bytes = encode(&Raster::of(image, 200.0, INK).unwrap()).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let info = reader.info().clone();
        (info, image::load_from_memory(&bytes).unwrap().to_luma8())
    }

    #[test]
    fn print_takes_one_bit_a_pixel() {
        let (info, back) = decoded(&print());
        assert_eq!(info.bit_depth, BitDepth::One);
        assert_eq!(info.pixel_dims.unwrap().xppu, 7874);
        assert_eq!(back, print_in_one_bit());
    }

    #[test]
    fn a_picture_keeps_its_greys() {
        let (info, back) = decoded(&picture());
        assert_eq!(info.bit_depth, BitDepth::Four);
        let furthest = picture().pixels().zip(back.pixels()).map(|(a, b)| a.0[0].abs_diff(b.0[0])).max();
        assert!(furthest <= Some(16), "{furthest:?}");
    }
}
