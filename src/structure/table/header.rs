//! What a column holds, read off its header by meaning.
//!
//! Headers come mangled (`PIEM CHUAN`, `piim`), cut over lines and interleaved with their neighbours' words; they
//! are compared as skeletons ([`folding`]) against the phrases that score tables use.

use crate::document::ColumnRole;
use crate::structure::{folding, paragraph};

/// Header phrases and what they mean.
const MEANINGS: &[(&str, ColumnRole)] = &[
    ("điểm chuẩn", ColumnRole::Max),
    ("điểm tối đa", ColumnRole::Max),
    ("thang điểm", ColumnRole::Max),
    ("điểm quy định", ColumnRole::Max),
    ("điểm tự chấm", ColumnRole::Score),
    ("tự chấm", ColumnRole::Score),
    ("điểm tự đánh giá", ColumnRole::Score),
    ("tự đánh giá", ColumnRole::Score),
    ("điểm thẩm định", ColumnRole::Score),
    ("điểm đạt được", ColumnRole::Score),
    ("điểm đạt", ColumnRole::Score),
    ("điểm chấm", ColumnRole::Score),
    ("kết quả chấm", ColumnRole::Score),
    ("ghi chú", ColumnRole::Note),
    ("nội dung, tiêu chí", ColumnRole::Text),
    ("nội dung, tiêu chí thi đua", ColumnRole::Text),
    ("nội dung", ColumnRole::Text),
    ("nội dung tiêu chí", ColumnRole::Text),
    ("tiêu chí", ColumnRole::Text),
    ("tiêu chí thi đua", ColumnRole::Text),
    ("tiêu chí đánh giá", ColumnRole::Text),
    ("nội dung công việc", ColumnRole::Text),
    ("tt", ColumnRole::Label),
    ("stt", ColumnRole::Label),
    ("số tt", ColumnRole::Label),
];

/// Words that headers of score tables are made of, as skeletons.
const WORDS: &[&str] = &[
    "tt", "stt", "noi", "dung", "tieu", "chi", "thi", "dua", "diem", "chuan", "toi", "da", "tu", "cham",
    "tham", "dinh", "ghi", "chu", "dat", "duoc", "danh", "gia", "thang", "quy",
];

/// Headers of numbers that count nothing, as their folded first words: codes, marks, years of birth, telephones.
const NAMES: &[&str] = &["ma", "so hieu", "so ky hieu", "nam sinh", "dien thoai", "so dien thoai"];

/// Returns whether a column's numbers are names of something, so that they have no sum: `Mã nguồn` (code of the fund).
pub(super) fn names(header: &str) -> bool {
    let folded = folding::fold(header);
    NAMES
        .iter()
        .any(|name| folded.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
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
            let same = if length <= 3 { folding::skeleton(w) == skeleton } else { false };
            same || length > 3
                && strsim::normalized_damerau_levenshtein(&folding::skeleton(w), &skeleton) >= 0.6
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
