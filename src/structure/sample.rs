//! Small documents for the tests of this stage.

use super::sheet::{Role, Sheet};
use crate::document::{Document, Line, Page, SourceInfo, SourceKind};

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

/// The lines of the block claimed first.
pub(super) fn claimed<'a>(sheet: &'a Sheet<'_>) -> Vec<&'a str> {
    sheet.blocks[0].lines.iter().map(|at| sheet.lines[*at].text.as_str()).collect()
}

/// The lines that nothing has claimed.
pub(super) fn body<'a>(sheet: &'a Sheet<'_>) -> Vec<&'a str> {
    sheet.lines.iter().filter(|line| line.role == Role::Body).map(|line| line.text.as_str()).collect()
}
