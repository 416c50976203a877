//! Paragraphs: the lines that are decoded together, and the cells they fall into.

use std::cell::OnceCell;

use super::cell::Cell;
use super::protect;
use crate::document::{Document, Line};
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
}

/// Returns the lines of a document, page by page.
pub fn located(document: &Document) -> Vec<Located<'_>> {
    document
        .pages
        .iter()
        .flat_map(|page| {
            let typed = page.is_typed();
            let located = move |(line, number)| Located { page: page.number, number, line, typed };
            page.lines.iter().zip(1..).map(located)
        })
        .collect()
}

/// Parts lines into paragraphs: at empty lines, and where one grows too long.
pub fn paragraphs<'a, 'b>(lines: &'a [Located<'b>]) -> Vec<&'a [Located<'b>]> {
    let mut found = Vec::new();
    for block in lines.split(|l| l.line.ocr.trim().is_empty()) {
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
                protected: foreign || is_address || located.typed && is_syllable(atom.text),
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
