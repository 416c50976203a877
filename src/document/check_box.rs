//! Boxes to be ticked: the characters that stand for them, and how they come into the text.
//!
//! Recognition finds boxes in the image, and leaves the word what the engine read there ([`Word::ocr`](super::Word::ocr)): `D`, `n`,
//! `[]`. So a box is a change like any other, entered into the ledger, and can be taken back.

use super::ledger::{self, LedgerError};
use super::{Author, Document, Edit};

/// A box that is empty.
pub const EMPTY: &str = "☐";
/// A box that is ticked, crossed or filled.
pub const TICKED: &str = "☑";

/// Returns whether a word is a box to be ticked, and nothing else.
pub fn is_check_box(word: &str) -> bool {
    word == EMPTY || word == TICKED
}

/// Returns whether a character stands for a box to be ticked.
pub const fn is_box(c: char) -> bool {
    matches!(c, '☐' | '☑')
}

/// Enters the boxes that recognition found where the engine read something else. Returns what the ledger refused, with the reason.
pub fn enter(document: &mut Document) -> Vec<(Edit, LedgerError)> {
    let mut edits = Vec::new();
    for page in &document.pages {
        for (line, number) in page.lines.iter().zip(1..) {
            let boxes = line.words.iter().filter(|word| is_check_box(&word.text) && word.text != word.ocr);
            edits.extend(boxes.map(|word| Edit {
                page: page.number,
                line: number,
                span: word.span,
                before: word.ocr.to_string(),
                after: word.text.to_string(),
                reason: reason(word.text == TICKED).to_owned(),
                confidence: word.confidence,
                by: Author::Recognition,
                time: None,
                replaced: Vec::new(),
            }));
        }
    }
    if edits.is_empty() { Vec::new() } else { ledger::apply(document, edits) }
}

const fn reason(is_ticked: bool) -> &'static str {
    if is_ticked {
        "the image shows a box of four sides with strokes in it"
    } else {
        "the image shows a box of four sides with nothing in it"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Line, Page, SourceInfo, SourceKind, Word};

    #[test]
    fn a_box_is_an_edit_that_can_be_taken_back() {
        let word = |text: &str, ocr: &str| Word::as_read(text, Some(ocr), None, Some(0.9));
        let line = Line::of_words(None, vec![word("Nam", "Nam"), word(TICKED, "[X]"), word("Nữ", "Nử")]);
        let source =
            SourceInfo { path: String::new(), blake3: String::new(), kind: SourceKind::Image, page_count: 1 };
        let mut document = Document::new(source, vec![Page::of_text(1, vec![line])]);
        assert_eq!(enter(&mut document), []);
        let line = |document: &Document| document.pages[0].lines[0].text.clone();
        assert_eq!(line(&document), "Nam ☑ Nử", "a word is for repair to restore");
        let edit = &document.edits[0];
        assert_eq!((edit.before.as_str(), edit.span, &edit.by), ("[X]", [4, 7], &Author::Recognition));
        ledger::take_back(&mut document, &|_| true);
        assert_eq!(line(&document), "Nam [X] Nử");
    }
}
