//! A column of labels that was not read: figures that stand alone are taken for dirt, but their ink shows where they are.

use crate::document::{BoundingBox, Grid, GridCell};

/// How far left of the table labels stand at most, in heights of its lowest row.
const REACH: f32 = 5.0;
/// The height of a label's ink, in heights of the lowest row.
const LOWEST: f32 = 0.15;
const HIGHEST: f32 = 1.0;
/// The widest column of labels, in heights of the lowest row.
const WIDEST: f32 = 4.0;
/// Part of the rows that have ink there.
const LABELLED: f32 = 0.6;

/// Adds a column at the left of a table without rules where ink stands beside most of its rows. `ink` are the boxes of the page's
/// connected parts, `words` those of what was read that stays outside the table.
pub fn add_lost_labels(grid: &mut Grid, ink: &[BoundingBox], words: &[BoundingBox]) {
    let edges: Vec<u32> = grid.row_edges.iter().map(|edge| edge.y0).collect();
    let Some(height) = edges.windows(2).map(|row| row[1].saturating_sub(row[0])).min() else { return };
    let height = height as f32;
    let (left, top, bottom) = (grid.bbox.x0, grid.bbox.y0, grid.bbox.y1);
    let from = (left as f32 - REACH * height).max(0.0) as u32;
    let is_label = |part: &&BoundingBox| {
        let (x, y) = part.middle();
        let tall = part.height() as f32;
        (from..left).contains(&x)
            && (top..bottom).contains(&y)
            && tall > LOWEST * height
            && tall < HIGHEST * height
    };
    let parts: Vec<&BoundingBox> = ink.iter().filter(is_label).collect();
    let (Some(x0), Some(x1)) =
        (parts.iter().map(|part| part.x0).min(), parts.iter().map(|part| part.x1).max())
    else {
        return;
    };
    let rows = || edges.windows(2);
    let labelled =
        rows().filter(|row| parts.iter().any(|part| (row[0]..row[1]).contains(&part.middle().1))).count();
    // A name over the column may have been read, and a label here and there.
    let is_read = |row: &&[u32]| {
        let strip = BoundingBox::new(x0, row[0], x1, row[1]);
        words.iter().any(|word| {
            (word.height() as f32) < HIGHEST * height * 1.5
                && strip.shared_width(*word) > 0
                && (row[0]..row[1]).contains(&word.middle().1)
        })
    };
    let read = rows().filter(is_read).count();
    let is_column = labelled as f32 >= LABELLED * rows().len() as f32 && 2 * read < labelled;
    if !is_column || (x1 - x0) as f32 > WIDEST * height {
        return;
    }
    let edge = u32::midpoint(x1.min(left), left);
    let outer = x0.saturating_sub((height / 4.0) as u32);
    for cell in &mut grid.cells {
        if cell.column == 0 {
            cell.bbox.x0 = edge;
        }
        cell.column += 1;
    }
    let of_row = |(row, pair): (u32, &[u32])| GridCell {
        row,
        column: 0,
        rows: 1,
        columns: 1,
        bbox: BoundingBox::new(outer, pair[0], edge, pair[1]),
    };
    grid.cells.extend((0..).zip(edges.windows(2)).map(of_row));
    grid.cells.sort();
    let thin = |x: u32| BoundingBox::new(x, top, x + 1, bottom);
    grid.column_edges[0] = thin(edge);
    grid.column_edges.insert(0, thin(outer));
    grid.bbox.x0 = outer;
    grid.row_edges.iter_mut().for_each(|row| row.x0 = outer);
}
