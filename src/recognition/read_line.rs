//! A line as the engine read it.

use super::read_word::ReadWord;
use crate::document::{BoundingBox, Line, Word};

/// A line as the engine read it; the document's [`Line`] is made of it when all passes are through.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ReadLine {
    /// Its box in pixels of the page.
    pub(super) bbox: Option<BoundingBox>,
    /// Its words, left to right, none of them empty.
    pub(super) words: Vec<ReadWord>,
}

impl ReadLine {
    /// Returns the line's box, or else the one around its words.
    pub(super) fn extent(&self) -> Option<BoundingBox> {
        self.bbox.or_else(|| self.extent_of_words())
    }

    /// Returns what was read, without the spaces between words.
    #[cfg(feature = "tesseract")]
    pub(super) fn text(&self) -> String {
        self.words.iter().map(ReadWord::text).collect()
    }

    /// Returns the box around the line's words.
    pub(super) fn extent_of_words(&self) -> Option<BoundingBox> {
        self.words.iter().filter_map(|word| word.bbox).reduce(BoundingBox::union)
    }
}

impl From<ReadLine> for Line {
    fn from(line: ReadLine) -> Self {
        Self::of_words(line.bbox, line.words.into_iter().map(Word::from).collect())
    }
}
