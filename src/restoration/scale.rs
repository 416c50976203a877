//! Resolution brought to what the recogniser reads best.

use image::GrayImage;

use super::bilevel;

/// Resolution handed on, dots per inch. Tesseract brings every line to 36 pixels, which is what a line of 13 points is
/// high at 200 dpi; from more it must scale down, which costs time and marks. Word F1 of what it reads at 300, 240, 220,
/// 200, 180 and 160 dpi: our fixtures scanned at 200 dpi 95.0, 96.2, 95.5, 96.6, 95.9, 95.7; at 150 dpi 84.0, 85.3, 86.1,
/// 85.9, 86.7, 86.9.
pub(super) const TARGET_DPI: f32 = 200.0;
/// Share by which a resolution may differ and still be left as it is.
const NEAR: f32 = 0.05;
/// Most pixels a side of the result has; a wrongly recorded resolution must not blow an image up.
const SIDE_LIMIT: f32 = 10_000.0;

/// Returns the factor that brings an image of the given resolution to [`TARGET_DPI`], 1 where it is near.
pub(super) fn factor(dpi: f32, width: u32, height: u32) -> f32 {
    let wanted = TARGET_DPI / dpi;
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
    fn resolutions_near_the_target_are_left_alone() {
        for (dpi, expected) in
            [(200.0, 1.0), (192.0, 1.0), (209.0, 1.0), (100.0, 2.0), (400.0, 0.5), (50.0, 4.0)]
        {
            assert_eq!(factor(dpi, 800, 1100), expected, "{dpi}");
        }
    }

    #[test]
    fn a_wrong_resolution_does_not_blow_an_image_up() {
        assert!(factor(50.0, 4000, 5000) * 5000.0 <= 10_000.0);
    }
}
