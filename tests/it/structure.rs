//! Structure over whole documents of a fictitious office, with the errors that recognisers make.

use phuchoi::document::{
    BlockKind, BoundingBox, CheckStatus, Document, Line, Page, PageStatus, PartKind, Row, Rule, Section,
    SourceInfo, SourceKind, Table, TableKind, Word, ledger,
};
use phuchoi::layout::grids;
use phuchoi::structure::{Weights, WithoutOutline, structure};
use proptest::prelude::*;

fn document(pages: Vec<Page>) -> Document {
    let source = SourceInfo {
        path: "bao-cao.txt".into(),
        blake3: String::new(),
        kind: SourceKind::Text,
        page_count: pages.len() as u32,
    };
    Document::new(source, pages)
}

pub(crate) fn text(pages: &[&str]) -> Document {
    let lines = |p: &str| p.lines().map(Line::from_text).collect();
    document(pages.iter().zip(1..).map(|(p, n)| Page::of_text(n, lines(p))).collect())
}

fn outline(sections: &[Section], into: &mut Vec<String>) {
    for s in sections {
        into.push(format!("{} {} | {}", s.level, s.label, s.title));
        outline(&s.children, into);
    }
}

const FIRST: &str = "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc

Số: 27/BC-SĐG                Sông Xanh, ngày I7 tháng I1 năm 2O23

BÁO CÁO
Kết quả đo gió năm 2023
và nhiệm vụ năm 2024

Phần I
KẾT QUẢ ĐO GIÓ NĂM 2023

I. TÌNH HÌNH CHUNG

Trong năm, Sở đã đặt thêm 12 trạm đo gió tại các xã ven sông, nâng tổng số trạm
của toàn tỉnh' lên 40 trạm, số liệu được truyền về trung tâm mỗi giờ theo Quyết định số 5/2020/QĐ-
UBND của tỉnh.

II. KẾT QUẢ THỰC HIỆN

1. Công tác đo đạc và chỉnh lý số liệu trên địa bàn tỉnh trong năm, theo kế
hoạch đã đề ra

- Đo gió ở tầng thấp tại mười hai trạm mới, ở tầng cao tại hai trạm cũ theo lịch®
của phòng chuyên môn.

1. Công tác bảo trì

Đã bảo trì đủ các trạm.

! Gồm hai mươi tám trạm đặt trước năm 2020 và mười hai trạm đặt thêm trong năm 2023 tại các xã ven sông của tỉnh,
chưa kể các trạm của trường học.
® Lịch đo được ban hành hằng quý và gửi cho các trạm trước ngày đầu tiên của quý, kèm theo hướng dẫn kiểm tra máy.";

const SECOND: &str = "II1. HẠN CHẾ, TỒN TẠI

Máy ở hai trạm còn cũ.

Phần 11
NHIỆM VỤ NĂM 2024

Tiếp tục đo gió.

Nơi nhận: GIÁM ĐỐC
- UBND tỉnh;
- Các phòng thuộc Sở;
- Lưu: VT. Trần Thị Gió Lành";

const THIRD: &str = "Phụ lục 01
BẢNG CHẤM ĐIỂM ĐO GIÓ NĂM 2023

TT NỘI DUNG, TIÊU CHÍ ĐIỂM ĐIỂM
CHUẨN TỰ CHẤM
I ĐO ĐẠC 60 58
1 Đặt trạm đo gió đúng kế hoạch được giao trong 20 20
năm
Chỉnh lý số liệu của các trạm theo đúng quy trình
2 | đã ban hành, không để sót số liệu của trạm nào 40 38
trong quý
a) Chỉnh lý hằng ngày 25 25
0 Chỉnh lý hằng quý 15 13
Iy | BẢO TRÌ 100 03";

const FOURTH: &str = "TT NỘI DUNG, TIÊU CHÍ ĐIỂM ĐIỂM
CHUẨN TỰ CHẤM
1 Bảo trì trạm cũ 70 68
2 Bảo trì trạm mới 30 | 25
TỔNG ĐIỂM 160 151";

/// A whole report of four pages, as an engine read it.
pub(crate) fn whole_report() -> Document {
    text(&[FIRST, SECOND, THIRD, FOURTH])
}

#[test]
fn reads_a_whole_report() {
    let mut document = whole_report();
    let records = structure(&document);
    let head = &records.letterhead;
    assert_eq!(head.parent.as_deref(), Some("UBND TỈNH SÔNG XANH"));
    assert_eq!(head.issuer.as_deref(), Some("SỞ ĐO GIÓ"));
    assert_eq!(head.number.as_deref(), Some("27/BC-SĐG"));
    assert_eq!(head.place.as_deref(), Some("Sông Xanh"));
    assert_eq!(head.iso_date(), Some("2023-11-17"));
    assert_eq!(head.kind.as_deref(), Some("BÁO CÁO"));
    assert_eq!(head.subject.as_deref(), Some("Kết quả đo gió năm 2023 và nhiệm vụ năm 2024"));
    assert_eq!(head.recipients, ["UBND tỉnh", "Các phòng thuộc Sở", "Lưu: VT"]);
    let signer = head.signer.as_ref().unwrap();
    assert_eq!(
        (signer.title.as_deref(), signer.name.as_deref()),
        (Some("GIÁM ĐỐC"), Some("Trần Thị Gió Lành"))
    );

    let mut headings = Vec::new();
    outline(&records.sections, &mut headings);
    assert_eq!(
        headings,
        [
            "1 Phần I | KẾT QUẢ ĐO GIÓ NĂM 2023",
            "2 I | TÌNH HÌNH CHUNG",
            "2 II | KẾT QUẢ THỰC HIỆN",
            "3 1 | Công tác đo đạc và chỉnh lý số liệu trên địa bàn tỉnh trong năm, theo kế hoạch đã đề ra",
            "3 1 | Công tác bảo trì",
            "2 III | HẠN CHẾ, TỒN TẠI",
            "1 Phần II | NHIỆM VỤ NĂM 2024",
            "1 Phụ lục 01 | BẢNG CHẤM ĐIỂM ĐO GIÓ NĂM 2023",
        ]
    );
    let paragraph = &records.sections[0].children[0].paragraphs[0];
    assert!(paragraph.contains("toàn tỉnh^[1] lên") && paragraph.contains("5/2020/QĐ-UBND"), "{paragraph}");
    assert!(records.warnings.iter().any(|w| w.code == "heading-number-repeated"));

    let notes: Vec<(&str, &str)> =
        records.footnotes.iter().map(|f| (f.mark.as_str(), f.references[0].after.as_str())).collect();
    assert_eq!(notes, [("1", "tỉnh"), ("2", "lịch")]);
    assert!(records.footnotes[0].text.starts_with("Gồm hai mươi tám"));
    assert!(records.footnotes[0].text.ends_with("trường học."));

    let [table] = records.tables.as_slice() else { panic!("{:?}", records.tables) };
    assert_eq!((table.kind, table.pages.as_slice()), (TableKind::Score, &[3, 4][..]));
    let rows: Vec<(&str, &[Option<f64>])> =
        table.rows.iter().map(|r| (r.path.as_str(), &r.values[2..])).collect();
    let row = |path, a: f64, b: f64| (path, [Some(a), Some(b)]);
    let expected = [
        row("I", 60.0, 58.0),
        row("I.1", 20.0, 20.0),
        row("I.2", 40.0, 38.0),
        row("I.2.a", 25.0, 25.0),
        row("I.2.b", 15.0, 13.0),
        row("II", 100.0, 93.0),
        row("II.1", 70.0, 68.0),
        row("II.2", 30.0, 25.0),
        row("TOTAL", 160.0, 151.0),
    ];
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    for ((path, values), (wanted, numbers)) in rows.iter().zip(&expected) {
        assert_eq!((path, *values), (wanted, &numbers[..]));
    }
    assert_eq!(
        table.rows[2].text,
        "Chỉnh lý số liệu của các trạm theo đúng quy trình đã ban hành, không để sót số liệu của trạm nào trong quý"
    );
    assert_eq!(table.rows[5].printed[3], "03");
    assert!(table.checks.iter().any(|c| c.row == "II" && c.column == 3 && c.status == CheckStatus::Repaired));
    assert!(!table.checks.iter().any(|c| c.status == CheckStatus::Suspect));

    let refused = ledger::apply(&mut document, records.edits);
    assert_eq!(refused, []);
    assert!(document.pages[1].lines[0].text.starts_with("III. "));
    assert!(document.pages[1].lines[4].text == "Phần II");
    assert!(document.pages[0].lines.iter().any(|l| l.text.starts_with("^[2] Lịch đo")));
}

#[test]
fn quotation_marks_without_a_body_stay() {
    let document = text(&["I. TÌNH HÌNH CHUNG

Hội thi \"Đo gió\" do tỉnh' tổ chức có 12 đội dự thi, xem ® trên máy."]);
    let records = structure(&document);
    assert_eq!((records.footnotes.len(), records.edits.len()), (0, 0));
}

#[test]
fn a_total_that_its_rows_do_not_add_up_to_is_suspect_and_stays_as_read() {
    let page = "TT NỘI DUNG, TIÊU CHÍ ĐIỂM CHUẨN ĐIỂM TỰ CHẤM
I ĐO ĐẠC 60 58
1 Đặt trạm 20 20
2 Chỉnh lý 40 38
II BẢO TRÌ 30 30
1 Trạm cũ 10 10
2 Trạm mới 20 20
TỔNG ĐIỂM 90 98";
    let records = structure(&text(&[page]));
    let table = &records.tables[0];
    assert_eq!(table.rows.last().unwrap().values[3], Some(98.0));
    let check = table.checks.iter().find(|c| c.row == "TOTAL" && c.column == 3).unwrap();
    assert_eq!((check.expected, check.found, check.status), (Some(88.0), Some(98.0), CheckStatus::Suspect));
    assert!(records.warnings.iter().any(|w| w.code == "sum-suspect"));
}

/// A ruled page: words of cells at given places, grid lines at the columns' and rows' edges.
pub(crate) fn ruled(columns: &[u32], rows: &[u32], cells: &[(usize, usize, &str)]) -> Document {
    let mut lines = Vec::new();
    for (row, top) in rows[..rows.len() - 1].iter().enumerate() {
        let (mut ocr, mut words) = (String::new(), Vec::new());
        for (_, column, cell) in cells.iter().filter(|c| c.0 == row) {
            for (nth, word) in cell.split_whitespace().enumerate() {
                if !ocr.is_empty() {
                    ocr.push(' ');
                }
                let start = ocr.chars().count() as u32;
                ocr.push_str(word);
                let x0 = columns[*column] + 10 + 60 * nth as u32;
                words.push(Word {
                    text: word.into(),
                    ocr: word.into(),
                    span: [start, start + word.chars().count() as u32],
                    bbox: Some(BoundingBox::new(x0, top + 10, x0 + 50, top + 40)),
                    confidence: 0.9,
                    ocr_confidence: Some(0.9),
                    stroke: None,
                    review: false,
                    alternatives: Vec::new(),
                });
            }
        }
        let bbox = BoundingBox::new(columns[0], top + 10, columns[columns.len() - 1], top + 40);
        lines.push(Line { bbox: Some(bbox), confidence: 0.9, words, ..Line::from_text(ocr) });
    }
    let mut page = Page::of_text(1, lines);
    (page.width, page.height, page.dpi, page.status) =
        (Some(2480), Some(3508), Some(300.0), PageStatus::Recognised);
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    let (top, bottom) = (rows[0], rows[rows.len() - 1]);
    page.rules.extend(
        rows.iter().map(|y| Rule { bbox: BoundingBox::new(left, y - 2, right, y + 2), horizontal: true }),
    );
    page.rules.extend(
        columns.iter().map(|x| Rule { bbox: BoundingBox::new(x - 2, top, x + 2, bottom), horizontal: false }),
    );
    page.grids = grids::find(&page.rules, 300.0);
    document(vec![page])
}

#[test]
fn a_ruled_table_is_read_from_boxes() {
    let cells = [
        (0, 0, "TT"),
        (0, 1, "Nội dung"),
        (0, 2, "Điểm chuẩn"),
        (0, 3, "Điểm tự chấm"),
        (1, 0, "I"),
        (1, 1, "ĐO ĐẠC"),
        (1, 2, "60"),
        (1, 3, "58"),
        (2, 0, "1"),
        (2, 1, "Đặt trạm"),
        (2, 2, "2O"),
        (2, 3, "20"),
        (3, 1, "Chỉnh lý"),
        (3, 2, "40"),
        (3, 3, "38"),
        (4, 0, "II"),
        (4, 1, "BẢO TRÌ"),
        (4, 2, "30"),
        (4, 3, "30"),
        (5, 1, "Tổng cộng"),
        (5, 2, "90"),
        (5, 3, "88"),
    ];
    let columns = [200, 300, 1400, 1700, 2000];
    let rows: Vec<u32> = (0..7).map(|r| 400 + 60 * r).collect();
    let mut document = ruled(&columns, &rows, &cells);
    let records = structure(&document);
    let [table] = records.tables.as_slice() else { panic!("{:?}", records.tables) };
    let paths: Vec<&str> = table.rows.iter().map(|r| r.path.as_str()).collect();
    assert_eq!(paths, ["I", "I.1", "I.2", "II", "TOTAL"]);
    assert_eq!(table.rows[1].values, [None, None, Some(20.0), Some(20.0)]);
    assert_eq!((&*table.rows[1].cells[2], table.rows[1].printed[2].as_str()), ("20", "2O"));
    assert_eq!(records.sections, []);
    assert_eq!(ledger::apply(&mut document, records.edits), []);
    assert!(document.pages[0].lines[2].text.ends_with("20 20"));
}

#[test]
fn a_ruled_table_goes_on_over_the_page_and_takes_up_the_row_that_the_break_cut() {
    let columns = [200, 300, 1400, 2000];
    let edges = |count: u32| (0..=count).map(|row| 200 + 60 * row).collect::<Vec<u32>>();
    let first = ruled(
        &columns,
        &edges(3),
        &[
            (0, 0, "TT"),
            (0, 1, "Tên thủ tục"),
            (0, 2, "Thời hạn"),
            (1, 0, "1"),
            (1, 1, "Cấp giấy phép đặt trạm"),
            (1, 2, "10 ngày"),
            (2, 0, "2"),
            (2, 1, "Thu hồi giấy phép"),
            (2, 2, "05 ngày"),
        ],
    );
    let second = ruled(
        &columns,
        &edges(3),
        &[
            (0, 1, "đặt trạm đo gió"),
            (1, 0, "3"),
            (1, 1, "Gia hạn giấy phép"),
            (1, 2, "01 ngày"),
            (2, 1, "Thời gian như trên"),
        ],
    );
    let (mut pages, mut further) = (first.pages, second.pages);
    further[0].number = 2;
    pages.extend(further);
    let records = structure(&document(pages));
    let [table] = records.tables.as_slice() else { panic!("{:?}", records.tables) };
    let rows: Vec<(&str, &str)> =
        table.rows.iter().map(|row| (row.path.as_str(), row.text.as_str())).collect();
    let expected = [
        ("1", "Cấp giấy phép đặt trạm"),
        ("2", "Thu hồi giấy phép đặt trạm đo gió"),
        ("3", "Gia hạn giấy phép"),
        ("", "Thời gian như trên"),
    ];
    assert_eq!(rows, expected);
    assert_eq!(table.pages, [1, 2]);
    assert_eq!(records.footnotes, [], "`01 ngày` in a cell opens no note");
    assert_eq!(records.warnings, []);
}

#[test]
fn a_rule_lost_beside_listed_rows_joins_none_of_their_cells() {
    let cells = [
        (0, 0, "STT"),
        (0, 1, "Họ và tên"),
        (0, 2, "Điểm"),
        (1, 0, "1"),
        (1, 1, "Đặng"),
        (1, 2, "8"),
        (2, 0, "2"),
        (2, 1, "Hà"),
        (2, 2, "7"),
        (3, 0, "3"),
        (3, 1, "Lý"),
        (3, 2, "9"),
    ];
    let mut table = ruled(&[200, 300, 1400, 2000], &[200, 260, 320, 380, 440], &cells);
    // As on a photograph: the rules between the items are seen in the last column only.
    for rule in &mut table.pages[0].rules {
        if rule.horizontal && (300..400).contains(&rule.bbox.y0) {
            rule.bbox.x0 = 1400;
        }
    }
    table.pages[0].grids = grids::find(&table.pages[0].rules, 300.0);
    let records = structure(&table);
    let names: Vec<&str> = records.tables[0].rows.iter().map(|row| &*row.cells[1]).collect();
    assert_eq!(names, ["Đặng", "Hà", "Lý"]);
}

/// A page of a table of three columns with its header, and rows of a label, a text and a place.
fn listed_page(number: u32, rows: &[[&str; 3]]) -> Page {
    let head = ["STT", "Việc", "Nơi"];
    let cells: Vec<(usize, usize, &str)> = std::iter::once(&head)
        .chain(rows)
        .enumerate()
        .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, text)| (row, column, *text)))
        .filter(|(.., text)| !text.is_empty())
        .collect();
    let edges: Vec<u32> = (0..=rows.len() as u32 + 1).map(|row| 400 + 60 * row).collect();
    let mut page = ruled(&[200, 300, 1400, 2000], &edges, &cells).pages.remove(0);
    page.number = number;
    page
}

#[test]
fn a_head_that_the_page_break_parts_from_its_rows_or_cuts_names_their_columns() {
    let upper = |edges: &[u32], cells: &[(usize, usize, &str)]| {
        let mut page = ruled(&[200, 300, 1400, 2000], edges, cells).pages.remove(0);
        page.lines.insert(
            0,
            Line {
                bbox: Some(BoundingBox::new(610, 2600, 1110, 2640)),
                ..Line::from_text("Danh mục máy của các trạm")
            },
        );
        page
    };
    let lower = |columns: &[u32], cells: &[(usize, usize, &str)]| {
        let edges: Vec<u32> =
            (0..=cells.last().map_or(0, |cell| cell.0) as u32 + 1).map(|row| 200 + 60 * row).collect();
        let mut page = ruled(columns, &edges, cells).pages.remove(0);
        page.number = 2;
        page
    };
    let whole = upper(&[2700, 2800], &[(0, 0, "TT"), (0, 1, "Tên trạm"), (0, 2, "Số máy")]);
    let rows = [(0, 0, "1"), (0, 1, "Hoa Sim"), (0, 2, "4"), (1, 0, "2"), (1, 1, "Đồi Gió"), (1, 2, "6")];
    let below = lower(&[200, 300, 1400, 2000], &rows);
    let read = |pages: Vec<Page>| {
        let tables = structure(&document(pages)).tables;
        assert_eq!(tables.len(), 1);
        let names: Vec<String> =
            tables[0].columns.iter().map(|column| column.name.as_str().to_owned()).collect();
        (
            tables[0].title.as_ref().map(|title| title.text.clone()),
            tables[0].pages.clone(),
            names,
            tables[0].rows.len(),
        )
    };
    let title = Some("Danh mục máy của các trạm".to_owned());
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        read(vec![whole.clone(), below]),
        (title.clone(), vec![1, 2], names(&["TT", "Tên trạm", "Số máy"]), 2)
    );
    let cut = [
        (0, 2, "cũ"),
        (0, 3, "mới"),
        (1, 0, "1"),
        (1, 1, "Hoa Sim"),
        (1, 2, "4"),
        (1, 3, "2"),
        (2, 0, "2"),
        (2, 1, "Đồi Gió"),
        (2, 2, "6"),
        (2, 3, "1"),
    ];
    assert_eq!(
        read(vec![whole.clone(), lower(&[200, 300, 1400, 1700, 2000], &cut)]),
        (title.clone(), vec![1, 2], names(&["TT", "Tên trạm", "Số máy cũ", "Số máy mới"]), 2)
    );
    let head = [(0, 0, "TT"), (0, 1, "Tên trạm"), (0, 2, "Số máy")];
    let again: Vec<(usize, usize, &str)> =
        head.into_iter().chain(rows.map(|(row, column, text)| (row + 1, column, text))).collect();
    assert_eq!(
        read(vec![whole, lower(&[200, 300, 1400, 2000], &again)]),
        (title, vec![1, 2], names(&["TT", "Tên trạm", "Số máy"]), 2),
        "printed again"
    );
}

#[test]
fn what_counts_the_columns_is_no_row_where_the_names_above_it_were_not_read() {
    let cells = [
        (0, 0, "A"),
        (0, 1, "B"),
        (0, 2, "1"),
        (0, 3, "2"),
        (1, 0, "1"),
        (1, 1, "Hoa Sim"),
        (1, 2, "40"),
        (1, 3, "61"),
        (2, 0, "2"),
        (2, 1, "Đồi Gió"),
        (2, 2, "62"),
        (2, 3, "13"),
    ];
    let document = ruled(&[200, 300, 1400, 1700, 2000], &[200, 260, 320, 380], &cells);
    let paths: Vec<String> = structure(&document).tables[0].rows.iter().map(|row| row.path.clone()).collect();
    assert_eq!(paths, ["1", "2"]);
}

/// The names of the columns and the checks of a ruled table of so many columns.
fn checks(columns: &[u32], cells: &[(usize, usize, &str)]) -> (Vec<String>, Vec<(String, CheckStatus)>) {
    let rows = cells.last().map_or(0, |cell| cell.0) as u32 + 1;
    let edges: Vec<u32> = (0..=rows).map(|row| 200 + 60 * row).collect();
    let tables = structure(&document(vec![ruled(columns, &edges, cells).pages.remove(0)])).tables;
    let labels = tables[0].rows.iter().map(|row| row.label.as_str().to_owned()).collect();
    (labels, tables[0].checks.iter().map(|check| (check.row.clone(), check.status)).collect())
}

#[test]
fn what_adds_up_the_rows_and_what_is_added_to_it_are_no_further_groups_and_ratios_have_no_sum() {
    let cells = [
        (0, 0, "STT"),
        (0, 1, "Hạng mục"),
        (0, 2, "Thành tiền"),
        (0, 3, "Tỷ lệ (%)"),
        (1, 0, "I"),
        (1, 1, "Trạm trên đồi"),
        (1, 2, "100"),
        (1, 3, "81,5"),
        (2, 0, "II"),
        (2, 1, "Trạm ven sông"),
        (2, 2, "200"),
        (2, 3, "92,5"),
        (3, 1, "Cộng trước thuế"),
        (3, 2, "300"),
        (3, 3, "87,0"),
        (4, 1, "Thuế GTGT 8%"),
        (4, 2, "24"),
        (5, 1, "Tổng cộng"),
        (5, 2, "324"),
        (5, 3, "87,0"),
    ];
    let (labels, checks) = checks(&[200, 300, 1200, 1600, 2000], &cells);
    assert_eq!(labels, ["I", "II", "", "", ""]);
    let holds = |row: &str| (row.to_owned(), CheckStatus::Holds);
    assert_eq!(checks, [holds(""), holds("TOTAL")]);
}

#[test]
fn a_head_of_several_rows_is_none_of_the_table_s_though_a_letter_was_read_as_a_figure() {
    let cells = [
        (0, 2, "Tổng số"),
        (0, 3, "Trong đó"),
        (1, 0, "TT"),
        (1, 1, "Tên trạm"),
        (1, 2, "9"),
        (1, 3, "Máy"),
        (2, 2, "máy"),
        (2, 3, "mới"),
        (3, 0, "1"),
        (3, 1, "Hoa Sim"),
        (3, 2, "40"),
        (3, 3, "12"),
        (4, 0, "2"),
        (4, 1, "Đồi Gió"),
        (4, 2, "62"),
        (4, 3, "13"),
    ];
    let (labels, _) = checks(&[200, 300, 1200, 1600, 2000], &cells);
    assert_eq!(labels, ["1", "2"]);
}

#[test]
fn capitals_in_the_first_column_that_are_no_numbers_are_no_labels() {
    let cells = [
        (0, 0, "Nhóm"),
        (0, 1, "Túi nhỏ"),
        (0, 2, "Túi to"),
        (1, 0, "O"),
        (1, 1, "110"),
        (1, 2, "52"),
        (2, 0, "A"),
        (2, 1, "61"),
        (2, 2, "20"),
        (3, 0, "B"),
        (3, 1, "80"),
        (3, 2, "27"),
        (4, 0, "AB"),
        (4, 1, "11"),
        (4, 2, "4"),
    ];
    let (_, checks) = checks(&[200, 600, 1300, 2000], &cells);
    assert_eq!(checks, []);
}

#[test]
fn a_kind_of_document_right_above_its_table_is_the_document_s() {
    let document =
        under(&["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "DANH SÁCH MÁY ĐO GIÓ"]);
    let records = structure(&document);
    assert_eq!(records.letterhead.kind.as_deref(), Some("DANH SÁCH MÁY ĐO GIÓ"));
    assert_eq!(records.tables[0].title, None);
}

#[test]
fn a_date_in_a_note_is_not_the_document_s() {
    let page = noted_page(
        1,
        &[
            "CHUYỆN BẾN SÔNG",
            "1. Mở đầu",
            "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà.",
        ],
        &["¹ Phỏng vấn ông Trần Gió ngày 04/3/2011."],
    );
    let records = structure(&document(vec![page]));
    assert_eq!(records.letterhead.date, None);
    assert_eq!(records.sections.len(), 1);
}

#[test]
fn figures_in_brackets_that_count_on_within_a_sentence_are_no_marks_of_notes() {
    let page = noted_page(
        1,
        &[
            "Trên đồi trồng được: (1) cam sành; (2) bưởi; (3) chanh.",
            "Toàn tỉnh có bốn mươi trạm đo gió.(1) Mỗi trạm có một người trông coi;(2) máy được thay:(3) cái cũ bỏ.",
        ],
        &["(1) Gồm hai mươi tám trạm cũ.", "(2) Có phụ cấp theo quy định.", "(3) Theo kế hoạch bảo trì."],
    );
    let expected = [note("1", "Gồm", &["gió."]), note("2", "Có", &["coi;"]), note("3", "Theo", &["thay:"])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn a_table_goes_on_under_a_running_title_where_its_labels_count_on() {
    let above = listed_page(1, &[["1", "Đo gió", "Đồi"], ["2", "Đo mưa", "Bến"]]);
    let tables = |label: &str| {
        let mut below = listed_page(2, &[[label, "Đo nắng", "Chợ"]]);
        let title = Line {
            bbox: Some(BoundingBox::new(200, 100, 900, 130)),
            ..Line::from_text("Sổ tay của các trạm đo ven sông")
        };
        below.lines.insert(0, title);
        structure(&document(vec![above.clone(), below])).tables.len()
    };
    assert_eq!(tables("3"), 1);
    assert_eq!(tables("1"), 2, "it begins anew");
}

/// A page of whose rules none was found, and so no table.
fn without_rules(page: Page) -> Page {
    Page { rules: Vec::new(), grids: Vec::new(), ..page }
}

/// Each table's rows, in words, and the names of its columns.
fn rows_and_names(pages: Vec<Page>) -> Vec<(Vec<String>, Vec<String>)> {
    let tables = structure(&document(pages)).tables;
    let row = |row: &Row| row.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    let names = |table: &Table| table.columns.iter().map(|column| column.name.as_str().to_owned()).collect();
    tables.iter().map(|table| (table.rows.iter().map(row).collect(), names(table))).collect()
}

#[test]
fn under_a_head_printed_again_rows_are_the_table_s_though_their_page_shows_no_table() {
    let many = [["1", "Đo gió", "Đồi"], ["2", "Đo mưa", "Bến"], ["3", "Đo nắng", "Chợ"]];
    let whole = ["1|Đo gió|Đồi", "2|Đo mưa|Bến", "3|Đo nắng|Chợ", "4|Đo sương|Kho"];
    let names = ["STT", "Việc", "Nơi"].map(str::to_owned).to_vec();
    let last = without_rules(listed_page(2, &[["4", "Đo sương", "Kho"]]));
    let expected = vec![(whole.map(str::to_owned).to_vec(), names)];
    assert_eq!(rows_and_names(vec![listed_page(1, &many), last]), expected);
    // A row alone opens the table at the foot of its page.
    let first = without_rules(listed_page(1, &[["1", "Đo gió", "Đồi"]]));
    let rest = [["2", "Đo mưa", "Bến"], ["3", "Đo nắng", "Chợ"], ["4", "Đo sương", "Kho"]];
    assert_eq!(rows_and_names(vec![first, listed_page(2, &rest)]), expected);
}

#[test]
fn without_a_head_the_next_label_opens_rows_that_keep_to_the_columns() {
    let above = listed_page(1, &[["1", "Đo gió", "Đồi"], ["2", "Đo mưa", "Bến"]]);
    let below = |label: &str| {
        let mut page = without_rules(listed_page(2, &[[label, "Đo nắng", "Chợ"]]));
        page.lines.remove(0);
        page
    };
    let counted = |label: &str| {
        let tables = rows_and_names(vec![above.clone(), below(label)]);
        tables.iter().map(|(rows, _)| rows.len()).collect::<Vec<_>>()
    };
    assert_eq!(counted("3"), [3]);
    assert_eq!(counted("7"), [2], "what the line begins with counts on from no row");
}

#[test]
fn rows_without_a_head_that_open_a_page_in_the_middle_have_it_at_the_foot_of_the_page_before() {
    let below = |label: &str| {
        let mut page = listed_page(2, &[[label, "Đo mưa", "Bến"], ["3", "Đo nắng", "Chợ"]]);
        page.lines.remove(0);
        page
    };
    let above = without_rules(listed_page(1, &[["1", "Đo gió", "Đồi"]]));
    let rows = ["1|Đo gió|Đồi", "2|Đo mưa|Bến", "3|Đo nắng|Chợ"].map(str::to_owned).to_vec();
    let names = ["STT", "Việc", "Nơi"].map(str::to_owned).to_vec();
    assert_eq!(rows_and_names(vec![above.clone(), below("2")]), [(rows, names)]);
    let tables = rows_and_names(vec![above, below("1")]);
    assert!(tables.iter().all(|(rows, _)| rows.len() < 3), "it opens with the first label: {tables:?}");
}

#[test]
fn a_column_whose_rule_was_lost_on_one_page_is_known_by_the_other() {
    let above = listed_page(1, &[["1", "Đo gió", "Đồi"], ["2", "Đo mưa", "Bến"]]);
    let mut below =
        listed_page(2, &[["3", "Đo nắng", "Chợ"], ["4", "Đo sương", "Kho"], ["5", "Đo bụi", "Ga"]]);
    let lost = |rule: &Rule| !rule.horizontal && rule.bbox.middle().0 == 1400;
    below.rules.retain(|rule| !lost(rule));
    below.grids = grids::find(&below.rules, 300.0);
    assert_eq!(below.grids[0].column_edges.len(), 3);
    let mut another = below.clone();
    let tables = rows_and_names(vec![above.clone(), below]);
    let [(rows, _)] = tables.as_slice() else { panic!("{tables:?}") };
    assert_eq!(rows[2..], ["3|Đo nắng|Chợ", "4|Đo sương|Kho", "5|Đo bụi|Ga"]);
    // Under a title of its own a table is another, whatever its columns are called.
    let title =
        Line { bbox: Some(BoundingBox::new(600, 200, 1400, 240)), ..Line::from_text("DANH SÁCH TRẠM") };
    another.lines.insert(0, title);
    let tables = rows_and_names(vec![above, another]);
    assert_eq!(tables.iter().map(|(_, names)| names.len()).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn of_two_readings_of_a_head_the_surer_one_names_the_columns() {
    let mut above = listed_page(1, &[["1", "Đo gió", "Đồi"], ["2", "Đo mưa", "Bến"]]);
    let head = &mut above.lines[0];
    *head = Line { words: head.words.clone(), bbox: head.bbox, ..Line::from_text("STT Viec Nơi") };
    (head.words[1].text, head.words[1].ocr) = ("Viec".into(), "Viec".into());
    head.words[1].confidence = 0.4;
    let tables = rows_and_names(vec![above, listed_page(2, &[["3", "Đo nắng", "Chợ"]])]);
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].1, ["STT", "Việc", "Nơi"]);
}

#[test]
fn the_words_of_a_sum_in_the_middle_of_the_columns_before_it_are_one_cell_in_a_table_without_rules() {
    let rows = [["1", "Đo gió", "12"], ["2", "Đo mưa", "14"], ["", "", "26"]];
    // Its words stand left of those of the second column, nearer to the middle of both.
    let extent = |x0: u32| {
        let mut page = listed_page(1, &rows);
        let line = page.lines.last_mut().expect("the sum's");
        let mut words = line.words.clone();
        words[0].span = [5, 7];
        let sum = Word {
            text: "Cộng".into(),
            ocr: "Cộng".into(),
            span: [0, 4],
            bbox: words[0].bbox.map(|bbox| BoundingBox::new(x0, bbox.y0, x0 + 80, bbox.y1)),
            ..words[0].clone()
        };
        words.insert(0, sum);
        *line = Line { words, bbox: line.bbox, ..Line::from_text("Cộng 26") };
        let tables = structure(&document(vec![page])).tables;
        let row = tables[0].rows.last().expect("a row").clone();
        (row.cells[0].text.as_str().to_owned(), row.cells[0].columns)
    };
    assert_eq!(extent(760), ("Cộng".to_owned(), 2));
    assert_eq!(extent(310), (String::new(), 1), "it begins where the column's words do");
}

#[test]
fn a_text_that_goes_on_in_small_letters_beside_two_rows_is_one_cell() {
    let cells = |second: &str| {
        let rows = [["1", "Đo gió", "Trạm ven"], ["2", "Đo mưa", second], ["3", "Đo nắng", "Bến đò"]];
        let mut page = listed_page(1, &rows);
        for rule in page.rules.iter_mut().filter(|rule| rule.horizontal && rule.bbox.y0 == 518) {
            rule.bbox.x1 = 1400;
        }
        page.grids = grids::find(&page.rules, 300.0);
        let table = structure(&document(vec![page])).tables.remove(0);
        table.rows.iter().map(|row| row.cells[2].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(cells("sông"), ["Trạm ven sông", "", "Bến đò"]);
}

#[test]
fn names_over_times_are_a_header() {
    let cells = [
        (0, 0, "Giờ"),
        (0, 1, "Việc"),
        (0, 2, "Người"),
        (1, 0, "7h30 - 8h00"),
        (1, 1, "Đón khách"),
        (1, 2, "Ban tổ chức"),
        (2, 0, "8h00 - 8h15"),
        (2, 1, "Khai mạc"),
        (2, 2, "Chủ tọa"),
    ];
    let table = structure(&ruled(&[200, 600, 1400, 2000], &[200, 260, 320, 380], &cells)).tables.remove(0);
    let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["Giờ", "Việc", "Người"]);
    assert_eq!(table.rows.len(), 2);
}

#[test]
fn a_sum_closes_a_table_though_a_colon_stands_behind_its_name() {
    let page = listed_page(1, &[["1", "Đo gió", "12"], ["2", "Đo mưa", "30"], ["Cộng:", "", "42"]]);
    let table = structure(&document(vec![page])).tables.remove(0);
    assert_eq!(table.rows[2].path, "TOTAL");
}

#[test]
fn a_label_read_in_doubt_that_stands_twice_is_the_due_one() {
    let numbers = ["10", "14", "12", "13", "14"];
    let labels = |confidence: f32| {
        let mut page = listed_page(1, &numbers.map(|number| [number, "Đo gió", "Đồi"]));
        page.lines[2].words[0].ocr_confidence = Some(confidence);
        let table = structure(&document(vec![page])).tables.remove(0);
        table.rows.iter().map(|row| row.label.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(labels(0.7), ["10", "11", "12", "13", "14"]);
    assert_eq!(labels(0.97), numbers, "it was surely read");
}

#[test]
fn recipients_are_found_by_the_file_copy_where_their_opening_was_lost() {
    let page = "\
Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.

KT. CHỦ TỊCH
- Như Điều 3;
PHÓ CHỦ TỊCH
- Cục Đo gió;
- Lưu: VT.
Tạ Vân Khê";
    let closing = structure(&text(&[page])).letterhead;
    assert_eq!(closing.recipients, ["Như Điều 3", "Cục Đo gió", "Lưu: VT"]);
    let signer = closing.signer.unwrap();
    assert_eq!(
        (signer.title.as_deref(), signer.name.as_deref()),
        (Some("KT. CHỦ TỊCH PHÓ CHỦ TỊCH"), Some("Tạ Vân Khê"))
    );
    let list = "Các việc cần làm:\n\n- Đo gió;\n- Đặt trạm;\n- Lập sổ.";
    assert_eq!(structure(&text(&[list])).letterhead.recipients, [""; 0], "no file copy: a list of the text");
}

#[test]
fn the_labels_name_in_the_middle_of_a_header_of_several_rows_tells_all_of_it() {
    let edges: Vec<u32> = (0..6).map(|row| 200 + 60 * row).collect();
    let cells = [
        (0, 2, "Trạm"),
        (1, 0, "TT"),
        (1, 1, "Nội dung đo"),
        (2, 2, "đặt"),
        (3, 0, "1"),
        (3, 1, "Gió"),
        (3, 2, "4"),
        (4, 0, "2"),
        (4, 1, "Mưa"),
        (4, 2, "9"),
    ];
    let table = &structure(&ruled(&[200, 300, 1400, 2000], &edges, &cells)).tables[0];
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.text.as_str()).collect();
    assert_eq!(names, ["TT", "Nội dung đo", "Trạm đặt"]);
    assert_eq!(table.rows.iter().map(|row| row.path.as_str()).collect::<Vec<_>>(), ["1", "2"]);
}

/// A ruled table of two rows under lines in the middle of the print.
fn under(above: &[&str]) -> Document {
    let cells =
        [(0, 0, "TT"), (0, 1, "Tên trạm"), (0, 2, "Số máy"), (1, 0, "1"), (1, 1, "Hoa Sim"), (1, 2, "4")];
    let mut document = ruled(&[200, 300, 1400, 2000], &[800, 860, 920], &cells);
    let line = |(text, top): (&&str, u32)| {
        let half = 10 * text.chars().count() as u32;
        Line { bbox: Some(BoundingBox::new(860 - half, top, 860 + half, top + 40)), ..Line::from_text(*text) }
    };
    let lines: Vec<Line> = above.iter().zip((200..).step_by(60)).map(line).collect();
    document.pages[0].lines.splice(0..0, lines);
    document
}

#[test]
fn a_table_has_its_numbered_title_and_the_unit_over_it_whatever_they_are_set_like() {
    let result = "Kết quả nêu dưới đây:";
    for (above, title, first) in [
        (&[result, "Bảng 4. Số máy của các trạm"][..], Some("Bảng 4. Số máy của các trạm"), 2),
        (&[result, "Biểu số 2: Số máy", "(Đơn vị: cái)"], Some("Biểu số 2: Số máy"), 2),
        (
            &[result, "Biểu 1.2: Số máy đo gió của", "các trạm ven biển"],
            Some("Biểu 1.2: Số máy đo gió của các trạm ven biển"),
            2,
        ),
        (&[result, "Đơn vị tính: nghìn đồng"], None, 2),
        (&["Bảng 4 nêu số máy.", result], None, 3),
        (&[result, "Danh mục máy đo gió của các trạm"], Some("Danh mục máy đo gió của các trạm"), 2),
        (
            &[result, "Danh mục máy đo gió của", "các trạm ven sông", "(Đơn vị: cái)"],
            Some("Danh mục máy đo gió của các trạm ven sông"),
            2,
        ),
        (
            &[result, "SỐ MÁY ĐO GIÓ CỦA CÁC TRẠM VEN SÔNG VÀ TRÊN", "ĐỒI"],
            Some("SỐ MÁY ĐO GIÓ CỦA CÁC TRẠM VEN SÔNG VÀ TRÊN ĐỒI"),
            2,
        ),
        (&["Số máy như sau", "được ghi trong bảng"], Some("Số máy như sau được ghi trong bảng"), 1),
        (&[result, "được ghi trong bảng"], None, 3),
        (&["1. Danh mục máy đo gió"], None, 2),
        (&["DANH SÁCH", "Người trông coi các trạm đo gió"], None, 3),
        (&[result, "Đơn vị: Trạm Hoa Sim"], None, 3),
    ] {
        let records = structure(&under(above));
        assert_eq!(records.tables[0].title.as_ref().map(|title| title.text.as_str()), title, "{above:?}");
        let table = records.body.iter().find(|block| block.kind == BlockKind::Table).unwrap();
        assert_eq!(table.lines.iter().map(|run| run.first).min(), Some(first), "{above:?}");
    }
}

#[test]
fn rows_in_capitals_without_a_column_of_labels_have_none() {
    let edges: Vec<u32> = (0..4).map(|row| 200 + 60 * row).collect();
    let cells = [
        (0, 0, "Tên trạm đo gió của tỉnh"),
        (0, 1, "Số máy"),
        (1, 0, "TRẠM ĐO GIÓ VEN SÔNG"),
        (1, 1, "4"),
        (2, 0, "Trạm đo gió trên đồi"),
        (2, 1, "9"),
    ];
    let table = &structure(&ruled(&[200, 1400, 2000], &edges, &cells)).tables[0];
    assert!(table.rows.iter().all(|row| row.label.is_empty()), "{:?}", table.rows);
}

#[test]
fn two_ruled_tables_with_a_heading_between_are_two() {
    let columns = [200, 300, 1400, 2000];
    let table = |top: u32| {
        let edges: Vec<u32> = (0..3).map(|row| top + 60 * row).collect();
        let cells = [
            (0, 0, "TT"),
            (0, 1, "Trình tự"),
            (0, 2, "Thời gian"),
            (1, 0, "Bước 1"),
            (1, 1, "Tiếp nhận"),
            (1, 2, "01 ngày"),
        ];
        ruled(&columns, &edges, &cells).pages.remove(0)
    };
    let mut page = table(200);
    let heading = Line {
        bbox: Some(BoundingBox::new(200, 700, 1600, 740)),
        ..Line::from_text("2. Xác nhận nơi thường xuyên đặt trạm đo gió")
    };
    page.lines.push(heading);
    let below = table(900);
    page.lines.extend(below.lines);
    page.grids.extend(below.grids);
    let records = structure(&document(vec![page]));
    let paths: Vec<Vec<&str>> =
        records.tables.iter().map(|table| table.rows.iter().map(|row| row.path.as_str()).collect()).collect();
    assert_eq!(paths, [["1"], ["1"]]);
}

/// Lines made of the pieces that the parsers look for, and of anything else.
#[test]
fn a_head_keeps_its_place_beside_a_number_and_an_unreadable_day() {
    let letterhead = |date: &str| {
        let head = format!("UỶ BAN NHAN DÂN TỈNH SÔNG XANH\n\n{date}\n\nQUYẾT ĐỊNH\nVề việc đo gió năm 2023");
        structure(&text(&[&head]))
    };
    let whole = letterhead("Số: 27/QĐ-UBND Sông Xanh, ngày 17 tháng 11 năm 2023");
    assert_eq!(whole.letterhead.place.as_deref(), Some("Sông Xanh"));
    assert_eq!(whole.letterhead.issuer.as_deref(), Some("UỶ BAN NHÂN DÂN TỈNH SÔNG XANH"));
    assert!(whole.edits.iter().any(|edit| edit.before == "NHAN" && edit.after == "NHÂN"), "and says so");
    let open = letterhead("Sông Xanh, ngày +9 tháng 11 năm 2023");
    assert_eq!((open.letterhead.place.as_deref(), open.letterhead.date), (Some("Sông Xanh"), None));
}

/// A page as printed: lines one under another, each from one pixel to another, its words spread over its width. A line
/// without text is a gap.
fn printed(lines: &[(&str, u32, u32)]) -> Page {
    let mut page = Page::of_text(1, Vec::new());
    (page.width, page.height, page.dpi) = (Some(1200), Some(1700), Some(150.0));
    for (row, (text, x0, x1)) in lines.iter().enumerate().filter(|(_, (text, _, _))| !text.is_empty()) {
        let mut line = Line::from_text(*text);
        let (top, bottom) = (100 + 30 * row as u32, 124 + 30 * row as u32);
        line.bbox = Some(BoundingBox::new(*x0, top, *x1, bottom));
        let length = text.chars().count() as u32;
        let place = |at: u32| x0 + (x1 - x0) * at / length;
        let mut at = 0;
        for word in text.split(' ') {
            let end = at + word.chars().count() as u32;
            let bbox = Some(BoundingBox::new(place(at), top, place(end), bottom));
            line.words.push(Word {
                text: word.into(),
                ocr: word.into(),
                span: [at, end],
                bbox,
                confidence: 0.9,
                ocr_confidence: Some(0.9),
                stroke: None,
                review: false,
                alternatives: Vec::new(),
            });
            at = end + 1;
        }
        page.lines.push(line);
    }
    page
}

#[test]
fn a_number_hardly_read_is_no_number_and_is_said() {
    let read = |confidence: f32| {
        let mut page = printed(&[
            ("UBND TỈNH SÔNG XANH", 150, 500),
            ("Số: 1/QĐ-UBND", 200, 450),
            ("Sông Xanh, ngày 17 tháng 11 năm 2023", 650, 1100),
            ("QUYẾT ĐỊNH", 500, 700),
        ]);
        page.lines[1].words[1].ocr_confidence = Some(confidence);
        structure(&document(vec![page]))
    };
    let sure = read(0.9);
    assert_eq!(sure.letterhead.number.as_deref(), Some("1/QĐ-UBND"));
    let guessed = read(0.1);
    assert_eq!(guessed.letterhead.number.as_deref(), None);
    assert!(
        guessed.warnings.iter().any(|w| w.code == "number-unreadable" && w.message.contains("1/QĐ-UBND"))
    );
    assert_eq!(guessed.letterhead.iso_date(), Some("2023-11-17"));
}

#[test]
fn an_office_surely_read_behind_an_opening_hardly_read_stays() {
    let title = |confidence: f32| {
        let mut page = printed(&[
            ("UBND TỈNH SÔNG XANH", 150, 500),
            ("Số: 1/QĐ-UBND", 200, 450),
            ("Sông Xanh, ngày 17 tháng 11 năm 2023", 650, 1100),
            ("QUYẾT ĐỊNH", 500, 700),
            ("Tài. BAN THƯỜNG TRỰC", 650, 1050),
            ("CHỦ TỊCH", 750, 950),
            ("Lò Văn Gió", 750, 950),
        ]);
        for word in page.lines.iter_mut().flat_map(|line| &mut line.words) {
            (word.confidence, word.ocr_confidence) = (0.98, Some(0.98));
        }
        page.lines[4].words[0].confidence = 0.3;
        page.lines[4].words[3].confidence = confidence;
        structure(&document(vec![page]))
            .letterhead
            .signer
            .and_then(|signer| signer.title)
            .map(|title| title.text.text)
    };
    assert!(title(0.98).is_some_and(|title| title.contains("THƯỜNG TRỰC")), "{:?}", title(0.98));
    assert!(title(0.3).is_some_and(|title| title.contains("THƯỜNG VỤ")), "{:?}", title(0.3));
}

#[test]
fn an_office_printed_in_small_letters_stays_so() {
    let mut page = printed(&[
        ("UBND TỈNH SÔNG XANH", 150, 500),
        ("Số: 1/QĐ-UBND", 200, 450),
        ("Sông Xanh, ngày 17 tháng 11 năm 2023", 650, 1100),
        ("QUYẾT ĐỊNH", 500, 700),
        ("Trưởng ban", 750, 950),
        ("Lò Văn Gió", 750, 950),
    ]);
    for word in page.lines.iter_mut().flat_map(|line| &mut line.words) {
        (word.confidence, word.ocr_confidence) = (0.98, Some(0.98));
    }
    let document = crate::sample::structured(document(vec![page]));
    assert_eq!(document.pages[0].lines[4].text, "Trưởng ban");
}

/// The edges of the text of [`printed`] pages, and where its paragraphs begin.
const LEFT: u32 = 100;
const INDENT: u32 = 150;
const RIGHT: u32 = 1100;

#[test]
fn on_an_image_a_label_set_in_opens_a_heading_without_a_gap() {
    let page = printed(&[
        ("II. KẾT QUẢ THỰC HIỆN", INDENT, 500),
        ("Sở đã đặt thêm mười hai trạm đo gió tại các xã ven sông và nâng tổng số", INDENT, RIGHT),
        ("trạm của toàn tỉnh lên bốn mươi trạm, số liệu được truyền về trung tâm", LEFT, RIGHT),
        ("mỗi giờ một lần theo quy định của Sở.", LEFT, 600),
        ("I. Công tác đo đạc", INDENT, 420),
        ("Đo gió ở tầng thấp tại mười hai trạm mới, ở tầng cao tại hai trạm cũ theo", INDENT, RIGHT),
        ("lịch của phòng chuyên môn và của trung tâm, có sự phối hợp của các đơn vị", LEFT, RIGHT),
        ("a) Trạm mới phải có sổ ghi riêng, người trông coi và ký nhận", INDENT, 830),
        ("hằng ngày.", LEFT, 250),
        ("2. Công tác bảo trì -", INDENT, 430),
        ("Đã bảo trì đủ các trạm theo kế hoạch của năm, trong đó có ba trạm phải sửa", INDENT, RIGHT),
        ("chữa lớn.", LEFT, 240),
    ]);
    let mut headings = Vec::new();
    outline(&structure(&document(vec![page])).sections, &mut headings);
    assert_eq!(
        headings,
        ["1 II | KẾT QUẢ THỰC HIỆN", "2 1 | Công tác đo đạc", "2 2 | Công tác bảo trì"],
        "and a stroke under a roman heading is a one"
    );
}

#[test]
fn a_signature_s_stroke_does_not_end_the_closing_and_the_rule_over_notes_does() {
    let mut page = printed(&[
        ("Trên đây là kết quả đo gió của các trạm trong tháng, kính báo cáo Sở Đo Gió", INDENT, RIGHT),
        ("theo dõi, tổng hợp./.", LEFT, 330),
        ("Nơi nhận:", LEFT, 200),
        ("GIÁM ĐỐC", 780, 930),
        ("- Như trên;", LEFT, 220),
        ("- Lưu: VT.", LEFT, 210),
        ("", 0, 0),
        ("Trần Thị Gió Lành", 740, 960),
        ("", 0, 0),
        ("1 Gồm mười hai trạm đặt thêm tại các xã ven sông trong năm nay theo kế hoạch của Sở.", LEFT, 900),
    ]);
    let rule = |x0, x1, row: u32| Rule {
        bbox: BoundingBox::new(x0, 110 + 30 * row, x1, 112 + 30 * row),
        horizontal: true,
    };
    page.rules = vec![rule(700, 1000, 6), rule(LEFT, 400, 8)];
    let closing = structure(&document(vec![page])).letterhead;
    assert_eq!(closing.signer.and_then(|signer| signer.name).as_deref(), Some("Trần Thị Gió Lành"));
    assert_eq!(closing.recipients, ["Như trên", "Lưu: VT"]);
}

#[test]
fn chapters_follow_the_articles_of_the_decision_that_issues_them() {
    let page = printed(&[
        ("Điều 1. Ban hành kèm theo Quyết định này Quy chế đo gió của các trạm ven", INDENT, RIGHT),
        ("sông.", LEFT, 190),
        ("Điều 2. Quyết định này có hiệu lực kể từ ngày ký, các đơn vị và cá nhân có", INDENT, RIGHT),
        ("liên quan chịu trách nhiệm thi hành", LEFT, 550),
        ("Chương I", 540, 660),
        ("QUY ĐỊNH CHUNG", 500, 700),
        ("Điều 1. Phạm vi điều chỉnh", INDENT, 480),
        ("Quy chế này quy định việc đo gió, ghi số liệu và lưu giữ sổ của các trạm.", INDENT, RIGHT),
        ("Điều 2 Giải thích từ ngữ", INDENT, 460),
        ("1. Trạm là nơi đặt máy đo gió, có người trông coi và có sổ ghi theo mẫu:", INDENT, RIGHT),
        ("a) Trạm ven sông;", INDENT, 380),
        ("b) Trạm trên đồi.", INDENT, 380),
    ]);
    let mut headings = Vec::new();
    let sections = structure(&document(vec![page])).sections;
    outline(&sections, &mut headings);
    assert_eq!(
        headings,
        [
            "1 Điều 1 | ",
            "1 Điều 2 | ",
            "1 Chương I | QUY ĐỊNH CHUNG",
            "2 Điều 1 | Phạm vi điều chỉnh",
            "2 Điều 2 | Giải thích từ ngữ"
        ]
    );
    let text = "Ban hành kèm theo Quyết định này Quy chế đo gió của các trạm ven sông.";
    assert_eq!(sections[0].paragraphs, [text], "its words are a paragraph, without the label");
    assert_eq!(sections[2].children[1].paragraphs.len(), 3, "clauses and points are paragraphs");
}

#[test]
fn an_annex_without_a_number_is_a_heading_and_begins_anew() {
    let first = "I. TÌNH HÌNH CHUNG\n\nSở đã đặt thêm mười hai trạm đo gió tại các xã ven sông.";
    let second =
        "PHỤ LỤC\nBẢNG KÊ CÁC TRẠM ĐO GIÓ NĂM 2023\n(Kèm theo Báo cáo số 27/BC-SĐG)\n\nCác trạm đều tốt.";
    let mut headings = Vec::new();
    outline(&structure(&text(&[first, second])).sections, &mut headings);
    assert_eq!(headings, ["1 I | TÌNH HÌNH CHUNG", "1 Phụ lục | BẢNG KÊ CÁC TRẠM ĐO GIÓ NĂM 2023"]);
}

#[test]
fn superior_figures_tie_notes_though_one_was_read_as_another() {
    let page = "Toàn tỉnh có bốn mươi trạm đo gió¹, trong đó có mười hai trạm mới đặt trong năm nay tại
các xã ven sông; diện tích mỗi trạm là 20 m² và có một người trông coi⁷ suốt ngày đêm, tỷ lệ người biết chữ là 45,45%⁸.

¹ Gồm hai mươi tám trạm đặt trước năm 2020 và mười hai trạm đặt thêm trong năm 2023 tại các xã ven sông của tỉnh.
' ⁷ Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ đối với người làm việc ở trạm.
³ Theo số liệu của cuộc điều tra năm 2022 do phòng chuyên môn tiến hành ở tất cả các trạm đo gió trên địa bàn tỉnh.";
    let found = structure(&text(&[page]));
    let notes: Vec<(&str, Vec<&str>)> = found
        .footnotes
        .iter()
        .map(|n| (n.mark.as_str(), n.references.iter().map(|r| r.after.as_str()).collect()))
        .collect();
    assert_eq!(notes, [("1", vec!["gió"]), ("2", vec!["coi"]), ("3", vec!["45,45%"])]);
    assert!(
        found.edits.iter().all(|edit| !edit.before.contains('²')),
        "square metres stay: {:?}",
        found.edits
    );
}

/// A page of an image: text, a rule under it, and the smaller lines of its notes.
fn noted_page(number: u32, body: &[&str], notes: &[&str]) -> Page {
    let placed = |lines: &[&str], top: u32, pitch: u32, height: u32| -> Vec<Line> {
        let boxed = |(text, at): (&&str, u32)| {
            let (y0, right) = (top + pitch * at, 200 + 14 * text.chars().count() as u32);
            Line { bbox: Some(BoundingBox::new(200, y0, right, y0 + height)), ..Line::from_text(*text) }
        };
        lines.iter().zip(0..).map(boxed).collect()
    };
    let rule = Rule { bbox: BoundingBox::new(200, 1500, 600, 1504), horizontal: true };
    Page {
        width: Some(1700),
        height: Some(2300),
        status: PageStatus::Recognised,
        rules: vec![rule],
        ..Page::of_text(number, [placed(body, 300, 50, 40), placed(notes, 1530, 34, 28)].concat())
    }
}

/// The notes found: mark, first word, and the words that refer to it.
fn notes(pages: Vec<Page>) -> Vec<(String, String, Vec<String>)> {
    let found = structure(&document(pages)).footnotes.into_iter();
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let words = |n: &phuchoi::document::Footnote| n.references.iter().map(|r| r.after.to_string()).collect();
    found.map(|n| (n.mark.to_string(), first(&n.text), words(&n))).collect()
}

fn note(mark: &str, first: &str, references: &[&str]) -> (String, String, Vec<String>) {
    (mark.into(), first.into(), references.iter().map(|word| (*word).to_owned()).collect())
}

const BODY: [&str; 3] = [
    "Toàn tỉnh có bốn mươi trạm đo gió¹, trong đó mười hai trạm mới đặt trong năm",
    "nay tại các xã ven sông; mỗi trạm có một người trông coi² suốt ngày đêm, máy đo",
    "được thay³ hằng quý.",
];

#[test]
fn a_body_under_a_rule_that_lost_its_mark_is_a_note_still() {
    let page = noted_page(
        1,
        &BODY,
        &[
            "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "³ Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn figures_that_agree_number_a_page_anew_where_notes_before_were_lost() {
    let first =
        noted_page(1, &["Toàn tỉnh có bốn mươi trạm đo gió và mười hai người trông coi máy."], &["dân."]);
    let bodies = [
        "⁴ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
        "⁵ Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
    ];
    let second =
        noted_page(2, &["Có bốn mươi trạm⁴ và mười hai người⁵ trông coi máy đo gió suốt ngày đêm."], &bodies);
    assert_eq!(notes(vec![first, second]), [note("4", "Gồm", &["trạm"]), note("5", "Người", &["người"])]);
}

#[test]
fn a_figure_that_lost_a_digit_is_known_by_its_neighbours() {
    let body: Vec<String> =
        (8..=12).map(|n| format!("Trạm số {n} có người trông coi{} suốt ngày đêm.", raised(n))).collect();
    let heads = ["⁸", "⁹", "0", "¹¹", "2"];
    let bodies = heads.map(|head| {
        format!(
            "{head} Được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ của người trông coi."
        )
    });
    let (body, bodies): (Vec<&str>, Vec<&str>) =
        (body.iter().map(String::as_str).collect(), bodies.iter().map(String::as_str).collect());
    let marks: Vec<String> = notes(vec![noted_page(1, &body, &bodies)]).into_iter().map(|n| n.0).collect();
    assert_eq!(marks, ["8", "9", "10", "11", "12"]);
}

/// A number in superior figures.
fn raised(number: u32) -> String {
    let figures = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| figures[usize::from(digit - b'0')]).collect()
}

#[test]
fn a_note_that_goes_on_at_the_next_page_s_foot_does_so_before_that_page_s_own() {
    let first = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà."],
        &["¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của"],
    );
    let second = noted_page(
        2,
        &["Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ."],
        &[
            "trường học trong tỉnh.",
            "² Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    let found = structure(&document(vec![first, second])).footnotes;
    let texts: Vec<&str> = found.iter().map(|n| n.text.as_str()).collect();
    assert!(texts[0].ends_with("các trạm của trường học trong tỉnh."), "{texts:?}");
    assert!(texts[1].starts_with("Người trông coi"), "{texts:?}");
}

#[test]
fn stars_brackets_and_marks_behind_stops_are_marks() {
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió*, mỗi trạm có một người trông coi”", "suốt ngày đêm."],
        &[
            "* Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "** Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    assert_eq!(notes(vec![page]), [note("*", "Gồm", &["gió"]), note("**", "Người", &["coi"])]);
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió(¹), mỗi trạm có một người trông coi[2]",
            "suốt ngày đêm,3 kể cả ngày lễ.",
        ],
        &[
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "[2] Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "3. Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["đêm,"])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn signs_at_both_ends_are_stars_where_no_figure_was_seen() {
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió”, mỗi trạm có một người trông coi suốt ngày đêm."],
        &["\"Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."],
    );
    assert_eq!(notes(vec![page]), [note("*", "Gồm", &["gió"])]);
}

#[test]
fn signs_glued_to_the_first_words_are_the_marks_that_are_due_between_two_that_are_clear() {
    let page = noted_page(
        1,
        &BODY,
        &[
            "'Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "“Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "3Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![page]), expected);
}

/// A page of an image whose lines are all of one size.
fn plain_page(number: u32, lines: &[&str]) -> Page {
    let mut page = noted_page(number, lines, &[]);
    page.rules.clear();
    page
}

#[test]
fn text_of_full_size_at_the_foot_is_no_note_whatever_it_begins_with() {
    let rows = [
        "Kết quả đo gió của các trạm ven sông trong năm 2023, so với cùng kỳ năm trước",
        "1 Sông Xanh 2.360 542 2.331",
        "2 Sông Hồng 974 796 90",
        "3 Sông Trắng 746 383 3.342",
    ];
    let items = [
        "Sở giao các phòng, ban chuyên môn thực hiện những việc sau đây trong quý III:",
        "1. Phòng Đo gió lập kế hoạch bảo trì năm 2023 và trình lãnh đạo phê duyệt.",
        "2. Phòng Hành chính trả phụ cấp cho người trông coi theo quy định của tỉnh.",
    ];
    for lines in [&rows[..], &items[..]] {
        assert_eq!(notes(vec![plain_page(1, lines)]), []);
    }
}

#[test]
fn a_list_at_the_end_has_its_references_on_the_pages_before() {
    let last = noted_page(
        3,
        &["Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện./."],
        &[
            "1. Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "2. Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    let pages = vec![
        plain_page(1, &["Toàn tỉnh có bốn mươi trạm đo gió¹, trong đó mười hai trạm mới đặt trong năm."]),
        plain_page(2, &["Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ."]),
        last,
    ];
    let found = structure(&document(pages)).footnotes;
    let references: Vec<(u32, u32, &str)> =
        found.iter().map(|n| (n.page, n.references[0].page, n.references[0].after.as_str())).collect();
    assert_eq!(references, [(3, 1, "gió"), (3, 2, "coi")]);
}

#[test]
fn headings_numbered_by_dashes_are_no_notes_and_the_list_in_brackets_at_the_end_is() {
    let headed = |number: u32, text: &str| {
        let lines = [
            text,
            "1 - Công tác đo gió",
            "Các trạm ven sông đã ghi sổ đầy đủ trong cả sáu tháng đầu năm.",
            "2 - Công tác bảo trì",
            "Máy đo ở trên đồi được thay hai lần vì gió mạnh hơn mọi năm.",
        ];
        plain_page(number, &lines)
    };
    let last = Page {
        rules: Vec::new(),
        ..noted_page(
            4,
            &["Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện./."],
            &[
                "Chú thích:",
                "[1] Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
                "2] Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
                "[3] Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
            ],
        )
    };
    let pages = vec![
        headed(1, "Toàn tỉnh có bốn mươi trạm đo gió[¹], trong đó mười hai trạm mới đặt trong năm."),
        headed(2, "Mỗi trạm có một người trông coi[²] suốt ngày đêm, kể cả ngày lễ và ngày nghỉ."),
        headed(3, "Máy đo được thay[³] hằng quý, kể cả ở các trạm của trường."),
        last,
    ];
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(pages), expected);
}

#[test]
fn a_bare_figure_in_the_text_is_no_note_of_a_mark_in_brackets() {
    let pages = vec![
        plain_page(1, &["Toàn tỉnh có bốn mươi trạm đo gió[¹], trong đó mười hai trạm mới đặt trong năm."]),
        plain_page(2, &["Sở giao việc như sau.", "1 Phòng Đo gió lập kế hoạch bảo trì của năm 2023."]),
    ];
    assert_eq!(notes(pages), []);
}

#[test]
fn a_list_on_the_page_of_its_last_reference_has_the_others_on_the_pages_before() {
    let first = plain_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà.",
            "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ.",
        ],
    );
    let last = noted_page(
        2,
        &[
            "Máy đo được thay³ hằng quý, kể cả ở các trạm của trường và các trạm trên đồi.",
            "Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện việc",
            "bảo trì máy đo, trả phụ cấp cho người trông coi và ghi sổ theo mẫu đã ban hành./.",
        ],
        &[
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "(2) Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
            "(3) Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let last = Page { rules: Vec::new(), ..last };
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![first, last]), expected);
}

/// A page of a text that refers to nothing.
const CLOSING: [&str; 3] = [
    "Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện việc",
    "bảo trì máy đo, trả phụ cấp cho người trông coi và ghi sổ theo mẫu đã ban hành,",
    "gửi báo cáo về Sở trước ngày 15 hằng tháng để tổng hợp, trình Ủy ban nhân dân./.",
];

#[test]
fn a_list_goes_on_at_the_head_of_the_next_page_with_the_rest_of_its_last_note() {
    let refers = [
        "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm.",
        "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ nữa.",
        "Máy đo được thay³ hằng quý, kể cả ở các trạm của trường và các trạm trên đồi.",
    ];
    let ends = noted_page(
        2,
        &CLOSING,
        &["Chú thích:", "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm"],
    );
    let ends = Page { rules: Vec::new(), ..ends };
    let goes_on = noted_page(
        3,
        &[],
        &[
            "của trường và các trạm tạm thời do đoàn khảo sát đặt trên đồi trong mùa mưa bão.",
            "(2) Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
            "(3) Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let goes_on = Page { rules: Vec::new(), ..goes_on };
    let pages = vec![plain_page(1, &refers), ends, goes_on];
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(pages.clone()), expected);
    let found = structure(&document(pages)).footnotes;
    assert!(found[0].text.ends_with("mùa mưa bão."), "{}", found[0].text.as_str());
}

#[test]
fn a_list_goes_on_at_the_head_of_the_next_page_with_a_note_that_its_first_page_refers_to() {
    let refers = ["Toàn tỉnh có bốn mươi trạm đo gió¹, mỗi trạm có một người trông coi² suốt ngày đêm."];
    let text = ["Máy đo được thay³ hằng quý, kể cả ở các trạm của trường và các trạm trên đồi."];
    let ends = noted_page(
        2,
        &text,
        &[
            "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "² Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    let goes_on = noted_page(3, &[], &["³ Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập."]);
    let goes_on = Page { rules: Vec::new(), ..goes_on };
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![plain_page(1, &refers), ends, goes_on]), expected);
}

#[test]
fn a_list_in_brackets_under_its_title_is_one_though_marks_of_the_text_were_lost_on_both_of_its_pages() {
    let refers = [
        "Toàn tỉnh có bốn mươi trạm đo gió tại các xã ven sông của tỉnh nhà trong năm.",
        "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ nữa.",
        "Máy đo được thay hằng quý, kể cả ở các trạm của trường và các trạm trên đồi.",
        "Kho máy được sửa(¹² trong quý ba, kể cả mái của nhà kho ở các trạm trên đồi.",
    ];
    let number = |from: usize, count: usize| -> Vec<String> {
        let text = "Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình phê duyệt.";
        (from..from + count).map(|number| format!("[{number}] {text}")).collect()
    };
    let listed = |page: u32, text: &[&str], title: &[&str], from: usize, count: usize| {
        let items = number(from, count);
        let lines: Vec<&str> = title.iter().copied().chain(items.iter().map(String::as_str)).collect();
        Page { rules: Vec::new(), ..noted_page(page, text, &lines) }
    };
    let list = |title: &[&str]| {
        let ends = listed(2, &CLOSING, title, 1, 7);
        structure(&document(vec![plain_page(1, &refers), ends, listed(3, &[], &[], 8, 5)])).footnotes
    };
    let found = list(&["Chú thích:"]);
    assert_eq!(found.len(), 12);
    let tied =
        found.iter().filter_map(|note| Some((note.mark.as_str(), note.references.first()?.after.as_str())));
    assert_eq!(tied.collect::<Vec<_>>(), [("2", "coi"), ("12", "sửa")]);
    assert_eq!(list(&[]).len(), 0, "numbered lines that no title says to be notes");
}

#[test]
fn a_note_cut_at_its_left_edge_does_not_go_on_with_one_that_has_ended_on_the_page_before() {
    let ends = noted_page(
        1,
        &BODY[..1],
        &["¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các", "trạm trên đồi."],
    );
    let text = [&CLOSING[..], &BODY[1..]].concat();
    let cut = noted_page(
        2,
        &text,
        &[
            "gười trông coi được hưởng phụ cấp theo quy định của Ủy ban.",
            "³ Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "gười", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![ends, cut]), expected);
}

#[test]
fn a_speck_before_a_mark_in_brackets_is_none_of_it() {
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió(1) tại các xã ven sông của tỉnh nhà trong năm(2)."],
        &[
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "+ (2) Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn lập và trình lãnh đạo phê duyệt.",
        ],
    );
    assert_eq!(notes(vec![page]), [note("1", "Gồm", &["gió"]), note("2", "Theo", &["năm"])]);
}

#[test]
fn a_letter_before_a_raised_figure_is_what_was_read_of_its_bracket() {
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió(¹) tại các xã ven sông của tỉnh nhà trong năm."],
        &["U¹) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."],
    );
    assert_eq!(notes(vec![page]), [note("1", "Gồm", &["gió"])]);
}

#[test]
fn what_closes_a_quotation_is_no_star() {
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió**, mỗi trạm hưởng ứng phong trào 'Ba sạch\", \"Dân vận",
            "khéo\", kể cả ở các trạm của trường và các trạm trên đồi của các xã ven sông trong năm.",
        ],
        &[
            "* Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "** Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    assert_eq!(notes(vec![page]), [note("*", "Gồm", &[]), note("**", "Người", &["gió"])]);
}

#[test]
fn a_list_under_its_title_has_its_references_before_it_whatever_its_own_page_holds() {
    let refers = ["Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm."];
    let [first, second, _] = CLOSING;
    let last = noted_page(
        2,
        &[first, second, "gửi báo cáo về Sở trong đợt1 của năm để tổng hợp, trình Ủy ban nhân dân./."],
        &[
            "Chú thích:",
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
        ],
    );
    let last = Page { rules: Vec::new(), ..last };
    assert_eq!(notes(vec![plain_page(1, &refers), last]), [note("1", "Gồm", &["gió"])]);
}

#[test]
fn figures_that_go_on_from_one_another_are_their_own_notes_though_marks_of_notes_were_lost() {
    let [next, last, _] = CLOSING;
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có 313 km¹ kè ven sông, trong đó có 12 km còn “bỏ trống”², đã thay hết",
            "đá mặt kè³ trên cả hai bờ; bão⁴ làm sạt bốn đoạn kè ở các xã ven sông.",
            next,
            last,
        ],
        &[
            "Tăng bốn mươi mốt ki-lô-mét so với năm 2021, chưa kể các đoạn kè của trường.",
            "2 Kết luận số 08/KL-SG ngày 17 tháng 3 năm 2023 của Sở về các đoạn kè bỏ trống.",
            "Bằng đá hộc dày năm mươi phân lấy ở các mỏ trong tỉnh theo định mức của Sở.",
            "4Bão Gió.",
        ],
    );
    let expected = [
        note("1", "Tăng", &["km"]),
        note("2", "Kết", &["trống”"]),
        note("3", "Bằng", &["kè"]),
        note("4", "Bão", &["bão"]),
    ];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn stars_are_counted_over_pages() {
    let first = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió*, mỗi trạm có một người trông coi**", "suốt ngày đêm."],
        &[
            "* Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "** Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    let [next, last, _] = CLOSING;
    let second = noted_page(
        2,
        &["Máy đo được thay*** hằng quý, kể cả ở các trạm của trường và các trạm trên đồi.", next, last],
        &["Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt."],
    );
    let expected =
        [note("*", "Gồm", &["gió"]), note("**", "Người", &["coi"]), note("***", "Theo", &["thay"])];
    assert_eq!(notes(vec![first, second]), expected);
}

#[test]
fn stars_read_as_quotation_marks_go_on_from_those_of_the_page_before() {
    let [next, last, _] = CLOSING;
    let first = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió*, mỗi trạm có một người trông coi", "suốt ngày đêm."],
        &["* Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."],
    );
    let second = |mark: &str, sign: &str| {
        let text = format!("Máy đo được thay{mark} hằng quý, kể cả ở các trạm của trường và trên đồi.");
        let note = format!("{sign}Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập.");
        noted_page(2, &[&text, next, last], &[&note])
    };
    let gathered = |mark, sign| notes(vec![first.clone(), second(mark, sign)]);
    assert_eq!(gathered("”", "“"), [note("*", "Gồm", &["gió"]), note("**", "Theo", &["thay"])]);
    assert_eq!(gathered("¹", "¹ "), [note("*", "Gồm", &["gió"]), note("1", "Theo", &["thay"])]);
}

#[test]
fn a_star_behind_the_motto_refers_to_nothing() {
    let [next, last, _] = CLOSING;
    let notes = |motto: &str| {
        let note =
            "* Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.";
        notes(vec![noted_page(1, &[motto, next, last], &[note])])
    };
    assert_eq!(notes("Độc lập - Tự do - Hạnh phúc*"), []);
    assert_eq!(notes("Toàn tỉnh có bốn mươi trạm đo gió*"), [note("*", "Gồm", &["gió"])]);
}

#[test]
fn a_star_too_few_refers_to_the_note_that_is_nearest() {
    let [next, last, _] = CLOSING;
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió* tại các xã ven sông, máy đo* được thay hằng quý.", next, last],
        &[
            "Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "' Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
            "*** Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
        ],
    );
    let expected = [note("*", "Gồm", &["gió"]), note("**", "Theo", &["đo"]), note("***", "Người", &[])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn a_bracket_that_was_read_as_a_figure_belongs_to_the_mark() {
    let [next, last, _] = CLOSING;
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió11¹) tại các xã, máy đo18²) được thay hằng quý.", next, last],
        &[
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "(2) Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    assert_eq!(notes(vec![page]), [note("1", "Gồm", &["gió"]), note("2", "Theo", &["đo"])]);
}

#[test]
fn a_bracket_that_nothing_closes_is_what_is_left_of_a_mark() {
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm.",
            "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ nữa.",
            "Máy đo được thay³ hằng quý, kể cả ở các trạm của trường và các trạm trên đồi.",
        ],
        &[
            "(1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "(Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "(3) Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![Page { rules: Vec::new(), ..page }]), expected);
}

#[test]
fn a_line_far_in_below_the_notes_is_none() {
    let mut page = noted_page(
        1,
        &BODY[..1],
        &[
            "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "Tài liệu nội bộ của Sở Đo gió",
        ],
    );
    let title = page.lines.last_mut().expect("a line");
    title.bbox = title.bbox.map(|bbox| BoundingBox { x0: 1000, x1: 1400, ..bbox });
    let found = structure(&document(vec![page])).footnotes;
    assert_eq!(found.len(), 1);
    assert!(found[0].text.ends_with("của trường."), "{}", found[0].text.as_str());
}

#[test]
fn a_line_apart_below_the_notes_is_none() {
    let mut page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm."],
        &[
            "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "Sở Đo gió - Báo cáo năm 2023",
        ],
    );
    let title = page.lines.last_mut().expect("a line");
    title.bbox = Some(BoundingBox::new(1100, 2100, 1500, 2128));
    let found = structure(&document(vec![page])).footnotes;
    let texts: Vec<&str> = found.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."]
    );
}

#[test]
fn the_last_items_of_a_list_by_stars_are_no_notes() {
    let page = noted_page(
        1,
        &BODY,
        &[
            "* Các trạm ven sông;",
            "* Các trạm trên đồi;",
            "* Trạm của trường;",
            "* Phòng Đo gió;",
            "* Lưu hồ sơ.",
        ],
    );
    assert_eq!(notes(vec![Page { rules: Vec::new(), ..page }]), []);
}

#[test]
fn a_line_that_underlines_the_whole_of_a_heading_is_no_rule_over_notes() {
    let mut page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm.",
            "b/ Về công tác đo gió",
        ],
        &["Theo Sở, việc đo gió phải làm hằng ngày."],
    );
    let heading = BoundingBox::new(200, 1458, 600, 1498);
    page.lines[1].bbox = Some(heading);
    page.lines[2].bbox = Some(BoundingBox::new(200, 1530, 900, 1570));
    assert_eq!(notes(vec![page.clone()]), []);
    page.lines[1].bbox = Some(BoundingBox { x1: 1100, y0: 1420, y1: 1460, ..heading });
    page.lines[2].bbox = Some(BoundingBox::new(200, 1530, 760, 1558));
    assert_eq!(notes(vec![page]), [note("1", "Theo", &["gió"])], "under a rule of its own");
}

#[test]
fn notes_by_stars_are_told_by_their_references_though_few_stars_were_read_before_them() {
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió* tại các xã ven sông của tỉnh nhà.",
            "Mỗi trạm có một người trông coi** suốt ngày đêm, kể cả ngày lễ, và một máy đo.",
            "Máy đo được thay hằng quý, kể cả ở các trạm của trường**** và các trạm trên đồi.",
        ],
        &[
            "Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm nay.",
            "Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
            "Theo kế hoạch bảo trì năm 2023.",
            "**** Trạm của trường do thầy cô trông coi.",
        ],
    );
    let expected = [
        note("*", "Gồm", &["gió"]),
        note("**", "Người", &["coi"]),
        note("***", "Theo", &[]),
        note("****", "Trạm", &["trường"]),
    ];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn a_note_that_found_no_room_stands_at_the_next_page_s_foot() {
    let first = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà.",
            "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ.",
        ],
        &["¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."],
    );
    let second = noted_page(
        2,
        &["Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện./."],
        &["² Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ."],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"])];
    assert_eq!(notes(vec![first, second]), expected);
}

#[test]
fn a_note_is_tied_over_pages_beside_one_that_its_own_page_refers_to() {
    const FIRST: &str = "Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà.";
    const SECOND: &str = "Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ.";
    let bodies = [
        "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
        "² Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
    ];
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"])];
    let behind = [plain_page(1, &[FIRST]), noted_page(2, &[SECOND], &bodies)];
    assert_eq!(notes(behind.into()), expected, "a reference on the page before");
    let ahead = [noted_page(1, &[FIRST], &bodies), plain_page(2, &[SECOND])];
    assert_eq!(notes(ahead.into()), expected, "a reference on the next page");
}

#[test]
fn a_list_by_stars_has_its_references_on_the_pages_before() {
    let first = plain_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió* tại các xã ven sông của tỉnh nhà.",
            "Mỗi trạm có một người trông coi** suốt ngày đêm, kể cả ngày lễ và ngày nghỉ.",
        ],
    );
    let last = noted_page(
        2,
        &["Sở đề nghị các cấp xem xét, chỉ đạo các đơn vị có liên quan cùng thực hiện./."],
        &[
            "Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "** Người trông coi được hưởng phụ cấp theo quy định của Ủy ban nhân dân tỉnh về chế độ.",
        ],
    );
    assert_eq!(notes(vec![first, last]), [note("*", "Gồm", &["gió"]), note("**", "Người", &["coi"])]);
}

#[test]
fn what_is_left_of_a_mark_opens_its_note() {
    let page = noted_page(
        1,
        &BODY,
        &[
            "L1) Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            ". Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "(31 Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn a_dash_under_the_rule_is_a_mark_misread() {
    let page = noted_page(
        1,
        &[
            &BODY[..],
            &[
                "Sở giao các phòng, ban chuyên môn lập kế hoạch bảo trì máy đo cho cả năm sau,",
                "trình lãnh đạo phê duyệt trước ngày 15 tháng 12 và báo cáo kết quả hằng quý.",
            ],
        ]
        .concat(),
        &[
            "¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "- Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "³ Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
        ],
    );
    let expected = [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"]), note("3", "Theo", &["thay"])];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn marks_in_brackets_are_known_though_they_were_half_read() {
    let page = noted_page(
        1,
        &[
            "Toàn tỉnh có bốn mươi trạm đo gió”), trong đó mười hai trạm mới đặt trong năm",
            "nay tại các xã ven sông; mỗi trạm có một người trông coi²¹ suốt ngày đêm, máy đo",
            "được thay ³), kể cả ngày lễ, ở 14/⁴) huyện.",
        ],
        &[
            "[1] Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường.",
            "[2] Người trông coi được hưởng phụ cấp theo quy định của tỉnh.",
            "[3] Theo kế hoạch bảo trì năm 2023 do phòng chuyên môn của Sở lập và trình lãnh đạo phê duyệt.",
            "[4] Không kể các huyện chưa đặt trạm trong năm 2023 theo báo cáo của phòng chuyên môn của Sở.",
        ],
    );
    let expected = [
        note("1", "Gồm", &["gió"]),
        note("2", "Người", &["coi"]),
        note("3", "Theo", &["thay"]),
        note("4", "Không", &["14"]),
    ];
    assert_eq!(notes(vec![page]), expected);
}

#[test]
fn a_mark_that_is_a_line_of_its_own_stands_before_its_note() {
    let mut page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm."],
        &["1", "Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."],
    );
    page.lines[2].bbox = page.lines[1].bbox.map(|mark| {
        let width = 14 * page.lines[2].text.chars().count() as u32;
        BoundingBox { x0: mark.x1 + 14, x1: mark.x1 + 14 + width, ..mark }
    });
    let found = structure(&document(vec![page])).footnotes;
    let texts: Vec<&str> = found.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm trong năm, chưa kể các trạm của trường."]
    );
}

#[test]
fn each_column_has_notes_at_its_own_foot() {
    let first = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió¹ tại các xã ven sông của tỉnh nhà trong năm."],
        &["¹ Gồm hai mươi tám trạm cũ và mười hai trạm đặt thêm."],
    );
    let mut second = noted_page(
        1,
        &["Mỗi trạm có một người trông coi² suốt ngày đêm, kể cả ngày lễ và ngày nghỉ nữa."],
        &["² Người trông coi được hưởng phụ cấp theo quy định."],
    );
    let beside = |bbox: BoundingBox| BoundingBox { x0: bbox.x0 + 1500, x1: bbox.x1 + 1500, ..bbox };
    second.lines.iter_mut().for_each(|line| line.bbox = line.bbox.map(beside));
    second.rules.iter_mut().for_each(|rule| rule.bbox = beside(rule.bbox));
    let page = Page {
        width: Some(3200),
        lines: [first.lines.clone(), second.lines].concat(),
        rules: [first.rules.clone(), second.rules].concat(),
        ..first
    };
    assert_eq!(notes(vec![page]), [note("1", "Gồm", &["gió"]), note("2", "Người", &["coi"])]);
}

#[test]
fn articles_and_lettered_items_set_smaller_are_no_notes() {
    let page = noted_page(
        1,
        &["Toàn tỉnh có bốn mươi trạm đo gió”, mỗi trạm có một người trông coi” suốt ngày đêm."],
        &[
            "1. Người trông coi ghi sổ hằng ngày và báo cáo Sở vào cuối tháng.",
            "a) Không được rời trạm khi chưa có người thay.",
            "2. Máy đo được thay hằng quý theo kế hoạch bảo trì đã được duyệt.",
            "Điều 4. Trách nhiệm của Sở",
        ],
    );
    assert_eq!(notes(vec![Page { rules: Vec::new(), ..page }]), []);
}

#[test]
fn a_numbered_row_closes_no_table_and_the_longest_amounts_are_no_texts() {
    let columns = [100, 200, 600, 900, 1400];
    let rows = [100, 160, 220, 280, 340, 400];
    let cells = [
        (0, 0, "STT"),
        (0, 1, "Vật tư"),
        (0, 2, "Đơn giá"),
        (0, 3, "Thành tiền"),
        (1, 0, "1"),
        (1, 1, "Đá"),
        (1, 2, "2.881.000"),
        (1, 3, "259.290.000"),
        (2, 0, "2"),
        (2, 1, "Tổng Công Chiến"),
        (2, 2, "1.146.000"),
        (2, 3, "175.636.000"),
        (3, 0, "3"),
        (3, 1, "Dây"),
        (3, 2, "289.000"),
        (3, 3, "123.409.000"),
        (4, 1, "Tổng cộng"),
        (4, 3, "558.335.000"),
    ];
    let document = crate::sample::structured(ruled(&columns, &rows, &cells));
    let told: Vec<(&str, &str)> =
        document.tables[0].rows.iter().map(|row| (&*row.path, row.text.as_str())).collect();
    assert_eq!(told, [("1", "Đá"), ("2", "Tổng Công Chiến"), ("3", "Dây"), ("TOTAL", "Tổng cộng")]);
    assert_eq!(document.tables[0].rows[0].values[3], Some(259_290_000.0));
}

#[test]
fn names_over_and_beside_others_are_the_head_though_none_is_known_and_years_are_among_them() {
    let columns = [100, 200, 600, 800, 1000, 1200, 1400];
    let rows = [100, 160, 220, 280, 340];
    let cells = [
        (0, 0, "si"),
        (0, 1, "Trạm"),
        (1, 1, "đo"),
        (0, 2, "Năm 2022"),
        (0, 4, "Năm 2023"),
        (1, 2, "Gió"),
        (1, 3, "Mưa"),
        (1, 4, "Gió"),
        (1, 5, "Mưa"),
        (2, 0, "A"),
        (2, 1, "VEN SÔNG"),
        (2, 2, "15"),
        (2, 3, "17"),
        (2, 4, "18"),
        (2, 5, "16"),
        (3, 0, "B"),
        (3, 1, "TRÊN ĐỒI"),
        (3, 2, "5"),
        (3, 3, "7"),
        (3, 4, "8"),
        (3, 5, "6"),
    ];
    let mut cells = cells.to_vec();
    // The lines of a name stand level with those of the names beside it.
    cells.push((1, 0, "TT"));
    let mut document = ruled(&columns, &rows, &cells);
    for Rule { bbox, horizontal } in &mut document.pages[0].rules {
        if *horizontal && bbox.middle().1.abs_diff(160) < 5 {
            bbox.x0 = 600;
        }
        if !*horizontal && [800, 1200].iter().any(|x| bbox.middle().0.abs_diff(*x) < 5) {
            bbox.y0 = 160;
        }
    }
    document.pages[0].grids = grids::find(&document.pages[0].rules, 300.0);
    let document = crate::sample::structured(document);
    let table = &document.tables[0];
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[..2], ["si TT", "Trạm đo"]);
    assert_eq!(names[2..], ["Năm 2022 Gió", "Năm 2022 Mưa", "Năm 2023 Gió", "Năm 2023 Mưa"]);
    assert_eq!(table.rows.iter().map(|row| &*row.path).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn a_cell_over_rows_reaches_over_those_that_hold_something_and_no_label_is_lost_under_it() {
    let columns = [100, 200, 900, 1200, 1500];
    let rows = [100, 160, 220, 280, 340, 400];
    let cells = [
        (0, 0, "TT"),
        (0, 1, "Nội dung"),
        (0, 2, "Số lượng"),
        (1, 0, "1"),
        (1, 1, "Đo gió ở trạm"),
        (1, 2, "5"),
        (3, 1, "Đo mưa ở trạm"),
        (3, 2, "6"),
        (4, 0, "2"),
        (4, 1, "Đo nắng ở trạm"),
        (4, 2, "7"),
    ];
    let mut document = ruled(&columns, &rows, &cells);
    let merged = &mut document.pages[0].grids[0].cells;
    merged.retain(|cell| !(cell.column == 0 && matches!(cell.row, 2 | 3)));
    let first = merged.iter_mut().find(|cell| (cell.row, cell.column) == (1, 0)).expect("the first label's");
    (first.rows, first.bbox.y1) = (3, 340);
    let document = crate::sample::structured(document);
    crate::body::assert_read(&document);
    let table = &document.tables[0];
    let told: Vec<(&str, u32)> = table.rows.iter().map(|row| (&*row.cells[0], row.cells[0].rows)).collect();
    assert_eq!(told, [("1", 2), ("", 1), ("2", 1)]);
    assert_eq!(table.columns.len(), 3, "the empty column is left out");
    let html = String::from_utf8(phuchoi::export::html::render(&document).expect("HTML")).expect("UTF-8");
    assert_eq!(html.matches("rowspan=\"2\"").count(), 1);
}

#[test]
fn an_entry_of_a_list_of_contents_is_no_heading() {
    for contents in [
        "I. KẾT QUẢ ĐO GIÓ ............ 2\nII. HẠN CHẾ ............ 5",
        "Phần I. KẾT QUẢ ĐO GIÓ……… 2\nPhần II. HẠN CHẾ……… 5",
        "1. Công tác đo gió . . . . . 2\n2. Công tác bảo trì . . . . . 5",
        "Chương I\nKẾT QUẢ ĐO GIÓ .......2\nChương II\nHẠN CHẾ .......5",
        "Điều 1. Phạm vi ____ 2\nĐiều 2. Đối tượng ____ 5",
        "1.1. Công tác đo đạc và chỉnh lý số liệu của các trạm trong năm\ntrên địa bàn tỉnh ...... 2",
    ] {
        let page = format!("MỤC LỤC\n\n{contents}");
        let body = "I. KẾT QUẢ ĐO GIÓ\n\nGió mạnh.\n\nII. HẠN CHẾ\n\nGió yếu.";
        let document = crate::sample::structured(text(&[&page, body]));
        crate::body::assert_read(&document);
        let mut headings = Vec::new();
        outline(&document.sections, &mut headings);
        headings.retain(|heading| heading != "1  | ");
        assert_eq!(headings, ["1 I | KẾT QUẢ ĐO GIÓ", "1 II | HẠN CHẾ"], "{contents}");
    }
    let document = crate::sample::structured(text(&["I. KẾT QUẢ NĂM 2023\n\nGió mạnh..."]));
    assert_eq!(document.sections[0].label, "I");
}

/// Each row's label with its path, and whether it stands somewhere, of a table of which the label, the words and two numbers of
/// each row are given.
fn labels(rows: &[(&str, &str, &str)]) -> Vec<(String, String, bool)> {
    let rows: Vec<String> =
        rows.iter().map(|(label, words, number)| format!("{label} {words} {number}")).collect();
    let page = format!("TT NỘI DUNG ĐIỂM CHUẨN\n{}", rows.join("\n"));
    let document = crate::sample::structured(text(&[&page]));
    crate::body::assert_read(&document);
    let table = &document.tables[0];
    let row =
        |row: &phuchoi::document::Row| (row.label.to_string(), row.path.clone(), !row.label.spans.is_empty());
    table.rows.iter().map(row).collect()
}

#[test]
fn a_row_s_label_is_what_is_printed_and_no_other_numbering_takes_its_place() {
    let cases: [&[(&str, &str)]; 5] = [
        &[("101", "101"), ("102", "102"), ("103", "103")],
        &[("210", "210"), ("305", "305"), ("411", "411")],
        &[("01", "1"), ("02", "2"), ("03", "3")],
        &[("1", "1"), ("2", "2"), ("102", "102"), ("3", "3")],
        &[("12", "12"), ("13", "13"), ("14", "14")],
    ];
    for case in cases {
        let rows: Vec<(&str, &str, &str)> =
            case.iter().map(|(label, _)| (*label, "Đo gió ở trạm", "5")).collect();
        let expected: Vec<(String, String, bool)> =
            case.iter().map(|(label, path)| ((*label).to_owned(), (*path).to_owned(), true)).collect();
        assert_eq!(labels(&rows), expected);
    }
}

#[test]
fn a_row_s_label_that_the_sequence_gives_stands_nowhere_and_is_told() {
    let page = "TT NỘI DUNG ĐIỂM CHUẨN\n1 Đo gió 5\n2 Đo mưa 5\n| Đo nắng 5\n4 Đo sương 5";
    let document = crate::sample::structured(text(&[page]));
    crate::body::assert_read(&document);
    let bare: Vec<&str> = document.tables[0]
        .rows
        .iter()
        .filter(|row| row.label.spans.is_empty())
        .map(|row| row.label.as_str())
        .collect();
    assert_eq!(bare, ["3"]);
    assert!(document.warnings.iter().any(|warning| warning.code == "row-label-restored"));
}

#[test]
fn a_heading_s_label_is_what_is_printed_its_word_as_it_is_spoken_of() {
    let label = |line: &str| {
        let page = format!("{line}\nKẾT QUẢ ĐO GIÓ\n\nGió mạnh ở ven sông.");
        let document = crate::sample::structured(text(&[&page]));
        crate::body::assert_read(&document);
        let line = document.pages[0].lines[0].text.clone();
        (document.sections[0].label.to_string(), line)
    };
    let same = |text: &str| (text.to_owned(), text.to_owned());
    for printed in ["Phần I", "Phụ lục 01", "Phụ lục số 2", "Phụ lục số III", "Điều 1"] {
        assert_eq!(label(printed), same(printed), "{printed}");
    }
    let spoken = |text: &str, printed: &str| (text.to_owned(), printed.to_owned());
    for (printed, text) in [
        ("PHẦN I", "Phần I"),
        ("CHƯƠNG I", "Chương I"),
        ("PHỤ LỤC I", "Phụ lục I"),
        ("PHỤ LỤC SỐ 02", "Phụ lục số 02"),
        ("MỤC 1", "Mục 1"),
        ("TIỂU MỤC 2", "Tiểu mục 2"),
    ] {
        assert_eq!(label(printed), spoken(text, printed), "{printed}");
    }
    for (read, printed) in [("Phin I", "Phần I"), ("CHUONG I", "CHƯƠNG I"), ("Phụ luc 1", "Phụ lục 1")]
    {
        let (text, line) = label(read);
        assert_eq!((text.to_lowercase(), line.as_str()), (printed.to_lowercase(), printed), "{read}");
    }
}

#[test]
fn a_table_s_number_over_the_title_that_the_table_has_is_no_heading() {
    for number in ["Biểu số 02", "Bảng 2", "Mẫu số 03", "BIỂU SỐ 4:"] {
        let annex = THIRD.replace("Phụ lục 01", number);
        assert!(annex.starts_with(number));
        let document = crate::sample::structured(text(&["Kế hoạch đo gió.", &annex]));
        let titles: Vec<&str> = document.sections.iter().map(|section| &*section.title).collect();
        assert_eq!(document.tables.len(), 1, "{number}");
        assert!(!titles.contains(&number), "{titles:?}");
    }
}

#[test]
fn a_note_of_a_text_ends_where_an_empty_line_parts_it_from_what_is_none() {
    let head = "BÁO CÁO\nKết quả đo gió năm 2023\n\nGió mạnh ở ven sông^[1] và yếu ở đồi^[2].\n\n";
    let notes = "^[1] Theo số đo của trạm.\n\n^[2] Trạm trên đồi mới đặt,\n\ncòn thiếu số đo.";
    for after in [
        "Phần sau nói về mưa.\n\nII. LƯỢNG MƯA\nMưa nhiều.",
        "II. LƯỢNG MƯA\nMưa nhiều.",
        "Nơi nhận:     GIÁM ĐỐC\n- Như trên;\n- Lưu: VT.     Trần Gió Lành",
        "- Mưa nhiều;\n- Nắng ít.",
        "Bảng này dùng cho các trạm.",
    ] {
        let document = crate::sample::structured(text(&[&format!("{head}{notes}\n\n{after}")]));
        crate::body::assert_read(&document);
        let texts: Vec<&str> = document.footnotes.iter().map(|note| &*note.text).collect();
        assert_eq!(texts, ["Theo số đo của trạm.", "Trạm trên đồi mới đặt, còn thiếu số đo."], "{after}");
    }
}

#[test]
fn what_stands_between_recipients_and_signer_is_of_the_closing_and_in_its_order() {
    for between in
        ["(đã ký)", "Người lập biểu", "Ghi chú: đo lại\nvào mùa mưa.", "(Đã ký và đóng dấu)\n\nNgười đo"]
    {
        let page = format!(
            "BÁO CÁO\nKết quả đo gió\n\nGió mạnh ở ven sông.\n\nNơi nhận:\n- Các trạm;\n- Lưu: VT.\n{between}\n\n    Trần Gió Lành"
        );
        let document = crate::sample::structured(text(&[&page]));
        crate::body::assert_read(&document);
        let markdown = phuchoi::export::markdown::render(&document);
        let printed = ["Lưu: VT", between.lines().next().expect("a line"), "Trần Gió Lành"];
        let places: Vec<Option<usize>> = printed.iter().map(|words| markdown.find(words)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{markdown}");
    }
}

#[test]
fn a_line_that_ends_with_a_value_is_a_paragraph_of_its_own() {
    for gap in ["      ", "\t", "            "] {
        let rows =
            ["Gió mạnh trong năm", "Gió yếu trong năm", "Mưa"].map(|name| format!("{name}{gap}12 ngày"));
        let page = format!(
            "BÁO CÁO\nKết quả đo gió\n\nSố ngày đo được ở các trạm ven sông như sau đây:\n{}",
            rows.join("\n")
        );
        let document = crate::sample::structured(text(&[&page]));
        crate::body::assert_read(&document);
        let markdown = phuchoi::export::markdown::render(&document);
        assert!(markdown.contains("12 ngày\n\nGió yếu") && markdown.contains("12 ngày\n\nMưa"), "{markdown}");
    }
    let wide = "Gió mạnh   5 ngày liền ở ven sông xanh và ở trên\nđồi cao.";
    let document = crate::sample::structured(text(&[&format!("BÁO CÁO\nKết quả đo gió\n\n{wide}")]));
    assert!(phuchoi::export::markdown::render(&document).contains("ở trên đồi cao."));
}

#[test]
fn a_kind_and_a_number_of_a_head_are_mended_in_their_lines() {
    let page = "UBND TỈNH SÔNG XANH\nSố: O5/QĐ-UBND\nQUYÉT ĐỊNH\nVề việc đo gió";
    let document = crate::sample::structured(text(&[page]));
    crate::body::assert_read(&document);
    let lines: Vec<&str> = document.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines[1..3], ["Số: 05/QĐ-UBND", "QUYẾT ĐỊNH"]);
    assert_eq!(document.letterhead.number.as_deref(), Some("05/QĐ-UBND"));
    assert_eq!(document.letterhead.kind.as_deref(), Some("QUYẾT ĐỊNH"));
}

#[test]
fn a_table_s_header_without_rows_is_text() {
    let document = crate::sample::structured(text(&["TT NỘI DUNG ĐIỂM\nKhông có dòng nào.", "Hết."]));
    crate::body::assert_read(&document);
    assert_eq!(document.tables.len(), 0);
}

fn any_line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,8}",
        "[0-9IVXl|.,)®”'*%?!-]{1,5}",
        prop::sample::select(vec![
            "TT",
            "NỘI DUNG",
            "ĐIỂM CHUẨN",
            "Phần",
            "Chương",
            "Điều",
            "Nơi nhận:",
            "Số:",
            "ngày 5 tháng 6 năm 2020",
            "TỔNG ĐIỂM",
            "Ghi chú",
            "(Kèm theo",
            "BÁO CÁO",
            "^[1]",
            "- ",
            "1.1.",
            "a)",
            "",
            "100 100",
            "PHỤ LỤC II",
            "Phin 11",
            "QUYÉT ĐỊNH",
            "Số: O5/QĐ-UBND",
            "Lâm Hải, ngày I7 tháng I1 năm 2O23",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "UBND TỈNH",
            "V/v đo gió",
            "- Lưu: VT.",
            "KT. CHU TỊCH",
            "Trần Thị Gió Lành",
            "tỉnh'",
            "    ",
            "01",
            "102",
            "II1.",
            "l",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|p| p.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_give_records_whose_edits_apply(
        pages in prop::collection::vec(prop::collection::vec(any_line(), 0..30), 0..4),
    ) {
        let pages = pages.into_iter().zip(1..).map(|(lines, n)| Page::of_text(n, lines.into_iter().map(Line::from_text).collect()));
        let mut document = document(pages.collect());
        let records = structure(&document);
        for table in &records.tables {
            for row in &table.rows {
                prop_assert_eq!((row.cells.len(), row.values.len(), row.printed.len()), (table.columns.len(), table.columns.len(), table.columns.len()));
            }
        }
        prop_assert_eq!(ledger::apply(&mut document, records.edits.clone()), vec![]);
        crate::body::assert_read(&crate::sample::structured(document));
    }

    #[test]
    fn any_boxes_give_records(
        words in prop::collection::vec((any_line(), 0u32..3000, 0u32..4000, 1u32..900), 0..40),
        rules in prop::collection::vec((0u32..3000, 0u32..4000, 0u32..3000, any::<bool>()), 0..20),
        skew in -3.0f32..3.0,
        turn in 0u16..4,
    ) {
        let lines = words
            .into_iter()
            .map(|(text, x, y, w)| Line { bbox: Some(BoundingBox::new(x, y, x + w, y + 40)), ..Line::from_text(text) });
        let mut page = Page::of_text(1, lines.collect());
        (page.width, page.height, page.skew, page.rotation) = (Some(3000), Some(4000), skew, turn * 90);
        page.rules = rules
            .into_iter()
            .map(|(x, y, length, horizontal)| {
                let (w, h) = if horizontal { (length, 4) } else { (4, length) };
                Rule { bbox: BoundingBox::new(x, y, x + w, y + h), horizontal }
            })
            .collect();
        page.grids = grids::find(&page.rules, 300.0);
        crate::body::assert_read(&crate::sample::structured(document(vec![page])));
    }
}

/// A decision with the regulation that it issues, two annexes with three tables, and a second paper of the same pile.
const PILE: [&str; 6] = [
    "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc
Số: 31/QĐ-SĐG                Sông Xanh, ngày 5 tháng 6 năm 2023
QUYẾT ĐỊNH
Về việc ban hành Quy chế đo gió
GIÁM ĐỐC SỞ ĐO GIÓ
Căn cứ Luật Gió;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Quy chế đo gió.
Điều 2. Các phòng thi hành Quyết định này./.
Nơi nhận: GIÁM ĐỐC
- Như Điều 2;
- Lưu: VT. Trần Thị Gió Lành",
    "QUY CHẾ
Đo gió
(Ban hành kèm theo Quyết định số 31/QĐ-SĐG ngày 5 tháng 6 năm 2023)
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
Quy chế này quy định việc đo gió.",
    "Phụ lục I
BẢNG CHẤM ĐIỂM TRẠM
(Kèm theo Quyết định số 31/QĐ-SĐG ngày 5 tháng 6 năm 2023)
TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM
I ĐO ĐẠC 30 28
1 Đặt trạm 10 10
2 Chỉnh lý 20 18
TỔNG ĐIỂM 30 28
Bảng này dùng cho các trạm.",
    "BẢNG CHẤM ĐIỂM PHÒNG
TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM
I BẢO TRÌ 20 20
1 Trạm cũ 10 10
2 Trạm mới 10 10
TỔNG ĐIỂM 20 20",
    "PHỤ LỤC II
(Kèm theo Quyết định số 31/QĐ-SĐG ngày 5 tháng 6 năm 2023)
TT NỘI DUNG ĐIỂM CHUẨN ĐIỂM TỰ CHẤM
I AN TOÀN 20 19
1 Cột đo 10 10
2 Dây cáp 10 9
TỔNG ĐIỂM 20 19",
    "UBND TỈNH SÔNG XANH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ ĐO GIÓ                    Độc lập - Tự do - Hạnh phúc
Số: 32/TB-SĐG                Sông Xanh, ngày 7 tháng 6 năm 2023
THÔNG BÁO
Về việc nghỉ lễ
Kính gửi: Các trạm
Sở thông báo lịch nghỉ.
Nơi nhận:
- Các trạm;
- Lưu: VT.",
];

#[test]
fn headings_found_again_are_those_of_the_whole_reading() {
    fn titles(sections: &[Section]) -> Vec<(u8, &str, &str)> {
        sections
            .iter()
            .flat_map(|section| {
                let own = (section.level, section.label.as_str(), section.title.as_str());
                std::iter::once(own).chain(titles(&section.children))
            })
            .collect()
    }
    let document = text(&PILE);
    let whole = structure(&document).sections;
    let again = WithoutOutline::of(&document);
    for _ in 0..2 {
        assert_eq!(titles(&again.sections(Weights::built_in())), titles(&whole));
    }
}

#[test]
fn a_decision_its_regulation_its_annexes_and_a_second_paper_are_parts_with_their_own() {
    let document = crate::sample::structured(text(&PILE));
    crate::body::assert_read(&document);
    let parts: Vec<_> = document
        .parts
        .iter()
        .map(|part| {
            let count = |[from, to]: [u32; 2]| (to - from) as usize;
            let kind = part.letterhead.kind.as_deref();
            (part.kind, kind, part.title.as_deref(), count(part.sections), count(part.tables))
        })
        .collect();
    assert_eq!(
        parts,
        [
            (PartKind::Document, Some("QUYẾT ĐỊNH"), None, 3, 0),
            (PartKind::Annex, Some("QUY CHẾ"), Some("QUY CHẾ Đo gió"), 1, 0),
            (PartKind::Annex, None, Some("Phụ lục I BẢNG CHẤM ĐIỂM TRẠM"), 1, 2),
            (PartKind::Annex, None, Some("Phụ lục II"), 1, 1),
            (PartKind::Document, Some("THÔNG BÁO"), None, 1, 0),
        ]
    );
    let numbers: Vec<Option<&str>> =
        document.parts.iter().map(|part| part.letterhead.number.as_deref()).collect();
    assert_eq!(numbers, [Some("31/QĐ-SĐG"), None, None, None, Some("32/TB-SĐG")]);
    assert_eq!(document.parts[4].letterhead.recipients, ["Các trạm", "Lưu: VT"]);
    assert_eq!(document.letterhead, document.parts[0].letterhead);

    let markdown = phuchoi::export::markdown::render(&document);
    let printed = [
        "Về việc ban hành Quy chế",
        "Như Điều 2",
        "# QUY CHẾ",
        "Chương I",
        "Phụ lục I",
        "Chỉnh lý",
        "Bảng này dùng",
        "CHẤM ĐIỂM PHÒNG",
        "Trạm cũ",
        "PHỤ LỤC II",
        "Cột đo",
        "# THÔNG BÁO",
        "Các trạm;",
    ];
    let places: Vec<Option<usize>> = printed.iter().map(|words| markdown.find(words)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?} in {markdown}");
}

#[test]
fn a_heading_that_goes_on_in_its_paragraph_has_its_title_and_the_rest_is_text() {
    let page = printed(&[
        ("I - KẾT QUẢ ĐO GIÓ", INDENT, 480),
        ("1/ Về đo gió ở tầng thấp: Sở đã đặt thêm mười hai trạm đo gió tại các xã ven", INDENT, RIGHT),
        ("sông và trên đồi.", LEFT, 300),
        ("2/ Về bảo trì: Đã bảo trì đủ các trạm theo kế hoạch của năm, trong đó có ba", INDENT, RIGHT),
        ("trạm phải sửa chữa lớn.", LEFT, 360),
        ("II - NHIỆM VỤ", INDENT, 400),
        ("1/ Về sổ ghi: Mỗi trạm có một sổ ghi, người trông coi ký nhận hằng ngày theo", INDENT, RIGHT),
        ("mẫu của Sở.", LEFT, 260),
    ]);
    let sections = structure(&document(vec![page])).sections;
    let mut headings = Vec::new();
    outline(&sections, &mut headings);
    assert_eq!(
        headings,
        [
            "1 I | KẾT QUẢ ĐO GIÓ",
            "2 1 | Về đo gió ở tầng thấp",
            "2 2 | Về bảo trì",
            "1 II | NHIỆM VỤ",
            "2 1 | Về sổ ghi"
        ]
    );
    let text = &sections[0].children[1].paragraphs[0];
    assert!(text.starts_with("Đã bảo trì") && text.ends_with("sửa chữa lớn."), "{text}");
}

#[test]
fn a_heading_s_title_goes_on_over_lines_up_to_its_colon() {
    let page = printed(&[
        ("I - KẾT QUẢ ĐO GIÓ", INDENT, 480),
        ("1/ Về đo gió ở tầng thấp theo yêu cầu của các xã ven sông và của các trạm ở", INDENT, RIGHT),
        ("trên đồi: Sở đã đặt thêm mười hai trạm đo gió tại các xã ven sông, và nâng", LEFT, RIGHT),
        ("tổng số trạm lên bốn mươi.", LEFT, 420),
        ("2/ Về bảo trì: Đã bảo trì đủ các trạm theo kế hoạch của năm, trong đó có ba", INDENT, RIGHT),
        ("trạm phải sửa chữa lớn.", LEFT, 360),
    ]);
    let sections = structure(&document(vec![page])).sections;
    let heading = &sections[0].children[0];
    assert_eq!(
        heading.title.text,
        "Về đo gió ở tầng thấp theo yêu cầu của các xã ven sông và của các trạm ở trên đồi"
    );
    let text = &heading.paragraphs[0];
    assert!(text.starts_with("Sở đã đặt") && text.ends_with("lên bốn mươi."), "{text}");
}

#[test]
fn articles_in_a_row_have_titles_before_their_words_or_none() {
    let headings_of = |second: &str| {
        let page = printed(&[
            (
                "Điều 1. Phạm vi: Quy chế này quy định việc đo gió của các trạm trong toàn tỉnh.",
                INDENT,
                RIGHT,
            ),
            (second, INDENT, RIGHT),
            ("trạm.", LEFT, 180),
        ]);
        let mut headings = Vec::new();
        outline(&structure(&document(vec![page])).sections, &mut headings);
        headings
    };
    let titled = headings_of("Điều 2. Sổ ghi, mẫu ghi: Mỗi trạm có một sổ ghi, do người trông coi giữ tại");
    assert_eq!(titled, ["1 Điều 1 | Phạm vi", "1 Điều 2 | Sổ ghi, mẫu ghi"]);
    let plain = headings_of("Điều 2. Mỗi trạm có một sổ ghi theo mẫu của Sở, do người trông coi giữ tại");
    assert_eq!(plain, ["1 Điều 1 | ", "1 Điều 2 | "]);
}

#[test]
fn a_disc_that_was_read_as_a_letter_opens_an_item_below_a_title() {
    let page = printed(&[
        ("1. Về đo gió", LEFT, 300),
        ("e Sở đã đặt thêm mười hai trạm đo gió tại các xã ven sông.", LEFT, 900),
        ("e Các trạm gửi số liệu về trung tâm mỗi giờ một lần.", LEFT, 850),
        ("2. Về bảo trì", LEFT, 300),
        ("e Đã bảo trì đủ các trạm theo kế hoạch của năm.", LEFT, 800),
    ]);
    let mut headings = Vec::new();
    outline(&structure(&document(vec![page])).sections, &mut headings);
    assert_eq!(headings, ["1 1 | Về đo gió", "1 2 | Về bảo trì"]);
}

#[test]
fn a_title_in_the_middle_ends_where_the_text_under_it_begins_without_a_gap() {
    let page = printed(&[
        ("I/ Về đo gió ở tầng thấp", 430, 770),
        ("Sở đã đặt thêm mười hai trạm đo gió tại các xã ven sông và nâng tổng số trạm", LEFT, RIGHT),
        ("của toàn tỉnh lên bốn mươi.", LEFT, 420),
        ("II/ Về bảo trì", 500, 700),
        ("Đã bảo trì đủ các trạm theo kế hoạch của năm, trong đó có ba trạm phải sửa", LEFT, RIGHT),
        ("chữa lớn.", LEFT, 240),
    ]);
    let mut headings = Vec::new();
    outline(&structure(&document(vec![page])).sections, &mut headings);
    assert_eq!(headings, ["1 I | Về đo gió ở tầng thấp", "1 II | Về bảo trì"]);
}

#[test]
fn sentences_with_numbers_are_paragraphs_whatever_closes_the_number() {
    for closing in [".", ")", "/", " -"] {
        let lines: Vec<String> = [
            "Sở đặt thêm mười hai trạm đo gió tại các xã ven sông và trên đồi trong năm nay.",
            "Các trạm gửi số liệu về trung tâm mỗi giờ một lần, kể cả ngày nghỉ và ngày lễ.",
            "Người trông coi ký nhận vào sổ ghi hằng ngày theo mẫu của Sở, không để sót.",
        ]
        .into_iter()
        .zip(1..)
        .map(|(sentence, n)| format!("{n}{closing} {sentence}"))
        .collect();
        let page = printed(&lines.iter().map(|line| (line.as_str(), INDENT, RIGHT)).collect::<Vec<_>>());
        let mut headings = Vec::new();
        outline(&structure(&document(vec![page])).sections, &mut headings);
        assert_eq!(headings, ["1  | "], "{closing}");
    }
}
