//! A sheet being written, row by row: a frozen header, a filter, columns of fixed widths.

use rust_xlsxwriter::{
    Color, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError,
};

use super::NotGathered;
use crate::export::cell_value::{CellValue, whole_day};

/// Most rows of a sheet, its header among them (Excel's specifications and limits).
const MOST_ROWS: u32 = 1_048_576;

/// Most characters of a cell, as UTF-16 counts them (the same).
const MOST_CHARACTERS: usize = 32_767;

/// The header's background, and its height in points: two lines.
const HEADER: u32 = 0x00D9_E2F3;
const HEADER_HEIGHT: f64 = 32.0;

/// The height of a line in points, and most lines that a row shows: the rest is read in the cell itself. Programs that show a workbook
/// do not all fit rows to their texts (LibreOffice 7.4 does not).
const LINE_HEIGHT: f64 = 15.0;
const MOST_LINES: usize = 6;

/// Small letters that a unit of width takes, which is that of a figure, and small letters that are as wide as a capital: criteria of
/// the fixtures in LibreOffice take 1.13 and 1.25.
const LETTERS: f64 = 1.1;
const CAPITAL: f64 = 1.3;

/// How days are written, and numbers between 0 and 1.
const DAY: &str = "dd/mm/yyyy";
const SHARE: &str = "0.00";

/// A sheet that is full.
#[derive(Debug)]
pub(super) struct Room {
    /// Its name.
    pub(super) sheet: String,
    /// Most rows below its header.
    pub(super) most: u32,
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Column {
    title: String,
    /// In characters.
    width: f64,
    form: Form,
}

/// How the cells of a column look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Line,
    Passage,
    Share,
}

impl Column {
    /// A column of numbers, days or short texts.
    pub(super) fn of(title: impl Into<String>, width: f64) -> Self {
        Self { title: title.into(), width, form: Form::Line }
    }

    /// A column of texts that take more than one line.
    pub(super) fn of_passages(title: impl Into<String>, width: f64) -> Self {
        Self { form: Form::Passage, ..Self::of(title, width) }
    }

    /// A column of numbers between 0 and 1.
    pub(super) fn of_shares(title: impl Into<String>, width: f64) -> Self {
        Self { form: Form::Share, ..Self::of(title, width) }
    }
}

/// What a cell holds.
#[derive(Debug)]
pub(super) enum Content<'a> {
    Value(CellValue<'a>),
    /// A formula, and what it gives with what stands there now, for programs that do not compute.
    Formula {
        formula: String,
        result: Option<f64>,
    },
}

/// A cell.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    content: Content<'a>,
    colour: Option<u32>,
}

impl<'a, T: Into<CellValue<'a>>> From<T> for Cell<'a> {
    fn from(value: T) -> Self {
        Self { content: Content::Value(value.into()), colour: None }
    }
}

impl Cell<'_> {
    /// A cell that is computed.
    pub(super) const fn formula(formula: String, result: Option<f64>) -> Self {
        Self { content: Content::Formula { formula, result }, colour: None }
    }

    /// Returns it on a background of this colour, `0xRRGGBB`.
    pub(super) fn on(self, colour: Option<u32>) -> Self {
        Self { colour, ..self }
    }
}

/// The sheet.
pub(super) struct Sheet {
    sheet: Worksheet,
    columns: Vec<Column>,
    /// The next row, from 0.
    next: u32,
}

impl Sheet {
    /// Begins it. The first `kept` columns stay in view beside the others.
    pub(super) fn begin(name: &str, columns: Vec<Column>, kept: u16) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, kept)?;
        sheet.set_formula_result_default("");
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(HEADER))
            .set_border_bottom(FormatBorder::Thin);
        for (column, at) in columns.iter().zip(0..) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(0, at, &column.title, &head)?;
        }
        sheet.set_row_height(0, HEADER_HEIGHT)?;
        Ok(Self { sheet, columns, next: 1 })
    }

    /// Returns whether it takes so many more rows.
    pub(super) const fn has_room_for(&self, rows: u32) -> bool {
        self.next.saturating_add(rows) <= MOST_ROWS
    }

    /// Writes a row and returns its number as formulas count, from 1.
    pub(super) fn row<'a, T: Into<Cell<'a>>>(
        &mut self,
        row: impl IntoIterator<Item = T>,
    ) -> Result<u32, NotGathered> {
        if !self.has_room_for(1) {
            return Err(Room { sheet: self.sheet.name(), most: MOST_ROWS - 1 }.into());
        }
        let mut lines = 1;
        for ((cell, column), at) in row.into_iter().zip(&self.columns).zip(0..) {
            let cell = cell.into();
            if let (Form::Passage, Content::Value(CellValue::Text(text))) = (column.form, &cell.content) {
                lines = lines.max(lines_of(text, column.width));
            }
            put(&mut self.sheet, (self.next, at), cell, column.form)?;
        }
        if lines > 1 {
            let lines = u16::try_from(lines.min(MOST_LINES)).unwrap_or(1);
            self.sheet.set_row_height(self.next, f64::from(lines) * LINE_HEIGHT)?;
        }
        self.next += 1;
        Ok(self.next)
    }

    /// Ends it.
    pub(super) fn end(mut self) -> Result<Worksheet, XlsxError> {
        let last = u16::try_from(self.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        self.sheet.autofilter(0, 0, self.next.saturating_sub(1), last)?;
        Ok(self.sheet)
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    form: Form,
) -> Result<(), XlsxError> {
    let mut format = Format::new().set_align(FormatAlign::Top);
    if form == Form::Passage {
        format = format.set_text_wrap();
    }
    if form == Form::Share {
        format = format.set_num_format(SHARE);
    }
    if let Some(colour) = cell.colour {
        format = format.set_background_color(Color::RGB(colour));
    }
    match cell.content {
        Content::Formula { formula, result } => {
            let result = result.map(|result| result.to_string()).unwrap_or_default();
            sheet.write_formula_with_format(
                row,
                column,
                Formula::new(formula).set_result(result),
                &format,
            )?;
        }
        Content::Value(CellValue::Number(number)) if number.is_finite() => {
            sheet.write_number_with_format(row, column, number, &format)?;
        }
        Content::Value(CellValue::Number(_)) => {
            sheet.write_blank(row, column, &format)?;
        }
        Content::Value(CellValue::Day(iso)) => match whole_day(&iso) {
            Some((year, month, day)) => {
                let day = ExcelDateTime::from_ymd(year, month, day)?;
                let format = format.set_num_format(DAY).set_align(FormatAlign::Left).set_indent(1);
                sheet.write_datetime_with_format(row, column, &day, &format)?;
            }
            // A month or a year, as a person writes it.
            None => {
                let parts: Vec<&str> = iso.split('-').rev().collect();
                let format = format.set_align(FormatAlign::Left).set_indent(1);
                sheet.write_string_with_format(row, column, parts.join("/"), &format)?;
            }
        },
        Content::Value(CellValue::Text(text)) if text.is_empty() => {
            if cell.colour.is_some() {
                sheet.write_blank(row, column, &format)?;
            }
        }
        Content::Value(CellValue::Text(text)) => {
            // Apart from a number in the column before, which ends where its column does.
            let format = format.set_align(FormatAlign::Left).set_indent(1);
            sheet.write_string_with_format(row, column, fitting(&text), &format)?;
        }
    }
    Ok(())
}

/// Returns how many lines a text takes in a column of a width in characters, as far as rows show them.
fn lines_of(text: &str, width: f64) -> usize {
    let width = width * LETTERS;
    let most = (width * MOST_LINES as f64) as usize;
    let letter = |letter: char| if letter.is_uppercase() { CAPITAL } else { 1.0 };
    let length = |line: &str| line.chars().take(most).map(letter).sum::<f64>();
    let lines = text.split('\n').take(MOST_LINES);
    lines.map(|line| (length(line) / width).ceil().max(1.0) as usize).sum()
}

/// Returns a text as a cell takes it: without characters that XML has not, cut with `…` where it is too long.
fn fitting(text: &str) -> String {
    let text = text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}");
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text;
    }
    let mut room = MOST_CHARACTERS - 1;
    let fits = |letter: &char| {
        let length = letter.len_utf16();
        let fits = length <= room;
        room = room.saturating_sub(length);
        fits
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_says_so() {
        for letter in ["ộ", "😀"] {
            let cut = fitting(&letter.repeat(MOST_CHARACTERS + 1));
            assert!(cut.encode_utf16().count() <= MOST_CHARACTERS && cut.ends_with('…'), "{letter}");
        }
        let fits = "ộ".repeat(MOST_CHARACTERS);
        assert_eq!(fitting(&fits), fits);
        assert_eq!(fitting("ngắn"), "ngắn");
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_passage() {
        for (text, lines) in
            [("", 1), ("mười chữ.", 1), ("mười hai chữ", 2), ("MƯỜI CHỮ.", 2), ("a\nb\n\nc", 4)]
        {
            assert_eq!(lines_of(text, 10.0), lines, "{text}");
        }
        assert!(lines_of(&"ộ".repeat(1_000_000), 10.0) >= MOST_LINES);
    }

    #[test]
    fn a_sheet_has_no_more_rows_than_a_spreadsheet_takes() {
        let mut sheet = Sheet::begin("a", vec![Column::of("a", 5.0)], 0).unwrap();
        sheet.next = MOST_ROWS - 1;
        assert_eq!(sheet.row(["x"]).unwrap(), MOST_ROWS);
        let refused = sheet.row(["x"]).expect_err("it is full");
        assert!(matches!(refused, NotGathered::Room(Room { most: 1_048_575, .. })), "{refused:?}");
    }
}
