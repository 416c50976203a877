//! Tables: columns, rows, cells, and the sums that were checked.

use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{Span, Text};

/// One logical table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Score table or any other.
    pub kind: TableKind,
    /// The table's title, if it has one.
    pub title: Option<Text>,
    /// Pages it stands on.
    pub pages: Vec<u32>,
    /// Its block in the body.
    pub block: u32,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// Where its header stands once more, on further pages: words that are read once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeated: Vec<Span>,
    /// Its rows, top to bottom; the header is not among them.
    pub rows: Vec<Row>,
    /// The sums and bounds that were checked.
    pub checks: Vec<Check>,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableKind {
    /// A tree of criteria with maxima and scores (bảng chấm điểm).
    Score,
    /// Any other table.
    Plain,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// The header's words, lines joined. Without a place it was guessed from what the column holds.
    pub name: Text,
    /// What the column holds.
    pub role: ColumnRole,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnRole {
    /// Row labels (TT, STT).
    Label,
    /// The row's words (nội dung, tiêu chí).
    Text,
    /// The highest score allowed (điểm chuẩn, điểm tối đa).
    Max,
    /// A score given (điểm tự chấm, điểm thẩm định).
    Score,
    /// Remarks (ghi chú).
    Note,
    /// Anything else.
    Other,
}

/// A row of a table. `cells`, `values` and `printed` hold one entry a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Labels from the root joined by dots, such as `III.2.a`; `TOTAL` for the closing row. Empty for a row without a
    /// label in a plain table whose other rows have some.
    pub path: String,
    /// The row's own label, brackets and full stops taken off.
    pub label: Text,
    /// The row's words, lines joined: what its cell of that role holds.
    pub text: Text,
    /// Page of its first line.
    pub page: u32,
    /// Each cell as printed, repaired.
    pub cells: Vec<Cell>,
    /// Each cell's number, read the Vietnamese way; null where it holds none.
    pub values: Vec<Option<f64>>,
    /// Each cell as the OCR had it.
    pub printed: Vec<String>,
    /// How sure the row is.
    pub confidence: f32,
}

/// A cell of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// What it holds. Without a place the sequence of labels gave it.
    #[serde(flatten)]
    pub text: Text,
    /// Number of rows it extends over; those below have an empty cell in its place.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rows: u32,
    /// Number of columns it extends over; those to the right have an empty cell in its place.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub columns: u32,
}

impl Cell {
    /// Returns a cell of one row and one column.
    pub fn new(text: Text) -> Self {
        Self { text, rows: 1, columns: 1 }
    }

    /// Returns a cell that stands on no page.
    pub fn bare(text: impl Into<String>) -> Self {
        Self::new(Text::bare(text))
    }
}

/// A cell is read as a string wherever its extent does not matter.
impl Deref for Cell {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq<&str> for Cell {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

pub(super) const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
pub(super) const fn is_one(count: &u32) -> bool {
    *count == 1
}

/// A sum or bound that was checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The rule in words a person can follow, such as `III = III.1 + III.2 + III.3`.
    pub rule: String,
    /// Path of the row it speaks of.
    pub row: String,
    /// Index of the column it speaks of, from 0.
    pub column: u32,
    /// What the rule demands; null where it cannot be computed.
    pub expected: Option<f64>,
    /// What was read.
    pub found: Option<f64>,
    /// Indices, from 0, of the rows that a sum adds up; none of a bound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<u32>,
    /// How it came out.
    pub status: CheckStatus,
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// An equation that holds as printed, which proves its numbers.
    Holds,
    /// A number is within its maximum: nothing more speaks for it.
    Plausible,
    /// It holds after a cell was repaired, which the rule proves.
    Repaired,
    /// It does not hold: one of its numbers was misread, or the author erred. Which, the table does not say. Records of earlier programs call
    /// it `violated`.
    #[serde(alias = "violated")]
    Suspect,
    /// It cannot be decided from what was read.
    Open,
}
