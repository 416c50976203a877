//! The nouns every stage shares: a [`Document`] of [`Page`]s of [`Line`]s of [`Word`]s, the [`Edit`]s made to
//! them, and the records (letterhead, sections, footnotes, tables) read out of them.
//!
//! These types *are* `document.json`: their serialised form is the contract with other programs, and
//! `phuchoi schema` prints it. Conventions, everywhere:
//!
//! - text is Unicode NFC;
//! - pages, lines and footnote marks count from 1;
//! - spans are half-open ranges of Unicode scalar values (not bytes) into [`Line::ocr`];
//! - boxes are pixels of the page as scanned, origin top left, half open; where a scan shows two pages, of its part;
//! - confidences lie between 0 and 1.
//!
//! # Law
//!
//! What the recogniser (or the text layer, or the text file) said is kept in [`Line::ocr`] and never changed.
//! [`Line::text`] is that text with the line's edits applied, and only [`ledger`] applies them; removing every
//! edit gives the OCR text back, byte for byte.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub mod characters;
pub mod confidence;
pub mod ledger;
pub mod transform;

/// The value of [`Document::schema`] in everything this version writes.
pub const SCHEMA: &str = "phuchoi/document/1";

/// A document and everything known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Name and version of this format, [`SCHEMA`].
    pub schema: String,
    /// Where the document came from.
    pub source: SourceInfo,
    /// The fields of its head and closing.
    pub letterhead: Letterhead,
    /// What digital signatures print of themselves, which is no part of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// Stamps of arrival, which are no part of the text either.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<Arrival>,
    /// The heading tree.
    pub sections: Vec<Section>,
    /// Footnotes, in the order of their bodies.
    pub footnotes: Vec<Footnote>,
    /// Tables, one entry a logical table however many pages it runs over.
    pub tables: Vec<Table>,
    /// Pages, in order.
    pub pages: Vec<Page>,
    /// Every change made to the recognised text, by page, line and span.
    pub edits: Vec<Edit>,
    /// What a reader should know, by page.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// Returns a document of pages, with no records and no edits yet.
    pub fn new(source: SourceInfo, pages: Vec<Page>) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            source,
            letterhead: Letterhead::default(),
            signatures: Vec::new(),
            arrivals: Vec::new(),
            sections: Vec::new(),
            footnotes: Vec::new(),
            tables: Vec::new(),
            pages,
            edits: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Parts the lines that have no words yet into words at their white space.
    pub fn part_into_words(&mut self) {
        self.pages.iter_mut().flat_map(|page| &mut page.lines).for_each(Line::part_into_words);
    }
}

/// Where a document came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// The path as it was given.
    pub path: String,
    /// BLAKE3 hash of the input's bytes in hexadecimal; of the concatenated files' hashes for a folder.
    pub blake3: String,
    /// What kind of input it is.
    pub kind: SourceKind,
    /// Number of pages in the input, readable or not; one that shows two pages counts once.
    pub page_count: u32,
}

/// The kind of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A PDF.
    Pdf,
    /// One image file.
    Image,
    /// A TIFF, which may hold many pages.
    Tiff,
    /// Plain text.
    Text,
    /// The images of one folder, taken as the pages of one document.
    Folder,
    /// What another engine read, as hOCR.
    Hocr,
    /// The same as ALTO.
    Alto,
    /// The same as PAGE XML.
    PageXml,
}

/// Head and closing of an administrative document (Decree 30/2020/NĐ-CP, appendix I).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Letterhead {
    /// Parent body of the issuer (cơ quan chủ quản), top left.
    pub parent: Option<String>,
    /// Issuing body (cơ quan ban hành).
    pub issuer: Option<String>,
    /// Number and symbol (số, ký hiệu), such as `218/BC-VP`.
    pub number: Option<String>,
    /// Place of issue (địa danh).
    pub place: Option<String>,
    /// Date of issue, ISO 8601.
    pub date: Option<String>,
    /// Kind of document (tên loại), such as `BÁO CÁO`.
    pub kind: Option<String>,
    /// Subject (trích yếu).
    pub subject: Option<String>,
    /// Recipients (nơi nhận), in order.
    pub recipients: Vec<String>,
    /// Who signed it.
    pub signer: Option<Signer>,
}

/// Who signed a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Office held (chức vụ).
    pub title: Option<String>,
    /// Full name.
    pub name: Option<String>,
}

/// The caption of a digital signature (chữ ký số). It says what is printed; whether the signature holds it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// Page it stands on.
    pub page: u32,
    /// Who signed.
    pub signer: Option<String>,
    /// The signer's office or body (cơ quan).
    pub body: Option<String>,
    /// The signer's address.
    pub email: Option<String>,
    /// The document's number, where an annex's caption names it.
    pub number: Option<String>,
    /// When, after ISO 8601, as far as it is told.
    pub time: Option<String>,
    /// Its lines as printed, repaired.
    pub lines: Vec<String>,
}

/// A stamp of arrival (dấu đến) of a body that the document came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Arrival {
    /// Page it stands on.
    pub page: u32,
    /// The body.
    pub body: Option<String>,
    /// The number under which it was entered.
    pub number: Option<String>,
    /// The day on which it was, after ISO 8601.
    pub date: Option<String>,
    /// Its lines as printed, repaired.
    pub lines: Vec<String>,
}

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Depth in the tree; 1 is the top.
    pub level: u8,
    /// The label as printed, repaired: `Phần I`, `III`, `3.1.2`, `a`. Empty where the heading has none.
    pub label: String,
    /// The heading's words, its lines joined.
    pub title: String,
    /// Page of its first line.
    pub page: u32,
    /// First line of the heading on that page.
    pub line: u32,
    /// Paragraphs before the first child, lines joined.
    pub paragraphs: Vec<String>,
    /// Subordinate headings.
    pub children: Vec<Section>,
}

/// A footnote and the places that refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Footnote {
    /// The mark as settled, such as `1`.
    pub mark: String,
    /// The note's own text, without its mark, lines joined.
    pub text: String,
    /// Page of its body.
    pub page: u32,
    /// Where the running text refers to it.
    pub references: Vec<Reference>,
}

/// A place in the running text that refers to a footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Page of the reference.
    pub page: u32,
    /// Line of the reference.
    pub line: u32,
    /// The word that the mark stands after.
    pub after: String,
}

/// One logical table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Score table or any other.
    pub kind: TableKind,
    /// The table's title, if it has one.
    pub title: Option<String>,
    /// Pages it stands on.
    pub pages: Vec<u32>,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// Its rows, top to bottom; the header is not among them.
    pub rows: Vec<Row>,
    /// The sums and bounds that were checked.
    pub checks: Vec<Check>,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TableKind {
    /// A tree of criteria with maxima and scores (bảng chấm điểm).
    Score,
    /// Any other table.
    Plain,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// The header's words, lines joined.
    pub name: String,
    /// What the column holds.
    pub role: ColumnRole,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnRole {
    /// Row labels (TT, STT).
    Label,
    /// The row's words (nội dung, tiêu chí).
    Text,
    /// The highest score allowed (điểm chuẩn, điểm tối đa).
    Max,
    /// A score given (điểm tự chấm, điểm thẩm định).
    Score,
    /// Remarks (ghi chú).
    Note,
    /// Anything else.
    Other,
}

/// A row of a table. `cells`, `values` and `printed` hold one entry a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Labels from the root joined by dots, such as `III.2.a`; `TOTAL` for the closing row. Empty for a row without a
    /// label in a plain table whose other rows have some.
    pub path: String,
    /// The row's own label, brackets and full stops taken off.
    pub label: String,
    /// The row's words, lines joined.
    pub text: String,
    /// Page of its first line.
    pub page: u32,
    /// Each cell as printed, repaired.
    pub cells: Vec<String>,
    /// Each cell's number, read the Vietnamese way; null where it holds none.
    pub values: Vec<Option<f64>>,
    /// Each cell as the OCR had it.
    pub printed: Vec<String>,
    /// How sure the row is.
    pub confidence: f32,
}

/// A sum or bound that was checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// The rule in words a person can follow, such as `III = III.1 + III.2 + III.3`.
    pub rule: String,
    /// Path of the row it speaks of.
    pub row: String,
    /// Index of the column it speaks of, from 0.
    pub column: u32,
    /// What the rule demands; null where it cannot be computed.
    pub expected: Option<f64>,
    /// What was printed.
    pub found: Option<f64>,
    /// How it came out.
    pub status: CheckStatus,
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckStatus {
    /// It holds as printed.
    Holds,
    /// It holds after a cell was repaired, which the rule proves.
    Repaired,
    /// It does not hold, and every cell was read with certainty: the author's own slip.
    Violated,
    /// It cannot be decided from what was read.
    Open,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Its number, from 1.
    pub number: u32,
    /// Which of the input's pages it was read from, from 1: another than [`number`](Self::number) where a scan
    /// before it, or its own, shows two pages.
    pub scan: u32,
    /// Where the scan shows two pages, the part of its pixels that is this one, and whose pixels are counted below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<BoundingBox>,
    /// Width of the scan, or its part, in pixels; null for text.
    pub width: Option<u32>,
    /// Height of the scan, or its part, in pixels; null for text.
    pub height: Option<u32>,
    /// Resolution of the scan, dots per inch, as recorded or estimated; null for text.
    pub dpi: Option<f32>,
    /// Clockwise quarter turn, in degrees (0, 90, 180, 270), that set the page upright.
    pub rotation: u16,
    /// Skew in degrees that was taken out after the quarter turn; positive is clockwise.
    pub skew: f32,
    /// How the page came out.
    pub status: PageStatus,
    /// What its lines were taken from, and why; none where the page failed or came from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// What its text layer looks like; none where it failed or came from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_layer: Option<LayerReport>,
    /// Lines, in reading order.
    pub lines: Vec<Line>,
    /// What was read on it and taken for dirt, top to bottom: it stands in no line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Where framed stamps in blue or violet ink were lifted off before it was read, from the top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamps: Vec<BoundingBox>,
    /// Straight ruled lines found on the page (table rules, the rule above footnotes).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

impl Page {
    /// True where its characters were typed, not read off an image: one of its lines was in a charset of before Unicode,
    /// which no engine writes.
    pub fn is_typed(&self) -> bool {
        // What has its marks apart from its letters may as well have been read.
        let is_old = |legacy: &Legacy| legacy.charset != Charset::Decomposed;
        self.lines.iter().any(|line| line.legacy.as_ref().is_some_and(is_old))
    }

    /// Returns a page of text, without an image.
    pub fn of_text(number: u32, lines: Vec<Line>) -> Self {
        Self {
            number,
            scan: number,
            part: None,
            width: None,
            height: None,
            dpi: None,
            rotation: 0,
            skew: 0.0,
            status: PageStatus::Text,
            basis: None,
            text_layer: None,
            lines,
            left_out: Vec::new(),
            stamps: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// A word of the recogniser's that was taken for dirt: specks, a seal, what shows through from the back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// What was read.
    pub text: String,
    /// Where.
    pub bbox: Option<BoundingBox>,
    /// How sure the recogniser was, 0 to 1.
    pub confidence: Option<f32>,
}

/// What the lines of a page were taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Basis {
    /// Which of the page's witnesses.
    pub witness: BasisKind,
    /// Why that one, for a person to read.
    pub reason: String,
}

/// A page's witnesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BasisKind {
    /// The page's image, read anew.
    Image,
    /// The text that the input itself gives.
    TextLayer,
}

/// What the text that an input gives for a page looks like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LayerReport {
    /// What it is.
    pub verdict: LayerVerdict,
    /// How sure that is: near 1 where there is much text and its signs are plain, near 0.5 where there is little.
    pub confidence: f32,
    /// The signs, for a person to read.
    pub reason: String,
    /// The charsets other than composed Unicode that its lines were converted from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charsets: Vec<CharsetFinding>,
}

/// What a text layer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LayerVerdict {
    /// There is none, or only a caption over the scan.
    None,
    /// It reads well as it stands.
    Good,
    /// It was written in a charset of before Unicode, and reads well once converted.
    LegacyCharset,
    /// An English engine read Vietnamese print: hardly a mark survives, and letters are mistaken.
    EnglishEngine,
    /// It has Vietnamese letters, and many of its words are none; or it is hardly text at all.
    BadOcr,
    /// Its syllables are parted within: `Vi ệt Nam`.
    SplitSyllables,
    /// Its letters are right, and their marks are gone.
    LostTones,
}

/// A charset that lines of a page were converted from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CharsetFinding {
    /// Which.
    pub charset: Charset,
    /// How many lines.
    pub lines: u32,
    /// How sure it is that one: of the words that it changes, the part that it makes syllables, the fewer the lower.
    pub confidence: f32,
    /// By which evidence, for a person to read.
    pub evidence: String,
}

/// How a page came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PageStatus {
    /// Read by the recogniser.
    Recognised,
    /// Taken from the input's own text.
    Text,
    /// Nothing is printed on it.
    Blank,
    /// It could not be read, or only in part; a warning says why.
    Failed,
}

impl PageStatus {
    /// Returns its name, as in the record.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::Text => "text",
            Self::Blank => "blank",
            Self::Failed => "failed",
        }
    }
}

/// A straight ruled line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Its bounding box.
    pub bbox: BoundingBox,
    /// True where it runs across the page, false where it runs down, in the page set upright.
    pub horizontal: bool,
}

/// A box: `[x0, y0, x1, y1]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[u32; 4]", into = "[u32; 4]")]
#[schemars(with = "[u32; 4]")]
pub struct BoundingBox {
    /// Left edge.
    pub x0: u32,
    /// Top edge.
    pub y0: u32,
    /// One past the right edge.
    pub x1: u32,
    /// One past the bottom edge.
    pub y1: u32,
}

impl BoundingBox {
    /// Returns the box with the given edges.
    pub const fn new(x0: u32, y0: u32, x1: u32, y1: u32) -> Self {
        Self { x0, y0, x1, y1 }
    }

    /// Returns the width in pixels, 0 for an inverted box.
    pub const fn width(self) -> u32 {
        self.x1.saturating_sub(self.x0)
    }

    /// Returns the height in pixels, 0 for an inverted box.
    pub const fn height(self) -> u32 {
        self.y1.saturating_sub(self.y0)
    }

    /// Returns the smallest box that holds both.
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Returns what both have in common; `None` where that is nothing.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let common = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (common.x0 < common.x1 && common.y0 < common.y1).then_some(common)
    }
}

impl From<[u32; 4]> for BoundingBox {
    fn from([x0, y0, x1, y1]: [u32; 4]) -> Self {
        Self { x0, y0, x1, y1 }
    }
}

impl From<BoundingBox> for [u32; 4] {
    fn from(b: BoundingBox) -> Self {
        [b.x0, b.y0, b.x1, b.y1]
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The restored text: [`ocr`](Self::ocr) with the line's edits applied.
    pub text: String,
    /// The text as it was recognised, or as the input had it. Never changed.
    pub ocr: String,
    /// Where it stands; null for text.
    pub bbox: Option<BoundingBox>,
    /// How sure the restored line is: the mean of its words' confidences weighted by length, 1 for an empty line.
    pub confidence: f32,
    /// Its words, left to right. Empty until recognition or repair has parted the line.
    pub words: Vec<Word>,
    /// The line as its input had it, where that was in another charset than composed Unicode, which [`ocr`](Self::ocr)
    /// is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legacy: Option<Legacy>,
}

/// A line before it was converted to composed Unicode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Legacy {
    /// The charset that it was converted from.
    pub charset: Charset,
    /// Its characters as the input had them. Bytes that were no UTF-8 stand as what Windows-1252 makes of them, which gives
    /// each byte a character of its own.
    pub text: String,
}

/// A way to write Vietnamese other than in composed Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// TCVN 5712:1993 VN3, called ABC: the fonts whose names begin with `.Vn`.
    Tcvn3,
    /// VNI for Windows: a letter and its marks are up to two characters.
    Vni,
    /// VPS, of the Vietnamese Professionals Society.
    Vps,
    /// VISCII (RFC 1456).
    Viscii,
    /// VIQR (RFC 1456): marks written as punctuation after the letter.
    Viqr,
    /// Windows-1258: tones follow their letter.
    #[serde(rename = "windows-1258")]
    Windows1258,
    /// Unicode with marks of their own, whatever their order, or with letters of other languages that look alike.
    Decomposed,
}

impl Line {
    /// Returns a line of bare text, as a text file or text layer gives it.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { ocr: text.clone(), text, bbox: None, confidence: 1.0, words: Vec::new(), legacy: None }
    }

    /// Takes the line and its words back to what was recognised.
    pub fn take_back(&mut self) {
        self.text.clone_from(&self.ocr);
        self.words.iter_mut().for_each(|word| word.text.clone_from(&word.ocr));
    }

    /// Parts a line that has no words yet into words at its white space.
    pub fn part_into_words(&mut self) {
        if !self.words.is_empty() {
            return;
        }
        let mut at = 0;
        for piece in self.ocr.split_inclusive(char::is_whitespace) {
            let length = piece.chars().count() as u32;
            let word = piece.trim_end();
            if !word.is_empty() {
                self.words.push(Word {
                    text: word.to_owned(),
                    ocr: word.to_owned(),
                    span: [at, at + word.chars().count() as u32],
                    bbox: None,
                    confidence: 1.0,
                    ocr_confidence: None,
                    review: false,
                    alternatives: Vec::new(),
                });
            }
            at += length;
        }
    }
}

/// A word of a line, as recognised and as restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    /// The restored word.
    pub text: String,
    /// The word as it was recognised.
    pub ocr: String,
    /// Where it stands in [`Line::ocr`].
    pub span: [u32; 2],
    /// Where it stands on the page; null for text.
    pub bbox: Option<BoundingBox>,
    /// How sure [`text`](Self::text) is.
    pub confidence: f32,
    /// How sure the recogniser was of [`ocr`](Self::ocr); null where it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocr_confidence: Option<f32>,
    /// True where a person should look at it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub review: bool,
    /// The recogniser's other readings of single characters, by place. They are kept in `recognised.json.zst`; `document.json`
    /// leaves them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// Another reading of one character of a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// Index of the character in [`Word::ocr`], in Unicode scalar values.
    pub at: u32,
    /// The other reading.
    pub text: String,
    /// The recogniser's score for it; not a probability.
    pub score: f32,
}

/// A change made to the recognised text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edit {
    /// Page of the line.
    pub page: u32,
    /// The line, from 1 on its page.
    pub line: u32,
    /// What part of [`Line::ocr`] is replaced.
    pub span: [u32; 2],
    /// The text that stood there: always `ocr[span]`.
    pub before: String,
    /// The text that stands there now.
    pub after: String,
    /// Why: which confusion, which dictionary entry, which sum.
    pub reason: String,
    /// Probability that [`after`](Self::after) is what was printed.
    pub confidence: f32,
}

/// Something a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// Page it concerns; null for the document as a whole.
    pub page: Option<u32>,
    /// A short stable name for machines, such as `page-unreadable`.
    pub code: String,
    /// What is the matter, in a sentence.
    pub message: String,
}

fn is_false(value: &bool) -> bool {
    !*value
}
