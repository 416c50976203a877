//! Strokes at the ends of a line that are too faint to be ink: where the page fades, it loses the first digit of a number.

use super::text_lines::TextLine;
use super::view::View;
use crate::document::BoundingBox;

/// The part of the ground's grey value under which a stroke shows, though it is no ink.
const FAINT: f32 = 0.86;

/// The part of a capital's height that a faint stroke takes of its column.
const FAINT_STROKE: f32 = 0.6;

/// The widest gap before a faint stroke, and how far it is looked for, in heights of capitals.
const FAINT_GAP: f32 = 0.5;
const FAINT_END: f32 = 1.5;

/// Returns a line with such strokes at its ends.
pub(super) fn with_faint_ends(view: View<'_>, line: &TextLine) -> TextLine {
    let View { page, ink, .. } = view;
    let mut line = line.clone();
    let capital = line.capital as f32;
    let (gap, furthest) = ((FAINT_GAP * capital) as u32, (FAINT_END * capital) as u32);
    let rows = line.baseline.saturating_sub(line.capital)..line.baseline.min(page.height());
    let faint = f32::from(ink.ground()) * FAINT;
    // `None` where other print stands.
    let dark = |x: u32| {
        let is_free = rows.clone().all(|y| ink.part_at(x, y).is_none());
        is_free.then(|| rows.clone().filter(|y| f32::from(page.get_pixel(x, *y).0[0]) < faint).count() as f32)
    };
    let reach = |columns: &mut dyn Iterator<Item = u32>| {
        let (mut end, mut empty) = (None, 0);
        for x in columns {
            match dark(x) {
                None => return None,
                Some(count) if count >= FAINT_STROKE * capital => (end, empty) = (Some(x), 0),
                Some(_) => empty += 1,
            }
            if empty > gap {
                break;
            }
        }
        end
    };
    let BoundingBox { x0, x1, .. } = line.bbox;
    if let Some(x) = reach(&mut (x0.saturating_sub(furthest)..x0).rev()) {
        line.bbox.x0 = x;
    }
    if let Some(x) = reach(&mut (x1..(x1 + furthest).min(page.width()))) {
        line.bbox.x1 = x + 1;
    }
    line
}

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;
    use crate::recognition::ink::Ink;
    use crate::recognition::text_lines::text_lines;

    const DPI: f32 = 300.0;

    #[test]
    fn a_stroke_too_faint_to_be_ink_is_the_line_s_end() {
        let ends = |blots: &[([u32; 4], u8)]| {
            let mut page = GrayImage::from_pixel(400, 100, Luma([245]));
            for ([x0, y0, x1, y1], grey) in blots {
                for (x, y) in (*x0..*x1).flat_map(|x| (*y0..*y1).map(move |y| (x, y))) {
                    page.put_pixel(x, y, Luma([*grey]));
                }
            }
            let ink = Ink::of(&page, BoundingBox::new(0, 0, 400, 100));
            let parts: Vec<usize> = (0..ink.parts().len()).filter(|i| ink.parts()[*i].x0 >= 100).collect();
            let line = text_lines(ink.parts(), &parts, DPI).remove(0);
            with_faint_ends(View { page: &page, ink: &ink, dpi: DPI }, &line).bbox.x0
        };
        let letters = [([100, 30, 120, 60], 20), ([130, 30, 150, 60], 20), ([160, 30, 180, 60], 20)];
        let with = |blot, grey| ends(&[letters.as_slice(), &[(blot, grey)]].concat());
        assert_eq!(ends(&letters), 100);
        assert_eq!(with([84, 30, 90, 60], 195), 84, "a faded one");
        assert_eq!(with([84, 30, 90, 60], 230), 100, "the paper's grain");
        assert_eq!(with([84, 50, 90, 60], 195), 100, "a speck");
        assert_eq!(with([84, 30, 90, 60], 20), 100, "print of its own");
        assert_eq!(with([60, 30, 66, 60], 195), 100, "too far away");
    }
}
