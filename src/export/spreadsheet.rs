//! Tables for a spreadsheet: RFC 4180, and no cell that is taken for a formula.
//!
//! A spreadsheet computes what begins with `=`, `+`, `-` or `@`, and shows an error where it cannot: cells of Vietnamese
//! tables begin with `- ` and `+ `, and names of files may begin with anything. So before such a cell, unless it is a number,
//! an apostrophe is put, the spreadsheets' own sign for text. [`bare`] takes it off again. For programs cells are left as
//! they are ([`Cells::Raw`]), for a spreadsheet set to Vietnamese as that reads them ([`Cells::ExcelVi`]).
//!
//! Cells with a comma are put in quotes, and those with a semicolon or a tab, too: where those part the values (as in
//! Vietnam), a program that opens the file takes what stands behind one for a cell of its own.

use serde::{Deserialize, Serialize};

use super::cell_value::CellValue;
use super::vietnamese_spreadsheet as vietnamese;

/// How cells are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cells {
    /// So that a spreadsheet takes none for a formula.
    #[default]
    Guarded,
    /// As they are, for programs.
    Raw,
    /// For a spreadsheet set to Vietnamese, which takes a point for what parts thousands or a day: parted by semicolons, numbers with
    /// a decimal comma, days as `18/12/2023`. Texts that would be taken for numbers, days or formulas have an apostrophe.
    ExcelVi,
}

impl Cells {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Guarded, Self::Raw, Self::ExcelVi];

    /// Returns its name; none for the way that cells are written unless another is asked for.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Guarded => None,
            Self::Raw => Some("raw"),
            Self::ExcelVi => Some("excel-vi"),
        }
    }

    /// Returns what parts the values of a row.
    const fn separator(self) -> char {
        match self {
            Self::Guarded | Self::Raw => ',',
            Self::ExcelVi => ';',
        }
    }
}

/// Returns the first bytes of a table with a fixed header: the byte order mark and the names of the columns, none of which holds
/// what would have to be put in quotes.
pub(crate) fn head(names: &[&str], cells: Cells) -> Vec<u8> {
    let names = names.join(cells.separator().encode_utf8(&mut [0; 4]));
    format!("\u{feff}{names}\r\n").into_bytes()
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
    pub(crate) fn row<'a, T: Into<CellValue<'a>>>(&mut self, row: impl IntoIterator<Item = T>) {
        for (at, cell) in row.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(self.cells.separator() as u8);
            }
            let is_vietnamese = self.cells == Cells::ExcelVi;
            match cell.into() {
                CellValue::Text(text) => self.text(&text),
                CellValue::Number(number) if is_vietnamese => {
                    self.bytes.extend(vietnamese::number(number).as_bytes());
                }
                CellValue::Number(number) => self.bytes.extend(number.to_string().as_bytes()),
                CellValue::Day(iso) => {
                    let written = if is_vietnamese { vietnamese::day(&iso) } else { None };
                    self.text(written.as_deref().unwrap_or(&iso));
                }
            }
        }
        self.bytes.extend(b"\r\n");
    }

    fn text(&mut self, text: &str) {
        let is_quoted = text.contains([',', ';', '\t', '"', '\n', '\r']);
        if is_quoted {
            self.bytes.push(b'"');
        }
        let is_guarded = match self.cells {
            Cells::Guarded => wants_guard(text),
            Cells::Raw => false,
            Cells::ExcelVi => is_computed(text.trim_start_matches(GUARD)),
        };
        if is_guarded {
            self.bytes.push(GUARD as u8);
        }
        self.bytes.extend(text.replace('"', "\"\"").as_bytes());
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

/// Returns a cell that was read from a table without the apostrophe that guards it, in whichever way the table was written: before a
/// text that looks like a number it is no part of the value either.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if is_computed(rest.trim_start_matches(GUARD)) => rest,
        _ => cell,
    }
}

/// True for what a spreadsheet set to Vietnamese takes for something else than the text that it is.
fn is_computed(text: &str) -> bool {
    begins_a_formula(text) || vietnamese::is_mistaken(text)
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
    fn for_a_vietnamese_spreadsheet_numbers_have_commas_and_texts_of_figures_stay_texts() {
        let mut sheet = Sheet::new(head(&["a", "b"], Cells::ExcelVi), Cells::ExcelVi);
        let day = |iso: &'static str| CellValue::Day(iso.into());
        sheet.row([CellValue::from("1.10"), "III.2.a".into(), "a, b".into(), CellValue::Number(1195.5)]);
        sheet.row([CellValue::from("=1"), "- Có".into(), "-12,5".into(), CellValue::Number(-1_000_000.0)]);
        sheet.row([day("2023-12-18"), day("2023-12"), "18/12/2023".into(), "'5".into()]);
        assert_eq!(
            String::from_utf8(sheet.end()).unwrap(),
            "\u{feff}a;b\r\n\
             '1.10;III.2.a;\"a, b\";1195,5\r\n\
             '=1;'- Có;\"'-12,5\";-1000000\r\n\
             18/12/2023;'2023-12;18/12/2023;''5\r\n"
        );
    }

    #[test]
    fn what_is_written_for_a_vietnamese_spreadsheet_reads_back() {
        for text in
            ["1.10", "=1", "'5", "5", "''- x", "TRUE", "a;b", "\"x\"", "18/12/2023", "x'", "'x", "1\n2"]
        {
            let mut sheet = Sheet::new(Vec::new(), Cells::ExcelVi);
            sheet.row([text]);
            let bytes = sheet.end();
            let mut reader =
                ::csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(bytes.as_slice());
            let row = reader.records().next().unwrap().unwrap();
            assert_eq!(bare(&row[0]), text);
        }
    }

    #[test]
    fn a_guarded_cell_reads_back_as_it_was() {
        for cell in ["=1", "'=1", "''- x", "- x", "-5", "'-5", "'x", "x", "'", "+", " @"] {
            let guarded = written(cell, Cells::Guarded);
            assert_eq!(bare(&guarded), cell, "{guarded}");
        }
    }
}
