//! What two texts must share before they are compared.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

/// The five tone marks as combining characters: grave (huyền), acute (sắc), tilde (ngã), hook (hỏi), dot (nặng).
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

static FOOTNOTE_MARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\s\x1c-\x1f]*\^\[[\d*]+\]").ok());
static UNSURE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{\?([^}]*)\}").ok());

/// Returns the lines of a text file: line ends of any system, form feeds taken out.
pub fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\u{c}', "")
        .split('\n')
        .map(str::to_owned)
        .collect()
}

/// Returns a line as it is compared: NFC, footnote marks `^[n]` taken out with the space before them, quotes,
/// dashes and ellipses in their plain forms, runs of space folded to one.
///
/// ```
/// assert_eq!(phuchoi::evaluation::normalise::clean(" “tỉnh” ^[3],  năm"), "\"tỉnh\", năm");
/// ```
pub fn clean(line: &str) -> String {
    let line: String = line.nfc().collect();
    let line = FOOTNOTE_MARK.as_ref().map_or(line.as_str().into(), |mark| mark.replace_all(&line, ""));
    let mut plain = String::with_capacity(line.len());
    for character in line.chars() {
        match character {
            '’' | '‘' => plain.push('\''),
            '“' | '”' => plain.push('"'),
            '–' | '—' => plain.push('-'),
            '…' => plain.push_str("..."),
            other => plain.push(other),
        }
    }
    split(&plain).collect::<Vec<_>>().join(" ")
}

/// Returns a line of truth with `{?word}` (a word that no reader could be sure of) replaced by that word, and
/// whether it had one.
pub fn settle(line: &str) -> (String, bool) {
    let settled = UNSURE.as_ref().map_or(line.into(), |unsure| unsure.replace_all(line, "$1"));
    (settled.into_owned(), line.contains("{?"))
}

/// Returns the words of a cleaned line, each with its tones at its end, so that `hoá` equals `hóa`.
pub fn words(line: &str) -> Vec<String> {
    split(line).map(fold_tone).collect()
}

/// Returns the digits of a word and nothing else.
pub fn digits(word: &str) -> String {
    word.chars().filter(|c| is_digit(*c)).collect()
}

/// True for a decimal digit of any script.
pub fn is_digit(character: char) -> bool {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d$").ok());
    character.is_ascii_digit()
        || !character.is_ascii()
            && character.is_numeric()
            && DIGIT.as_ref().is_some_and(|digit| digit.is_match(character.encode_utf8(&mut [0; 4])))
}

fn fold_tone(word: &str) -> String {
    let (tones, rest): (Vec<char>, Vec<char>) = word.nfd().partition(|c| TONES.contains(c));
    rest.into_iter().nfc().chain(tones).collect()
}

/// Splits at white space; the information separators U+001C–U+001F count as such.
fn split(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_places_of_a_tone_mark_are_one_word() {
        assert_eq!(words("hoá thuỷ Uỷ"), words("hóa thủy Ủy"));
        assert_ne!(words("hoà"), words("hoá"));
    }

    #[test]
    fn takes_footnote_marks_out_with_the_space_before_them() {
        assert_eq!(clean("tỉnh ^[12] và huyện^[3]."), "tỉnh và huyện.");
        assert_eq!(clean("^[4] Kèm theo"), "Kèm theo");
    }

    #[test]
    fn composes_what_was_decomposed() {
        assert_eq!(clean("tie\u{302}\u{301}ng"), "tiếng");
    }

    #[test]
    fn an_unsure_word_stands_for_itself() {
        assert_eq!(settle("họp {?cuối} tháng"), ("họp cuối tháng".to_owned(), true));
        assert_eq!(settle("họp"), ("họp".to_owned(), false));
    }

    #[test]
    fn form_feeds_part_no_lines() {
        assert_eq!(lines("một\n\u{c}hai\r\nba"), ["một", "hai", "ba"]);
    }

    #[test]
    fn digits_are_what_a_number_keeps() {
        assert_eq!(digits("218/BC-VP"), "218");
        assert_eq!(digits("1.000,5%"), "10005");
        assert_eq!(digits("x²"), "");
    }
}
