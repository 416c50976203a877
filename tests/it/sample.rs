//! A small document with everything in it: two pages of a report of an office that does not exist.

use phuchoi::document::{
    Author, Block, BlockKind, BoundingBox, Cell, Check, CheckStatus, Column, ColumnRole, DateField, Document,
    Edit, Field, Footnote, Letterhead, Line, LineId, Lines, Page, PageStatus, Part, PartKind, Reference,
    RestoredImage, Row, Rule, SCHEMA, Section, Signer, SourceInfo, SourceKind, Span, Table, TableKind, Text,
    Warning, Word, ledger,
};
use phuchoi::structure::structure;

const FIRST: [&str; 16] = [
    "I. KET QUA",
    "Co quan co 45 bien che' va 06 hop dong.",
    "1. Công tác tham mưu",
    "- Tổ chức [họp] *đúng* hạn.",
    "UBND TỈNH LÂM HẢI",
    "VĂN PHÒNG",
    "Số: 12/BC-VP",
    "Lâm Hải, ngày 18 tháng 12 năm 2023",
    "BÁO CÁO",
    "Tổng kết công tác năm 2023",
    "Nơi nhận:",
    "- Như trên;",
    "- Lưu: VT.",
    "CHÁNH VĂN PHÒNG",
    "Trần Mẫu",
    "1 Trong do co 02 nguoi moi.",
];

const SECOND: [&str; 8] = [
    "2",
    "II. BANG DIEM",
    "Bảng chấm điểm",
    "TT NỘI DUNG ĐIỂM CHUẨN TỰ CHẤM",
    "I THI ĐUA 1.200 105",
    "1 Kế hoạch | chỉ đạo 1.000 1.000",
    "2 Khen thưởng 200 195,5",
    "3 Không chấm 00/00",
];

/// The document, its edits applied. Its head stands in the middle of the first page, so that what is read differs from what is
/// printed from the top down.
pub(crate) fn document() -> Document {
    let source = SourceInfo {
        path: "bao-cao.pdf".to_owned(),
        blake3: blake3_of("bao-cao"),
        kind: SourceKind::Pdf,
        page_count: 2,
    };
    let mut document = Document::new(source, vec![page(1, &FIRST), page(2, &SECOND)]);
    assert_eq!(document.schema, SCHEMA);
    let edit = |page, line, span: [u32; 2], before: &str, after: &str, by| Edit {
        page,
        line,
        span,
        before: before.to_owned(),
        after: after.to_owned(),
        reason: "channel".to_owned(),
        confidence: 0.98,
        by,
        time: None,
        replaced: Vec::new(),
    };
    let proposals = vec![
        edit(1, 1, [3, 10], "KET QUA", "KẾT QUẢ", Author::Repair),
        edit(1, 2, [0, 7], "Co quan", "Cơ quan", Author::Repair),
        edit(1, 2, [22, 23], "'", "^[1]", Author::Structure),
        edit(1, 16, [0, 2], "1 ", "^[1] ", Author::Structure),
        edit(2, 5, [16, 19], "105", "1.195,5", Author::Arithmetic),
    ];
    assert_eq!(ledger::apply(&mut document, proposals), []);
    let at = |page, line, words: &str| at(&document, page, line, words);
    let field = |line, words: &str| Some(Field::from(at(1, line, words)));
    let letterhead = Letterhead {
        parent: field(5, "UBND TỈNH LÂM HẢI"),
        issuer: field(6, "VĂN PHÒNG"),
        number: field(7, "12/BC-VP"),
        place: field(8, "Lâm Hải"),
        date: Some(DateField {
            field: at(1, 8, "ngày 18 tháng 12 năm 2023").into(),
            iso: Some("2023-12-18".to_owned()),
        }),
        kind: field(9, "BÁO CÁO"),
        subject: field(10, "Tổng kết công tác năm 2023"),
        recipients: [field(12, "Như trên;"), field(13, "Lưu: VT.")].into_iter().flatten().collect(),
        signer: Some(Signer { title: field(14, "CHÁNH VĂN PHÒNG"), name: field(15, "Trần Mẫu") }),
        signers: Vec::new(),
    };
    let mut first = section(1, at(1, 1, "I"), at(1, 1, "KẾT QUẢ"), (1, 1), Some(1));
    first.paragraphs = vec![at(1, 2, "Cơ quan co 45 bien che^[1] va 06 hop dong.")];
    let mut second = section(2, at(1, 3, "1"), at(1, 3, "Công tác tham mưu"), (1, 3), Some(3));
    second.paragraphs = vec![at(1, 4, "- Tổ chức [họp] *đúng* hạn.")];
    first.children = vec![second];
    let third = section(1, at(2, 2, "II"), at(2, 2, "BANG DIEM"), (2, 2), Some(8));
    let footnote = Footnote {
        mark: at(1, 16, "1"),
        text: at(1, 16, "Trong do co 02 nguoi moi."),
        page: 1,
        block: 6,
        references: vec![Reference { page: 1, line: 2, after: at(1, 2, "che") }],
    };
    let table = scores(&at);
    document.letterhead = letterhead;
    document.sections = vec![first, third];
    document.footnotes = vec![footnote];
    document.tables = vec![table];
    document.body = vec![
        block(BlockKind::Letterhead, [1, 5, 10]),
        block(BlockKind::Heading, [1, 1, 1]),
        block(BlockKind::Paragraph, [1, 2, 2]),
        block(BlockKind::Heading, [1, 3, 3]),
        block(BlockKind::ListItem, [1, 4, 4]),
        block(BlockKind::Closing, [1, 11, 15]),
        block(BlockKind::Footnote, [1, 16, 16]),
        block(BlockKind::PageNumber, [2, 1, 1]),
        block(BlockKind::Heading, [2, 2, 2]),
        block(BlockKind::Table, [2, 3, 8]),
    ];
    document.parts = vec![Part {
        kind: PartKind::Document,
        title: None,
        letterhead: document.letterhead.clone(),
        body: [0, 10],
        sections: [0, 2],
        tables: [0, 1],
        footnotes: [0, 1],
    }];
    document.warnings = vec![Warning {
        page: Some(2),
        code: "low-resolution".to_owned(),
        message: "the page has 110 dpi".to_owned(),
    }];
    document
}

/// Returns a document with the records and the body that the structure of its lines gives.
pub(crate) fn structured(mut document: Document) -> Document {
    let mut records = structure(&document);
    assert_eq!(ledger::apply(&mut document, std::mem::take(&mut records.edits)), []);
    records.enter(&mut document);
    document
}

/// Returns a text of a record where a line has its words.
pub(crate) fn at(document: &Document, page: u32, line: u32, words: &str) -> Text {
    let id = LineId::new(page, line);
    let text = &document.line(id).expect("the line").text;
    let start = text.find(words).unwrap_or_else(|| panic!("no `{words}` in `{text}`"));
    let start = text[..start].chars().count() as u32;
    let span = Span { line: id, start, end: start + words.chars().count() as u32 };
    Text { text: words.to_owned(), spans: vec![span] }
}

/// Returns a block of lines of a page: its number, the first and the last of them.
pub(crate) fn block(kind: BlockKind, lines: [u32; 3]) -> Block {
    Block { kind, lines: vec![Lines::from(lines)] }
}

/// Returns a section without paragraphs.
pub(crate) fn section(
    level: u8,
    label: Text,
    title: Text,
    (page, line): (u32, u32),
    block: Option<u32>,
) -> Section {
    Section { level, label, title, page, line, block, paragraphs: Vec::new(), children: Vec::new() }
}

fn blake3_of(text: &str) -> String {
    // Any 64 hexadecimal digits will do where nothing is compared.
    text.bytes().cycle().take(32).map(|byte| format!("{byte:02x}")).collect()
}

fn scores(at: &dyn Fn(u32, u32, &str) -> Text) -> Table {
    let column = |name: &str, role| Column { name: at(2, 4, name), role };
    let row = |line, path: &str, texts: [&str; 4], printed: [&str; 4], values: [Option<f64>; 2]| {
        let cell = |words: &&str| match *words {
            "" => Cell::bare(""),
            words => Cell::new(at(2, line, words)),
        };
        let cells: Vec<Cell> = texts.iter().map(cell).collect();
        Row {
            path: path.to_owned(),
            label: cells[0].text.clone(),
            text: cells[1].text.clone(),
            page: 2,
            printed: printed.map(str::to_owned).to_vec(),
            cells,
            values: vec![None, None, values[0], values[1]],
            confidence: 0.9,
        }
    };
    let check = |column, expected, found, status| Check {
        rule: "I = I.1 + I.2".to_owned(),
        row: "I".to_owned(),
        column,
        expected: Some(expected),
        found: Some(found),
        parts: vec![1, 2],
        status,
    };
    let of = |texts: [&'static str; 4]| (texts, texts);
    let rows = [
        (
            5,
            "I",
            (["I", "THI ĐUA", "1.200", "1.195,5"], ["I", "THI ĐUA", "1.200", "105"]),
            [Some(1200.0), Some(1195.5)],
        ),
        (6, "I.1", of(["1", "Kế hoạch | chỉ đạo", "1.000", "1.000"]), [Some(1000.0), Some(1000.0)]),
        (7, "I.2", of(["2", "Khen thưởng", "200", "195,5"]), [Some(200.0), Some(195.5)]),
        (8, "I.3", of(["3", "Không chấm", "00/00", ""]), [None, None]),
    ];
    let mut rows: Vec<Row> = rows
        .into_iter()
        .map(|(line, path, (texts, printed), values)| row(line, path, texts, printed, values))
        .collect();
    // The second `1.000` of its line.
    for span in &mut rows[1].cells[3].text.spans {
        (span.start, span.end) = (span.start + 6, span.end + 6);
    }
    Table {
        kind: TableKind::Score,
        title: Some(at(2, 3, "Bảng chấm điểm")),
        pages: vec![2],
        block: 9,
        columns: vec![
            column("TT", ColumnRole::Label),
            column("NỘI DUNG", ColumnRole::Text),
            column("ĐIỂM CHUẨN", ColumnRole::Max),
            column("TỰ CHẤM", ColumnRole::Score),
        ],
        repeated: Vec::new(),
        rows,
        checks: vec![
            check(2, 1200.0, 1200.0, CheckStatus::Holds),
            check(3, 1195.5, 105.0, CheckStatus::Repaired),
        ],
    }
}

fn page(number: u32, lines: &[&str]) -> Page {
    let line = |text: &str| Line {
        bbox: Some(BoundingBox::new(10, 20, 400, 60)),
        words: vec![Word {
            text: text.into(),
            ocr: text.into(),
            span: [0, text.chars().count() as u32],
            bbox: Some(BoundingBox::new(10, 20, 400, 60)),
            confidence: 0.5,
            ocr_confidence: Some(0.75),
            stroke: None,
            review: true,
            alternatives: Vec::new(),
        }],
        ..Line::from_text(text)
    };
    Page {
        number,
        scan: number,
        part: None,
        width: Some(2480),
        height: Some(3508),
        dpi: Some(300.0),
        rotation: 0,
        skew: -0.5,
        restored: Some(RestoredImage { width: 1653, height: 2339, curl: None }),
        status: PageStatus::Recognised,
        basis: None,
        text_layer: None,
        lines: lines.iter().map(|text| line(text)).collect(),
        left_out: Vec::new(),
        stamps: Vec::new(),
        rules: vec![Rule { bbox: BoundingBox::new(100, 3000, 700, 3004), horizontal: true }],
        grids: Vec::new(),
        blocks: Vec::new(),
    }
}
