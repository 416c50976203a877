//! `Tiêu chí`: criteria by offices and years. A row is a criterion, an office and a column of its table; the years stand side by
//! side, each value on the colour of what the sums say of it.
//!
//! Where an office has more than one value for a year, as of two reports, each has a row of its own: none takes the place of another,
//! and the last column says where they stand.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::Worksheet;

use super::criterion_key::{CriterionKey, RowsOfWords, folded, without_year};
use super::sheet::{Cell, Column, Sheet};
use super::{NotGathered, status_colour};
use crate::collection::Record;
use crate::export::cell_value::CellValue;
use crate::export::scores;

/// The sheet's name.
const NAME: &str = "Tiêu chí (criteria)";

/// What the scores of a row have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct RowKey {
    /// Criteria in the order in which they were first met.
    criterion: usize,
    /// The office, as it is compared.
    office: String,
    /// Maxima before scores, then by name.
    role: &'static str,
    column: String,
    /// Which of several values that the office has for a year, from 0.
    turn: usize,
}

/// A row, gathered.
#[derive(Debug)]
struct GatheredRow {
    path: String,
    words: String,
    office: String,
    column: String,
    values: BTreeMap<Year, (Option<f64>, &'static str)>,
    documents: Vec<String>,
}

/// A year; what has none stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Year {
    Known(u16),
    Unknown,
}

/// Criteria of all records.
#[derive(Debug, Default)]
pub(super) struct Criteria {
    met: BTreeMap<CriterionKey, usize>,
    rows: BTreeMap<RowKey, GatheredRow>,
}

impl Criteria {
    /// Adds the scores of a record.
    pub(super) fn add(&mut self, record: &Record) {
        let document = &record.document;
        let office = document.letterhead.issuer.as_deref().map_or(record.name.as_str(), |issuer| issuer);
        let of_words: Vec<RowsOfWords> = document.tables.iter().map(RowsOfWords::of).collect();
        for score in scores::of(document) {
            let Some(of_words) = score.table.checked_sub(1).and_then(|table| of_words.get(table)) else {
                continue;
            };
            let next = self.met.len();
            let criterion = *self.met.entry(of_words.key(score.row)).or_insert(next);
            let year =
                score.year.as_ref().and_then(|year| year.parse().ok()).map_or(Year::Unknown, Year::Known);
            let mut key = RowKey {
                criterion,
                office: folded(office),
                role: score.role,
                column: folded(&without_year(&score.column.name)),
                turn: 0,
            };
            while self.rows.get(&key).is_some_and(|row| row.values.contains_key(&year)) {
                key.turn += 1;
            }
            let row = self.rows.entry(key).or_insert_with(|| GatheredRow {
                path: score.row.path.clone(),
                words: score.row.text.text.clone(),
                office: office.to_owned(),
                column: without_year(&score.column.name),
                values: BTreeMap::new(),
                documents: Vec::new(),
            });
            row.values.insert(year, (score.value, score.status));
            if row.documents.last() != Some(&document.source.path) {
                row.documents.push(document.source.path.clone());
            }
        }
    }

    /// Writes the sheet.
    pub(super) fn end(self) -> Result<Worksheet, NotGathered> {
        let years: BTreeSet<Year> = self.rows.values().flat_map(|row| row.values.keys().copied()).collect();
        let mut columns = vec![
            Column::of("Mục\n(path)", 10.0),
            Column::of_passages("Tiêu chí\n(criterion)", 60.0),
            Column::of_passages("Cơ quan\n(office)", 28.0),
            Column::of_passages("Cột\n(column)", 18.0),
            Column::of("Loại\n(role)", 10.0),
        ];
        columns.extend(years.iter().map(|year| match year {
            Year::Known(year) => Column::of(year.to_string(), 10.0),
            Year::Unknown => Column::of("Không rõ năm\n(year unknown)", 14.0),
        }));
        columns.push(Column::of_passages("Văn bản\n(documents)", 40.0));
        let mut sheet = Sheet::begin(NAME, columns, 2)?;
        for (key, row) in self.rows {
            let mut cells = vec![
                Cell::from(&row.path),
                Cell::from(&row.words),
                Cell::from(&row.office),
                Cell::from(&row.column),
                Cell::from(key.role),
            ];
            cells.extend(years.iter().map(|year| match row.values.get(year) {
                Some((value, status)) => {
                    Cell::from(CellValue::number(*value)).on(status_colour::colour(status))
                }
                None => Cell::from(""),
            }));
            cells.push(row.documents.join("\n").into());
            sheet.row(cells)?;
        }
        Ok(sheet.end()?)
    }
}
