//! A small document with everything in it: two pages of a report of an office that does not exist.

use phuchoi::document::{
    BoundingBox, Check, CheckStatus, Column, ColumnRole, Document, Edit, Footnote, Letterhead, Line, Page,
    PageStatus, Reference, Row, Rule, SCHEMA, Section, Signer, SourceInfo, SourceKind, Table, TableKind,
    Warning, Word, ledger,
};

/// The document, its edits applied.
pub(crate) fn document() -> Document {
    let mut document = Document {
        schema: SCHEMA.to_owned(),
        source: SourceInfo {
            path: "bao-cao.pdf".to_owned(),
            blake3: blake3_of("bao-cao"),
            kind: SourceKind::Pdf,
            page_count: 2,
        },
        signatures: Vec::new(),
        arrivals: Vec::new(),
        letterhead: Letterhead {
            parent: Some("UBND TỈNH LÂM HẢI".to_owned()),
            issuer: Some("VĂN PHÒNG".to_owned()),
            number: Some("12/BC-VP".to_owned()),
            place: Some("Lâm Hải".to_owned()),
            date: Some("2023-12-18".to_owned()),
            kind: Some("BÁO CÁO".to_owned()),
            subject: Some("Tổng kết công tác năm 2023".to_owned()),
            recipients: vec!["Như trên;".to_owned(), "Lưu: VT.".to_owned()],
            signer: Some(Signer {
                title: Some("CHÁNH VĂN PHÒNG".to_owned()),
                name: Some("Trần Mẫu".to_owned()),
            }),
        },
        sections: vec![
            section(
                1,
                "I",
                "KẾT QUẢ",
                1,
                &["Cơ quan có 45 biên chế^[1] và 06 hợp đồng."],
                vec![section(2, "1", "Công tác tham mưu", 1, &["- Tổ chức [họp] *đúng* hạn."], vec![])],
            ),
            section(1, "II", "BẢNG ĐIỂM", 2, &[], vec![]),
        ],
        footnotes: vec![Footnote {
            mark: "1".to_owned(),
            text: "Trong đó có 02 người mới.".to_owned(),
            page: 1,
            references: vec![Reference { page: 1, line: 2, after: "chế".to_owned() }],
        }],
        tables: vec![scores()],
        pages: vec![
            page(
                1,
                &["I. KET QUA", "Co quan co 45 bien che' va 06 hop dong.", "1 Trong do co 02 nguoi moi."],
            ),
            page(2, &["II. BANG DIEM"]),
        ],
        edits: Vec::new(),
        warnings: vec![Warning {
            page: Some(2),
            code: "low-resolution".to_owned(),
            message: "the page has 110 dpi".to_owned(),
        }],
    };
    let edit = |line, span: [u32; 2], before: &str, after: &str| Edit {
        page: 1,
        line,
        span,
        before: before.to_owned(),
        after: after.to_owned(),
        reason: "channel".to_owned(),
        confidence: 0.98,
    };
    let proposals = vec![
        edit(1, [3, 10], "KET QUA", "KẾT QUẢ"),
        edit(2, [0, 7], "Co quan", "Cơ quan"),
        edit(2, [22, 23], "'", "^[1]"),
    ];
    assert_eq!(ledger::apply(&mut document, proposals), []);
    document
}

fn blake3_of(text: &str) -> String {
    // Any 64 hexadecimal digits will do where nothing is compared.
    text.bytes().cycle().take(32).map(|byte| format!("{byte:02x}")).collect()
}

fn section(
    level: u8,
    label: &str,
    title: &str,
    page: u32,
    paragraphs: &[&str],
    children: Vec<Section>,
) -> Section {
    let paragraphs = paragraphs.iter().map(|&text| text.to_owned()).collect();
    Section { level, label: label.to_owned(), title: title.to_owned(), page, line: 1, paragraphs, children }
}

fn scores() -> Table {
    let column = |name: &str, role| Column { name: name.to_owned(), role };
    Table {
        kind: TableKind::Score,
        title: Some("Bảng chấm điểm".to_owned()),
        pages: vec![2],
        columns: vec![
            column("TT", ColumnRole::Label),
            column("NỘI DUNG", ColumnRole::Text),
            column("ĐIỂM CHUẨN", ColumnRole::Max),
            column("TỰ CHẤM", ColumnRole::Score),
        ],
        rows: vec![
            row("I", "THI ĐUA", ["1.200", "1.195,5"], [Some(1200.0), Some(1195.5)]),
            row("I.1", "Kế hoạch | chỉ đạo", ["1.000", "1.000"], [Some(1000.0), Some(1000.0)]),
            row("I.2", "Khen thưởng", ["200", "195,5"], [Some(200.0), Some(195.5)]),
            row("I.3", "Không chấm", ["00/00", ""], [None, None]),
        ],
        checks: vec![
            Check {
                rule: "I = I.1 + I.2".to_owned(),
                row: "I".to_owned(),
                column: 2,
                expected: Some(1200.0),
                found: Some(1200.0),
                status: CheckStatus::Holds,
            },
            Check {
                rule: "I = I.1 + I.2".to_owned(),
                row: "I".to_owned(),
                column: 3,
                expected: Some(1195.5),
                found: Some(105.0),
                status: CheckStatus::Repaired,
            },
        ],
    }
}

fn row(path: &str, text: &str, cells: [&str; 2], values: [Option<f64>; 2]) -> Row {
    let label = path.rsplit('.').next().unwrap_or_default().to_owned();
    let cells = vec![label.clone(), text.to_owned(), cells[0].to_owned(), cells[1].to_owned()];
    Row {
        path: path.to_owned(),
        label,
        text: text.to_owned(),
        page: 2,
        printed: cells.clone(),
        cells,
        values: vec![None, None, values[0], values[1]],
        confidence: 0.9,
    }
}

fn page(number: u32, lines: &[&str]) -> Page {
    let line = |text: &str| Line {
        bbox: Some(BoundingBox::new(10, 20, 400, 60)),
        words: vec![Word {
            text: text.to_owned(),
            ocr: text.to_owned(),
            span: [0, text.chars().count() as u32],
            bbox: Some(BoundingBox::new(10, 20, 400, 60)),
            confidence: 0.5,
            ocr_confidence: Some(0.75),
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
