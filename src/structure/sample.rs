//! Small documents for the tests of this stage.

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
