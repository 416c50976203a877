//! Resolution brought to what the recogniser reads best.

use image::GrayImage;

use super::bilevel;

/// Resolution handed on, dots per inch. Tesseract's models were trained on lines of 36 to 48 pixels, which are
/// letters of 10 to 13 points at 300 dpi.
pub(super) const TARGET_DPI: f32 = 300.0;
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
            [(300.0, 1.0), (290.0, 1.0), (314.0, 1.0), (150.0, 2.0), (600.0, 0.5), (100.0, 3.0)]
        {
            assert_eq!(factor(dpi, 800, 1100), expected, "{dpi}");
        }
    }

    #[test]
    fn a_wrong_resolution_does_not_blow_an_image_up() {
        assert!(factor(50.0, 4000, 5000) * 5000.0 <= 10_000.0);
    }
}
