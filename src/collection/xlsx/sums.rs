//! `Kiểm tra`: every check of every table, computed anew from the cells of the list of scores, beside what was printed.

use rust_xlsxwriter::Worksheet;

use super::long_list::Places;
use super::sheet::{Cell, Column, Sheet};
use super::sum_formula::{self, Kind, Rows, rounded};
use super::{NotGathered, status_colour};
use crate::document::{Check, Document, Table};
use crate::export::cell_value::CellValue;
use crate::export::outcome_name;

/// The sheet's name.
const NAME: &str = "Kiểm tra (checks)";

/// The columns of what is demanded and of what is there, as formulas call them.
const DEMANDED: char = 'I';
const THERE: char = 'J';

/// The checks, being written.
pub(super) struct Sums {
    sheet: Sheet,
    /// The row that is written next, as formulas count.
    next: u32,
}

impl Sums {
    /// Begins them.
    pub(super) fn begin() -> Result<Self, NotGathered> {
        let columns = vec![
            Column::of_passages("Văn bản\n(document)", 36.0),
            Column::of("Bảng\n(table)", 8.0),
            Column::of("Trang\n(page)", 8.0),
            Column::of("Mục\n(path)", 10.0),
            Column::of_passages("Tiêu chí\n(criterion)", 44.0),
            Column::of_passages("Cột\n(column)", 18.0),
            Column::of("Phép kiểm\n(kind)", 18.0),
            Column::of_passages("Quy tắc\n(rule)", 36.0),
            Column::of("Tính lại\n(computed)", 11.0),
            Column::of("Giá trị\n(value)", 11.0),
            Column::of("Như bản in\n(as printed)", 12.0),
            Column::of("Chênh lệch\n(difference)", 12.0),
            Column::of("Kết quả\n(outcome)", 12.0),
        ];
        Ok(Self { sheet: Sheet::begin(NAME, columns, 0)?, next: 2 })
    }

    /// Adds the checks of a document whose scores stand in the list at these places.
    pub(super) fn add(&mut self, document: &Document, places: &Places) -> Result<(), NotGathered> {
        for (table, number) in document.tables.iter().zip(1..) {
            let rows = Rows::of(table, number);
            for check in &table.checks {
                self.check(document, (table, number), &rows, check, places)?;
            }
        }
        Ok(())
    }

    fn check(
        &mut self,
        document: &Document,
        (table, number): (&Table, usize),
        rows: &Rows<'_>,
        check: &Check,
        places: &Places,
    ) -> Result<(), NotGathered> {
        let at = self.next;
        let column = check.column as usize;
        let of_row = rows.row(&check.row);
        let row = of_row.and_then(|row| table.rows.get(row));
        let (kind, formula) = rows.formula(check, places);
        let (demanded, demand) = match formula {
            Some(found) => (found.result, Cell::formula(found.formula, found.result)),
            None => (check.expected, CellValue::number(check.expected).into()),
        };
        let place = of_row.and_then(|row| rows.place(places, row, column));
        let (found, there) = match (of_row, place) {
            (Some(row), Some(place)) => {
                let value = rows.value(row, column);
                (value, Cell::formula(sum_formula::shown(place), value))
            }
            _ => (check.found, CellValue::number(check.found).into()),
        };
        let differs = demanded.zip(found).map(|(demanded, found)| difference(kind, demanded, found));
        let outcome = outcome_name(check.status);
        let cells = [
            Cell::from(&document.source.path),
            CellValue::count(number).into(),
            row.map_or(Cell::from(""), |row| CellValue::count(row.page).into()),
            Cell::from(&check.row),
            Cell::from(row.map_or("", |row| row.text.as_str())),
            Cell::from(table.columns.get(column).map_or("", |column| column.name.as_str())),
            match kind {
                Kind::Sum => "tổng (sum)".into(),
                Kind::Bound => "không quá (at most)".into(),
            },
            Cell::from(&check.rule),
            demand,
            there.on(status_colour::colour(outcome)),
            Cell::from(row.and_then(|row| row.cells.get(column)).map_or("", |cell| &**cell)),
            Cell::formula(difference_formula(kind, at), differs),
            Cell::from(outcome).on(status_colour::colour(outcome)),
        ];
        self.sheet.row(cells)?;
        self.next += 1;
        Ok(())
    }

    /// Ends them.
    pub(super) fn end(self) -> Result<Worksheet, NotGathered> {
        Ok(self.sheet.end()?)
    }
}

/// Returns how much more is there than a check demands; of a bound, how far beyond it. Of points that are taken off no more are
/// taken than the maximum, and none are given.
fn difference(kind: Kind, demanded: f64, found: f64) -> f64 {
    let more = found - demanded;
    rounded(match kind {
        Kind::Sum => more,
        Kind::Bound if demanded < 0.0 => more.min(0.0) + found.max(0.0),
        Kind::Bound => more.max(0.0),
    })
}

/// Returns the same as a formula of a row.
fn difference_formula(kind: Kind, row: u32) -> String {
    let (demanded, there) = (format!("{DEMANDED}{row}"), format!("{THERE}{row}"));
    let more = format!("{there}-{demanded}");
    let differs = match kind {
        Kind::Sum => more,
        Kind::Bound => format!("IF({demanded}<0,MIN(0,{more})+MAX(0,{there}),MAX(0,{more}))"),
    };
    format!("=IF(OR({demanded}=\"\",{there}=\"\"),\"\",ROUND({differs},4))")
}
