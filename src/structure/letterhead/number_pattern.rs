//! What a document's number looks like in a line, and what stands beside it and says nothing.

use std::sync::LazyLock;

use regex::Regex;

/// `Số: 218/BC-VP`, however its letters were read. Before a symbol that begins with a kind's code a blank may stand in the place of the
/// stroke, as typewriters wrote it: `Số 258 CTr/BV`.
pub(super) static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?xi)\b s[oốôóò60¢é] [*'’]? \s* [:.;]? \s*
        ( [0-9OIlSB§]+
          (?: \s*[-/]\s*[\p{L}0-9]+
            | \s+(?:BB|BC|CT|CTr|CV|ĐA|GM|HD|HĐ|KH|KL|NĐ|NQ|PA|QĐ|QyĐ|TB|TT|TTr)\s?[-/]\s?[\p{L}0-9.]+ )
          (?: \s?[-–/&]\s?[\p{L}0-9.]+ )* )",
    )
    .ok()
});

/// `Số:       /BC-VP`, the figures left to be written by hand.
pub(super) static OPEN_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\bs[oốôóò6]\s*[:.;]?[\s.…_]*([-/]\s?(?:(?:19|20)[0-9]{2}\s?/\s?)?\p{L}[\p{L}0-9]*(?:\s?[-–/&]\s?\p{L}[\p{L}0-9.]*)+)\s*$",
    )
    .ok()
});

/// Most letters and figures that are read out of specks beside a line of the head.
const SPECKS: usize = 2;

/// Returns whether a text is so short that it may be dirt on the page.
pub(super) fn is_specks(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() <= SPECKS
}
