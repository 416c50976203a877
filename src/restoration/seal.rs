//! Colour to gray, so that red seals and stamps fade and the print beneath them stays.
//!
//! Vietnamese seals are red (Decree 99/2016/NĐ-CP, article 7 and the ministry circulars under it), the print is
//! black. Red ink is bright in its strongest channel, black print in none; so where a pixel is clearly red its
//! strongest channel is taken. That leaves the edges of a seal's strokes, whose red the scanner's optics and JPEG have
//! spread: so in and around red ink a pixel is made lighter by as much as ink of its redness makes paper darker. Both
//! print and ink take away a part of the light, and what is taken away twice is less red in proportion; so print beneath
//! a seal comes out as it would without one.
//!
//! Blue is left as it is: signatures and numbers written by hand are blue. Blue stamps are told from them by their
//! frames ([`stamp`](super::stamp)).

use image::{DynamicImage, GrayImage, RgbImage};

use super::bilevel::Bilevel;

/// Difference between a pixel's strongest and weakest channel from which it begins to count as red, and from
/// which it counts wholly, of 255. JPEG leaves fringes of up to 30 around black letters; seal ink measured on
/// scans at 200 to 300 dpi lies between 60 and 180.
const RED_FROM: i32 = 30;
const RED_WHOLLY: i32 = 70;

/// Side of the cells in which red ink is looked for, mm.
const CELL: f32 = 1.0;
/// The part of a cell's pixels from which on it has red ink: a stroke across it.
const INKED: f32 = 0.1;
/// Fewest cells with red ink on a page whose seals are unmixed; a ring of 30 mm runs through a hundred.
const FEWEST_CELLS: usize = 20;
/// Redness beyond the paper's from which a pixel may have red ink. JPEG keeps colours at half the resolution, so that the
/// middles of strokes are less red than they were; from here on a pixel is taken to be as red as the reddest beside it.
const TINGED: i32 = 15;

/// What the edges of strokes of red ink, of which JPEG and the scanner's optics have taken some of the red, are still darker than paper
/// once their redness is taken out, as a part of what the ink next to them makes of paper; and how much of paper that may be at most.
/// Of 24 signers under seals on made pages at 150 dpi 4 were read right without, 8 with 0.3, 10 with 0.45.
const LEFT_OVER: f32 = 0.4;
const MOST_LEFT_OVER: f32 = 0.8;
/// How far such an edge lies from the ink at most, pixels.
const EDGE: usize = 2;

pub(super) const MM_PER_INCH: f32 = 25.4;

/// Returns a page scanned at `dpi` in gray, red ink faded.
pub(super) fn to_gray(image: &DynamicImage, dpi: f32) -> GrayImage {
    match image {
        DynamicImage::ImageLuma8(gray) => gray.clone(),
        DynamicImage::ImageRgb8(colour) => {
            let data = colour.as_raw().as_chunks::<3>().0.iter().map(level).collect();
            let gray = GrayImage::from_raw(colour.width(), colour.height(), data);
            let mut gray = gray.unwrap_or_else(|| image.to_luma8());
            unmix(colour, dpi, &mut gray);
            gray
        }
        _ => to_gray(&DynamicImage::ImageRgb8(image.to_rgb8()), dpi),
    }
}

/// Returns how bright a pixel is, 0 to 255 (ITU-R BT.601, in 1/256).
pub(super) fn luma(&[r, g, b]: &[u8; 3]) -> i32 {
    (77 * i32::from(r) + 150 * i32::from(g) + 29 * i32::from(b)) >> 8
}

/// How far red stands above both other channels; brown paper and orange marks stand above blue alone.
fn redness(&[r, g, b]: &[u8; 3]) -> i32 {
    i32::from(r) - i32::from(g.max(b))
}

fn level(pixel: &[u8; 3]) -> u8 {
    let luma = luma(pixel);
    let share = (redness(pixel) - RED_FROM).clamp(0, RED_WHOLLY - RED_FROM);
    (luma + (i32::from(pixel[0]) - luma) * share / (RED_WHOLLY - RED_FROM)) as u8
}

/// Takes the ink of red seals out of what is in and around it.
fn unmix(colour: &RgbImage, dpi: f32, gray: &mut GrayImage) {
    let side = ((dpi * CELL / MM_PER_INCH) as usize).max(2);
    let (width, row_bytes) = (colour.width() as usize, colour.width() as usize * 3);
    if width == 0 {
        return;
    }
    let cells = inked_cells(colour, side);
    if cells.ink.iter().filter(|ink| **ink).count() < FEWEST_CELLS {
        return;
    }
    let Some(ink) = Ink::of(colour) else { return };
    let near = cells.grown(1);
    let rows: Vec<&[u8]> = colour.as_raw().chunks_exact(row_bytes).collect();
    for (y, row) in gray.chunks_exact_mut(width).enumerate() {
        let colours = rows[y].as_chunks::<3>().0;
        let near = &near.ink[y / side * near.width..][..near.width];
        for (at, _) in near.iter().enumerate().filter(|(_, is_near)| **is_near) {
            for x in at * side..((at + 1) * side).min(width) {
                let pixel = &colours[x];
                let mut redness = ink.redness(pixel);
                let beside = |reach: usize| {
                    rows[y.saturating_sub(reach)..(y + reach + 1).min(rows.len())]
                        .iter()
                        .flat_map(|row| {
                            let own = &row[3 * x.saturating_sub(reach)..(3 * (x + reach + 1)).min(row_bytes)];
                            own.as_chunks::<3>().0.iter().map(|pixel| ink.redness(pixel))
                        })
                        .max()
                        .unwrap_or(0)
                };
                let around = beside(EDGE);
                if redness >= TINGED {
                    redness = beside(1);
                }
                row[x] = ink.cleared(row[x].max(ink.taken_from(pixel, redness)), around);
            }
        }
    }
}

/// Returns the cells of so many pixels' side that have red ink.
fn inked_cells(colour: &RgbImage, side: usize) -> Bilevel {
    let (width, height) = (colour.width() as usize, colour.height() as usize);
    let (across, down) = (width.div_ceil(side), height.div_ceil(side));
    let mut counts = vec![0_u32; across * down];
    for (y, row) in colour.as_raw().chunks_exact(3 * width).enumerate() {
        let counts = &mut counts[y / side * across..][..across];
        for (count, pixels) in counts.iter_mut().zip(row.chunks(3 * side)) {
            *count +=
                pixels.as_chunks::<3>().0.iter().filter(|pixel| redness(pixel) >= RED_FROM).count() as u32;
        }
    }
    let least = INKED * (side * side) as f32;
    Bilevel { width: across, height: down, ink: counts.iter().map(|count| *count as f32 >= least).collect() }
}

/// What red ink makes of paper.
struct Ink {
    /// How much darker it makes a pixel for each step of redness beyond the paper's.
    darker: f32,
    paper_luma: i32,
    paper_redness: i32,
}

impl Ink {
    /// Returns the ink of a page, told from one pixel of nine; `None` where it has none.
    fn of(colour: &RgbImage) -> Option<Self> {
        const STEP: usize = 3;
        let rows = colour.as_raw().chunks_exact((3 * colour.width() as usize).max(3)).step_by(STEP);
        let pixels = rows.flat_map(|row| row.as_chunks::<3>().0.iter().step_by(STEP));
        let mut tones: Vec<(i32, i32)> = pixels.map(|pixel| (redness(pixel), luma(pixel))).collect();
        if tones.is_empty() {
            return None;
        }
        let middle = tones.len() / 2;
        let paper_luma = tones.select_nth_unstable_by_key(middle, |tone| tone.1).1.1;
        let paper_redness = tones.select_nth_unstable_by_key(middle, |tone| tone.0).1.0;
        // The line through the paper that is nearest to the red pixels.
        let inks = tones.iter().filter(|tone| tone.0 >= RED_FROM);
        let (both, squared) = inks.fold((0.0, 0.0), |(both, squared), (redness, luma)| {
            let (redness, darker) =
                (f64::from(redness - paper_redness), f64::from((paper_luma - luma).max(0)));
            (both + redness * darker, squared + redness * redness)
        });
        let darker = (both / squared) as f32;
        (squared > 0.0).then_some(Self { darker, paper_luma: paper_luma.max(1), paper_redness })
    }

    /// Returns a pixel's redness beyond what gray of the paper's tint has.
    fn redness(&self, pixel: &[u8; 3]) -> i32 {
        redness(pixel) - self.paper_redness * luma(pixel) / self.paper_luma
    }

    /// Returns a level without what is left of ink so red beside it; what is black stays black.
    fn cleared(&self, level: u8, around: i32) -> u8 {
        let paper = self.paper_luma as f32;
        let dark = paper - f32::from(level);
        if dark <= 0.0 || around < TINGED {
            return level;
        }
        let left = (LEFT_OVER * self.darker * around as f32).min(MOST_LEFT_OVER * paper);
        (paper - (dark - left).max(0.0) * paper / (paper - left)) as u8
    }

    /// Returns the level of a pixel without the ink that makes it so red.
    fn taken_from(&self, pixel: &[u8; 3], redness: i32) -> u8 {
        let luma = luma(pixel);
        let level = luma as f32 + self.darker * redness.max(0) as f32;
        level.min(self.paper_luma.max(luma) as f32) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_edges_of_red_ink_leave_is_paper_and_print_beside_it_stays_black() {
        let ink = Ink { darker: 0.8, paper_luma: 240, paper_redness: 0 };
        assert_eq!(ink.cleared(210, 120), 240, "an edge");
        assert_eq!(ink.cleared(0, 120), 0, "print");
        assert_eq!(ink.cleared(110, 60), 119, "print that is gray is a little lighter");
        assert_eq!(ink.cleared(210, 10), 210, "no ink beside it");
    }

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
            let got = level(&[r, g, b]);
            assert!(expected.contains(&got), "{what}: {got}");
        }
    }
}
