//! Where a table begins and ends in its stretch: rows keep to its columns, and what stands over them are names.

use std::ops::Range;

use super::{Chunk, FEWEST_ROWS, counts_columns, is_figure};

/// A word crosses an edge where it reaches over it by this part of its height on both sides.
const OVER: f32 = 0.4;
/// Most bands of a head.
const TALLEST_HEAD: usize = 6;
/// Steps between lines of a head, in heights of a line: of the lines of one name, and of a name over others.
const CLOSE: f32 = 1.45;
const NEAR: f32 = 2.6;
/// A name over several columns stands out of the table's middle by this part of its width at least; a title stands in it.
const LEAN: f32 = 0.08;
/// Most bands in a row that do not keep to the columns, between two that do.
const ASTRAY: usize = 1;

/// Returns the bands of the table in a stretch; `None` where too few are rows.
pub(super) fn table<'a>(bands: &'a [Vec<Chunk>], columns: &[f32]) -> Option<&'a [Vec<Chunk>]> {
    let keeps: Vec<bool> = bands.iter().map(|band| keeps_to(band, columns)).collect();
    let is_row = |at: usize| {
        let band = &bands[at];
        keeps[at]
            && band.len() > 1
            && !counts_columns(band)
            && band.iter().any(|chunk| is_figure(&chunk.text()))
    };
    // The longest run of rows, with what stands between them.
    let mut best = 0..0;
    let mut open: Option<Range<usize>> = None;
    let mut astray = 0;
    for (at, keeps) in keeps.iter().enumerate() {
        astray = if *keeps { 0 } else { astray + 1 };
        if is_row(at) {
            open = Some(open.map_or(at..at + 1, |own| own.start..at + 1));
        }
        if astray > ASTRAY {
            open = None;
        }
        if let Some(own) = open.clone().filter(|own| own.len() > best.len()) {
            best = own;
        }
    }
    if best.clone().filter(|at| is_row(*at)).count() < FEWEST_ROWS {
        return None;
    }
    let start = head(bands, &keeps, columns, best.start);
    let rest = (best.end..bands.len()).take_while(|at| keeps[*at] && bands[*at].len() == 1).count();
    Some(&bands[start..best.end + rest])
}

/// Returns whether no word of a band reaches over an edge.
fn keeps_to(band: &[Chunk], columns: &[f32]) -> bool {
    let inner = &columns[1..columns.len() - 1];
    let crosses = |chunk: &Chunk| {
        chunk.words.iter().any(|word| {
            let least = OVER * word.frame.height();
            inner.iter().any(|edge| edge - word.frame.x0 > least && word.frame.x1 - edge > least)
        })
    };
    !band.iter().any(crosses)
}

/// Returns the band with which the head above a row begins.
fn head(bands: &[Vec<Chunk>], keeps: &[bool], columns: &[f32], row: usize) -> usize {
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let mut start = row;
    while start > 0 && row - start < TALLEST_HEAD {
        let (band, below) = (&bands[start - 1], &bands[start]);
        let (Some(chunk), Some(next)) = (band.first(), below.first()) else { break };
        let step = (next.y() - chunk.y()) / chunk.frame.height().max(next.frame.height()).max(1.0);
        let lean = (chunk.frame.center().0 - (left + right) / 2.0).abs() / (right - left);
        // A line of one column's name keeps to that; a title reaches over several columns.
        let is_title = band.len() == 1 && !keeps[start - 1] && lean < LEAN;
        if step > NEAR || is_title && step > CLOSE {
            break;
        }
        start -= 1;
    }
    start
}
