//! Boxes to be ticked, found in the ink and set among the words.
//!
//! The recogniser knows no boxes: of an empty one it says `n`, `D`, `O`, `L]`, of a crossed one `X`, `[`, `8`, or nothing. In the ink a
//! box is four straight sides that meet, about as high as a letter, with nothing between them or with strokes
//! ([`frame`]); no letter has four. It takes the place of what was read there, which its word keeps as recognised
//! ([`placing`]).
//!
//! What is set by hand here was set on 24 forms of our own, in eight faces of 10 to 14 points, boxes drawn and set as glyphs, ticked in
//! five ways, at 300 dpi and damaged at 150; of the fixtures, made documents and real scans none without boxes has one.

use image::GrayImage;

use super::ink::Ink;
use super::median::median;
use crate::document::check_box::{EMPTY, TICKED};
use crate::document::{BoundingBox, Word};

mod frame;
mod placing;

use frame::HIGHER_THAN_LETTERS;

pub(super) use placing::place;

/// Height of a box, in usual heights of letters (small and large ones): of 8 to 16 points beside print of 10 to 14.
const HEIGHT: std::ops::RangeInclusive<f32> = 0.7..=2.6;
/// Least height and width of a box in pixels, and of one among those whose sides are worn and which are believed together: at 110 dpi blurred
/// letters make frames of 10 to 13.
const LEAST: u32 = 12;
const LEAST_WORN: u32 = 14;
/// A tick may run out over the frame, so that both together are so much larger at most.
const WITH_TICK: f32 = 2.0;

/// How much darker or paler than the page's, in grey values, the ink is in which further boxes are looked for: sides break in pale print, and
/// letters grow onto them in blurred print.
const SHIFTS: [i8; 3] = [-30, 30, -55];
/// How far from the usual size of the page's boxes those are, as a part of it.
const ALIKE: f32 = 0.2;
/// The confidence, 0 to 1, of a box whose sides are whole.
const WHOLE: f32 = 0.95;
/// How many boxes whose sides are worn are believed together.
const SOME: usize = 3;
/// A worn box stands so far from the letters beside it at least, in their usual heights: half a blank. The bold `Đ` and `B` of three words
/// at 150 dpi made frames, each with its next letter nearer by.
const BESIDE: f32 = 0.25;
/// What stands beside it is a letter from this part of the usual height on.
const LETTER: f32 = 0.4;
/// How much less sure they are.
const LESS_FOR_OTHER_INK: f32 = 0.05;

/// A box to be ticked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CheckBox {
    /// Its frame, in pixels of the page.
    pub(super) bbox: BoundingBox,
    /// Whether there are strokes in it, or it is filled.
    pub(super) is_ticked: bool,
    /// How sure that is, 0 to 1.
    pub(super) confidence: f32,
}

impl From<CheckBox> for Word {
    fn from(found: CheckBox) -> Self {
        let text = if found.is_ticked { TICKED } else { EMPTY };
        Self::as_read(text, None, Some(found.bbox), Some(found.confidence))
    }
}

/// Finds the boxes in the ink of a page. Where there are some, others of their size are looked for in darker and in paler ink, too.
/// `letters` is the usual height of the page's letters.
pub(super) fn find(image: &GrayImage, ink: &Ink, letters: f32) -> Vec<CheckBox> {
    let mut boxes = find_in(ink, letters);
    leave_out_letters(&mut boxes, HIGHER_THAN_LETTERS * letters);
    let Some(usual) = median(boxes.iter().map(|found| found.bbox.height())) else { return boxes };
    for by in SHIFTS {
        let is_alike = |found: &CheckBox| {
            let off = found.bbox.height().abs_diff(usual).max(found.bbox.width().abs_diff(usual));
            off as f32 <= ALIKE * usual as f32
        };
        for found in find_in(&ink.shifted(image, by), letters).into_iter().filter(is_alike) {
            if boxes.iter().all(|other| other.bbox.intersection(found.bbox).is_none()) {
                boxes.push(CheckBox { confidence: found.confidence - LESS_FOR_OTHER_INK, ..found });
            }
        }
    }
    boxes
}

/// Leaves out what worn print makes frames of here and there, an `n` or a `d`: all where neither one box's sides are whole nor some are
/// higher than letters and alike; and of those no higher than `high`, as letters are, each that is like no whole one.
fn leave_out_letters(boxes: &mut Vec<CheckBox>, high: f32) {
    let is_like = |one: u32, other: u32| one.abs_diff(other) as f32 <= ALIKE * one.max(other) as f32;
    let heights = |is: &dyn Fn(&CheckBox) -> bool| -> Vec<u32> {
        boxes.iter().filter(|found| is(found)).map(|found| found.bbox.height()).collect()
    };
    let whole = heights(&|found| found.confidence >= WHOLE);
    let is_large = |found: &CheckBox| found.bbox.height().min(found.bbox.width()) >= LEAST_WORN;
    let mut higher = heights(&|found| is_large(found) && found.bbox.height() as f32 >= high);
    higher.sort_unstable();
    let are_proven = !whole.is_empty() || higher.windows(SOME).any(|of| is_like(of[0], of[SOME - 1]));
    boxes.retain(|found| {
        let height = found.bbox.height();
        are_proven && height as f32 >= high || whole.iter().any(|other| is_like(*other, height))
    });
}

/// Leaves out worn frames that stand within words, from what is found in their ink.
fn leave_out_parts_of_words(boxes: &mut Vec<CheckBox>, ink: &Ink, letters: f32) {
    let widest = (HEIGHT.end() * letters) as u32;
    let is_letter = |part: &&BoundingBox| part.height() as f32 >= LETTER * letters && part.width() <= widest;
    let mut print: Vec<BoundingBox> = ink.parts().iter().filter(is_letter).copied().collect();
    print.sort_by_key(|part| (part.x0, part.y0));
    let beside = (BESIDE * letters) as u32;
    boxes.retain(|found| {
        let own = found.bbox;
        let (from, to) = (own.x0.saturating_sub(beside + widest), own.x1 + beside);
        let near = &print[print.partition_point(|part| part.x0 < from)..];
        let touches = |part: &BoundingBox| {
            let is_beside = part.x1 <= own.x0 && own.x0 <= part.x1 + beside || part.x0 >= own.x1;
            is_beside && part.y0.max(own.y0) < part.y1.min(own.y1)
        };
        found.confidence >= WHOLE || !near.iter().take_while(|part| part.x0 < to).any(touches)
    });
}

fn find_in(ink: &Ink, usual: f32) -> Vec<CheckBox> {
    let fits = |side: u32| side >= LEAST && (side as f32) <= HEIGHT.end() * WITH_TICK * usual;
    let is_of_height = |found: &CheckBox| {
        let height = found.bbox.height();
        height.min(found.bbox.width()) >= LEAST && HEIGHT.contains(&(height as f32 / usual))
    };
    let parts = ink.parts().iter().filter(|part| fits(part.width()) && fits(part.height()));
    let mut boxes =
        parts.filter_map(|part| frame::check_box(ink, *part, usual)).filter(is_of_height).collect();
    leave_out_parts_of_words(&mut boxes, ink, usual);
    boxes
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// Usual height of letters.
    const LETTERS: f32 = 18.0;

    /// A page on which figures are drawn, of which each tells by a place within it whether there is ink; each stands in a square of 60.
    fn drawn(figures: &[&dyn Fn(u32, u32) -> bool]) -> Vec<CheckBox> {
        let page = GrayImage::from_fn(60 * figures.len() as u32, 60, |x, y| {
            Luma([if figures[(x / 60) as usize](x % 60, y) { 20 } else { 240 }])
        });
        let ink = Ink::of(&page, BoundingBox::new(0, 0, page.width(), page.height()));
        let mut boxes = find(&page, &ink, LETTERS);
        boxes.sort_by_key(|found| found.bbox.x0);
        boxes
    }

    /// A frame of 24 pixels from (20, 20), three thick.
    fn frame(x: u32, y: u32) -> bool {
        let inside = |at: u32| (20..44).contains(&at);
        let edge = |at: u32| (20..23).contains(&at) || (41..44).contains(&at);
        inside(x) && inside(y) && (edge(x) || edge(y))
    }

    /// The diagonals from corner to corner of a square.
    fn cross(x: u32, y: u32) -> bool {
        let within = (24..40).contains(&x) && (24..40).contains(&y);
        within && (x.abs_diff(y) < 2 || (x + y).abs_diff(63) < 2)
    }

    /// A stroke that rises out of the frame over its upper right corner.
    fn tick(x: u32, y: u32) -> bool {
        (28..50).contains(&x) && (x + y).abs_diff(66) < 2
    }

    fn ticked(boxes: &[CheckBox]) -> Vec<bool> {
        boxes.iter().map(|found| found.is_ticked).collect()
    }

    #[test]
    fn a_frame_is_a_box_and_strokes_in_it_tick_it() {
        let filled = |x: u32, y: u32| frame(x, y) || (26..38).contains(&x) && (26..38).contains(&y);
        let boxes = drawn(&[
            &frame,
            &|x, y| frame(x, y) || cross(x, y),
            &|x, y| frame(x, y) || tick(x, y),
            &filled,
            &|x, y| frame(x, y) || (30..32).contains(&x) && (30..32).contains(&y),
        ]);
        assert_eq!(ticked(&boxes), [false, true, true, true, false], "the last has a speck in it");
        assert_eq!(boxes[0].bbox, BoundingBox::new(20, 20, 44, 44));
        assert_eq!(boxes[2].bbox, BoundingBox::new(140, 20, 164, 44), "without its tick");
    }

    #[test]
    fn letters_blots_and_rows_of_cells_are_no_boxes() {
        let far = |x: u32, y: u32| ((x as f32 - 31.5).powi(2) + (y as f32 - 31.5).powi(2)).sqrt();
        let ring = |x: u32, y: u32| (8.5..12.5).contains(&far(x, y));
        let bowed = |x: u32, y: u32| (20..24).contains(&x) && (20..44).contains(&y) || x >= 24 && ring(x, y);
        // `II` whose serifs touch.
        let two = |x: u32, y: u32| {
            let serif = (18..46).contains(&x) && ((20..23).contains(&y) || (41..44).contains(&y));
            serif || (20..44).contains(&y) && ((22..27).contains(&x) || (37..42).contains(&x))
        };
        let open = |x: u32, y: u32| frame(x, y) && !(23..41).contains(&x) || frame(x, y) && y > 30;
        let blot = |x: u32, y: u32| (20..44).contains(&x) && (20..44).contains(&y);
        let wide = |x: u32, y: u32| (20..44).contains(&y) && (!(23..=40).contains(&y) || x % 30 < 3);
        assert_eq!(drawn(&[&ring, &bowed, &two, &open, &blot, &wide, &wide]), []);
    }

    #[test]
    fn a_frame_as_low_as_letters_is_one_beside_another_that_is_whole() {
        let low = |x: u32, y: u32| {
            let inside = |at: u32| (20..36).contains(&at);
            let edge = |at: u32| (20..22).contains(&at) || (34..36).contains(&at);
            inside(x) && inside(y) && (edge(x) || edge(y))
        };
        let worn = |x: u32, y: u32| low(x, y) && !((20..22).contains(&x) && (26..29).contains(&y));
        assert_eq!(drawn(&[&worn]), []);
        assert_eq!(ticked(&drawn(&[&worn, &low])), [false, false]);
    }

    #[test]
    fn worn_frames_with_a_letter_close_beside_them_are_letters() {
        let worn = |x: u32, y: u32| frame(x, y) && !((20..23).contains(&x) && (30..34).contains(&y));
        let stem = |at: u32| move |x: u32, y: u32| (at..at + 3).contains(&x) && (24..44).contains(&y);
        let (near, far) = (stem(47), stem(52));
        let letters = drawn(&[&|x, y| worn(x, y) || near(x, y); 3].map(|of| of as &dyn Fn(u32, u32) -> bool));
        assert_eq!(letters, []);
        let boxes = drawn(&[&|x, y| worn(x, y) || far(x, y); 3].map(|of| of as &dyn Fn(u32, u32) -> bool));
        assert_eq!(ticked(&boxes), [false; 3]);
    }

    #[test]
    fn a_box_with_a_shadow_is_one() {
        let shadowed = |x: u32, y: u32| {
            let shadow = (22..46).contains(&x) && (44..46).contains(&y)
                || (44..46).contains(&x) && (22..46).contains(&y);
            frame(x, y) || shadow
        };
        assert_eq!(ticked(&drawn(&[&shadowed, &shadowed, &shadowed])), [false; 3]);
    }
}
