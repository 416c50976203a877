//! The language model as it answers: words to numbers, and the probability of a word after others.

use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use super::format::{self, CASE_BYTES, FormatError, Layout, u32_at};
use super::{ORDER, RESERVED, START, UNKNOWN, WordId, stream};
use crate::language::case::Case;

/// A language model over its bytes, which stay where they are: in the program or in a mapped file.
#[derive(Debug, Clone)]
pub struct NgramModel {
    bytes: Bytes,
    layout: Layout,
    ids: Arc<HashMap<String, WordId>>,
    words: Arc<Vec<String>>,
    probability_books: [Vec<f32>; 3],
    backoff_books: [Vec<f32>; 2],
}

/// What the model remembers of the words before: the n-grams, by length, that they end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct State {
    /// The n-gram of each length that the words so far end in, or [`ABSENT`].
    nodes: [u32; ORDER - 1],
}

/// In a [`State`]: the model holds no such n-gram.
const ABSENT: u32 = u32::MAX;

#[derive(Debug, Clone)]
enum Bytes {
    Static(&'static [u8]),
    Mapped(Arc<memmap2::Mmap>),
    Owned(Arc<Vec<u8>>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// Why a model could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be read.
    #[error("cannot read language model `{path}`: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not a model of this version.
    #[error("`{path}`: {source}")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: FormatError,
    },
}

impl State {
    /// Returns the last word, or `None` where nothing is remembered.
    pub fn last(self) -> Option<WordId> {
        (self.nodes[0] != ABSENT).then_some(self.nodes[0] as WordId)
    }
}

impl NgramModel {
    /// Opens a model that is part of the program.
    ///
    /// # Errors
    ///
    /// Where the bytes are not a model of this version.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, FormatError> {
        Self::over(Bytes::Static(bytes), false)
    }

    /// Opens a model held in memory, as training makes it; its checksum is verified.
    ///
    /// # Errors
    ///
    /// Where the bytes are not a whole model of this version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, FormatError> {
        Self::over(Bytes::Owned(Arc::new(bytes)), true)
    }

    /// Maps a model file; its checksum is verified, for in a damaged one numbers would point beyond its end.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read or is not a whole model of this version.
    #[allow(unsafe_code)] // Mapping a file is unsafe by nature.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let name = || path.display().to_string();
        let unreadable = |source| OpenError::Unreadable { path: name(), source };
        let file = std::fs::File::open(path).map_err(unreadable)?;
        // SAFETY: the map is only read. Another process that rewrites the file in place would change what is
        // read; `phuchoi train` never does, it renames a finished file into place.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(unreadable)?;
        Self::over(Bytes::Mapped(Arc::new(map)), true)
            .map_err(|source| OpenError::Format { path: name(), source })
    }

    fn over(bytes: Bytes, verify: bool) -> Result<Self, FormatError> {
        let layout = format::layout(&bytes, verify)?;
        let listed = std::str::from_utf8(&bytes[layout.words.clone()]).map_err(|_| FormatError::Damaged)?;
        let mut words = vec![String::new(); RESERVED];
        words.extend(listed.split_terminator('\n').map(str::to_owned));
        if words.len() != layout.vocabulary_size {
            return Err(FormatError::Damaged);
        }
        let ids = (RESERVED..words.len()).map(|id| (words[id].clone(), id as WordId)).collect();
        let book = |range: &std::ops::Range<usize>| -> Vec<f32> {
            bytes[range.clone()].as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
        };
        let [second, third, fourth] = &layout.levels;
        Ok(Self {
            probability_books: [second, third, fourth].map(|l| book(&l.probability_book)),
            backoff_books: [second, third].map(|l| book(&l.backoff_book)),
            ids: Arc::new(ids),
            words: Arc::new(words),
            layout,
            bytes,
        })
    }

    /// Returns the number of a word given in any case, or [`UNKNOWN`].
    pub fn id(&self, word: &str) -> WordId {
        self.id_of_key(&stream::key(word))
    }

    /// Returns the number of a word given as [`stream::key`] makes it, or [`UNKNOWN`].
    pub fn id_of_key(&self, key: &str) -> WordId {
        self.ids.get(key).copied().unwrap_or(UNKNOWN)
    }

    /// Returns a word in lower case; empty for a reserved token.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(usize::from(id)).map_or("", String::as_str)
    }

    /// Returns every word with its number, reserved tokens left out, the most frequent first.
    pub fn vocabulary(&self) -> impl Iterator<Item = (WordId, &str)> {
        (RESERVED..self.words.len()).map(|id| (id as WordId, self.words[id].as_str()))
    }

    /// Returns the checksum in the model's header, in hexadecimal.
    pub fn checksum(&self) -> String {
        self.bytes[format::CHECKSUM].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns how many n-grams of each order, 1 to 4, the model holds.
    pub fn counts(&self) -> [usize; ORDER] {
        let [second, third, fourth] = self.layout.counts;
        [self.layout.vocabulary_size, second, third, fourth]
    }

    /// Returns ln of the probability that a word stands in `case`, the word before standing in `before` (`None`
    /// at the start of a sentence).
    pub fn case_probability(&self, id: WordId, before: Option<Case>, case: Case) -> f32 {
        let slot = before.map_or(0, |b| 1 + b as usize);
        let at = self.layout.case.start + usize::from(id) * CASE_BYTES + slot * 2;
        let share = |byte: u8| f32::from(byte) / 255.0;
        let (title, upper) = (share(self.bytes[at]), share(self.bytes[at + 1]));
        // No case is ruled out: the floor is what one slip in two thousand words costs.
        let probability = match case {
            Case::Lower => 1.0 - title - upper,
            Case::Title => title,
            Case::Upper => upper,
        };
        probability.max(5e-4).ln()
    }

    /// Returns the state at the start of a sentence.
    pub fn start(&self) -> State {
        State { nodes: [u32::from(START), ABSENT, ABSENT] }
    }

    /// Returns the state that remembers nothing.
    pub fn nowhere(&self) -> State {
        State { nodes: [ABSENT; ORDER - 1] }
    }

    /// Returns ln p of `word` after `state`, and the state after it.
    pub fn score(&self, state: State, word: WordId) -> (f32, State) {
        let mut next = self.nowhere();
        if word != UNKNOWN {
            next.nodes[0] = u32::from(word);
        }
        let mut score = None;
        let mut backed_off = 0.0;
        for length in (1..ORDER).rev() {
            let node = state.nodes[length - 1];
            if node == ABSENT {
                continue;
            }
            match self.child(length, node, word) {
                Some(child) => {
                    if score.is_none() {
                        score = Some(self.probability(length + 1, child) + backed_off);
                    }
                    if length < ORDER - 1 {
                        next.nodes[length] = child;
                    }
                }
                None if score.is_none() => backed_off += self.backoff(length, node),
                None => {}
            }
        }
        (score.unwrap_or_else(|| self.probability(1, u32::from(word)) + backed_off), next)
    }

    /// Returns the n-gram of order `length + 1` that extends the one of order `length` at `node` by `word`.
    fn child(&self, length: usize, node: u32, word: WordId) -> Option<u32> {
        let first = |index: usize| -> u32 {
            let at = match length {
                1 => self.layout.unigrams.start + index * 12 + 8,
                _ => self.layout.levels[length - 2].children.start + index * 4,
            };
            u32_at(&self.bytes, at).unwrap_or(0)
        };
        let index = node as usize;
        // The closing entry of order 1 stands alone after the last word's twelve bytes.
        let end = match length {
            1 if index + 1 == self.layout.vocabulary_size => {
                u32_at(&self.bytes, self.layout.unigrams.end - 4).unwrap_or(0)
            }
            _ => first(index + 1),
        };
        let (mut low, mut high) = (first(index) as usize, end as usize);
        let words = &self.bytes[self.layout.levels[length - 1].words.clone()];
        while low < high {
            let middle = low.midpoint(high);
            let here = u16::from_le_bytes([words[2 * middle], words[2 * middle + 1]]);
            match here.cmp(&word) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32),
            }
        }
        None
    }

    fn probability(&self, order: usize, node: u32) -> f32 {
        match order {
            1 => self.unigram(node, 0),
            _ => {
                let level = &self.layout.levels[order - 2];
                let code = self.bytes[level.probabilities.start + node as usize];
                self.probability_books[order - 2][usize::from(code)]
            }
        }
    }

    fn backoff(&self, order: usize, node: u32) -> f32 {
        match order {
            1 => self.unigram(node, 4),
            _ => {
                let level = &self.layout.levels[order - 2];
                let code = self.bytes[level.backoffs.start + node as usize];
                self.backoff_books[order - 2][usize::from(code)]
            }
        }
    }

    fn unigram(&self, node: u32, offset: usize) -> f32 {
        let at = self.layout.unigrams.start + node as usize * 12 + offset;
        f32::from_bits(u32_at(&self.bytes, at).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model of the reserved tokens alone: lengths, case, order 1, and the books and closing children of orders 2 to 4.
    fn empty(counts: [u32; 3]) -> Vec<u8> {
        let body: usize = [4 + RESERVED * (CASE_BYTES + 12) + 4, 2 * (2 * 1024 + 4), 1024].iter().sum();
        format::seal(RESERVED as u32, counts, &vec![0; body])
    }

    #[test]
    fn a_file_with_one_byte_changed_is_refused() {
        let mut bytes = empty([0; 3]);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &bytes).unwrap();
        assert!(NgramModel::open(file.path()).is_ok());
        // The first child of the first word: it would be looked for beyond the file's end.
        let at = bytes.len() - 1024 - 2 * (2 * 1024 + 4) - 4 - 12 * RESERVED + 8;
        bytes[at] = 0xff;
        std::fs::write(file.path(), &bytes).unwrap();
        let damaged = NgramModel::open(file.path()).unwrap_err();
        assert!(matches!(damaged, OpenError::Format { source: FormatError::Damaged, .. }), "{damaged}");
    }

    #[test]
    fn counts_that_add_up_but_are_not_those_of_the_orders_are_refused() {
        // Orders 2 and 3 take as many bytes an n-gram, so the length of the whole stays right.
        let mut body = empty([0; 3]).split_off(60);
        body.extend([0; 8]);
        let model = |counts| NgramModel::from_bytes(format::seal(RESERVED as u32, counts, &body)).err();
        assert_eq!(model([1, 0, 0]), Some(FormatError::Damaged));
        assert_eq!(model([0, 1, 0]), Some(FormatError::Damaged));
    }
}
