//! Small documents for the tests of this stage.

use crate::document::{Document, Letterhead, Line, Page, PageStatus, SCHEMA, SourceInfo, SourceKind};

/// A page of bare text.
pub(crate) fn page(number: u32, lines: &[&str]) -> Page {
    Page {
        number,
        width: None,
        height: None,
        dpi: None,
        rotation: 0,
        skew: 0.0,
        status: PageStatus::Text,
        lines: lines.iter().map(|l| Line::from_text(*l)).collect(),
        rules: Vec::new(),
    }
}

/// A document of pages.
pub(crate) fn document(pages: Vec<Page>) -> Document {
    Document {
        schema: SCHEMA.into(),
        source: SourceInfo {
            path: "sample.txt".into(),
            blake3: String::new(),
            kind: SourceKind::Text,
            page_count: pages.len() as u32,
        },
        letterhead: Letterhead::default(),
        sections: Vec::new(),
        footnotes: Vec::new(),
        tables: Vec::new(),
        pages,
        edits: Vec::new(),
        warnings: Vec::new(),
    }
}

/// A document of one page of bare text.
pub(crate) fn text(lines: &[&str]) -> Document {
    document(vec![page(1, lines)])
}
