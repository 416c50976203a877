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
use super::draft::{OF_PDF, gathered, placed, reason_of, settle_pdf};
use super::fingerprint::Fingerprints;
use super::input::{self, Input, Stamp};
use super::receipt::{self, Receipt};
use super::record::{Record, Standing, Wanted, Writing};
use super::report::{Counts, InputReport, Reason, Status, Totals};
use super::{Blame, Event, Failure, Line, Plan, RunError, Work, Worked};
use crate::document::{Document, Page, SourceInfo, written};
use crate::export::page_image::{PageImage, PageImages};
use crate::export::pdf::Bound;
use crate::export::recognised::Recognised;
use crate::export::{self, ExportError, Format, Made};

/// Works the catalogue's inputs and enters there what became of each; returns the sum.
pub(super) fn work<L: Line>(
    line: &L,
    claim: &Claim,
    catalogue: &mut Catalogue,
    plan: &Plan,
    stop: &AtomicBool,
    watch: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Totals, RunError> {
    let run = Run {
        line,
        claim,
        plan,
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

/// An input at work.
struct Subject {
    id: i64,
    input: Input,
    stamp: Stamp,
    blake3: String,
    record: Record,
    /// The formats that its document is written in.
    formats: Vec<Format>,
}

/// An input whose pages are being worked.
struct Job<O> {
    subject: Subject,
    opened: O,
    /// Taken when the document is finished.
    known: Mutex<Option<Known>>,
    pages: Mutex<Pages>,
}

/// What is known of an input's document before its pages are worked.
enum Known {
    /// Where it comes from. Its pages are to be read.
    Source(SourceInfo),
    /// What was read of it. True, where it comes out of a record of version 1, and where it is in the record's folder as it is.
    Pages { recognised: Box<Recognised>, is_of_first: bool, is_there: bool },
    /// The document as it is in the record's folder.
    Document(Box<Document>),
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
    /// It will be the same next time for these bytes, as long as that stays the same.
    Lasting {
        failure: Failure,
        blake3: String,
        cause: Cause,
    },
    /// It may be another next time.
    Passing(Failure),
    Books(CatalogueError),
}

/// What besides an input's bytes makes trouble that lasts.
#[derive(Clone, Copy)]
enum Cause {
    /// How it is read.
    Reading,
    /// That, and how its document is completed.
    Document,
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

    /// Opens an input; `None` where no page of it need be worked, and all is done for it.
    fn opened(
        &self,
        worker: &mut L::Worker,
        id: i64,
        input: &Input,
    ) -> Result<Option<Job<L::Opened>>, Trouble> {
        let (stamp, blake3) = self.bytes_of(input)?;
        let record = Record::at(self.claim.output().join(&input.name));
        let path = written(&input.path);
        if let Some(other) = record.of_another(&path, &blake3) {
            let message = format!("`{}` holds the record of `{other}`", record.folder().display());
            return Err(Failure::of_input("output-taken", message)
                .hint("name another folder with `--out`, or take that record away")
                .into());
        }
        let formats = self.formats_of(&record);
        let wanted = Wanted {
            path: &path,
            blake3: &blake3,
            fingerprints: self.line.fingerprints(),
            formats: &formats,
            retry_failed: self.plan.retry_failed,
        };
        let standing = if self.plan.resume { record.standing(&wanted) } else { Standing::Nothing };
        let known = match standing {
            Standing::Done(receipt) => {
                self.report(id, report_of(input, *receipt), Work::Kept);
                return Ok(None);
            }
            Standing::Document(document) => Some(Known::Document(document)),
            Standing::Pages(mut recognised, is_of_first) => {
                let is_there = !is_of_first && recognised.source.path == path;
                recognised.source.path.clone_from(&path);
                Some(Known::Pages { recognised, is_of_first, is_there })
            }
            Standing::Nothing if self.failed_before(id, input, &blake3)? => return Ok(None),
            Standing::Nothing => None,
        };
        export::check(record.folder())?;
        let subject = Subject { id, input: input.clone(), stamp, blake3, record, formats };
        match known {
            Some(known) if !self.lacks_images(&subject, &known) => {
                let (report, work) = self.finish(worker, &subject, None, known, Vec::new())?;
                self.report(id, report, work);
                Ok(None)
            }
            known => self.job(worker, subject, known).map(Some),
        }
    }

    /// Returns the formats that an input's document is written in: those of the plan, and those that its record was rendered in
    /// besides.
    fn formats_of(&self, record: &Record) -> Vec<Format> {
        let rendered =
            record.receipt().filter(|_| self.plan.resume).map(|receipt| receipt.rendered.as_slice());
        let rendered = rendered.unwrap_or_default();
        let is_wanted =
            |format: &Format| self.plan.writes(*format) || rendered.iter().any(|name| name == format.name());
        Format::ALL.into_iter().filter(is_wanted).collect()
    }

    /// Returns whether an earlier run found that nothing can be made of an input's bytes, and reports that.
    fn failed_before(&self, id: i64, input: &Input, blake3: &str) -> Result<bool, Trouble> {
        if !self.plan.resume || self.plan.retry_failed {
            return Ok(false);
        }
        for cause in [Cause::Reading, Cause::Document] {
            let fingerprint = self.fingerprint_of(cause);
            let known = lock(&self.books).catalogue.failure(input, blake3, &fingerprint);
            if let Some(reason) = known.map_err(Trouble::Books)? {
                let status = Status::Failed;
                let pending = InputReport::pending(&input.path);
                self.report(id, InputReport { status, reason: Some(reason), ..pending }, Work::Kept);
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Opens an input whose pages are to be worked.
    fn job(
        &self,
        worker: &mut L::Worker,
        subject: Subject,
        known: Option<Known>,
    ) -> Result<Job<L::Opened>, Trouble> {
        let lasting = |failure| Self::lasting_of_reading(failure, &subject);
        let opened = self.line.open(worker, &subject.input, &subject.blake3).map_err(lasting)?;
        let count = self.line.page_count(&opened);
        if count == 0 {
            let message = format!("`{}` has no pages", subject.input.path.display());
            let failure = Failure::of_input("no-pages", message).hint("scan or save it again");
            return Err(lasting(failure));
        }
        let known = known.unwrap_or_else(|| Known::Source(self.line.info(&opened)));
        let pages = Mutex::new(Pages { worked: (0..count).map(|_| None).collect(), done: 0 });
        Ok(Job { subject, opened, known: Mutex::new(Some(known)), pages })
    }

    fn fingerprint_of(&self, cause: Cause) -> String {
        let fingerprints = self.line.fingerprints();
        match cause {
            Cause::Reading => fingerprints.reading.clone(),
            Cause::Document => fingerprints.document(),
        }
    }

    /// Returns trouble that stays the same as long as the input and how it is read do.
    fn lasting_of_reading(failure: Failure, subject: &Subject) -> Trouble {
        Trouble::Lasting { failure, blake3: subject.blake3.clone(), cause: Cause::Reading }
    }

    /// Returns trouble that stays the same as long as the input and how its document is made do.
    fn lasting(failure: Failure, subject: &Subject) -> Trouble {
        Trouble::Lasting { failure, blake3: subject.blake3.clone(), cause: Cause::Document }
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

    fn fail(&self, id: i64, input: &Input, trouble: Trouble) {
        let failure = match trouble {
            Trouble::Books(error) => return self.end(error.into()),
            Trouble::Lasting { failure, .. } | Trouble::Passing(failure) if failure.blame != Blame::Input => {
                return self.end(RunError::Ended(failure));
            }
            Trouble::Lasting { failure, blake3, cause } => {
                let reason = Reason::from(&failure);
                let fingerprint = self.fingerprint_of(cause);
                let mut books = lock(&self.books);
                if let Err(error) = books.catalogue.keep_failure(input, &blake3, &fingerprint, &reason) {
                    self.end(error.into());
                }
                failure
            }
            Trouble::Passing(failure) => failure,
        };
        self.report(id, InputReport::failed(&input.path, &failure), Work::Read);
    }

    fn report(&self, id: i64, report: InputReport, work: Work) {
        (self.watch)(&Event::Input { report: &report, work });
        let mut books = lock(&self.books);
        books.totals.add(&report);
        if let Err(error) = books.catalogue.report(id, &report) {
            self.end(error.into());
        }
    }

    /// Works a page, puts it in its place, and finishes the document if it was the last. Returns whether the worker is sound.
    fn page(&self, worker: &mut L::Worker, job: &Job<L::Opened>, number: u32) -> bool {
        let began = Instant::now();
        let worked = catch_unwind(AssertUnwindSafe(|| self.worked(worker, job, number)));
        let mut is_sound = worked.is_ok();
        let worked = match worked.unwrap_or_else(|panic| Err(failure_of(&*panic))) {
            Err(failure) if failure.blame != Blame::Input => {
                self.end(RunError::Ended(failure));
                return is_sound;
            }
            worked => worked.unwrap_or_else(|failure| vec![Worked::failed(number, &failure)]),
        };
        let input = &job.subject.input;
        let complete = {
            let mut pages = lock(&job.pages);
            if let Some(place) = pages.worked.get_mut(number as usize - 1) {
                *place = Some(worked);
            }
            pages.done += 1;
            let (done, of) = (pages.done, pages.worked.len() as u32);
            (self.watch)(&Event::Page { input, number, done, of, took: began.elapsed() });
            (done == of).then(|| std::mem::take(&mut pages.worked))
        };
        let known = || lock(&job.known).take();
        if let Some((worked, known)) = complete.and_then(|worked| Some((worked, known()?))) {
            let worked = worked.into_iter().flatten().flatten().collect();
            let (subject, opened) = (&job.subject, Some(&job.opened));
            let finished =
                catch_unwind(AssertUnwindSafe(|| self.finish(worker, subject, opened, known, worked)));
            is_sound &= finished.is_ok();
            let lasting = |panic: Box<dyn Any + Send>| Err(Self::lasting(failure_of(&*panic), subject));
            match finished.unwrap_or_else(lasting) {
                Ok((report, work)) => self.report(subject.id, report, work),
                Err(trouble) => self.fail(subject.id, input, trouble),
            }
        }
        is_sound
    }

    /// Reads a page, or only restores its image where its text is known.
    fn worked(
        &self,
        worker: &mut L::Worker,
        job: &Job<L::Opened>,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        if matches!(&*lock(&job.known), Some(Known::Source(_))) {
            return self.line.pages(worker, &job.opened, number);
        }
        let images = self.line.images(worker, &job.opened, number)?;
        let page = Page::of_text(number, Vec::new());
        let worked = |images| Worked { page: page.clone(), images, warnings: Vec::new() };
        Ok(images.into_iter().map(worked).collect())
    }

    /// Returns the formats of an input whose files are there as they would be written.
    fn kept(&self, subject: &Subject, known: &Known) -> Vec<Format> {
        let now = self.line.fingerprints();
        let of_same_pages = |receipt: &&Receipt| {
            receipt.blake3 == subject.blake3 && receipt.fingerprints.reading == now.reading
        };
        let Some(receipt) = subject.record.receipt().filter(of_same_pages) else { return Vec::new() };
        let is_kept = |format: &&Format| {
            let may_be = match known {
                Known::Source(_) => false,
                // Of all formats only the restored images say nothing of what was repaired.
                Known::Pages { .. } => format.of_images().is_some(),
                Known::Document(_) => true,
            };
            let of = |fingerprints: &Fingerprints| fingerprints.formats.get(format.name()).cloned();
            may_be
                && of(&receipt.fingerprints).is_some_and(|then| Some(then) == of(now))
                && subject.record.holds(**format)
        };
        subject.formats.iter().filter(is_kept).copied().collect()
    }

    /// Returns whether images of an input's pages are asked for that are not there.
    fn lacks_images(&self, subject: &Subject, known: &Known) -> bool {
        let kept = self.kept(subject, known);
        subject.formats.iter().any(|format| self.line.takes_images(*format) && !kept.contains(format))
    }

    /// Makes a document of what is known and what was worked, and writes its record.
    fn finish(
        &self,
        worker: &mut L::Worker,
        subject: &Subject,
        opened: Option<&L::Opened>,
        known: Known,
        worked: Vec<Worked>,
    ) -> Result<(InputReport, Work), Trouble> {
        let kept = self.kept(subject, &known);
        let Draft { work, mut document, images, recognised, is_new } =
            self.draft(worker, subject, known, worked)?;
        let mut formats: Vec<Format> =
            subject.formats.iter().filter(|format| !kept.contains(format)).copied().collect();
        let before = document.warnings.clone();
        let mut pdf = None;
        if !kept.contains(&Format::Pdf) {
            document.warnings.retain(|warning| !OF_PDF.contains(&warning.code.as_str()));
        }
        if formats.contains(&Format::Pdf) {
            let bound = self.bind(worker, subject, opened, &document, images.shown)?;
            pdf = settle_pdf(bound, &mut document.warnings).map_err(Trouble::Passing)?;
        }
        if is_new || document.warnings != before {
            // What is written of a document tells its warnings, too; what shows the scan does not.
            let is_stale = |format: &&Format| {
                formats.contains(format) || format.of_images().is_none() && **format != Format::Pdf
            };
            formats = subject.formats.iter().filter(is_stale).copied().collect();
        }
        let kept: Vec<Format> = kept.into_iter().filter(|format| !formats.contains(format)).collect();
        if subject.input.stamp().ok().as_ref() != Some(&subject.stamp) {
            let message = format!("`{}` changed while it was read", subject.input.path.display());
            return Err(Failure::of_input("changed-while-read", message)
                .hint("run again when nothing writes to it any more")
                .into());
        }
        if !self.claim.holds() {
            return Err(self.claim.lost().into());
        }
        let made = Made { images: &images.files, pdf: pdf.as_deref(), cells: self.plan.cells };
        let writing = Writing {
            document: &document,
            made,
            formats: &formats,
            kept: &kept,
            recognised: recognised.as_deref(),
        };
        let input = &subject.input;
        let mut told = |name: &str, aside: &str| (self.watch)(&Event::KeptAside { input, name, aside });
        let receipt = subject.record.write(&writing, self.receipt(subject, &document), &mut told)?;
        Ok((report_of(input, receipt), work))
    }

    /// Makes a document of what is known and what was worked.
    fn draft(
        &self,
        worker: &mut L::Worker,
        subject: &Subject,
        known: Known,
        worked: Vec<Worked>,
    ) -> Result<Draft, Trouble> {
        let lasting = |failure| Self::lasting(failure, subject);
        let finish = |worker: &mut L::Worker, recognised: Recognised| {
            let Recognised { source, pages, warnings, .. } = recognised;
            self.line.finish(worker, source, pages, warnings).map_err(lasting)
        };
        let of_images = |worked: Vec<Worked>, mut document: Document| {
            let images = placed(worked, &mut document);
            (document, images)
        };
        match known {
            Known::Source(source) => {
                let reading = self.line.fingerprints().reading.clone();
                let (recognised, images) = gathered(reading, source, worked);
                let packed = Some(recognised.render()?);
                let document = finish(worker, recognised)?;
                Ok(Draft { work: Work::Read, document, images, recognised: packed, is_new: true })
            }
            Known::Pages { recognised, is_of_first, is_there } => {
                let packed = (!is_there).then(|| recognised.render()).transpose()?;
                let (document, images) = of_images(worked, finish(worker, *recognised)?);
                let work = if is_of_first { Work::RepairedOfFirst } else { Work::Repaired };
                Ok(Draft { work, document, images, recognised: packed, is_new: true })
            }
            Known::Document(document) => {
                let warnings = document.warnings.len();
                let (document, images) = of_images(worked, *document);
                let is_new = document.warnings.len() > warnings;
                Ok(Draft { work: Work::Written, document, images, recognised: None, is_new })
            }
        }
    }

    /// Makes the searchable PDF of a document.
    fn bind(
        &self,
        worker: &mut L::Worker,
        subject: &Subject,
        opened: Option<&L::Opened>,
        document: &Document,
        shown: Vec<PageImage>,
    ) -> Result<Result<Bound, Failure>, Trouble> {
        if let Some(opened) = opened {
            return Ok(self.line.bind(worker, opened, document, shown));
        }
        let opened = self.line.open(worker, &subject.input, &subject.blake3);
        let opened = opened.map_err(|failure| Self::lasting_of_reading(failure, subject))?;
        Ok(self.line.bind(worker, &opened, document, shown))
    }

    /// Returns the receipt of a document's record, which knows no files yet.
    fn receipt(&self, subject: &Subject, document: &Document) -> Receipt {
        let fingerprints = self.line.fingerprints().with_formats(&subject.formats);
        let path = written(&subject.input.path);
        let before = subject.record.receipt().filter(|_| self.plan.resume);
        Receipt {
            rendered: before.map(|receipt| receipt.rendered.clone()).unwrap_or_default(),
            failed_pages: receipt::failed_pages(&document.pages),
            reason: reason_of(document),
            ..Receipt::new(path, subject.blake3.clone(), fingerprints, Counts::of(document))
        }
    }
}

/// A document that is to be written.
struct Draft {
    work: Work,
    document: Document,
    images: PageImages,
    /// What was recognised, packed, where it is not in the record's folder.
    recognised: Option<Vec<u8>>,
    /// False where the document is the one in the record's folder.
    is_new: bool,
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
        kept_aside: receipt.kept_aside,
        ..InputReport::recorded(input, &receipt.blake3, receipt.counts)
    }
}

/// A lock whose holder panicked guards nothing that could be half changed here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
