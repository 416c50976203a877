//! Where a table begins and ends in its stretch: rows keep to its columns, and what stands over them are names.

use std::ops::Range;

use super::{Chunk, FEWEST_ROWS, counts_columns, is_figure, median};
use crate::document::geometry::Frame;

/// A word crosses an edge where it reaches over it by this part of its height on both sides.
const OVER: f32 = 0.4;
/// Most bands of a head.
const TALLEST_HEAD: usize = 6;
/// Steps between lines of a head, in heights of a line: of the lines of one name, and of a name over others.
const CLOSE: f32 = 1.45;
const NEAR: f32 = 2.6;
/// Where rows stand farther apart than that, names stand above them no farther than so many of their usual steps.
const ROOMY: f32 = 1.4;
/// A name over several columns stands out of the table's middle by this part of its width at least; a title stands in it.
const LEAN: f32 = 0.08;
/// The lines of a cell stand no farther apart than so many heights of a line.
const NEXT_LINE: f32 = 2.2;
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
    let rows: Vec<f32> =
        best.clone().filter(|at| is_row(*at)).filter_map(|at| bands[at].first()).map(Chunk::y).collect();
    let usual = median(rows.windows(2).map(|pair| pair[1] - pair[0]).collect()).unwrap_or(0.0);
    let start = head(bands, &keeps, columns, best.start, ROOMY * usual);
    let rest = (best.end..bands.len()).take_while(|at| is_next_line(&bands[*at - 1], &bands[*at], columns));
    Some(&bands[start..best.end + rest.count()])
}

/// Returns whether a band is a further line of a cell in the band above it: words in one column, no farther down than lines are.
fn is_next_line(above: &[Chunk], band: &[Chunk], columns: &[f32]) -> bool {
    let (Some(before), [chunk]) = (above.first(), band) else { return false };
    let Frame { x0, x1, .. } = chunk.frame;
    let height = chunk.frame.height();
    let is_in_one =
        columns.windows(2).any(|column| column[0] - x0 < OVER * height && x1 - column[1] < OVER * height);
    is_in_one && chunk.y() - before.y() < NEXT_LINE * height
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

/// Returns whether a chunk stands in the widest column, that of words, and in others.
fn runs_over_words(chunk: &Chunk, columns: &[f32]) -> bool {
    let (height, frame) = (chunk.frame.height(), chunk.frame);
    let width = |column: &&[f32]| column[1] - column[0];
    let widest = columns.windows(2).max_by(|a, b| width(a).total_cmp(&width(b)));
    widest.is_some_and(|widest| {
        let is_there = frame.x1.min(widest[1]) - frame.x0.max(widest[0]) > height;
        is_there && (widest[0] - frame.x0 > height || frame.x1 - widest[1] > height)
    })
}

/// Returns whether a band has words in all columns.
fn names_all(band: &[Chunk], columns: &[f32]) -> bool {
    let mut words = band.iter().flat_map(|chunk| &chunk.words).map(|word| word.frame.center().0).peekable();
    columns[1..].iter().all(|end| {
        let mut has_word = false;
        while words.next_if(|x| x < end).is_some() {
            has_word = true;
        }
        has_word
    })
}

/// Returns the usual height of a band's words.
fn usual_height(band: &[Chunk]) -> Option<f32> {
    median(band.iter().flat_map(|chunk| &chunk.words).map(|word| word.frame.height()).collect())
}

/// Returns the band with which the head above a row begins; `roomy` is how far apart its lines may stand where rows do.
fn head(bands: &[Vec<Chunk>], keeps: &[bool], columns: &[f32], row: usize, roomy: f32) -> usize {
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let mut start = row;
    while start > 0 && row - start < TALLEST_HEAD {
        let (band, below) = (&bands[start - 1], &bands[start]);
        let (Some(chunk), Some(next)) = (band.first(), below.first()) else { break };
        let (step, height) = (next.y() - chunk.y(), chunk.frame.height().max(next.frame.height()).max(1.0));
        let lean = (chunk.frame.center().0 - (left + right) / 2.0).abs() / (right - left);
        // A line of one column's name keeps to that; a title reaches over several columns.
        let is_title = band.len() == 1 && !keeps[start - 1] && lean < LEAN;
        // Nor is a line that runs over the column of words, which is named by itself, a sentence, or what tells the unit.
        let text = chunk.text();
        let is_sentence = text.contains(':') || text.ends_with(['.', ';']);
        // Nor is a page's number.
        let is_number = text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic);
        let is_text = band.len() == 1 && (is_sentence || is_number || runs_over_words(chunk, columns));
        // What stands in the middle above names of all columns at one height, in pieces as it may be, is no name over some.
        let end = band.last().map_or(chunk.frame.x1, |last| last.frame.x1);
        let is_centred =
            (f32::midpoint(chunk.frame.x0, end) - f32::midpoint(left, right)).abs() < LEAN * (right - left);
        // One that begins or ends with the table is a line of names itself.
        let is_inside = chunk.frame.x0 > columns[1] && end < columns[columns.len() - 2];
        let is_named =
            start < row && is_centred && is_inside && names_all(below, columns) && !counts_columns(below);
        let is_apart = || step > CLOSE * usual_height(below).unwrap_or(height);
        if step > (NEAR * height).max(roomy)
            || is_title && step > CLOSE * height
            || is_text
            || is_named && is_apart()
        {
            break;
        }
        start -= 1;
    }
    start
}
