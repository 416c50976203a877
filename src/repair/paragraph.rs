//! Paragraphs: the lines that are decoded together, and the cells they fall into.

use std::cell::OnceCell;

use super::cell::Cell;
use super::protect;
use crate::document::check_box::is_check_box;
use crate::document::{Document, Line, PageBlockKind};
use crate::language::atom::atoms;
use crate::language::foreign;
use crate::language::syllable::is_syllable;

/// Atoms decoded together at most; a paragraph that is longer is cut at a line's end.
const LONGEST_PARAGRAPH: usize = 600;

/// A line and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// Its page's number.
    pub page: u32,
    /// Its own number on the page, from 1.
    pub number: u32,
    /// The line.
    pub line: &'a Line,
    /// True where what stands on it was typed, not read: its syllables stay, however unlikely their words are.
    pub typed: bool,
    /// Which of its page's blocks it stands in, and of what kind that is.
    pub block: Option<(u32, PageBlockKind)>,
}

/// Returns the lines of a document, page by page.
pub fn located(document: &Document) -> Vec<Located<'_>> {
    document
        .pages
        .iter()
        .flat_map(|page| {
            let typed = page.is_typed();
            let kind = |block: u32| Some((block, page.blocks.get(block as usize)?.kind));
            page.lines.iter().zip(1..).map(move |(line, number)| Located {
                page: page.number,
                number,
                line,
                typed,
                block: line.block.and_then(kind),
            })
        })
        .collect()
}

/// Parts lines into paragraphs: at empty lines, where a cell or a column begins or ends, and where one grows too long.
pub fn paragraphs<'a, 'b>(lines: &'a [Located<'b>]) -> Vec<&'a [Located<'b>]> {
    let mut found = Vec::new();
    let printed = lines.split(|l| l.line.ocr.trim().is_empty());
    for block in printed.flat_map(|lines| lines.chunk_by(|above, below| !are_apart(above, below))) {
        let (mut from, mut size) = (0, 0);
        for (at, located) in block.iter().enumerate() {
            let own = atoms(&located.line.ocr).len();
            if size + own > LONGEST_PARAGRAPH && at > from {
                found.push(&block[from..at]);
                (from, size) = (at, 0);
            }
            size += own;
        }
        if from < block.len() {
            found.push(&block[from..]);
        }
    }
    found
}

/// True where a line's text cannot go on in the next one's: one of them stands in a cell or in a column, and the other
/// does not stand there. Running text goes on in the next block and over the page's end; to part it at the end of a
/// sentence made no difference.
fn are_apart(above: &Located<'_>, below: &Located<'_>) -> bool {
    let is_closed = |line: &Located<'_>| line.block.is_some_and(|(_, kind)| kind.is_closed());
    let is_same = (above.page, above.block) == (below.page, below.block);
    !is_same && (is_closed(above) || is_closed(below))
}

/// Parts a paragraph's lines into cells.
pub fn cells<'a>(paragraph: &[Located<'a>]) -> Vec<Cell<'a>> {
    let mut found = Vec::new();
    for (index, located) in paragraph.iter().enumerate() {
        let words = &located.line.words;
        let foreign = is_foreign(paragraph, index);
        // A word may have a hundred thousand atoms, and is looked at once.
        let mut rest = words.iter().map(|word| (word, OnceCell::new())).peekable();
        for atom in atoms(&located.line.ocr) {
            while rest.next_if(|(word, _)| word.span[1] <= atom.start).is_some() {}
            let around = rest.peek().filter(|(word, _)| word.span[0] <= atom.start);
            let word = around.map(|(word, _)| *word);
            let is_address =
                around.is_some_and(|(word, is)| *is.get_or_init(|| protect::is_address(&word.ocr)));
            found.push(Cell {
                atom,
                line: index,
                confidence: word.and_then(|w| w.ocr_confidence),
                alternatives: word.map_or((&[][..], 0), |w| (&w.alternatives, atom.start - w.span[0])),
                protected: foreign
                    || is_address
                    || word.is_some_and(|word| is_check_box(&word.text))
                    || located.typed && is_syllable(atom.text),
            });
        }
    }
    found
}

/// True for a line in another language: one that has words of it, or stands between two that have.
fn is_foreign(paragraph: &[Located<'_>], index: usize) -> bool {
    let words = |line: &Located<'_>| line.line.ocr.split_whitespace().any(foreign::is_foreign_word);
    let around = &paragraph[index.saturating_sub(1)..(index + 2).min(paragraph.len())];
    let inside = around.len() == 3 && words(&around[0]) && words(&around[2]);
    let line = &paragraph[index].line.ocr;
    line.is_ascii()
        && (words(&paragraph[index]) || inside)
        && foreign::is_foreign(around.iter().flat_map(|l| l.line.ocr.split_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Page, PageBlock, SourceInfo, SourceKind};

    /// A block of a page, with the texts of its lines.
    type Block<'a> = (PageBlockKind, &'a [&'a str]);

    fn page(number: u32, blocks: &[Block<'_>]) -> Page {
        let lines = (0..).zip(blocks).flat_map(|(block, (_, texts))| {
            texts.iter().map(move |text| Line { block: Some(block), ..Line::from_text(*text) })
        });
        Page {
            lines: lines.collect(),
            blocks: blocks.iter().map(|(kind, _)| PageBlock::of(*kind)).collect(),
            ..Page::of_text(number, Vec::new())
        }
    }

    /// The paragraphs of pages, each the texts of its lines.
    fn parted(pages: &[&[Block<'_>]]) -> Vec<Vec<String>> {
        let pages: Vec<Page> = (1..).zip(pages).map(|(number, blocks)| page(number, blocks)).collect();
        let source = SourceInfo {
            path: String::new(),
            blake3: String::new(),
            kind: SourceKind::Image,
            page_count: pages.len() as u32,
        };
        let document = Document::new(source, pages);
        let lines = located(&document);
        let texts = |lines: &&[Located<'_>]| lines.iter().map(|l| l.line.ocr.clone()).collect();
        paragraphs(&lines).iter().map(texts).collect()
    }

    #[test]
    fn a_cell_and_a_column_are_paragraphs_of_their_own() {
        use PageBlockKind::{Cell, Column, Text};
        let blocks: [Block<'_>; 6] = [
            (Column, &["a", "b"]),
            (Column, &["c"]),
            (Text, &["d"]),
            (Cell, &["e", "f"]),
            (Cell, &["g"]),
            (Text, &["h"]),
        ];
        let expected: Vec<&[&str]> = blocks.iter().map(|(_, texts)| *texts).collect();
        assert_eq!(parted(&[&blocks]), expected);
    }

    #[test]
    fn running_text_goes_on_in_the_next_block_and_over_the_page_s_end() {
        use PageBlockKind::{Cell, Text};
        let got = parted(&[
            &[(Text, &["a"]), (Text, &["b"])],
            &[(Text, &["c"]), (Cell, &["d"])],
            &[(Cell, &["e"])],
        ]);
        assert_eq!(got, [vec!["a", "b", "c"], vec!["d"], vec!["e"]]);
    }
}
