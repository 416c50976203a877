//! The metadata of one document: its record, its copy on disk and the archive's list, brought together field by field.
//!
//! What the list says counts before what the page tells, for a person wrote it; where the two differ both are kept, for the
//! report. What nobody knows stays empty.

use std::collections::BTreeMap;

use super::codes::{self, DIGITISED, KINDS, VIETNAMESE};
use super::date::Date;
use super::fields::{FIELDS, Key, Level, key, place};
use super::list::List;
use super::pdf::Pdf;
use super::sheet::Sheet;
use super::{head, keyword, marks, number};
use crate::collection::Record;
use crate::document::{Document, Page, PageStatus, SourceKind};
use crate::language::condition::Condition;
use crate::language::letter;

/// Words below which a text is too short to tell its language.
const FEWEST_WORDS: usize = 20;

/// Share of a text's words that are spelled as syllables from which it is Vietnamese.
const SPELLED: f32 = 0.6;

/// Share that bears letters only Vietnamese has, which English words spelled as syllables do not.
const MARKED: f32 = 0.1;

/// Share of words that English and French clauses open with from which a text is in two languages. Vietnamese has 0.013 at
/// most, prose in those 0.1 and more, so that a text of which half is has 0.05 ([`triage`](crate::triage)).
const FOREIGN: f32 = 0.03;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The archive's list.
    List,
    /// Printed on a page, as read.
    Page,
    /// Counted, or found on disk.
    Count,
    /// Made of other fields by the circular's rule.
    Rule,
}

impl Provenance {
    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Page => "page",
            Self::Count => "count",
            Self::Rule => "rule",
        }
    }
}

/// A field's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value, as the circular writes it; a code, where the field has codes.
    pub text: String,
    /// Where it comes from.
    pub from: Provenance,
    /// True where a word of it was read with doubt.
    pub review: bool,
    /// What is printed, where the value is a code for that.
    pub printed: Option<String>,
}

/// A value of the list beside another that was read or counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field, by its place in [`FIELDS`].
    pub field: usize,
    /// What the list says.
    pub listed: String,
    /// The line of the list.
    pub line: u64,
    /// What was read or counted.
    pub found: String,
}

/// What is known of a document, by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    values: Vec<Option<Value>>,
    /// The lines of the list that gave fields.
    lines: BTreeMap<usize, u64>,
    /// Where list and page differ.
    pub differences: Vec<Difference>,
}

impl Default for Metadata {
    fn default() -> Self {
        Self { values: vec![None; FIELDS.len()], lines: BTreeMap::new(), differences: Vec::new() }
    }
}

impl Metadata {
    /// Returns the value of the field of a key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.at(place(key)?)
    }

    /// Returns the text of the field of a key, empty where there is none.
    pub fn text(&self, key: &str) -> &str {
        self.value(key).map_or("", |value| value.text.as_str())
    }

    /// Returns the value of the field at a place of [`FIELDS`].
    pub fn at(&self, field: usize) -> Option<&Value> {
        self.values.get(field)?.as_ref()
    }

    /// Enters what was read, counted or made. Where the list has given the field, that stays, and what differs from it is
    /// kept beside it.
    pub(super) fn enter(&mut self, key: Key, value: Value) {
        let field = key.place();
        if value.text.is_empty() {
            return;
        }
        match &self.values[field] {
            Some(listed) if listed.from == Provenance::List => {
                // A value that a rule makes is no testimony.
                if value.from != Provenance::Rule && !is_same(&listed.text, &value.text) {
                    let line = self.lines.get(&field).copied().unwrap_or_default();
                    let listed = listed.text.clone();
                    self.differences.push(Difference { field, listed, line, found: value.text });
                }
            }
            // What was read or counted is not overruled by a rule.
            Some(_) if value.from == Provenance::Rule => {}
            _ => self.values[field] = Some(value),
        }
    }

    /// Enters a value that was counted.
    pub(super) fn count(&mut self, key: Key, number: impl ToString) {
        self.enter(
            key,
            Value { text: number.to_string(), from: Provenance::Count, review: false, printed: None },
        );
    }

    /// Enters a value that a rule makes of others.
    pub(super) fn rule(&mut self, key: Key, text: impl Into<String>) {
        self.enter(key, Value { text: text.into(), from: Provenance::Rule, review: false, printed: None });
    }

    /// Puts the list's values down, before anything else is entered.
    fn listed(list: &List, record: &Record) -> Self {
        let mut metadata = Self::default();
        for (field, (text, line)) in list.of(&slashed(&record.name), &record.document.source.path) {
            metadata.values[field] =
                Some(Value { text: text.to_owned(), from: Provenance::List, review: false, printed: None });
            metadata.lines.insert(field, line);
        }
        metadata
    }
}

/// Returns a record's name with the strokes that a list writes.
pub(super) fn slashed(name: &str) -> String {
    name.replace(std::path::MAIN_SEPARATOR, "/")
}

/// True for texts that differ in blanks, capitals or the place of tone marks at most.
fn is_same(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let words = text.split_whitespace().map(|word| letter::fold_tone_placement(&word.to_lowercase()));
        words.collect::<Vec<_>>().join(" ")
    };
    plain(a) == plain(b)
}

/// Brings together what is known of a document; `pdf` is the copy beside its record.
pub fn of(record: &Record, list: &List, pdf: Option<&Pdf>) -> Metadata {
    let mut metadata = Metadata::listed(list, record);
    let document = &record.document;
    read_head(&mut metadata, document);
    read_pages(&mut metadata, document);
    describe_copy(&mut metadata, document, pdf);
    metadata
}

/// What head and closing tell.
fn read_head(metadata: &mut Metadata, document: &Document) {
    let read = |text: &str, review: bool| Value {
        text: text.to_owned(),
        from: Provenance::Page,
        review,
        printed: None,
    };
    let letterhead = &document.letterhead;
    if let Some(printed) = &letterhead.kind {
        let code = KINDS.read(printed).unwrap_or(codes::OTHER_KIND);
        let value = Value { printed: Some(printed.to_string()), ..read(code, printed.review) };
        metadata.enter(key!("document.typeName"), value);
    } else if is_letter(document) {
        // An official letter is the one document that prints no kind.
        metadata.enter(key!("document.typeName"), read(codes::LETTER, false));
    }
    if let Some(printed) = &letterhead.number {
        let (number, symbol) = number::part(printed);
        metadata.enter(key!("document.codeNumber"), read(&number, printed.review));
        metadata.enter(key!("document.codeNotation"), read(&symbol, printed.review));
    } else if let Some(symbol) = head::number_line(document).and_then(head::printed_symbol) {
        metadata.enter(key!("document.codeNotation"), read(&symbol, true));
    }
    if let Some(date) = letterhead.iso_date().and_then(Date::read) {
        let review = letterhead.date.as_ref().is_some_and(|date| date.field.review);
        metadata.enter(key!("document.issuedDate"), read(&date.to_string(), review));
    }
    let signer = letterhead.signer.as_ref();
    let plain = [
        (key!("document.organName"), letterhead.issuer.as_ref()),
        (key!("document.subject"), letterhead.subject.as_ref()),
        (key!("page.parent"), letterhead.parent.as_ref()),
        (key!("page.place"), letterhead.place.as_ref()),
        (key!("page.signerTitle"), signer.and_then(|signer| signer.title.as_ref())),
        (key!("page.signerName"), signer.and_then(|signer| signer.name.as_ref())),
    ];
    for (key, field) in plain {
        metadata.enter(key, field.map_or(read("", false), |field| read(field.trim(), field.review)));
    }
    let is_doubtful = letterhead.subject.as_ref().is_some_and(|subject| subject.review);
    let keywords = keyword::joined(&keyword::of(document));
    metadata
        .enter(key!("document.keyword"), Value { from: Provenance::Rule, ..read(&keywords, is_doubtful) });
}

/// What the pages tell beside head and closing.
fn read_pages(metadata: &mut Metadata, document: &Document) {
    let found =
        |text: &str| Value { text: text.to_owned(), from: Provenance::Page, review: false, printed: None };
    if let Some(mark) = marks::secrecy(document) {
        metadata.enter(key!("page.secrecy"), found(mark));
        metadata
            .enter(key!("document.mode"), Value { printed: Some(mark.to_owned()), ..found(codes::SECRET) });
    }
    metadata.enter(key!("page.urgency"), found(marks::urgency(document).unwrap_or_default()));
    let annexes: Vec<String> = marks::annexes(document).iter().map(u32::to_string).collect();
    metadata.enter(key!("page.annexes"), found(&annexes.join(", ")));
    if is_vietnamese(document) {
        metadata.enter(key!("document.language"), found(VIETNAMESE));
    }
    let pages = document.pages.iter().filter(|page| page.status != PageStatus::Blank).count();
    metadata.count(key!("document.numberOfPage"), pages);
    // A page that a program drew has pixels, too, but is not read from them.
    let is_image = matches!(document.source.kind, SourceKind::Image | SourceKind::Tiff | SourceKind::Folder);
    if is_image || document.pages.iter().any(|page| page.status == PageStatus::Recognised) {
        metadata
            .enter(key!("document.confidenceLevel"), Value { from: Provenance::Rule, ..found(DIGITISED) });
    }
}

/// What lies on disk.
fn describe_copy(metadata: &mut Metadata, document: &Document, pdf: Option<&Pdf>) {
    metadata.count(key!("copy.sourcePath"), &document.source.path);
    metadata.count(key!("copy.sourceBlake3"), &document.source.blake3);
    metadata.count(key!("copy.scans"), document.source.page_count);
    let sheets = pdf.map_or(&[][..], |pdf| &pdf.sheets);
    let lowest = document.pages.iter().filter_map(|page| resolution_of(page, sheets)).min_by(f32::total_cmp);
    if let Some(fewest) = sheets.iter().flatten().filter_map(|sheet| sheet.colours).min() {
        metadata.count(key!("copy.colours"), fewest.name());
    }
    if let Some(dpi) = lowest {
        metadata.count(key!("copy.resolution"), dpi.round());
    }
    let Some(pdf) = pdf else { return };
    metadata.count(key!("copy.fileName"), &pdf.name);
    metadata.count(key!("copy.fileFormat"), pdf.format());
    metadata.count(key!("copy.pdfVersion"), pdf.version.as_deref().unwrap_or_default());
    metadata.count(key!("copy.fileSize"), pdf.size);
    metadata.count(key!("copy.fileSha256"), &pdf.sha256);
}

/// Returns the resolution of a page's scan, dots per inch: as it lies in the copy, and where that does not tell as it was
/// read.
pub(super) fn resolution_of(page: &Page, sheets: &[Option<Sheet>]) -> Option<f32> {
    let sheet =
        usize::try_from(page.scan).ok().and_then(|scan| sheets.get(scan.checked_sub(1)?).copied().flatten());
    sheet.map(|sheet| sheet.dpi).or(page.dpi)
}

/// Returns whether a document without a kind is an official letter: it has `V/v` under its number, or says to whom it goes.
fn is_letter(document: &Document) -> bool {
    let Some(page) = document.pages.first() else { return false };
    let opens = |line: &str| {
        let folded = letter::strip_marks(line.trim());
        folded.starts_with("v/v") || folded.starts_with("kinh gui")
    };
    document.letterhead.number.is_some()
        && page.lines.iter().take(head::HEAD_LINES).any(|line| opens(&line.text))
}

/// Returns whether a document is in Vietnamese alone, as far as its words tell.
fn is_vietnamese(document: &Document) -> bool {
    let lines = document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str());
    let Condition { words, spelled, marked, foreign, .. } = Condition::of(lines);
    words >= FEWEST_WORDS && spelled >= SPELLED && marked >= MARKED && foreign < FOREIGN
}

/// Returns the fields of a level with their places.
pub(super) fn of_level(level: Level) -> impl Iterator<Item = (usize, &'static super::fields::Field)> {
    FIELDS.iter().enumerate().filter(move |(_, field)| field.level == level)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::document::{DateField, Field, Letterhead, Line, SourceInfo};

    fn record(head: Letterhead, lines: &[&str]) -> Record {
        let source =
            SourceInfo { path: "in/a.pdf".into(), blake3: "b3".into(), kind: SourceKind::Pdf, page_count: 1 };
        let lines = lines.iter().map(|line| Line::from_text(*line)).collect();
        let page = Page { status: PageStatus::Recognised, dpi: Some(300.0), ..Page::of_text(1, lines) };
        let mut document = Document { letterhead: head, ..Document::new(source, vec![page]) };
        document.part_into_words();
        Record { name: "a".to_owned(), document }
    }

    fn list(text: &str) -> List {
        List::of_bytes(text.as_bytes(), Path::new("list.csv")).expect("a list")
    }

    fn filled(record: &Record) -> Metadata {
        of(record, &List::default(), None)
    }

    fn some(text: &str) -> Option<Field> {
        Some(Field::bare(text))
    }

    fn day(iso: &str) -> Option<DateField> {
        Some(DateField { iso: Some(iso.to_owned()), ..DateField::default() })
    }

    #[test]
    fn a_letterhead_fills_its_fields_in_the_circulars_form() {
        let head = Letterhead {
            parent: some("UBND TỈNH LÂM HẢI"),
            issuer: some("VĂN PHÒNG"),
            number: some("12/BC-VP"),
            date: day("2023-12-18"),
            kind: some("BÁO CÁO"),
            subject: some("Tổng kết công tác năm 2023"),
            ..Letterhead::default()
        };
        let metadata = filled(&record(head, &["BÁO CÁO"]));
        let expected = [
            ("document.typeName", "14"),
            ("document.codeNumber", "12"),
            ("document.codeNotation", "BC-VP"),
            ("document.issuedDate", "18/12/2023"),
            ("document.organName", "VĂN PHÒNG"),
            ("document.subject", "Tổng kết công tác năm 2023"),
            ("document.keyword", "Tổng kết công tác"),
            ("document.confidenceLevel", "02"),
            ("document.numberOfPage", "1"),
            ("page.parent", "UBND TỈNH LÂM HẢI"),
            ("copy.resolution", "300"),
            ("file.fileCode", ""),
            ("document.language", ""),
        ];
        for (key, text) in expected {
            assert_eq!(metadata.text(key), text, "{key}");
        }
        assert_eq!(
            metadata.value("document.typeName").and_then(|value| value.printed.as_deref()),
            Some("BÁO CÁO")
        );
    }

    #[test]
    fn a_kind_without_a_code_is_other_and_a_letter_is_told_by_its_opening() {
        let of_kind = |kind: Option<Field>, number: Option<Field>, line: &str| {
            let head = Letterhead { kind, number, ..Letterhead::default() };
            filled(&record(head, &[line])).text("document.typeName").to_owned()
        };
        assert_eq!(of_kind(some("KẾT LUẬN"), None, ""), "32");
        assert_eq!(of_kind(None, some("218/UBND-VX"), "Kính gửi: Sở Nội vụ"), "22");
        assert_eq!(of_kind(None, some("218/UBND-VX"), "V/v báo cáo năm"), "22");
        assert_eq!(of_kind(None, None, "Kính gửi: Sở Nội vụ"), "", "a form has no number");
        assert_eq!(of_kind(None, some("218/UBND-VX"), "BẢNG ĐIỂM"), "");
    }

    #[test]
    fn what_the_list_says_counts_and_what_differs_is_kept() {
        let head =
            Letterhead { date: day("2023-12-18"), issuer: some("SỞ Y TẾ"), ..Letterhead::default() };
        let list = list("record,document.issuedDate,organName,fileCode\na,19/12/2023,Sở  Y tế,H1\n");
        let metadata = of(&record(head, &["TỐI MẬT"]), &list, None);
        assert_eq!(metadata.text("document.issuedDate"), "19/12/2023");
        assert_eq!(metadata.text("document.organName"), "Sở Y tế");
        let told: Vec<(&str, &str, u64)> = metadata
            .differences
            .iter()
            .map(|difference| (difference.listed.as_str(), difference.found.as_str(), difference.line))
            .collect();
        assert_eq!(told, [("19/12/2023", "18/12/2023", 2)], "capitals and blanks are no difference");
        assert_eq!(metadata.text("document.mode"), "03");
    }

    #[test]
    fn a_field_read_with_doubt_is_marked() {
        let issuer = Some(Field { review: true, ..Field::bare("SỞ Y TẾ") });
        let head = Letterhead { issuer, place: some("Lâm Hải"), ..Letterhead::default() };
        let metadata = filled(&record(head, &["SỞ Y TẾ", "Lâm Hải, ngày"]));
        let review = |key| metadata.value(key).map(|value| value.review);
        assert_eq!((review("document.organName"), review("page.place")), (Some(true), Some(false)));
    }

    #[test]
    fn the_language_is_told_where_there_are_words_enough() {
        let prose = "Thực hiện chương trình công tác năm 2023, Văn phòng đã tham mưu và tổ chức các hội nghị đúng quy định của pháp luật.";
        let english = "The report of the committee was sent to all members with a letter that is kept in the archive for them.";
        let of_lines = |lines: &[&str]| {
            filled(&record(Letterhead::default(), lines)).text("document.language").to_owned()
        };
        assert_eq!(of_lines(&[prose, prose]), "01");
        assert_eq!(of_lines(&["Văn phòng tỉnh"]), "", "too short");
        assert_eq!(of_lines(&[english, english]), "");
        assert_eq!(of_lines(&[prose, english]), "", "in two languages");
    }

    #[test]
    fn blank_pages_are_scanned_and_not_counted() {
        let mut record = record(Letterhead::default(), &["a"]);
        record.document.pages.push(Page { status: PageStatus::Blank, ..Page::of_text(2, Vec::new()) });
        record.document.source.page_count = 2;
        let metadata = filled(&record);
        assert_eq!((metadata.text("document.numberOfPage"), metadata.text("copy.scans")), ("1", "2"));
    }
}
