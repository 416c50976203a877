//! The grid of a table, ruled or set in columns: its rows, its columns, and the cells that may extend over several of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BoundingBox;
use super::table::{is_one, one};

/// A table as it lies on its page: its edges are rules, or lie where no words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grid {
    /// The box around its edges.
    pub bbox: BoundingBox,
    /// The edges of its rows from top to bottom, one more than there are rows: each the box around that line, which is
    /// thin but where the page lies askew.
    pub row_edges: Vec<BoundingBox>,
    /// The edges of its columns from left to right, in the same way.
    pub column_edges: Vec<BoundingBox>,
    /// Its cells, by row and then column. Each place of row and column belongs to one of them.
    pub cells: Vec<GridCell>,
}

/// A cell of a [`Grid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct GridCell {
    /// Index of its first row, from 0.
    pub row: u32,
    /// Index of its first column, from 0.
    pub column: u32,
    /// Number of rows it extends over.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rows: u32,
    /// Number of columns it extends over.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub columns: u32,
    /// Its box, between the middles of the rules around it.
    pub bbox: BoundingBox,
}

/// A cell of one of a page's grids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct CellPlace {
    /// Index of the grid in [`Page::grids`](super::Page::grids), from 0.
    pub grid: u32,
    /// Index of the cell in [`Grid::cells`], from 0.
    pub cell: u32,
}

impl Grid {
    /// Changes each of its boxes.
    pub fn each_box(&mut self, change: impl FnMut(&mut BoundingBox)) {
        let cells = self.cells.iter_mut().map(|cell| &mut cell.bbox);
        let edges = self.row_edges.iter_mut().chain(&mut self.column_edges);
        std::iter::once(&mut self.bbox).chain(edges).chain(cells).for_each(change);
    }
}

impl CellPlace {
    /// Returns the cell that holds the middle of a box: the smallest one, where a table stands within another's.
    pub fn of(bbox: BoundingBox, grids: &[Grid]) -> Option<Self> {
        let area = |b: BoundingBox| u64::from(b.width()) * u64::from(b.height());
        let cells = |(grid, own): (u32, &Grid)| {
            let held = (0..).zip(&own.cells).filter(|(_, cell)| cell.bbox.holds_middle_of(bbox));
            held.map(|(cell, c)| (area(c.bbox), Self { grid, cell })).collect::<Vec<_>>()
        };
        (0..).zip(grids).flat_map(cells).min().map(|(_, place)| place)
    }
}
