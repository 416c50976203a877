//! Skeletons: words as they are compared where marks and look-alikes do not count.

use crate::language::letter;

/// A word without its marks, in lower case, and with what OCR takes for one another made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Skeleton {
    text: String,
    length: u32,
    /// A bit for each letter that occurs.
    letters: u32,
}

impl Skeleton {
    pub(super) fn of(word: &str) -> Self {
        Self::new(letter::strip_marks(word).chars())
    }

    /// Takes `P` and `DP` for the `Đ` that an engine without Vietnamese letters reads so; `None` where there is none.
    pub(super) fn with_d_for_p(word: &str) -> Option<Self> {
        word.contains('P').then(|| Self::of(&word.replace("DP", "D").replace('P', "D")))
    }

    /// Makes that of a word given as [`stream::key`](crate::language::ngram::stream::key) makes it.
    pub(super) fn of_key(key: &str) -> Self {
        Self::new(key.chars().map(letter::base))
    }

    fn new(characters: impl Iterator<Item = char>) -> Self {
        let text: String = characters.filter_map(fold).collect();
        let letters = text.chars().fold(0, |set, c| set | 1u32 << ((u32::from(c) - 0x20) % 32));
        Self { length: text.chars().count() as u32, letters, text }
    }

    /// Returns its letters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns how many letters it has.
    pub(super) const fn length(&self) -> u32 {
        self.length
    }

    /// Returns how alike two are, from 0 to 1: the share of letters that no change, loss or swap touched.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        if self.text == other.text {
            return 1.0;
        }
        let steps = strsim::osa_distance(&self.text, &other.text);
        1.0 - steps as f64 / f64::from(self.length.max(other.length))
    }

    /// Returns how alike two are at most. It costs next to nothing.
    pub(super) fn bound(&self, other: &Self) -> f64 {
        // A change of one letter adds one to the set of letters and takes one from it, at most.
        let apart = (self.letters ^ other.letters).count_ones().div_ceil(2);
        let steps = apart.max(self.length.abs_diff(other.length));
        1.0 - f64::from(steps) / f64::from(self.length.max(other.length).max(1))
    }
}

/// Folds a character into the letter it may have been; what is none falls out.
fn fold(c: char) -> Option<char> {
    match c {
        '0' | '6' | '&' | '°' | 'º' => Some('o'),
        '1' | 'l' | '|' | '!' => Some('i'),
        '¢' | '©' => Some('c'),
        '€' | '£' => Some('e'),
        '$' | '§' | '5' => Some('s'),
        '@' | '4' => Some('a'),
        '8' => Some('b'),
        '9' => Some('g'),
        'ð' => Some('d'),
        c => c.is_alphabetic().then_some(c),
    }
}
