//! The rows of two tables that are held against each other, and their cells.

use serde::Deserialize;

use super::found::Found;
use super::text::{Folded, Text, beginning};
use crate::evaluation::distance::{align, align_by};
use crate::evaluation::normalise::clean;

/// A row of a table; `cells`, `values`, `spans` and `printed` hold one entry a column.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) path: String,
    #[serde(default)]
    label: Option<Text>,
    #[serde(default)]
    text: Option<Text>,
    pub(super) cells: Vec<Cell>,
    pub(super) values: Vec<Option<f64>>,
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
        let own = self.cells.get(column).map_or([1, 1], |cell| cell.extent);
        self.spans.get(column).copied().unwrap_or(own).map(|extent| extent.max(1))
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

    /// Returns its cells that extend over more than one row and one column, by their columns.
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
    by_path(truth, seen, &mut counts, errors);
    by_text(truth, seen, labels, &mut counts, errors);
    counts
}

/// Counts rows that have the same paths, and their numbers.
fn by_path(truth: &[Row], seen: &[Row], counts: &mut Counts, errors: &mut Vec<String>) {
    let paths = |rows: &[Row]| rows.iter().map(|row| row.path.clone()).collect::<Vec<_>>();
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
    }
}

/// Counts what rows hold that say the same, whatever their labels.
fn by_text(
    truth: &[Row],
    seen: &[Row],
    labels: Option<usize>,
    counts: &mut Counts,
    errors: &mut Vec<String>,
) {
    // A truth may tell a row's words, as a record does, or only its cells.
    let has_text = truth.iter().chain(seen).all(|row| row.text.is_some());
    let said = |row: &Row| match &row.text {
        Some(text) if has_text => Folded::new(text),
        _ => Folded::new(&row.joined()),
    };
    let with_text = |rows: &'_ [Row]| rows.iter().map(said).collect::<Vec<_>>();
    let (wanted, got): (Vec<_>, Vec<_>) =
        (truth.iter().zip(with_text(truth)).collect(), seen.iter().zip(with_text(seen)).collect());
    type Told<'a> = (&'a Row, Folded);
    let same = |(a, wanted): &Told<'_>, (b, got): &Told<'_>| a.path == b.path && wanted.is_near(got);
    for (row, at) in wanted.iter().zip(align_by(&wanted, &got, same)) {
        let found = at.map(|at| &got[at]);
        let right = found.is_some_and(|found| same(row, found));
        counts.paths.add(true, false, right);
        if let Some((found, _)) = found.filter(|(found, _)| !right && found.path == row.0.path) {
            let (wanted, got) = (beginning(&row.0.joined()), beginning(&found.joined()));
            errors.push(format!("row {}: `{wanted}` is `{got}`", row.0.path));
        }
    }
    let near = |(_, wanted): &Told<'_>, (_, got): &Told<'_>| wanted.is_near(got);
    for ((row, _), at) in wanted.iter().zip(align_by(&wanted, &got, near)) {
        let found = at.map(|at| &seen[at]);
        words(row, found, counts, errors);
        spans(row, found, counts, errors);
        counts.labels_changed += usize::from(found.is_some_and(|found| label(row, found, labels, errors)));
    }
}

fn words(row: &Row, found: Option<&Row>, counts: &mut Counts, errors: &mut Vec<String>) {
    for (column, wanted) in row.words() {
        let got = found.and_then(|found| found.cells.get(column));
        let right = got.is_some_and(|got| Folded::new(&got.text).is_like(&wanted));
        counts.words.add(true, false, right);
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
    let is_label = |text: Option<&str>| text.map(bare).as_deref() == Some(&wanted);
    let cell = found.cells.get(column).map(|cell| &*cell.text);
    let was_right = is_label(found.printed.get(column).map(String::as_str));
    let is_right = is_label(cell) && found.label.as_deref().is_none_or(|label| is_label(Some(label)));
    if was_right && !is_right {
        let label = found.label.as_deref().unwrap_or_default();
        errors.push(format!("row {}: the label `{wanted}` became `{label}`", row.path));
    }
    was_right && !is_right
}

/// Returns a label without brackets, stops and blanks.
fn bare(label: &str) -> String {
    clean(label).chars().filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '.' | ' ')).collect()
}
