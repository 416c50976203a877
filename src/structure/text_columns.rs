//! Pages set in two columns, as gazettes are: where the column of each line begins and ends.
//!
//! Between the columns no line crosses over many lines on both sides, most of which fill their column; so heads, closings and
//! tables, whose pieces are short, are none.

/// Where a line stands: its left and right edge, and the height of its middle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) y: f32,
}

/// Fewest lines on either side of the gutter.
const FEWEST: usize = 8;
/// Width of a line, in that of its column, that fills it, and the share of lines that do.
const FULL: f32 = 0.75;
const FILLING: f32 = 0.5;
/// Where the gutter is looked for, parts of the text's width from its left edge.
const FROM: f32 = 0.4;
const TO: f32 = 0.6;
const STEPS: usize = 20;

/// Returns the edges of the column that each line of a page stands in; `None` for lines over the whole width. `places` are those of the
/// lines, in the order in which they are read; `left` and `right` are the edges of the text.
pub(super) fn edges(places: &[Place], (left, right): (f32, f32)) -> Vec<Option<(f32, f32)>> {
    let mut by_height: Vec<usize> = (0..places.len()).collect();
    by_height.sort_by(|a, b| places[*a].y.total_cmp(&places[*b].y));
    let mut best: Vec<usize> = Vec::new();
    let mut gutter = 0.0;
    for step in 0..=STEPS {
        let at = left + (right - left) * (FROM + (TO - FROM) * step as f32 / STEPS as f32);
        let crosses = |line: &usize| places[*line].x0 < at && places[*line].x1 > at;
        for stretch in by_height.split(crosses) {
            if stretch.len() > best.len() && is_text(places, stretch, at) {
                best = stretch.to_vec();
                gutter = at;
            }
        }
    }
    let mut edges = vec![None; places.len()];
    for is_left in [true, false] {
        let own: Vec<usize> =
            best.iter().copied().filter(|line| (places[*line].x1 <= gutter) == is_left).collect();
        let x0 = own.iter().map(|line| places[*line].x0).fold(f32::MAX, f32::min);
        let x1 = own.iter().map(|line| places[*line].x1).fold(f32::MIN, f32::max);
        own.into_iter().for_each(|line| edges[line] = Some((x0, x1)));
    }
    edges
}

/// Returns whether lines that do not cross a gutter are text in two columns.
fn is_text(places: &[Place], lines: &[usize], gutter: f32) -> bool {
    [true, false].into_iter().all(|is_left| {
        let widths: Vec<f32> = lines
            .iter()
            .map(|line| places[*line])
            .filter(|place| (place.x1 <= gutter) == is_left)
            .map(|place| place.x1 - place.x0)
            .collect();
        let widest = widths.iter().copied().fold(0.0, f32::max);
        let full = widths.iter().filter(|width| **width >= FULL * widest).count();
        widths.len() >= FEWEST && full as f32 >= FILLING * widths.len() as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(x0: f32, x1: f32, y: f32) -> Place {
        Place { x0, x1, y }
    }

    #[test]
    fn lines_of_two_columns_have_edges_of_their_own_and_those_over_both_have_none() {
        let rows = || (0..10).map(|row| 200.0 + 30.0 * row as f32);
        let mut places = vec![place(100.0, 1000.0, 100.0)];
        places.extend(rows().map(|y| place(100.0, 520.0, y)));
        places.extend(rows().map(|y| place(580.0, 1000.0, y)));
        places[3].x1 = 240.0;
        let edges = edges(&places, (100.0, 1000.0));
        assert_eq!((edges[0], edges[3], edges[12]), (None, Some((100.0, 520.0)), Some((580.0, 1000.0))));
    }

    #[test]
    fn a_list_beside_a_signature_is_no_text_in_columns() {
        let mut places: Vec<Place> =
            (0..10).map(|row| place(100.0, 300.0 + 15.0 * row as f32, 30.0 * row as f32)).collect();
        places.extend((0..3).map(|row| place(700.0, 900.0, 60.0 * row as f32)));
        assert!(edges(&places, (100.0, 1000.0)).iter().all(Option::is_none));
    }
}
