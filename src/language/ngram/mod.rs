//! The language model: an interpolated Kneser–Ney n-gram model over syllables, pruned and quantised.
//!
//! Its words are the lower-case atoms of text with tone placement folded; numbers are one token, commas another,
//! semicolons and colons a third; a full stop ends the sentence, and all other marks are passed over
//! ([`stream`]). [`train`] makes a model from text, [`NgramModel`] answers from its bytes without unpacking them.
//!
//! Sources: Chen and Goodman, *An Empirical Study of Smoothing Techniques for Language Modeling* (1998), for
//! the smoothing; Seymore and Rosenfeld, *Scalable Backoff Language Models* (1996), for the pruning.

pub mod format;
pub mod model;
pub mod stream;
pub mod train;

pub use model::{NgramModel, State};

/// A word's number in the model's vocabulary.
pub type WordId = u16;

/// Stands for every word outside the vocabulary.
pub const UNKNOWN: WordId = 0;
/// Begins a sentence.
pub const START: WordId = 1;
/// Ends a sentence.
pub const END: WordId = 2;
/// Any number.
pub const NUMBER: WordId = 3;
/// A comma.
pub const COMMA: WordId = 4;
/// A semicolon or colon.
pub const SEMICOLON: WordId = 5;
/// How many tokens stand before the first word of the vocabulary.
pub const RESERVED: usize = 6;

/// The longest n-gram the model holds.
pub const ORDER: usize = 4;
