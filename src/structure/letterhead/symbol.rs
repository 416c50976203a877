//! Number and symbol (số, ký hiệu) of a document: `Số: 218/BC-VP`.

use std::ops::Range;

use super::number_pattern::{NUMBER, is_specks};
use super::{date, in_characters, kind};
use crate::structure::sheet::SheetLine;
use crate::structure::{folding, number};

/// Confidence of the recogniser, 0 to 1, below which the figures of a document's number are a guess at handwriting: of
/// seven scans, 0.07 where they were wrong, 0.55 and more where they were right.
const GUESSED: f32 = 0.3;

pub(super) fn number_of(text: &str) -> Option<String> {
    let captures = NUMBER.as_ref()?.captures(text)?;
    let compact: String = captures[1].chars().filter(|c| !c.is_whitespace()).collect();
    let figures: String = compact
        .chars()
        .take_while(|c| number::digit_for(*c).is_some() && !matches!(c, 'D' | 'Q' | 'T'))
        .collect();
    let digits: String = figures.chars().filter_map(number::digit_for).collect();
    // Numbers begin at one; what was read as nought was not read.
    digits.contains(|digit| digit != '0').then(|| format!("{digits}{}", &compact[figures.len()..]))
}

/// Returns where the first number stands in a text, in characters.
pub(super) fn number_range(text: &str) -> Option<Range<usize>> {
    let number = NUMBER.as_ref()?.captures(text)?.get(1)?;
    Some(in_characters(text, number.range()))
}

/// Reads the number out of a column of the head, where `Số:` opens its line behind no more than the issuer or the kind
/// (`Luật số:`), and no more than place and date follow. In a sentence it is another document's.
pub(super) fn number_in_head(text: &str) -> Option<String> {
    let found = NUMBER.as_ref()?.find(text)?;
    let (before, after) = (text[..found.start()].trim(), text[found.end()..].trim());
    let opens = if is_specks(before) || folding::capital_share(before) > 0.7 {
        found.as_str().starts_with(char::is_uppercase) || found.as_str().contains(':')
    } else {
        found.as_str().contains(':') && kind::exact(&folding::fold(before)).is_some()
    };
    (opens && ends_number(after)).then(|| number_of(text)).flatten()
}

/// Returns whether what follows a number leaves it a line of its own: nothing, or the place and date of the other column.
fn ends_number(after: &str) -> bool {
    let goes_on = after.starts_with([',', ';', ')']) && !is_specks(after);
    let Some(first) = after.chars().find(|c| c.is_alphanumeric()) else { return !after.starts_with(';') };
    let has_place = || date::date_of(after).is_some_and(|date| date.place.is_some());
    !goes_on && (first.is_uppercase() || has_place() || is_specks(after))
}

/// Returns whether the figures before the first stroke in a line were hardly read.
pub(super) fn is_guess(line: &SheetLine) -> bool {
    let texts: Vec<String> = line.words.iter().map(|word| line.slice(&word.range)).collect();
    let Some(stroke) = texts.iter().position(|text| text.contains('/')) else { return false };
    let figures = if texts[stroke].starts_with('/') { stroke.saturating_sub(1) } else { stroke };
    line.words[figures].word.ocr_confidence.is_some_and(|read| read < GUESSED)
}

/// Returns what stands before `Số:` in a line of the left column: the recogniser may join the two lines.
pub(super) fn before_number(text: &str) -> &str {
    let mut end = text.len();
    for (at, _) in text.match_indices(char::is_whitespace).chain(std::iter::once((0, ""))) {
        let token = text[at..].split_whitespace().next().unwrap_or_default();
        let (word, colon) = token.split_once(':').map_or((token, false), |(word, _)| (word, true));
        if folding::fold(word) == "so" && (colon || word.chars().nth(1).is_some_and(char::is_lowercase)) {
            end = end.min(at);
        }
    }
    &text[..end]
}

/// Cuts off the symbol of a number that was left to be written by hand: `… QĐ-UBND`.
pub(super) fn without_symbol(text: &str) -> &str {
    let text = text.trim_end();
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let parts: Vec<&str> = last.trim_start_matches('/').split('-').collect();
    let is_symbol = parts.len() > 1
        && parts
            .iter()
            .all(|part| (1..=6).contains(&part.chars().count()) && part.chars().all(char::is_uppercase))
        && matches!(parts[0], "QĐ" | "BC" | "KH" | "TB" | "TTr" | "NQ" | "CT" | "HD" | "CV" | "KL" | "GM");
    if is_symbol { &text[..text.len() - last.len()] } else { text }
}
