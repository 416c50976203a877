//! Bad pages cleaned: noise, specks, blur, faded ink, what shows through from the back.
//!
//! A small convolutional network ([`network`]) says for each pixel what it was before the sheet aged and was scanned.
//! It was trained by scripts/train-cleaning on stretches of print that we set ourselves and damaged in many ways, so
//! it has seen no page of anybody's. It looks at some twenty pixels around each, less than two letters of print at
//! 200 dpi: it sharpens strokes, but does not guess letters.
//!
//! What it says is mixed into the page, and does not take its place. The recogniser was itself trained on noisy print;
//! where the network is wrong, a sure stroke misleads it more than a doubtful one.

use std::sync::LazyLock;

use image::GrayImage;

mod network;

use network::{Grids, Network};

/// Mean darkness of paper, of 255, from which a page is cleaned. Clean pages have up to 0.6, from the edges of their
/// print; good scans measured 1.4 to 2.0, a decision of 1999 6.9; our fixtures at level 1 4.7 to 6.2, at level 2 18 to 21.
/// Cleaning brings level 1 nothing (word F1 of our fixtures 99.59 with it, 99.56 without, of 25 born-digital pages 98.35
/// and 98.41) and takes a fifth of the time; at level 2 it is worth 0.2 and 3.4.
const GRAIN: f64 = 6.5;
/// Gray levels from which a pixel is paper.
const PAPER: u8 = 200;
/// The network's share in the cleaned page. Word F1 of what is read with shares of 0, 0.2, 0.35, 0.6 and 1: our fixtures
/// at level 2 86.4, 88.3, 88.5, 87.8, 86.7, at level 3 76.7, 77.5, 76.5, 75.0, 72.3. Numbers found at level 2: 85.9, 88.4,
/// 89.9, 88.6, 91.3.
const SHARE: f32 = 0.3;
/// Pixels around a strip that bear on it.
const HALO: usize = 24;
/// Height of a strip, pixels: the network's grids over one of 1654 columns take 34 MB.
const STRIP: usize = 256;

#[expect(clippy::unwrap_used, reason = "the network is part of the program, and a test reads it")]
static NETWORK: LazyLock<Network> =
    LazyLock::new(|| Network::read(include_bytes!("../../../dictionaries/models/cleaning.network")).unwrap());

/// Returns whether a page, evened to white, is bad enough to be cleaned.
pub(super) fn is_needed(image: &GrayImage) -> bool {
    let paper = image.as_raw().iter().filter(|level| **level > PAPER);
    let (darkness, count) =
        paper.fold((0_u64, 0_u64), |(sum, n), level| (sum + u64::from(255 - level), n + 1));
    darkness as f64 > GRAIN * count as f64
}

/// Returns a page at 150 to 200 dpi, evened to white, nearer to what it was before it was damaged.
pub(super) fn clean(image: &GrayImage) -> GrayImage {
    let (width, height) = (image.width() as usize, image.height() as usize);
    if width == 0 || height == 0 {
        return image.clone();
    }
    let padded_width = width.next_multiple_of(4);
    let mut out = image.clone();
    let mut strip = vec![0.0; padded_width * (STRIP + 2 * HALO)];
    let mut grids = Grids::new(padded_width, STRIP + 2 * HALO);
    for top in (0..height).step_by(STRIP) {
        strip.fill(0.0);
        for (row, ink) in strip.chunks_exact_mut(padded_width).enumerate() {
            let Some(y) = (top + row).checked_sub(HALO).filter(|y| *y < height) else { continue };
            for (ink, value) in ink.iter_mut().zip(&image.as_raw()[y * width..][..width]) {
                *ink = f32::from(255 - value) / 255.0;
            }
        }
        NETWORK.clean(&mut strip, &mut grids);
        let rows = strip.chunks_exact(padded_width).skip(HALO);
        for (row, ink) in out.chunks_exact_mut(width).skip(top).take(STRIP).zip(rows) {
            for (value, ink) in row.iter_mut().zip(ink) {
                let clean = (1.0 - ink.clamp(0.0, 1.0)) * 255.0;
                *value = (f32::from(*value) * (1.0 - SHARE) + clean * SHARE + 0.5) as u8;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Strokes of print on paper of a gray level, with noise.
    fn page(paper: u8, ink: u8, noise: u32) -> GrayImage {
        let mut seed = 7_u32;
        GrayImage::from_fn(203, 301, |x, y| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let is_ink = y % 40 < 20 && x % 12 < 4;
            let shift = if noise == 0 { 0 } else { (seed >> 16) % noise };
            Luma([if is_ink { ink } else { paper }.saturating_sub(shift as u8)])
        })
    }

    /// Mean level of the paper between strokes.
    fn paper(image: &GrayImage) -> f32 {
        let between = image.enumerate_pixels().filter(|(x, y, _)| (20..30).contains(&(y % 40)) && *x > 8);
        let (sum, count) =
            between.fold((0.0, 0.0), |(s, n), (_, _, level)| (s + f32::from(level.0[0]), n + 1.0));
        sum / count
    }

    #[test]
    fn only_pages_with_grain_are_cleaned() {
        assert!(!is_needed(&page(255, 20, 0)));
        assert!(!is_needed(&page(255, 20, 3)));
        assert!(!is_needed(&page(252, 20, 6)), "a good office scan");
        assert!(is_needed(&page(250, 20, 24)));
    }

    #[test]
    fn paper_gets_lighter_and_print_stays() {
        let bad = page(245, 60, 24);
        let clean = clean(&bad);
        assert_eq!(clean.dimensions(), bad.dimensions());
        assert!(paper(&clean) > paper(&bad) + 2.0, "{} {}", paper(&clean), paper(&bad));
        assert!(clean.get_pixel(49, 130).0[0] < 90);
    }

    #[test]
    fn a_page_comes_out_the_same_however_it_is_cut_into_strips() {
        let bad = page(245, 60, 24);
        let lower = image::imageops::crop_imm(&bad, 0, 100, 203, 201).to_image();
        let (whole, part) = (clean(&bad), clean(&lower));
        let inside = |y: u32| (0..203).all(|x| whole.get_pixel(x, 100 + y) == part.get_pixel(x, y));
        // The cut is a multiple of the coarse blocks, so that the network sees the same blocks.
        assert!((HALO as u32 + 4..190).all(inside));
    }

    #[test]
    fn a_page_of_no_pixels_stays_one() {
        assert_eq!(clean(&GrayImage::new(0, 5)).dimensions(), (0, 5));
    }
}
