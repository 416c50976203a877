//! Which line something stands in that was found in the ink.

use super::cells::{Piece, Place};
use crate::document::BoundingBox;

/// The part of the lower one's height that a word and what stands beside it share.
const SHARED: f32 = 0.5;

/// The words of a page, from top to bottom.
pub(super) struct LevelWords {
    words: Vec<Entry>,
    /// The greatest height of a word.
    highest: u32,
}

/// The middle of a word, up and down, its box, its piece and that one's place.
type Entry = (u32, BoundingBox, usize, Place);

/// A word that stands level with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    /// Its piece.
    pub(super) piece: usize,
    /// Its box.
    pub(super) bbox: BoundingBox,
    /// How many columns of pixels lie between.
    pub(super) gap: u32,
}

impl LevelWords {
    /// Takes the words of pieces.
    pub(super) fn of(pieces: &[Piece]) -> Self {
        let boxes = pieces.iter().enumerate().flat_map(|(at, piece)| {
            let boxes = piece.line.words.iter().filter_map(|word| word.bbox);
            boxes.map(move |bbox| (bbox.middle().1, bbox, at, piece.place))
        });
        let mut words: Vec<_> = boxes.collect();
        words.sort_unstable();
        let highest = words.iter().map(|(_, bbox, ..)| bbox.height()).max().unwrap_or_default();
        Self { words, highest }
    }

    /// Returns the words at the height of a box, in one place.
    pub(super) fn beside(&self, bbox: BoundingBox, place: Place) -> impl Iterator<Item = Level> {
        let reach = self.highest / 2 + bbox.height() / 2;
        let middle = bbox.middle().1;
        let from = self.words.partition_point(|(other, ..)| *other < middle.saturating_sub(reach));
        let near = self.words[from..].iter().take_while(move |(other, ..)| *other <= middle + reach);
        let is_level = move |other: BoundingBox| {
            let low = other.height().min(bbox.height()) as f32;
            other.shared_height(bbox) as f32 >= SHARED * low
        };
        near.filter(move |(_, other, _, there)| *there == place && is_level(*other)).map(
            move |(_, other, piece, _)| Level { piece: *piece, bbox: *other, gap: other.gap_across(bbox) },
        )
    }
}
