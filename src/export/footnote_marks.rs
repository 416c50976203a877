//! Footnote marks in running text (`^[n]`), and the notes that they refer to.
//!
//! A document may number its notes anew on every page: then the notes of one mark are referred to in turn, and the second
//! note 1 is named `1-2`. Stars are counted, as Markdown takes none in a name: the note `**` is named `s2`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::document::Footnote;

static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\s*(\^\[([^\]\s]+)\])").ok());

/// A mark that refers to a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands in the text, in bytes, with the blanks before it.
    pub range: Range<usize>,
    /// How many bytes of that are blanks.
    pub blanks: usize,
    /// The note's number in the document, from 0.
    pub note: usize,
    /// Which reference to the note it is, from 1.
    pub reference: usize,
}

/// A document's notes, and how often each was referred to so far.
#[derive(Debug, Clone)]
pub struct Notes {
    /// For each mark its notes, in order.
    with_mark: BTreeMap<String, Vec<usize>>,
    /// For each mark, how often it was met.
    met: BTreeMap<String, usize>,
    names: Vec<String>,
    references: Vec<usize>,
}

impl Notes {
    /// Names the notes of a document.
    pub fn new(footnotes: &[Footnote]) -> Self {
        let mut with_mark: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut names = Vec::with_capacity(footnotes.len());
        for (at, note) in footnotes.iter().enumerate() {
            let same = with_mark.entry(note.mark.text.clone()).or_default();
            same.push(at);
            let stars = note.mark.chars().filter(|c| *c == '*').count();
            let name = if stars > 0 && stars == note.mark.len() {
                format!("s{stars}")
            } else {
                note.mark.text.clone()
            };
            names.push(match same.len() {
                1 => name,
                count => format!("{name}-{count}"),
            });
        }
        Self { with_mark, met: BTreeMap::new(), names, references: vec![0; footnotes.len()] }
    }

    /// Returns the marks in a text that have a note: the notes of one mark in turn, then the last.
    pub fn marks_in(&mut self, text: &str) -> Vec<Mark> {
        let Some(mark) = MARK.as_ref().filter(|_| text.contains("^[")) else { return Vec::new() };
        let mut marks = Vec::new();
        for found in mark.captures_iter(text) {
            let (Some(whole), Some(bare), Some(name)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let Some(note) = self.refer(name.as_str()) else { continue };
            marks.push(Mark {
                range: whole.range(),
                blanks: bare.start() - whole.start(),
                note,
                reference: self.references[note],
            });
        }
        marks
    }

    fn refer(&mut self, mark: &str) -> Option<usize> {
        let notes = self.with_mark.get(mark)?;
        let met = self.met.entry(mark.to_owned()).or_default();
        let note = *notes.get(*met).or(notes.last())?;
        *met += 1;
        self.references[note] += 1;
        Some(note)
    }

    /// Returns the name of a note: its mark, stars counted, with a number behind it where an earlier note has the same.
    pub fn name(&self, note: usize) -> &str {
        self.names.get(note).map_or("", String::as_str)
    }

    /// Returns how often a note was referred to so far.
    pub fn references(&self, note: usize) -> usize {
        self.references.get(note).copied().unwrap_or(0)
    }
}

/// Returns a text without its footnote marks.
pub fn without(text: &str) -> String {
    MARK.as_ref().map_or_else(|| text.to_owned(), |mark| mark.replace_all(text, "").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Text;

    fn note(mark: &str) -> Footnote {
        Footnote { mark: Text::bare(mark), text: Text::default(), page: 1, block: 0, references: Vec::new() }
    }

    #[test]
    fn notes_numbered_anew_are_referred_to_in_turn_and_the_last_again() {
        let mut notes = Notes::new(&[note("1"), note("1"), note("2")]);
        let marks = notes.marks_in("tỉnh^[1], huyện ^[1], xã^[1], ấp^[9]");
        let found: Vec<(usize, usize, usize)> =
            marks.iter().map(|mark| (mark.note, mark.reference, mark.blanks)).collect();
        assert_eq!(found, [(0, 1, 0), (1, 1, 1), (1, 2, 0)]);
        assert_eq!([notes.name(0), notes.name(1), notes.name(2)], ["1", "1-2", "2"]);
        assert_eq!([notes.references(1), notes.references(2)], [2, 0]);
    }

    #[test]
    fn stars_are_named_by_their_count() {
        let mut notes = Notes::new(&[note("*"), note("**"), note("*")]);
        let marks = notes.marks_in("tỉnh^[*], huyện^[**], xã^[*]");
        assert_eq!(marks.iter().map(|mark| mark.note).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!([notes.name(0), notes.name(1), notes.name(2)], ["s1", "s2", "s1-2"]);
    }
}
