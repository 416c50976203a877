//! Number and symbol (số, ký hiệu) of a document: `Số: 218/BC-VP`.

use std::ops::Range;

use super::number_pattern::{NUMBER, OPEN_NUMBER, is_specks};
use super::{date, in_characters, kind};
use crate::structure::sheet::SheetLine;
use crate::structure::{folding, number};

/// Confidence of the recogniser, 0 to 1, below which the figures of a document's number are a guess at handwriting: of
/// seven scans, 0.07 where they were wrong, 0.55 and more where they were right.
const GUESSED: f32 = 0.3;

pub(super) fn number_of(text: &str) -> Option<String> {
    let captures = NUMBER.as_ref()?.captures(text)?;
    let compact: String = captures[1].chars().filter(|c| !c.is_whitespace()).collect();
    // Behind a blank stands a kind's code: the `B` of `765 BC/LT` is no figure.
    let first = captures[1].split(char::is_whitespace).next().unwrap_or_default();
    let figures: String = first
        .chars()
        .take_while(|c| number::digit_for(*c).is_some() && !matches!(c, 'D' | 'Q' | 'T'))
        .collect();
    let digits: String = figures.chars().filter_map(number::digit_for).collect();
    let symbol = &compact[figures.len()..];
    // A blank stands in the place of a stroke before the symbol.
    let blank = if symbol.starts_with(char::is_alphabetic) && captures[1].contains(char::is_whitespace) {
        " "
    } else {
        ""
    };
    // Numbers begin at one; what was read as nought was not read.
    digits.contains(|digit| digit != '0').then(|| format!("{digits}{blank}{symbol}"))
}

/// Returns the symbol of a number whose figures were left to be written by hand, `/BC-VP`, and where it stands in a column of the
/// head, in characters.
pub(super) fn open_number(column: &str) -> Option<(String, Range<usize>)> {
    if is_bare_symbol(column) {
        let blanks = column.chars().take_while(|c| c.is_whitespace()).count();
        let symbol = column.trim();
        return Some((symbol.to_owned(), blanks..blanks + symbol.chars().count()));
    }
    let captures = OPEN_NUMBER.as_ref()?.captures(column)?;
    let opens = is_specks(&column[..captures.get(0)?.start()]);
    let symbol: String = captures[1].chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = |part: &str| {
        SURE_CODES.contains(&part) || part.chars().count() > 1 && part.chars().all(char::is_uppercase)
    };
    let is_symbol = symbol[1..].split(['-', '/', '–', '&']).any(is_code);
    (opens && is_symbol).then_some((symbol, in_characters(column, captures.get(1)?.range())))
}

/// Returns whether a column holds no more than a symbol, whose `Số:` was not read: `/QĐ-UBND`.
pub(super) fn is_bare_symbol(column: &str) -> bool {
    let Some((kind, issuer)) = column.trim().strip_prefix('/').and_then(|symbol| symbol.split_once('-'))
    else {
        return false;
    };
    let is_code = |c: char| c.is_uppercase() || matches!(c, '-' | '/' | '&');
    SURE_CODES.contains(&kind) && issuer.chars().count() > 1 && issuer.chars().all(is_code)
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
    // The capital of a typewriter's `Số` is hardly higher than a small letter; a blank tells that one wrote it.
    let is_typed = || number_of(text).is_some_and(|number| number.contains(' '));
    let is_alone = before.is_empty() && after.is_empty() && is_typed();
    let opens = if is_specks(before) || folding::capital_share(before) > 0.7 {
        found.as_str().starts_with(char::is_uppercase) || found.as_str().contains(':') || is_alone
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

/// Codes that are sure: kinds of document and bodies of every place.
const SURE_CODES: &[&str] = &[
    "BB", "BC", "CT", "CTr", "CV", "ĐA", "GM", "HD", "HĐ", "KH", "KL", "NĐ", "NQ", "PA", "QĐ", "QyĐ", "TB",
    "TT", "TTr", "UBND", "HĐND", "MTTQ", "TU", "HU", "ĐU",
];

/// Returns a number with the first letters of its codes as they were recognised, where repair took them for others: `SGTVT` for
/// `GTVT`. They say whose code it is, a department's (`S`), a room's (`P`) or a ministry's (`B`), and no dictionary knows which.
/// `None` where nothing of it was changed so.
pub(super) fn with_first_letters(number: &str, recognised: &str) -> Option<String> {
    let cut = |c: char| matches!(c, '-' | '/' | '–');
    let (parts, read): (Vec<&str>, Vec<&str>) =
        (number.split(cut).collect(), recognised.split(cut).collect());
    let is_code = |part: &str| part.chars().count() > 2 && part.chars().all(char::is_uppercase);
    let is_changed = |part: &str, read: &str| {
        let behind = |code: &str| code.chars().skip(1).collect::<String>();
        part != read
            && is_code(part)
            && is_code(read)
            && !SURE_CODES.contains(&part)
            && (part == behind(read) || behind(part) == behind(read))
    };
    if parts.len() != read.len() || !parts.iter().zip(&read).any(|(part, read)| is_changed(part, read)) {
        return None;
    }
    let mut mended = String::with_capacity(recognised.len());
    let mut cuts = number.matches(cut);
    for (part, read) in parts.iter().zip(&read) {
        mended.push_str(if is_changed(part, read) { read } else { part });
        mended.push_str(cuts.next().unwrap_or_default());
    }
    Some(mended)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_of_a_body_s_code_stays_as_it_was_recognised() {
        for (restored, recognised, mended) in [
            ("87/BC-TCKH", "87/BC-PTCKH", Some("87/BC-PTCKH")),
            ("72/QĐ-BGTVT", "72/QD-SGTVT", Some("72/QĐ-SGTVT")),
            ("9/TTr-TTG", "9/TTr-CTTG", Some("9/TTr-CTTG")),
            ("5/QĐ-UBND", "5/QĐ-OBND", None),
            ("5/QĐ-SNV", "5/QD-SNV", None),
            ("5/QĐ-SGTVT", "5/QĐ-SGTVI", None),
            ("5/QĐ", "5/QĐ-SGTVI", None),
        ] {
            assert_eq!(with_first_letters(restored, recognised).as_deref(), mended, "{recognised}");
        }
    }

    #[test]
    fn a_blank_may_stand_before_the_symbol_where_a_kind_s_code_begins_it() {
        assert_eq!(number_of("Số: 258 CTr/BV").as_deref(), Some("258 CTr/BV"));
        assert_eq!(number_of("Số 765 BC/LT").as_deref(), Some("765 BC/LT"), "no figure of the number");
        assert_eq!(number_of("Số 76S/BC-LT").as_deref(), Some("765/BC-LT"));
        assert_eq!(number_of("Số 1488 NQ-TTr").as_deref(), Some("1488 NQ-TTr"));
        assert_eq!(number_of("Số* : 129 /BB-MTTQ").as_deref(), Some("129/BB-MTTQ"));
        assert_eq!(number_of("Số 28 đường Y Nuê/Lê Lợi"), None);
        assert_eq!(number_in_head("số 371 CT/UB").as_deref(), Some("371 CT/UB"));
        assert_eq!(number_in_head("số 371/CT-UB"), None, "as it is cited");
    }

    #[test]
    fn a_number_left_open_is_its_symbol() {
        for (column, symbol) in [
            ("Số:       /BC-BV", Some("/BC-BV")),
            ("Số: ……/QyĐ-BCH", Some("/QyĐ-BCH")),
            ("/QĐ-UBND", Some("/QĐ-UBND")),
            ("/QĐ-UBND ngày 3", None),
            ("Số       -CV/HU", Some("-CV/HU")),
            ("Số: ..../1998/GM-UBND", Some("/1998/GM-UBND")),
            ("Số: 12/BC-BV", None),
            ("Số: / ngày", None),
            ("Theo công văn số /BC-BV", None),
        ] {
            assert_eq!(open_number(column).map(|(symbol, _)| symbol).as_deref(), symbol, "{column}");
        }
        assert_eq!(open_number("Số:  /BC-BV").map(|(_, range)| range), Some(5..11));
    }
}
