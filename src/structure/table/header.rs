//! What a column holds, read off its header by meaning.
//!
//! Headers come mangled (`PIEM CHUAN`, `piim`), cut over lines and interleaved with their neighbours' words; they
//! are compared as skeletons ([`folding`]) against the phrases that score tables use.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::document::ColumnRole;
use crate::structure::{folding, paragraph};

/// Header phrases of score tables and what they mean (dictionaries/forms/score-table.tsv).
static MEANINGS: LazyLock<Vec<(&str, ColumnRole)>> = LazyLock::new(|| {
    let rows = include_str!("../../../dictionaries/forms/score-table.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .filter_map(|(phrase, role)| Some((phrase, role_of(role)?)))
        .collect()
});

/// Words that headers of score tables are made of, as skeletons.
static WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    MEANINGS.iter().flat_map(|(phrase, _)| phrase.split([' ', ','])).map(folding::skeleton).collect()
});

/// Returns the role that the dictionary names.
fn role_of(name: &str) -> Option<ColumnRole> {
    Some(match name {
        "label" => ColumnRole::Label,
        "max" => ColumnRole::Max,
        "note" => ColumnRole::Note,
        "score" => ColumnRole::Score,
        "text" => ColumnRole::Text,
        _ => return None,
    })
}

/// Headers of numbers that count nothing, as their folded first words: codes, marks, years of birth, telephones.
const NAMES: &[&str] = &["ma", "so hieu", "so ky hieu", "nam sinh", "dien thoai", "so dien thoai"];

/// Returns whether a column's numbers are names of something, so that they have no sum: `Mã nguồn` (code of the fund).
pub(super) fn names(header: &str) -> bool {
    let folded = folding::fold(header);
    NAMES
        .iter()
        .any(|name| folded.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Words, folded, in the headers of numbers that are no parts of a whole, unless they add up: ratios, means, prices of one piece.
const RATIOS: &[&str] = &["ty le", "ti le", "so sanh", "binh quan", "don gia", "nang suat", "gia don vi"];

/// Returns whether a column's numbers are ratios or the like, of which the sum says nothing: `Đạt (%)`.
pub(super) fn is_ratio(header: &str) -> bool {
    let folded = folding::fold(header);
    header.contains('%') || RATIOS.iter().any(|ratio| folded.contains(ratio))
}

/// First words of a table's title, folded: table, list, form.
const TITLES: &[&str] = &["bang ", "danh muc ", "danh sach ", "bieu "];

/// Returns whether a line opens the title of a table, whose words may be those of a header: `BẢNG CHẤM ĐIỂM`.
pub(super) fn opens_title(line: &str) -> bool {
    let folded = folding::fold(line);
    TITLES.iter().any(|title| folded.starts_with(title))
}

/// Returns what a header means; [`ColumnRole::Other`] where no phrase is like it.
pub(super) fn role(header: &str) -> ColumnRole {
    let best = MEANINGS
        .iter()
        .map(|(phrase, role)| (folding::likeness(header, phrase), *role))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((likeness, role)) if likeness >= folding::SAME => role,
        _ => {
            let skeleton = folding::skeleton(header);
            // Longer headers: the phrase stands in them somewhere.
            MEANINGS
                .iter()
                .filter(|(phrase, _)| phrase.chars().count() > 5)
                .find(|(phrase, _)| skeleton.contains(&folding::skeleton(phrase)))
                .map_or(ColumnRole::Other, |(_, role)| *role)
        }
    }
}

/// Returns whether a word may stand in a header.
fn is_header_word(word: &str) -> bool {
    let skeleton = folding::skeleton(word);
    let length = skeleton.chars().count();
    length > 0
        && WORDS.iter().any(|w| {
            if length <= 3 {
                *w == skeleton
            } else {
                strsim::normalized_damerau_levenshtein(w, &skeleton) >= 0.6
            }
        })
}

/// Returns the share of a line's words that may stand in a header; words without letters do not count.
pub(super) fn header_share(line: &str) -> f64 {
    let (mut header, mut all) = (0u32, 0u32);
    for word in line.split_whitespace() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            continue;
        }
        // Scraps of rules and marks read as one or two letters say nothing.
        if letters == 1 {
            continue;
        }
        all += 1;
        header += u32::from(is_header_word(word));
    }
    if all == 0 { 0.0 } else { f64::from(header) / f64::from(all) }
}

/// Returns whether a line opens with `TT` or `STT`; behind a bullet `TT` is another word, `- TT Tỉnh ủy` (thường trực,
/// the standing members).
pub(super) fn opens_with_number_sign(line: &str) -> bool {
    !paragraph::is_bullet(line.trim_start())
        && line.split_whitespace().find(|w| w.chars().any(char::is_alphabetic)).is_some_and(|w| {
            matches!(folding::fold(w).trim_matches(|c: char| !c.is_alphanumeric()), "tt" | "stt")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_sign_opens_a_header_and_no_item() {
        assert!(opens_with_number_sign("TT NỘI DUNG"));
        assert!(!opens_with_number_sign("- TT Tỉnh ủy (b/c);"));
    }

    #[test]
    fn codes_and_telephones_are_names_and_amounts_are_not() {
        for header in ["Mã nguồn", "MÃ SỐ", "Số hiệu tài khoản", "Năm sinh", "Số điện thoại"]
        {
            assert!(names(header), "{header}");
        }
        for header in ["Mạng lưới", "Số lượng", "Số tiền", "Năm 2022", "Máy", ""] {
            assert!(!names(header), "{header}");
        }
    }

    #[test]
    fn every_row_of_the_dictionary_has_a_role() {
        let rows = include_str!("../../../dictionaries/forms/score-table.tsv")
            .lines()
            .filter(|row| !row.starts_with('#'));
        assert_eq!(MEANINGS.len(), rows.count());
    }

    #[test]
    fn knows_columns_by_meaning() {
        for (header, expected) in [
            ("ĐIỂM CHUẨN", ColumnRole::Max),
            ("PIEM CHUAN", ColumnRole::Max),
            ("PIEM Ty CHAM", ColumnRole::Score),
            ("Điểm thẩm định", ColumnRole::Score),
            ("NOI DUNG, TIEU CHI THI PUA", ColumnRole::Text),
            ("STT", ColumnRole::Label),
            ("Ghi chú", ColumnRole::Note),
            ("Năm 2022", ColumnRole::Other),
        ] {
            assert_eq!(role(header), expected, "{header}");
        }
    }
}
