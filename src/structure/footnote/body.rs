//! Bodies: lines that may begin a footnote.

use std::ops::Range;

use super::mark::{as_number, is_superior, superior};
use crate::structure::sheet::SheetLine;

/// Evidence of a line that begins with a sign that superior figures turn into.
const SIGN: f32 = 1.0;

/// A line that may begin a body.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) line: usize,
    /// Characters taken by the mark and the blanks after it; none where the mark was lost.
    pub(super) mark: Range<usize>,
    pub(super) kind: Kind,
}

/// What a body's mark was read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A superior figure, seen so in the image.
    Raised(u32),
    /// A figure.
    Figure(u32),
    /// A sign, and how surely it is a mark.
    Sign(f32),
    /// Nothing: a paragraph without a mark.
    Lost,
}

/// Reads a line as the opening of a body; one that begins with a capital may have lost its mark.
pub(super) fn opening(line: &SheetLine, at: usize) -> Option<Opening> {
    let tokens = line.tokens();
    if tokens.len() < 3 {
        return None;
    }
    // Dirt may stand before a superior figure.
    let is_dirt = |token: &Range<usize>| line.slice(token).chars().all(|c| !c.is_alphanumeric());
    let is_figure = |token: &Range<usize>| line.slice(token).starts_with(is_superior);
    let lead = usize::from(is_dirt(&tokens[0]) && is_figure(&tokens[1]));
    let start = tokens[0].start;
    let token = &tokens[lead];
    let text = line.slice(token);
    let mark_end = tokens[lead + 1].start;
    let of =
        |number: u32| if text.starts_with(is_superior) { Kind::Raised(number) } else { Kind::Figure(number) };
    let read = |kind: Kind, mark: Range<usize>| Some(Opening { line: at, mark, kind });
    if let Some(number) = as_number(&text) {
        return read(of(number), start..mark_end);
    }
    // All that is left of 10 or 20.
    if text == "0" {
        return read(Kind::Figure(0), start..mark_end);
    }
    // A figure glued to the first word.
    let digits: String = text.chars().take_while(|c| superior(*c).is_some()).collect();
    let capital = text.chars().nth(digits.chars().count()).is_some_and(char::is_uppercase);
    if let Some(number) = as_number(&digits)
        && (capital || text.starts_with(is_superior))
    {
        return read(of(number), start..token.start + digits.chars().count());
    }
    if let Some(weight) = sign_weight(&text) {
        return read(Kind::Sign(weight), token.start..mark_end);
    }
    // Repair may have taken the mark for dirt.
    let seen = line.ocr.split_whitespace().next().filter(|s| !text.starts_with(s));
    let kind = seen.and_then(|seen| as_number(seen).map(Kind::Figure).or(sign_weight(seen).map(Kind::Sign)));
    let lost = text.starts_with(char::is_uppercase).then_some(Kind::Lost);
    read(kind.or(lost)?, token.start..token.start)
}

/// Returns how surely a token at the head of a line is a superior figure misread.
fn sign_weight(token: &str) -> Option<f32> {
    let length = token.chars().count();
    let is_bare = !token.chars().any(char::is_alphanumeric) || matches!(token, "l" | "I" | "i");
    // One of two figures was read: `'9` for 10.
    let is_half = token.starts_with(['\'', '’', '‘', '`']) && !token.contains(char::is_alphabetic);
    if length > 3 || !is_bare && !is_half {
        return None;
    }
    match token {
        "-" | "–" | "—" | "+" | "•" | "." | "," | "..." | "(" => None,
        // A star also opens items of lists.
        "*" => Some(SIGN / 2.0),
        _ => Some(SIGN),
    }
}

pub(super) fn ends_sentence(line: &SheetLine) -> bool {
    line.text.trim_end().ends_with(['.', ';', ')', '”', '"', ':'])
}
