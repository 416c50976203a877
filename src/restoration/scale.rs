//! Resolution brought to what the recogniser reads best.

use image::GrayImage;

use super::bilevel;

/// Resolutions handed on, dots per inch; more is brought down to the higher one, less up to the lower one. Tesseract
/// brings every line to 36 pixels, which is what a line of 13 points is high at 200 dpi: what it gets beyond that costs
/// time, and marks when it is scaled down. Word F1 of what it reads when our fixtures are brought to 110, 130, 150, 175
/// and 200 dpi: scanned at 110 dpi 79.5, 79.9, 79.1, 79.1, 77.2; twenty born-digital pages damaged so 73.6, 73.7, 74.0,
/// 73.9, 72.4, and of their numbers 71.7, 72.8, 74.6, 73.0, 71.7 found. Scanned at 150 dpi, brought to 150, 175 and 200:
/// 88.8, 89.3, 88.3, and 84.0, 83.8, 81.6. Scanned at 200 dpi, brought to 180, 200, 220 and 300: 95.9, 96.6, 95.5, 95.0.
pub(super) const TARGET_DPI: std::ops::RangeInclusive<f32> = 150.0..=200.0;
/// Share by which a resolution may differ and still be left as it is.
const NEAR: f32 = 0.05;
/// Most pixels a side of the result has; a wrongly recorded resolution must not blow an image up.
const SIDE_LIMIT: f32 = 10_000.0;

/// Returns the factor that brings an image of the given resolution into [`TARGET_DPI`], 1 where it is there or near.
pub(super) fn factor(dpi: f32, width: u32, height: u32) -> f32 {
    let wanted = dpi.clamp(*TARGET_DPI.start(), *TARGET_DPI.end()) / dpi;
    if (wanted - 1.0).abs() <= NEAR {
        return 1.0;
    }
    let most = SIDE_LIMIT / width.max(height).max(1) as f32;
    wanted.min(most.max(1.0))
}

/// Returns the image at `factor` times its size, by Lanczos' filter.
pub(super) fn scale(image: &GrayImage, factor: f32) -> GrayImage {
    if factor == 1.0 { image.clone() } else { bilevel::scaled(image, factor) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolutions_at_or_near_the_target_are_left_alone() {
        for (dpi, expected) in
            [(200.0, 1.0), (150.0, 1.0), (170.0, 1.0), (209.0, 1.0), (75.0, 2.0), (400.0, 0.5), (50.0, 3.0)]
        {
            assert_eq!(factor(dpi, 800, 1100), expected, "{dpi}");
        }
    }

    #[test]
    fn a_wrong_resolution_does_not_blow_an_image_up() {
        assert!(factor(50.0, 4000, 5000) * 5000.0 <= 10_000.0);
    }
}
