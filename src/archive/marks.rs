//! What stands on the page beside the text: marks of secrecy (độ mật) and urgency (độ khẩn), and annexes (phụ lục).
//!
//! Marks are stamped in red, often across print, and may go unread: where none is found there may be one all the same.

use crate::document::{Document, LineId, PartKind};
use crate::language::letter::{fold_tone_placement, nfc};

/// Marks of secrecy (Law on Protection of State Secrets 2018, article 8), the gravest first.
const SECRECY: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];

/// Marks of urgency (Decree 30/2020/NĐ-CP, appendix I), the gravest first.
const URGENCY: [&str; 4] = ["HỎA TỐC HẸN GIỜ", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"];

/// Lines of the first page among which marks stand.
const HEAD_LINES: usize = 30;

/// Returns the mark of secrecy on the first page.
pub fn secrecy(document: &Document) -> Option<&'static str> {
    mark(document, &SECRECY)
}

/// Returns the mark of urgency on the first page.
pub fn urgency(document: &Document) -> Option<&'static str> {
    mark(document, &URGENCY)
}

/// A mark is a line by itself, in capitals. Marks of letters do count: without them `MẬT` is `MẶT`, too.
fn mark(document: &Document, marks: &[&'static str]) -> Option<&'static str> {
    let lines = document.pages.first()?.lines.iter().take(HEAD_LINES);
    let printed: Vec<String> = lines.map(|line| bare(&line.text)).collect();
    marks.iter().copied().find(|mark| printed.iter().any(|line| line == mark))
}

/// Returns a line without what frames it, its words in one placement of tones.
fn bare(line: &str) -> String {
    let words = nfc(line);
    let words = words.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let words = words.filter(|word| !word.is_empty()).map(|word| {
        let lower = word.to_lowercase();
        let is_capital = !word.chars().any(char::is_lowercase);
        if is_capital { fold_tone_placement(&lower).to_uppercase() } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the pages on which annexes begin.
pub fn annexes(document: &Document) -> Vec<u32> {
    let mut pages: Vec<u32> = annex_openings(document).map(|line| line.page).collect();
    pages.dedup();
    pages
}

/// Returns the first line of each annex.
pub fn annex_openings(document: &Document) -> impl Iterator<Item = LineId> {
    let annexes = document.parts.iter().filter(|part| part.kind == PartKind::Annex);
    annexes.filter_map(|part| document.body.get(part.body[0] as usize)?.line_ids().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, Page, Part, SourceInfo, SourceKind};

    fn document(pages: &[&[&str]]) -> Document {
        let source =
            SourceInfo { path: "a".into(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let pages = pages.iter().zip(1..).map(|(lines, number)| {
            Page::of_text(number, lines.iter().map(|line| Line::from_text(*line)).collect())
        });
        Document::new(source, pages.collect())
    }

    #[test]
    fn a_mark_is_a_line_by_itself_in_capitals() {
        let cases = [
            ("MẬT", Some("MẬT")),
            ("* TỐI MẬT *", Some("TỐI MẬT")),
            ("MẶT", None),
            ("Mật", None),
            ("BÍ MẬT NHÀ NƯỚC", None),
            ("BẢO MẬT", None),
        ];
        for (line, expected) in cases {
            assert_eq!(secrecy(&document(&[&["UBND TỈNH", line]])), expected, "{line}");
        }
        for line in ["HỎA TỐC", "HOẢ TỐC", "[HỎA TỐC]"] {
            assert_eq!(urgency(&document(&[&[line]])), Some("HỎA TỐC"), "{line}");
        }
        assert_eq!(urgency(&document(&[&["a"], &["KHẨN"]])), None, "not on the first page");
    }

    #[test]
    fn annexes_begin_where_the_parts_say() {
        let mut document = document(&[&["BÁO CÁO"], &["Phụ lục I"], &["Bảng kê"], &["Phụ lục II"]]);
        document.lay_out_as_read();
        let part = |kind, from: u32, to: u32| Part {
            kind,
            title: None,
            letterhead: document.letterhead.clone(),
            body: [from, to],
            sections: [0, 0],
            tables: [0, 0],
            footnotes: [0, 0],
        };
        document.parts =
            vec![part(PartKind::Document, 0, 1), part(PartKind::Annex, 1, 3), part(PartKind::Annex, 3, 4)];
        assert_eq!(annexes(&document), [2, 4]);
    }
}
