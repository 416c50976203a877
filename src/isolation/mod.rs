//! Pages worked in processes of their own, with limits on what one may take.
//!
//! A C library may crash, a file may unpack to more than the machine's memory, a decoder may never come to an end.
//! None of that may cost more than the page it happens on. So outside bytes are opened and decoded, and pages restored
//! and recognised, in child processes: this same program, started with the hidden command `work`. Each thread of
//! [`batch`](crate::batch) owns one [`child`]; what it is asked and what it answers are [`message`]s in [`frame`]s on
//! its standard input and output. [`limits`] says what a page may take. A child that goes over it, or dies, is replaced,
//! and its page fails with the reason. A document is completed in a child too, of what the children gave; where that
//! fails, what was read is kept as it was read.

use std::borrow::Cow;
use std::ffi::OsString;

use crate::batch::fingerprint::Fingerprints;
use crate::batch::input::Input;
use crate::batch::{Blame, Failure, Line, NOT_REPAIRED, Worked};
use crate::document::{Document, Page, SourceInfo, Warning};
use crate::export::Format;
use crate::export::page_image::{PageImage, PageImages};
use crate::export::pdf::Bound;
use crate::pipeline::Pipeline;
use crate::source::FolderContents;
use crate::triage::Survey;

mod child;
mod frame;
mod limits;
mod message;
mod serve;

use child::Child;
pub use limits::Limits;
use message::{Answer, Place, Request, Setup};
pub use serve::serve;

/// The line of stages, in child processes.
#[derive(Debug)]
pub struct Isolated {
    launch: Vec<OsString>,
    setup: Setup,
    fingerprints: Fingerprints,
}

/// An input that a child could open.
#[derive(Debug)]
pub struct Opened {
    input: Input,
    info: SourceInfo,
    page_count: u32,
    /// What is known of its files, where it is a folder; no other child need find it again.
    known: FolderContents,
}

impl Opened {
    fn place(&self) -> Place {
        Place::new(&self.input, self.known.clone())
    }
}

impl Isolated {
    /// Makes the line. `launch` is what starts this same program: its file, or an interpreter and what it is given.
    /// The fingerprints are those of the pipeline.
    pub fn new(
        launch: Vec<OsString>,
        pipeline: Pipeline,
        limits: Limits,
        fingerprints: Fingerprints,
    ) -> Self {
        Self { launch, setup: Setup { pipeline, limits }, fingerprints }
    }

    /// Asks a child, started if there is none. One that died by itself may have been killed by what came before, or from
    /// outside, so a second is asked before the input is blamed.
    fn ask(&self, kept: &mut Option<Child>, request: &Request<'_>) -> Result<Answer, Failure> {
        let (limits, share) = (&self.setup.limits, request.share());
        let mut again = true;
        loop {
            let child = match kept {
                Some(child) => child,
                None => kept.insert(Child::start(&self.launch, &self.setup)?),
            };
            match child.ask(request, limits.wall(share)) {
                Ok(answer) => return Ok(answer),
                Err(death) => {
                    *kept = None;
                    if !(again && death.may_be_chance()) {
                        return Err(death.failure(limits, share));
                    }
                    again = false;
                }
            }
        }
    }
}

impl Isolated {
    fn open_known(
        &self,
        worker: &mut Option<Child>,
        input: &Input,
        known: FolderContents,
    ) -> Result<Opened, Failure> {
        match self.ask(worker, &Request::Open(Place::new(input, known)))? {
            Answer::Opened { info, page_count, known } => {
                Ok(Opened { input: input.clone(), info, page_count, known })
            }
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }

    /// Returns what the text layers of an input's pages are, in order, each by itself: one that cannot be looked into costs no
    /// other.
    ///
    /// # Errors
    ///
    /// Where the input cannot be opened.
    pub fn survey(
        &self,
        worker: &mut Option<Child>,
        input: &Input,
    ) -> Result<Vec<Result<Survey, Failure>>, Failure> {
        let opened = self.open_known(worker, input, FolderContents::default())?;
        let mut page = |number| match self.ask(worker, &Request::Survey(opened.place(), number))? {
            Answer::Surveyed(survey) => Ok(*survey),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        };
        Ok((1..=opened.page_count).map(&mut page).collect())
    }
}

impl Line for Isolated {
    type Opened = Opened;
    /// The thread's child, from the first page on.
    type Worker = Option<Child>;

    fn fingerprints(&self) -> &Fingerprints {
        &self.fingerprints
    }

    fn open(&self, worker: &mut Option<Child>, input: &Input, blake3: &str) -> Result<Opened, Failure> {
        let known = FolderContents { blake3: Some(blake3.to_owned()), page_counts: None };
        self.open_known(worker, input, known)
    }

    fn info(&self, opened: &Opened) -> SourceInfo {
        opened.info.clone()
    }

    fn page_count(&self, opened: &Opened) -> u32 {
        opened.page_count
    }

    fn worker(&self) -> Result<Option<Child>, Failure> {
        Ok(None)
    }

    fn pages(
        &self,
        worker: &mut Option<Child>,
        opened: &Opened,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        match self.ask(worker, &Request::Page(opened.place(), number))? {
            Answer::Worked(worked) => Ok(worked),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }

    fn takes_images(&self, format: Format) -> bool {
        format.of_images().is_some() || format == Format::Pdf && self.setup.pipeline.shows_restored()
    }

    fn images(
        &self,
        worker: &mut Option<Child>,
        opened: &Opened,
        number: u32,
    ) -> Result<Vec<PageImages>, Failure> {
        match self.ask(worker, &Request::Images(opened.place(), number))? {
            Answer::Worked(worked) => Ok(worked.into_iter().map(|worked| worked.images).collect()),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }

    fn finish(
        &self,
        worker: &mut Option<Child>,
        info: SourceInfo,
        pages: Vec<Page>,
        warnings: Vec<Warning>,
    ) -> Result<Document, Failure> {
        let request = Request::Complete {
            info: Cow::Borrowed(&info),
            pages: Cow::Borrowed(&pages),
            warnings: Cow::Borrowed(&warnings),
        };
        match self.ask(worker, &request) {
            Ok(Answer::Completed(document)) => Ok(*document),
            Ok(Answer::Opened { .. } | Answer::Worked(_) | Answer::Surveyed(_) | Answer::Bound(_)) => {
                Err(out_of_turn())
            }
            // What was read has taken long, and is not to be lost over what makes it better.
            Ok(Answer::Failed(failure)) | Err(failure) if failure.blame == Blame::Input => {
                let document = Document { warnings, ..Document::new(info, pages) };
                Ok(as_read(document, &failure))
            }
            Ok(Answer::Failed(failure)) | Err(failure) => Err(failure),
        }
    }

    fn bind(
        &self,
        worker: &mut Option<Child>,
        opened: &Opened,
        document: &Document,
        shown: Vec<PageImage>,
    ) -> Result<Bound, Failure> {
        let document = Box::new(Cow::Borrowed(document));
        match self.ask(worker, &Request::Bind { place: opened.place(), document, shown })? {
            Answer::Bound(bound) => Ok(bound),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }
}

/// Returns a document as it was read, with the reason why no more was made of it.
fn as_read(mut document: Document, failure: &Failure) -> Document {
    document.part_into_words();
    document.lay_out_as_read();
    let hint = failure.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
    document.warnings.push(Warning {
        page: None,
        code: NOT_REPAIRED.to_owned(),
        message: format!("it is given as it was read, neither repaired nor structured: {failure}{hint}"),
    });
    document
}

fn out_of_turn() -> Failure {
    Failure::of_input("internal-error", "a child process answered what it was not asked")
        .hint("this is a fault of phuchoi; please report it with the input")
}
