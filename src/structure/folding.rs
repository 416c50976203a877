//! Folding: text as it is compared, never as it is shown.
//!
//! Vietnamese marks are the first thing a bad scan loses, so keywords, headers and labels are compared without
//! them, in lower case, `đ` as `d`. An English engine also writes `P`, `B`, `DP` or `BP` for `Đ`;
//! [`skeleton`] maps all of these to `d` on both sides of a comparison.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Similarity from which two skeletons count as the same keyword. `piim chuan` against `điểm chuẩn` is 0.90,
/// `điểm chuẩn` against `điểm trừ` 0.60.
pub(super) const SAME: f64 = 0.78;

/// Returns the text without marks, in lower case, runs of blanks made one, ends trimmed.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match character {
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Returns the folded text with the usual misreadings of `Đ` made `d`, and of single letters undone.
pub(super) fn skeleton(text: &str) -> String {
    let folded = fold(text).replace("dp", "d").replace("bp", "d").replace("db", "d");
    folded
        .chars()
        .filter_map(|c| match c {
            'p' | 'b' => Some('d'),
            '0' => Some('o'),
            '1' | '!' | '|' | 'l' => Some('i'),
            '6' => Some('o'),
            '&' | '¢' => Some('o'),
            c if c.is_alphanumeric() || c == ' ' => Some(c),
            _ => None,
        })
        .collect()
}

/// Returns how alike two texts are as skeletons, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(&skeleton(a), &skeleton(b))
}

/// Returns whether a text reads as the keyword, mangled or not.
pub(super) fn reads_as(text: &str, keyword: &str) -> bool {
    reads_as_one_of(text, &[keyword])
}

/// Returns whether a text reads as one of the keywords, mangled or not.
pub(super) fn reads_as_one_of(text: &str, keywords: &[&str]) -> bool {
    let text = skeleton(text);
    let length = text.chars().count();
    keywords.iter().any(|keyword| {
        let keyword = skeleton(keyword);
        // No two texts are more alike than their lengths are, and most lines are far longer than a keyword.
        let (shorter, longer) = (length.min(keyword.chars().count()), length.max(keyword.chars().count()));
        shorter as f64 >= SAME * longer as f64
            && strsim::normalized_damerau_levenshtein(&text, &keyword) >= SAME
    })
}

/// Returns whether a text opens with one of several words or phrases, each whole.
pub(super) fn opens_with(text: &str, openings: &[&str]) -> bool {
    let is_word = |opening: &&str| {
        text.strip_prefix(*opening).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    openings.iter().any(is_word)
}

/// Returns the share of a text's letters that are capitals, 0 where it has none.
pub(super) fn capital_share(text: &str) -> f64 {
    let (mut capitals, mut letters) = (0u32, 0u32);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        capitals += u32::from(c.is_uppercase());
    }
    if letters == 0 { 0.0 } else { f64::from(capitals) / f64::from(letters) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_marks_case_and_blanks() {
        assert_eq!(fold("  ĐIỂM\t TỰ  chấm "), "diem tu cham");
    }

    #[test]
    fn recognises_headers_that_lost_their_marks() {
        for (seen, keyword) in
            [("PIEM CHUAN", "điểm chuẩn"), ("piim CHUAN", "điểm chuẩn"), ("Noi nhin", "nơi nhận")]
        {
            assert!(reads_as(seen, keyword), "{seen}: {}", likeness(seen, keyword));
        }
        assert!(!reads_as("ĐIỂM TRỪ", "điểm chuẩn"));
    }
}
