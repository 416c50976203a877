//! A line's text, whose characters are found by their numbers.

use std::ops::Range;

/// A text and the byte at which each of its characters begins.
///
/// Spans of edits count characters; a line may have a hundred thousand, and as many spans.
#[derive(Debug)]
pub struct Characters<'a> {
    text: &'a str,
    /// One more than there are characters: the last is the text's end.
    starts: Vec<usize>,
}

impl<'a> Characters<'a> {
    /// Finds the characters of a text.
    pub fn of(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
        Self { text, starts }
    }

    /// Returns how many characters the text has.
    pub fn count(&self) -> u32 {
        (self.starts.len() - 1) as u32
    }

    /// Returns the part of the text at `span`, or `None` where the span lies outside.
    pub fn slice(&self, span: [u32; 2]) -> Option<&'a str> {
        let [start, end] = span.map(|at| self.starts.get(at as usize).copied());
        self.text.get(start?..end?)
    }
}

/// Characters from one station to the next.
const STEP: usize = 64;

/// Where each [`STEP`]th character of a text begins, but for the first: any other is found in so many steps, however long the text
/// is. It takes a sixty-fourth of the room of [`Characters`], and of a shorter text none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stations {
    count: usize,
    starts: Vec<usize>,
}

impl Stations {
    /// Finds those of a text.
    pub fn of(text: &str) -> Self {
        let (mut count, mut starts) = (0, Vec::with_capacity(text.len() / STEP));
        for (start, _) in text.char_indices() {
            if count > 0 && count % STEP == 0 {
                starts.push(start);
            }
            count += 1;
        }
        Self { count, starts }
    }

    /// Returns how many characters the text has.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Returns the same text from a character on; nothing where it has fewer.
    pub fn from<'a>(&self, text: &'a str, start: usize) -> &'a str {
        let station = match (start / STEP).checked_sub(1) {
            None => 0,
            Some(station) => self.starts.get(station).copied().unwrap_or(text.len()),
        };
        let mut rest = text.get(station..).unwrap_or_default().chars();
        if let Some(before) = (start % STEP).checked_sub(1) {
            rest.nth(before);
        }
        rest.as_str()
    }

    /// Returns what of a range of characters the same text has.
    pub fn slice<'a>(&self, text: &'a str, range: &Range<usize>) -> &'a str {
        let from = self.from(text, range.start);
        let behind = self.from(text, range.end.max(range.start));
        &from[..from.len() - behind.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ledger;

    #[test]
    fn a_range_of_characters_is_found_within_a_text_and_past_its_end() {
        let long: String = "Gió ở ven sông. ".repeat(2 * STEP / 16 + 1);
        for text in ["", "ờ", "Gió mạnh", long.as_str(), &long[..long.len() - 1]] {
            let stations = Stations::of(text);
            let count = text.chars().count();
            assert_eq!(stations.count(), count);
            for start in 0..count + 2 {
                for end in [start, start + 1, start + 5, count.max(start), count + 3] {
                    let expected: String = text.chars().skip(start).take(end - start).collect();
                    assert_eq!(stations.slice(text, &(start..end)), expected, "{start}..{end} of {text:?}");
                }
            }
        }
    }

    #[test]
    fn a_part_is_that_which_the_ledger_finds() {
        let text = "Độc lập";
        let characters = Characters::of(text);
        for start in 0..9 {
            for end in 0..9 {
                assert_eq!(
                    characters.slice([start, end]),
                    ledger::slice(text, [start, end]),
                    "{start}..{end}"
                );
            }
        }
    }
}
