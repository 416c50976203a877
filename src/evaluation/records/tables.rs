//! Tables, each held against the one that is likest to it.

use serde::{Deserialize, Serialize};

use super::found::{Found, in_order};
use super::rows::{self, Row};
use super::text::{Folded, Text, folded};
use crate::evaluation::teds::{Sheet, teds};

/// How like a table must be to one of the truth to be that.
const FOUND: f64 = 0.5;

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Table {
    #[serde(default)]
    rules: Rules,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// Which rules a table is printed with.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Rules {
    /// Around each cell.
    #[default]
    Full,
    /// Between rows.
    Horizontal,
    /// Nowhere.
    None,
}

#[derive(Debug, Clone, Deserialize)]
struct Column {
    name: Text,
    #[serde(default)]
    role: Option<String>,
}

impl Table {
    /// Returns the table as a sheet, each place of it a cell.
    fn sheet(&self) -> Sheet {
        let cells = |row: &Row| row.cells.iter().map(|cell| folded(&cell.text)).collect();
        Sheet::new(self.header().into_iter().chain(self.rows.iter().map(cells)))
    }

    /// Returns the table as a sheet, with the extents of its cells.
    fn sheet_with_extents(&self) -> Sheet {
        let header = self.header().map(|names| names.into_iter().map(|name| (name, [1, 1])).collect());
        let cells = |row: &Row| {
            let cells = row.cells.iter().enumerate();
            cells.map(|(column, cell)| (folded(&cell.text), row.extent(column))).collect()
        };
        Sheet::with_extents(header.into_iter().chain(self.rows.iter().map(cells)))
    }

    /// Returns the names of its columns. A table without a header has no row for it.
    fn header(&self) -> Option<Vec<String>> {
        let names: Vec<String> = self.columns.iter().map(|column| folded(&column.name)).collect();
        Some(names).filter(|names| names.iter().any(|name| !name.is_empty()))
    }

    fn names(&self) -> Vec<&Text> {
        self.columns.iter().map(|column| &column.name).collect()
    }
}

/// What is counted of tables, of all or of those of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TableCounts {
    /// Rows, by their paths.
    pub rows: Found,
    /// Cells that hold a number.
    pub cells: Found,
    /// Cells that hold words and no number.
    pub words: Found,
    /// Rows, by their paths and their words.
    pub paths: Found,
    /// Names of columns.
    pub columns: Found,
    /// Tables.
    pub tables_found: Found,
}

impl TableCounts {
    /// Returns the counts with their names.
    pub fn named(&self) -> [(&'static str, Found); 6] {
        [
            ("rows", self.rows),
            ("cells", self.cells),
            ("words", self.words),
            ("paths", self.paths),
            ("columns", self.columns),
            ("tables_found", self.tables_found),
        ]
    }

    fn add(&mut self, rows: &rows::Counts, columns: Found, tables_found: Found) {
        self.rows += rows.rows;
        self.cells += rows.cells;
        self.words += rows.words;
        self.paths += rows.paths;
        self.columns += columns;
        self.tables_found += tables_found;
    }
}

/// What is counted of tables, by the rules that the truth says they are printed with. A table that was found for none of the
/// truth is of no kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ByRules {
    /// Those with rules around each cell, and those of which the truth does not tell.
    pub full: TableCounts,
    /// Those with rules between their rows alone.
    pub horizontal: TableCounts,
    /// Those without rules.
    pub none: TableCounts,
}

impl ByRules {
    fn of(&mut self, rules: Rules) -> &mut TableCounts {
        match rules {
            Rules::Full => &mut self.full,
            Rules::Horizontal => &mut self.horizontal,
            Rules::None => &mut self.none,
        }
    }
}

/// What a comparison of tables counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TableScore {
    /// Of all tables.
    #[serde(flatten)]
    pub counts: TableCounts,
    /// Cells that extend over more than one row or column.
    pub spans: Found,
    /// Rows whose labels were read right and changed.
    pub labels_changed: usize,
    /// Of the tables of each kind.
    pub by_rules: ByRules,
    /// The likeness of each table of the truth to the one found for it, 0 to 1.
    pub teds: Vec<f64>,
    /// The same where merged cells are one, and cells of other extents are other cells.
    pub teds_spans: Vec<f64>,
}

/// Scores tables.
pub(super) fn score(truth: &[Table], seen: &[Table], errors: &mut Vec<String>) -> TableScore {
    let mut score = TableScore::default();
    let mut free: Vec<(&Table, Sheet)> = seen.iter().map(|table| (table, table.sheet())).collect();
    for table in truth {
        let wanted = table.sheet();
        let likeness: Vec<f64> = free.iter().map(|(_, sheet)| teds(&wanted, sheet)).collect();
        let best = (0..free.len()).rev().max_by(|a, b| likeness[*a].total_cmp(&likeness[*b]));
        let likeness = best.map_or(0.0, |best| likeness[best]);
        let taken = best.map(|best| free.remove(best));
        score.teds.push(likeness);
        score.teds_spans.push(taken.as_ref().map_or(0.0, |(found, sheet)| {
            let merged = (table.sheet_with_extents(), found.sheet_with_extents());
            // Most tables have no merged cells.
            if merged.0 == wanted && merged.1 == *sheet { likeness } else { teds(&merged.0, &merged.1) }
        }));
        let found = taken.map(|(found, _)| found);

        let seen = found.map_or(&[][..], |found| &found.rows);
        let labels = found.and_then(|found| {
            found.columns.iter().position(|column| column.role.as_deref() == Some("label"))
        });
        let rows = rows::score(&table.rows, seen, labels, errors);
        let names = found.map(Table::names).unwrap_or_default();
        let like = |a: &&Text, b: &&Text| Folded::new(a).is_like(&Folded::new(b));
        let columns = in_order("column", &table.names(), &names, like, errors);
        let mut tables = Found::default();
        tables.add(true, found.is_some(), likeness >= FOUND);
        score.counts.add(&rows, columns, tables);
        score.by_rules.of(table.rules).add(&rows, columns, tables);
        score.spans += rows.spans;
        score.labels_changed += rows.labels_changed;
    }
    for (table, _) in free {
        let rows = rows::without_truth(&table.rows);
        let found = |found| Found { found, ..Found::default() };
        score.counts.add(&rows, found(table.columns.len()), found(1));
        score.spans += rows.spans;
        errors.push(format!("table not in the truth, of {} rows", table.rows.len()));
    }
    score
}
