//! The closing row of a table without rules, whose words may stand over all columns before its sums: `Tổng cộng`.

use crate::document::geometry::Frame;
use crate::structure::number;
use crate::structure::sheet::{Role, Sheet};
use crate::structure::upright_grid::UprightGrid;

/// Fewest columns that such words stand over.
const FEWEST: usize = 2;
/// How far, as a part of the table's width, their middle lies from that of those columns at most: the outer edge of a table without
/// rules is only known by what stands in it.
const CENTRED: f32 = 0.04;
/// Words begin where those of a column do within this part of their height.
const ALIGNED: f32 = 1.0;

/// Makes one cell of the places before the sums of a table's last row where its words stand in their middle: nearer to that than
/// to the middle of their own column, and not where the words of that column begin. The first `head` rows are names.
pub(super) fn merge(sheet: &Sheet, page: usize, grid: &mut UprightGrid, head: usize) {
    let row = grid.row_count() - 1;
    let words: Vec<(usize, usize, Frame, String)> = sheet.pages[page]
        .lines
        .clone()
        .map(|at| &sheet.lines[at])
        .filter(|line| line.role == Role::Body)
        .flat_map(|line| line.words.iter().map(move |word| (word.frame, line.slice(&word.range))))
        .filter_map(|(frame, text)| {
            let (row, column) = grid.place_at(frame.center())?;
            Some((row, column, frame, text))
        })
        .collect();
    let (sums, names): (Vec<_>, Vec<_>) =
        words.iter().filter(|word| word.0 == row).partition(|word| number::parse(&word.3).is_some());
    let text = names.iter().map(|word| word.3.as_str()).collect::<Vec<_>>().join(" ");
    let Some(end) = sums.iter().map(|word| word.1).min().filter(|end| *end >= FEWEST) else { return };
    let is_parted = (0..end).all(|column| grid.origin((row, column)) == (row, column));
    if row == 0 || !is_parted || !super::is_total(&text) || names.iter().any(|word| word.1 >= end) {
        return;
    }
    let x0 = names.iter().map(|word| word.2.x0).fold(f32::MAX, f32::min);
    let x1 = names.iter().map(|word| word.2.x1).fold(f32::MIN, f32::max);
    let height = names.iter().map(|word| word.2.height()).fold(0.0, f32::max);
    let middle = x0.midpoint(x1);
    let edges = grid.column_edges();
    let Some(own) = grid.column_at(middle) else { return };
    // Where the words of the column begin in the rows above.
    let mut begins = vec![f32::MAX; row];
    for (above, column, frame, _) in &words {
        if (head..row).contains(above) && *column == own {
            begins[*above] = begins[*above].min(frame.x0);
        }
    }
    begins.retain(|x| *x < f32::MAX);
    begins.sort_by(f32::total_cmp);
    let is_aligned = begins.get(begins.len() / 2).is_some_and(|usual| (x0 - usual).abs() < ALIGNED * height);
    let off = |from: usize, to: usize| (middle - edges[from].midpoint(edges[to])).abs();
    let (left, right) = grid.sides();
    if !is_aligned && off(0, end) < off(own, own + 1) && off(0, end) <= CENTRED * (right - left) {
        grid.merge_columns(row, end);
    }
}
