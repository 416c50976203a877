//! How the columns of a table are set.

use super::csv::is_code;
use crate::document::{Cell, ColumnRole, Row, Table};

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Words.
    Left,
    /// Row labels.
    Centre,
    /// Numbers.
    Right,
}

/// Returns how a column is set: maxima and scores as numbers, and any other of which more than half of the filled cells
/// are numbers; codes that begin with a zero are none.
pub fn of(table: &Table, column: usize) -> Alignment {
    match table.columns.get(column).map(|column| column.role) {
        Some(ColumnRole::Max | ColumnRole::Score) => Alignment::Right,
        Some(ColumnRole::Label) => Alignment::Centre,
        Some(ColumnRole::Other) if is_of_numbers(table, column) => Alignment::Right,
        _ => Alignment::Left,
    }
}

fn is_of_numbers(table: &Table, column: usize) -> bool {
    let is_filled = |cell: Option<&Cell>| cell.is_some_and(|cell| !cell.trim().is_empty());
    let filled = table.rows.iter().filter(|row| is_filled(row.cells.get(column))).count();
    let is_number = |row: &&Row| {
        let value = row.values.get(column).copied().flatten();
        value.is_some() && row.cells.get(column).is_some_and(|cell| !is_code(cell))
    };
    2 * table.rows.iter().filter(is_number).count() > filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, TableKind, Text};

    #[test]
    fn amounts_are_set_as_numbers_and_codes_and_words_are_not() {
        let row = |cells: [&str; 4], values: [Option<f64>; 4]| Row {
            path: String::new(),
            label: Text::default(),
            text: Text::default(),
            page: 1,
            cells: cells.map(Cell::bare).to_vec(),
            values: values.to_vec(),
            printed: cells.map(str::to_owned).to_vec(),
            confidence: 1.0,
        };
        let column = |role| Column { name: Text::default(), role };
        let table = Table {
            kind: TableKind::Plain,
            title: None,
            pages: vec![1],
            block: 0,
            repeated: Vec::new(),
            columns: [ColumnRole::Label, ColumnRole::Other, ColumnRole::Other, ColumnRole::Other]
                .map(column)
                .to_vec(),
            rows: vec![
                row(["1", "38.250", "0391", "12"], [None, Some(38250.0), Some(391.0), Some(12.0)]),
                row(["2", "", "0392", "tháng 3"], [None, None, Some(392.0), None]),
            ],
            checks: Vec::new(),
        };
        assert_eq!(
            [0, 1, 2, 3].map(|at| of(&table, at)),
            [Alignment::Centre, Alignment::Right, Alignment::Left, Alignment::Left]
        );
    }
}
