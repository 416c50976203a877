//! Lines as administrative documents have them, put together at random: arbitrary bytes hardly ever make a heading.

use arbitrary::{Arbitrary, Result, Unstructured};
use phuchoi::document::{Alternative, BoundingBox, Document, Line, Page, Rule, Word};
use phuchoi::layout::grids;

/// What the parsers of `structure` look for, and what stands beside it.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN",
    "TỈNH", "HUYỆN", "VĂN PHÒNG", "SỞ NỘI VỤ", "Số:", "Số", "218/BC-VP", "12/2020/NĐ-CP", "/QĐ-UBND", "ngày", "tháng", "năm",
    "02", "2022", "BÁO CÁO", "QUYẾT ĐỊNH", "KẾ HOẠCH", "TỜ TRÌNH", "Về việc", "V/v", "Kính gửi:", "Căn cứ", "Nơi nhận:",
    "- Như Điều 3;", "- Lưu: VT.", "TM.", "KT.", "TL.", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Nguyễn Văn An",
    "Phần I", "PHẦN THỨ HAI", "Chương II", "Mục 1", "Điều 1.", "Điều 2:", "I.", "II.", "III", "IV.", "1.", "2.", "3.", "1.1.",
    "1.2", "2.1.3", "a)", "b)", "đ)", "c.", "-", "+", "•", "*", "(1)", "(2)", "^[1]", "^[2]", "1", "2", "3", "¹", "²", "[1]",
    "Phụ lục", "PHỤ LỤC 2", "(Kèm theo", "BẢNG CHẤM ĐIỂM", "TT", "STT", "NỘI DUNG", "TIÊU CHÍ", "ĐIỂM CHUẨN", "ĐIỂM TỐI ĐA",
    "ĐIỂM TỰ CHẤM", "ĐIỂM THẨM ĐỊNH", "GHI CHÚ", "Tổng cộng", "TỔNG", "Cộng", "|", " | ", "0", "0,5", "1,5", "10", "5", "20",
    "100", "1.000", "12.345.678", "1,234.5", "-3", "l", "O", "S", "%", "25%", "triệu đồng", "đồng", "trong đó:", "gồm",
    "có", "người", "đạt", "tăng", "so với", "cơ quan", "của", "và", "các", "đại biểu", "thực hiện", "nhiệm vụ", "co quan",
    "tham muu", "gitip", "H6i d6éng", "nhan dan", "viéc", "Ký bởi:", "Ký bởi", "Người ký:", "Email:", "a@b.vn", "Cơ quan:",
    "Thời gian ký:", "01.02.2023 10:11:12 +07:00", "ĐẾN", "CÔNG VĂN ĐẾN", "Số đến:", "Ngày:", "Giờ:", "Chuyển:", "…", "...",
    "......", "_____", "the", "of the", "and", ",", ".", ":", ";", "(", ")", "\"", "“", "”", "/", "\u{301}", "\u{200b}", "\u{fffd}",
];

/// A document of a few pages, some of them with boxes and ruled lines as a recogniser gives them.
#[derive(Debug)]
pub struct MadeUp {
    /// The document, with no records and no edits.
    pub document: Document,
}

impl<'a> Arbitrary<'a> for MadeUp {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let count = u.int_in_range(1..=3)?;
        let pages: Vec<Page> = (1..=count).map(|number| page(u, number)).collect::<Result<_>>()?;
        Ok(Self { document: Document::new(crate::made_up(pages.len()), pages) })
    }
}

/// Width and height of a page with boxes, pixels; an A4 sheet at 200 dpi.
const SIZE: (u32, u32) = (1654, 2339);
/// Its resolution, dots per inch.
const DPI: f32 = 200.0;

fn page(u: &mut Unstructured<'_>, number: u32) -> Result<Page> {
    let is_printed: bool = u.arbitrary()?;
    let columns = u.int_in_range(1..=6_u32)?;
    let mut lines = Vec::new();
    let mut top = 100;
    while !u.is_empty() && lines.len() < 40 {
        let text = text(u)?;
        if !is_printed {
            lines.push(Line::from_text(text));
            continue;
        }
        // In a column of its own, or on the line before where no step down is made.
        let column = u.int_in_range(0..=columns - 1)?;
        let left = 100 + column * (SIZE.0 - 200) / columns + u32::from(u.arbitrary::<u8>()?) / 8;
        let step = [0, 0, 5, 20, 36, 40, 72, 200][usize::from(u.arbitrary::<u8>()? % 8)];
        top = (top + step) % SIZE.1;
        let height = [0, 8, 20, 28, 28, 30, 44, 300][usize::from(u.arbitrary::<u8>()? % 8)];
        lines.push(printed(u, text, BoundingBox::new(left, top, left, top + height))?);
        if u.ratio(1, 12_u8)? {
            break;
        }
    }
    let page = Page::of_text(number, lines);
    if !is_printed {
        return Ok(page);
    }
    let rules = rules(u, columns)?;
    let grids = grids::find(&rules, DPI);
    Ok(Page { width: Some(SIZE.0), height: Some(SIZE.1), dpi: Some(DPI), rules, grids, ..page })
}

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=7)? {
        match u.int_in_range(0..=11_u8)? {
            0 => text.push(u.arbitrary()?),
            1 => text.push_str(&u.int_in_range(0..=300_u16)?.to_string()),
            2 => text.push_str(&u.arbitrary::<u64>()?.to_string()),
            _ => text.push_str(u.choose(PIECES)?),
        }
        if !u.ratio(1, 6_u8)? {
            text.push(' ');
        }
    }
    // No reader gives a line with a line's end in it.
    text.retain(|c| !matches!(c, '\n' | '\r'));
    Ok(text)
}

/// Returns a line with its words placed, each letter taking as much room, from the left edge of `at`.
fn printed(u: &mut Unstructured<'_>, text: String, at: BoundingBox) -> Result<Line> {
    let letter = u.int_in_range(1..=30_u32)?;
    let mut line = Line::from_text(text);
    line.part_into_words();
    let end = at.x0 + letter * line.ocr.chars().count() as u32;
    line.bbox = Some(BoundingBox { x1: end, ..at });
    let is_sure: bool = u.arbitrary()?;
    for word in &mut line.words {
        let [from, to] = word.span.map(|place| at.x0 + letter * place);
        word.bbox = Some(BoundingBox::new(from, at.y0, to, at.y1));
        word.ocr_confidence = Some(if is_sure { 0.96 } else { f32::from(u.arbitrary::<u8>()?) / 255.0 });
        if !is_sure && u.arbitrary()? {
            add_other_reading(u, word)?;
        }
    }
    Ok(line)
}

fn add_other_reading(u: &mut Unstructured<'_>, word: &mut Word) -> Result<()> {
    let last = word.ocr.chars().count() as u32 - 1;
    let text = (*u.choose(&["1", "7", "I", "l", "O", "0", "6", "ộ", "á", ".", "ff"])?).to_owned();
    word.alternatives.push(Alternative { at: u.int_in_range(0..=last)?, text: text.into(), score: 0.3 });
    Ok(())
}

/// Returns the rules of a table over the page's columns, and some that belong to nothing.
fn rules(u: &mut Unstructured<'_>, columns: u32) -> Result<Vec<Rule>> {
    let mut rules = Vec::new();
    if u.arbitrary()? {
        let (top, rows) = (u.int_in_range(0..=1000_u32)?, u.int_in_range(1..=12_u32)?);
        let height = u.int_in_range(10..=100_u32)?;
        let bottom = top + rows * height;
        for row in 0..=rows {
            let y = top + row * height;
            rules.push(Rule { bbox: BoundingBox::new(90, y, SIZE.0 - 90, y + 3), horizontal: true });
        }
        for column in 0..=columns {
            let x = 95 + column * (SIZE.0 - 200) / columns;
            rules.push(Rule { bbox: BoundingBox::new(x, top, x + 3, bottom + 3), horizontal: false });
        }
    }
    for _ in 0..u.int_in_range(0..=3)? {
        let [x, y, width, height] = u.arbitrary::<[u16; 4]>()?.map(|side| u32::from(side) % 2400);
        rules.push(Rule { bbox: BoundingBox::new(x, y, x + width, y + height), horizontal: u.arbitrary()? });
    }
    Ok(rules)
}
