//! The words of a restored line with their places, for formats that put words on a page.
//!
//! Repair may join what the recogniser parted (`Vi ệt`), and the ledger then leaves the whole to the first of the
//! [`Word`]s that a change runs over, and nothing to the others. Here they are one again.

use std::ops::Range;

use crate::document::edited_line::EditedLine;
use crate::document::{BoundingBox, Line, Word};

/// A word as restored, and as it was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The restored word; it has a space within where repair parted what was read as one.
    pub text: String,
    /// What was recognised in its place.
    pub ocr: String,
    /// Where it stands in the line's text, in characters; empty where nothing tells.
    pub range: Range<u32>,
    /// Where it stands on the page; `None` for text.
    pub bbox: Option<BoundingBox>,
    /// How sure [`text`](Self::text) is, 0 to 1.
    pub confidence: f32,
    /// True where a person should look at it.
    pub review: bool,
}

impl Printed {
    /// `is_unchanged` says that the line's text is what was recognised.
    fn new(word: &Word, is_unchanged: bool, edited: Option<&EditedLine>) -> Self {
        let range = match edited {
            Some(edited) => edited.restored(word.span).unwrap_or(0..0),
            None if is_unchanged => word.span[0]..word.span[1],
            None => 0..0,
        };
        Self {
            // The mark at the head of a footnote brings a blank with it.
            text: word.text.trim().to_owned(),
            ocr: word.ocr.to_string(),
            range,
            bbox: word.bbox,
            confidence: word.confidence,
            review: word.review,
        }
    }
}

/// Returns a line's words, none of them empty; `edited` is the line cut at its edits, where it has some. A line that is not
/// parted into words is one.
pub fn words(line: &Line, edited: Option<&EditedLine>) -> Vec<Printed> {
    let is_unchanged = edited.is_none() && line.text == line.ocr;
    let mut words: Vec<Printed> = Vec::with_capacity(line.words.len());
    for word in &line.words {
        match words.last_mut() {
            Some(before) if word.text.trim().is_empty() => {
                before.ocr.push(' ');
                before.ocr.push_str(&word.ocr);
                before.bbox = before.bbox.into_iter().chain(word.bbox).reduce(BoundingBox::union);
                before.confidence = before.confidence.min(word.confidence);
                before.review |= word.review;
            }
            _ => words.push(Printed::new(word, is_unchanged, edited)),
        }
    }
    // What was struck out altogether at the head of a line goes to the word after it.
    if words.first().is_some_and(|first| first.text.is_empty()) && words.len() > 1 {
        let struck = words.remove(0);
        words[0].ocr = format!("{} {}", struck.ocr, words[0].ocr);
    }
    if line.words.is_empty() && !line.text.trim().is_empty() {
        words.push(Printed {
            text: line.text.clone(),
            ocr: line.ocr.clone(),
            range: 0..line.text.chars().count() as u32,
            bbox: line.bbox,
            confidence: line.confidence,
            review: false,
        });
    }
    words.retain(|word| !word.text.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Author, Document, Edit, LineId, Page, SourceInfo, SourceKind, ledger};
    use crate::export::reading::Lines;

    fn printed(ocr: &str, edits: &[(u32, u32, &str)]) -> Vec<(String, String, Option<BoundingBox>)> {
        let mut line = Line::from_text(ocr);
        line.part_into_words();
        for (at, word) in (0..).zip(&mut line.words) {
            word.bbox = Some(BoundingBox::new(at * 10, 0, at * 10 + 8, 10));
        }
        let source =
            SourceInfo { path: String::new(), blake3: String::new(), kind: SourceKind::Text, page_count: 1 };
        let mut document = Document::new(source, vec![Page::of_text(1, vec![line])]);
        let edit = |&(start, end, after): &(u32, u32, &str)| Edit {
            page: 1,
            line: 1,
            span: [start, end],
            before: ledger::slice(ocr, [start, end]).unwrap().to_owned(),
            after: after.to_owned(),
            reason: String::new(),
            confidence: 1.0,
            by: Author::Repair,
            time: None,
            replaced: Vec::new(),
        };
        assert!(ledger::apply(&mut document, edits.iter().map(edit).collect()).is_empty());
        let line = &document.pages[0].lines[0];
        let lines = Lines::of(&document);
        let text: Vec<char> = line.text.chars().collect();
        let words = words(line, lines.edited(LineId::new(1, 1)));
        for word in &words {
            let there: String = text[word.range.start as usize..word.range.end as usize].iter().collect();
            assert_eq!(there.trim(), word.text, "a word stands where its range says");
        }
        words.into_iter().map(|word| (word.text, word.ocr, word.bbox)).collect()
    }

    fn word(text: &str, ocr: &str, x0: u32, x1: u32) -> (String, String, Option<BoundingBox>) {
        (text.to_owned(), ocr.to_owned(), Some(BoundingBox::new(x0, 0, x1, 10)))
    }

    #[test]
    fn words_that_repair_joined_are_one_with_a_box_around_both() {
        let expected = [word("Việt", "Vi ệt", 0, 18), word("Nam", "Nam", 20, 28)];
        assert_eq!(printed("Vi ệt Nam", &[(0, 5, "Việt")]), expected);
    }

    #[test]
    fn a_word_that_repair_parted_keeps_its_place_and_holds_a_space() {
        let expected = [word("của Ủy", "củaỦy", 0, 8), word("ban", "ban", 10, 18)];
        assert_eq!(printed("củaỦy ban", &[(0, 5, "của Ủy")]), expected);
    }

    #[test]
    fn what_was_struck_out_leaves_its_reading_to_a_neighbour() {
        assert_eq!(printed("~ Nam", &[(0, 1, "")]), [word("Nam", "~ Nam", 10, 18)]);
        assert_eq!(printed("Nam ~", &[(4, 5, "")]), [word("Nam", "Nam ~", 0, 18)]);
        assert!(printed("~", &[(0, 1, "")]).is_empty());
    }
}
