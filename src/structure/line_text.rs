//! A line's text, whose characters are found by their numbers.

use std::fmt;
use std::ops::{Deref, Range};
use std::str::Chars;

/// Characters from one that is found at once to the next: a place is found in so many steps, whatever the line's length, for a
/// sixteenth of the text's size.
const STEP: usize = 64;

/// A text in which a character is found by its number, as long as a line may be: a parser asks for each word of a line, and a
/// line may have a hundred thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LineText {
    text: String,
    /// How many characters it has.
    length: usize,
    /// The byte at which each [`STEP`]th character begins, from the first on.
    stations: Vec<u32>,
}

impl LineText {
    /// Returns a text.
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let (mut length, mut stations) = (0, Vec::new());
        for (byte, _) in text.char_indices() {
            if length % STEP == 0 {
                stations.push(byte as u32);
            }
            length += 1;
        }
        Self { text, length, stations }
    }

    /// Returns it as a string.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns how many characters it has.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Returns the characters from a place on.
    pub(super) fn from(&self, start: usize) -> Chars<'_> {
        let station = self.stations.get(start / STEP).map_or(self.text.len(), |byte| *byte as usize);
        let mut rest = self.text.get(station..).unwrap_or_default().chars();
        if let Some(before) = (start % STEP).checked_sub(1) {
            rest.nth(before);
        }
        rest
    }

    /// Returns what of a range there is.
    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        let (from, behind) =
            (self.from(range.start).as_str(), self.from(range.end.max(range.start)).as_str());
        &from[..from.len() - behind.len()]
    }
}

impl Deref for LineText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for LineText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_of_a_text_is_that_of_its_characters_within_it_and_past_its_end() {
        let long: String = "Gió ở ven sông. ".repeat(2 * STEP / 16 + 1);
        for text in ["", "ờ", "Gió mạnh", long.as_str(), &long[..long.len() - 1]] {
            let line = LineText::new(text);
            let count = text.chars().count();
            assert_eq!(line.length(), count);
            for start in 0..count + 2 {
                for end in [start, start + 1, start + 5, count.max(start), count + 3] {
                    let expected: String = text.chars().skip(start).take(end - start).collect();
                    assert_eq!(line.slice(&(start..end)), expected, "{start}..{end} of {text:?}");
                }
            }
        }
    }
}
