//! Small documents for the tests of this stage.

use super::sheet::{Role, Sheet};
use crate::document::{BoundingBox, Document, Line, Page, SourceInfo, SourceKind, Word};

/// Width of a letter and height of a line of [`set`], pixels.
pub(super) const LETTER: u32 = 14;
const HEIGHT: u32 = 30;

/// A page of bare text.
pub(crate) fn page(number: u32, lines: &[&str]) -> Page {
    Page::of_text(number, lines.iter().map(|l| Line::from_text(*l)).collect())
}

/// A document of pages.
pub(crate) fn document(pages: Vec<Page>) -> Document {
    let source = SourceInfo {
        path: "sample.txt".into(),
        blake3: String::new(),
        kind: SourceKind::Text,
        page_count: pages.len() as u32,
    };
    Document::new(source, pages)
}

/// A document of one page of bare text.
pub(crate) fn text(lines: &[&str]) -> Document {
    document(vec![page(1, lines)])
}

/// A page of an image: lines with left, top, right and bottom edge.
pub(super) fn printed(lines: &[(&str, [u32; 4])]) -> Document {
    let lines = lines
        .iter()
        .map(|(text, bbox)| Line { bbox: Some((*bbox).into()), ..Line::from_text(*text) })
        .collect();
    document(vec![Page { width: Some(1600), height: Some(2300), ..Page::of_text(1, lines) }])
}

/// Pages of an image, set by a typewriter: lines with left and top edge, each word in its box. Several blanks are a gap between words.
pub(super) fn set(pages: &[&[(&str, u32, u32)]]) -> Document {
    let pages = pages.iter().zip(1..).map(|(lines, number)| {
        let lines = lines.iter().map(|(text, x, y)| set_line(text, *x, *y)).collect();
        Page { width: Some(1600), height: Some(2300), ..Page::of_text(number, lines) }
    });
    document(pages.collect())
}

fn set_line(text: &str, x: u32, y: u32) -> Line {
    let characters: Vec<char> = text.chars().collect();
    let words: Vec<Word> = characters
        .split(|c| *c == ' ')
        .scan(0, |at, word| {
            let start = *at;
            *at += word.len() as u32 + 1;
            Some((start, word.iter().collect::<String>()))
        })
        .filter(|(_, word)| !word.is_empty())
        .scan(0, |span, (start, word)| {
            let (from, length) = (*span, word.chars().count() as u32);
            *span += length + 1;
            let left = x + LETTER * start;
            Some(Word {
                text: word.as_str().into(),
                ocr: word.as_str().into(),
                span: [from, from + length],
                bbox: Some(BoundingBox::new(left, y, left + LETTER * length, y + HEIGHT)),
                confidence: 1.0,
                ocr_confidence: None,
                stroke: None,
                review: false,
                alternatives: Vec::new(),
            })
        })
        .collect();
    let bbox = BoundingBox::new(x, y, x + LETTER * characters.len() as u32, y + HEIGHT);
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Line { bbox: Some(bbox), words, ..Line::from_text(text) }
}

/// Says of a document's words how bold they are: those that begin between asterisks are, without these.
pub(super) fn set_in_bold(pages: &[&[(&str, u32, u32)]]) -> Document {
    let plain: Vec<Vec<(String, u32, u32)>> = pages
        .iter()
        .map(|lines| lines.iter().map(|(text, x, y)| (text.replace('*', ""), *x, *y)).collect())
        .collect();
    let lines: Vec<Vec<(&str, u32, u32)>> = plain
        .iter()
        .map(|lines| lines.iter().map(|(text, x, y)| (text.as_str(), *x, *y)).collect())
        .collect();
    let mut document = set(&lines.iter().map(Vec::as_slice).collect::<Vec<_>>());
    for (page, given) in document.pages.iter_mut().zip(pages) {
        for (line, (text, ..)) in page.lines.iter_mut().zip(*given) {
            let mut is_bold = false;
            for (word, given) in line.words.iter_mut().zip(text.split_whitespace()) {
                is_bold ^= given.starts_with('*');
                word.stroke = Some(if is_bold { 1.2 } else { 0.8 });
                is_bold ^= given.len() > 1 && given.ends_with('*');
            }
        }
    }
    document
}

/// The lines of the block claimed first.
pub(super) fn claimed<'a>(sheet: &'a Sheet<'_>) -> Vec<&'a str> {
    sheet.blocks[0].lines.iter().map(|at| sheet.lines[*at].text.as_str()).collect()
}

/// The lines that nothing has claimed.
pub(super) fn body<'a>(sheet: &'a Sheet<'_>) -> Vec<&'a str> {
    sheet.lines.iter().filter(|line| line.role == Role::Body).map(|line| line.text.as_str()).collect()
}
