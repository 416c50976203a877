//! Pages set in two columns, as gazettes are: where the column of each line begins and ends.
//!
//! Between the columns no line crosses over many lines on both sides, most of which fill their column; so heads, closings and
//! tables, whose pieces are short, are none.

use super::sheet::Frame;

/// Fewest lines on either side of the gutter.
const FEWEST: usize = 8;
/// Width of a line, in that of its column, that fills it, and the share of lines that do.
const FULL: f32 = 0.75;
const FILLING: f32 = 0.5;
/// Where the gutter is looked for, parts of the text's width from its left edge.
const FROM: f32 = 0.4;
const TO: f32 = 0.6;
const STEPS: usize = 20;

/// Returns the edges of the column that each line of a page stands in; `None` for lines over the whole width. `frames` are those of the
/// lines, in the order in which they are read; `extent` is the text's.
pub(super) fn edges(frames: &[Frame], (left, right): (f32, f32)) -> Vec<Option<(f32, f32)>> {
    let mut by_height: Vec<usize> = (0..frames.len()).collect();
    by_height.sort_by(|a, b| frames[*a].center().1.total_cmp(&frames[*b].center().1));
    let mut best: Vec<usize> = Vec::new();
    let mut gutter = 0.0;
    for step in 0..=STEPS {
        let at = left + (right - left) * (FROM + (TO - FROM) * step as f32 / STEPS as f32);
        let crosses = |line: &usize| frames[*line].x0 < at && frames[*line].x1 > at;
        for stretch in by_height.split(crosses) {
            if stretch.len() > best.len() && is_text(frames, stretch, at) {
                best = stretch.to_vec();
                gutter = at;
            }
        }
    }
    let mut edges = vec![None; frames.len()];
    for is_left in [true, false] {
        let own: Vec<usize> =
            best.iter().copied().filter(|line| (frames[*line].x1 <= gutter) == is_left).collect();
        let x0 = own.iter().map(|line| frames[*line].x0).fold(f32::MAX, f32::min);
        let x1 = own.iter().map(|line| frames[*line].x1).fold(f32::MIN, f32::max);
        own.into_iter().for_each(|line| edges[line] = Some((x0, x1)));
    }
    edges
}

/// Returns whether lines that do not cross a gutter are text in two columns.
fn is_text(frames: &[Frame], lines: &[usize], gutter: f32) -> bool {
    [true, false].into_iter().all(|is_left| {
        let widths: Vec<f32> = lines
            .iter()
            .map(|line| frames[*line])
            .filter(|frame| (frame.x1 <= gutter) == is_left)
            .map(|frame| frame.x1 - frame.x0)
            .collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let full = widths.iter().filter(|width| **width >= FULL * widest).count();
        widths.len() >= FEWEST && full as f32 >= FILLING * widths.len() as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(x0: f32, x1: f32, y: f32) -> Frame {
        Frame { x0, y0: y, x1, y1: y + 20.0 }
    }

    #[test]
    fn lines_of_two_columns_have_edges_of_their_own_and_those_over_both_have_none() {
        let rows = || (0..10).map(|row| 200.0 + 30.0 * row as f32);
        let mut frames = vec![frame(100.0, 1000.0, 100.0)];
        frames.extend(rows().map(|y| frame(100.0, 520.0, y)));
        frames.extend(rows().map(|y| frame(580.0, 1000.0, y)));
        frames[3].x1 = 240.0;
        let edges = edges(&frames, (100.0, 1000.0));
        assert_eq!((edges[0], edges[3], edges[12]), (None, Some((100.0, 520.0)), Some((580.0, 1000.0))));
    }

    #[test]
    fn a_list_beside_a_signature_is_no_text_in_columns() {
        let mut frames: Vec<Frame> =
            (0..10).map(|row| frame(100.0, 300.0 + 15.0 * row as f32, 30.0 * row as f32)).collect();
        frames.extend((0..3).map(|row| frame(700.0, 900.0, 60.0 * row as f32)));
        assert!(edges(&frames, (100.0, 1000.0)).iter().all(Option::is_none));
    }
}
