//! The records of a document against those of its truth: letterhead, headings, footnotes, tables.
//!
//! Both are the JSON of a document, of which `letterhead`, `sections`, `footnotes` and `tables` are looked at; what
//! a file lacks counts as empty. Two texts are *near* where at most one character in ten differs ([`NEAR`], but one
//! at least), quotes, spaces and the place of tone marks folded and stops and colons at the end left out: whether
//! every letter is right is the measure of the text, not of its records.
//!
//! - *headings*: one is right where its level, its label and the labels of all headings above it are the same and
//!   its title is near;
//! - *footnotes*: one is right where its mark is the same, its text near, and it is referred to from the same pages
//!   after words that are near;
//! - *letterhead*: a field is right where it is the same but for spaces; the recipients are one field;
//! - *tables*: each table of the truth is held against the one nearest to it by TEDS ([`teds`]) that no other has
//!   taken. A row is right where its path is the same as the truth's, in order; a *cell* is one of a right row, or of
//!   a lost one, that holds a number in the truth, and is right where the value is the same.
//!
//! Of headings and footnotes the F1 is told: twice the right ones over those of the truth and those found.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::distance::{align, distance};
use super::normalise::{clean, words};
use super::score::percent;
use super::teds::{Sheet, teds};

/// The part of a text's characters that may differ where it is near another.
const NEAR: f64 = 0.1;

/// What is looked at of a document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RecordSet {
    letterhead: Letterhead,
    sections: Vec<Heading>,
    footnotes: Vec<Note>,
    tables: Vec<Table>,
}

/// A text of a record: bare, as version 1 has it and truths may, or with its places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Said")]
struct Text(String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Bare(String),
    Placed {
        text: String,
        /// A day, which is compared as it is counted.
        #[serde(default)]
        iso: Option<String>,
    },
}

impl From<Said> for Text {
    fn from(said: Said) -> Self {
        match said {
            Said::Bare(text) => Self(text),
            Said::Placed { text, iso } => Self(iso.unwrap_or(text)),
        }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Letterhead {
    parent: Option<Text>,
    issuer: Option<Text>,
    number: Option<Text>,
    place: Option<Text>,
    date: Option<Text>,
    kind: Option<Text>,
    subject: Option<Text>,
    recipients: Vec<Text>,
    signer: Option<Signer>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Signer {
    title: Option<Text>,
    name: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
struct Heading {
    level: u8,
    label: Text,
    title: Text,
    #[serde(default)]
    children: Vec<Heading>,
}

#[derive(Debug, Clone, Deserialize)]
struct Note {
    mark: Text,
    text: Text,
    references: Vec<Reference>,
}

#[derive(Debug, Clone, Deserialize)]
struct Reference {
    page: u32,
    after: Text,
}

#[derive(Debug, Clone, Deserialize)]
struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Deserialize)]
struct Column {
    name: Text,
}

#[derive(Debug, Clone, Deserialize)]
struct Row {
    path: String,
    cells: Vec<Text>,
    values: Vec<Option<f64>>,
}

/// How many of one kind of record there are, were found, and are right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Those of the truth.
    pub truth: usize,
    /// Those of the hypothesis.
    pub found: usize,
    /// Those of the hypothesis that are the truth's.
    pub right: usize,
}

impl Found {
    /// Returns the F1 in percent; of nothing in either it is 100.
    pub fn f1(&self) -> f64 {
        if self.truth + self.found == 0 { 100.0 } else { percent(2 * self.right, self.truth + self.found) }
    }
}

/// What a comparison of records with their truth counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RecordScore {
    /// Fields of head and closing.
    pub letterhead: Found,
    /// Headings.
    pub headings: Found,
    /// Footnotes with their references.
    pub footnotes: Found,
    /// Rows of tables, by their paths.
    pub rows: Found,
    /// Cells that hold a number.
    pub cells: Found,
    /// The likeness of each table of the truth to the one found for it, 0 to 1.
    pub teds: Vec<f64>,
    /// What is wrong, a line each.
    #[serde(skip)]
    pub errors: Vec<String>,
}

impl RecordScore {
    /// Returns the mean likeness of the tables in percent; of no tables it is 100.
    pub fn mean_teds(&self) -> f64 {
        if self.teds.is_empty() {
            100.0
        } else {
            100.0 * self.teds.iter().sum::<f64>() / self.teds.len() as f64
        }
    }
}

impl fmt::Display for RecordScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds = [
            ("letterhead", self.letterhead),
            ("headings", self.headings),
            ("footnotes", self.footnotes),
            ("rows", self.rows),
            ("cells", self.cells),
        ];
        for (name, of) in kinds {
            writeln!(
                f,
                "{name:10}  F1 {:6.2}%  {} of {} right, {} found",
                of.f1(),
                of.right,
                of.truth,
                of.found
            )?;
        }
        write!(f, "tables      TEDS {:6.2}%  of {}", self.mean_teds(), self.teds.len())?;
        self.errors.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

/// Scores the records of a document against its truth.
pub fn score_records(truth: &RecordSet, seen: &RecordSet) -> RecordScore {
    let mut score = RecordScore::default();
    letterhead(&truth.letterhead, &seen.letterhead, &mut score);
    headings(&truth.sections, &seen.sections, &mut score);
    footnotes(&truth.footnotes, &seen.footnotes, &mut score);
    tables(&truth.tables, &seen.tables, &mut score);
    score
}

/// Returns a text as it is compared: words with folded tones, stops and colons at its end left out.
fn folded(text: &str) -> String {
    words(clean(text).trim_end_matches(['.', ':', ';', ',', ' '])).join(" ")
}

fn near(a: &str, b: &str) -> bool {
    differing(a, b) <= 0.0
}

/// Returns by how many characters two texts differ beyond what makes them near; 0 and less is near.
fn differing(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (folded(a).chars().collect(), folded(b).chars().collect());
    let allowed =
        if a.is_empty() || b.is_empty() { 0.0 } else { (NEAR * a.len().max(b.len()) as f64).max(1.0) };
    distance(&a, &b) as f64 - allowed
}

fn letterhead(truth: &Letterhead, seen: &Letterhead, score: &mut RecordScore) {
    let fields = |of: &Letterhead| {
        let signer = of.signer.clone().unwrap_or_default();
        let of = of.clone();
        let recipients: Vec<&str> = of.recipients.iter().map(|recipient| &**recipient).collect();
        let recipients = (!recipients.is_empty()).then(|| Text(recipients.join("; ")));
        [
            ("parent", of.parent),
            ("issuer", of.issuer),
            ("number", of.number),
            ("place", of.place),
            ("date", of.date),
            ("kind", of.kind),
            ("subject", of.subject),
            ("recipients", recipients),
            ("signer's title", signer.title),
            ("signer's name", signer.name),
        ]
    };
    for ((name, truth), (_, seen)) in fields(truth).into_iter().zip(fields(seen)) {
        let right = truth.is_some() && truth.as_deref().map(folded) == seen.as_deref().map(folded);
        score.letterhead.truth += usize::from(truth.is_some());
        score.letterhead.found += usize::from(seen.is_some());
        score.letterhead.right += usize::from(right);
        if truth.is_some() != seen.is_some() || truth.is_some() && !right {
            score.errors.push(format!("letterhead, {name}: {truth:?} is {seen:?}"));
        }
    }
}

/// A heading with the labels that stand above it.
struct Placed<'a> {
    heading: &'a Heading,
    parents: Vec<&'a str>,
}

impl fmt::Display for Placed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Heading { level, label, title, .. } = self.heading;
        write!(f, "{} / {label} (level {level}): {title}", self.parents.join(" / "))
    }
}

fn placed<'a>(headings: &'a [Heading], parents: &[&'a str], out: &mut Vec<Placed<'a>>) {
    for heading in headings {
        // What stands before the first heading is kept in a section without label and title.
        if heading.label.is_empty() && heading.title.is_empty() && heading.children.is_empty() {
            continue;
        }
        out.push(Placed { heading, parents: parents.to_vec() });
        let below: Vec<&str> = parents.iter().copied().chain([&*heading.label]).collect();
        placed(&heading.children, &below, out);
    }
}

fn headings(truth: &[Heading], seen: &[Heading], score: &mut RecordScore) {
    let all = |headings| {
        let mut out = Vec::new();
        placed(headings, &[], &mut out);
        out
    };
    let (truth, seen) = (all(truth), all(seen));
    let same = |a: &Placed<'_>, b: &Placed<'_>| {
        a.heading.level == b.heading.level
            && clean(&a.heading.label) == clean(&b.heading.label)
            && a.parents == b.parents
            && near(&a.heading.title, &b.heading.title)
    };
    score.headings = pair("heading", &truth, &seen, same, &mut score.errors);
}

fn footnotes(truth: &[Note], seen: &[Note], score: &mut RecordScore) {
    let same = |a: &Note, b: &Note| {
        let referred = a.references.len() == b.references.len()
            && a.references
                .iter()
                .zip(&b.references)
                .all(|(a, b)| a.page == b.page && near(&a.after, &b.after));
        a.mark == b.mark && near(&a.text, &b.text) && referred
    };
    score.footnotes = pair("footnote", truth, seen, same, &mut score.errors);
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} after", self.mark)?;
        self.references.iter().try_for_each(|r| write!(f, " `{}` of page {}", r.after, r.page))?;
        write!(f, ": {}", self.text)
    }
}

/// Pairs each record of the truth with the first of the hypothesis that is the same and that no other has taken.
fn pair<T: fmt::Display>(
    what: &str,
    truth: &[T],
    seen: &[T],
    same: impl Fn(&T, &T) -> bool,
    errors: &mut Vec<String>,
) -> Found {
    let mut free: Vec<bool> = vec![true; seen.len()];
    let mut right = 0;
    for record in truth {
        match (0..seen.len()).find(|at| free[*at] && same(record, &seen[*at])) {
            Some(at) => {
                free[at] = false;
                right += 1;
            }
            None => errors.push(format!("{what} lost: {record}")),
        }
    }
    let invented = seen.iter().zip(free).filter(|(_, free)| *free);
    errors.extend(invented.map(|(record, _)| format!("{what} not in the truth: {record}")));
    Found { truth: truth.len(), found: seen.len(), right }
}

fn tables(truth: &[Table], seen: &[Table], score: &mut RecordScore) {
    let sheet = |table: &Table| -> Sheet {
        let header: Vec<String> = table.columns.iter().map(|column| folded(&column.name)).collect();
        let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| folded(cell)).collect());
        // A table without a header has no row for it.
        let header = Some(header).filter(|names| names.iter().any(|name| !name.is_empty()));
        Sheet::new(header.into_iter().chain(rows))
    };
    let mut free: Vec<(&Table, Sheet)> = seen.iter().map(|table| (table, sheet(table))).collect();
    for table in truth {
        let wanted = sheet(table);
        let likeness: Vec<f64> = free.iter().map(|(_, sheet)| teds(&wanted, sheet)).collect();
        let best = (0..free.len()).rev().max_by(|a, b| likeness[*a].total_cmp(&likeness[*b]));
        score.teds.push(best.map_or(0.0, |best| likeness[best]));
        let found = best.map(|best| free.remove(best).0);
        rows(table, found.map_or(&[], |found| &found.rows), score);
    }
    for (table, _) in free {
        score.rows.found += table.rows.len();
        score.cells.found += table.rows.iter().flat_map(|row| &row.values).flatten().count();
        let rows = table.rows.len();
        score.errors.push(format!("table not in the truth, of {rows} rows"));
    }
}

fn rows(table: &Table, seen: &[Row], score: &mut RecordScore) {
    let paths = |rows: &[Row]| rows.iter().map(|row| row.path.clone()).collect::<Vec<_>>();
    let (wanted, got) = (paths(&table.rows), paths(seen));
    score.rows.truth += wanted.len();
    score.rows.found += got.len();
    score.cells.found += seen.iter().flat_map(|row| &row.values).flatten().count();
    for (row, at) in table.rows.iter().zip(align(&wanted, &got)) {
        let found = at.map(|at| &seen[at]).filter(|found| found.path == row.path);
        score.rows.right += usize::from(found.is_some());
        if found.is_none() {
            let instead = at.map(|at| seen[at].path.as_str());
            score.errors.push(format!("row {} lost, {instead:?} in its place: {:?}", row.path, row.cells));
        }
        for (column, value) in row.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let got = found.and_then(|found| found.values.get(column).copied().flatten());
            score.cells.truth += 1;
            score.cells.right += usize::from(got == Some(*value));
            if found.is_some() && got != Some(*value) {
                score.errors.push(format!("row {}, column {column}: {value} is {got:?}", row.path));
            }
        }
    }
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
        assert_eq!(score.rows, Found { truth: 3, found: 3, right: 2 });
        assert_eq!(score.cells, Found { truth: 3, found: 3, right: 1 });
        assert!((0.6..0.8).contains(&score.teds[0]), "{:?}", score.teds);
    }
}
