//! Vietnamese itself: its letters and tones, case, how text falls into atoms, the n-gram model of its syllables,
//! and the lexicon of names and terms that a person may edit.

pub mod atom;
pub mod case;
pub mod charset;
pub mod condition;
pub mod foreign;
pub mod letter;
pub mod lexicon;
pub mod ngram;
pub mod syllable;
pub mod threads;
