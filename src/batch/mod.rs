//! The line over many inputs: walking, workers, resuming, the report.
//!
//! A run first [claims](claim) its output folder. Then [`walk`](mod@walk) enters the inputs and the folder each one's record
//! goes to into a [`catalogue`] on disk, or a [`shard`] brings them, and [`run`] works them. The unit of work is a scan:
//! `workers` are threads that each own what one thread may own (a child process); one that finds none waiting opens the
//! next input, unless its `record` tells that no page of it need be read. Whoever works the last scan of a document finishes
//! it. What is worked lies in a [`draft`] on disk until its files are moved into the record's folder. What comes out depends neither on the
//! number of threads nor on their timing, nor on how often the run was broken off.
//!
//! Batch does not know the stages: it drives a [`Line`].

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::document::{Page, PageStatus, SourceInfo, Warning};
use crate::export::page_image::PageImages;
use crate::export::spreadsheet::Cells;
use crate::export::{self, ExportError, Format, GatheredScores, scores};

pub mod apart;
pub mod catalogue;
pub mod claim;
pub mod draft;
pub mod earlier;
pub mod fingerprint;
mod folder;
pub mod input;
pub mod kind;
mod names;
pub mod natural;
pub mod past_run;
pub mod quarantine;
pub mod receipt;
mod record;
pub mod render;
pub mod report;
mod run_file;
pub mod shard;
pub mod stop;
pub mod tally;
pub mod verify;
mod version_1;
pub mod walk;
mod workers;

use catalogue::{Catalogue, CatalogueError};
use claim::Claim;
use draft::{Base, Binding, Completed, Draft, Exported, Wanted};
use earlier::EarlierSays;
use fingerprint::Fingerprints;
use input::Input;
use quarantine::Links;
use report::{InputReport, Settings, Totals};
use stop::Stop;
use tally::{Clock, State, Tally};

/// The stages, as batch drives them. [`Line::Opened`] is shared by the threads that work its pages.
pub trait Line: Sync {
    /// An opened input, whose pages can be asked for one at a time.
    type Opened: Send + Sync;
    /// What one thread owns and uses again for every page. Made when a thread starts: what is costly and not
    /// always needed, such as a recogniser, is better made at the first page that needs it.
    type Worker;

    /// Returns the fingerprints of what, besides an input's bytes, decides what each stage gives, and of every format. What was
    /// made under another one is made anew.
    fn fingerprints(&self) -> &Fingerprints;

    /// Opens an input whose bytes have this hash, in the thread of this worker; others may be asked for its pages.
    ///
    /// # Errors
    ///
    /// Where the input as a whole cannot be read; the others go on.
    fn open(&self, worker: &mut Self::Worker, input: &Input, blake3: &str) -> Result<Self::Opened, Failure>;

    /// Returns where the document comes from.
    fn info(&self, opened: &Self::Opened) -> SourceInfo;

    /// Returns the number of pages.
    fn page_count(&self, opened: &Self::Opened) -> u32;

    /// Makes what one thread owns.
    ///
    /// # Errors
    ///
    /// Where something needed is missing; this ends the run.
    fn worker(&self) -> Result<Self::Worker, Failure>;

    /// Reads one of the input's scans, counted from 1, which may show two pages, into the draft of its record.
    ///
    /// # Errors
    ///
    /// Where the scan cannot be read; it becomes a page with status `failed` and a warning. A failure that says
    /// [`Blame::Installation`] ends the run.
    fn read(
        &self,
        worker: &mut Self::Worker,
        opened: &Self::Opened,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure>;

    /// Returns whether a format takes the restored images of pages.
    fn takes_images(&self, format: Format) -> bool {
        format.of_images().is_some()
    }

    /// Restores one of the input's scans, counted from 1, without reading it, and leaves in the draft the restored images of each
    /// page that it shows, which the formats asked for take.
    ///
    /// # Errors
    ///
    /// Where the scan cannot be decoded.
    fn images(
        &self,
        worker: &mut Self::Worker,
        opened: &Self::Opened,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure>;

    /// Says what the folder of a record holds of what an earlier run read.
    ///
    /// # Errors
    ///
    /// Where it cannot be looked into.
    fn earlier(&self, worker: &mut Self::Worker, folder: &Path) -> Result<Option<EarlierSays>, Failure>;

    /// Makes the document of its base and of what is in its draft, and leaves it there. Where its pages can be given as they were
    /// read and no better, it has a warning of code [`NOT_REPAIRED`].
    ///
    /// # Errors
    ///
    /// Where no document can be made of them.
    fn complete(&self, worker: &mut Self::Worker, draft: &Draft, base: &Base) -> Result<Completed, Failure>;

    /// Makes the searchable PDF of the document in a draft, and leaves it there; asked where that is among the formats.
    ///
    /// # Errors
    ///
    /// Where it cannot be made; the document then has a warning, and its other files.
    fn bind(
        &self,
        worker: &mut Self::Worker,
        opened: &Self::Opened,
        draft: &Draft,
    ) -> Result<Binding, Failure>;

    /// Writes the files of the document in a draft, and leaves them there.
    ///
    /// # Errors
    ///
    /// Where they cannot be written.
    fn export(&self, worker: &mut Self::Worker, draft: &Draft, wanted: &Wanted) -> Result<Exported, Failure>;
}

/// The code of the warning in a document that is given as it was read.
pub const NOT_REPAIRED: &str = "not-repaired";

/// A page that was worked.
#[derive(Debug, Clone, PartialEq)]
pub struct Worked {
    /// The page. It gets its number when all pages are there.
    pub page: Page,
    /// Its restored images, where there are such.
    pub images: PageImages,
    /// What a reader should know about it; they get its number.
    pub warnings: Vec<Warning>,
}

impl Worked {
    /// Returns a page that could not be read, as a result.
    pub fn failed(number: u32, failure: &Failure) -> Self {
        let message = match &failure.hint {
            Some(hint) => format!("{}; {hint}", failure.message),
            None => failure.message.clone(),
        };
        Self {
            page: Page { status: PageStatus::Failed, ..Page::of_text(number, Vec::new()) },
            images: PageImages::default(),
            warnings: vec![Warning { page: Some(number), code: failure.code.clone(), message }],
        }
    }
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
    /// In where the output goes; nothing more can be written.
    Output,
    /// In what else goes on in the machine; the input is to be tried again.
    Surroundings,
    /// In what the machine gives to the run, such as processes; no input would come out now.
    Machine,
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

    /// Returns a failure of the machine, which gives the run too little.
    pub fn of_machine(code: &str, message: impl Into<String>) -> Self {
        Self { blame: Blame::Machine, ..Self::of_input(code, message) }
    }

    /// Returns a failure that the machine, or who is at work on it, brought about.
    pub fn of_surroundings(code: &str, message: impl Into<String>) -> Self {
        Self { blame: Blame::Surroundings, ..Self::of_input(code, message) }
    }

    /// Returns a failure of the place that the output goes to.
    pub fn of_output(code: &str, message: impl Into<String>) -> Self {
        Self { blame: Blame::Output, ..Self::of_input(code, message) }
    }

    /// Returns the failure of a system that lets the run open no more files.
    pub fn of_too_many_files(message: impl Into<String>) -> Self {
        Self::of_machine("too-many-files", message)
            .hint("let the run open more files, as with `ulimit -n 1024`, or try fewer `--jobs`")
    }

    /// Returns it with what mends it.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// How the system says that a process, or all together, have no more files to open.
pub(crate) const TOO_MANY_FILES: &str = "Too many open files";

/// Returns whether the system, or a library, failed for a reason of one of these kinds, or one that it puts so: not all have a kind.
fn is_of(error: &ExportError, kinds: &[io::ErrorKind], put: &str) -> bool {
    let is_of_kind = match error {
        // What the system refuses has a number, and is not what a limit of the process refuses.
        ExportError::Write { source, .. } => {
            source.raw_os_error().is_none() && kinds.contains(&source.kind())
        }
        _ => false,
    };
    is_of_kind || error.to_string().contains(put)
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        use io::ErrorKind::{FileTooLarge, InvalidFilename, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        let kind = match &error {
            ExportError::Write { source, .. } => Some(source.kind()),
            _ => None,
        };
        match (&error, kind) {
            _ if is_of(&error, &[io::ErrorKind::OutOfMemory], "not enough memory") => {
                Self::of_input("memory-limit", "it took more memory than it may")
                    .hint("look at it; if it is sound, give it more with `--page-memory`")
            }
            _ if is_of(&error, &[], TOO_MANY_FILES) => Self::of_too_many_files(error.to_string()),
            (ExportError::NotOurs(_), _) => Self::of_input("output-not-ours", error.to_string()),
            (ExportError::Json(_), _) => Self::of_input("output-unwritable", error.to_string())
                .hint("this is a fault of phuchoi; please report it with the input"),
            (ExportError::InOurPlace(_), _) => Self::of_output("output-not-ours", error.to_string()),
            (_, Some(StorageFull | QuotaExceeded | FileTooLarge)) => {
                Self::of_output("output-full", error.to_string())
                    .hint("make room on the disk; the same command goes on from there")
            }
            (_, Some(ReadOnlyFilesystem)) => Self::of_output("output-read-only", error.to_string())
                .hint("name a folder on a disk that can be written to, or copy this one to such a disk"),
            // The input's own name is too long for it.
            (_, Some(InvalidFilename)) => Self::of_input("output-unwritable", error.to_string())
                .hint("name a folder with a shorter path with `--out`"),
            _ => Self::of_surroundings("output-unwritable", error.to_string())
                .hint("check who may write there, and the disk; the same command tries it again"),
        }
    }
}

/// How a run is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Threads that work pages.
    pub jobs: NonZeroUsize,
    /// The formats to write.
    pub formats: Vec<Format>,
    /// How cells of tables are written; [`Line::fingerprints`] are of that.
    pub cells: Cells,
    /// Whether records that are already there and still true are kept.
    pub resume: bool,
    /// Whether inputs and pages that failed before are tried again.
    pub retry_failed: bool,
    /// What the report says of the settings.
    pub settings: Settings,
}

impl Plan {
    /// Returns whether documents are written in a format; the record always is.
    pub(crate) fn writes(&self, format: Format) -> bool {
        format == Format::Json || self.formats.contains(&format)
    }
}

/// Something that happened, told as it happens, from any thread.
#[derive(Debug)]
pub enum Event<'a> {
    /// A page was worked, well or not.
    Page {
        /// Its input.
        input: &'a Input,
        /// Its number in the input.
        number: u32,
        /// How many pages of the input are worked.
        done: u32,
        /// How many it has.
        of: u32,
        /// How long it took.
        took: Duration,
    },
    /// An input came to its end.
    Input {
        /// What became of it.
        report: &'a InputReport,
        /// What was done for it.
        work: Work,
    },
    /// A person had changed a file that is made anew, and it is kept under another name.
    KeptAside {
        /// The input of whose record it is, or the output folder that it stands in.
        of: &'a Path,
        /// The file's name, within the folder of the record or the output folder.
        name: &'a str,
        /// The name under which it is kept.
        aside: &'a str,
    },
}

/// What was done for an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Nothing: an earlier run's record, or its finding that there can be none, was kept.
    Kept,
    /// Its document was kept, and written in other formats.
    Written,
    /// Its document was made anew of the pages that an earlier run had read.
    Repaired,
    /// Its document was made anew of what its record of version 1 holds.
    RepairedOfFirst,
    /// Its pages were read.
    Read,
}

/// Is told what happens, and how the run goes with that. Never by two threads at once.
pub type Watch<'a> = &'a (dyn Fn(&Event<'_>, &Tally) + Sync);

/// What a run's report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All inputs: `run.json`, `scores.csv` and the folder of what failed are written.
    Whole,
    /// The shard of this name: its receipt is written.
    Shard(&'a str),
}

/// Why a run ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Something needed is not installed, or nothing can be written any more.
    #[error(transparent)]
    Ended(Failure),
    /// The output folder or the report could not be written.
    #[error(transparent)]
    Output(#[from] ExportError),
    /// The catalogue could not be used.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
}

/// Restores what is in the catalogue, writes each one's record and, at the end, what the [`Scope`] says.
///
/// `stop` ends the run early: pages in hand are finished, unless they are to be given up, too, documents whose pages are all there are
/// written, the rest is reported as [`Status::Pending`](report::Status::Pending). `watch` is told what happens.
///
/// # Errors
///
/// [`RunError`]; the records written before it stay.
pub fn run<L: Line>(
    line: &L,
    claim: &Claim,
    catalogue: &mut Catalogue,
    plan: &Plan,
    scope: Scope<'_>,
    stop: &Stop,
    watch: Watch<'_>,
) -> Result<Totals, RunError> {
    let done = run_claimed(line, claim, catalogue, plan, scope, stop, watch);
    // Whatever failed first then, that is why.
    if done.is_err() && !claim.holds() { Err(RunError::Ended(claim.lost())) } else { done }
}

fn run_claimed<L: Line>(
    line: &L,
    claim: &Claim,
    catalogue: &mut Catalogue,
    plan: &Plan,
    scope: Scope<'_>,
    stop: &Stop,
    watch: Watch<'_>,
) -> Result<Totals, RunError> {
    let formats: Vec<Format> = Format::ALL.into_iter().filter(|format| plan.writes(*format)).collect();
    let fingerprints = line.fingerprints().with_formats(&formats);
    let count = catalogue.count()?;
    let clock = Mutex::new(Clock::begin(count, catalogue.passed_over()?, claim.state()));
    let tell = |event: &Event<'_>| {
        let mut clock = clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.add(event, claim.state());
        watch(event, &clock.tally);
    };

    let mut totals = Totals::default();
    catalogue.each_settled::<RunError>(|report| {
        totals.add(&report);
        tell(&Event::Input { report: &report, work: Work::Read });
        Ok(())
    })?;
    totals += workers::work(line, claim, catalogue, plan, stop, &tell)?;
    catalogue.commit()?;
    totals.passed_over = catalogue.passed_over()?;
    totals.pending = count - totals.ok - totals.incomplete - totals.failed;

    let output = claim.output();
    let path = match scope {
        Scope::Whole => {
            let links = Links::begin(output, catalogue)?;
            let mut gathered = GatheredScores::begin(output, claim.state(), plan.cells)?;
            catalogue.each::<RunError>(|input, name, report| {
                links.add(input, name, &report)?;
                // A look at the disk is saved for records without any table.
                let has_tables = report.counts.is_some_and(|counts| counts.tables > 0);
                let record = name.filter(|_| report.record.is_some());
                let path = record.map(|record| output.join(record).join(scores::FILE));
                if let Some(path) = path.filter(|_| has_tables)
                    && export::file::is_there(&path)?
                {
                    gathered.add(&path)?;
                }
                Ok(())
            })?;
            if let Some(aside) = gathered.end()? {
                tell(&Event::KeptAside { of: output, name: scores::FILE, aside: &aside });
            }
            output.join(report::FILE)
        }
        Scope::Shard(name) => {
            let folder = output.join(shard::FOLDER);
            std::fs::create_dir_all(&folder)
                .map_err(|source| ExportError::Write { path: folder.clone(), source })?;
            folder.join(format!("{name}.json"))
        }
    };
    run_file::write(catalogue, &plan.settings, &fingerprints, &totals, &path)?;
    export::file::settle(output)?;
    let is_stopped = stop.is_wished() && totals.pending > 0;
    let state = if is_stopped { State::Interrupted } else { State::Finished };
    clock.into_inner().unwrap_or_else(PoisonError::into_inner).end(state, claim.state())?;
    Ok(totals)
}
