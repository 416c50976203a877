//! The table of fields: what is said of a fonds (phông), a file (hồ sơ), a document (tài liệu) and its digitised copy.
//!
//! Codes are those of the circular's own schemas (`EAD`, `EAD_doc`). It gives none for a fonds: those of Circular
//! 02/2019/TT-BNV stand there, which it replaces, and for what that did not have, ours. docs/delivery.md holds this table.

use super::clause::Clause;
use super::codes::{self, Codes};

/// What a field speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The fonds (phông): all that one body left.
    Fonds,
    /// The file (hồ sơ): the documents of one matter.
    File,
    /// The document (tài liệu).
    Document,
    /// What else the page tells, which the circular has no field for.
    Page,
    /// The digitised copy: files on disk.
    Copy,
}

impl Level {
    /// Every level, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Fonds, Self::File, Self::Document, Self::Page, Self::Copy];

    /// Returns its name, the first part of its fields' keys and the name of its element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fonds => "fonds",
            Self::File => "file",
            Self::Document => "document",
            Self::Page => "page",
            Self::Copy => "copy",
        }
    }

    /// Returns what sets its fields apart from others of the same Vietnamese name.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Fonds => "của phông",
            Self::File => "của hồ sơ",
            Self::Document => "của tài liệu",
            Self::Page => "trên trang",
            Self::Copy => "của bản số hóa",
        }
    }
}

/// What values a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words.
    Text,
    /// A count.
    Number,
    /// A day, `DD/MM/YYYY`.
    Day,
    /// A day, or only its month or year: `DD/MM/YYYY`, `MM/YYYY`, `YYYY`.
    Date,
    /// One of a list.
    Code(&'static Codes),
    /// Some of a list, joined by `;`.
    Codes(&'static Codes),
}

impl Form {
    /// Returns its name, as docs/delivery.md has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Day => "day",
            Self::Date => "date",
            Self::Code(_) => "code",
            Self::Codes(_) => "codes",
        }
    }

    /// Returns its list, where it takes values from one.
    pub const fn list(self) -> Option<&'static Codes> {
        match self {
            Self::Code(list) | Self::Codes(list) => Some(list),
            _ => None,
        }
    }
}

/// When a field must not be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Always,
    /// Where the copy was made from paper (`confidenceLevel` 02, 03).
    OfPaper,
    /// Where a reserve copy is wanted (`riskRecovery` 1).
    WithReserve,
    /// Where the document has it; a document without one is looked at.
    Expected,
    /// Never.
    IfAny,
}

impl Need {
    /// Returns it in words, as docs/delivery.md has it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Always => "yes",
            Self::OfPaper => "if from paper",
            Self::WithReserve => "if reserved",
            Self::Expected => "looked at",
            Self::IfAny => "",
        }
    }
}

/// A field.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its level and code: `document.subject`.
    pub key: &'static str,
    /// What it speaks of.
    pub level: Level,
    /// Its name in Vietnamese, as the circular has it.
    pub name: &'static str,
    /// What that means.
    pub meaning: &'static str,
    /// What values it takes.
    pub form: Form,
    /// Most characters, where that is limited.
    pub length: Option<usize>,
    /// When it must not be empty.
    pub need: Need,
    /// Where phuchoi takes it from; empty where only the archive's list has it.
    pub origin: &'static str,
    /// What it rests on.
    pub clause: Clause,
}

impl Field {
    /// Returns its code: its key without the level.
    pub fn code(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, code)| code)
    }

    /// Returns whether the archive's list may give it. What is counted on disk it may not.
    pub fn is_listed(&self) -> bool {
        self.level != Level::Copy
    }
}

/// Returns the place in [`FIELDS`] of the field of a key.
pub fn place(key: &str) -> Option<usize> {
    FIELDS.iter().position(|field| field.key == key)
}

/// A field that the table has. [`key!`] makes one of a field's key; a key that the table lacks does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(usize);

impl Key {
    /// Returns the field of a key. [`key!`] calls it while the program is compiled; where it runs, a wrong key panics.
    pub(super) const fn named(key: &str) -> Self {
        let mut place = 0;
        while place < FIELDS.len() {
            if is_equal(FIELDS[place].key.as_bytes(), key.as_bytes()) {
                return Self(place);
            }
            place += 1;
        }
        panic!("no field has this key")
    }

    /// Returns the field's place in [`FIELDS`].
    pub const fn place(self) -> usize {
        self.0
    }
}

const fn is_equal(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// The field of a key, found while the program is compiled.
macro_rules! key {
    ($key:literal) => {
        const { $crate::archive::fields::Key::named($key) }
    };
}
pub(super) use key;

use Form::{Code, Date, Day, Number, Text};
use Level::{Document, File, Fonds, Page};
use Need::{Always, Expected, IfAny, OfPaper, WithReserve};

/// One line of the table.
#[allow(clippy::too_many_arguments, reason = "it is a line of a table")]
const fn field(
    key: &'static str,
    level: Level,
    name: &'static str,
    meaning: &'static str,
    form: Form,
    length: Option<usize>,
    need: Need,
    origin: &'static str,
    clause: Clause,
) -> Field {
    Field { key, level, name, meaning, form, length, need, origin, clause }
}

const COPY: Level = Level::Copy;

const FONDS: Clause = Clause::FondsData;
const FILE: Clause = Clause::FileData;
const DOC: Clause = Clause::DocumentData;
const SIP: Clause = Clause::SubmissionData;
const AIP: Clause = Clause::PreservationData;

const RETENTION: Form = Code(&codes::RETENTION);
const ACCESS: Form = Code(&codes::ACCESS);
const LANGUAGES: Form = Form::Codes(&codes::LANGUAGES);
const CONDITION: Form = Code(&codes::CONDITIONS);
const ORIGIN: Form = Code(&codes::ORIGINS);
const YES_NO: Form = Code(&codes::YES_NO);
const RESERVE: Form = Code(&codes::RESERVES);
const KIND: Form = Code(&codes::KINDS);

/// Every field, in the order in which they are written.
#[rustfmt::skip]
pub static FIELDS: &[Field] = &[
    field("fonds.identifier", Fonds, "Mã cơ quan lưu trữ", "code of the archive", Text, Some(13), IfAny, "", AIP),
    field("fonds.organId", Fonds, "Mã phông", "code of the fonds", Text, Some(13), Always, "", FONDS),
    field("fonds.fondName", Fonds, "Tên phông", "name of the fonds", Text, Some(200), Always, "", FONDS),
    field("fonds.fondStatus", Fonds, "Trạng thái", "open or closed", Text, None, IfAny, "", FONDS),
    field("fonds.fondHistory", Fonds, "Lịch sử đơn vị hình thành phông", "history of the body that formed it", Text, None, IfAny, "", FONDS),
    field("fonds.archivesTime", Fonds, "Thời gian tài liệu", "years of its documents", Text, Some(30), IfAny, "", FONDS),
    field("fonds.totalDoc", Fonds, "Tổng số tài liệu của phông", "number of its documents", Number, Some(10), IfAny, "", FONDS),
    field("fonds.keyGroups", Fonds, "Các nhóm tài liệu chủ yếu", "its main groups, or how it is arranged", Text, Some(300), IfAny, "", FONDS),
    field("fonds.language", Fonds, "Ngôn ngữ", "languages", LANGUAGES, None, IfAny, "", FONDS),
    field("fonds.riskRecovery", Fonds, "Chế độ dự phòng", "whether a reserve copy is wanted", YES_NO, None, IfAny, "", FONDS),
    field("fonds.description", Fonds, "Ghi chú", "remarks", Text, Some(1000), IfAny, "", FONDS),

    field("file.arcFileCode", File, "Mã hồ sơ lưu trữ", "the file's code in the archive", Text, Some(100), IfAny, "fonds.identifier and file.fileCode", AIP),
    field("file.fileCode", File, "Mã hồ sơ", "code of the file", Text, Some(100), Always, "", FILE),
    field("file.title", File, "Tiêu đề hồ sơ", "title of the file", Text, Some(1000), Always, "", FILE),
    field("file.maintenance", File, "Thời hạn lưu trữ", "how long it is kept", RETENTION, None, Always, "", FILE),
    field("file.mode", File, "Mức độ tiếp cận", "who may see it", ACCESS, None, Always, "", FILE),
    field("file.language", File, "Ngôn ngữ", "languages", LANGUAGES, None, Always, "its documents", FILE),
    field("file.startDate", File, "Thời gian bắt đầu", "earliest date", Date, None, Always, "its documents", FILE),
    field("file.endDate", File, "Thời gian kết thúc", "latest date", Date, None, Always, "its documents", FILE),
    field("file.keyword", File, "Từ khóa", "keywords", Text, Some(100), IfAny, "", FILE),
    field("file.totalDoc", File, "Tổng số tài liệu trong hồ sơ", "number of its documents", Number, Some(10), Always, "its documents, counted", FILE),
    field("file.numberOfPaper", File, "Số lượng tờ", "number of sheets", Number, Some(10), OfPaper, "", FILE),
    field("file.numberOfPage", File, "Số lượng trang", "number of pages", Number, Some(10), Always, "its documents' pages, counted", FILE),
    field("file.format", File, "Tình trạng vật lý", "state of the paper", CONDITION, None, IfAny, "", FILE),
    field("file.inforSign", File, "Ký hiệu thông tin", "information sign", Text, Some(30), IfAny, "", FILE),
    field("file.confidenceLevel", File, "Mức độ tin cậy", "born digital, digitised or both", ORIGIN, None, IfAny, "its documents", FILE),
    field("file.paperFileCode", File, "Mã hồ sơ gốc giấy", "code of the paper file", Text, Some(100), OfPaper, "", FILE),
    field("file.riskRecovery", File, "Chế độ dự phòng", "whether a reserve copy is wanted", YES_NO, None, Always, "", FILE),
    field("file.riskRecoveryStatus", File, "Tình trạng dự phòng", "whether one is made", RESERVE, None, WithReserve, "", FILE),
    field("file.description", File, "Ghi chú", "remarks", Text, Some(2000), IfAny, "", FILE),

    field("document.docId", Document, "Mã định danh tài liệu", "identifier of the document", Text, Some(25), Always, "file.fileCode and document.docOrdinal", SIP),
    field("document.docCode", Document, "Mã lưu trữ của tài liệu", "its code in the archive", Text, Some(100), Always, "file.fileCode and document.docOrdinal in seven figures", DOC),
    field("document.docOrdinal", Document, "Số thứ tự tài liệu", "its place in the file", Number, Some(7), Always, "the order of the records", AIP),
    field("document.maintenance", Document, "Thời hạn lưu trữ", "how long it is kept", RETENTION, None, Always, "file.maintenance", SIP),
    field("document.typeName", Document, "Tên loại tài liệu", "kind of document", KIND, None, Always, "letterhead; a letter by its `V/v` or `Kính gửi`", DOC),
    field("document.codeNumber", Document, "Số của tài liệu", "its number", Text, Some(11), Expected, "letterhead", DOC),
    field("document.codeNotation", Document, "Ký hiệu của tài liệu", "its symbol", Text, Some(30), Expected, "letterhead", DOC),
    field("document.issuedDate", Document, "Ngày, tháng, năm tài liệu", "date of issue", Day, None, Always, "letterhead", DOC),
    field("document.organName", Document, "Tên cơ quan, tổ chức ban hành", "issuing body", Text, Some(200), Always, "letterhead", DOC),
    field("document.subject", Document, "Trích yếu nội dung", "subject", Text, Some(500), Always, "letterhead", DOC),
    field("document.language", Document, "Ngôn ngữ", "languages", LANGUAGES, None, Always, "its words", DOC),
    field("document.numberOfPage", Document, "Số lượng trang", "number of pages", Number, Some(4), Always, "pages that are not blank, counted", DOC),
    field("document.inforSign", Document, "Ký hiệu thông tin", "information sign", Text, Some(30), IfAny, "", DOC),
    field("document.keyword", Document, "Từ khóa", "keywords", Text, Some(100), IfAny, "subject, or else the first headings", DOC),
    field("document.mode", Document, "Mức độ tiếp cận", "who may see it", ACCESS, None, Always, "a mark of secrecy; file.mode", DOC),
    field("document.confidenceLevel", Document, "Mức độ tin cậy", "born digital, digitised or both", ORIGIN, None, IfAny, "02 where a page was read from its image", DOC),
    field("document.autograph", Document, "Bút tích", "handwriting on it", Text, Some(2000), IfAny, "", DOC),
    field("document.format", Document, "Tình trạng vật lý", "state of the paper", CONDITION, None, IfAny, "", DOC),
    field("document.riskRecovery", Document, "Chế độ dự phòng", "whether a reserve copy is wanted", YES_NO, None, Always, "file.riskRecovery", SIP),
    field("document.riskRecoveryStatus", Document, "Tình trạng dự phòng", "whether one is made", RESERVE, None, WithReserve, "file.riskRecoveryStatus", SIP),
    field("document.process", Document, "Quy trình xử lý", "whether the steps of its handling go with it", YES_NO, None, IfAny, "", DOC),
    field("document.description", Document, "Ghi chú", "remarks", Text, Some(500), IfAny, "", DOC),

    field("page.parent", Page, "Cơ quan chủ quản", "body above the issuing one", Text, None, IfAny, "letterhead", Clause::DecreeHead),
    field("page.place", Page, "Địa danh", "place of issue", Text, None, IfAny, "letterhead", Clause::DecreeHead),
    field("page.signerTitle", Page, "Chức vụ của người ký", "the signer's office", Text, None, IfAny, "letterhead", Clause::DecreeHead),
    field("page.signerName", Page, "Họ tên người ký", "the signer", Text, None, IfAny, "letterhead", Clause::DecreeHead),
    field("page.secrecy", Page, "Độ mật", "mark of secrecy, as printed", Text, None, IfAny, "a line of the first page", Clause::None),
    field("page.urgency", Page, "Độ khẩn", "mark of urgency, as printed", Text, None, IfAny, "a line of the first page", Clause::DecreeHead),
    field("page.annexes", Page, "Phụ lục", "pages on which annexes begin", Text, None, IfAny, "first lines of annexes", Clause::DecreeHead),

    field("copy.sourcePath", COPY, "Tệp quét", "the scan, as it was given", Text, None, IfAny, "record", Clause::None),
    field("copy.sourceBlake3", COPY, "Mã băm BLAKE3 của tệp quét", "hash of its bytes", Text, None, IfAny, "record", Clause::None),
    field("copy.scans", COPY, "Số trang quét", "pages of the scan, blank ones with them", Number, None, IfAny, "record", Clause::None),
    field("copy.resolution", COPY, "Độ phân giải thấp nhất", "lowest resolution of a page, dots per inch", Number, None, IfAny, "the copy's images, or else the record", Clause::Digitised),
    field("copy.colours", COPY, "Màu", "fewest colours of a page: bilevel, gray, colour", Text, None, IfAny, "the copy's images", Clause::Digitised),
    field("copy.fileName", COPY, "Tên tệp", "the copy's file", Text, None, IfAny, "beside the record", Clause::Digitised),
    field("copy.nameAsked", COPY, "Tên tệp theo quy định", "what it is to be named", Text, None, IfAny, "document.docId", Clause::FileName),
    field("copy.fileFormat", COPY, "Định dạng tệp", "what the file says it is", Text, None, IfAny, "its metadata", Clause::Digitised),
    field("copy.pdfVersion", COPY, "Phiên bản PDF", "version of PDF", Text, None, IfAny, "its first line", Clause::DecreeCopy),
    field("copy.fileSize", COPY, "Kích thước tệp", "bytes", Number, None, IfAny, "disk", Clause::Digest),
    field("copy.fileSha256", COPY, "Mã băm SHA-256 của tệp", "hash of its bytes", Text, None, IfAny, "disk", Clause::Digest),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_has_a_key_of_its_own_that_begins_with_its_level() {
        let keys: BTreeSet<&str> = FIELDS.iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), FIELDS.len());
        for field in FIELDS {
            assert_eq!(field.key, format!("{}.{}", field.level.name(), field.code()));
        }
    }

    #[test]
    fn fields_stand_in_the_order_of_their_levels() {
        assert!(FIELDS.is_sorted_by_key(|field| field.level));
    }

    #[test]
    fn what_must_be_there_rests_on_a_clause() {
        for field in FIELDS.iter().filter(|field| field.need != Need::IfAny) {
            assert_ne!(field.clause, Clause::None, "{}", field.key);
        }
    }
}
