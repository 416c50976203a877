//! `Cần xem`: what a person should look at, one a row: warnings, fields of heads and closings, checks in doubt, words.

use rust_xlsxwriter::Worksheet;

use super::sheet::{Cell, Column, Sheet};
use super::{NotGathered, status_colour};
use crate::document::Document;
use crate::export::cell_value::CellValue;
use crate::export::outcome_name;

/// The sheet's name.
const NAME: &str = "Cần xem (to look at)";

/// What there is to look at, being written.
pub(super) struct Attention {
    sheet: Sheet,
    /// How many rows found no room.
    beyond: u64,
}

/// A row of it; what it has not is empty.
#[derive(Debug, Default)]
struct Found<'a> {
    kind: &'static str,
    page: Option<u32>,
    line: Option<u32>,
    place: String,
    text: &'a str,
    ocr: &'a str,
    confidence: Option<f32>,
    reason: String,
    status: &'static str,
}

impl Attention {
    /// Begins it.
    pub(super) fn begin() -> Result<Self, NotGathered> {
        let columns = vec![
            Column::of_passages("Văn bản\n(document)", 36.0),
            Column::of("Trang\n(page)", 8.0),
            Column::of("Dòng\n(line)", 8.0),
            Column::of("Loại\n(kind)", 20.0),
            Column::of_passages("Vị trí\n(place)", 44.0),
            Column::of_passages("Nội dung\n(text)", 30.0),
            Column::of_passages("Máy đọc\n(as recognised)", 30.0),
            Column::of_shares("Độ tin cậy\n(confidence)", 12.0),
            Column::of_passages("Lý do\n(reason)", 60.0),
        ];
        Ok(Self { sheet: Sheet::begin(NAME, columns, 0)?, beyond: 0 })
    }

    /// Adds what there is in a document.
    pub(super) fn add(&mut self, document: &Document) -> Result<(), NotGathered> {
        let path = &document.source.path;
        for warning in &document.warnings {
            let reason = format!("{}: {}", warning.code, warning.message);
            self.row(
                path,
                Found { kind: "cảnh báo (warning)", page: warning.page, reason, ..Found::default() },
            )?;
        }
        for (name, field) in document.letterhead.fields().filter(|(_, field)| field.review) {
            let at = field.text.spans.first().map(|span| span.line);
            self.row(
                path,
                Found {
                    kind: "trường (field)",
                    page: at.map(|at| at.page),
                    line: at.map(|at| at.line),
                    place: name.to_owned(),
                    text: field,
                    confidence: Some(field.confidence),
                    ..Found::default()
                },
            )?;
        }
        for (table, number) in document.tables.iter().zip(1..) {
            for check in &table.checks {
                let status = outcome_name(check.status);
                if !status_colour::of(status).is_some_and(|shown| shown.is_doubtful) {
                    continue;
                }
                let column = check.column as usize;
                let row = table.rows.iter().find(|row| row.path == check.row);
                let name = table.columns.get(column).map_or("", |column| column.name.as_str());
                self.row(
                    path,
                    Found {
                        kind: "phép kiểm (check)",
                        page: row.map(|row| row.page),
                        place: format!("bảng (table) {number}, {}, {name}", check.row),
                        text: row.and_then(|row| row.cells.get(column)).map_or("", |cell| &**cell),
                        ocr: row.and_then(|row| row.printed.get(column)).map_or("", String::as_str),
                        reason: format!("{status}: {}", check.rule),
                        status,
                        ..Found::default()
                    },
                )?;
            }
        }
        for page in &document.pages {
            for (line, number) in page.lines.iter().zip(1..) {
                for word in line.words.iter().filter(|word| word.review) {
                    self.row(
                        path,
                        Found {
                            kind: "từ (word)",
                            page: Some(page.number),
                            line: Some(number),
                            place: line.text.clone(),
                            text: &word.text,
                            ocr: &word.ocr,
                            confidence: Some(word.confidence),
                            ..Found::default()
                        },
                    )?;
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, path: &str, found: Found<'_>) -> Result<(), NotGathered> {
        // The last row says how much there is beyond it.
        if !self.sheet.has_room_for(2) {
            self.beyond += 1;
            return Ok(());
        }
        let count = |number: Option<u32>| Cell::from(CellValue::number(number.map(f64::from)));
        self.sheet.row([
            Cell::from(path),
            count(found.page),
            count(found.line),
            Cell::from(found.kind).on(status_colour::colour(found.status)),
            Cell::from(found.place),
            Cell::from(found.text),
            Cell::from(found.ocr),
            CellValue::number(found.confidence.map(to_four_decimals)).into(),
            Cell::from(found.reason),
        ])?;
        Ok(())
    }

    /// Ends it.
    pub(super) fn end(mut self) -> Result<Worksheet, NotGathered> {
        if self.beyond > 0 {
            self.sheet.row([format!("… và {0} dòng nữa (and {0} more rows)", self.beyond)])?;
        }
        Ok(self.sheet.end()?)
    }
}

/// Returns a confidence as the record writes it, not what its nearest binary fraction comes to.
fn to_four_decimals(confidence: f32) -> f64 {
    (f64::from(confidence) * 10_000.0).round() / 10_000.0
}
