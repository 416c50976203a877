//! `scores.csv`: every score of a document, one a line, for analysts.
//!
//! A table for a spreadsheet with a byte order mark, as [`csv`](super::csv). A line is one cell of a score table's columns of maxima and
//! scores:
//!
//! | column | what |
//! | --- | --- |
//! | `document` | the input's path, as given or found |
//! | `year` | the year that the table or its columns name, or else that of the document's date; empty where there is none |
//! | `table` | its number in the document, from 1 |
//! | `path`, `text` | the criterion: its labels from the root (`III.2.a`, `TOTAL`), its words |
//! | `column`, `role` | the column's printed name, and `max` or `score` |
//! | `value` | the number; empty where it cannot be known |
//! | `status` | what the checks on the cell say together: `suspect`, `repaired`, `holds`, `open`, `plausible`, empty without one |
//!
//! A run writes the lines of all its documents to one such file in the output folder.

use std::sync::LazyLock;

use regex::Regex;

use super::cell_value::CellValue;
use super::checks::{self, Checks};
use super::spreadsheet::{self, Cells, Sheet};
use crate::document::{Column, ColumnRole, Document, Row, Table, TableKind};

/// The file's name, in a document's folder and in the output folder.
pub const FILE: &str = "scores.csv";

/// The names of the columns.
pub const HEADER: [&str; 9] =
    ["document", "year", "table", "path", "text", "column", "role", "value", "status"];

static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bnăm\s+((?:19|20)\d\d)\b").ok());

/// Returns the first bytes of such a file: the byte order mark and the header.
pub fn head(cells: Cells) -> Vec<u8> {
    spreadsheet::head(&HEADER, cells)
}

/// A cell of a score table's columns of maxima and scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Score<'a> {
    /// The year it is of.
    pub year: Option<String>,
    /// The table's number in the document, from 1.
    pub table: usize,
    /// Where it stands in the table: its row and its column, from 0.
    pub place: (usize, usize),
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: &'a Column,
    /// `max` or `score`.
    pub role: &'static str,
    /// The number; `None` where it cannot be known.
    pub value: Option<f64>,
    /// The gravest outcome of the checks on it, empty without one.
    pub status: &'static str,
}

impl<'a> Score<'a> {
    /// Returns its line: a value a column of [`HEADER`].
    pub fn line(&self, document: &'a Document) -> [CellValue<'a>; HEADER.len()] {
        let year = self.year.clone().unwrap_or_default();
        let in_figures = year.parse::<u16>().ok().filter(|figures| figures.to_string() == year);
        [
            CellValue::from(&document.source.path),
            in_figures.map_or(year.into(), CellValue::count),
            CellValue::count(self.table),
            CellValue::from(&self.row.path),
            CellValue::from(&self.row.text.text),
            CellValue::from(&self.column.name.text),
            CellValue::from(self.role),
            CellValue::number(self.value),
            CellValue::from(self.status),
        ]
    }
}

/// Returns every score of a document, in the order of its tables, rows and columns.
pub fn of(document: &Document) -> impl Iterator<Item = Score<'_>> {
    let tables = (1..).zip(&document.tables).filter(|(_, table)| table.kind == TableKind::Score);
    tables.flat_map(|(number, table)| of_table(document, number, table))
}

fn of_table<'a>(document: &Document, number: usize, table: &'a Table) -> Vec<Score<'a>> {
    let checks = Checks::of(table);
    let columns = table.columns.iter().enumerate().filter_map(|(at, column)| {
        let role = match column.role {
            ColumnRole::Max => "max",
            ColumnRole::Score => "score",
            _ => return None,
        };
        Some((at, column, role, year(document, table, column)))
    });
    let columns: Vec<_> = columns.collect();
    let mut scores = Vec::new();
    for (of_row, row) in table.rows.iter().enumerate() {
        scores.extend(columns.iter().map(|(at, column, role, year)| Score {
            year: Option::clone(year),
            table: number,
            place: (of_row, *at),
            row,
            column,
            role,
            value: row.values.get(*at).copied().flatten(),
            status: checks::verdict(checks.of_cell(&row.path, *at)).map_or("", checks::name),
        }));
    }
    scores
}

/// Returns the scores of a document; `None` where it has no score table.
pub fn render(document: &Document, cells: Cells) -> Option<Vec<u8>> {
    if !document.tables.iter().any(|table| table.kind == TableKind::Score) {
        return None;
    }
    let mut sheet = Sheet::new(head(cells), cells);
    for score in of(document) {
        sheet.row(score.line(document));
    }
    Some(sheet.end())
}

/// Returns the year that a column's scores are of.
fn year(document: &Document, table: &Table, column: &Column) -> Option<String> {
    let named = |text: &str| Some(YEAR.as_ref()?.captures(text)?[1].to_owned());
    let of_document = || document.letterhead.iso_date().and_then(|date| date.get(..4)).map(ToOwned::to_owned);
    named(&column.name).or_else(|| named(table.title.as_deref()?)).or_else(of_document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, CheckStatus, DateField, Text};
    use crate::structure::{sample, structure};

    fn report(date: &str) -> Document {
        let mut document = sample::text(&[
            "Phụ lục",
            "BẢNG CHẤM ĐIỂM THI ĐUA",
            "",
            "TT | NỘI DUNG | ĐIỂM CHUẨN | ĐIỂM TỰ CHẤM NĂM 2022",
        ]);
        document.letterhead.date = Some(DateField { iso: Some(date.to_owned()), ..DateField::default() });
        let column = |name: &str, role| Column { name: Text::bare(name), role };
        let row = |path: &str, text: &str, values: [Option<f64>; 2]| crate::document::Row {
            path: path.into(),
            label: Text::bare(path),
            text: Text::bare(text),
            page: 1,
            cells: [path, text, "", ""].map(Cell::bare).to_vec(),
            values: vec![None, None, values[0], values[1]],
            printed: vec![String::new(); 4],
            confidence: 1.0,
        };
        let check = crate::document::Check {
            rule: "I = I.1".into(),
            row: "I".into(),
            column: 3,
            expected: Some(9.5),
            found: Some(9.0),
            parts: Vec::new(),
            status: CheckStatus::Suspect,
        };
        document.tables = vec![Table {
            kind: TableKind::Score,
            title: None,
            pages: vec![1],
            block: 0,
            repeated: Vec::new(),
            columns: vec![
                column("TT", ColumnRole::Label),
                column("NỘI DUNG", ColumnRole::Text),
                column("ĐIỂM CHUẨN", ColumnRole::Max),
                column("ĐIỂM TỰ CHẤM NĂM 2022", ColumnRole::Score),
            ],
            rows: vec![
                row("I", "Thi đua, khen thưởng", [Some(10.0), Some(9.0)]),
                row("I.1", "Kế hoạch", [None, Some(9.5)]),
            ],
            checks: vec![check],
        }];
        document
    }

    #[test]
    fn a_line_is_a_cell_with_its_criterion_year_and_outcome() {
        let bytes = render(&report("2023-01-18"), Cells::Guarded).expect("a score table");
        let text = String::from_utf8(
            bytes.strip_prefix(head(Cells::Guarded).as_slice()).expect("the head").to_vec(),
        )
        .unwrap();
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [
                "sample.txt,2023,1,I,\"Thi đua, khen thưởng\",ĐIỂM CHUẨN,max,10,",
                "sample.txt,2022,1,I,\"Thi đua, khen thưởng\",ĐIỂM TỰ CHẤM NĂM 2022,score,9,suspect",
                "sample.txt,2023,1,I.1,Kế hoạch,ĐIỂM CHUẨN,max,,",
                "sample.txt,2022,1,I.1,Kế hoạch,ĐIỂM TỰ CHẤM NĂM 2022,score,9.5,"
            ]
        );
    }

    #[test]
    fn for_a_vietnamese_spreadsheet_values_have_commas_and_paths_stay_texts() {
        let mut report = report("2023-01-18");
        report.tables[0].rows[1].path = "1.10".to_owned();
        let text = String::from_utf8(render(&report, Cells::ExcelVi).expect("a score table")).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "\u{feff}document;year;table;path;text;column;role;value;status");
        assert_eq!(
            lines[2],
            "sample.txt;2022;1;I;\"Thi đua, khen thưởng\";ĐIỂM TỰ CHẤM NĂM 2022;score;9;suspect"
        );
        assert_eq!(lines[4], "sample.txt;2022;1;'1.10;Kế hoạch;ĐIỂM TỰ CHẤM NĂM 2022;score;9,5;");
    }

    #[test]
    fn a_document_without_a_score_table_has_no_such_file() {
        assert_eq!(render(&structure_of("I. TÌNH HÌNH CHUNG"), Cells::Guarded), None);
    }

    fn structure_of(line: &str) -> Document {
        let mut document = sample::text(&[line]);
        document.tables = structure(&document).tables;
        document
    }
}
