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
    let sheets = |tables: &[Table]| tables.iter().map(Table::sheet).collect::<Vec<_>>();
    let (wanted, got) = (sheets(truth), sheets(seen));
    let pairs = pairs(&wanted, &got);
    for (number, (table, pair)) in truth.iter().zip(&pairs).enumerate() {
        let likeness = pair.map_or(0.0, |(_, likeness)| likeness);
        let found = pair.map(|(at, _)| &seen[at]);
        score.teds.push(likeness);
        score.teds_spans.push(pair.map_or(0.0, |(at, _)| {
            let merged = (table.sheet_with_extents(), seen[at].sheet_with_extents());
            // Most tables have no merged cells.
            let is_plain = merged.0 == wanted[number] && merged.1 == got[at];
            if is_plain { likeness } else { teds(&merged.0, &merged.1) }
        }));

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
    let mut free = vec![true; seen.len()];
    pairs.iter().flatten().for_each(|(taken, _)| free[*taken] = false);
    for (table, _) in seen.iter().zip(free).filter(|(_, free)| *free) {
        let rows = rows::without_truth(&table.rows);
        let found = |found| Found { found, ..Found::default() };
        score.counts.add(&rows, found(table.columns.len()), found(1));
        score.spans += rows.spans;
        errors.push(format!("table not in the truth, of {} rows", table.rows.len()));
    }
    score
}

/// Returns for each table of the truth the one that is found for it, with its likeness: the likest pairs first.
fn pairs(truth: &[Sheet], seen: &[Sheet]) -> Vec<Option<(usize, f64)>> {
    let all = (0..truth.len()).flat_map(|one| (0..seen.len()).map(move |other| (one, other)));
    let mut likest: Vec<(usize, usize, f64)> =
        all.map(|(one, other)| (one, other, teds(&truth[one], &seen[other]))).collect();
    // The sort is stable: of equal ones the first.
    likest.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut pairs = vec![None; truth.len()];
    let mut free = vec![true; seen.len()];
    for (one, other, likeness) in likest {
        if pairs[one].is_none() && free[other] {
            pairs[one] = Some((other, likeness));
            free[other] = false;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::scored;
    use super::*;

    fn with_columns(names: &[&str], rows: &[Value]) -> Value {
        let columns: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
        json!({ "columns": columns, "rows": rows })
    }

    fn table(rows: &[(&str, &str, f64)]) -> Value {
        let row = |(path, text, value): &(&str, &str, f64)| {
            let cells = [(*text).to_owned(), value.to_string()];
            json!({ "path": path, "cells": cells, "values": [null, value] })
        };
        with_columns(&["NỘI DUNG", "ĐIỂM"], &rows.iter().map(row).collect::<Vec<_>>())
    }

    fn of(truth: &[Value], seen: &[Value]) -> TableScore {
        scored(&json!({ "tables": truth }), &json!({ "tables": seen })).tables
    }

    #[test]
    fn cells_are_compared_in_rows_of_one_path_and_lost_rows_lose_theirs() {
        let truth = table(&[("I", "Thi đua", 30.0), ("I.1", "Kế hoạch", 10.0), ("I.2", "Báo cáo", 20.0)]);
        let seen = [
            table(&[("1", "Một bảng khác", 1.0)]),
            table(&[("I", "Thi đua", 30.0), ("I.2", "Báo cáo", 26.0)]),
        ];
        let score = of(&[truth], &seen);
        assert_eq!(score.counts.rows, Found { truth: 3, found: 3, right: 2 });
        assert_eq!(score.counts.cells, Found { truth: 3, found: 3, right: 1 });
        assert!((0.6..0.8).contains(&score.teds[0]), "{:?}", score.teds);
        assert_eq!(score.counts.tables_found, Found { truth: 1, found: 2, right: 1 });
    }

    #[test]
    fn a_lost_table_takes_none_that_is_another() {
        let [one, two, three] = ["Đường trục xã Đông Cát", "Trường mầm non Khe Sậy", "Trạm bơm Hòn Ngự"]
            .map(|text| table(&[("1", text, 5.0), ("2", "Chi khác", 7.0)]));
        let score = of(&[one, two.clone(), three.clone()], &[two, three]);
        assert_eq!(score.teds, [0.0, 1.0, 1.0]);
        assert_eq!(score.counts.tables_found, Found { truth: 3, found: 2, right: 2 });
    }

    #[test]
    fn a_table_that_is_less_than_half_alike_is_not_found() {
        let truth =
            table(&[("1", "Đường trục xã Đông Cát", 9500.0), ("2", "Trường mầm non xã Khe Sậy", 7850.0)]);
        let seen = with_columns(&[""], &[json!({ "path": "", "cells": ["Ghi chú"] })]);
        let score = of(&[truth], &[seen]);
        assert_eq!(score.counts.tables_found, Found { truth: 1, found: 1, right: 0 });
    }

    #[test]
    fn names_of_columns_are_compared_in_order() {
        let row = json!({ "path": "1", "cells": ["1", "Kế hoạch vốn", "5"], "values": [null, null, 5] });
        let named = |names: &[&str]| with_columns(names, std::slice::from_ref(&row));
        let truth = [named(&["TT", "Nội dung công việc", "Ghi chú"])];
        let columns = |names: &[&str]| of(&truth, &[named(names)]).counts.columns;
        assert_eq!(columns(&["TT", "Nội dung công viêc", "Ghi chú"]), Found { truth: 3, found: 3, right: 3 });
        assert_eq!(
            columns(&["TI", "Nội dung công việc", "Ghi chú"]).right,
            2,
            "short names must be the same"
        );
        assert_eq!(columns(&["TT", "Ghi chú"]), Found { truth: 3, found: 2, right: 2 });
    }

    #[test]
    fn tables_count_by_the_rules_that_the_truth_says_they_have() {
        let with_rules = |rules: &str, text: &str| {
            let mut table = table(&[("1", text, 5.0), ("2", "Chi khác", 7.0)]);
            table["rules"] = json!(rules);
            table
        };
        let untold = table(&[("1", "Thu ngân sách", 5.0)]);
        let truth =
            [with_rules("horizontal", "Đào tạo cán bộ"), with_rules("none", "Sửa chữa trụ sở"), untold];
        let seen = [
            table(&[("1", "Đào tạo cán bộ", 5.0), ("2", "Chi khác", 7.0)]),
            truth[2].clone(),
            table(&[("9", "Lạ", 1.0)]),
        ];
        let TableScore { counts, by_rules, .. } = of(&truth, &seen);
        assert_eq!(by_rules.horizontal.rows, Found { truth: 2, found: 2, right: 2 });
        assert_eq!(
            by_rules.none.rows,
            Found { truth: 2, found: 1, right: 0 },
            "held against the one that is left"
        );
        assert_eq!(by_rules.full.tables_found, Found { truth: 1, found: 1, right: 1 });
        assert_eq!(counts.rows, Found { truth: 5, found: 4, right: 3 });
    }

    #[test]
    fn merged_cells_tell_in_teds_spans_alone() {
        let table = |first: Value| {
            let rows = [first, json!("")].map(|first| json!({ "path": "", "cells": [first, "Kế hoạch"] }));
            with_columns(&["A", "B"], &rows)
        };
        let truth = table(json!({ "text": "Vốn", "rows": 2 }));
        let seen = table(json!("Vốn"));
        let score = of(std::slice::from_ref(&truth), &[seen]);
        assert_eq!(score.teds, [1.0]);
        // Of ten nodes the cell is another, and the place below it a node more.
        assert!((score.teds_spans[0] - 0.8).abs() < 1e-9, "{:?}", score.teds_spans);
        assert_eq!(of(std::slice::from_ref(&truth), std::slice::from_ref(&truth)).teds_spans, [1.0]);
    }
}
