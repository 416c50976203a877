//! Texts in columns on a terminal: a letter with its marks takes one place, however many characters it is written with.

use unicode_segmentation::UnicodeSegmentation;

/// Returns how many places a text takes: its grapheme clusters (Unicode Standard Annex 29).
pub(super) fn width(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Returns a text with blanks behind it, so that it takes at least so many places.
pub(super) fn padded(text: &str, places: usize) -> String {
    format!("{text}{}", " ".repeat(places.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_whose_marks_stand_apart_takes_one_place() {
        let (composed, apart) = ("Tổ", "To\u{302}\u{309}");
        assert_eq!((width(composed), width(apart)), (2, 2));
        assert_eq!(
            (padded(composed, 4), padded(apart, 4)),
            ("Tổ  ".to_owned(), "To\u{302}\u{309}  ".to_owned())
        );
        assert_eq!(padded("dài hơn", 3), "dài hơn");
    }
}
