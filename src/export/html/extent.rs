//! How far the cells of a table extend, as HTML wants it: a cell once, and nothing in the places that it covers.

use crate::document::Table;

/// How many rows and columns a cell extends over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

/// Returns the extent of each cell of a table, row by row; `None` for a place that another cell covers. A cell whose places
/// hold something else, or lie outside the table, has but its own.
pub(super) fn of(table: &Table) -> Vec<Vec<Option<Extent>>> {
    let width = table.columns.len();
    let mut extents = vec![vec![Some(Extent { rows: 1, columns: 1 }); width]; table.rows.len()];
    let mut is_taken = vec![vec![false; width]; table.rows.len()];
    for (at, row) in table.rows.iter().enumerate() {
        for (column, cell) in row.cells.iter().enumerate().take(width) {
            if is_taken[at][column] || cell.rows < 2 && cell.columns < 2 {
                continue;
            }
            let below = at..(at + cell.rows as usize).min(table.rows.len());
            let right = column..(column + cell.columns as usize).min(width);
            let others = || {
                let places = below.clone().flat_map(|r| right.clone().map(move |c| (r, c)));
                places.filter(|place| *place != (at, column))
            };
            let is_free = |(r, c): (usize, usize)| {
                !is_taken[r][c] && table.rows[r].cells.get(c).is_none_or(|cell| cell.trim().is_empty())
            };
            if !others().all(is_free) {
                continue;
            }
            extents[at][column] = Some(Extent { rows: below.len(), columns: right.len() });
            is_taken[at][column] = true;
            for (r, c) in others() {
                (extents[r][c], is_taken[r][c]) = (None, true);
            }
        }
    }
    extents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Column, ColumnRole, Row, TableKind, Text};

    /// A table of cells: the words of each, and how many rows and columns it extends over.
    fn table(rows: &[&[(&str, u32, u32)]]) -> Table {
        let column = || Column { name: Text::default(), role: ColumnRole::Other };
        let cell = |(text, rows, columns): &(&str, u32, u32)| Cell {
            rows: *rows,
            columns: *columns,
            ..Cell::bare(*text)
        };
        let row = |cells: &&[(&str, u32, u32)]| Row {
            path: String::new(),
            label: Text::default(),
            text: Text::default(),
            page: 1,
            cells: cells.iter().map(cell).collect(),
            values: vec![None; cells.len()],
            printed: vec![String::new(); cells.len()],
            confidence: 1.0,
        };
        Table {
            kind: TableKind::Plain,
            title: None,
            pages: vec![1],
            block: 0,
            columns: rows[0].iter().map(|_| column()).collect(),
            repeated: Vec::new(),
            rows: rows.iter().map(row).collect(),
            checks: Vec::new(),
        }
    }

    /// Rows and columns of each cell, `0x0` where another covers it.
    fn told(table: &Table) -> Vec<String> {
        let one = |extent: &Option<Extent>| {
            extent.map_or("0x0".to_owned(), |own| format!("{}x{}", own.rows, own.columns))
        };
        of(table).iter().map(|row| row.iter().map(one).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn a_cell_over_rows_and_columns_covers_the_places_below_and_beside_it() {
        let own = table(&[&[("a", 2, 1), ("b", 1, 1)], &[("", 1, 1), ("c", 1, 1)]]);
        assert_eq!(told(&own), ["2x1 1x1", "0x0 1x1"]);
        let own = table(&[&[("a", 1, 2), ("", 1, 1)], &[("b", 1, 1), ("c", 1, 1)]]);
        assert_eq!(told(&own), ["1x2 0x0", "1x1 1x1"]);
        let own = table(&[&[("a", 2, 2), ("", 1, 1)], &[("", 1, 1), ("", 1, 1)]]);
        assert_eq!(told(&own), ["2x2 0x0", "0x0 0x0"]);
    }

    #[test]
    fn a_cell_never_covers_what_another_holds_nor_reaches_beyond_the_table() {
        let own = table(&[&[("a", 2, 1), ("b", 1, 1)], &[("d", 1, 1), ("c", 1, 1)]]);
        assert_eq!(told(&own), ["1x1 1x1", "1x1 1x1"]);
        let own = table(&[&[("a", 9, 1), ("b", 1, 9)], &[("", 1, 1), ("c", 1, 1)]]);
        assert_eq!(told(&own), ["2x1 1x1", "0x0 1x1"]);
        let own = table(&[&[("a", 1, 2), ("", 2, 1)], &[("b", 1, 1), ("", 1, 1)]]);
        assert_eq!(told(&own), ["1x2 0x0", "1x1 1x1"]);
    }
}
