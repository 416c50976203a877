//! Threads that work the pages of many inputs.

use std::any::Any;
use std::collections::VecDeque;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Instant, SystemTime};

use super::catalogue::{Catalogue, CatalogueError};
use super::claim::Claim;
use super::draft::{self, Base, Binding, Draft, Exported, Wanted};
use super::fingerprint::Fingerprints;
use super::input::{self, Input, Stamp};
use super::receipt::Receipt;
use super::record::{self, Record, Standing, Writing};
use super::report::{InputReport, Reason, Status, Totals};
use super::stop::Stop;
use super::{Blame, Event, Failure, Line, Plan, RunError, Work, Worked};
use crate::document::{Warning, written};
use crate::export::{ExportError, Format};

/// Works the catalogue's inputs and enters there what became of each; returns the sum.
pub(super) fn work<L: Line>(
    line: &L,
    claim: &Claim,
    catalogue: &mut Catalogue,
    plan: &Plan,
    stop: &Stop,
    watch: &(dyn Fn(&Event<'_>) + Sync),
) -> Result<Totals, RunError> {
    let drafts = draft::folder(claim.state());
    // Those of a run that was killed go; the folder stays while the run goes on.
    Draft::at(&drafts).remove()?;
    let own = draft::folder_of_run(claim.state());
    fs::create_dir_all(&own).map_err(|source| ExportError::Write { path: own, source })?;
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
        for number in 0..plan.jobs.get() {
            // Fewer do it too, only later.
            if let Err(error) = thread::Builder::new().spawn_scoped(scope, || run.serve())
                && number == 0
            {
                let failure = Failure::of_machine("no-thread", format!("cannot start a thread: {error}"));
                run.end(RunError::Ended(failure.hint("processes or memory have run out; try again later")));
                return;
            }
        }
    });
    if claim.holds() {
        Draft::at(&drafts).remove()?;
    }
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
    draft: Draft,
    /// The formats that its document is written in.
    formats: Vec<Format>,
}

/// An input whose scans are being worked.
struct Job<O> {
    subject: Subject,
    opened: O,
    known: Known,
    /// How many are not worked yet.
    left: Mutex<u32>,
    /// Why no document can come of it now, and none is to be blamed for.
    hindered: Mutex<Option<Failure>>,
}

/// What is known of an input's document before its scans are worked.
struct Known {
    base: Base,
    work: Work,
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
    stop: &'a Stop,
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
        self.stop.is_wished() || lock(&self.fatal).is_some()
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
        let (path, place) = (written(&input.path), input::absolute(&input.path));
        let formats = self.formats_of(&record);
        let wanted = record::Wanted {
            path: &path,
            place: &place,
            blake3: &blake3,
            fingerprints: self.line.fingerprints(),
            formats: &formats,
            retry_failed: self.plan.retry_failed,
        };
        if let Some(other) = record.of_another(&wanted) {
            let message = format!("`{}` holds the record of `{other}`", written(record.folder()));
            return Err(Failure::of_input("output-taken", message)
                .hint("name another folder with `--out`, or take that record away")
                .into());
        }
        let standing = if self.plan.resume {
            record.standing(&wanted, |folder| self.line.earlier(worker, folder))?
        } else {
            Standing::Nothing
        };
        let folder = || record.folder().as_os_str().to_owned();
        let known = match standing {
            Standing::Done(receipt) => {
                self.report(id, report_of(input, *receipt), Work::Kept);
                return Ok(None);
            }
            Standing::Document => {
                Some(Known { base: Base::Document { folder: folder() }, work: Work::Written })
            }
            Standing::Pages(is_of_first) => {
                let reading = self.line.fingerprints().reading.clone();
                let work = if is_of_first { Work::RepairedOfFirst } else { Work::Repaired };
                let path = path.clone();
                Some(Known { base: Base::Pages { folder: folder(), path, reading }, work })
            }
            Standing::Nothing if self.failed_before(id, input, &blake3)? => return Ok(None),
            Standing::Nothing => None,
        };
        record.begin()?;
        let draft = Draft::at(&draft::folder_of_run(self.claim.state()).join(id.to_string()));
        draft.begin()?;
        let subject = Subject { id, input: input.clone(), stamp, blake3, record, draft, formats };
        match known {
            Some(known) if !self.lacks_images(&subject, &known) => {
                let finished = self.finish(worker, &subject, None, &known);
                subject.draft.remove()?;
                let (report, work) = finished?;
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
            let message = format!("`{}` has no pages", written(&subject.input.path));
            let failure = Failure::of_input("no-pages", message).hint("scan or save it again");
            return Err(lasting(failure));
        }
        let known = known.unwrap_or_else(|| {
            let reading = self.line.fingerprints().reading.clone();
            Known { base: Base::Scans { source: self.line.info(&opened), reading }, work: Work::Read }
        });
        Ok(Job { subject, opened, known, left: Mutex::new(count), hindered: Mutex::new(None) })
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
            Trouble::Lasting { failure, .. } | Trouble::Passing(failure) if ends_the_run(failure.blame) => {
                return self.end(RunError::Ended(failure));
            }
            Trouble::Lasting { failure, .. } | Trouble::Passing(failure)
                if failure.blame == Blame::Surroundings =>
            {
                let reason = Some(Reason::from(&failure));
                let report = InputReport { reason, ..InputReport::pending(&input.path) };
                return self.report(id, report, Work::Read);
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

    /// Works a scan, and finishes the document if it was the last. Returns whether the worker is sound.
    fn page(&self, worker: &mut L::Worker, job: &Job<L::Opened>, scan: u32) -> bool {
        let began = Instant::now();
        let subject = &job.subject;
        let worked = catch_unwind(AssertUnwindSafe(|| match job.known.base {
            _ if lock(&job.hindered).is_some() => Ok(()),
            Base::Scans { .. } => self.line.read(worker, &job.opened, scan, &subject.draft),
            // Its text is known.
            Base::Pages { .. } | Base::Document { .. } => {
                self.line.images(worker, &job.opened, scan, &subject.draft)
            }
        }));
        let mut is_sound = worked.is_ok();
        let kept = match worked.unwrap_or_else(|panic| Err(failure_of(&*panic))) {
            Err(failure) if failure.blame == Blame::Input => {
                subject.draft.keep(scan, &[Worked::failed(scan, &failure)]).map_err(Failure::from)
            }
            Err(failure) if failure.blame == Blame::Surroundings => {
                *lock(&job.hindered) = Some(failure);
                Ok(())
            }
            worked => worked,
        };
        if let Err(failure) = kept {
            self.end(RunError::Ended(failure));
            return is_sound;
        }
        let of = self.line.page_count(&job.opened);
        let is_last = {
            let mut left = lock(&job.left);
            *left -= 1;
            let (input, done) = (&subject.input, of - *left);
            (self.watch)(&Event::Page { input, number: scan, done, of, took: began.elapsed() });
            *left == 0
        };
        if is_last {
            let opened = Some(&job.opened);
            let finish = || match lock(&job.hindered).take() {
                Some(failure) => Err(failure.into()),
                None => self.finish(worker, subject, opened, &job.known),
            };
            let finished = catch_unwind(AssertUnwindSafe(finish));
            is_sound &= finished.is_ok();
            let lasting = |panic: Box<dyn Any + Send>| Err(Self::lasting(failure_of(&*panic), subject));
            let finished = finished.unwrap_or_else(lasting);
            match subject.draft.remove().map_err(Trouble::from).and(finished) {
                Ok((report, work)) => self.report(subject.id, report, work),
                Err(trouble) => self.fail(subject.id, &subject.input, trouble),
            }
        }
        is_sound
    }

    /// Returns the formats of an input whose files are there as they would be written.
    fn kept(&self, subject: &Subject, known: &Known) -> Vec<Format> {
        let now = self.line.fingerprints();
        let of_same_pages = |receipt: &&Receipt| {
            receipt.blake3 == subject.blake3 && receipt.fingerprints.reading == now.reading
        };
        let Some(receipt) = subject.record.receipt().filter(of_same_pages) else { return Vec::new() };
        let is_kept = |format: &&Format| {
            let may_be = match known.base {
                Base::Scans { .. } => false,
                // Of all formats only the restored images say nothing of what was repaired.
                Base::Pages { .. } => format.of_images().is_some(),
                Base::Document { .. } => true,
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
        known: &Known,
    ) -> Result<(InputReport, Work), Trouble> {
        let lasting = |failure| Self::lasting(failure, subject);
        let kept = self.kept(subject, known);
        let draft = &subject.draft;
        let completed = self.line.complete(worker, draft, &known.base).map_err(lasting)?;
        let mut formats: Vec<Format> =
            subject.formats.iter().filter(|format| !kept.contains(format)).copied().collect();
        let of_pdf = if kept.contains(&Format::Pdf) {
            completed.of_pdf.clone()
        } else if formats.contains(&Format::Pdf) {
            said_of_pdf(self.bind(worker, subject, opened)?).map_err(Trouble::Passing)?
        } else {
            Vec::new()
        };
        if completed.is_new || of_pdf != completed.of_pdf {
            // What is written of a document tells its warnings, too; what shows the scan does not.
            let is_stale = |format: &&Format| {
                formats.contains(format) || format.of_images().is_none() && **format != Format::Pdf
            };
            formats = subject.formats.iter().filter(is_stale).copied().collect();
        }
        let kept: Vec<Format> = kept.into_iter().filter(|format| !formats.contains(format)).collect();
        let names = formats.iter().map(|format| format.name().to_owned()).collect();
        let wanted = Wanted { formats: names, of_pdf, cells: self.plan.cells };
        let exported = self.line.export(worker, draft, &wanted).map_err(lasting)?;
        if subject.input.stamp().ok().as_ref() != Some(&subject.stamp) {
            let message = format!("`{}` changed while it was read", written(&subject.input.path));
            return Err(Failure::of_input("changed-while-read", message)
                .hint("run again when nothing writes to it any more")
                .into());
        }
        if !self.claim.holds() {
            return Err(self.claim.lost().into());
        }
        let from = draft.record();
        let writing = Writing { from: &from, files: &exported.files, names: &exported.names, kept: &kept };
        let input = &subject.input;
        let mut told =
            |name: &str, aside: &str| (self.watch)(&Event::KeptAside { of: &input.path, name, aside });
        let receipt = subject.record.write(&writing, self.receipt(subject, &exported), &mut told)?;
        Ok((report_of(input, receipt), known.work))
    }

    /// Makes the searchable PDF of a document.
    fn bind(
        &self,
        worker: &mut L::Worker,
        subject: &Subject,
        opened: Option<&L::Opened>,
    ) -> Result<Result<Binding, Failure>, Trouble> {
        if let Some(opened) = opened {
            return Ok(self.line.bind(worker, opened, &subject.draft));
        }
        let opened = self.line.open(worker, &subject.input, &subject.blake3);
        let opened = opened.map_err(|failure| Self::lasting_of_reading(failure, subject))?;
        Ok(self.line.bind(worker, &opened, &subject.draft))
    }

    /// Returns the receipt of a document's record, which knows no files yet.
    fn receipt(&self, subject: &Subject, exported: &Exported) -> Receipt {
        let fingerprints = self.line.fingerprints().with_formats(&subject.formats);
        let path = written(&subject.input.path);
        let before = subject.record.receipt().filter(|_| self.plan.resume);
        Receipt {
            place: Some(input::absolute(&subject.input.path)),
            rendered: before.map(|receipt| receipt.rendered.clone()).unwrap_or_default(),
            failed_pages: exported.failed_pages.clone(),
            reason: exported.reason.clone(),
            ..Receipt::new(path, subject.blake3.clone(), fingerprints, exported.counts)
        }
    }
}

/// Returns what is to be said of a PDF, or of why there is none. A failure that is not the input's is given back.
fn said_of_pdf(bound: Result<Binding, Failure>) -> Result<Vec<Warning>, Failure> {
    let warning = |code: &str, message| Warning { page: None, code: code.to_owned(), message };
    let mut said = Vec::new();
    match bound {
        Ok(Binding { obstacles, was_signed, taken_out }) => {
            if was_signed {
                let message = "`document.pdf` is no longer what was digitally signed: keep the input, whose signature holds";
                said.push(warning("signature-void", message.to_owned()));
            }
            if !taken_out.is_empty() {
                let what = taken_out.join("; ");
                let message =
                    format!("taken out of `document.pdf`: {what}; keep the input where that is needed");
                said.push(warning("active-content", message));
            }
            if !obstacles.is_empty() {
                let message = format!("`document.pdf` does not claim to be PDF/A: {}", obstacles.join("; "));
                said.push(warning("not-pdf-a", message));
            }
        }
        Err(failure) if failure.blame == Blame::Input => {
            let hint = failure.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            said.push(warning("not-exported", format!("{failure}{hint}")));
        }
        Err(failure) => return Err(failure),
    }
    Ok(said)
}

/// Returns whether a failure of this kind is one of all inputs.
const fn ends_the_run(blame: Blame) -> bool {
    matches!(blame, Blame::Installation | Blame::Output | Blame::Machine)
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
