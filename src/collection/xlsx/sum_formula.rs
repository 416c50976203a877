//! A check's rule as a formula.
//!
//! # Grammar
//!
//! ```text
//! rule = path "=" path *( "+" path )        a sum
//!      | path "at most its maximum"         a bound
//! ```
//!
//! A rule is taken at its word only where each path is that of one row of the table, and the values of the rows give what the
//! check demands.

use std::collections::BTreeMap;

use super::long_list::{self, Places};
use crate::document::{Check, ColumnRole, Table};

/// Most cells that a function takes (Excel's specifications and limits).
const MOST_ARGUMENTS: usize = 255;

/// Most cells of a sum, some of which have no number: each is named twice, and a formula takes 8,192 characters.
const MOST_COUNTED: usize = 150;

/// How far apart two sums are the same, in points: the record holds numbers to four decimals.
const SAME: f64 = 0.000_05;

/// What a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole of its parts.
    Sum,
    /// A score that may be no more than its maximum.
    Bound,
}

/// A formula, and what it gives now.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SumFormula {
    pub(super) formula: String,
    pub(super) result: Option<f64>,
}

/// The rows of a table by their paths; those of a path that several have are none.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    table: &'a Table,
    /// The table's number in the document, from 1.
    number: usize,
    by_path: BTreeMap<&'a str, Option<usize>>,
    maximum: Option<usize>,
}

impl<'a> Rows<'a> {
    /// Returns those of a table.
    pub(super) fn of(table: &'a Table, number: usize) -> Self {
        let mut by_path = BTreeMap::new();
        for (at, row) in table.rows.iter().enumerate() {
            by_path.entry(row.path.as_str()).and_modify(|row| *row = None).or_insert(Some(at));
        }
        let maximum = table.columns.iter().position(|column| column.role == ColumnRole::Max);
        Self { table, number, by_path, maximum }
    }

    /// Returns the row of a path.
    pub(super) fn row(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied().flatten()
    }

    /// Returns the number of a cell.
    pub(super) fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.table.rows.get(row)?.values.get(column).copied().flatten()
    }

    /// Returns the row of the list that a cell stands in.
    pub(super) fn place(&self, places: &Places, row: usize, column: usize) -> Option<u32> {
        places.get(&(self.number, row, column)).copied()
    }

    /// Returns what a check is, and what it demands as a formula; without one where its rule names no rows.
    pub(super) fn formula(&self, check: &Check, places: &Places) -> (Kind, Option<SumFormula>) {
        match check.rule.split_once(" = ") {
            Some((whole, parts)) if whole == check.row => (Kind::Sum, self.sum(check, parts, places)),
            _ => (Kind::Bound, self.bound(check, places)),
        }
    }

    fn sum(&self, check: &Check, parts: &str, places: &Places) -> Option<SumFormula> {
        let column = check.column as usize;
        let rows: Vec<usize> = parts.split(" + ").map(|path| self.row(path)).collect::<Option<_>>()?;
        let values: Option<Vec<f64>> = rows.iter().map(|row| self.value(*row, column)).collect();
        let result = values.as_ref().map(|values| rounded(values.iter().sum()));
        if let (Some(result), Some(expected)) = (result, check.expected)
            && (result - expected).abs() > SAME
        {
            return None;
        }
        let cells: Option<Vec<String>> =
            rows.iter().map(|row| self.place(places, *row, column).map(long_list::reference)).collect();
        let formula = match (cells, values) {
            (Some(cells), Some(_)) if cells.len() <= MOST_ARGUMENTS => {
                format!("=ROUND(SUM({}),4)", cells.join(","))
            }
            // Numbers that are filled in later complete it.
            (Some(cells), None) if cells.len() <= MOST_COUNTED => {
                let all = cells.join(",");
                format!("=IF(COUNT({all})={},ROUND(SUM({all}),4),\"\")", cells.len())
            }
            (None, Some(values)) if values.len() <= MOST_ARGUMENTS => {
                let numbers: Vec<String> = values.iter().map(f64::to_string).collect();
                format!("=ROUND(SUM({}),4)", numbers.join(","))
            }
            _ => return None,
        };
        Some(SumFormula { formula, result })
    }

    fn bound(&self, check: &Check, places: &Places) -> Option<SumFormula> {
        let (row, maximum) = (self.row(&check.row)?, self.maximum?);
        let result = self.value(row, maximum);
        if result != check.expected {
            return None;
        }
        self.place(places, row, maximum).map(|place| SumFormula { formula: shown(place), result })
    }
}

/// Returns the formula that shows the value in a row of the list, and nothing where there is none.
pub(super) fn shown(place: u32) -> String {
    let cell = long_list::reference(place);
    format!("=IF({cell}=\"\",\"\",{cell})")
}

/// Returns a sum to the record's four decimals.
pub(super) fn rounded(sum: f64) -> f64 {
    (sum * 10_000.0).round() / 10_000.0
}
