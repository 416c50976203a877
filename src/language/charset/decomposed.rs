//! Unicode whose marks are characters of their own, in whatever order, and letters that only look like Vietnamese ones.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

use crate::language::letter::nfc;
use crate::language::syllable::is_syllable;

/// Circumflex, breve and horn: they are part of the letter, and come before its tone.
const VOWEL_MARKS: [char; 3] = ['\u{302}', '\u{306}', '\u{31b}'];

/// Returns text with the marks of Latin letters joined to them: what NFC does, and where a tone stands before the vowel's
/// mark, which NFC leaves so, the two the right way round. Other scripts stay as they are.
pub(super) fn compose(text: &str) -> String {
    let is_mark = |c: char| canonical_combining_class(c) != 0;
    if !text.chars().any(is_mark) {
        return text.to_owned();
    }
    let mut composed = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(base) = characters.next() {
        let mut marks = Vec::new();
        while let Some(mark) = characters.next_if(|&c| is_mark(c)) {
            marks.push(mark);
        }
        if marks.is_empty()
            || !matches!(base, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        {
            composed.push(base);
            composed.extend(marks);
            continue;
        }
        let mut parts = Vec::new();
        decompose_canonical(base, |part| parts.push(part));
        let letter = parts.remove(0);
        parts.extend(marks);
        let (vowel, others): (Vec<char>, Vec<char>) =
            parts.into_iter().partition(|m| VOWEL_MARKS.contains(m));
        let whole: String = std::iter::once(letter).chain(vowel).chain(others).collect();
        composed.push_str(&nfc(&whole));
    }
    composed
}

/// Returns a word with the eth of Icelandic, at its start, for the đ that it looks like, where that makes it a syllable.
fn without_eth(word: &str) -> String {
    let mended = match word.chars().next() {
        Some('Ð') => word.replacen('Ð', "Đ", 1),
        Some('ð') => word.replacen('ð', "đ", 1),
        _ => return word.to_owned(),
    };
    let whole: String = mended.chars().take_while(|c| c.is_alphabetic()).collect();
    if is_syllable(&whole) { mended } else { word.to_owned() }
}

/// Returns text in composed Unicode.
pub(super) fn decode(text: &str) -> String {
    let composed = compose(text);
    if !composed.contains(['Ð', 'ð']) {
        return composed;
    }
    let mut decoded = String::with_capacity(composed.len());
    let mut word = String::new();
    for character in composed.chars() {
        if character.is_alphabetic() {
            word.push(character);
        } else {
            decoded.push_str(&without_eth(&word));
            word.clear();
            decoded.push(character);
        }
    }
    decoded + &without_eth(&word)
}
