//! Measuring restored text against what was printed, and records against what they should be.
//!
//! The measure works line by line: line *k* of the hypothesis is held against line *k* of the truth.
//! [`normalise`] takes out what is not to be judged (typographic quotes, footnote marks, the place of a tone
//! mark in `hoá` and `hóa`), [`distance`] counts insertions, deletions and substitutions (Levenshtein 1966),
//! and [`mod@score`] sums them up:
//!
//! - *CER*, character error rate: character errors over the characters of the truth;
//! - *WER*, word error rate: word errors over the words of the truth;
//! - *numbers wrong*: words of the truth with a digit, whose digits are not those of the word aligned to them;
//! - *right words broken*: words the OCR had right and the restoration has not.
//!
//! [`records`] says how a document's structure is measured, from the letterhead to the order of reading,
//! [`mod@teds`] how like two tables are.

pub mod distance;
pub mod normalise;
pub mod records;
pub mod score;
pub mod teds;

pub use records::{Found, RecordScore, RecordSet, score_records};
pub use score::{LineRange, Score, score};
