//! Names of the bodies (cơ quan, tổ chức) in a head: parent and issuer.

use crate::document::Field;
use crate::structure::folding;

/// Words, folded, with which names of bodies open.
const OPENINGS: &[&str] = &[
    "uy ban",
    "ubnd",
    "ubhc",
    "ubmttq",
    "hoi dong",
    "hdnd",
    "hdqt",
    "so",
    // A department of a province until 1983 (ty).
    "ty",
    "bo",
    "van phong",
    "phong",
    "tinh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "thanh uy",
    "dang uy",
    "dang bo",
    "dang doan",
    "ban",
    "bch",
    "bcd",
    "bql",
    "chi bo",
    "cuc",
    "chi cuc",
    "tong cuc",
    "truong",
    "trung tam",
    "cong ty",
    "tong cong ty",
    "tap doan",
    "xi nghiep",
    "nha may",
    "hop tac xa",
    "doan",
    "tinh doan",
    "huyen doan",
    "thanh doan",
    "quan doan",
    "xa doan",
    "chi doan",
    "cong doan",
    "su doan",
    "trung doan",
    "tieu doan",
    "vien",
    "benh vien",
    "tram",
    "thanh tra",
    "kho bac",
    "quoc hoi",
    "chinh phu",
    "toa an",
    "dai",
    "lien doan",
    "tong lien doan",
    "ldld",
    "mat tran",
    "hoi",
    "chi hoi",
    "tong hoi",
    "cau lac bo",
    "hiep hoi",
    "thuong truc",
    "ngan hang",
    "bao hiem",
    "bao tang",
    "thu vien",
    "hoc vien",
    "cong an",
    "quan khu",
    "hai quan",
    "hat kiem lam",
    "buu dien",
    "dien luc",
    "nong truong",
    "lam truong",
    "chi nhanh",
    "khoa",
    "doi",
    "to",
    "xuong",
    "phan xuong",
    "don bien phong",
    "nha xuat ban",
    "nha van hoa",
    "tap chi",
];

/// Words, folded, that open a body's name though they stand alone: whose it is stands on the next line.
const ALONE: &[&str] = &["ubnd", "ubhc", "hdnd", "ubmttq"];

/// Words, as they are written, that read as openings without their marks and open no body: forms (`BẢN`), places (`ĐẠI`),
/// numbers (`SỐ`), people (`VIÊN CHỨC`), what a school teaches (`KHOA HỌC`), what goes on from the line above (`ĐỔI MỚI`).
const NO_OPENINGS: &[&str] = &[
    "BẢN",
    "BÀN",
    "BẠN",
    "ĐẠI",
    "SỐ",
    "VIÊN",
    "BỐ",
    "HỒI",
    "TRÂM",
    "TRẦM",
    "ĐOÁN",
    "ĐỔI",
    "ĐỐI",
    "ĐỜI",
    "ĐÔI",
    "KHÓA",
    "KHOÁ",
    "KHOA HỌC",
    "TỔ QUỐC",
    "TỜ",
    "TÔ",
    "TỐ",
    "TÒ",
    "XƯƠNG",
    "XUỐNG",
];

/// Names, folded, that are a body's only with whose it is, which the next line says.
const UNFINISHED: &[&str] = &[
    "uy ban nhan dan",
    "uy ban hanh chinh",
    "uy ban mat tran to quoc",
    "hoi dong nhan dan",
    "ban chap hanh",
    "ban thuong vu",
    "thuong truc",
    "dang bo",
];

/// Words, folded, after which a name goes on.
const GOES_ON: &[&str] =
    &["va", "cua", "tinh", "huyen", "xa", "phuong", "quan", "thi tran", "thi xa", "thanh pho", "-", "–", "&"];

/// Returns whether a line opens a body's name. `BẢN KÊ KHAI` is a form's title, and no board (`BAN`).
pub(super) fn opens(line: &str) -> bool {
    let written =
        format!("{} ", line.split_whitespace().take(2).collect::<Vec<_>>().join(" ").to_uppercase());
    // A word alone, `PHONG`, is the end of a place.
    let folded = folding::fold(line);
    if ALONE.contains(&folded.trim()) {
        return true;
    }
    let is_other = |word: &&str| written.strip_prefix(*word).is_some_and(|rest| rest.starts_with(' '));
    if NO_OPENINGS.iter().any(is_other) || line.split_whitespace().nth(1).is_none() {
        return false;
    }
    folding::opens_with(&folded, OPENINGS)
}

/// Returns whether a body's name is not over: it wants whose it is, or ends with a word that does.
fn goes_on(name: &str) -> bool {
    let folded = folding::fold(name);
    let is_last =
        |word: &&str| folded.strip_suffix(*word).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    UNFINISHED.contains(&folded.as_str())
        || ALONE.contains(&folded.as_str())
        || folded.ends_with(',')
        || GOES_ON.iter().any(is_last)
}

/// Returns the body of an office: `Bộ Tài chính` of `Bộ trưởng Bộ Tài chính` (its minister).
pub(super) fn of_office(owner: &str) -> &str {
    let offices =
        ["Bộ trưởng ", "Chủ tịch ", "Tổng giám đốc ", "Giám đốc ", "Tổng cục trưởng ", "Cục trưởng "];
    let owner = owner.trim();
    let office = offices.into_iter().find(|office| owner.to_lowercase().starts_with(&office.to_lowercase()));
    office.and_then(|office| owner.get(office.len()..)).unwrap_or(owner)
}

/// Returns whether a line of the left column in capitals may be an issuer, or go on with those `above`. A code of a form is
/// none; under the motto a form's title may stand.
pub(super) fn may_be_issuer(line: &str, above: &[Field], under_motto: bool) -> bool {
    let has_figures = line.contains(|c: char| c.is_ascii_digit());
    let is_free = if above.is_empty() {
        !has_figures && !under_motto
    } else {
        !has_figures || line.split_whitespace().count() > 1
    };
    is_free || opens(line)
}

/// Joins lines of a name that runs over lines: a line that opens no body, as a place does not, goes on with the one above, and so
/// does one under a name that is not over.
pub(super) fn bodies(lines: Vec<Field>) -> Vec<Field> {
    let mut names: Vec<Field> = Vec::new();
    for line in lines {
        match names.last_mut() {
            Some(name) if !opens(&line) || goes_on(name) => name.text.append(line.text),
            _ => names.push(line),
        }
    }
    names
}
