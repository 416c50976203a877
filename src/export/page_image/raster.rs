//! A page's pixels in as few bits as it needs.

use image::GrayImage;

/// Neither ink nor paper, of 255.
const GREYS: std::ops::RangeInclusive<u8> = 70..=200;

/// Side of a block, inches, that is part of a picture where all of it is grey: wider than any stroke, and the greys of
/// print's edges are a pixel or two wide.
const BLOCK: f32 = 0.06;

/// The part of a page's blocks from which on they are a picture.
const PICTURE_PART: f32 = 0.005;

/// Bits a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// One: black or white, for print.
    One,
    /// Four: sixteen greys, for pages that show pictures.
    Four,
}

impl Depth {
    /// Returns the number.
    pub(super) const fn bits(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Four => 4,
        }
    }
}

/// A page's pixels, packed.
#[derive(Debug)]
pub(super) struct Raster {
    /// Pixels across; at least one.
    pub(super) width: u32,
    /// Pixels down; at least one.
    pub(super) height: u32,
    /// Dots per inch, either way.
    pub(super) dpi: f32,
    /// Bits a pixel.
    pub(super) depth: Depth,
    /// The rows from the top, each from a new byte; the first pixel in the highest bits, 0 is black.
    pub(super) packed: Vec<u8>,
}

impl Raster {
    /// Packs an image of so many dots per inch, on which gray levels under `ink` are ink; `None` where it has no pixels.
    pub(super) fn of(image: &GrayImage, dpi: f32, ink: u8) -> Option<Self> {
        let (width, height) = image.dimensions();
        if width == 0 || height == 0 {
            return None;
        }
        let depth = if has_picture(image, dpi) { Depth::Four } else { Depth::One };
        Some(Self { width, height, dpi, depth, packed: packed(image, depth, ink) })
    }

    /// Returns the rows' bytes, from the top.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.packed.chunks((self.width as usize * usize::from(self.depth.bits())).div_ceil(8))
    }
}

/// Packs pixels as [`Raster::packed`] is. At one bit what is darker than `ink` is black.
fn packed(image: &GrayImage, depth: Depth, ink: u8) -> Vec<u8> {
    let level = |grey: u8| match depth {
        Depth::One => u8::from(grey >= ink),
        Depth::Four => grey >> 4,
    };
    let bits = u32::from(depth.bits());
    let a_byte = 8 / bits as usize;
    image
        .as_raw()
        .chunks(image.width() as usize)
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
pub(super) mod tests {
    use image::Luma;

    use super::*;

    /// White with a black bar, its sides not divisible by eight.
    pub(in super::super) const INK: u8 = 128;

    pub(in super::super) fn print() -> GrayImage {
        GrayImage::from_fn(37, 21, |x, _| Luma([if (10..14).contains(&x) { 20 } else { 250 }]))
    }

    /// What [`print`] is in one bit.
    pub(in super::super) fn print_in_one_bit() -> GrayImage {
        GrayImage::from_fn(37, 21, |x, _| Luma([if (10..14).contains(&x) { 0 } else { 255 }]))
    }

    /// A gradient above white.
    pub(in super::super) fn picture() -> GrayImage {
        GrayImage::from_fn(37, 41, |x, y| Luma([if y < 32 { 80 + 3 * x as u8 } else { 255 }]))
    }

    #[test]
    fn print_takes_one_bit_a_pixel_and_pictures_four() {
        let print = Raster::of(&print(), 200.0, INK).unwrap();
        assert_eq!(print.depth, Depth::One);
        assert_eq!(print.rows().next(), Some([0xff, 0b1100_0011, 0xff, 0xff, 0b1111_1000].as_slice()));
        assert_eq!(print.rows().count(), 21);

        let picture = Raster::of(&picture(), 200.0, INK).unwrap();
        assert_eq!(picture.depth, Depth::Four);
        assert_eq!(picture.rows().next().map(|row| (row.len(), row[0], row[18])), Some((19, 0x55, 0xb0)));
        assert_eq!(picture.rows().count(), 41);
    }
}
