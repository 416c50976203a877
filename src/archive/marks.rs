//! What stands on the page beside the text: marks of secrecy (độ mật) and urgency (độ khẩn), and annexes (phụ lục).
//!
//! Marks are stamped in red, often across print, and may go unread: where none is found there may be one all the same.

use crate::document::{Document, Page};
use crate::language::letter::{fold_tone_placement, nfc};

/// Marks of secrecy (Law on Protection of State Secrets 2018, article 8), the gravest first.
const SECRECY: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];

/// Marks of urgency (Decree 30/2020/NĐ-CP, appendix I), the gravest first.
const URGENCY: [&str; 4] = ["HỎA TỐC HẸN GIỜ", "HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"];

/// Lines of the first page among which marks stand.
const HEAD_LINES: usize = 30;

/// Lines of a page among which an annex opens.
const OPENING_LINES: usize = 6;

/// Most words of a line that opens an annex by its name: `Phụ lục II` is one, a sentence that speaks of one is none.
const OPENING_WORDS: usize = 4;

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
    document.pages.iter().filter(|page| opens_annex(page)).map(|page| page.number).collect()
}

fn opens_annex(page: &Page) -> bool {
    page.lines.iter().take(OPENING_LINES).any(|line| {
        let text = nfc(&line.text);
        let lower = text.trim().to_lowercase();
        let is_short = text.split_whitespace().count() <= OPENING_WORDS;
        let is_capital = !text.chars().any(char::is_lowercase);
        lower.starts_with("(kèm theo ")
            || lower.starts_with("(ban hành kèm theo ")
            || lower.starts_with("phụ lục") && (is_short || is_capital)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, SourceInfo, SourceKind};

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
    fn an_annex_opens_a_page_by_its_name_or_by_what_it_belongs_to() {
        let found = annexes(&document(&[
            &["BÁO CÁO", "theo Phụ lục kèm theo"],
            &["Phụ lục I", "DANH MỤC"],
            &["Phụ lục này gồm ba phần, mỗi phần có một bảng."],
            &["BẢNG ĐIỂM", "(Kèm theo Báo cáo số 12/BC-VP)"],
            &["PHỤ LỤC DANH MỤC CÁC DỰ ÁN ĐẦU TƯ"],
        ]));
        assert_eq!(found, [2, 4, 5]);
    }
}
