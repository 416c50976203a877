//! The records of a document against those of its truth: letterhead, headings, footnotes, parts, tables, and the text as it
//! is read.
//!
//! Both are JSON: of a document, or of a truth that says less (`letterhead`, `sections`, `footnotes`, `tables`) and more
//! (`parts` with the line that each opens with, `blocks` with the whole text of each, the `rules` that a table is printed
//! with). What a file lacks counts as empty, but parts and text are only measured where the truth tells of them. Two texts are
//! *near* where at most one character in ten differs (but one at least may), quotes, spaces and the place of tone marks
//! folded and stops and colons at the end left out: whether every letter is right is the measure of the text, not of its
//! records. Names of columns and words of cells of up to four characters must be the same.
//!
//! - *letterhead*: a field of head or closing is right where it is the same but for spaces; the recipients are one field, and
//!   of several signers the first counts. *fields* are those of the head one by one, of further parts that were found as well;
//!   *recipients* and *signers*, of all parts, are right one by one, in order, where they are near;
//! - *headings*: one is right where its level, its label and the labels of all headings above it are the same and
//!   its title is near;
//! - *footnotes*: one is right where its mark is the same, its text near, and it is referred to from the same pages
//!   after words that are near. *footnotes_found* asks for mark and text alone; those found that are none of these are
//!   *footnotes_invented*;
//! - *parts*: one is right where it is of the same kind, and begins on the same page with a line that is near;
//! - *tables*: each table of the truth is held against the one nearest to it by TEDS ([`teds`](super::teds)) that no other has
//!   taken; at a half and more it is found (*tables_found*). A row is right where its path is the same as the truth's, in
//!   order (*rows*), and of *paths* where its words are near as well; a *cell* is one of a right row, or of a lost one, that
//!   holds a number in the truth, and is right where the value is the same. Of rows that say the same, whatever their
//!   labels, are compared: *words*, the cells that hold words and no number, which are right where they are near; *spans*, the cells
//!   that extend over more than one row or column, which are right where they do so in the same place; and *labels_changed*,
//!   the labels that the OCR had right and the record has not. *columns* are right where their names are near, in order;
//! - *order*: two neighbours of the blocks of the truth are right where the second begins within three words of where the first
//!   ends, in the words of what is read of the document ([`stream`] says how they are found there); footnotes are left out;
//! - *blocks*: a paragraph or an item of a list or a form is right where one of the document is near to the whole of it.
//!
//! Of each kind the F1 is told: twice the right ones over those of the truth and those found.

mod blocks;
mod body;
mod footnotes;
mod found;
mod headings;
mod letterhead;
mod order;
mod parts;
mod rows;
mod stream;
mod tables;
mod text;

use std::fmt;

use serde::{Deserialize, Serialize};

use body::{Block, Page, Passage};
use footnotes::Note;
use headings::Heading;
use letterhead::Letterhead;
use parts::Part;
use stream::{Place, Stream};
use tables::Table;

pub use found::Found;
pub use letterhead::Fields;
pub use tables::{ByRules, TableCounts, TableScore};

/// What is looked at of a document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RecordSet {
    letterhead: Letterhead,
    sections: Vec<Heading>,
    footnotes: Vec<Note>,
    tables: Vec<Table>,
    parts: Option<Vec<Part>>,
    blocks: Option<Vec<Block>>,
    body: Option<Vec<Block>>,
    pages: Vec<Page>,
}

impl RecordSet {
    /// Returns what is read, in order, blocks without words left out: what a truth says, or the lines of a record.
    fn passages(&self) -> Option<Vec<Passage>> {
        let mut passages = body::passages(self.blocks.as_ref().or(self.body.as_ref())?, &self.pages);
        passages.retain(|passage| !stream::words_of(&passage.text).is_empty());
        Some(passages)
    }

    fn opened_parts(&self) -> Option<Vec<parts::Opened<'_>>> {
        let body = body::passages(self.body.as_deref().unwrap_or_default(), &self.pages);
        Some(parts::opened(self.parts.as_ref()?, &body))
    }
}

/// What a comparison of records with their truth counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RecordScore {
    /// Fields of head and closing.
    pub letterhead: Found,
    /// The fields of heads, each by itself.
    pub fields: Fields,
    /// Recipients.
    pub recipients: Found,
    /// Those who signed.
    pub signers: Found,
    /// Headings.
    pub headings: Found,
    /// Footnotes with their references.
    pub footnotes: Found,
    /// Footnotes, whatever refers to them.
    pub footnotes_found: Found,
    /// Footnotes that were found and are none.
    pub footnotes_invented: usize,
    /// Documents within the document.
    pub parts: Found,
    /// Tables.
    #[serde(flatten)]
    pub tables: TableScore,
    /// Neighbours among the blocks of the text.
    pub order: Found,
    /// Paragraphs and items of lists.
    pub blocks: Found,
    /// What is wrong, a line each.
    #[serde(skip)]
    pub errors: Vec<String>,
}

impl RecordScore {
    /// Returns the mean likeness of the tables in percent; of no tables it is 100.
    pub fn mean_teds(&self) -> f64 {
        mean(&self.tables.teds)
    }

    /// Returns the mean likeness of the tables with their merged cells in percent; of no tables it is 100.
    pub fn mean_teds_spans(&self) -> f64 {
        mean(&self.tables.teds_spans)
    }

    /// Returns the counts with their names, those of each kind of tables apart.
    pub fn named(&self) -> impl Iterator<Item = (String, Found)> {
        let fields = self.fields.named().map(|(name, found)| (format!("fields.{name}"), found));
        let own = |name: &str, found| (name.to_owned(), found);
        let tables = &self.tables;
        let rules = [
            ("full", tables.by_rules.full),
            ("horizontal", tables.by_rules.horizontal),
            ("none", tables.by_rules.none),
        ];
        let by_rules = rules.into_iter().flat_map(|(rules, counts)| {
            counts.named().map(|(name, found)| (format!("{rules}.{name}"), found))
        });
        [own("letterhead", self.letterhead)]
            .into_iter()
            .chain(fields)
            .chain([
                own("recipients", self.recipients),
                own("signers", self.signers),
                own("headings", self.headings),
                own("footnotes", self.footnotes),
                own("footnotes_found", self.footnotes_found),
                own("parts", self.parts),
            ])
            .chain(tables.counts.named().map(|(name, found)| own(name, found)))
            .chain([own("spans", tables.spans)])
            .chain(by_rules)
            .chain([own("order", self.order), own("blocks", self.blocks)])
    }
}

fn mean(likeness: &[f64]) -> f64 {
    if likeness.is_empty() { 100.0 } else { 100.0 * likeness.iter().sum::<f64>() / likeness.len() as f64 }
}

impl fmt::Display for RecordScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_there = |(_, of): &(String, Found)| of.truth + of.found > 0;
        for (name, of) in self.named().filter(is_there) {
            writeln!(
                f,
                "{name:23}  F1 {:6.2}%  {} of {} right, {} found",
                of.f1(),
                of.right,
                of.truth,
                of.found
            )?;
        }
        for (name, count) in
            [("footnotes_invented", self.footnotes_invented), ("labels_changed", self.tables.labels_changed)]
        {
            writeln!(f, "{name:23}  {count}")?;
        }
        let tables = self.tables.teds.len();
        writeln!(f, "{:23}  {:6.2}%  of {tables}", "teds", self.mean_teds())?;
        write!(f, "{:23}  {:6.2}%  of {tables}", "teds_spans", self.mean_teds_spans())?;
        self.errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

/// Scores the records of a document against its truth.
pub fn score_records(truth: &RecordSet, seen: &RecordSet) -> RecordScore {
    let mut score = RecordScore::default();
    let errors = &mut score.errors;
    score.letterhead = letterhead::score_all("letterhead", &truth.letterhead, &seen.letterhead, errors);
    score.headings = headings::score(&truth.sections, &seen.sections, errors);
    score.footnotes = footnotes::score(&truth.footnotes, &seen.footnotes, errors);
    score.footnotes_found = footnotes::score_texts(&truth.footnotes, &seen.footnotes);
    score.footnotes_invented = score.footnotes_found.found - score.footnotes_found.right;

    let mut heads = vec![(Some(&truth.letterhead), Some(&seen.letterhead))];
    let truth_parts = truth.opened_parts();
    let seen_parts = seen.opened_parts().unwrap_or_default();
    if let Some(wanted) = &truth_parts {
        let (found, further) = parts::score(wanted, &seen_parts, errors);
        score.parts = found;
        heads.extend(further);
    }
    let none = Letterhead::default();
    for (number, (wanted, got)) in heads.into_iter().enumerate() {
        if let (Some(wanted), Some(got)) = (wanted, got) {
            score.fields.count(wanted, got);
            if number > 0 {
                letterhead::score_all("letterhead of a part", wanted, got, errors);
            }
        }
        let (wanted, got) = (wanted.unwrap_or(&none), got.unwrap_or(&none));
        score.recipients += letterhead::recipients(wanted, got, errors);
        score.signers += letterhead::signers(wanted, got, errors);
    }

    score.tables = tables::score(&truth.tables, &seen.tables, errors);
    if let Some(wanted) = truth.passages() {
        let found = seen.passages().unwrap_or_default();
        let in_order = |passage: &&Passage| passage.is_in_order();
        let read = found.iter().enumerate().filter(|(_, passage)| passage.is_in_order());
        let stream = Stream::new(read.map(|(number, passage)| (number, passage.text.as_str())));
        let wanted: Vec<&Passage> = wanted.iter().filter(in_order).collect();
        let places = stream.places(wanted.iter().map(|passage| passage.text.as_str()));
        let placed: Vec<(&Passage, Place)> = wanted.into_iter().zip(places).collect();
        score.order = order::score(&placed, errors);
        score.blocks = blocks::score(&placed, &found, &stream, errors);
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(json: &serde_json::Value) -> RecordSet {
        serde_json::from_value(json.clone()).expect("records")
    }

    fn heading(level: u8, label: &str, title: &str, children: &[serde_json::Value]) -> serde_json::Value {
        serde_json::json!({ "level": level, "label": label, "title": title, "children": children })
    }

    fn headings_of(truth: &[serde_json::Value], seen: &[serde_json::Value]) -> Found {
        let set = |sections: &[serde_json::Value]| records(&serde_json::json!({ "sections": sections }));
        score_records(&set(truth), &set(seen)).headings
    }

    #[test]
    fn a_heading_is_right_with_its_level_label_and_parents() {
        let article = heading(2, "Điều 1", "Phạm vi điều chỉnh", &[]);
        let chapter = |label: &str| heading(1, label, "QUY ĐỊNH CHUNG", std::slice::from_ref(&article));
        let truth = [chapter("Chương I")];
        assert_eq!(headings_of(&truth, &truth), Found { truth: 2, found: 2, right: 2 });
        assert_eq!(headings_of(&truth, &[chapter("Chương II")]).right, 0, "another parent");
        let flat =
            [heading(1, "Chương I", "QUY ĐỊNH CHUNG", &[]), heading(1, "Điều 1", "Phạm vi điều chỉnh", &[])];
        assert_eq!(headings_of(&truth, &flat).right, 1, "another level");
    }

    #[test]
    fn a_title_may_have_a_letter_wrong_in_ten() {
        let of = |title: &str| [heading(1, "I", title, &[])];
        let truth = of("ĐẶC ĐIỂM, TÌNH HÌNH");
        assert_eq!(headings_of(&truth, &of("ĐẶC ĐIÊM, TÌNH HÌNH:")).right, 1);
        assert_eq!(headings_of(&truth, &of("ĐẶC ĐIÊM, TINH HINH")).right, 0);
        assert_eq!(headings_of(&truth, &of("")).right, 0);
    }

    #[test]
    fn a_footnote_is_right_only_with_its_references() {
        let of = |page: u32, after: &str| {
            let reference = serde_json::json!({ "page": page, "after": after });
            let note =
                serde_json::json!({ "mark": "1", "text": "Theo Quyết định", "references": [reference] });
            records(&serde_json::json!({ "footnotes": [note] }))
        };
        let right = |seen: &RecordSet| score_records(&of(2, "sát"), seen).footnotes.right;
        assert_eq!(right(&of(2, "sát,")), 1);
        assert_eq!(right(&of(3, "sát")), 0);
        assert_eq!(right(&of(2, "nghị")), 0);
    }

    #[test]
    fn a_field_the_truth_has_not_is_invented() {
        let set = |json| records(&serde_json::json!({ "letterhead": json }));
        let truth = set(serde_json::json!({ "recipients": [], "number": "218/BC-VP" }));
        let seen = set(serde_json::json!({ "recipients": [], "number": "218/BC-VP", "place": "Tỉnh" }));
        let score = score_records(&truth, &seen);
        assert_eq!(score.letterhead, Found { truth: 1, found: 2, right: 1 });
    }

    fn table(rows: &[(&str, &str, f64)]) -> serde_json::Value {
        let rows: Vec<_> = rows
            .iter()
            .map(|(path, text, value)| {
                serde_json::json!({ "path": path, "cells": [text, value.to_string()], "values": [null, value] })
            })
            .collect();
        serde_json::json!({ "columns": [{ "name": "NỘI DUNG" }, { "name": "ĐIỂM" }], "rows": rows })
    }

    #[test]
    fn cells_are_compared_in_rows_of_one_path_and_lost_rows_lose_theirs() {
        let set = |tables: &[serde_json::Value]| records(&serde_json::json!({ "tables": tables }));
        let truth =
            set(&[table(&[("I", "Thi đua", 30.0), ("I.1", "Kế hoạch", 10.0), ("I.2", "Báo cáo", 20.0)])]);
        let seen = set(&[
            table(&[("1", "Một bảng khác", 1.0)]),
            table(&[("I", "Thi đua", 30.0), ("I.2", "Báo cáo", 26.0)]),
        ]);
        let score = score_records(&truth, &seen);
        assert_eq!(score.tables.counts.rows, Found { truth: 3, found: 3, right: 2 });
        assert_eq!(score.tables.counts.cells, Found { truth: 3, found: 3, right: 1 });
        assert!((0.6..0.8).contains(&score.tables.teds[0]), "{:?}", score.tables.teds);
    }
}
