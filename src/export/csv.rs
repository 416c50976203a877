//! `tables/NN.csv`: a table for a spreadsheet.
//!
//! A [`spreadsheet`](super::spreadsheet)'s table with a byte order mark, without which Excel takes the file for the system's old charset and shows no
//! Vietnamese. Columns:
//!
//! - `path` (`III.2.a`, `TOTAL`) and `page`;
//! - `label` and `text`, where the table has no column of that role;
//! - each of the table's columns under its printed name: maxima, scores and other numbers as plain numbers
//!   (`1000`, `91.25`), everything else as printed, repaired;
//! - `status`: what the checks on the row say together, `suspect`, `repaired`, `holds`, `open` or `plausible`, empty
//!   where nothing was checked; and `rule`: what those checks of that outcome demand.

use std::collections::{BTreeMap, BTreeSet};

use super::cell_value::CellValue;
use super::checks::{self, Checks, Said};
use super::spreadsheet::{Cells, Sheet};
use crate::document::{Check, Column, ColumnRole, Row, Table};

/// Returns the table as UTF-8 with a byte order mark, rows ended by CR LF.
pub fn render(table: &Table, cells: Cells) -> Vec<u8> {
    let mut sheet = Sheet::new("\u{feff}".as_bytes().to_vec(), cells);
    let lacks = |role| !table.columns.iter().any(|column| column.role == role);
    let (own_label, own_text) = (lacks(ColumnRole::Label), lacks(ColumnRole::Text));

    let mut names = vec!["path".to_owned(), "page".to_owned()];
    names.extend(own_label.then(|| "label".to_owned()));
    names.extend(own_text.then(|| "text".to_owned()));
    names.extend(table.columns.iter().map(name));
    names.extend(["status".to_owned(), "rule".to_owned()]);
    sheet.row(distinct(names));

    let mut checks = Checks::of(table);
    for row in &table.rows {
        let mut record = vec![CellValue::from(&row.path), CellValue::count(row.page)];
        record.extend(own_label.then(|| CellValue::from(&row.label.text)));
        record.extend(own_text.then(|| CellValue::from(&row.text.text)));
        record.extend(table.columns.iter().enumerate().map(|(at, column)| cell(row, at, column.role)));
        let (status, rule) = outcome(table, checks.told_of_next(&row.path), checks.of_row(&row.path));
        record.extend([status.into(), rule.into()]);
        sheet.row(record);
    }
    sheet.end()
}

/// A column's name in the header; its role where it was printed without one.
fn name(column: &Column) -> String {
    let printed = column.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !printed.is_empty() {
        return printed;
    }
    match column.role {
        ColumnRole::Label => "label",
        ColumnRole::Text => "text",
        ColumnRole::Max => "max",
        ColumnRole::Score => "score",
        ColumnRole::Note => "note",
        ColumnRole::Other => "other",
    }
    .to_owned()
}

/// Makes names distinct: the second `score` becomes `score (2)`.
fn distinct(names: Vec<String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    // For each name the numbers that it was given already.
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    names
        .into_iter()
        .map(|name| {
            let given = given.entry(name.clone()).or_insert(0);
            loop {
                *given += 1;
                let numbered = if *given == 1 { name.clone() } else { format!("{name} ({given})") };
                if taken.insert(numbered.clone()) {
                    return numbered;
                }
            }
        })
        .collect()
}

fn cell(row: &Row, at: usize, role: ColumnRole) -> CellValue<'_> {
    let printed = row.cells.get(at).map_or("", |cell| &**cell);
    let value = row.values.get(at).copied().flatten();
    let number = match role {
        ColumnRole::Max | ColumnRole::Score => value,
        ColumnRole::Other => value.filter(|_| !is_code(printed)),
        ColumnRole::Label | ColumnRole::Text | ColumnRole::Note => None,
    };
    number.map_or(CellValue::from(printed), CellValue::Number)
}

/// True for digits that name something, such as a telephone number: a number has no zero before other digits.
pub(super) fn is_code(printed: &str) -> bool {
    let mut characters = printed.trim().chars();
    characters.next() == Some('0') && characters.next().is_some_and(|c| c.is_ascii_digit())
}

/// The gravest outcome of the checks on a row, and the rules that came out so.
fn outcome(table: &Table, told: usize, of_row: &[Said]) -> (&'static str, String) {
    let Some(status) = checks::verdict(of_row) else { return ("", String::new()) };
    let told = of_row.iter().filter(|said| said.status == status && said.is_told).take(told);
    let rules: Vec<String> = told.map(|said| demand(table, said.check)).collect();
    (checks::name(status), rules.join("; "))
}

/// What a check demands, in words: its column, its rule, and the numbers where they differ.
fn demand(table: &Table, check: &Check) -> String {
    let column = table.columns.get(check.column as usize).map(name);
    let mut words = column.map_or_else(String::new, |column| format!("{column}: "));
    words.push_str(&check.rule);
    if let (Some(expected), Some(found)) = (check.expected, check.found)
        && expected.total_cmp(&found).is_ne()
    {
        let said = if check.parts.is_empty() { "maximum" } else { "gives" };
        words.push_str(&format!(" ({said} {expected}, read {found})"));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, Text};

    #[test]
    fn the_second_column_of_a_name_is_numbered() {
        let names = ["path", "Điểm", "Điểm", "path", "Điểm"].map(str::to_owned).to_vec();
        assert_eq!(distinct(names), ["path", "Điểm", "Điểm (2)", "path (2)", "Điểm (3)"]);
    }

    #[test]
    fn codes_keep_their_zeros() {
        let row = |cell: &str, value| Row {
            path: String::new(),
            label: Text::default(),
            text: Text::default(),
            page: 1,
            cells: vec![Cell::bare(cell)],
            values: vec![value],
            printed: vec![cell.to_owned()],
            confidence: 1.0,
        };
        let cases = [
            ("1.000", Some(1000.0), ColumnRole::Score, CellValue::Number(1000.0)),
            ("91,25", Some(91.25), ColumnRole::Max, CellValue::Number(91.25)),
            ("0912345678", Some(912_345_678.0), ColumnRole::Other, "0912345678".into()),
            ("0,5", Some(0.5), ColumnRole::Other, CellValue::Number(0.5)),
            ("00/00", None, ColumnRole::Score, "00/00".into()),
            ("1.", Some(1.0), ColumnRole::Label, "1.".into()),
        ];
        for (printed, value, role, expected) in cases {
            assert_eq!(cell(&row(printed, value), 0, role), expected, "{printed}");
        }
    }
}
