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
//!   *recipients*, without their bullets, and *signers*, office and name, of all parts, are right one by one, in order,
//!   where they are near;
//! - *headings*: one is right where its level, its label and the labels of all headings above it are the same and
//!   its title is near;
//! - *footnotes*: one is right where its mark is the same, its text near, and it is referred to from the same pages
//!   after words that are near. *footnotes_found* asks for mark and text alone; those found that are none of these are
//!   *footnotes_invented*;
//! - *parts*: one is right where it is of the same kind, and begins on the same page with a line that is near;
//! - *tables*: each table of the truth is held against the one nearest to it by TEDS ([`teds`](super::teds)) that is not
//!   nearer to another; at a half and more it is found (*tables_found*). *teds_spans* counts merged cells as the original does.
//!   A row is right where its path is the same as the truth's, in order (*rows*), and of *paths* where its words are near as well; a
//!   *cell* is one of a right row, or of a lost one, that holds a number in the truth, and is right where the value is the same.
//!   Rows that say the same are held against each other whatever their labels: *words*, the cells that hold words and no number,
//!   are right where they are near, *spans*, the cells over more than one row or column, where one of that extent stands in the
//!   same place, and *labels_changed* counts the labels that the OCR had right and the record has not. *columns* are right where
//!   their names are near, in order. *by_rules* tells the same of the tables of each kind;
//! - *order*: two neighbours of the blocks of the truth are right where the second begins within three words of where the first
//!   ends, in the words of what is read of the document ([`stream`] says how they are found there); footnotes are left out. Of a
//!   head, a closing and a table, whose columns may be read in one order or the other, the whole block has to stand there. Found
//!   are the pairs of which both are there;
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
        score.order = order::score(&placed, &found, &stream, errors);
        score.blocks = blocks::score(&placed, &found, &stream, errors);
    }
    score
}

/// Scores what one JSON holds against what another does.
#[cfg(test)]
fn scored(truth: &serde_json::Value, seen: &serde_json::Value) -> RecordScore {
    let records =
        |json: &serde_json::Value| serde_json::from_value::<RecordSet>(json.clone()).expect("records");
    score_records(&records(truth), &records(seen))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_text_names_what_is_there_and_what_is_wrong() {
        let note = |text: &str| json!({ "footnotes": [{ "mark": "1", "text": text, "references": [] }] });
        let said = scored(&note("Theo Quyết định"), &note("Một câu khác hẳn")).to_string();
        let expected = [
            "footnotes                F1   0.00%  0 of 1 right, 1 found",
            "footnotes_found          F1   0.00%  0 of 1 right, 1 found",
            "footnotes_invented       1",
            "labels_changed           0",
            "teds                     100.00%  of 0",
            "teds_spans               100.00%  of 0",
            "  footnote lost: 1 after: Theo Quyết định",
            "  footnote not in the truth: 1 after: Một câu khác hẳn",
        ];
        assert_eq!(said.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_json_has_each_count_by_its_name() {
        let score = serde_json::to_value(RecordScore::default()).expect("JSON");
        for (name, _) in RecordScore::default().named() {
            let path = name.split('.').collect::<Vec<_>>();
            let at = match path[..] {
                ["fields", field] => &score["fields"][field],
                [rules, count] => &score["by_rules"][rules][count],
                _ => &score[&name],
            };
            assert_eq!(at, &json!({ "truth": 0, "found": 0, "right": 0 }), "{name}");
        }
        for list in ["teds", "teds_spans"] {
            assert_eq!(score[list], json!([]), "{list}");
        }
        for count in ["footnotes_invented", "labels_changed"] {
            assert_eq!(score[count], json!(0), "{count}");
        }
    }
}
