//! A ruled table on the upright page: one of the page's [`Grid`]s, as the parsers of tables ask it.

use crate::document::geometry::Frame;
use crate::document::{BoundingBox, CellPlace, Grid};

/// How far the columns of two pages may stand apart and be the same, as a part of the table's width: 12 pixels on a
/// table as wide as a sheet's text at 300 dpi.
const SAME_COLUMN: f32 = 0.006;

/// The same of as many columns whose widths were set anew by what stands in them, as a part of the table's width. Set by hand.
const RESET_COLUMN: f32 = 0.05;

/// How far a line may reach over the rules of its cell, as a part of its height: a stroke's width and the dirt beside it.
const OVERHANG: f32 = 0.5;

/// A ruled table's edges and merged cells, pixels.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UprightGrid {
    /// Edges of the columns from left to right, one more than there are columns.
    columns: Vec<f32>,
    /// Edges of the rows from top to bottom.
    rows: Vec<f32>,
    /// For each place, row by row, row and column of the place that its cell begins with: the upper left one.
    origins: Vec<(usize, usize)>,
    /// Its index among the page's grids.
    index: u32,
    /// The grid's cells as they were found.
    cells: Vec<FoundCell>,
}

/// A cell as it was found on its page.
#[derive(Debug, Clone, PartialEq)]
struct FoundCell {
    frame: Frame,
    /// Its upper left place.
    place: (usize, usize),
    /// How many rows and columns it extends over.
    extent: (u32, u32),
}

impl UprightGrid {
    /// Sets a grid of two columns or more upright: `upright` says where a box goes. One row alone may be the
    /// rest of a table. `index` is its own among the page's.
    pub(super) fn of(index: u32, grid: &Grid, upright: impl Fn(BoundingBox) -> Frame) -> Option<Self> {
        let columns: Vec<f32> = grid.column_edges.iter().map(|edge| upright(*edge).center().0).collect();
        let rows: Vec<f32> = grid.row_edges.iter().map(|edge| upright(*edge).center().1).collect();
        let (across, down) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        let mut origins: Vec<(usize, usize)> =
            (0..down).flat_map(|row| (0..across).map(move |column| (row, column))).collect();
        for cell in &grid.cells {
            let (row, column) = (cell.row as usize, cell.column as usize);
            for r in row..(row + cell.rows as usize).min(down) {
                let end = (column + cell.columns as usize).min(across);
                origins.get_mut(r * across + column..r * across + end)?.fill((row, column));
            }
        }
        let cells = grid.cells.iter().map(|cell| FoundCell {
            frame: upright(cell.bbox),
            place: (cell.row as usize, cell.column as usize),
            extent: (cell.rows, cell.columns),
        });
        let cells = cells.collect();
        (across > 1 && down > 0).then_some(Self { columns, rows, origins, index, cells })
    }

    /// Returns how many columns the grid has.
    pub(super) fn column_count(&self) -> usize {
        self.columns.len() - 1
    }

    /// Returns how many rows the grid has.
    pub(super) fn row_count(&self) -> usize {
        self.rows.len() - 1
    }

    /// Returns where the table begins, pixels from the top of the page.
    pub(super) fn top(&self) -> f32 {
        self.rows[0]
    }

    /// Returns where the table ends, pixels from the top of the page.
    pub(super) fn bottom(&self) -> f32 {
        self.rows[self.row_count()]
    }

    /// Returns the left and right edge of the table.
    pub(super) fn sides(&self) -> (f32, f32) {
        (self.columns[0], self.columns[self.column_count()])
    }

    /// Returns the edges of the columns from left to right.
    pub(super) fn column_edges(&self) -> &[f32] {
        &self.columns
    }

    /// Returns the edges of the rows from top to bottom.
    pub(super) fn row_edges(&self) -> &[f32] {
        &self.rows
    }

    /// Returns the column that holds a place.
    pub(super) fn column_at(&self, x: f32) -> Option<usize> {
        slot(&self.columns, x)
    }

    /// Returns its columns and its first rows, `head` of them, so far to the right and down, with rows below that end where it is
    /// given, each place of them a cell. No line was found in its cells.
    pub(super) fn opening(&self, head: usize, moved: (f32, f32), below: &[f32]) -> Self {
        let head = head.min(self.row_count());
        let columns: Vec<f32> = self.columns.iter().map(|x| x + moved.0).collect();
        let rows: Vec<f32> =
            self.rows[..=head].iter().map(|y| y + moved.1).chain(below.iter().copied()).collect();
        let across = self.column_count();
        let place = |at: usize| (at / across, at % across);
        // A cell of the head that reaches below it ends with it.
        let origin = |at: usize| if at / across < head { self.origin(place(at)) } else { place(at) };
        let origins = (0..(rows.len() - 1) * across).map(origin).collect();
        Self { columns, rows, origins, index: u32::MAX, cells: Vec::new() }
    }

    /// Returns whether the columns stand where those of another table do.
    pub(super) fn has_columns_of(&self, other: &Self) -> bool {
        let reach = SAME_COLUMN * (self.columns[self.column_count()] - self.columns[0]);
        self.columns.len() == other.columns.len()
            && self.columns.iter().zip(&other.columns).all(|(a, b)| (a - b).abs() <= reach)
    }

    /// Returns whether the columns are those of another table, or parts of them, wherever that stands; as many columns may be set anew
    /// on each page.
    pub(super) fn parts_columns_of(&self, other: &Self) -> bool {
        let reach = SAME_COLUMN * (self.columns[self.column_count()] - self.columns[0]);
        let moved = other.columns[0] - self.columns[0];
        let is_own = |edge: &f32| self.columns.iter().any(|own| (own + moved - edge).abs() <= reach);
        let width = |columns: &[f32]| columns[columns.len() - 1] - columns[0];
        let is_near =
            |(own, edge): (&f32, &f32)| (own + moved - edge).abs() <= RESET_COLUMN * width(&self.columns);
        let are_as_many = self.columns.len() == other.columns.len();
        (width(&self.columns) - width(&other.columns)).abs() <= reach
            && (other.columns.iter().all(is_own)
                || are_as_many && self.columns.iter().zip(&other.columns).all(is_near))
    }

    /// Returns row and column that hold a point, whatever cell they belong to.
    pub(super) fn place_at(&self, (x, y): (f32, f32)) -> Option<(usize, usize)> {
        Some((slot(&self.rows, y)?, slot(&self.columns, x)?))
    }

    /// Returns row and column of the upper left place of the cell that holds a point.
    pub(super) fn cell_at(&self, point: (f32, f32)) -> Option<(usize, usize)> {
        Some(self.origin(self.place_at(point)?))
    }

    /// Returns row and column of the cell that a line of a page was found in, where all of it stands there; a line that runs
    /// over several cells stands in none, nor does one of a cell that was parted.
    pub(super) fn cell_of(&self, found: CellPlace, line: Frame) -> Option<(usize, usize)> {
        let cell = self.cells.get(found.cell as usize).filter(|_| found.grid == self.index)?;
        let reach = OVERHANG * line.height();
        let is_within = cell.frame.x0 - reach <= line.x0 && line.x1 <= cell.frame.x1 + reach;
        let is_there = cell.place.0 < self.row_count() && cell.place.1 < self.column_count();
        let is_whole = || self.origin(cell.place) == cell.place && self.extent(cell.place) == cell.extent;
        (is_within && is_there && is_whole()).then_some(cell.place)
    }

    /// Makes one cell of the first places of a row, so many.
    pub(super) fn merge_columns(&mut self, row: usize, count: usize) {
        let from = row * self.column_count();
        self.origins[from..from + count].fill((row, 0));
    }

    /// Parts a cell that spans rows into one for each row.
    pub(super) fn part_rows(&mut self, (row, column): (usize, usize)) {
        let columns = self.column_count();
        for (at, origin) in self.origins.iter_mut().enumerate() {
            if *origin == (row, column) {
                origin.0 = at / columns;
            }
        }
    }

    /// Returns the upper left place of the cell that a place belongs to.
    pub(super) fn origin(&self, (row, column): (usize, usize)) -> (usize, usize) {
        self.origins[row * self.column_count() + column]
    }

    /// Returns how many rows and columns the cell that begins at a place extends over.
    pub(super) fn extent(&self, (row, column): (usize, usize)) -> (u32, u32) {
        let of_it = |place: &(usize, usize)| self.origin(*place) == (row, column);
        let rows = (row..self.row_count()).map(|r| (r, column)).take_while(of_it).count();
        let columns = (column..self.column_count()).map(|c| (row, c)).take_while(of_it).count();
        (rows.max(1) as u32, columns.max(1) as u32)
    }

    /// Returns the row below the cell that begins at a place.
    pub(super) fn end_of_rows(&self, (row, column): (usize, usize)) -> usize {
        (row..self.row_count())
            .take_while(|r| self.origin((*r, column)) == (row, column))
            .last()
            .map_or(row, |r| r + 1)
    }
}

/// Returns which interval between neighbouring edges holds a place.
fn slot(edges: &[f32], at: f32) -> Option<usize> {
    let after = edges.partition_point(|edge| *edge <= at);
    (after > 0 && after < edges.len()).then(|| after - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rule;
    use crate::layout;

    #[test]
    fn a_cell_over_several_rows_begins_in_the_first_of_them_until_it_is_parted() {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 200, 400].map(|y| rule([100, y, 1000, y + 2], true));
        let down = [100, 200, 400, 1000].map(|x| rule([x, 100, x + 2, 400], false));
        let beside = [rule([100, 300, 400, 302], true)];
        let grids = layout::grids::find(&[across.as_slice(), &down, &beside].concat(), 300.0);
        let level =
            |b: BoundingBox| Frame { x0: b.x0 as f32, y0: b.y0 as f32, x1: b.x1 as f32, y1: b.y1 as f32 };
        let mut grid = UprightGrid::of(0, &grids[0], level).unwrap();
        assert_eq!((grid.column_count(), grid.row_count()), (3, 3));
        assert_eq!(grid.place_at((700.0, 350.0)), Some((2, 2)));
        assert_eq!(grid.cell_at((700.0, 350.0)), Some((1, 2)));
        assert_eq!(grid.cell_at((150.0, 350.0)), Some((2, 0)));
        assert_eq!(grid.end_of_rows((1, 2)), 3);
        grid.part_rows((1, 2));
        assert_eq!(grid.cell_at((700.0, 350.0)), Some((2, 2)));
    }

    #[test]
    fn a_line_that_reaches_over_a_rule_stands_in_the_cell_it_was_found_in() {
        let rule = |bbox: [u32; 4], horizontal| Rule { bbox: bbox.into(), horizontal };
        let across = [100, 200, 300].map(|y| rule([100, y, 1000, y + 2], true));
        let down = [100, 400, 1000].map(|x| rule([x, 100, x + 2, 300], false));
        let grids = layout::grids::find(&[across.as_slice(), &down].concat(), 300.0);
        let level =
            |b: BoundingBox| Frame { x0: b.x0 as f32, y0: b.y0 as f32, x1: b.x1 as f32, y1: b.y1 as f32 };
        let grid = UprightGrid::of(3, &grids[0], level).unwrap();
        let cell = (0..).zip(&grids[0].cells).find(|(_, cell)| (cell.row, cell.column) == (1, 0)).unwrap().0;
        let line = |x0: f32, x1: f32| Frame { x0, y0: 230.0, x1, y1: 270.0 };
        let found = CellPlace { grid: 3, cell };
        assert_eq!(grid.cell_of(found, line(120.0, 415.0)), Some((1, 0)));
        assert_eq!(grid.cell_of(found, line(120.0, 900.0)), None, "it runs over two");
        assert_eq!(grid.cell_of(CellPlace { grid: 0, cell }, line(120.0, 300.0)), None, "another table's");
        assert_eq!(grid.cell_of(CellPlace { grid: 3, cell: 99 }, line(120.0, 300.0)), None);
    }
}
