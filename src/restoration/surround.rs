//! What is on the scan and not on the sheet: the dark of the scanner's bed around it, and the holes it was filed by.
//!
//! Both are filled with the paper's own grey, so that neither is read as print nor taken for a picture. The bed is
//! what stays of the ink at the scan's edge when all that is narrower than [`NARROWEST_BED`] is taken off (a
//! morphological opening): print and rules that run into it stay.

use image::GrayImage;

use super::bilevel::{Bilevel, Component, WORK_DPI};

/// The bed is at least this wide, inches; the thickest rules are a quarter of it.
const NARROWEST_BED: f32 = 0.1;
/// How far its shadow reaches onto the sheet, inches.
const SHADOW: f32 = 0.02;
/// Diameters of punch holes, inches: ISO 838 has 6 mm, older punches 5 to 8.
const HOLE: std::ops::RangeInclusive<f32> = 0.18..=0.34;
/// How far a hole's width and height may differ, as a part of the larger.
const OUT_OF_ROUND: f32 = 0.15;
/// The part of its box that a hole fills: π/4 for a disc. Letters of that size fill less, bars and boxes more.
const DISC: std::ops::RangeInclusive<f32> = 0.7..=0.86;
/// How far from the scan's edge the middle of a hole may lie, inches: 12 mm on the sheet, and some of the bed.
const HOLE_REACH: f32 = 1.2;

/// Pixels of a page at [`WORK_DPI`] that are not of its sheet.
pub(super) struct Surround {
    mask: Bilevel,
}

impl Surround {
    /// Finds them on a page of so much ink, its pieces given; `None` where there are none.
    pub(super) fn of(page: &Bilevel, components: &[Component], labels: &[u32]) -> Option<Self> {
        let mut ink = bed(page);
        for (index, _) in components.iter().enumerate().filter(|(_, c)| is_hole(c, page)) {
            let label = index as u32 + 1;
            labels.iter().zip(&mut ink).filter(|(of, _)| **of == label).for_each(|(_, ink)| *ink = true);
        }
        let found = ink.contains(&true);
        found.then(|| {
            let mask = Bilevel { width: page.width, height: page.height, ink };
            Self { mask: mask.grown((SHADOW * WORK_DPI).ceil() as usize) }
        })
    }

    /// Returns ink that is the sheet's.
    pub(super) fn taken_from(&self, page: &Bilevel) -> Bilevel {
        let ink = page.ink.iter().zip(&self.mask.ink).map(|(ink, masked)| *ink && !masked).collect();
        Bilevel { width: page.width, height: page.height, ink }
    }

    /// Fills them in an image of the same page, of any resolution, with the paper's grey.
    pub(super) fn fill(&self, image: &mut GrayImage) {
        let paper = self.paper(image);
        let (width, height) = (image.width() as usize, image.height() as usize);
        let Bilevel { width: across, height: down, ref ink } = self.mask;
        for (y, row) in image.chunks_exact_mut(width.max(1)).enumerate() {
            let masks = &ink[(y * down / height).min(down - 1) * across..][..across];
            for (x, grey) in row.iter_mut().enumerate() {
                if masks[(x * across / width).min(across - 1)] {
                    *grey = paper;
                }
            }
        }
    }

    /// The median grey of what is left: on a page of print more than half is paper.
    fn paper(&self, image: &GrayImage) -> u8 {
        let mut histogram = [0_u32; 256];
        let (width, height) = (image.width() as usize, image.height() as usize);
        let Bilevel { width: across, height: down, ref ink } = self.mask;
        for (at, &masked) in ink.iter().enumerate() {
            let (x, y) = (at % across * width / across, at / across * height / down);
            if !masked {
                histogram[usize::from(image.as_raw()[y * width + x])] += 1;
            }
        }
        let half = histogram.iter().sum::<u32>() / 2;
        let mut below = 0;
        let median = histogram.iter().position(|count| {
            below += count;
            below > half
        });
        median.map_or(255, |level| level as u8)
    }
}

fn is_hole(c: &Component, page: &Bilevel) -> bool {
    let (width, height) = (c.width() as f32, c.height() as f32);
    let round = (width - height).abs() <= OUT_OF_ROUND * width.max(height);
    let reach = (HOLE_REACH * WORK_DPI) as usize;
    let (x, y) = ((c.x0 + c.x1) / 2, (c.y0 + c.y1) / 2);
    let near = x < reach || y < reach || x + reach > page.width || y + reach > page.height;
    HOLE.contains(&(width / WORK_DPI))
        && HOLE.contains(&(height / WORK_DPI))
        && round
        && near
        && DISC.contains(&(c.area as f32 / (width * height)))
}

/// Returns the ink of the bed.
fn bed(page: &Bilevel) -> Vec<bool> {
    let reach = (NARROWEST_BED * WORK_DPI / 2.0).round() as usize;
    let core = shrunk(page, reach);
    if !touches_edge(&core) {
        return vec![false; page.ink.len()];
    }
    let opened = core.grown(reach);
    let (pieces, labels) = opened.components();
    let at_edge: Vec<bool> =
        pieces.iter().map(|c| c.x0 == 0 || c.y0 == 0 || c.x1 == page.width || c.y1 == page.height).collect();
    labels.iter().map(|&label| label != 0 && at_edge[label as usize - 1]).collect()
}

fn touches_edge(page: &Bilevel) -> bool {
    let Bilevel { width, height, ref ink } = *page;
    let row = |y: usize| &ink[y * width..(y + 1) * width];
    width > 0
        && height > 0
        && (row(0).contains(&true)
            || row(height - 1).contains(&true)
            || ink.chunks_exact(width).any(|row| row[0] || row[width - 1]))
}

/// Returns where all within `reach` of a pixel, in a square, is ink; beyond the edge all is.
fn shrunk(page: &Bilevel, reach: usize) -> Bilevel {
    let inverse = Bilevel { ink: page.ink.iter().map(|ink| !ink).collect(), ..*page };
    let mut grown = inverse.grown(reach);
    grown.ink.iter_mut().for_each(|ink| *ink = !*ink);
    grown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(mark: impl Fn(usize, usize) -> bool) -> Bilevel {
        let (width, height) = (400, 500);
        let ink = (0..width * height).map(|at| mark(at % width, at / width)).collect();
        Bilevel { width, height, ink }
    }

    fn left(page: &Bilevel) -> Option<Bilevel> {
        let (components, labels) = page.components();
        Surround::of(page, &components, &labels).map(|surround| surround.taken_from(page))
    }

    fn disc(x: usize, y: usize, at: (usize, usize), radius: usize) -> bool {
        x.abs_diff(at.0).pow(2) + y.abs_diff(at.1).pow(2) <= radius * radius
    }

    #[test]
    fn the_bed_goes_and_a_rule_that_runs_into_it_stays() {
        let page = page(|x, y| x < 30 || ((200..203).contains(&y) && x < 300));
        let sheet = left(&page).unwrap();
        assert!(!sheet.ink[100 * 400 + 10], "the bed");
        assert!(sheet.ink[201 * 400 + 100], "the rule");
    }

    #[test]
    fn a_thick_block_inside_the_page_is_no_bed() {
        assert!(left(&page(|x, y| (100..200).contains(&x) && (100..200).contains(&y))).is_none());
    }

    #[test]
    fn holes_by_the_side_go_and_discs_in_the_text_stay() {
        let (by_side, inside) = ((60, 150), (200, 250));
        let page = page(|x, y| disc(x, y, by_side, 18) || disc(x, y, inside, 18));
        let sheet = left(&page).unwrap();
        assert!(!sheet.ink[150 * 400 + 60]);
        assert!(sheet.ink[250 * 400 + 200]);
    }

    #[test]
    fn letters_and_boxes_as_large_as_holes_stay() {
        let frame = |x: usize, y: usize| {
            (40..76).contains(&x)
                && (40..76).contains(&y)
                && !((44..72).contains(&x) && (44..72).contains(&y))
        };
        let block = |x: usize, y: usize| (40..76).contains(&x) && (140..176).contains(&y);
        assert!(left(&page(|x, y| frame(x, y) || block(x, y))).is_none());
    }

    #[test]
    fn what_is_not_of_the_sheet_becomes_its_grey_at_any_resolution() {
        let page = page(|x, _| x < 30);
        let (components, labels) = page.components();
        let surround = Surround::of(&page, &components, &labels).unwrap();
        let mut image = GrayImage::from_fn(800, 1000, |x, _| image::Luma([if x < 60 { 10 } else { 210 }]));
        surround.fill(&mut image);
        assert!(image.pixels().all(|pixel| pixel.0[0] == 210));
    }
}
