//! The rows of two tables that are held against each other, and their cells.

use serde::Deserialize;

use super::found::Found;
use super::text::{Folded, Text, beginning};
use crate::evaluation::distance::{align, align_by};
use crate::evaluation::normalise::clean;

/// A row of a table; `cells`, `values`, `spans` and `printed` hold one entry a column.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    path: String,
    #[serde(default)]
    label: Option<Text>,
    #[serde(default)]
    text: Option<Text>,
    pub(super) cells: Vec<Cell>,
    #[serde(default)]
    values: Vec<Option<f64>>,
    /// The extents of the cells, where they themselves do not tell.
    #[serde(default)]
    spans: Vec<[u32; 2]>,
    /// The cells as the OCR had them.
    #[serde(default)]
    printed: Vec<String>,
}

/// A cell with the numbers of rows and columns that it extends over.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Printed")]
pub(super) struct Cell {
    pub(super) text: Text,
    extent: [u32; 2],
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Printed {
    Bare(String),
    Placed {
        text: String,
        #[serde(default = "one")]
        rows: u32,
        #[serde(default = "one")]
        columns: u32,
    },
}

const fn one() -> u32 {
    1
}

impl From<Printed> for Cell {
    fn from(printed: Printed) -> Self {
        match printed {
            Printed::Bare(text) => Self { text: Text(text), extent: [1, 1] },
            Printed::Placed { text, rows, columns } => Self { text: Text(text), extent: [rows, columns] },
        }
    }
}

impl Row {
    /// Returns the numbers of rows and columns that a cell extends over.
    pub(super) fn extent(&self, column: usize) -> [u32; 2] {
        let extent = |cell: &Cell| self.spans.get(column).copied().unwrap_or(cell.extent);
        self.cells.get(column).map_or([1, 1], extent).map(|extent| extent.max(1))
    }

    /// Returns the texts of its cells joined.
    fn joined(&self) -> String {
        let texts = self.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(" ")
    }

    fn value(&self, column: usize) -> Option<f64> {
        self.values.get(column).copied().flatten()
    }

    /// Returns its cells that hold words and no number, with their columns.
    fn words(&self) -> impl Iterator<Item = (usize, Folded)> {
        let cells = self.cells.iter().enumerate().filter(|(column, _)| self.value(*column).is_none());
        cells.map(|(column, cell)| (column, Folded::new(&cell.text))).filter(|(_, text)| !text.is_empty())
    }

    /// Returns its cells that extend over more than one row or column, by their columns.
    fn merged(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|column| self.extent(*column) != [1, 1])
    }
}

/// What is counted of rows and cells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) rows: Found,
    pub(super) cells: Found,
    pub(super) paths: Found,
    pub(super) words: Found,
    pub(super) spans: Found,
    pub(super) labels_changed: usize,
}

/// Returns what rows count that stand for none of the truth.
pub(super) fn without_truth(rows: &[Row]) -> Counts {
    let found = |found| Found { found, ..Found::default() };
    Counts {
        rows: found(rows.len()),
        cells: found(rows.iter().flat_map(|row| &row.values).flatten().count()),
        paths: found(rows.len()),
        words: found(rows.iter().flat_map(Row::words).count()),
        spans: found(rows.iter().flat_map(Row::merged).count()),
        labels_changed: 0,
    }
}

/// Counts the rows of a table and their cells. `labels` is the column of labels of the table that was found, where it says so.
pub(super) fn score(truth: &[Row], seen: &[Row], labels: Option<usize>, errors: &mut Vec<String>) -> Counts {
    let mut counts = without_truth(seen);
    let of_path = by_path(truth, seen, &mut counts, errors);
    let (truth, seen) = told(truth, seen);
    by_path_and_text(&truth, &seen, &of_path, &mut counts, errors);
    by_text(&truth, &seen, labels, &mut counts, errors);
    counts
}

/// Counts rows that have the same paths, and their numbers. Returns for each row of the truth the one of its path.
fn by_path<'a>(
    truth: &[Row],
    seen: &'a [Row],
    counts: &mut Counts,
    errors: &mut Vec<String>,
) -> Vec<Option<&'a Row>> {
    let paths = |rows: &[Row]| rows.iter().map(|row| row.path.clone()).collect::<Vec<_>>();
    let mut pairs = Vec::with_capacity(truth.len());
    counts.rows.truth += truth.len();
    for (row, at) in truth.iter().zip(align(&paths(truth), &paths(seen))) {
        let found = at.map(|at| &seen[at]).filter(|found| found.path == row.path);
        counts.rows.right += usize::from(found.is_some());
        if found.is_none() {
            let instead = at.map(|at| seen[at].path.as_str());
            let cells: Vec<&str> = row.cells.iter().map(|cell| &*cell.text).collect();
            errors.push(format!("row {} lost, {instead:?} in its place: {cells:?}", row.path));
        }
        for (column, value) in row.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let got = found.and_then(|found| found.value(column));
            counts.cells.add(true, false, got == Some(*value));
            if found.is_some() && got != Some(*value) {
                errors.push(format!("row {}, column {column}: {value} is {got:?}", row.path));
            }
        }
        pairs.push(found);
    }
    pairs
}

/// A row with what it says.
struct Told<'a> {
    row: &'a Row,
    text: Folded,
}

/// Returns rows with what they say: their words, where all rows tell them apart, as those of a record do, or else all cells.
fn told<'a>(truth: &'a [Row], seen: &'a [Row]) -> (Vec<Told<'a>>, Vec<Told<'a>>) {
    let has_text = truth.iter().chain(seen).all(|row| row.text.is_some());
    let tell = |row: &'a Row| {
        let text = row.text.as_ref().filter(|_| has_text);
        Told { row, text: text.map_or_else(|| Folded::new(&row.joined()), |text| Folded::new(text)) }
    };
    (truth.iter().map(tell).collect(), seen.iter().map(tell).collect())
}

/// Counts the rows that have the same paths and say the same. `of_path` are those of the same paths.
fn by_path_and_text(
    truth: &[Told<'_>],
    seen: &[Told<'_>],
    of_path: &[Option<&Row>],
    counts: &mut Counts,
    errors: &mut Vec<String>,
) {
    let same = |a: &Told<'_>, b: &Told<'_>| a.row.path == b.row.path && a.text.is_near(&b.text);
    for ((told, at), of_path) in truth.iter().zip(align_by(truth, seen, same)).zip(of_path) {
        let right = at.is_some_and(|at| same(told, &seen[at]));
        counts.paths.add(true, false, right);
        if let Some(found) = of_path.filter(|_| !right) {
            let (wanted, got) = (beginning(&told.row.joined()), beginning(&found.joined()));
            errors.push(format!("row {}: `{wanted}` is `{got}`", told.row.path));
        }
    }
}

/// Counts what rows hold that say the same, whatever their paths.
fn by_text(
    truth: &[Told<'_>],
    seen: &[Told<'_>],
    labels: Option<usize>,
    counts: &mut Counts,
    errors: &mut Vec<String>,
) {
    let near = |a: &Told<'_>, b: &Told<'_>| a.text.is_near(&b.text);
    for (told, at) in truth.iter().zip(align_by(truth, seen, near)) {
        let found = at.map(|at| seen[at].row);
        words(told.row, found, counts, errors);
        spans(told.row, found, counts, errors);
        let is_changed = found.is_some_and(|found| label(told.row, found, labels, errors));
        counts.labels_changed += usize::from(is_changed);
    }
}

fn words(row: &Row, found: Option<&Row>, counts: &mut Counts, errors: &mut Vec<String>) {
    for (column, wanted) in row.words() {
        let got = found.and_then(|found| found.cells.get(column));
        let right = got.is_some_and(|got| Folded::new(&got.text).is_like(&wanted));
        // Where the record takes words for a number, they are words nevertheless, and not yet among those found.
        let is_number = found.is_some_and(|found| found.value(column).is_some());
        counts.words.add(true, right && is_number, right);
        if let Some(got) = got.filter(|_| !right) {
            let (wanted, got) = (beginning(&row.cells[column].text), beginning(&got.text));
            errors.push(format!("row {}, column {column}: `{wanted}` is `{got}`", row.path));
        }
    }
}

fn spans(row: &Row, found: Option<&Row>, counts: &mut Counts, errors: &mut Vec<String>) {
    for column in row.merged() {
        let (wanted, got) = (row.extent(column), found.map(|found| found.extent(column)));
        let right = got == Some(wanted);
        counts.spans.add(true, false, right);
        if !right {
            let size = |[rows, columns]: [u32; 2]| format!("{rows} by {columns}");
            let got = got.map_or_else(|| "lost".to_owned(), size);
            errors.push(format!("row {}, column {column}: a cell of {} is {got}", row.path, size(wanted)));
        }
    }
}

/// Returns whether a row's label was read right and changed.
fn label(row: &Row, found: &Row, labels: Option<usize>, errors: &mut Vec<String>) -> bool {
    let wanted = bare(row.label.as_deref().unwrap_or_default());
    let own = row.cells.iter().position(|cell| bare(&cell.text) == wanted);
    let Some(column) = labels.or(own).filter(|_| !wanted.is_empty()) else { return false };
    let was_right = found.printed.get(column).is_some_and(|printed| bare(printed) == wanted);
    let cell = found.cells.get(column).map(|cell| &*cell.text);
    let label = found.label.as_deref().or(cell).unwrap_or_default();
    let is_changed = was_right && bare(label) != wanted;
    if is_changed {
        errors.push(format!("row {}: the label `{wanted}` became `{label}`", row.path));
    }
    is_changed
}

/// Returns a label without brackets, stops and blanks.
fn bare(label: &str) -> String {
    clean(label).chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '.' | ' ')).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{RecordScore, scored};
    use super::*;

    fn of(truth: &[Value], seen: &[Value]) -> RecordScore {
        let columns = ["TT", "Nội dung", "Điểm"].map(|name| json!({ "name": name }));
        let set = |rows: &[Value]| json!({ "tables": [{ "columns": columns, "rows": rows }] });
        scored(&set(truth), &set(seen))
    }

    fn row(path: &str, label: &str, text: &str, value: f64) -> Value {
        let cells = [label.to_owned(), text.to_owned(), value.to_string()];
        json!({ "path": path, "label": label, "cells": cells, "values": [null, null, value] })
    }

    #[test]
    fn a_path_is_right_with_its_words() {
        let truth = [
            row("I", "I", "Thi đua", 30.0),
            row("I.1", "1", "Kế hoạch năm", 10.0),
            row("I.2", "2", "Báo cáo quý", 20.0),
        ];
        let seen = [row("I", "I", "Thi đua", 30.0), row("I.1", "1", "Báo cáo quý", 20.0)];
        let counts = of(&truth, &seen).tables.counts;
        assert_eq!(counts.rows.right, 2, "by the path alone");
        assert_eq!(counts.paths, Found { truth: 3, found: 2, right: 1 });
    }

    #[test]
    fn a_row_tells_its_words_or_its_cells() {
        let with_text = |text: &str, note: &str| {
            let mut row = row("1", "1", note, 5.0);
            row["text"] = json!(text);
            row
        };
        let right = |truth: Value, seen: Value| of(&[truth], &[seen]).tables.counts.paths.right;
        assert_eq!(right(with_text("Kế hoạch", "một"), with_text("Kế hoạch", "hai ba bốn")), 1);
        assert_eq!(right(row("1", "1", "một", 5.0), with_text("Kế hoạch", "hai ba bốn")), 0);
    }

    #[test]
    fn words_are_right_in_their_column_whatever_the_label_became() {
        let truth = [
            row("1", "1", "Kế hoạch năm", 10.0),
            row("2", "2", "Báo cáo quý", 20.0),
            row("3", "3", "Họp giao ban", 5.0),
        ];
        let seen = [
            row("1", "1", "Kê hoạch năm", 10.0),
            row("5", "5", "Báo cáo quý", 20.0),
            row("6", "6", "Khác hẳn", 5.0),
        ];
        let words = of(&truth, &seen).tables.counts.words;
        assert_eq!(words, Found { truth: 6, found: 6, right: 3 }, "one label, and two texts");
    }

    #[test]
    fn words_that_the_record_took_for_a_number_are_words() {
        let truth = json!({ "path": "1", "cells": ["1", "05 điểm", ""], "values": [null, null, null] });
        let seen = json!({ "path": "1", "cells": ["1", "05 điểm", ""], "values": [null, 5, null] });
        assert_eq!(of(&[truth], &[seen]).tables.counts.words, Found { truth: 2, found: 2, right: 2 });
    }

    #[test]
    fn merged_cells_are_right_with_their_extent() {
        let spans = [[1, 2], [1, 1], [2, 1]];
        let truth = json!({ "path": "1", "cells": ["Vốn", "", "x"], "spans": spans });
        let seen = |columns: u32| {
            let merged = json!({ "text": "Vốn", "columns": columns });
            json!({ "path": "1", "cells": [merged, "", { "text": "x", "rows": 2 }] })
        };
        let spans = |seen: Value| of(std::slice::from_ref(&truth), &[seen]).tables.spans;
        assert_eq!(spans(seen(2)), Found { truth: 2, found: 2, right: 2 });
        assert_eq!(spans(seen(3)), Found { truth: 2, found: 2, right: 1 });
        assert_eq!(spans(seen(1)), Found { truth: 2, found: 1, right: 1 });
    }

    #[test]
    fn a_label_is_changed_where_the_ocr_had_it_right() {
        let changed = |printed: &str, label: &str| {
            let mut seen = row(label, label, "Kế hoạch năm", 10.0);
            seen["printed"] = json!([printed, "Ke hoach nam", "10"]);
            let truth = row("a", "a)", "Kế hoạch năm", 10.0);
            of(&[truth], &[seen]).tables.labels_changed
        };
        assert_eq!(changed("(a)", "b"), 1);
        assert_eq!(changed("a)", "a."), 0, "it is the same");
        assert_eq!(changed("8)", "b"), 0, "the OCR was wrong");
    }
}
