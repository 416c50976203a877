//! A line's text, whose characters are found by their numbers.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};
use std::str::Chars;

use crate::document::characters::Stations;

/// A text in which a character is found by its number, as long as a line may be: a parser asks for each word of a line, and a
/// line may have a hundred thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LineText<'a> {
    text: Cow<'a, str>,
    stations: Stations,
}

impl<'a> LineText<'a> {
    /// Returns a text.
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        Self { stations: Stations::of(&text), text }
    }

    /// Returns it as a string.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns how many characters it has.
    pub(super) const fn length(&self) -> usize {
        self.stations.count()
    }

    /// Returns the characters from a place on.
    pub(super) fn from(&self, start: usize) -> Chars<'_> {
        self.stations.from(&self.text, start).chars()
    }

    /// Returns what of a range there is.
    pub(super) fn slice(&self, range: &Range<usize>) -> &str {
        self.stations.slice(&self.text, range)
    }
}

impl Deref for LineText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for LineText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
