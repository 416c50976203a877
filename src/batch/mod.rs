//! The line over many inputs: walking, workers, resuming, the report.
//!
//! [`input`] finds the inputs and the folder each one's record goes to; [`run`] works them. The unit of work is a
//! page: `workers` hands the pages of the inputs, in order, through a bounded channel to threads that each own
//! what one thread may own (a recogniser). Whoever works the last page of a document finishes and writes it. What
//! comes out depends neither on the number of threads nor on their timing.
//!
//! Batch does not know the stages: it drives a [`Line`].

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use crate::document::{Document, Page, Warning};
use crate::export::page_image::PageImage;
use crate::export::{ExportError, Format};

pub mod input;
pub mod natural;
pub mod receipt;
pub mod report;
mod workers;

use input::{Found, Input};
use report::{InputReport, Report, Settings};

/// The stages, as batch drives them. [`Line::Opened`] is shared by the threads that work its pages.
pub trait Line: Sync {
    /// An opened input, whose pages can be asked for one at a time.
    type Opened: Send + Sync;
    /// What one thread owns and uses again for every page. Made when a thread starts: what is costly and not
    /// always needed, such as a recogniser, is better made at the first page that needs it.
    type Worker;

    /// Returns what, besides an input's bytes, decides its record: settings, dictionaries, models, each by hash.
    /// A record made under another identity is made anew.
    fn identity(&self) -> String;

    /// Opens an input.
    ///
    /// # Errors
    ///
    /// Where the input as a whole cannot be read; the others go on.
    fn open(&self, input: &Input) -> Result<Self::Opened, Failure>;

    /// Returns the number of pages.
    fn page_count(&self, opened: &Self::Opened) -> u32;

    /// Makes what one thread owns.
    ///
    /// # Errors
    ///
    /// Where something needed is missing; this ends the run.
    fn worker(&self) -> Result<Self::Worker, Failure>;

    /// Works one of the input's pages, counted from 1, which may show two.
    ///
    /// # Errors
    ///
    /// Where the page cannot be read; it becomes a page with status `failed` and a warning. A failure that says
    /// [`Blame::Installation`] ends the run.
    fn pages(
        &self,
        worker: &mut Self::Worker,
        opened: &Self::Opened,
        number: u32,
    ) -> Result<Vec<Worked>, Failure>;

    /// Makes the document of its pages, which are all there and in order.
    ///
    /// # Errors
    ///
    /// Where no document can be made of them.
    fn finish(
        &self,
        opened: &Self::Opened,
        pages: Vec<Page>,
        warnings: Vec<Warning>,
    ) -> Result<Document, Failure>;
}

/// A page that was worked.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// The page. It gets its number when all pages are there.
    pub page: Page,
    /// Its restored image in each format asked for, where there is one.
    pub images: Vec<PageImage>,
    /// What a reader should know about it; they get its number.
    pub warnings: Vec<Warning>,
}

/// Why an input, a page or the run did not come out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct Failure {
    /// A short stable name for machines, such as `not-found`.
    pub code: String,
    /// What is the matter, in a sentence without a full stop.
    pub message: String,
    /// What mends it.
    pub hint: Option<String>,
    /// Where the cause lies.
    pub blame: Blame,
}

/// Where the cause of a failure lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blame {
    /// In the input; other inputs may be fine.
    Input,
    /// In what is not installed; every input would fail.
    Installation,
}

impl Failure {
    /// Returns a failure of an input or a page.
    pub fn of_input(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), hint: None, blame: Blame::Input }
    }

    /// Returns a failure for lack of something that is not installed.
    pub fn of_installation(code: &str, message: impl Into<String>) -> Self {
        Self { blame: Blame::Installation, ..Self::of_input(code, message) }
    }

    /// Returns it with what mends it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        let code =
            if matches!(error, ExportError::NotOurs(_)) { "output-not-ours" } else { "output-unwritable" };
        Self::of_input(code, error.to_string())
    }
}

/// How a run is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The folder that all records go to.
    pub output: PathBuf,
    /// Threads that work pages.
    pub jobs: NonZeroUsize,
    /// The formats to write.
    pub formats: Vec<Format>,
    /// Whether records that are already there and still true are kept.
    pub resume: bool,
    /// What the report says of the settings.
    pub settings: Settings,
}

/// Something that happened, told as it happens, from any thread.
#[derive(Debug)]
pub enum Event<'a> {
    /// A page was worked, well or not.
    Page {
        /// Its input.
        input: &'a Input,
        /// How many pages of the input are worked.
        done: u32,
        /// How many it has.
        of: u32,
    },
    /// An input came to its end.
    Input {
        /// The input.
        input: &'a Input,
        /// What became of it.
        report: &'a InputReport,
        /// True where an earlier run's record was kept.
        kept: bool,
    },
}

/// Why a run ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Something needed is not installed.
    #[error(transparent)]
    Installation(Failure),
    /// The output folder or the report could not be written.
    #[error(transparent)]
    Output(#[from] ExportError),
}

/// Restores what was `found`, writes each one's record and, at the end, all their scores and the report `run.json`.
///
/// Setting `stop` ends the run early: pages in hand are finished, documents whose pages are all there are
/// written, the rest is reported as [`Status::Pending`](report::Status::Pending). `watch` is told what happens.
///
/// # Errors
///
/// [`RunError`]; the records written before it stay.
pub fn run<L: Line>(
    line: &L,
    found: &Found,
    plan: &Plan,
    stop: &AtomicBool,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Report, RunError> {
    std::fs::create_dir_all(&plan.output)
        .map_err(|source| ExportError::Write { path: plan.output.clone(), source })?;
    crate::export::file::sweep(&plan.output)?;
    let fingerprint = receipt::fingerprint(&line.identity(), &plan.formats);
    let mut inputs = workers::work(line, &found.inputs, plan, &fingerprint, stop, watch)?;
    inputs.extend(found.unwalked.iter().map(|un| InputReport::failed(&un.path, &un.failure)));
    let report = Report::new(plan.settings.clone(), fingerprint, inputs);
    let records = report.inputs.iter().filter_map(|input| input.record.as_ref());
    let records: Vec<PathBuf> = records.map(|record| plan.output.join(record)).collect();
    crate::export::gather_scores(&records, &plan.output)?;
    report.write(&plan.output)?;
    Ok(report)
}
