//! `Văn bản`: the documents, one a row, by their heads.

use super::NotGathered;
use super::sheet::{Cell, Column, Sheet};
use crate::collection::Record;
use crate::document::Field;
use crate::export::cell_value::CellValue;

/// The sheet's name.
const NAME: &str = "Văn bản (documents)";

/// Begins the sheet.
pub(super) fn begin() -> Result<Sheet, NotGathered> {
    let columns = vec![
        Column::of_passages("Hồ sơ\n(record)", 30.0),
        Column::of_passages("Tệp\n(file)", 36.0),
        Column::of("Số, ký hiệu\n(number)", 20.0),
        Column::of("Ngày\n(date)", 12.0),
        Column::of_passages("Cơ quan ban hành\n(issuer)", 32.0),
        Column::of_passages("Cơ quan chủ quản\n(parent)", 32.0),
        Column::of("Loại\n(kind)", 16.0),
        Column::of_passages("Trích yếu\n(subject)", 60.0),
        Column::of("Số trang\n(pages)", 9.0),
    ];
    Ok(Sheet::begin(NAME, columns, 1)?)
}

/// Adds a document.
pub(super) fn add(sheet: &mut Sheet, Record { name, document }: &Record) -> Result<(), NotGathered> {
    let head = &document.letterhead;
    let field = |field: &'_ Option<Field>| Cell::from(field.as_deref().unwrap_or_default().to_owned());
    let day = head.iso_date().map_or(CellValue::from(""), |iso| CellValue::Day(iso.into()));
    sheet.row([
        Cell::from(name),
        Cell::from(&document.source.path),
        field(&head.number),
        day.into(),
        field(&head.issuer),
        field(&head.parent),
        field(&head.kind),
        field(&head.subject),
        CellValue::count(document.pages.len()).into(),
    ])?;
    Ok(())
}
