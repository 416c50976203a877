//! The model on disk: a header, the vocabulary, and one level of a trie for each order.
//!
//! All numbers are little-endian. The layout, in order:
//!
//! | part | content |
//! | --- | --- |
//! | header | [`MAGIC`], [`VERSION`] u32, vocabulary size u32, n-grams of order 2, 3, 4 u32 each, BLAKE3 of the rest |
//! | vocabulary | byte length u32, then each word but the reserved ones, parted by line feeds |
//! | case | per word, [`CASE_BYTES`] bytes: for each case of the word before, share of Title and of Upper, of 255 |
//! | order 1 | per word: ln p f32, ln back-off f32, first child u32; one more child at the end |
//! | orders 2, 3 | code book of p (256 f32), of back-off (256 f32); words u16; p u8; back-off u8; first child u32, one more |
//! | order 4 | code book of p (256 f32); words u16; p u8 |
//!
//! The children of an n-gram are those of the next order that begin with it; they stand together, by word.

use std::ops::Range;

/// The first bytes of a model.
pub const MAGIC: [u8; 8] = *b"phuchoiL";

/// The version of this layout. A model of another version must be trained again with `phuchoi train language`.
pub const VERSION: u32 = 1;

/// Bytes of case statistics a word: Title and Upper after a start, a Lower, a Title, an Upper word.
pub const CASE_BYTES: usize = 8;

/// Where the header holds the BLAKE3 of the rest.
pub const CHECKSUM: Range<usize> = 28..HEADER;

const HEADER: usize = 8 + 4 + 4 + 12 + 32;

/// Why bytes are not a language model.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FormatError {
    /// The file is something else.
    #[error("not a phuchoi language model; train one with `phuchoi train language`")]
    Magic,
    /// The file is of another version.
    #[error(
        "language model of version {found}, this program reads version {VERSION}; train it again with `phuchoi train language`"
    )]
    Version {
        /// The version found.
        found: u32,
    },
    /// The file ends too early or its parts do not fit together.
    #[error(
        "language model is cut short or damaged; restore the file or train it again with `phuchoi train language`"
    )]
    Damaged,
}

/// Where each part of a model stands in its bytes.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Words in the vocabulary, reserved ones included.
    pub vocabulary_size: usize,
    /// N-grams of orders 2, 3 and 4.
    pub counts: [usize; 3],
    /// The vocabulary's words.
    pub words: Range<usize>,
    /// Case statistics.
    pub case: Range<usize>,
    /// Order 1, 12 bytes a word and 4 more.
    pub unigrams: Range<usize>,
    /// Orders 2, 3, 4.
    pub levels: [Level; 3],
}

/// Where the arrays of one order stand.
#[derive(Debug, Clone, Default)]
pub struct Level {
    /// Code book of ln p.
    pub probability_book: Range<usize>,
    /// Code book of ln back-off; empty for the highest order.
    pub backoff_book: Range<usize>,
    /// The last word of each n-gram.
    pub words: Range<usize>,
    /// Codes of ln p.
    pub probabilities: Range<usize>,
    /// Codes of ln back-off; empty for the highest order.
    pub backoffs: Range<usize>,
    /// First child of each n-gram; empty for the highest order.
    pub children: Range<usize>,
}

/// Reads a little-endian u32.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Finds the parts of a model.
///
/// # Errors
///
/// Where the bytes are not a model of this version, or do not reach as far as their header says.
/// With `verify`, also where their BLAKE3 is not the header's; that reads all of them.
pub fn layout(bytes: &[u8], verify: bool) -> Result<Layout, FormatError> {
    if bytes.get(..8) != Some(&MAGIC) {
        return Err(FormatError::Magic);
    }
    let number = |at| u32_at(bytes, at).ok_or(FormatError::Damaged);
    let found = number(8)?;
    if found != VERSION {
        return Err(FormatError::Version { found });
    }
    if verify && bytes.get(CHECKSUM) != Some(blake3::hash(bytes.get(HEADER..).unwrap_or_default()).as_bytes())
    {
        return Err(FormatError::Damaged);
    }
    let vocabulary_size = number(12)? as usize;
    let counts = [number(16)? as usize, number(20)? as usize, number(24)? as usize];
    let mut at = HEADER;
    let mut take = |length: usize| {
        let range = at..at + length;
        at += length;
        range
    };
    let length = number(take(4).start)? as usize;
    let words = take(length);
    let case = take(vocabulary_size * CASE_BYTES);
    let unigrams = take(vocabulary_size * 12 + 4);
    let mut levels = [Level::default(), Level::default(), Level::default()];
    for (order, level) in levels.iter_mut().enumerate() {
        let count = counts[order];
        let inner = usize::from(order < 2);
        level.probability_book = take(1024);
        level.backoff_book = take(1024 * inner);
        level.words = take(2 * count);
        level.probabilities = take(count);
        level.backoffs = take(count * inner);
        level.children = take(4 * (count + 1) * inner);
    }
    if at != bytes.len() {
        return Err(FormatError::Damaged);
    }
    // No checksum is over the counts; but the last child of an order, which closes it, is as many as the next one holds.
    let closes = |children: &Range<usize>, count: usize| number(children.end - 4) == Ok(count as u32);
    let [second, third, _] = &levels;
    let closed = [(&unigrams, counts[0]), (&second.children, counts[1]), (&third.children, counts[2])];
    if !closed.into_iter().all(|(children, count)| closes(children, count)) {
        return Err(FormatError::Damaged);
    }
    Ok(Layout { vocabulary_size, counts, words, case, unigrams, levels })
}

/// Puts a header before a model's body.
pub fn seal(vocabulary_size: u32, counts: [u32; 3], body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(vocabulary_size.to_le_bytes());
    for count in counts {
        bytes.extend(count.to_le_bytes());
    }
    bytes.extend(blake3::hash(body).as_bytes());
    bytes.extend(body);
    bytes
}
