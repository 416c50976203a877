//! A word as the engine read it.

use super::read_symbol::ReadSymbol;
use crate::document::{BoundingBox, Word};

/// Strokes are told in hundredths of a point.
const STROKE_PARTS: f32 = 100.0;

/// A word as the engine read it; the document's [`Word`] is made of it when all passes are through.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ReadWord {
    /// Its box in pixels of the page.
    pub(super) bbox: Option<BoundingBox>,
    /// How sure the engine was of it, 0 to 1.
    pub(super) confidence: Option<f32>,
    /// What was recognised, where the word is a restored one: our own hOCR says both.
    pub(super) recognised: Option<String>,
    /// Mean width of its strokes in points, where it was measured.
    pub(super) stroke: Option<f32>,
    /// Its symbols, left to right.
    pub(super) symbols: Vec<ReadSymbol>,
}

impl ReadWord {
    /// Returns the word's text.
    pub(super) fn text(&self) -> String {
        self.symbols.iter().map(|symbol| symbol.text.as_str()).collect()
    }

    /// Returns how many characters of it are letters or digits.
    pub(super) fn letters_and_digits(&self) -> usize {
        self.characters().filter(|c| c.is_alphanumeric()).count()
    }

    /// Returns how many characters of it are letters.
    pub(super) fn letters(&self) -> usize {
        self.characters().filter(|c| c.is_alphabetic()).count()
    }

    fn characters(&self) -> impl Iterator<Item = char> {
        self.symbols.iter().flat_map(|symbol| symbol.text.chars())
    }

    /// Changes its box and those of its symbols, as where it was read from a part of the page.
    pub(super) fn each_box(&mut self, change: impl Fn(BoundingBox) -> BoundingBox) {
        let boxes = self.symbols.iter_mut().map(|symbol| &mut symbol.bbox);
        boxes.chain([&mut self.bbox]).flatten().for_each(|bbox| *bbox = change(*bbox));
    }
}

impl From<ReadWord> for Word {
    fn from(word: ReadWord) -> Self {
        let read = Self::as_read(&word.text(), word.recognised.as_deref(), word.bbox, word.confidence);
        let stroke = word.stroke.map(|stroke| (stroke * STROKE_PARTS).round() / STROKE_PARTS);
        let read = Self { stroke, ..read };
        read.with_readings(word.symbols.into_iter().map(|symbol| (symbol.text, symbol.choices)))
    }
}
