//! A table as a reader gives it: rows of spots of the sheet by column, their places not known yet.

use std::ops::Range;

use crate::document::{Author, Column, Span, Text};
use crate::structure::sheet::{Place, Role, Sheet};

/// A stretch of a sheet line.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) recognised: String,
}

impl Spot {
    pub(super) fn new(sheet: &Sheet, line: usize, range: Range<usize>) -> Self {
        let sheet_line = &sheet.lines[line];
        let (text, recognised) = (sheet_line.slice(&range), sheet_line.recognised(&range));
        Self { line, range, text, recognised }
    }

    pub(super) fn place(&self) -> Place {
        (self.line, self.range.clone())
    }
}

/// A row before its place is known: spots by column, and how many rows and columns each cell extends over.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    pub(super) cells: Vec<Vec<Spot>>,
    pub(super) extents: Vec<(u32, u32)>,
    pub(super) page: u32,
    pub(super) total: bool,
}

impl RawRow {
    pub(super) fn new(columns: usize) -> Self {
        Self { cells: vec![Vec::new(); columns], extents: vec![(1, 1); columns], page: 0, total: false }
    }
}

/// A table before its rows are placed.
#[derive(Debug, Clone)]
pub(super) struct RawTable {
    pub(super) title: Option<Text>,
    pub(super) pages: Vec<u32>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<RawRow>,
    /// Its lines, header and all.
    pub(super) lines: Vec<usize>,
    /// The lines of its title, where something else stands between that and the table.
    pub(super) caption: Vec<usize>,
    /// Headers on further pages.
    pub(super) repeated: Vec<Span>,
}

impl RawTable {
    pub(super) fn new(title: Option<Text>) -> Self {
        Self {
            title,
            pages: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            lines: Vec::new(),
            caption: Vec::new(),
            repeated: Vec::new(),
        }
    }

    /// Takes a line for the table's own, at once, so that no other reader finds a table in it.
    pub(super) fn take(&mut self, sheet: &mut Sheet, line: usize) {
        sheet.lines[line].role = Role::Table;
        self.lines.push(line);
    }

    /// Returns the table if it has rows; the lines of one that has none are text again.
    pub(super) fn with_rows(self, sheet: &mut Sheet) -> Option<Self> {
        if self.rows.is_empty() {
            for at in self.lines.iter().chain(&self.caption) {
                sheet.lines[*at].role = Role::Body;
            }
            return None;
        }
        Some(self)
    }

    pub(super) fn add_page(&mut self, page: u32) {
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }
}

/// A change to the text of a cell.
pub(super) struct Change {
    pub(super) spot: Spot,
    pub(super) after: String,
    pub(super) reason: String,
    pub(super) confidence: f32,
    pub(super) by: Author,
}

/// Returns what stands in a cell's spots, one blank between them.
pub(super) fn recognised(spots: &[Spot], text: impl Fn(&Spot) -> &String) -> String {
    spots.iter().map(|s| text(s).trim()).collect::<Vec<_>>().join(" ")
}
