//! `Chú giải`: what the sheets are, and what the colours say.

use rust_xlsxwriter::Worksheet;

use super::NotGathered;
use super::sheet::{Cell, Column, Sheet};
use super::status_colour::SHOWN;

/// The sheet's name.
const NAME: &str = "Chú giải (legend)";

/// The sheets, as they are explained.
const SHEETS: [(&str, &str, &str); 5] = [
    (
        "Tiêu chí (criteria)",
        "điểm của từng tiêu chí theo cơ quan, các năm cạnh nhau; màu nền là kết quả kiểm tra",
        "scores of each criterion by office, years side by side; the colour is the outcome of the checks",
    ),
    (
        "Điểm (scores)",
        "danh sách mọi ô điểm, cùng hàng và cột với scores.csv",
        "every score, with the rows and columns of scores.csv",
    ),
    (
        "Kiểm tra (checks)",
        "mọi phép kiểm, tính lại bằng công thức từ các ô của trang Điểm, cạnh giá trị trong bản in",
        "every check, computed anew by formulas from the list of scores, beside what was printed",
    ),
    ("Văn bản (documents)", "các văn bản theo phần đầu của chúng", "the documents by their heads"),
    (
        "Cần xem (to look at)",
        "những chỗ người đọc nên xem lại trên bản quét",
        "what a person should look at on the scan",
    ),
];

/// Returns the sheet.
pub(super) fn sheet() -> Result<Worksheet, NotGathered> {
    let columns = vec![
        Column::of("Trang, màu\n(sheet, colour)", 24.0),
        Column::of_passages("Ý nghĩa", 60.0),
        Column::of_passages("Meaning", 60.0),
    ];
    let mut sheet = Sheet::begin(NAME, columns, 0)?;
    for (name, vietnamese, english) in SHEETS {
        sheet.row([name, vietnamese, english])?;
    }
    for shown in &SHOWN {
        sheet.row([
            Cell::from(shown.name).on(Some(shown.colour)),
            shown.vietnamese.into(),
            shown.english.into(),
        ])?;
    }
    sheet.row([
        "không màu (none)",
        "không có phép kiểm nào nói về số này",
        "no check speaks of the number",
    ])?;
    Ok(sheet.end()?)
}
