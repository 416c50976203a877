//! Tables for a spreadsheet: RFC 4180, and no cell that is taken for a formula.
//!
//! A spreadsheet computes what begins with `=`, `+`, `-` or `@`, and shows an error where it cannot: cells of Vietnamese
//! tables begin with `- ` and `+ `, and names of files may begin with anything. So before such a cell, unless it is a number,
//! an apostrophe is put, the spreadsheets' own sign for text. [`bare`] takes it off again. For programs cells are left as
//! they are ([`Cells::Raw`]).
//!
//! Cells with a comma are put in quotes, and those with a semicolon or a tab, too: where those part the values (as in
//! Vietnam), a program that opens the file takes what stands behind one for a cell of its own.

use serde::{Deserialize, Serialize};

/// How cells are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cells {
    /// So that a spreadsheet takes none for a formula.
    #[default]
    Guarded,
    /// As they are, for programs.
    Raw,
}

/// A table being written.
#[derive(Debug)]
pub(crate) struct Sheet {
    bytes: Vec<u8>,
    cells: Cells,
}

impl Sheet {
    /// Begins a table with these bytes: a byte order mark, and a header where its form is fixed.
    pub(crate) const fn new(head: Vec<u8>, cells: Cells) -> Self {
        Self { bytes: head, cells }
    }

    /// Writes a row.
    pub(crate) fn row<T: AsRef<str>>(&mut self, row: impl IntoIterator<Item = T>) {
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            self.cell(cell.as_ref());
        }
        self.bytes.extend(b"\r\n");
    }

    fn cell(&mut self, cell: &str) {
        let is_quoted = cell.contains([',', ';', '\t', '"', '\n', '\r']);
        if is_quoted {
            self.bytes.push(b'"');
        }
        if self.cells == Cells::Guarded && wants_guard(cell) {
            self.bytes.push(GUARD as u8);
        }
        self.bytes.extend(cell.replace('"', "\"\"").as_bytes());
        if is_quoted {
            self.bytes.push(b'"');
        }
    }

    /// Ends the table.
    pub(crate) fn end(self) -> Vec<u8> {
        self.bytes
    }
}

/// What makes a text of a cell.
const GUARD: char = '\'';

/// Returns a cell that was read from a table without the apostrophe that guards it.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if begins_a_formula(rest.trim_start_matches(GUARD)) => rest,
        _ => cell,
    }
}

/// True for what a spreadsheet would compute, and for what would be taken for such a cell with its guard.
fn wants_guard(cell: &str) -> bool {
    begins_a_formula(cell.trim_start_matches(GUARD)) && !is_number(cell)
}

/// True for a text with the first sign of a formula, after blanks too: some programs take them off. The wide signs are those
/// of Chinese and Japanese keyboards, which spreadsheets take as well.
fn begins_a_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_number(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '0'..='9' | '.' | '+' | '-')) && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str, cells: Cells) -> String {
        let mut sheet = Sheet::new(Vec::new(), cells);
        sheet.row([cell]);
        String::from_utf8(sheet.end()).unwrap().trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn no_cell_is_taken_for_a_formula_and_numbers_stay_numbers() {
        let cases = [
            ("=1+2", "'=1+2"),
            ("- Có kế hoạch", "'- Có kế hoạch"),
            ("+ Đúng hạn", "'+ Đúng hạn"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "\"'\t=1\""),
            ("＝1", "'＝1"),
            ("-", "'-"),
            ("-12,5", "\"'-12,5\""),
            ("+84 912 345 678", "'+84 912 345 678"),
            ("-inf", "'-inf"),
            ("-12.5", "-12.5"),
            ("1.000", "1.000"),
            ("", ""),
            ("Số 5-QĐ/TW", "Số 5-QĐ/TW"),
            ("'- đã có", "''- đã có"),
            ("'nháy đơn'", "'nháy đơn'"),
            ("a;=1+2", "\"a;=1+2\""),
            ("=\"x\"", "\"'=\"\"x\"\"\""),
        ];
        for (cell, expected) in cases {
            assert_eq!(written(cell, Cells::Guarded), expected, "{cell}");
        }
        assert_eq!(written("- Có", Cells::Raw), "- Có");
    }

    #[test]
    fn a_guarded_cell_reads_back_as_it_was() {
        for cell in ["=1", "'=1", "''- x", "- x", "-5", "'-5", "'x", "x", "'", "+", " @"] {
            let guarded = written(cell, Cells::Guarded);
            assert_eq!(bare(&guarded), cell, "{guarded}");
        }
    }
}
