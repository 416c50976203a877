//! The closing row of a table, whose words may stand over all columns before its sums.

use super::{Chunk, is_figure, median};
use crate::document::geometry::Frame;

/// Fewest columns that such words stand over.
const FEWEST: usize = 2;
/// Words begin where those of a column do within this part of their height.
const ALIGNED: f32 = 1.0;
/// First words of a closing row, as read with and without their marks.
const OPENINGS: &[&str] = &["tổng", "tông", "tong", "cộng", "công", "cong"];
/// Most words of one.
const WORDS: usize = 3;
/// How far, as a part of the table's width, their middle lies from that of those columns at most: the outer edge of a table without
/// rules is only known by what stands in it.
const CENTRED: f32 = 0.04;

/// A piece of a band, with its first and last column.
pub(super) type Place<'a> = (usize, usize, &'a Chunk);

/// Returns whether words are those of a closing row: `Tổng cộng`, `Cộng`, `Tổng số`.
pub(super) fn opens(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default().to_lowercase();
    let first = first.trim_matches(|c: char| !c.is_alphabetic());
    OPENINGS.contains(&first) && words.split_whitespace().count() <= WORDS
}

/// Returns the cell that the words of the last row make where they stand in the middle of all columns before its figures: row,
/// column, rows, columns. Over two columns they may as well stand in the second one: then they begin with its words, or are nearer
/// to its middle. `edges` are those of the rows, `first` the first row below the head.
pub(super) fn merged(
    pieces: &[Place<'_>],
    columns: &[f32],
    edges: &[f32],
    first: usize,
) -> Option<[usize; 4]> {
    let row = edges.len().checked_sub(2).filter(|row| *row > first)?;
    let is_in_row = |(_, _, chunk): &&Place<'_>| (edges[row]..edges[row + 1]).contains(&chunk.y());
    let (figures, words): (Vec<&Place<'_>>, Vec<&Place<'_>>) =
        pieces.iter().filter(is_in_row).partition(|(_, _, chunk)| is_figure(&chunk.text()));
    // An edge may run through the blank between them.
    let last = words.iter().map(|(_, last, _)| *last).max()?;
    let frame = words.iter().map(|(_, _, chunk)| chunk.frame).reduce(Frame::union)?;
    let text = words.iter().map(|(_, _, chunk)| chunk.text()).collect::<Vec<_>>().join(" ");
    if words.len() > 1 && !opens(&text) {
        return None;
    }
    // A speck before the words may have been read as a figure, though not in the column of labels.
    let sums = figures.iter().filter(|(first, _, chunk)| *first == 0 || chunk.frame.x0 > frame.x1);
    let end = sums.map(|(first, ..)| *first).min()?;
    let width = columns[columns.len() - 1] - columns[0];
    let off = |from: usize, to: usize| (frame.center().0 - columns[from].midpoint(columns[to])).abs();
    let begins = pieces
        .iter()
        .filter(|(own, last, chunk)| {
            (*own, *last) == (1, 1) && (edges[first]..edges[row]).contains(&chunk.y())
        })
        .map(|(_, _, chunk)| chunk.frame.x0);
    let is_aligned =
        || median(begins.collect()).is_some_and(|usual| (frame.x0 - usual).abs() < ALIGNED * frame.height());
    let may_be_second = end == FEWEST && (off(1, 2) <= off(0, 2) || is_aligned());
    (end >= FEWEST && last < end && off(0, end) <= CENTRED * width && !may_be_second)
        .then_some([row, 0, 1, end])
}
