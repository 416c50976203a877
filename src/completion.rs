//! Pages of lines to a document with its records: repaired, then structured.

use crate::document::ledger::{self, LedgerError};
use crate::document::{Document, Edit, Page, SourceInfo, SourceKind, Warning, check_box, confidence};
use crate::repair::{self, Models, Repair};
use crate::source;
use crate::structure;

/// Stages 4 and 5: pages of lines to a document with its records.
pub fn complete(source: SourceInfo, pages: Vec<Page>, warnings: Vec<Warning>, models: &Models) -> Document {
    let mut document = Document { warnings, ..Document::new(source, pages) };
    document.part_into_words();
    let refused = check_box::enter(&mut document);
    warn(&mut document, refused);

    let Repair { edits, confidences, .. } = repair::repair(&document, models);
    apply(&mut document, edits);
    confidence::set(&mut document, &confidences);
    drop(confidences);

    let mut records = structure::structure(&document);
    let freed = repair::repair_freed(&document, &records.edits, models);
    if !freed.is_empty() {
        apply(&mut document, freed);
        records = structure::structure(&document);
    }
    apply(&mut document, std::mem::take(&mut records.edits));
    records.enter(&mut document);
    document
}

/// A text that was repaired.
#[derive(Debug, Clone, PartialEq)]
pub struct Repaired {
    /// The text.
    pub text: String,
    /// The document it was taken for, with every edit.
    pub document: Document,
}

/// Repairs a text: line k out is line k in, repaired, each with the end it had. `path` is what the document's source is
/// called.
pub fn repair_text(text: &str, path: String, models: &Models) -> Repaired {
    let pages = source::read_text(text).into_iter().zip(1..);
    let pages = pages.map(|(lines, number)| Page::of_text(number, lines)).collect();
    let blake3 = blake3::hash(text.as_bytes()).to_hex().to_string();
    let source = SourceInfo { path, blake3, kind: SourceKind::Text, page_count: 1 };
    let document = complete(source, pages, Vec::new(), models);

    let mut repaired = document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str());
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    // Each line keeps the end it had, the last one its lack of one.
    for line in text.strip_prefix('\u{feff}').unwrap_or(text).split_inclusive('\n') {
        let end = line.len() - line.trim_end_matches('\n').trim_end_matches('\r').len();
        out.push_str(repaired.next().unwrap_or_default());
        out.push_str(&line[line.len() - end..]);
    }
    Repaired { text: out, document }
}

/// Enters proposals into the ledger; one that it refuses is left out and said.
fn apply(document: &mut Document, proposals: Vec<Edit>) {
    let refused = ledger::apply(document, proposals);
    warn(document, refused);
}

/// Says which proposals the ledger refused, and why.
fn warn(document: &mut Document, refused: Vec<(Edit, LedgerError)>) {
    document.warnings.extend(refused.into_iter().map(|(edit, error)| Warning {
        page: Some(edit.page),
        code: "edit-refused".to_owned(),
        message: error.to_string(),
    }));
}
