//! Lines to records: letterhead, headings, footnotes, tables.
//!
//! [`structure`] reads a document whose lines are repaired and returns its [`Records`]. It works on the
//! [`sheet`], the printed lines in reading order; each construct claims the lines it understands, and what
//! nothing claims is headings and running text:
//!
//! 1. the [`page_number`] and the [`running_title`], then [`caption`] and [`arrival`], for what digital signatures print and what
//!    registries stamp stands amid the head;
//! 2. [`footnote`], for notes stand between text and tables of one page;
//! 3. [`table`], ruled ones by the page's grids, set upright ([`upright_grid`]), its labels by sequence and its numbers by
//!    [`arithmetic`];
//! 4. [`part`]: the documents within the document, and of each
//! 5. [`letterhead`], head and closing;
//! 6. [`outline`], headings with [`paragraph`]s under each;
//! 7. [`tally`]: numbers in prose that should add up are checked, and stay as they are;
//! 8. [`body`]: what was claimed, in the order in which it is read.
//!
//! What the parsers prove about the text itself (a footnote's mark, a heading's number, a misread digit) they write
//! into the sheet, so that later parsers and the records see it; it comes back as [`Records::edits`].

use std::ops::Range;

use crate::document::{
    Arrival, Block, Document, Edit, Field, Footnote, Letterhead, Part, PartKind, Section, Signature, Table,
    Warning,
};

mod arithmetic;
mod arrival;
mod body;
mod boldness;
mod caption;
mod folding;
mod footnote;
mod letterhead;
mod line_text;
mod look_alike;
mod number;
mod office;
mod outline;
mod page_number;
mod paragraph;
mod part;
mod record_text;
mod running_title;
#[cfg(test)]
pub(crate) mod sample;
mod sheet;
mod table;
mod tally;
mod text_columns;
mod upright_grid;

use body::Read;
pub use outline::{Weights, WeightsError};
use part::Stretch;
use sheet::Sheet;

/// What a document's lines were read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    /// Head and closing of the first part.
    pub letterhead: Letterhead,
    /// What digital signatures print of themselves.
    pub signatures: Vec<Signature>,
    /// Stamps of arrival.
    pub arrivals: Vec<Arrival>,
    /// The heading tree.
    pub sections: Vec<Section>,
    /// Footnotes, in the order of their bodies.
    pub footnotes: Vec<Footnote>,
    /// Tables, in the order of their first rows.
    pub tables: Vec<Table>,
    /// The blocks that all lines are in.
    pub body: Vec<Block>,
    /// The documents within it.
    pub parts: Vec<Part>,
    /// Changes to the text that the structure proves, for [`ledger::apply`](crate::document::ledger::apply). The
    /// records hold the text as it is with these applied.
    pub edits: Vec<Edit>,
    /// What a reader should know.
    pub warnings: Vec<Warning>,
}

impl Records {
    /// Enters them into the document that they were read off, all but the edits, which are the ledger's to apply.
    pub fn enter(self, document: &mut Document) {
        let Self {
            letterhead,
            signatures,
            arrivals,
            sections,
            footnotes,
            tables,
            body,
            parts,
            edits: _,
            warnings,
        } = self;
        document.letterhead = letterhead;
        document.signatures = signatures;
        document.arrivals = arrivals;
        document.sections = sections;
        document.footnotes = footnotes;
        document.tables = tables;
        document.body = body;
        document.parts = parts;
        document.warnings.extend(warnings);
    }
}

/// Reads the records off a document whose lines are repaired. Takes any document; lines that make no sense become
/// paragraphs.
pub fn structure(document: &Document) -> Records {
    let mut sheet = Sheet::new(document);
    page_number::claim(&mut sheet);
    running_title::claim(&mut sheet);
    let signatures = caption::find(&mut sheet);
    let arrivals = arrival::find(&mut sheet);
    let captioned = sheet.moment();
    let found = footnote::find(&mut sheet);
    let (footnotes, mut warnings) = (found.footnotes, found.warnings);
    let noted = sheet.moment();
    let tables = table::find(&mut sheet, &mut warnings);
    let tabled = sheet.moment();
    // Beside a table's numbers a page's own did not stand out.
    page_number::claim(&mut sheet);
    let mut records = Records {
        letterhead: Letterhead::default(),
        signatures,
        arrivals,
        sections: Vec::new(),
        footnotes,
        tables,
        body: Vec::new(),
        parts: Vec::new(),
        edits: Vec::new(),
        warnings: Vec::new(),
    };
    let mut parts = Vec::new();
    for stretch in part::stretches(&sheet) {
        let mut letterhead = head_and_closing(&mut sheet, &stretch, &mut warnings);
        let Stretch { kind, lines, .. } = stretch;
        if lines.start == 0 {
            letterhead::read_appendix_reference(&mut sheet, &mut letterhead);
            if letterhead.number.is_none() && !letterhead::is_annex(&sheet) {
                let stamped = records.signatures.iter().find_map(|signature| signature.number.clone());
                letterhead.number = stamped.map(Field::from);
            }
        }
        let headed = sheet.moment();
        let weights = Weights::built_in();
        let sections = outline::find(&mut sheet, lines.clone(), kind, weights, &mut warnings);
        record_text::follow(&sheet, headed, &mut letterhead);
        parts.push((sheet.moment(), Read { kind, lines, letterhead, sections }));
    }
    record_text::follow(&sheet, captioned, &mut records.signatures);
    record_text::follow(&sheet, captioned, &mut records.arrivals);
    record_text::follow(&sheet, noted, &mut records.footnotes);
    record_text::follow(&sheet, tabled, &mut records.tables);
    let followed = |(moment, mut part): (usize, Read)| {
        record_text::follow(&sheet, moment, &mut part.letterhead);
        record_text::follow(&sheet, moment, &mut part.sections);
        part
    };
    let parts = parts.into_iter().map(followed).collect();
    tally::check(&sheet, &mut warnings);
    warnings.sort_by_key(|w| w.page);
    records.warnings = warnings;
    body::lay_out(&sheet, document, &mut records, parts);
    records.edits = sheet.into_edits();
    records
}

/// Reads head and closing of a part, as far as it has them.
fn head_and_closing(sheet: &mut Sheet, stretch: &Stretch, warnings: &mut Vec<Warning>) -> Letterhead {
    let Stretch { kind, lines, has_head } = stretch;
    // A regulation has a kind and a subject of its own, and its headings are the highest.
    let is_headed = lines.start == 0 || *has_head || letterhead::names_kind(sheet, lines.start);
    match kind {
        PartKind::Annex if !is_headed => letterhead::find_closing(sheet, lines.clone()),
        PartKind::Document | PartKind::Annex => letterhead::find(sheet, lines.clone(), warnings),
    }
}

/// A document that is read but for its headings, to find them with one set of [`Weights`] after the other.
#[derive(Debug, Clone)]
pub struct WithoutOutline<'a> {
    sheet: Sheet<'a>,
    parts: Vec<(PartKind, Range<usize>)>,
}

impl<'a> WithoutOutline<'a> {
    /// Reads a document whose lines are repaired.
    pub fn of(document: &'a Document) -> Self {
        let mut sheet = Sheet::new(document);
        page_number::claim(&mut sheet);
        running_title::claim(&mut sheet);
        caption::find(&mut sheet);
        arrival::find(&mut sheet);
        footnote::find(&mut sheet);
        table::find(&mut sheet, &mut Vec::new());
        page_number::claim(&mut sheet);
        let stretches = part::stretches(&sheet);
        for stretch in &stretches {
            head_and_closing(&mut sheet, stretch, &mut Vec::new());
        }
        let parts = stretches.into_iter().map(|stretch| (stretch.kind, stretch.lines)).collect();
        Self { sheet, parts }
    }

    /// Returns the headings of all parts.
    pub fn sections(&self, weights: &Weights) -> Vec<Section> {
        let mut sheet = self.sheet.clone();
        let parts = self.parts.iter();
        parts
            .flat_map(|(kind, lines)| {
                outline::find(&mut sheet, lines.clone(), *kind, weights, &mut Vec::new())
            })
            .collect()
    }
}
