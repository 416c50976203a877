//! A text of a record, and where on the pages it was read.

use std::fmt;
use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of a document: its page, and its number on it. Both count from 1.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
pub struct LineId {
    /// The page.
    pub page: u32,
    /// The line's number on it.
    pub line: u32,
}

impl LineId {
    /// Returns the line of this number on a page.
    pub const fn new(page: u32, line: u32) -> Self {
        Self { page, line }
    }
}

/// Characters of a restored line: `[page, line, start, end]`, half open, in Unicode scalar values of
/// [`Line::text`](super::Line::text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
#[schemars(with = "[u32; 4]")]
pub struct Span {
    /// The line.
    pub line: LineId,
    /// Its first character.
    pub start: u32,
    /// One past its last.
    pub end: u32,
}

impl From<[u32; 4]> for Span {
    fn from([page, line, start, end]: [u32; 4]) -> Self {
        Self { line: LineId { page, line }, start, end }
    }
}

impl From<Span> for [u32; 4] {
    fn from(Span { line: LineId { page, line }, start, end }: Span) -> Self {
        [page, line, start, end]
    }
}

/// A text of a record with the places it was read from, in order.
///
/// Most texts are those places joined ([`join`]); a number may have lost its blanks (`218 /BC-VP`), a name the capitals
/// of its line. A text without a place stands on no page: a row's label that the sequence of labels gives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// The text, restored.
    pub text: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

impl Text {
    /// Returns a text that stands on no page.
    pub fn bare(text: impl Into<String>) -> Self {
        Self { text: text.into(), spans: Vec::new() }
    }

    /// Returns it as a string.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the line it begins in.
    pub fn first_line(&self) -> Option<LineId> {
        self.spans.first().map(|span| span.line)
    }

    /// Adds a text behind this one.
    pub fn append(&mut self, other: Self) {
        self.text = join([self.text.as_str(), other.text.as_str()]);
        self.spans.extend(other.spans);
    }
}

/// A text is read as a string wherever its places do not matter.
impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

/// Joins lines to running text, blanks made one. A word broken at a line's end by a hyphen glued to it (`2020/NQ-`,
/// `HĐND`) is mended without a blank; the hyphen stays, for Vietnamese has no soft one.
pub fn join<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        let mut words = line.split_whitespace().peekable();
        let Some(first) = words.peek() else { continue };
        let is_broken = text.ends_with('-')
            && text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && first.starts_with(char::is_alphanumeric);
        for (at, word) in words.enumerate() {
            if !(text.is_empty() || at == 0 && is_broken) {
                text.push(' ');
            }
            text.push_str(word);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mends_codes_broken_at_line_ends() {
        assert_eq!(join(["số 39/2020/NQ-", "HĐND của"]), "số 39/2020/NQ-HĐND của");
        assert_eq!(join(["kinh tế -", " xã hội"]), "kinh tế - xã hội");
        assert_eq!(join(["", " một  hai ", ""]), "một hai");
    }

    #[test]
    fn a_span_is_four_numbers() {
        let span = Span { line: LineId::new(2, 7), start: 3, end: 9 };
        assert_eq!(serde_json::to_string(&span).unwrap(), "[2,7,3,9]");
        assert_eq!(serde_json::from_str::<Span>("[2,7,3,9]").unwrap(), span);
    }
}
