//! A line's text, whose characters are found by their numbers.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ledger;

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
