//! Letters: a Vietnamese letter is a base letter, at most one vowel mark, and at most one tone.
//!
//! Two placements of the tone are in use for open syllables in `oa`, `oe`, `uy` (`hóa` beside `hoá`, `thủy`
//! beside `thuỷ`). [`fold_tone_placement`] brings both to the first, the one that official texts mostly use.

use unicode_normalization::char::{compose, decompose_canonical};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The combining characters of the five written tones: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Returns `text` in Unicode NFC.
pub fn nfc(text: &str) -> String {
    // Nearly everything is already, and telling so is much cheaper.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    }
}

/// Parts a letter into the letter without its tone and the tone.
pub fn split_tone(letter: char) -> (char, Option<char>) {
    let (mut rest, mut tone) = (None, None);
    decompose_canonical(letter, |part| {
        if TONES.contains(&part) {
            tone = Some(part);
        } else {
            rest = Some(rest.map_or(part, |whole| compose(whole, part).unwrap_or(whole)));
        }
    });
    (rest.unwrap_or(letter), tone)
}

/// Returns the letter with one more mark, a tone or a vowel mark; `None` where Unicode has no letter for that.
pub fn with_mark(letter: char, mark: char) -> Option<char> {
    let mut whole = [letter, mark].into_iter().nfc();
    whole.next().filter(|_| whole.next().is_none())
}

/// Returns the letter without tone and vowel mark, `đ` as `d`: `ộ` becomes `o`.
pub fn base(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'Đ' => 'D',
        _ => {
            let mut first = None;
            decompose_canonical(letter, |part| {
                first.get_or_insert(part);
            });
            first.unwrap_or(letter)
        }
    }
}

/// Returns `text` without tones and vowel marks, in lower case: `Đồng Tháp` becomes `dong thap`.
pub fn strip_marks(text: &str) -> String {
    text.nfc().flat_map(|letter| base(letter).to_lowercase()).collect()
}

/// True for a letter that only Vietnamese writes, so that no English engine's alphabet holds it.
pub fn is_vietnamese_only(letter: char) -> bool {
    matches!(letter, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ')
        || ('\u{1EA0}'..='\u{1EF9}').contains(&letter)
}

/// Moves the tone of an open syllable in `oa`, `oe`, `uy` to the first vowel: `hoá` becomes `hóa`.
///
/// Takes one NFC word in any case. Leaves `quý` and every closed syllable (`hoàn`, `huỳnh`) alone.
pub fn fold_tone_placement(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let mut letters: Vec<char> = word.chars().collect();
    let count = letters.len();
    if count >= 2 {
        let (last, tone) = split_tone(letters[count - 1]);
        let before = letters[count - 2];
        let after_q = count >= 3 && matches!(letters[count - 3], 'q' | 'Q');
        if let Some(tone) = tone
            && opens(before, last)
            && !after_q
            && let Some(toned) = compose(before, tone)
        {
            letters[count - 2] = toned;
            letters[count - 1] = last;
        }
    }
    letters.into_iter().collect()
}

/// Moves the tone the other way: `hóa` becomes `hoá`. The inverse of [`fold_tone_placement`] on such syllables.
pub fn unfold_tone_placement(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let count = letters.len();
    if count >= 2 {
        let last = letters[count - 1];
        let (before, tone) = split_tone(letters[count - 2]);
        let after_q = count >= 3 && matches!(letters[count - 3], 'q' | 'Q');
        if let Some(tone) = tone
            && opens(before, last)
            && !after_q
            && let Some(toned) = compose(last, tone)
        {
            letters[count - 2] = before;
            letters[count - 1] = toned;
        }
    }
    letters.into_iter().collect()
}

/// True for the vowel pairs, without tones, in which two placements are in use.
fn opens(first: char, second: char) -> bool {
    matches!((first.to_ascii_lowercase(), second.to_ascii_lowercase()), ('o', 'a' | 'e') | ('u', 'y'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tone_placement_folds_open_syllables_only() {
        for (given, folded) in [
            ("hoá", "hóa"),
            ("khoẻ", "khỏe"),
            ("thuỷ", "thủy"),
            ("uỷ", "ủy"),
            ("HOÁ", "HÓA"),
            ("hóa", "hóa"),
            ("quý", "quý"),
            ("hoàn", "hoàn"),
            ("huỳnh", "huỳnh"),
            ("của", "của"),
            ("a", "a"),
            ("", ""),
        ] {
            assert_eq!(fold_tone_placement(given), folded, "{given}");
        }
    }

    #[test]
    fn unfolding_undoes_folding() {
        for word in ["hoá", "khoẻ", "thuỷ", "uỷ"] {
            assert_eq!(unfold_tone_placement(&fold_tone_placement(word)), word);
        }
        assert_eq!(unfold_tone_placement("quý"), "quý");
    }

    #[test]
    fn stripping_leaves_plain_lower_case_letters() {
        assert_eq!(strip_marks("Đồng Tháp ƯỠN ẹo"), "dong thap uon eo");
    }

    #[test]
    fn a_mark_joins_whatever_the_letter_bears_already() {
        assert_eq!(with_mark('ô', '\u{323}'), Some('ộ'));
        assert_eq!(with_mark('ư', '\u{303}'), Some('ữ'));
        assert_eq!(with_mark('b', '\u{301}'), None);
    }

    #[test]
    fn a_letter_parts_into_letter_and_tone() {
        assert_eq!(split_tone('ộ'), ('ô', Some('\u{323}')));
        assert_eq!(split_tone('ữ'), ('ư', Some('\u{303}')));
        assert_eq!(split_tone('đ'), ('đ', None));
        assert_eq!(split_tone('7'), ('7', None));
    }
}
