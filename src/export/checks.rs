//! The checks of a table, by row and by cell.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Check, CheckStatus, Table};

/// Most checks of one row or cell that are told beside it in words, and most rows of one path beside which they are. Those of a cell
/// are as many as the sums it is in; where rows have no labels that tell them apart, the checks of all of them are each one's: of
/// those beyond, the words stand in the record alone, and the outcome beside each row.
const MOST_TOLD: usize = 24;

/// A table's checks, of each row and each cell the gravest first.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    of_rows: BTreeMap<&'a str, Vec<Said<'a>>>,
    /// By column.
    of_cells: BTreeMap<&'a str, BTreeMap<u32, Vec<Said<'a>>>>,
    /// How many rows of each path were met.
    met: BTreeMap<&'a str, usize>,
}

/// A check, and what it says of one of its numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) check: &'a Check,
    pub(super) status: CheckStatus,
    /// False beside the parts of a sum of many: its words name them all.
    pub(super) is_told: bool,
}

impl<'a> Said<'a> {
    /// What a check says of the number of its own row, or else of one that it adds up: that was read right where the other was mended.
    fn of(check: &'a Check, is_own: bool) -> Self {
        let is_whole_mended = check.status == CheckStatus::Repaired && check.found != check.expected;
        let status = if is_whole_mended && !is_own { CheckStatus::Holds } else { check.status };
        Self { check, status, is_told: is_own || check.parts.len() <= MOST_TOLD }
    }
}

impl<'a> Checks<'a> {
    /// Gathers them.
    pub(super) fn of(table: &'a Table) -> Self {
        let mut checks = Self { of_rows: BTreeMap::new(), of_cells: BTreeMap::new(), met: BTreeMap::new() };
        for check in &table.checks {
            // A broken equation makes all its numbers suspect, and one that holds proves them.
            let parts = check.parts.iter().filter(|_| check.status != CheckStatus::Open);
            let parts = parts.filter_map(|part| Some(table.rows.get(*part as usize)?.path.as_str()));
            let paths: BTreeSet<&str> = std::iter::once(check.row.as_str()).chain(parts).collect();
            for path in paths {
                let said = Said::of(check, path == check.row);
                checks.of_rows.entry(path).or_default().push(said);
                checks.of_cells.entry(path).or_default().entry(check.column).or_default().push(said);
            }
        }
        let of_cells = checks.of_cells.values_mut().flat_map(BTreeMap::values_mut);
        let own = checks.of_rows.values_mut().chain(of_cells);
        own.for_each(|own| own.sort_by_key(|said| Reverse(gravity(said.status))));
        checks
    }

    /// Returns how many checks of the next row of this path, and of each of its cells, are told in words.
    pub(super) fn told_of_next(&mut self, path: &'a str) -> usize {
        let met = self.met.entry(path).or_default();
        *met += 1;
        if *met <= MOST_TOLD { MOST_TOLD } else { 0 }
    }

    /// Returns those on the row of this path.
    pub(super) fn of_row(&self, path: &str) -> &[Said<'a>] {
        self.of_rows.get(path).map_or(&[], Vec::as_slice)
    }

    /// Returns those on one of its cells.
    pub(super) fn of_cell(&self, path: &str, column: usize) -> &[Said<'a>] {
        let of_cell = self.of_cells.get(path).and_then(|own| own.get(&(column as u32)));
        of_cell.map_or(&[], Vec::as_slice)
    }
}

/// Returns what checks say of a number together: what one broken equation makes suspect no other clears, and one that holds proves
/// what another leaves open. `None` without any.
pub(super) fn verdict(checks: &[Said]) -> Option<CheckStatus> {
    let weight = |status: CheckStatus| match status {
        CheckStatus::Suspect => 4,
        CheckStatus::Repaired => 3,
        CheckStatus::Holds => 2,
        CheckStatus::Open => 1,
        CheckStatus::Plausible => 0,
    };
    checks.iter().map(|said| said.status).max_by_key(|status| weight(*status))
}

/// Returns the name of an outcome.
pub(crate) const fn name(status: CheckStatus) -> &'static str {
    match status {
        CheckStatus::Holds => "holds",
        CheckStatus::Plausible => "plausible",
        CheckStatus::Repaired => "repaired",
        CheckStatus::Open => "open",
        CheckStatus::Suspect => "suspect",
    }
}

/// Returns how grave an outcome is.
const fn gravity(status: CheckStatus) -> u8 {
    match status {
        CheckStatus::Plausible => 0,
        CheckStatus::Holds => 1,
        CheckStatus::Repaired => 2,
        CheckStatus::Open => 3,
        CheckStatus::Suspect => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Row, TableKind, Text};

    /// A table of a section of two items under their maximum, its sum so checked.
    fn table(status: CheckStatus, expected: f64, found: f64) -> Table {
        let row = |path: &str| Row {
            path: path.to_owned(),
            label: Text::default(),
            text: Text::default(),
            page: 1,
            cells: Vec::new(),
            values: Vec::new(),
            printed: Vec::new(),
            confidence: 1.0,
        };
        let check = |row: &str, parts: Vec<u32>, status| Check {
            rule: String::new(),
            row: row.to_owned(),
            column: 0,
            expected: Some(expected),
            found: Some(found),
            parts,
            status,
        };
        Table {
            kind: TableKind::Score,
            title: None,
            pages: vec![1],
            block: 0,
            columns: Vec::new(),
            repeated: Vec::new(),
            rows: ["I", "I.1", "I.2"].map(row).to_vec(),
            checks: vec![
                check("I", vec![1, 2], status),
                check("I.1", Vec::new(), CheckStatus::Plausible),
                check("I.2", Vec::new(), CheckStatus::Plausible),
            ],
        }
    }

    fn verdicts(table: &Table) -> Vec<Option<CheckStatus>> {
        let checks = Checks::of(table);
        ["I", "I.1", "I.2"].map(|path| verdict(checks.of_cell(path, 0))).to_vec()
    }

    #[test]
    fn a_broken_equation_makes_all_its_numbers_suspect_and_one_that_holds_proves_them() {
        use CheckStatus::{Holds, Open, Plausible, Repaired, Suspect};
        assert_eq!(verdicts(&table(Suspect, 9.0, 8.0)), [Some(Suspect); 3]);
        assert_eq!(verdicts(&table(Holds, 9.0, 9.0)), [Some(Holds); 3]);
        assert_eq!(verdicts(&table(Open, 9.0, 9.0)), [Some(Open), Some(Plausible), Some(Plausible)]);
        let whole_mended = verdicts(&table(Repaired, 9.0, 8.0));
        assert_eq!(whole_mended, [Some(Repaired), Some(Holds), Some(Holds)]);
    }
}
