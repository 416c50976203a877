//! `run.json`: what became of each input.
//!
//! It holds nothing of the clock or the machine: the same inputs under the same settings give the same bytes,
//! whether in one run or in several that each went on where the last one stopped.

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Failure;
use super::input::{Group, Input};
use crate::document::{CheckStatus, Document, Section, written};

/// The file's name, in the output folder.
pub const FILE: &str = "run.json";

/// How it begins: the sign that the file is ours.
pub(super) const HEAD: &str = "{\n  \"schema\": \"phuchoi/run/";

/// The settings that decide what comes out, as they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Whether pages are read from their image or their text layer.
    pub from: String,
    /// The recogniser's language.
    pub language: String,
    /// What makes a document.
    pub group: Group,
    /// The user's own dictionaries: the personal one, where there is one, and those given.
    pub dictionaries: Vec<String>,
    /// The formats written.
    pub formats: Vec<String>,
}

/// Everything summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Inputs restored.
    pub ok: u64,
    /// Inputs restored but for some pages, or read and not repaired.
    pub incomplete: u64,
    /// Inputs not restored.
    pub failed: u64,
    /// Inputs not come to.
    pub pending: u64,
    /// What the records hold together.
    pub counts: Counts,
    /// What was found and is no input, by the code of the reason.
    #[serde(default)]
    pub passed_over: BTreeMap<String, u64>,
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputReport {
    /// The input, as it was given or found.
    pub path: String,
    /// The folder of its record, relative to the output folder; null where nothing was written.
    pub record: Option<String>,
    /// How it came out.
    pub status: Status,
    /// Why it did not come out whole.
    pub reason: Option<Reason>,
    /// The hash of its bytes; null where they could not be read.
    pub blake3: Option<String>,
    /// Pages that could not be read; the record's warnings say why.
    pub failed_pages: Vec<u32>,
    /// What its record holds.
    pub counts: Option<Counts>,
    /// Files of its record that hold what a person had made of phuchoi's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_aside: Vec<String>,
}

/// What was found where inputs were looked for, and is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The file or folder, as it was found.
    pub path: String,
    /// Why it is none.
    pub reason: Reason,
}

impl PassedOver {
    /// Returns what is said of a path that is passed over for a reason.
    pub(super) fn new(path: &Path, why: &Failure) -> Self {
        Self { path: written(path), reason: why.into() }
    }
}

/// How an input came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Restored.
    Ok,
    /// Restored but for some pages, or read and not repaired.
    Incomplete,
    /// Not restored.
    Failed,
    /// Not come to before the run was interrupted.
    Pending,
}

/// Why an input did not come out whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// A short stable name for machines.
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// What mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Reason {
    /// Returns the message for who has named the input, by this path, before it: some begin with that.
    pub fn message_after<'a>(&'a self, path: &str) -> &'a str {
        let rest = self.message.strip_prefix(path).and_then(|rest| rest.strip_prefix(": "));
        rest.unwrap_or(&self.message)
    }
}

impl From<&Failure> for Reason {
    fn from(failure: &Failure) -> Self {
        let Failure { code, message, hint, .. } = failure.clone();
        Self { code, message, hint }
    }
}

/// What a record holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pages.
    pub pages: u64,
    /// Words, as restored.
    pub words: u64,
    /// Edits made.
    pub edits: u64,
    /// Words a person should look at.
    pub review: u64,
    /// Warnings.
    pub warnings: u64,
    /// Headings.
    pub headings: u64,
    /// Footnotes.
    pub footnotes: u64,
    /// Tables.
    pub tables: u64,
    /// Rows of tables.
    pub rows: u64,
    /// Sums that hold as printed.
    pub holds: u64,
    /// Numbers within their maximum.
    #[serde(default)]
    pub plausible: u64,
    /// Those that hold after a cell was repaired.
    pub repaired: u64,
    /// Those that do not hold, and numbers above their maximum.
    #[serde(alias = "violated")]
    pub suspect: u64,
    /// Those that cannot be decided.
    pub open: u64,
}

impl Counts {
    /// Counts what a document holds.
    pub fn of(document: &Document) -> Self {
        let lines = || document.pages.iter().flat_map(|page| &page.lines);
        let checks = |status| {
            let all = document.tables.iter().flat_map(|table| &table.checks);
            all.filter(|check| check.status == status).count() as u64
        };
        Self {
            pages: document.pages.len() as u64,
            words: lines().map(|line| line.text.split_whitespace().count() as u64).sum(),
            edits: document.edits.len() as u64,
            review: lines().flat_map(|line| &line.words).filter(|word| word.review).count() as u64,
            warnings: document.warnings.len() as u64,
            headings: headings(&document.sections),
            footnotes: document.footnotes.len() as u64,
            tables: document.tables.len() as u64,
            rows: document.tables.iter().map(|table| table.rows.len() as u64).sum(),
            holds: checks(CheckStatus::Holds),
            repaired: checks(CheckStatus::Repaired),
            plausible: checks(CheckStatus::Plausible),
            suspect: checks(CheckStatus::Suspect),
            open: checks(CheckStatus::Open),
        }
    }
}

/// Sections that have a heading: text before the first heading may stand in one that has none.
fn headings(sections: &[Section]) -> u64 {
    let own = |section: &Section| u64::from(!section.label.is_empty() || !section.title.is_empty());
    sections.iter().map(|section| own(section) + headings(&section.children)).sum()
}

/// Sums stop at the greatest number: receipts lie where anyone may have put others in their place.
impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.pages = self.pages.saturating_add(other.pages);
        self.words = self.words.saturating_add(other.words);
        self.edits = self.edits.saturating_add(other.edits);
        self.review = self.review.saturating_add(other.review);
        self.warnings = self.warnings.saturating_add(other.warnings);
        self.headings = self.headings.saturating_add(other.headings);
        self.footnotes = self.footnotes.saturating_add(other.footnotes);
        self.tables = self.tables.saturating_add(other.tables);
        self.rows = self.rows.saturating_add(other.rows);
        self.holds = self.holds.saturating_add(other.holds);
        self.repaired = self.repaired.saturating_add(other.repaired);
        self.plausible = self.plausible.saturating_add(other.plausible);
        self.suspect = self.suspect.saturating_add(other.suspect);
        self.open = self.open.saturating_add(other.open);
    }
}

impl InputReport {
    /// Returns the report of an input that was not come to.
    pub fn pending(path: &Path) -> Self {
        Self {
            path: written(path),
            record: None,
            status: Status::Pending,
            reason: None,
            blake3: None,
            failed_pages: Vec::new(),
            counts: None,
            kept_aside: Vec::new(),
        }
    }

    /// Returns the report of an input that could not be restored.
    pub fn failed(path: &Path, failure: &Failure) -> Self {
        Self { status: Status::Failed, reason: Some(failure.into()), ..Self::pending(path) }
    }

    /// Returns the report of an input that has a record.
    pub(super) fn recorded(input: &Input, blake3: &str, counts: Counts) -> Self {
        Self {
            record: Some(written(&input.name)),
            status: Status::Ok,
            blake3: Some(blake3.to_owned()),
            counts: Some(counts),
            ..Self::pending(&input.path)
        }
    }
}

impl Totals {
    /// Returns whether every input was restored whole.
    pub fn is_whole(&self) -> bool {
        self.incomplete + self.failed + self.pending == 0
    }

    /// Counts one more input in.
    pub(super) fn add(&mut self, report: &InputReport) {
        *match report.status {
            Status::Ok => &mut self.ok,
            Status::Incomplete => &mut self.incomplete,
            Status::Failed => &mut self.failed,
            Status::Pending => &mut self.pending,
        } += 1;
        self.counts += report.counts.unwrap_or_default();
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.ok += other.ok;
        self.incomplete += other.incomplete;
        self.failed += other.failed;
        self.pending += other.pending;
        self.counts += other.counts;
        for (code, number) in other.passed_over {
            *self.passed_over.entry(code).or_default() += number;
        }
    }
}
