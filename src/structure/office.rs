//! Offices that sign documents, to know a misread one by.

use super::folding;

/// Offices that sign (chức vụ) and the words before them that say for whom, as the Decree, the Party's guideline and common practice have them.
const OFFICES: &[&str] = &[
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "TỔNG GIÁM ĐỐC",
    "PHÓ TỔNG GIÁM ĐỐC",
    "TRƯỞNG PHÒNG",
    "PHÓ TRƯỞNG PHÒNG",
    "TRƯỞNG BAN",
    "TRƯỞNG ĐOÀN",
    "PHÓ TRƯỞNG BAN",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
    "CỤC TRƯỞNG",
    "PHÓ CỤC TRƯỞNG",
    "CHI CỤC TRƯỞNG",
    "PHÓ CHI CỤC TRƯỞNG",
    "TỔNG CỤC TRƯỞNG",
    "VỤ TRƯỞNG",
    "PHÓ VỤ TRƯỞNG",
    "VIỆN TRƯỞNG",
    "HIỆU TRƯỞNG",
    "PHÓ HIỆU TRƯỞNG",
    "CHÁNH THANH TRA",
    "CHÁNH ÁN",
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "PHÓ BÍ THƯ THƯỜNG TRỰC",
    "THỐNG ĐỐC",
    "PHÓ THỐNG ĐỐC",
    "THỦ TƯỚNG",
    "PHÓ THỦ TƯỚNG",
    "ỦY VIÊN THƯ KÝ",
    "UỶ VIÊN THƯ KÝ",
    "TM. ỦY BAN NHÂN DÂN",
    "TM. UỶ BAN NHÂN DÂN",
    "TM. HỘI ĐỒNG NHÂN DÂN",
    "TM. BAN THƯỜNG VỤ",
    "KT. CHỦ TỊCH",
    "TL. CHỦ TỊCH",
    "TUQ. CHỦ TỊCH",
    "KT. GIÁM ĐỐC",
    "TL. GIÁM ĐỐC",
    "KT. BỘ TRƯỞNG",
    "TL. BỘ TRƯỞNG",
    "KT. THỐNG ĐỐC",
    "TL. THỐNG ĐỐC",
];

/// What opens an office signed for another: on behalf (thay mặt), in place (ký thay), by order (thừa lệnh), by authority (thừa
/// ủy quyền), acting (quyền).
const FOR_ANOTHER: &[&str] = &["TM.", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "T/UQ", "Q."];

/// The older way to write them.
const OLDER: &[&str] = &["T/M", "K/T", "T/L", "T/UQ"];

/// Words, folded, with which open what those are called who sign minutes, contracts, tables and forms.
const SIGNERS: &[&str] = &[
    "nguoi",
    "dai dien",
    "thay mat",
    "tm",
    "t/m",
    "thu ky",
    "chu toa",
    "chu tri",
    "chu ho",
    "chu nhiem",
    "ke toan",
    "phu trach",
    "thu quy",
    "thu kho",
    "thu truong",
    "truong",
    "pho",
    "to truong",
    "doi truong",
    "giao vien",
    "can bo",
    "uy vien",
    "giam sat",
    "ben a",
    "ben b",
    "ben giao",
    "ben nhan",
    "ben mua",
    "ben ban",
    "xac nhan",
];

/// What those are called who sign minutes, contracts, tables and forms, to know one by that was read in doubt.
const CALLED: &[&str] = &[
    "THƯ KÝ",
    "CHỦ TỌA",
    "CHỦ TRÌ",
    "NGƯỜI KHAI",
    "NGƯỜI LẬP",
    "NGƯỜI LẬP BIỂU",
    "KẾ TOÁN TRƯỞNG",
    "ĐẠI DIỆN BÊN A",
    "ĐẠI DIỆN BÊN B",
];

/// Words, folded, with which open the bodies that are signed for: their signers stand for them (`TM.`), and nobody's order.
const BODIES: &[&str] = &[
    "uy ban",
    "ubnd",
    "hoi dong",
    "hdnd",
    "ban",
    "bch",
    "thuong truc",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "dang uy",
    "chi uy",
    "chi bo",
    "dang bo",
    "doan",
    "hoi",
    "lien doan",
    "cong doan",
    "don vi",
    "tap the",
];

/// The openings before an office, by their letters.
const BEFORE_OFFICE: &[(&str, &str)] = &[("KT", "KT."), ("TL", "TL."), ("TUQ", "TUQ.")];

/// Most letters of an opening, as it is read: `III.` for `TM.`
const LONGEST_OPENING: usize = 4;

/// How like an office, 0 to 1, a title of the closing must read to be it: a letter or two lost of a dozen; and where it was read in doubt.
const LIKE_OFFICE: f64 = 0.85;
const LIKE_OFFICE_IN_DOUBT: f64 = 0.75;

/// Fewest capitals of a word by which one knows a title in capitals.
const LEAST_IN_CAPITALS: usize = 3;

/// How far, as a part of it, the width of an office may be from what its place says.
const SAME_WIDTH: f32 = 0.2;

/// Fewest characters of an office that lost its last word, and of one that lost more where it is due.
const LEAST_OF_CUT: usize = 12;
const LEAST_OF_DUE: usize = 4;

/// The same of whole words, marks aside.
const LEAST_OF_WORDS: usize = 3;

/// How like what is due beside its neighbour, 0 to 1, a title must read to be it.
const LIKE_DUE: f64 = 0.6;

/// Returns the office that a title reads like, where it is none itself.
pub(super) fn misread(title: &str) -> Option<&'static str> {
    misread_as(title, OFFICES, LIKE_OFFICE)
}

/// Returns the office that a title read in doubt reads like, where it is none itself.
pub(super) fn misread_in_doubt(title: &str) -> Option<&'static str> {
    if CALLED.contains(&title) {
        return None;
    }
    let cut = || OFFICES.iter().find(|office| is_cut(title, office)).copied();
    misread_as(title, OFFICES, LIKE_OFFICE_IN_DOUBT)
        .or_else(cut)
        .or_else(|| misread_as(title, CALLED, LIKE_OFFICE_IN_DOUBT))
}

/// Returns whether a title is an office but for its last word: `TM. ỦY BAN NHÂN`.
fn is_cut(title: &str, office: &str) -> bool {
    let rest = office.strip_prefix(title).and_then(|rest| rest.strip_prefix(' '));
    title.chars().count() >= LEAST_OF_CUT && rest.is_some_and(|rest| !rest.contains(' '))
}

/// How like a word of an office one read for it is at least, 0 to 1.
const LIKE_WORD: f64 = 0.25;

fn misread_as(title: &str, offices: &[&'static str], least: f64) -> Option<&'static str> {
    if OFFICES.contains(&title) || OLDER.iter().any(|opening| title.starts_with(opening)) {
        return None;
    }
    // Two spellings of one office, `ỦY` and `UỶ`, are told apart by the marks that were read.
    let likeness = |office: &&'static str| {
        let changed = strsim::levenshtein(title, office);
        (folding::likeness(title, office), std::cmp::Reverse(changed), *office)
    };
    let (likeness, _, office) =
        offices.iter().map(likeness).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    (likeness >= least && is_alike_word_by_word(title, office)).then_some(office)
}

/// Returns whether no word of a title is another than an office has there: `HỘI ĐỒNG QUẢN TRỊ` is as like `HỘI ĐỒNG NHÂN DÂN` as one
/// misread is, and no misreading of it.
fn is_alike_word_by_word(title: &str, office: &str) -> bool {
    let is_as_long = title.split(' ').count() == office.split(' ').count();
    let mut pairs = title.split(' ').zip(office.split(' '));
    !is_as_long || pairs.all(|(own, other)| folding::likeness(own, other) >= LIKE_WORD)
}

/// Returns what a title is between two others, where it is misread: whoever signs for an office is its deputy, `PHÓ GIÁM ĐỐC` under
/// `KT. GIÁM ĐỐC`, and whoever signs as a deputy signs for it. Of `KT. GIÁM ĐỐC` over `GIÁM ĐỐC` a word was lost.
pub(super) fn due(above: Option<&str>, title: &str, below: Option<&str>) -> Option<String> {
    let office = |above: &str| above.strip_prefix("KT. ").or(above.strip_prefix("K/T ")).map(str::to_owned);
    let deputy = |office: String| match office.as_str() {
        "BỘ TRƯỞNG" => "THỨ TRƯỞNG".to_owned(),
        _ => format!("PHÓ {office}"),
    };
    let principal = |below: &str| match below {
        "THỨ TRƯỞNG" => Some("KT. BỘ TRƯỞNG".to_owned()),
        _ => below.strip_prefix("PHÓ ").map(|office| format!("KT. {office}")),
    };
    let due = above.and_then(office).map(deputy).or_else(|| below.and_then(principal))?;
    let is_end = due.strip_suffix(title).is_some_and(|before| before.ends_with(' '));
    let is_cut = (is_end || due.starts_with(title)) && title.chars().count() >= LEAST_OF_DUE
        || title.chars().count() >= LEAST_OF_WORDS && are_words_of(title, &due);
    let is_like = is_cut || folding::likeness(title, &due) >= LIKE_DUE;
    (due != title && !stands_for_another(title) && is_like).then_some(due)
}

/// Returns whether a title, which is no office itself, reads like one that is due there.
pub(super) fn is_misread_for(title: &str, due: &str) -> bool {
    !OFFICES.contains(&title) && folding::likeness(title, due) >= LIKE_OFFICE
}

/// Returns whether the words of a title, marks aside, are words of an office in its order.
pub(super) fn are_words_of(title: &str, office: &str) -> bool {
    let office = folding::fold(office);
    let mut words = office.split(' ');
    folding::fold(title).split(' ').all(|own| words.any(|word| word == own))
}

/// Returns a title that says whom it is signed for as that is written: the stop behind it was lost, `KT GIÁM ĐỐC`, or its stroke read as a
/// letter, `TIM ĐẢNG ỦY`.
pub(super) fn with_opening_written(title: &str) -> Option<String> {
    let (opening, office) = title.split_once(' ')?;
    let is_misread = |own: &&&str| match own.strip_suffix('.') {
        Some(bare) => bare == opening,
        None => own.replace('/', "I") == opening,
    };
    let own = FOR_ANOTHER.iter().find(is_misread)?;
    Some(format!("{own} {office}"))
}

/// Returns a title with the opening before it that must stand there, where its first word was read in doubt: before a body `TM.`, or `T/M`
/// where the Party's signs, as its guideline has it; before an office whichever is but a letter away. `below` is the title under it.
pub(super) fn with_opening_due(title: &str, below: Option<&str>) -> Option<String> {
    let (seen, rest) = title.split_once(' ')?;
    let letters: String = seen.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_whole = FOR_ANOTHER.contains(&seen) || letters != "TM" && opens_signing(title);
    if letters.is_empty() || letters.chars().count() > LONGEST_OPENING || is_whole {
        return None;
    }
    let opening = if folding::opens_with(&folding::fold(rest), BODIES) {
        if is_of_party(rest, below) { "T/M" } else { "TM." }
    } else if below.is_some() && folding::opens_with(rest, OFFICES) {
        // Whoever signs for an office has his own under it: before the last line of a title stands dirt.
        let mut near = BEFORE_OFFICE.iter().filter(|(own, _)| strsim::levenshtein(own, &letters) <= 1);
        near.next().filter(|_| near.next().is_none())?.1
    } else {
        return None;
    };
    (seen != opening).then(|| format!("{opening} {rest}"))
}

/// Returns whether a body is the Party's: a committee (`HUYỆN ỦY`), or one whose secretary signs.
fn is_of_party(body: &str, below: Option<&str>) -> bool {
    folding::fold(body).ends_with(" uy") || below.is_some_and(|below| folding::fold(below).contains("bi thu"))
}

/// Returns the office that a title reads as in which small letters stand among capitals, as no print has them: `GIÁM pốc`, `tí THƯ`.
pub(super) fn misread_in_small(title: &str) -> Option<&'static str> {
    let in_capitals = |word: &str| {
        word.chars().filter(|c| c.is_uppercase()).count() >= LEAST_IN_CAPITALS
            && !word.contains(char::is_lowercase)
    };
    if !title.contains(char::is_lowercase) || !title.split(' ').any(in_capitals) {
        return None;
    }
    let written = title.to_uppercase();
    let known = OFFICES.iter().chain(CALLED).find(|office| **office == written);
    known.copied().or_else(|| misread_in_doubt(&written))
}

/// Returns the office of which a title is the last or the first words, that would be so many times as wide as it: what stood beside them was
/// not read. `None` where no office or several are so wide; of two spellings of one the first.
pub(super) fn cut_to(title: &str, share: f32, at_end: bool) -> Option<&'static str> {
    let is_cut = |office: &&&str| {
        let rest = if at_end { office.strip_suffix(title) } else { office.strip_prefix(title) };
        let is_word =
            |rest: &str| !rest.is_empty() && if at_end { rest.ends_with(' ') } else { rest.starts_with(' ') };
        let wide = office.chars().count() as f32 / title.chars().count().max(1) as f32;
        rest.is_some_and(is_word) && (wide - share).abs() <= SAME_WIDTH * share
    };
    let mut found = OFFICES.iter().filter(|office| !stands_for_another(office)).filter(is_cut);
    let first = found.next().filter(|_| !OFFICES.contains(&title))?;
    found.all(|other| folding::fold(other) == folding::fold(first)).then_some(first)
}

/// Returns the office that a title is in any case of letters.
pub(super) fn named(title: &str) -> Option<&'static str> {
    let title = title.trim().to_uppercase();
    OFFICES.iter().find(|office| **office == title).copied()
}

/// Returns whether words open what one is called who signs minutes, a contract, a table or a form: `THƯ KÝ`, `ĐẠI DIỆN BÊN A`.
pub(super) fn opens_signing(text: &str) -> bool {
    folding::opens_with(&folding::fold(text.trim()), SIGNERS)
}

/// Returns whether words in capitals open with an office, whatever it is of: `GIÁM ĐỐC CÔNG TY TNHH HOA SIM`.
pub(super) fn opens(text: &str) -> bool {
    stands_for_another(text) || folding::opens_with(text, OFFICES)
}

/// Returns whether an office stands anywhere in words in capitals.
pub(super) fn holds(text: &str) -> bool {
    OFFICES.iter().any(|office| text.contains(office))
}

/// Returns whether a title says that it is signed for another.
pub(super) fn stands_for_another(title: &str) -> bool {
    FOR_ANOTHER.iter().any(|opening| title.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_known_by_its_letters_and_a_right_one_needs_no_mending() {
        assert_eq!(misread("KT. CHU TỊCH"), Some("KT. CHỦ TỊCH"));
        assert_eq!(misread("TM. ỦY BAN NHAN DAN"), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(misread("TM. UỶ BAN NHAN DAN"), Some("TM. UỶ BAN NHÂN DÂN"));
        assert_eq!(misread("CHỦ TỊCH"), None);
        assert_eq!(misread("NGƯỜI LẬP BIỂU"), None);
        assert_eq!(misread_in_doubt("TM, HỘI ĐỒNG QUẢN TRỊ"), None);
        assert_eq!(misread("T31. ÉY BAN NHÂN DÂN"), None);
        assert_eq!(misread_in_doubt("T31. ÉY BAN NHÂN DÂN"), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(misread_in_doubt("TM. ỦY BAN NHÂN"), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(misread_in_doubt("GƯỜI KHAI"), Some("NGƯỜI KHAI"));
        assert_eq!(misread_in_doubt("THƯ KÝ"), None);
    }

    #[test]
    fn a_deputy_stands_under_the_office_that_is_signed_for() {
        let under = |above, title| due(Some(above), title, None);
        assert_eq!(under("KT. CHỦ TỊCH", "PHÓ CHỦ C8").as_deref(), Some("PHÓ CHỦ TỊCH"));
        assert_eq!(under("KT. TRẠM TRƯỞNG", "TRẠM TRƯỞNG").as_deref(), Some("PHÓ TRẠM TRƯỞNG"));
        assert_eq!(under("KT. BỘ TRƯỞNG", "THU TRUONG").as_deref(), Some("THỨ TRƯỞNG"));
        assert_eq!(under("KT. CHỦ TỊCH", "PHÓ CH").as_deref(), Some("PHÓ CHỦ TỊCH"));
        assert_eq!(under("KT. CHỦ TỊCH", "CHU").as_deref(), Some("PHÓ CHỦ TỊCH"), "one word of it");
        assert_eq!(under("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), None);
        assert_eq!(under("KT. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), None, "another office");
        assert_eq!(under("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), None);
        let over = |title, below| due(None, title, Some(below));
        assert_eq!(over("K8; CUỦ TỊCH", "PHÓ CHỦ TỊCH").as_deref(), Some("KT. CHỦ TỊCH"));
        assert_eq!(over("TRẠM TRƯỞNG", "PHÓ TRẠM TRƯỞNG").as_deref(), Some("KT. TRẠM TRƯỞNG"));
        assert_eq!(over("TL. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), None, "it says for whom it is signed");
    }

    #[test]
    fn stop_and_stroke_of_whom_a_title_is_signed_for_may_be_lost() {
        assert_eq!(with_opening_written("KT GIÁM ĐỐC").as_deref(), Some("KT. GIÁM ĐỐC"));
        assert_eq!(with_opening_written("TIM ĐẢNG ỦY").as_deref(), Some("T/M ĐẢNG ỦY"));
        assert_eq!(with_opening_written("KT. GIÁM ĐỐC"), None);
        assert_eq!(with_opening_written("GIÁM ĐỐC"), None);
    }

    #[test]
    fn what_opens_a_title_is_told_by_what_is_signed_for() {
        let due = |title| with_opening_due(title, Some("CHÁNH VĂN PHÒNG"));
        assert_eq!(due("TH. UBND HUYỆN").as_deref(), Some("TM. UBND HUYỆN"));
        assert_eq!(due("AM HUYỆN ỦY").as_deref(), Some("T/M HUYỆN ỦY"));
        assert_eq!(due("III. ĐƠN VỊ").as_deref(), Some("TM. ĐƠN VỊ"));
        assert_eq!(due("FL. TRƯỞNG BAN").as_deref(), Some("TL. TRƯỞNG BAN"));
        assert_eq!(due("K7. CHỦ TỊCH").as_deref(), Some("KT. CHỦ TỊCH"));
        assert_eq!(due("KL. CHỦ TỊCH"), None, "one as near as the other");
        assert_eq!(due("PHÓ CHỦ TỊCH"), None);
        assert_eq!(due("TM. UBND HUYỆN"), None);
        assert_eq!(with_opening_due("IL CHỦ TỊCH", None), None, "nobody's own office under it");
        assert_eq!(
            with_opening_due("TM BAN THƯỜNG VỤ", Some("BÍ THƯ")).as_deref(),
            Some("T/M BAN THƯỜNG VỤ")
        );
    }

    #[test]
    fn small_letters_among_capitals_are_an_office_misread_and_a_name_is_none() {
        assert_eq!(misread_in_small("GIÁM pốc"), Some("GIÁM ĐỐC"));
        assert_eq!(misread_in_small("8í THƯ"), Some("BÍ THƯ"));
        assert_eq!(misread_in_small("GiA ĐỐC"), Some("GIÁM ĐỐC"));
        assert_eq!(misread_in_small("Giám đốc"), None);
        assert_eq!(misread_in_small("Tạ Gió"), None);
        assert_eq!(misread_in_small("TẠ Gió"), None);
    }

    #[test]
    fn of_a_cut_office_its_width_says_which_it_was() {
        assert_eq!(cut_to("TỊCH", 2.0, true), Some("CHỦ TỊCH"));
        assert_eq!(cut_to("TỊCH", 3.0, true), Some("PHÓ CHỦ TỊCH"));
        assert_eq!(cut_to("TỊCH", 1.2, true), None);
        assert_eq!(cut_to("CHỦ TỊCH", 1.5, true), None, "an office by itself");
        assert_eq!(cut_to("GIÁM", 2.0, false), Some("GIÁM ĐỐC"));
    }
}
