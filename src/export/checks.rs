//! The checks of a table, by row and by cell.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::document::{Check, CheckStatus, Table};

/// Most checks of one row or cell that are told beside it in words, and most rows of one path beside which they are. Those of a cell
/// are as many as the sums it is in; where rows have no labels that tell them apart, the checks of all of them are each one's: of
/// those beyond, the words stand in the record alone, and the outcome beside each row.
const MOST_TOLD: usize = 24;

/// A table's checks, of each row and each cell the gravest first.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    of_rows: BTreeMap<&'a str, Vec<&'a Check>>,
    /// By column.
    of_cells: BTreeMap<&'a str, BTreeMap<u32, Vec<&'a Check>>>,
    /// How many rows of each path were met.
    met: BTreeMap<&'a str, usize>,
}

impl<'a> Checks<'a> {
    /// Gathers them.
    pub(super) fn of(table: &'a Table) -> Self {
        let mut checks = Self { of_rows: BTreeMap::new(), of_cells: BTreeMap::new(), met: BTreeMap::new() };
        for check in &table.checks {
            checks.of_rows.entry(&check.row).or_default().push(check);
            checks.of_cells.entry(&check.row).or_default().entry(check.column).or_default().push(check);
        }
        let of_cells = checks.of_cells.values_mut().flat_map(BTreeMap::values_mut);
        let own = checks.of_rows.values_mut().chain(of_cells);
        own.for_each(|own| own.sort_by_key(|check| Reverse(gravity(check.status))));
        checks
    }

    /// Returns how many checks of the next row of this path, and of each of its cells, are told in words.
    pub(super) fn told_of_next(&mut self, path: &'a str) -> usize {
        let met = self.met.entry(path).or_default();
        *met += 1;
        if *met <= MOST_TOLD { MOST_TOLD } else { 0 }
    }

    /// Returns those on the row of this path.
    pub(super) fn of_row(&self, path: &str) -> &[&'a Check] {
        self.of_rows.get(path).map_or(&[], Vec::as_slice)
    }

    /// Returns those on one of its cells.
    pub(super) fn of_cell(&self, path: &str, column: usize) -> &[&'a Check] {
        let of_cell = self.of_cells.get(path).and_then(|own| own.get(&(column as u32)));
        of_cell.map_or(&[], Vec::as_slice)
    }
}

/// Returns the name of an outcome.
pub(crate) const fn name(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Holds => "holds",
        CheckStatus::Repaired => "repaired",
        CheckStatus::Open => "open",
        CheckStatus::Violated => "violated",
    }
}

/// Returns how grave an outcome is.
const fn gravity(status: CheckStatus) -> u8 {
    match status {
        CheckStatus::Holds => 0,
        CheckStatus::Repaired => 1,
        CheckStatus::Open => 2,
        CheckStatus::Violated => 3,
    }
}
