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

/// How like an office, 0 to 1, a title of the closing must read to be it: a letter or two lost of a dozen.
const LIKE_OFFICE: f64 = 0.85;

/// Returns the office that a title reads like, where it is none itself.
pub(super) fn misread(title: &str) -> Option<&'static str> {
    if OFFICES.contains(&title) || OLDER.iter().any(|opening| title.starts_with(opening)) {
        return None;
    }
    // Two spellings of one office, `ỦY` and `UỶ`, are told apart by the marks that were read.
    let likeness = |office: &&'static str| {
        let changed = strsim::levenshtein(title, office);
        (folding::likeness(title, office), std::cmp::Reverse(changed), *office)
    };
    let (likeness, _, office) =
        OFFICES.iter().map(likeness).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
    (likeness >= LIKE_OFFICE).then_some(office)
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
    }
}
