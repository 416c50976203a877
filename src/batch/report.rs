//! `run.json`: what became of each input.
//!
//! It holds nothing of the clock or the machine: the same inputs under the same settings give the same bytes,
//! whether in one run or in several that each went on where the last one stopped.

use std::iter::Sum;
use std::ops::Add;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Failure;
use super::input::{Group, Input};
use crate::document::{CheckStatus, Document, Section};
use crate::export::{self, ExportError};

/// The file's name, in the output folder.
pub const FILE: &str = "run.json";

/// The report of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Name and version of this format.
    pub schema: &'static str,
    /// The version of phuchoi.
    pub version: &'static str,
    /// The settings of the run.
    pub settings: Settings,
    /// The hash of what besides the inputs decides the records.
    pub fingerprint: String,
    /// Everything summed up.
    pub totals: Totals,
    /// Each input, in order.
    pub inputs: Vec<InputReport>,
}

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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Inputs restored.
    pub ok: usize,
    /// Inputs restored but for some pages.
    pub incomplete: usize,
    /// Inputs not restored.
    pub failed: usize,
    /// Inputs not come to.
    pub pending: usize,
    /// What the records hold together.
    pub counts: Counts,
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

/// How an input came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Restored.
    Ok,
    /// Restored but for some pages.
    Incomplete,
    /// Not restored.
    Failed,
    /// Not come to before the run was interrupted.
    Pending,
}

/// Why an input did not come out whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A short stable name for machines.
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// What mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
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
    /// Headings.
    pub headings: u64,
    /// Footnotes.
    pub footnotes: u64,
    /// Tables.
    pub tables: u64,
    /// Rows of tables.
    pub rows: u64,
    /// Sums and bounds that hold as printed.
    pub holds: u64,
    /// Those that hold after a cell was repaired.
    pub repaired: u64,
    /// Those that do not hold.
    pub violated: u64,
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
            headings: headings(&document.sections),
            footnotes: document.footnotes.len() as u64,
            tables: document.tables.len() as u64,
            rows: document.tables.iter().map(|table| table.rows.len() as u64).sum(),
            holds: checks(CheckStatus::Holds),
            repaired: checks(CheckStatus::Repaired),
            violated: checks(CheckStatus::Violated),
            open: checks(CheckStatus::Open),
        }
    }
}

/// Sections that have a heading: text before the first heading may stand in one that has none.
fn headings(sections: &[Section]) -> u64 {
    let own = |section: &Section| u64::from(!section.label.is_empty() || !section.title.is_empty());
    sections.iter().map(|section| own(section) + headings(&section.children)).sum()
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            pages: self.pages + other.pages,
            words: self.words + other.words,
            edits: self.edits + other.edits,
            review: self.review + other.review,
            headings: self.headings + other.headings,
            footnotes: self.footnotes + other.footnotes,
            tables: self.tables + other.tables,
            rows: self.rows + other.rows,
            holds: self.holds + other.holds,
            repaired: self.repaired + other.repaired,
            violated: self.violated + other.violated,
            open: self.open + other.open,
        }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Self::add)
    }
}

impl InputReport {
    /// Returns the report of an input that was not come to.
    pub fn pending(input: &Input) -> Self {
        Self {
            path: input.path.display().to_string(),
            record: None,
            status: Status::Pending,
            reason: None,
            blake3: None,
            failed_pages: Vec::new(),
            counts: None,
        }
    }

    /// Returns the report of an input that could not be restored.
    pub fn failed(path: &Path, failure: &Failure) -> Self {
        Self {
            path: path.display().to_string(),
            record: None,
            status: Status::Failed,
            reason: Some(failure.into()),
            blake3: None,
            failed_pages: Vec::new(),
            counts: None,
        }
    }
}

impl Report {
    /// Returns the report of these inputs.
    pub fn new(settings: Settings, fingerprint: String, inputs: Vec<InputReport>) -> Self {
        let count = |status| inputs.iter().filter(|input| input.status == status).count();
        let totals = Totals {
            ok: count(Status::Ok),
            incomplete: count(Status::Incomplete),
            failed: count(Status::Failed),
            pending: count(Status::Pending),
            counts: inputs.iter().filter_map(|input| input.counts).sum(),
        };
        let version = env!("CARGO_PKG_VERSION");
        Self { schema: "phuchoi/run/1", version, settings, fingerprint, totals, inputs }
    }

    /// Writes it into the output folder.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn write(&self, output: &Path) -> Result<(), ExportError> {
        export::file::replace(&output.join(FILE), export::json::pretty(self)?.as_bytes())
    }

    /// True where every input was restored whole.
    pub fn is_whole(&self) -> bool {
        self.totals.ok == self.inputs.len()
    }
}
