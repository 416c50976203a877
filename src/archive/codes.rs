//! The lists of codes that fields take their values from (Circular 05/2025/TT-BNV, appendices I to IV).

use crate::language::letter::strip_marks;

/// A list of codes with what they stand for.
#[derive(Debug, PartialEq, Eq)]
pub struct Codes(&'static [(&'static str, &'static str)]);

/// Kinds of document (tên loại tài liệu): the 29 of Decree 30/2020/NĐ-CP, maps, drawings, and any other.
pub static KINDS: Codes = Codes(&[
    ("01", "Nghị quyết"),
    ("02", "Quyết định"),
    ("03", "Chỉ thị"),
    ("04", "Quy chế"),
    ("05", "Quy định"),
    ("06", "Thông cáo"),
    ("07", "Thông báo"),
    ("08", "Hướng dẫn"),
    ("09", "Chương trình"),
    ("10", "Kế hoạch"),
    ("11", "Phương án"),
    ("12", "Đề án"),
    ("13", "Dự án"),
    ("14", "Báo cáo"),
    ("15", "Tờ trình"),
    ("16", "Giấy ủy quyền"),
    ("17", "Phiếu gửi"),
    ("18", "Phiếu chuyển"),
    ("19", "Phiếu báo"),
    ("20", "Biên bản"),
    ("21", "Hợp đồng"),
    ("22", "Công văn"),
    ("23", "Công điện"),
    ("24", "Bản ghi nhớ"),
    ("25", "Bản thỏa thuận"),
    ("26", "Giấy mời"),
    ("27", "Giấy giới thiệu"),
    ("28", "Giấy nghỉ phép"),
    ("29", "Thư công"),
    ("30", "Bản đồ"),
    ("31", "Bản vẽ kỹ thuật"),
    ("32", "Khác"),
]);

/// The code of an official letter (công văn), which prints no kind.
pub const LETTER: &str = "22";

/// The code of a kind that the list does not have.
pub const OTHER_KIND: &str = "32";

/// The codes of maps and drawings, which are scanned at 300 dpi.
pub const DRAWINGS: [&str; 2] = ["30", "31"];

/// Languages.
pub static LANGUAGES: Codes = Codes(&[
    ("01", "Tiếng Việt"),
    ("02", "Tiếng Anh"),
    ("03", "Tiếng Pháp"),
    ("04", "Tiếng Nga"),
    ("05", "Tiếng Trung"),
    ("06", "Việt Anh"),
    ("07", "Việt Nga"),
    ("08", "Việt Pháp"),
    ("09", "Hán Nôm"),
    ("10", "Việt Trung"),
    ("11", "Khác"),
]);

/// The code of Vietnamese.
pub const VIETNAMESE: &str = "01";

/// How long it is kept (thời hạn lưu trữ).
pub static RETENTION: Codes = Codes(&[
    ("01", "Vĩnh viễn"),
    ("02", "70 năm"),
    ("03", "50 năm"),
    ("04", "30 năm"),
    ("05", "20 năm"),
    ("06", "10 năm"),
    ("07", "Khác"),
]);

/// Who may see it (mức độ tiếp cận).
pub static ACCESS: Codes = Codes(&[("01", "Công khai"), ("02", "Sử dụng có điều kiện"), ("03", "Mật")]);

/// The code of a secret document.
pub const SECRET: &str = "03";

/// What it was before it was a file (mức độ tin cậy).
pub static ORIGINS: Codes = Codes(&[("01", "Gốc điện tử"), ("02", "Số hóa"), ("03", "Hỗn hợp")]);

/// The code of a copy made from paper.
pub const DIGITISED: &str = "02";

/// The code of what is both.
pub const MIXED: &str = "03";

/// The state of the paper (tình trạng vật lý).
pub static CONDITIONS: Codes = Codes(&[("01", "Tốt"), ("02", "Bình thường"), ("03", "Hỏng")]);

/// Yes or no.
pub static YES_NO: Codes = Codes(&[("1", "Có"), ("0", "Không")]);

/// The code of yes.
pub const YES: &str = "1";

/// Whether a reserve copy is made (tình trạng dự phòng).
pub static RESERVES: Codes = Codes(&[("01", "Đã dự phòng"), ("02", "Chưa dự phòng")]);

impl Codes {
    /// Returns what a code stands for.
    pub fn label(&self, code: &str) -> Option<&'static str> {
        self.0.iter().find(|(own, _)| *own == code).map(|(_, label)| *label)
    }

    /// Reads a code as people write it: `01`, `1`, `01: Vĩnh viễn`, `vinh vien`.
    pub fn read(&self, text: &str) -> Option<&'static str> {
        let text = text.trim();
        let (head, tail) =
            text.split_once(':').map_or((text, None), |(head, tail)| (head.trim(), Some(tail)));
        let number = |text: &str| {
            let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.trim_start_matches('0').to_owned())
        };
        if let Some(wanted) = number(head) {
            let (code, label) =
                self.0.iter().find(|(code, _)| number(code).as_ref() == Some(&wanted)).copied()?;
            // A label that is not the code's own says that one of the two is wrong.
            return tail.is_none_or(|tail| folded(tail) == folded(label)).then_some(code);
        }
        self.0.iter().find(|(_, label)| folded(label) == folded(text)).map(|(code, _)| *code)
    }

    /// Returns all of them, for a message: `01 Tốt, 02 Bình thường, 03 Hỏng`.
    pub fn listed(&self) -> String {
        self.0.iter().map(|(code, label)| format!("{code} {label}")).collect::<Vec<_>>().join(", ")
    }

    /// Returns each code with what it stands for, in order.
    pub const fn entries(&self) -> &'static [(&'static str, &'static str)] {
        self.0
    }
}

/// Returns a text as it is compared: without marks, in small letters, runs of blanks made one.
pub(super) fn folded(text: &str) -> String {
    strip_marks(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_and_spreadsheets_write_them() {
        for written in ["01", "1", " 01 ", "01: Vĩnh viễn", "1:vinh vien", "Vĩnh viễn", "VINH  VIEN"] {
            assert_eq!(RETENTION.read(written), Some("01"), "{written}");
        }
        for written in ["0", "1: Có", "Không", "khong"] {
            let code = if written.starts_with('1') { "1" } else { "0" };
            assert_eq!(YES_NO.read(written), Some(code), "{written}");
        }
        for written in ["", "8", "vĩnh", "-1", "01 02"] {
            assert_eq!(RETENTION.read(written), None, "{written}");
        }
        assert_eq!(RETENTION.read("02: Vĩnh viễn"), None, "code and label say different things");
    }

    #[test]
    fn the_decrees_kinds_and_three_more_have_codes_in_order() {
        let codes: Vec<&str> = KINDS.entries().iter().map(|(code, _)| *code).collect();
        let counted: Vec<String> = (1..=32).map(|number| format!("{number:02}")).collect();
        assert_eq!(codes, counted);
        assert_eq!(KINDS.label(LETTER), Some("Công văn"));
        assert_eq!(KINDS.label(OTHER_KIND), Some("Khác"));
        assert_eq!(DRAWINGS.map(|code| KINDS.label(code)), [Some("Bản đồ"), Some("Bản vẽ kỹ thuật")]);
    }
}
