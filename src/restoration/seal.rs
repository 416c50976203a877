//! Colour to gray, so that red seals and stamps fade and the print beneath them stays.
//!
//! Vietnamese seals are red (Decree 99/2016/NĐ-CP, article 7 and the ministry circulars under it), the print is
//! black. Red ink is bright in its strongest channel, black print in none; so where a pixel is clearly red its
//! strongest channel is taken. Blue is left as it is: signatures and numbers written by hand are blue. Blue
//! stamps are told from them by their frames ([`stamp`](super::stamp)).

use image::{DynamicImage, GrayImage};

/// Difference between a pixel's strongest and weakest channel from which it begins to count as red, and from
/// which it counts wholly, of 255. JPEG leaves fringes of up to 30 around black letters; seal ink measured on
/// scans at 200 to 300 dpi lies between 60 and 180.
const RED_FROM: i32 = 30;
const RED_WHOLLY: i32 = 70;

/// Returns the page in gray, red ink faded.
pub(super) fn to_gray(image: &DynamicImage) -> GrayImage {
    match image {
        DynamicImage::ImageLuma8(gray) => gray.clone(),
        DynamicImage::ImageRgb8(colour) => {
            let data = colour.as_raw().as_chunks::<3>().0.iter().map(|&[r, g, b]| level(r, g, b)).collect();
            GrayImage::from_raw(colour.width(), colour.height(), data).unwrap_or_else(|| image.to_luma8())
        }
        _ => to_gray(&DynamicImage::ImageRgb8(image.to_rgb8())),
    }
}

fn level(r: u8, g: u8, b: u8) -> u8 {
    let (r, g, b) = (i32::from(r), i32::from(g), i32::from(b));
    // ITU-R BT.601 in 1/256.
    let luma = (77 * r + 150 * g + 29 * b) >> 8;
    // Red stands above both others; brown paper and orange marks stand above blue alone.
    let redness = r - g.max(b);
    let share = (redness - RED_FROM).clamp(0, RED_WHOLLY - RED_FROM);
    (luma + (r - luma) * share / (RED_WHOLLY - RED_FROM)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_ink_fades_and_print_stays() {
        let cases = [
            ((255, 255, 255), 255..=255, "paper"),
            ((20, 20, 20), 20..=20, "print"),
            ((70, 20, 25), 20..=70, "print under a seal"),
            ((230, 60, 70), 225..=235, "seal"),
            ((40, 60, 160), 60..=75, "blue handwriting keeps its darkness"),
            ((240, 225, 190), 220..=230, "yellowed paper"),
        ];
        for ((r, g, b), expected, what) in cases {
            let got = level(r, g, b);
            assert!(expected.contains(&got), "{what}: {got}");
        }
    }
}
