//! Threads that work the pages of many inputs.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Instant, SystemTime};

use super::catalogue::{Catalogue, CatalogueError};
use super::claim::Claim;
use super::input::{self, Input, Stamp};
use super::receipt::{self, Receipt};
use super::report::{Counts, InputReport, Reason, Status, Totals};
use super::{Blame, Event, Failure, Line, NOT_REPAIRED, Plan, RunError, Worked};
use crate::document::{Document, Page, Warning};
use crate::export::page_image::PageImage;
use crate::export::pdf::Bound;
use crate::export::{self, ExportError, Format, Made};

/// Works the catalogue's inputs and enters there what became of each; returns the sum.
pub(super) fn work<L: Line>(
    line: &L,
    claim: &Claim,
    catalogue: &mut Catalogue,
    plan: &Plan,
    fingerprint: &str,
    stop: &AtomicBool,
    watch: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Totals, RunError> {
    let run = Run {
        line,
        claim,
        plan,
        fingerprint,
        stop,
        watch,
        fatal: Mutex::new(None),
        books: Mutex::new(Books { catalogue, totals: Totals::default() }),
        queue: Mutex::new(Queue { pages: VecDeque::new(), opening: 0, is_exhausted: false }),
        came: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 0..plan.jobs.get() {
            scope.spawn(|| run.serve());
        }
    });
    match run.fatal.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(run.books.into_inner().unwrap_or_else(PoisonError::into_inner).totals),
    }
}

/// An input whose pages are being worked.
struct Job<O> {
    id: i64,
    input: Input,
    stamp: Stamp,
    blake3: String,
    opened: O,
    pages: Mutex<Pages>,
}

/// The pages worked so far.
struct Pages {
    worked: Vec<Option<Vec<Worked>>>,
    done: u32,
}

/// What waits to be worked.
struct Queue<O> {
    /// Pages of opened inputs, in order.
    pages: VecDeque<(Arc<Job<O>>, u32)>,
    /// How many inputs are being opened.
    opening: usize,
    /// True when there are no more inputs.
    is_exhausted: bool,
}

/// What a thread does next.
enum Task<O> {
    Page(Arc<Job<O>>, u32),
    Open(i64, Input),
}

struct Books<'a> {
    catalogue: &'a mut Catalogue,
    totals: Totals,
}

struct Run<'a, L: Line> {
    line: &'a L,
    claim: &'a Claim,
    plan: &'a Plan,
    fingerprint: &'a str,
    stop: &'a AtomicBool,
    watch: &'a (dyn Fn(&Event<'_>) + Sync),
    /// Why the run must end.
    fatal: Mutex<Option<RunError>>,
    books: Mutex<Books<'a>>,
    queue: Mutex<Queue<L::Opened>>,
    /// Told when there may be something to do, or nothing will come any more.
    came: Condvar,
}

/// What an input's own trouble is: a failure, or one of the catalogue, which ends the run.
enum Trouble {
    /// It will be the same next time.
    Lasting(Failure, String),
    /// It may be another next time.
    Passing(Failure),
    Books(CatalogueError),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Passing(failure)
    }
}

impl From<ExportError> for Trouble {
    fn from(error: ExportError) -> Self {
        Self::Passing(error.into())
    }
}

impl<L: Line> Run<'_, L> {
    fn is_ending(&self) -> bool {
        self.stop.load(Ordering::SeqCst) || lock(&self.fatal).is_some()
    }

    fn end(&self, error: RunError) {
        lock(&self.fatal).get_or_insert(error);
    }

    /// A thread's life: works pages, and opens the next input where no page waits, until there is neither.
    fn serve(&self) {
        let mut worker = None;
        while let Some(task) = self.next() {
            let made = match &mut worker {
                Some(worker) => worker,
                none => match self.line.worker() {
                    Ok(made) => none.insert(made),
                    Err(failure) => {
                        self.end(RunError::Ended(failure));
                        self.came.notify_all();
                        return;
                    }
                },
            };
            let is_sound = match task {
                Task::Page(job, number) => self.page(made, &job, number),
                Task::Open(id, input) => self.open(made, id, input),
            };
            if !is_sound {
                // What a panic leaves behind in the worker is not to be trusted.
                worker = None;
            }
        }
    }

    /// Returns what to do next. While there are pages no further input is opened, so that few are open at once.
    fn next(&self) -> Option<Task<L::Opened>> {
        let mut queue = lock(&self.queue);
        loop {
            if self.is_ending() {
                self.came.notify_all();
                return None;
            }
            if let Some((job, number)) = queue.pages.pop_front() {
                return Some(Task::Page(job, number));
            }
            if !queue.is_exhausted {
                match lock(&self.books).catalogue.next() {
                    Ok(Some((id, input))) => {
                        queue.opening += 1;
                        return Some(Task::Open(id, input));
                    }
                    Ok(None) => queue.is_exhausted = true,
                    Err(error) => self.end(error.into()),
                }
                continue;
            }
            if queue.opening == 0 {
                self.came.notify_all();
                return None;
            }
            queue = self.came.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Opens an input and puts its pages in the queue, or reports what else became of it. Returns whether the worker is
    /// sound.
    fn open(&self, worker: &mut L::Worker, id: i64, input: Input) -> bool {
        let job = catch_unwind(AssertUnwindSafe(|| self.opened(worker, id, &input)));
        let is_sound = job.is_ok();
        let mut pages = Vec::new();
        match job.unwrap_or_else(|panic| Err(failure_of(&*panic).into())) {
            Ok(Some(job)) => {
                let job = Arc::new(job);
                pages.extend((1..=self.line.page_count(&job.opened)).map(|page| (Arc::clone(&job), page)));
            }
            Ok(None) => {}
            Err(trouble) => self.fail(id, &input, trouble),
        }
        let mut queue = lock(&self.queue);
        queue.opening -= 1;
        queue.pages.extend(pages);
        drop(queue);
        self.came.notify_all();
        is_sound
    }

    /// Opens an input; `None` where what an earlier run found still holds.
    fn opened(
        &self,
        worker: &mut L::Worker,
        id: i64,
        input: &Input,
    ) -> Result<Option<Job<L::Opened>>, Trouble> {
        let (stamp, blake3) = self.bytes_of(input)?;
        let record = self.claim.output().join(&input.name);
        if let Some(receipt) = Receipt::read(&record) {
            let is_same_path = receipt.path == input::written(&input.path);
            if is_same_path && self.holds(&receipt, &blake3) && record.join(export::RECORD).exists() {
                self.report(id, report_of(input, receipt), true);
                return Ok(None);
            }
            if !is_same_path && receipt.blake3 != blake3 {
                let message = format!("`{}` holds the record of `{}`", record.display(), receipt.path);
                return Err(Failure::of_input("output-taken", message)
                    .hint("name another folder with `--out`, or take that record away")
                    .into());
            }
        }
        if self.plan.resume && !self.plan.retry_failed {
            let known = lock(&self.books).catalogue.failure(input, &blake3, self.fingerprint);
            if let Some(reason) = known.map_err(Trouble::Books)? {
                let status = Status::Failed;
                let pending = InputReport::pending(&input.path);
                self.report(id, InputReport { status, reason: Some(reason), ..pending }, true);
                return Ok(None);
            }
        }
        export::check(&record)?;
        let lasting = |failure| Trouble::Lasting(failure, blake3.clone());
        let opened = self.line.open(worker, input).map_err(lasting)?;
        let count = self.line.page_count(&opened);
        if count == 0 {
            let message = format!("`{}` has no pages", input.path.display());
            let failure = Failure::of_input("no-pages", message).hint("scan or save it again");
            return Err(lasting(failure));
        }
        let pages = Mutex::new(Pages { worked: (0..count).map(|_| None).collect(), done: 0 });
        Ok(Some(Job { id, input: input.clone(), stamp, blake3, opened, pages }))
    }

    /// Returns the stamp of an input's files and the hash of their bytes, which need not be read where the stamp is known.
    fn bytes_of(&self, input: &Input) -> Result<(Stamp, String), Trouble> {
        let unreadable = |error| input::unreadable(&input.path, &error);
        let stamp = input.stamp().map_err(unreadable)?;
        let known = lock(&self.books).catalogue.blake3(input, &stamp).map_err(Trouble::Books)?;
        if let Some(blake3) = known {
            return Ok((stamp, blake3));
        }
        let now = SystemTime::now();
        let blake3 = input.blake3().map_err(unreadable)?;
        if stamp.tells_bytes_read_at(now) {
            let kept = lock(&self.books).catalogue.keep_blake3(input, &stamp, &blake3);
            kept.map_err(Trouble::Books)?;
        }
        Ok((stamp, blake3))
    }

    /// True where a record was made of the same bytes, under the same settings, and is not to be made again.
    fn holds(&self, receipt: &Receipt, blake3: &str) -> bool {
        self.plan.resume
            && receipt.blake3 == blake3
            && receipt.fingerprint == self.fingerprint
            && (receipt.is_whole() || !self.plan.retry_failed)
    }

    fn fail(&self, id: i64, input: &Input, trouble: Trouble) {
        let failure = match trouble {
            Trouble::Books(error) => return self.end(error.into()),
            Trouble::Lasting(failure, _) | Trouble::Passing(failure) if failure.blame != Blame::Input => {
                return self.end(RunError::Ended(failure));
            }
            Trouble::Lasting(failure, blake3) => {
                let reason = Reason::from(&failure);
                let mut books = lock(&self.books);
                if let Err(error) = books.catalogue.keep_failure(input, &blake3, self.fingerprint, &reason) {
                    self.end(error.into());
                }
                failure
            }
            Trouble::Passing(failure) => failure,
        };
        self.report(id, InputReport::failed(&input.path, &failure), false);
    }

    fn report(&self, id: i64, report: InputReport, kept: bool) {
        (self.watch)(&Event::Input { report: &report, kept });
        let mut books = lock(&self.books);
        books.totals.add(&report);
        if let Err(error) = books.catalogue.report(id, &report) {
            self.end(error.into());
        }
    }

    /// Works a page, puts it in its place, and finishes the document if it was the last. Returns whether the worker is sound.
    fn page(&self, worker: &mut L::Worker, job: &Job<L::Opened>, number: u32) -> bool {
        let began = Instant::now();
        let worked = catch_unwind(AssertUnwindSafe(|| self.line.pages(worker, &job.opened, number)));
        let mut is_sound = worked.is_ok();
        let worked = match worked.unwrap_or_else(|panic| Err(failure_of(&*panic))) {
            Err(failure) if failure.blame != Blame::Input => {
                self.end(RunError::Ended(failure));
                return is_sound;
            }
            worked => worked.unwrap_or_else(|failure| vec![Worked::failed(number, &failure)]),
        };
        let complete = {
            let mut pages = lock(&job.pages);
            if let Some(place) = pages.worked.get_mut(number as usize - 1) {
                *place = Some(worked);
            }
            pages.done += 1;
            let (done, of) = (pages.done, pages.worked.len() as u32);
            (self.watch)(&Event::Page { input: &job.input, number, done, of, took: began.elapsed() });
            (done == of).then(|| std::mem::take(&mut pages.worked))
        };
        if let Some(worked) = complete {
            let worked = worked.into_iter().flatten().flatten().collect();
            let finished = catch_unwind(AssertUnwindSafe(|| self.finish(worker, job, worked)));
            is_sound &= finished.is_ok();
            let lasting =
                |panic: Box<dyn Any + Send>| Err(Trouble::Lasting(failure_of(&*panic), job.blake3.clone()));
            match finished.unwrap_or_else(lasting) {
                Ok(report) => self.report(job.id, report, false),
                Err(trouble) => self.fail(job.id, &job.input, trouble),
            }
        }
        is_sound
    }

    /// Makes the document of its pages and writes its record.
    fn finish(
        &self,
        worker: &mut L::Worker,
        job: &Job<L::Opened>,
        worked: Vec<Worked>,
    ) -> Result<InputReport, Trouble> {
        let (mut pages, mut images, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        // A scan may show two pages, so only now is it known which number each has.
        for (number, worked) in (1..).zip(worked) {
            pages.push(Page { number, ..worked.page });
            images.extend(worked.images.into_iter().map(|image| PageImage { page: number, ..image }));
            warnings.extend(worked.warnings.into_iter().map(|w| Warning { page: Some(number), ..w }));
        }
        let lasting = |failure| Trouble::Lasting(failure, job.blake3.clone());
        let mut document = self.line.finish(worker, &job.opened, pages, warnings).map_err(lasting)?;
        let mut pdf = None;
        if self.plan.formats.contains(&Format::Pdf) {
            let bound = self.line.bind(worker, &job.opened, &document);
            pdf = settle_pdf(bound, &mut document.warnings).map_err(Trouble::Passing)?;
        }
        if job.input.stamp().ok().as_ref() != Some(&job.stamp) {
            let message = format!("`{}` changed while it was read", job.input.path.display());
            return Err(Failure::of_input("changed-while-read", message)
                .hint("run again when nothing writes to it any more")
                .into());
        }
        if !self.claim.holds() {
            return Err(self.claim.lost().into());
        }
        let receipt = Receipt {
            path: input::written(&job.input.path),
            blake3: job.blake3.clone(),
            fingerprint: self.fingerprint.to_owned(),
            failed_pages: receipt::failed_pages(&document.pages),
            reason: reason_of(&document),
            counts: Counts::of(&document),
        };
        let record = self.claim.output().join(&job.input.name);
        Receipt::revoke(&record)?;
        let made = Made { images: &images, pdf: pdf.as_deref() };
        export::write(&document, &made, &record, &self.plan.formats)?;
        receipt.write(&record)?;
        Ok(report_of(&job.input, receipt))
    }
}

/// Returns a PDF's bytes, and warns of what is to be said of it, or of why there is none. A failure that is not the input's is
/// given back.
fn settle_pdf(
    bound: Result<Bound, Failure>,
    warnings: &mut Vec<Warning>,
) -> Result<Option<Vec<u8>>, Failure> {
    let warning = |code: &str, message| Warning { page: None, code: code.to_owned(), message };
    match bound {
        Ok(Bound { bytes, obstacles, was_signed }) => {
            if was_signed {
                let message = "`document.pdf` is no longer what was digitally signed: keep the input, whose signature holds";
                warnings.push(warning("signature-void", message.to_owned()));
            }
            if !obstacles.is_empty() {
                let message = format!("`document.pdf` does not claim to be PDF/A: {}", obstacles.join("; "));
                warnings.push(warning("not-pdf-a", message));
            }
            Ok(Some(bytes))
        }
        Err(failure) if failure.blame == Blame::Input => {
            let hint = failure.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            warnings.push(warning("not-exported", format!("{failure}{hint}")));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

fn failure_of(panic: &(dyn Any + Send)) -> Failure {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Failure::of_input(
        "internal-error",
        format!("phuchoi gave up on it: {}", words.unwrap_or("no reason given")),
    )
    .hint("this is a fault of phuchoi; please report it with the input")
}

/// Why a document is not whole: of pages that are lacking, that of the first for all.
fn reason_of(document: &Document) -> Option<Reason> {
    let failed = receipt::failed_pages(&document.pages);
    let Some(&number) = failed.first() else {
        let warning = document.warnings.iter().find(|warning| warning.code == NOT_REPAIRED)?;
        return Some(Reason { code: warning.code.clone(), message: warning.message.clone(), hint: None });
    };
    let first = document.warnings.iter().find(|warning| warning.page == Some(number));
    let message = format!("{} of {} pages not read whole", failed.len(), document.pages.len());
    Some(Reason {
        code: first.map_or("page-unreadable", |warning| &warning.code).to_owned(),
        message: first.map_or_else(|| message.clone(), |warning| format!("{message}: {}", warning.message)),
        hint: None,
    })
}

fn report_of(input: &Input, receipt: Receipt) -> InputReport {
    let status = match receipt.failed_pages.len() as u64 {
        0 if receipt.is_whole() => Status::Ok,
        all if all == receipt.counts.pages => Status::Failed,
        _ => Status::Incomplete,
    };
    InputReport {
        status,
        reason: receipt.reason,
        failed_pages: receipt.failed_pages,
        ..InputReport::recorded(input, &receipt.blake3, receipt.counts)
    }
}

/// A lock whose holder panicked guards nothing that could be half changed here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
