//! Kind of document (tên loại văn bản), as the head names it.

use std::ops::Range;

use crate::structure::folding;
use crate::structure::sheet::SheetLine;

/// Kinds of document (tên loại văn bản) of the Decree and of the Party.
const KINDS: &[&str] = &[
    "BÁO CÁO",
    "QUYẾT ĐỊNH",
    "THÔNG BÁO",
    "KẾ HOẠCH",
    "TỜ TRÌNH",
    "NGHỊ QUYẾT",
    "CHỈ THỊ",
    "HƯỚNG DẪN",
    "CHƯƠNG TRÌNH",
    "BIÊN BẢN",
    "QUY CHẾ",
    "QUY ĐỊNH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "DỰ ÁN",
    "HỢP ĐỒNG",
    "CÔNG ĐIỆN",
    "CÔNG VĂN",
    "GIẤY MỜI",
    "KẾT LUẬN",
    "THÔNG TRI",
    "THÔNG TƯ",
    "LUẬT",
    "BỘ LUẬT",
    "PHÁP LỆNH",
    "NGHỊ ĐỊNH",
    "THÔNG CÁO",
    "BẢN GHI NHỚ",
    "BẢN THỎA THUẬN",
    "GIẤY ỦY QUYỀN",
    "GIẤY GIỚI THIỆU",
    "PHIẾU TRÌNH",
    "QUY TRÌNH",
    "ĐIỀU LỆ",
    "NỘI QUY",
];

/// Words, folded, that open kinds which no list has: `PHIẾU ĐÁNH GIÁ`, `ĐƠN XIN CẤP ĐẤT`, `BIÊN BẢN HỌP`.
const OPENINGS: &[&str] = &[
    "phieu",
    "giay",
    "ban",
    "don",
    "to khai",
    "so theo doi",
    "danh sach",
    "danh muc",
    "lich",
    "thu moi",
    "thu ngo",
    "de cuong",
    "kich ban",
    "quy uoc",
    "huong uoc",
    "loi keu goi",
    "sac lenh",
    "bien ban",
    "bao cao",
    "hop dong",
    "huong dan",
    "chuong trinh",
];

/// Those that a decision issues.
pub(super) const ISSUED: &[&str] = &[
    "QUY CHẾ",
    "QUY ĐỊNH",
    "QUY TRÌNH",
    "ĐIỀU LỆ",
    "NỘI QUY",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "HƯỚNG DẪN",
];

/// How like a kind, 0 to 1, a line in capitals must read to be it: a letter or two lost of a dozen.
const LIKE_KIND: f64 = 0.85;

/// The same where no letter is taken for another. Set by hand.
const LIKE_KIND_AS_READ: f64 = 0.75;

/// Most words of a line in capitals that is a kind: a kind has up to three, a speck may be read beside it.
const KIND_WORDS: usize = 4;

/// Most words of a kind that no list has.
const UNLISTED_WORDS: usize = 8;

/// Most words of a title that names kind and issuer, as `Thông tư của Bộ trưởng Bộ …`.
const TITLE_WORDS: usize = 20;

/// Returns where the words of a kind stand in a line that names one: before `của`, specks around them left out.
pub(super) fn words_of(line: &SheetLine) -> Range<usize> {
    let is_word = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let mut words = line
        .tokens()
        .into_iter()
        .map(|token| (line.slice(&token), token))
        .take_while(|(text, _)| folding::fold(text) != "cua")
        .filter(|(text, _)| is_word(text))
        .map(|(text, token)| {
            let lead = text.chars().take_while(|c| !c.is_alphanumeric()).count();
            let core = text.trim_matches(|c: char| !c.is_alphanumeric()).chars().count();
            token.start + lead..token.start + lead + core
        });
    let Some(first) = words.next() else { return 0..line.length() };
    let last = words.last().unwrap_or_else(|| first.clone());
    first.start..last.end
}

/// Returns the kind that a line in capitals is, misread or not.
pub(super) fn kind_of(text: &str) -> Option<&'static str> {
    // Until the nineties a decision named its issuer with its kind: `QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH`.
    let words: Vec<&str> = text
        .split_whitespace()
        .take_while(|w| folding::fold(w) != "cua")
        .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .collect();
    let core = words.join(" ");
    if words.len() > KIND_WORDS || folding::capital_share(&core) < 0.8 {
        return None;
    }
    let (likeness, kind) = nearest(&core)?;
    // `ĐÀO TẠO` is like `BÁO CÁO` only where `Đ` is taken for `B`.
    let as_read = strsim::normalized_levenshtein(&folding::fold(&core), &folding::fold(kind));
    (likeness >= LIKE_KIND && as_read >= LIKE_KIND_AS_READ).then_some(kind)
}

/// Returns whether a line may be a kind that no list has: capitals, few words, no figures.
pub(super) fn may_be_unlisted(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=UNLISTED_WORDS).contains(&words)
        && folding::capital_share(text) > 0.8
        && text.chars().filter(|c| c.is_alphabetic()).count() > 4
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | ';' | '(' | '/'))
}

/// Returns whether a word of kinds opens such a line. A board (`BAN`) is none.
pub(super) fn opens_unlisted(text: &str) -> bool {
    let is_board = text.split_whitespace().next().is_some_and(|word| word == "BAN");
    !is_board && folding::opens_with(&folding::fold(text), OPENINGS)
}

/// Returns the kind that words are most like, and how like.
pub(super) fn nearest(text: &str) -> Option<(f64, &'static str)> {
    KINDS.iter().map(|k| (folding::likeness(text, k), *k)).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// A line that names a kind, in capitals or not.
pub(super) struct Title {
    pub(super) kind: &'static str,
    /// What follows `của`, folded: whose document it is. Empty where the kind stands alone.
    pub(super) of: String,
}

/// Reads a line that is a kind alone or with whose it is, in any case of letters: fonts that set small letters as capitals
/// (`.VnTimeH`) leave small ones in plain text.
pub(super) fn title_of(text: &str) -> Option<Title> {
    let folded = folding::fold(text.trim().trim_matches(|c: char| !c.is_alphanumeric()));
    if folded.split(' ').count() > TITLE_WORDS {
        return None;
    }
    let (kind, of) = folded.split_once(" cua ").unwrap_or((&folded, ""));
    let kind = exact(kind)?;
    let is_name = !of.contains(|c: char| c.is_ascii_digit() || matches!(c, ';' | ',' | '.' | ':'));
    is_name.then(|| Title { kind, of: of.to_owned() })
}

/// Returns the kind that folded words are to the letter.
pub(super) fn exact(folded: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| folding::fold(kind) == folded).copied()
}
