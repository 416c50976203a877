//! Paragraphs: printed lines joined to running text, over page breaks too.
//!
//! A new paragraph begins at a gap, an indent, a bullet or a label; and, where the page shows none of these, after
//! a line that ends a sentence short of the margin. A gap does not part lines where the line above is full and
//! breaks off in mid-sentence: scanners and recognisers make gaps of their own.

use super::sheet::{Sheet, SheetLine};

/// A line is full from this share of the usual length on.
const FULL: f32 = 0.8;

/// Joins lines to one text. A word broken at a line's end by a hyphen glued to it (`2020/NQ-`, `HĐND`) is
/// mended without a blank; the hyphen stays, for Vietnamese has no soft one.
pub(super) fn join<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            continue;
        }
        let broken = text.ends_with('-')
            && text.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && line.starts_with(char::is_alphanumeric);
        if !text.is_empty() && !broken {
            text.push(' ');
        }
        text.push_str(&line);
    }
    text
}

/// Returns whether a paragraph begins at a line, given the line of text before it.
pub(super) fn begins(sheet: &Sheet, before: &SheetLine, line: &SheetLine) -> bool {
    let head = line.text.trim_start();
    if is_bullet(head) {
        return true;
    }
    let ended = before.text.trim_end().ends_with(['.', ':', ';', '!', '?'])
        || before.text.trim_end().ends_with("./.");
    let full = before.length() as f32 >= FULL * sheet.usual_length as f32;
    let lower = head.starts_with(char::is_lowercase);
    if line.page != before.page {
        return ended && !lower && (!full || line.indented || line.gap_before);
    }
    if line.gap_before || line.indented && !before.indented {
        return !full || ended;
    }
    ended && !full && !lower
}

/// Returns whether a line opens with a bullet: `-`, `+`, `*`, `•` and a blank.
pub(super) fn is_bullet(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(characters.next(), Some('-' | '–' | '—' | '+' | '*' | '•' | '~'))
        && characters.next().is_some_and(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mends_codes_broken_at_line_ends() {
        assert_eq!(join(["số 39/2020/NQ-", "HĐND của"].into_iter()), "số 39/2020/NQ-HĐND của");
        assert_eq!(join(["kinh tế -", " xã hội"].into_iter()), "kinh tế - xã hội");
    }
}
