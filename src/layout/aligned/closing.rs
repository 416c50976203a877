//! The closing row of a table, whose words may stand over all columns before its sums.

use super::is_figure;
use super::rows::Piece;

/// Fewest columns that such words stand over; over fewer they are those of the column of words.
const FEWEST: usize = 3;
/// How far, as a part of the table's width, their middle lies from that of those columns at most: the outer edge of a table without
/// rules is only known by what stands in it.
const CENTRED: f32 = 0.04;

/// Returns the cell that the words of the last row make where they stand in the middle of all columns before its figures: row,
/// column, rows, columns. `edges` are those of the rows, `first` the first row below the head.
pub(super) fn merged(pieces: &[Piece], columns: &[f32], edges: &[f32], first: usize) -> Option<[usize; 4]> {
    let row = edges.len().checked_sub(2).filter(|row| *row > first)?;
    let is_in_row = |piece: &&Piece| (edges[row]..edges[row + 1]).contains(&piece.chunk.y());
    let (figures, words): (Vec<&Piece>, Vec<&Piece>) =
        pieces.iter().filter(is_in_row).partition(|piece| is_figure(&piece.chunk.text()));
    let [words] = words.as_slice() else { return None };
    let end = figures.iter().map(|piece| piece.first).min()?;
    let width = columns[columns.len() - 1] - columns[0];
    let is_centred =
        |from: f32, to: f32| (words.chunk.frame.center().0 - (from + to) / 2.0).abs() <= CENTRED * width;
    (end >= FEWEST && words.last < end && is_centred(columns[0], columns[end])).then_some([row, 0, 1, end])
}
