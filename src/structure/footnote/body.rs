//! Bodies: lines that may begin a footnote.

use std::ops::Range;

use super::mark::{Form, Head, as_number, head, is_bracketed, is_superior, stars, superior};
use crate::structure::sheet::SheetLine;

/// Evidence of a line that begins with a sign that superior figures turn into.
const SIGN: f32 = 1.0;

/// The same of a sign glued to its first word: a quotation mark may open what it seems to.
const GLUED: f32 = 0.6;

/// How far before its note a mark may stand that is a line of its own, in heights of the note's.
const BEFORE: f32 = 2.0;

/// The most characters of a mark that was misread, with brackets and a stop.
const LONGEST_MARK: usize = 5;

/// The fewest letters of a word, not a unit, that a figure was glued to.
const WORD: usize = 3;

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
    /// A figure written as the label of a list's item or of a heading is: `1.`, `1)`, `1 -`.
    Listed(u32),
    /// So many stars.
    Stars(u32),
    /// A sign, and how surely it is a mark.
    Sign(f32),
    /// A dash, as one opens an item of a list.
    Dash,
    /// Nothing: a paragraph without a mark.
    Lost,
    /// Less than nothing: a paragraph that begins with a small letter, the first with its mark not read.
    Cut,
}

impl Kind {
    /// Returns whether it is the mark of a number as it stands.
    pub(super) fn says(self, form: Form, number: u32) -> bool {
        match self {
            Self::Raised(read) | Self::Figure(read) | Self::Listed(read) => {
                form == Form::Figures && read == number
            }
            Self::Stars(read) => form == Form::Stars && read == number,
            Self::Sign(_) | Self::Dash | Self::Lost | Self::Cut => false,
        }
    }
}

/// Reads a line as the opening of a body; one that begins with a capital may have lost its mark. Where the line `is_seen` in an
/// image its mark may have been read as a sign glued to the first word, or have a stop behind it.
pub(super) fn opening(line: &SheetLine, at: usize, is_seen: bool) -> Option<Opening> {
    let tokens = line.tokens();
    // A note of two words has its figure glued to the first: `8Bão Yagi.`
    let is_short = || {
        is_seen
            && tokens.len() == 2
            && head(&line.slice(&tokens[0])).is_some_and(|head| head.length < tokens[0].len())
    };
    if tokens.len() < 3 && !is_short() {
        return None;
    }
    // Dirt may stand before a superior figure.
    let is_dirt = |token: &Range<usize>| line.slice(token).chars().all(|c| !c.is_alphanumeric());
    // Before a plain one in brackets only where it is dirt for sure: `- (1)` is an item of a list.
    let is_speck = |token: &Range<usize>| is_seen && !is_dash(&line.slice(token));
    let is_figure = |token: &Range<usize>| {
        let text = line.slice(token);
        text.starts_with(is_superior)
            || is_speck(&tokens[0]) && is_bracketed(&text) && as_number(&text).is_some()
    };
    let lead = usize::from(is_dirt(&tokens[0]) && is_figure(&tokens[1]));
    let start = tokens[0].start;
    let token = &tokens[lead];
    let text = line.slice(token);
    let mark_end = tokens[lead + 1].start;
    let read = |kind: Kind, mark: Range<usize>| Some(Opening { line: at, mark, kind });
    if let Some(number) = as_number(&text) {
        let is_bare = text.chars().all(|c| c.is_ascii_digit());
        let kind = if text.starts_with(is_superior) {
            Kind::Raised(number)
        } else if is_bare && is_dash(&line.slice(&tokens[lead + 1])) {
            Kind::Listed(number)
        } else {
            Kind::Figure(number)
        };
        return read(kind, start..mark_end);
    }
    // All that is left of 10 or 20.
    if text == "0" {
        return read(Kind::Figure(0), start..mark_end);
    }
    if let Some(number) = stars(&text).filter(|_| is_seen) {
        return read(Kind::Stars(number), start..mark_end);
    }
    if let Some(head) = head(&text) {
        let rest = text.chars().nth(head.length);
        let is_word = || text.chars().skip(head.length).take_while(|c| c.is_alphabetic()).count() >= WORD;
        let is_glued = rest.is_some_and(|c| {
            c.is_uppercase() || c.is_alphabetic() && (head.is_raised || is_seen && is_word())
        });
        let kind = match head {
            Head { is_raised: true, number, .. } => Kind::Raised(number),
            Head { is_listed: true, number, .. } => Kind::Listed(number),
            Head { number, .. } => Kind::Figure(number),
        };
        let is_possible = is_seen || !head.is_listed;
        if is_possible && rest.is_none() {
            return read(kind, start..mark_end);
        }
        if is_possible && is_glued {
            return read(kind, start..token.start + head.length);
        }
    }
    if let Some(number) = garbled(&text).filter(|_| is_seen) {
        return read(Kind::Raised(number), start..mark_end);
    }
    if let Some(weight) = sign_weight(&text) {
        return read(Kind::Sign(weight), token.start..mark_end);
    }
    let next = line.slice(&tokens[lead + 1]);
    if is_seen && is_remnant(&text) && next.starts_with(char::is_uppercase) {
        return read(Kind::Sign(SIGN), start..mark_end);
    }
    if is_seen && is_dash(&text) && next.starts_with(char::is_uppercase) {
        return read(Kind::Dash, start..mark_end);
    }
    // A sign glued to the first word.
    let mut characters = text.chars();
    let stars_glued = text.chars().take_while(|c| *c == '*').count();
    if is_seen && stars_glued > 0 && text.chars().nth(stars_glued).is_some_and(char::is_uppercase) {
        return read(Kind::Stars(stars_glued as u32), start..token.start + stars_glued);
    }
    // All that was read of a figure in brackets.
    let is_left_open = text.starts_with('(') && !line.text.contains(')');
    let is_sign = characters.next().is_some_and(is_glued_sign) || is_left_open;
    if is_seen && is_sign && characters.next().is_some_and(char::is_uppercase) {
        return read(Kind::Sign(GLUED), start..token.start + 1);
    }
    // Repair may have taken the mark for dirt.
    let seen = line.ocr.split_whitespace().next().filter(|s| !text.starts_with(s));
    let kind = seen.and_then(|seen| as_number(seen).map(Kind::Figure).or(sign_weight(seen).map(Kind::Sign)));
    let is_small = is_seen && text.starts_with(char::is_lowercase);
    let lost =
        if is_small { Some(Kind::Cut) } else { text.starts_with(char::is_uppercase).then_some(Kind::Lost) };
    read(kind.or(lost)?, token.start..token.start)
}

/// Reads a line that holds nothing but a mark, its note beside it, as the opening of that note.
pub(super) fn lone_mark(line: &SheetLine, at: usize, next: &SheetLine) -> Option<Opening> {
    let [token] = &*line.tokens() else { return None };
    let kind =
        as_number(&line.slice(token)).map(Kind::Figure).or(stars(&line.slice(token)).map(Kind::Stars))?;
    stands_before(line, next).then(|| Opening { line: at, mark: token.clone(), kind })
}

/// Returns whether a line of a few characters stands right before another, as a mark does before its note.
pub(super) fn stands_before(mark: &SheetLine, line: &SheetLine) -> bool {
    let Some((mark, frame)) = mark.frame.filter(|_| mark.length() <= LONGEST_MARK).zip(line.frame) else {
        return false;
    };
    let shared = mark.y1.min(frame.y1) - mark.y0.max(frame.y0);
    let gap = frame.x0 - mark.x1;
    shared > mark.height().min(frame.height()) / 2.0 && (0.0..=BEFORE * frame.height()).contains(&gap)
}

fn is_dash(token: &str) -> bool {
    matches!(token, "-" | "–" | "—")
}

/// Returns whether a character is what a superior figure glued to a word is read as.
fn is_glued_sign(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | '"' | '“' | '”' | '°' | 'º' | '®' | '!' | '?' | '^')
}

/// Returns whether a token is what is left of a mark whose figure was not read: the stop behind it, or one of the brackets
/// around it, with letters that figures and brackets are read as: `.`, `(21`, `L1)`.
fn is_remnant(token: &str) -> bool {
    let is_bracket = |c: char| matches!(c, '(' | '[' | ')' | ']');
    let is_figure =
        |c: char| superior(c).is_some() || matches!(c, 'l' | 'I' | 'i' | 'L' | 'J' | 't' | 'T' | '|');
    let is_stop = |c: char| matches!(c, '.' | ',');
    let length = token.chars().count();
    let is_stop_alone = length == 1 && token.chars().all(is_stop);
    let is_of_mark = |c: char| is_bracket(c) || is_figure(c) || is_stop(c) || is_glued_sign(c);
    is_stop_alone || length <= LONGEST_MARK && token.chars().any(is_bracket) && token.chars().all(is_of_mark)
}

/// Reads a superior figure of whose bracket a letter was read: `U¹)`, `L²]`.
fn garbled(token: &str) -> Option<u32> {
    let inner = token.strip_suffix([')', ']'])?;
    let letter = inner.chars().next().filter(|c| c.is_alphabetic())?;
    let figure = &inner[letter.len_utf8()..];
    figure.chars().all(is_superior).then(|| as_number(figure))?
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
