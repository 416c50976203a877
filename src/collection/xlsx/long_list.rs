//! `Điểm`: every score, one a row, with the columns of [`scores`].

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use super::sheet::{Cell, Column, Sheet};
use super::{NotGathered, status_colour};
use crate::document::Document;
use crate::export::scores;

/// The sheet's name.
pub(super) const NAME: &str = "Điểm (scores)";

/// Where the cells of a document's tables stand in the list: its row as formulas count, by the table's number and the cell's place
/// in it, row and column.
pub(super) type Places = BTreeMap<(usize, usize, usize), u32>;

/// What a column of `scores.csv` is called in Vietnamese, how wide it is, and whether it holds passages; one that is not named
/// here has its own name alone.
const COLUMNS: [(&str, &str, f64, bool); 9] = [
    ("document", "Văn bản", 36.0, true),
    ("year", "Năm", 8.0, false),
    ("table", "Bảng", 8.0, false),
    ("path", "Mục", 10.0, false),
    ("text", "Tiêu chí", 60.0, true),
    ("column", "Cột", 20.0, true),
    ("role", "Loại", 8.0, false),
    ("value", "Giá trị", 10.0, false),
    ("status", "Kết quả kiểm tra", 12.0, false),
];

/// The width of a column that is not named there.
const WIDTH: f64 = 14.0;

/// The list, being written.
pub(super) struct LongList {
    sheet: Sheet,
    /// The columns that have the colour of the outcome.
    coloured: Vec<usize>,
}

impl LongList {
    /// Begins it.
    pub(super) fn begin() -> Result<Self, NotGathered> {
        let columns = scores::HEADER.iter().map(|name| {
            let Some((_, title, width, is_passage)) = COLUMNS.iter().find(|(own, ..)| own == name) else {
                return Column::of(*name, WIDTH);
            };
            let title = format!("{title}\n({name})");
            if *is_passage { Column::of_passages(title, *width) } else { Column::of(title, *width) }
        });
        let coloured = ["value", "status"].iter().filter_map(|name| column_of(name)).collect();
        Ok(Self { sheet: Sheet::begin(NAME, columns.collect(), 0)?, coloured })
    }

    /// Adds the scores of a document, and returns where they stand.
    pub(super) fn add(&mut self, document: &Document) -> Result<Places, NotGathered> {
        let mut places = Places::new();
        for score in scores::of(document) {
            let colour = status_colour::colour(score.status);
            let cells = score.line(document).into_iter().enumerate();
            let cells = cells.map(|(at, value)| {
                Cell::from(value).on(if self.coloured.contains(&at) { colour } else { None })
            });
            let row = self.sheet.row(cells.collect::<Vec<_>>())?;
            let (of_row, of_column) = score.place;
            places.insert((score.table, of_row, of_column), row);
        }
        Ok(places)
    }

    /// Ends it.
    pub(super) fn end(self) -> Result<Worksheet, NotGathered> {
        Ok(self.sheet.end()?)
    }
}

/// Returns which of the list's columns has a name.
fn column_of(name: &str) -> Option<usize> {
    scores::HEADER.iter().position(|own| *own == name)
}

/// Returns what formulas call the value in a row of the list.
pub(super) fn reference(row: u32) -> String {
    let column = column_of("value").and_then(|at| u16::try_from(at).ok()).unwrap_or_default();
    format!("'{NAME}'!{}{row}", rust_xlsxwriter::utility::column_number_to_name(column))
}
