//! Pages worked in processes of their own, with limits on what one may take.
//!
//! A C library may crash, a file may unpack to more than the machine's memory, a decoder may never come to an end.
//! None of that may cost more than the page it happens on. So outside bytes are opened and decoded, and pages restored
//! and recognised, in child processes: this same program, started with the hidden command `work`. Each thread of
//! [`batch`](crate::batch) owns one [`child`]; what it is asked and what it answers are [`message`]s in [`frame`]s on
//! its standard input and output. [`limits`] says what a page may take. A child that goes over it, or dies, is replaced,
//! and its page fails with the reason. A document is completed in a child too, of what the children gave; where that
//! fails, what was read is kept as it was read.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use crate::batch::draft::{self, Base, Binding, Completed, Draft, Exported, Wanted};
use crate::batch::earlier::EarlierSays;
use crate::batch::fingerprint::Fingerprints;
use crate::batch::input::Input;
use crate::batch::stop::Stop;
use crate::batch::{Blame, Failure, Line};
use crate::document::SourceInfo;
use crate::export::Format;
use crate::pipeline::Pipeline;
use crate::source::FolderContents;
use crate::triage::Survey;

mod child;
mod confinement;
mod death;
mod frame;
mod launch;
mod limits;
mod message;
mod process_state;
mod serve;

use child::Child;
pub use confinement::{Confinement, confine};
use death::Fault;
use launch::Launch;
pub use limits::Limits;
use message::{Answer, Asked, Place, Request, Setup};
pub use serve::serve;

/// How long is waited before a child is started again that could not be, or that was ended from outside; after as many tries it is
/// given up.
const PAUSES: [Duration; 3] = [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(3)];

/// After how many requests in a row that the surroundings let nothing come of the run ends: it is not the inputs.
const IN_A_ROW: u32 = 3;

/// The line of stages, in child processes.
#[derive(Debug)]
pub struct Isolated {
    launch: Launch,
    setup: Setup,
    fingerprints: Fingerprints,
    /// Requests in a row that the surroundings let nothing come of.
    in_a_row: AtomicU32,
    stop: Arc<Stop>,
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
        Self {
            launch: Launch::new(launch),
            setup: Setup { pipeline, limits, writable: Vec::new() },
            fingerprints,
            in_a_row: AtomicU32::new(0),
            stop: Arc::default(),
        }
    }

    /// Lets the children write below a folder, which is there when the first is started. Drafts lie in such a one, and images of
    /// steps go to one; elsewhere a child cannot write.
    pub fn writing_below(mut self, folder: &Path) -> Self {
        self.setup.writable.push(folder.into());
        self
    }

    /// Has it give up what is in hand when that is wished.
    pub fn stopped_by(self, stop: Arc<Stop>) -> Self {
        Self { stop, ..self }
    }

    /// Asks a child, started if there is none, for what takes no more than a scan may.
    fn ask(&self, kept: &mut Option<Child>, request: Request) -> Result<Answer, Failure> {
        self.ask_of_bytes(kept, request, 0)
    }

    /// Asks a child, started if there is none, for what is done with so many bytes of pages. One that died by itself may have been
    /// brought to it by what came before, so a second is asked before the input is blamed; what comes from outside is waited out.
    fn ask_of_bytes(
        &self,
        kept: &mut Option<Child>,
        request: Request,
        bytes: u64,
    ) -> Result<Answer, Failure> {
        let limits = self.setup.limits.of_bytes(bytes);
        let asked = Asked { request, bytes };
        let (mut pauses, mut has_crashed) = (PAUSES.iter(), false);
        loop {
            let answer = match kept {
                Some(child) => child.ask(&asked, &limits, &self.stop),
                None => Child::start(&self.launch, &self.setup, &self.stop)
                    .and_then(|child| kept.insert(child).ask(&asked, &limits, &self.stop)),
            };
            let death = match answer {
                Ok(answer) => {
                    self.in_a_row.store(0, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err(death) => death,
            };
            *kept = None;
            if self.stop.is_at_once() {
                return Err(Failure::of_surroundings("stopped", "the run was ended while it was worked"));
            }
            match death.fault(&limits) {
                Fault::Either if !has_crashed => has_crashed = true,
                Fault::Input | Fault::Either => return Err(death.failure(&limits)),
                Fault::Surroundings => match pauses.next() {
                    Some(pause) => thread::sleep(*pause),
                    None => return Err(self.surrounded(death.failure(&limits))),
                },
            }
        }
    }

    /// Returns the failure of a request that the surroundings let nothing come of; it ends the run where it is one in a row.
    fn surrounded(&self, failure: Failure) -> Failure {
        let in_a_row = self.in_a_row.fetch_add(1, Ordering::Relaxed) + 1;
        if in_a_row < IN_A_ROW { failure } else { Failure { blame: Blame::Machine, ..failure } }
    }
}

impl Isolated {
    fn open_known(
        &self,
        worker: &mut Option<Child>,
        input: &Input,
        known: FolderContents,
    ) -> Result<Opened, Failure> {
        match self.ask(worker, Request::Open(Place::new(input, known)))? {
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
        let mut page = |number| match self.ask(worker, Request::Survey(opened.place(), number))? {
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

    fn read(
        &self,
        worker: &mut Option<Child>,
        opened: &Opened,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure> {
        done(self.ask(worker, Request::Read(opened.place(), scan, draft.clone()))?)
    }

    fn takes_images(&self, format: Format) -> bool {
        format.of_images().is_some() || format == Format::Pdf && self.setup.pipeline.shows_restored()
    }

    fn images(
        &self,
        worker: &mut Option<Child>,
        opened: &Opened,
        scan: u32,
        draft: &Draft,
    ) -> Result<(), Failure> {
        done(self.ask(worker, Request::Images(opened.place(), scan, draft.clone()))?)
    }

    fn earlier(&self, worker: &mut Option<Child>, folder: &Path) -> Result<Option<EarlierSays>, Failure> {
        let bytes = draft::size_of_base(folder);
        match self.ask_of_bytes(worker, Request::Earlier(folder.into()), bytes) {
            Ok(Answer::Earlier(says)) => Ok(says),
            // What cannot be looked into is of no use.
            Ok(Answer::Failed(failure)) | Err(failure) if failure.blame == Blame::Input => Ok(None),
            Ok(Answer::Failed(failure)) | Err(failure) => Err(failure),
            Ok(_) => Err(out_of_turn()),
        }
    }

    fn complete(&self, worker: &mut Option<Child>, draft: &Draft, base: &Base) -> Result<Completed, Failure> {
        let bytes = draft.size().max(base.size());
        let mut ask = |as_read| {
            let request = Request::Complete { draft: draft.clone(), base: base.clone(), as_read };
            match self.ask_of_bytes(worker, request, bytes)? {
                Answer::Completed(completed) => Ok(completed),
                Answer::Failed(failure) => Err(failure),
                _ => Err(out_of_turn()),
            }
        };
        // What was read has taken long, and is not to be lost over what makes it better.
        ask(None)
            .or_else(|failure| if failure.blame == Blame::Input { ask(Some(failure)) } else { Err(failure) })
    }

    fn bind(&self, worker: &mut Option<Child>, opened: &Opened, draft: &Draft) -> Result<Binding, Failure> {
        match self.ask_of_bytes(worker, Request::Bind(opened.place(), draft.clone()), draft.size())? {
            Answer::Bound(binding) => Ok(binding),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }

    fn export(
        &self,
        worker: &mut Option<Child>,
        draft: &Draft,
        wanted: &Wanted,
    ) -> Result<Exported, Failure> {
        match self.ask_of_bytes(worker, Request::Export(draft.clone(), wanted.clone()), draft.size())? {
            Answer::Exported(exported) => Ok(*exported),
            Answer::Failed(failure) => Err(failure),
            _ => Err(out_of_turn()),
        }
    }
}

fn done(answer: Answer) -> Result<(), Failure> {
    match answer {
        Answer::Done => Ok(()),
        Answer::Failed(failure) => Err(failure),
        _ => Err(out_of_turn()),
    }
}

fn out_of_turn() -> Failure {
    Failure::of_input("internal-error", "a child process answered what it was not asked")
        .hint("this is a fault of phuchoi; please report it with the input")
}
