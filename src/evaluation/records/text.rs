//! A text of a record, and when two are the same but for how they were read.

use std::fmt;

use serde::Deserialize;

use crate::evaluation::distance::distance;
use crate::evaluation::normalise::{clean, words};

/// The part of a text's characters that may differ where it is near another.
const NEAR: f64 = 0.1;

/// Characters of the longest text that is like no other but itself: of a label (`a)`, `II`) one letter is all there is to
/// tell.
const SHORT: usize = 4;

/// A text of a record: bare, as version 1 has it and truths may, or with its places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Said")]
pub(super) struct Text(pub(super) String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Bare(String),
    Placed {
        text: String,
        /// A day, which is compared as it is counted.
        #[serde(default)]
        iso: Option<String>,
    },
}

impl From<Said> for Text {
    fn from(said: Said) -> Self {
        match said {
            Said::Bare(text) => Self(text),
            Said::Placed { text, iso } => Self(iso.unwrap_or(text)),
        }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns a text as it is compared: words with folded tones, stops and colons at its end left out.
pub(super) fn folded(text: &str) -> String {
    words(clean(text).trim_end_matches(['.', ':', ';', ',', ' '])).join(" ")
}

/// Returns whether two texts are near.
pub(super) fn near(a: &str, b: &str) -> bool {
    Folded::new(a).is_near(&Folded::new(b))
}

/// Returns the beginning of a text, for a message of one line.
pub(super) fn beginning(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// A text as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    text: Vec<char>,
    /// The same characters in the order of their numbers, which tells most texts apart that differ.
    sorted: Vec<char>,
}

impl Folded {
    pub(super) fn new(text: &str) -> Self {
        let text: Vec<char> = folded(text).chars().collect();
        let mut sorted = text.clone();
        sorted.sort_unstable();
        Self { text, sorted }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns whether at most one character in ten differs, but one at least may.
    pub(super) fn is_near(&self, other: &Self) -> bool {
        let longest = self.text.len().max(other.text.len());
        let is_empty = self.is_empty() || other.is_empty();
        let allowed = if is_empty { 0.0 } else { (NEAR * longest as f64).max(1.0) };
        self.characters_apart(other) as f64 <= allowed && distance(&self.text, &other.text) as f64 <= allowed
    }

    /// Returns whether it is near, and the same where it is short.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_short = self.text.len().min(other.text.len()) <= SHORT;
        if is_short { self.text == other.text } else { self.is_near(other) }
    }

    /// Returns how many characters at least are to insert, delete or substitute, whatever their order.
    fn characters_apart(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut shared = 0;
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            let order = one.cmp(two);
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
            shared += usize::from(order.is_eq());
        }
        self.text.len().max(other.text.len()) - shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_in_ten_may_differ_but_one_at_least() {
        let cases = [
            ("ĐẶC ĐIỂM, TÌNH HÌNH", "ĐẶC ĐIÊM, TÌNH HÌNH:", true),
            ("ĐẶC ĐIỂM, TÌNH HÌNH", "ĐẶC ĐIÊM, TINH HINH", false),
            ("hoá", "hóa", true),
            ("sát", "sắt", true),
            ("sát", "", false),
            ("", "", true),
            // The same letters in another order.
            ("kế hoạch năm nay", "năm nay kế hoạch", false),
        ];
        for (a, b, expected) in cases {
            assert_eq!((near(a, b), near(b, a)), (expected, expected), "{a} {b}");
        }
    }

    #[test]
    fn a_label_is_like_no_other() {
        let like = |a: &str, b: &str| Folded::new(a).is_like(&Folded::new(b));
        assert!(like("a)", "a)") && !like("a)", "b)") && !like("II", "I"));
        assert!(like("Kế hoạch", "Kê hoạch"));
    }
}
