//! A symbol as the engine read it.

use crate::document::BoundingBox;

/// A character of a word (or a few that the engine knows as one, such as an ellipsis).
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ReadSymbol {
    /// The characters; NFC, never empty.
    pub(super) text: String,
    /// Their box in pixels of the page, where the engine gave one.
    pub(super) bbox: Option<BoundingBox>,
    /// Other readings, likeliest first, with the engine's score from 0 to 1.
    pub(super) choices: Vec<(String, f32)>,
}
