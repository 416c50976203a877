//! The nouns every stage shares: a [`Document`] of [`Page`]s of [`Line`]s of [`Word`]s, the [`Edit`]s made to
//! them, and the records (letterhead, sections, footnotes, tables) read out of them.
//!
//! These types *are* `document.json`: their serialised form is the contract with other programs, and
//! `phuchoi schema` prints it. Conventions, everywhere:
//!
//! - text is Unicode NFC;
//! - pages, lines and footnote marks count from 1;
//! - spans of edits and words are half-open ranges of Unicode scalar values (not bytes) into [`Line::ocr`], those of
//!   [`Text`]s into [`Line::text`];
//! - boxes are pixels of the page as scanned, origin top left, half open; where a scan shows two pages, of its part;
//! - confidences lie between 0 and 1.
//!
//! # Law
//!
//! What the recogniser (or the text layer, or the text file) said is kept in [`Line::ocr`] and never changed.
//! [`Line::text`] is that text with the line's edits applied, and only [`ledger`] applies them; removing every
//! edit gives the OCR text back, byte for byte.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use smol_str::SmolStr;

pub mod author;
pub mod body;
pub mod characters;
pub mod check_box;
pub mod confidence;
mod counting_row;
pub mod curl;
pub mod edited_line;
pub mod geometry;
mod grid;
pub mod ledger;
pub mod letterhead;
mod line_of_words;
mod page_block;
pub mod section;
pub mod table;
pub mod text;
pub mod transform;
mod written_path;

pub use author::Author;
pub use body::{Block, BlockKind, Lines, Part, PartKind};
pub use counting_row::counts_columns;
pub use geometry::{Geometry, RestoredImage};
pub use grid::{CellPlace, Grid, GridCell};
pub use letterhead::{Arrival, DateField, Field, Letterhead, Signature, Signer};
pub use page_block::{PageBlock, PageBlockKind};
pub use section::{Footnote, Reference, Section};
pub use table::{Cell, Check, CheckStatus, Column, ColumnRole, Row, Table, TableKind};
pub use text::{LineId, Span, Text};
pub use written_path::written;

/// The value of [`Document::schema`] in everything this version writes.
pub const SCHEMA: &str = "phuchoi/document/2";

/// A document and everything known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Name and version of this format, [`SCHEMA`].
    pub schema: String,
    /// Where the document came from.
    pub source: SourceInfo,
    /// The fields of its head and closing: those of its first part.
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
    /// What it is read as: its blocks in reading order, each line of each page in exactly one of them.
    pub body: Vec<Block>,
    /// The documents within it, at least one where it has a block.
    pub parts: Vec<Part>,
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
            body: Vec::new(),
            parts: Vec::new(),
            pages,
            edits: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Parts the lines that have no words yet into words at their white space.
    pub fn part_into_words(&mut self) {
        self.pages.iter_mut().flat_map(|page| &mut page.lines).for_each(Line::part_into_words);
    }

    /// Makes paragraphs of lines between empty ones its body, where nothing is known of its structure.
    pub fn lay_out_as_read(&mut self) {
        self.body.clear();
        for page in &self.pages {
            let mut goes_on = false;
            for (line, number) in page.lines.iter().zip(1..) {
                let id = LineId::new(page.number, number);
                let is_blank = line.text.trim().is_empty();
                match self
                    .body
                    .last_mut()
                    .filter(|last| last.lines.first().is_some_and(|run| run.page == id.page))
                {
                    Some(open) if goes_on || is_blank => open.push(id),
                    _ => self.body.push(Block::new(BlockKind::Paragraph, [id])),
                }
                goes_on =
                    !is_blank || self.body.last().is_some_and(|last| last.lines.len() == 1 && number == 1);
            }
        }
        self.parts = vec![Part {
            kind: PartKind::Document,
            title: None,
            letterhead: self.letterhead.clone(),
            body: [0, self.body.len() as u32],
            sections: [0, self.sections.len() as u32],
            tables: [0, 0],
            footnotes: [0, 0],
        }];
    }

    /// Returns a line of one of its pages.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        let page = self.pages.binary_search_by_key(&id.page, |page| page.number).ok()?;
        self.pages[page].lines.get((id.line as usize).checked_sub(1)?)
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
    /// The image that it was read from, straight and flat; null where it was not restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<RestoredImage>,
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
    /// The tables that its rules make, from top to bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grids: Vec<Grid>,
    /// What belongs together on it, in reading order; each line says which block it stands in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<PageBlock>,
}

impl Page {
    /// True where its characters were typed, not read off an image: one of its lines was in a charset of before Unicode,
    /// which no engine writes.
    pub fn is_typed(&self) -> bool {
        // What has its marks apart from its letters may as well have been read.
        let is_old = |legacy: &Legacy| legacy.charset != Charset::Decomposed;
        self.lines.iter().any(|line| line.legacy.as_ref().is_some_and(is_old))
    }

    /// Returns a page of text, without an image. Its blocks are what stands between empty lines.
    pub fn of_text(number: u32, mut lines: Vec<Line>) -> Self {
        let blocks = page_block::between_empty_lines(&mut lines);
        Self {
            number,
            scan: number,
            part: None,
            width: None,
            height: None,
            dpi: None,
            rotation: 0,
            skew: 0.0,
            restored: None,
            status: PageStatus::Text,
            basis: None,
            text_layer: None,
            lines,
            left_out: Vec::new(),
            stamps: Vec::new(),
            rules: Vec::new(),
            grids: Vec::new(),
            blocks,
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

    /// Returns the place, across and down, of the pixel in the middle.
    pub const fn middle(self) -> (u32, u32) {
        (u32::midpoint(self.x0, self.x1), u32::midpoint(self.y0, self.y1))
    }

    /// Returns whether the middle of another box lies in this one.
    pub const fn holds_middle_of(self, other: Self) -> bool {
        let (x, y) = other.middle();
        self.x0 <= x && x < self.x1 && self.y0 <= y && y < self.y1
    }

    /// Returns how many columns of pixels both boxes reach over, wherever they lie up and down.
    pub fn shared_width(self, other: Self) -> u32 {
        self.x1.min(other.x1).saturating_sub(self.x0.max(other.x0))
    }

    /// Returns how many rows of pixels both boxes reach over, wherever they lie left and right.
    pub fn shared_height(self, other: Self) -> u32 {
        self.y1.min(other.y1).saturating_sub(self.y0.max(other.y0))
    }

    /// Returns how many columns of pixels lie between the boxes; 0 where one begins before the other ends.
    pub fn gap_across(self, other: Self) -> u32 {
        self.x0.max(other.x0).saturating_sub(self.x1.min(other.x1))
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
    #[serde(deserialize_with = "fitting")]
    pub words: Vec<Word>,
    /// The line as its input had it, where that was in another charset than composed Unicode, which [`ocr`](Self::ocr)
    /// is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legacy: Option<Legacy>,
    /// Index of the block it stands in, among [`Page::blocks`], from 0; none for an empty line of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<u32>,
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
        Self {
            ocr: text.clone(),
            text,
            bbox: None,
            confidence: 1.0,
            words: Vec::new(),
            legacy: None,
            block: None,
        }
    }

    /// Takes the line and its words back to what was recognised, but for boxes to be ticked: what an image showed is not seen again
    /// without it.
    pub fn take_back(&mut self) {
        self.text.clone_from(&self.ocr);
        let words = self.words.iter_mut().filter(|word| !check_box::is_check_box(&word.text));
        words.for_each(|word| word.text.clone_from(&word.ocr));
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
                    text: word.into(),
                    ocr: word.into(),
                    span: [at, at + word.chars().count() as u32],
                    bbox: None,
                    confidence: 1.0,
                    ocr_confidence: None,
                    stroke: None,
                    review: false,
                    alternatives: Vec::new(),
                });
            }
            at += length;
        }
        self.words.shrink_to_fit();
    }
}

/// Reads a list that keeps no more room than it needs: one that grew word by word has some for half as many again, which of a long
/// document is much.
fn fitting<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    let mut list = Vec::deserialize(from)?;
    list.shrink_to_fit();
    Ok(list)
}

/// A word of a line, as recognised and as restored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Word {
    /// The restored word.
    pub text: SmolStr,
    /// The word as it was recognised.
    pub ocr: SmolStr,
    /// Where it stands in [`Line::ocr`].
    pub span: [u32; 2],
    /// Where it stands on the page; null for text.
    pub bbox: Option<BoundingBox>,
    /// How sure [`text`](Self::text) is.
    pub confidence: f32,
    /// How sure the recogniser was of [`ocr`](Self::ocr); null where it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocr_confidence: Option<f32>,
    /// How heavy its print is: the mean width of its strokes in points, as an upright row meets them. Bold print has strokes half as
    /// wide again as plain print of its size. Null where no image was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stroke: Option<f32>,
    /// True where a person should look at it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub review: bool,
    /// The recogniser's other readings of single characters, by place. They are kept in `recognised.json.zst`; `document.json`
    /// leaves them out.
    #[serde(default, deserialize_with = "fitting", skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
}

/// Another reading of one character of a word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alternative {
    /// Index of the character in [`Word::ocr`], in Unicode scalar values.
    pub at: u32,
    /// The other reading.
    pub text: SmolStr,
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
    /// Who made it.
    #[serde(default)]
    pub by: Author,
    /// When, after ISO 8601; a person's edits alone know that, for what a machine writes must not hang on a clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The edits of others that it took the place of, in order; they come back where it is taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Edit>,
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
