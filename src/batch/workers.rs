//! Threads that work the pages of many inputs.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::input::Input;
use super::receipt::{self, Receipt};
use super::report::{Counts, InputReport, Reason, Status};
use super::{Blame, Event, Failure, Line, Plan, RunError, Worked};
use crate::document::{Document, Page, PageStatus, Warning};
use crate::export::{self, page_image::PageImage};

/// Works the inputs and returns what became of each, in their order.
pub(super) fn work<L: Line>(
    line: &L,
    inputs: &[Input],
    plan: &Plan,
    fingerprint: &str,
    stop: &AtomicBool,
    watch: &(dyn Fn(Event<'_>) + Sync),
) -> Result<Vec<InputReport>, RunError> {
    let run = Run {
        line,
        plan,
        fingerprint,
        stop,
        watch,
        fatal: Mutex::new(None),
        reports: Mutex::new(inputs.iter().map(InputReport::pending).collect()),
    };
    // One page waiting for each thread: enough that none idles, little enough that few inputs are open at once.
    let (sender, receiver) = mpsc::sync_channel(plan.jobs.get());
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        for _ in 0..plan.jobs.get() {
            scope.spawn(|| run.serve(&receiver));
        }
        run.feed(inputs, &sender);
        drop(sender);
    });
    match run.fatal.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(failure) => Err(RunError::Installation(failure)),
        None => Ok(run.reports.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

/// A page to work.
type Task<'a, O> = (Arc<Job<'a, O>>, u32);

/// An input whose pages are being worked.
struct Job<'a, O> {
    index: usize,
    input: &'a Input,
    blake3: String,
    opened: O,
    pages: Mutex<Pages>,
}

/// The pages worked so far.
struct Pages {
    worked: Vec<Option<Vec<Worked>>>,
    done: u32,
}

struct Run<'a, L: Line> {
    line: &'a L,
    plan: &'a Plan,
    fingerprint: &'a str,
    stop: &'a AtomicBool,
    watch: &'a (dyn Fn(Event<'_>) + Sync),
    /// Why the run must end.
    fatal: Mutex<Option<Failure>>,
    reports: Mutex<Vec<InputReport>>,
}

impl<L: Line> Run<'_, L> {
    fn is_ending(&self) -> bool {
        self.stop.load(Ordering::SeqCst) || lock(&self.fatal).is_some()
    }

    /// Opens the inputs in order and sends their pages to the threads.
    fn feed<'a>(&self, inputs: &'a [Input], tasks: &SyncSender<Task<'a, L::Opened>>) {
        for (index, input) in inputs.iter().enumerate() {
            if self.is_ending() {
                return;
            }
            match self.open(index, input) {
                Ok(Some(job)) => {
                    let job = Arc::new(job);
                    for number in 1..=self.line.page_count(&job.opened) {
                        if self.is_ending() || tasks.send((Arc::clone(&job), number)).is_err() {
                            return;
                        }
                    }
                }
                Ok(None) => {}
                Err(failure) => self.fail(index, input, &failure),
            }
        }
    }

    /// Opens an input, or keeps the record that is already there.
    fn open<'a>(&self, index: usize, input: &'a Input) -> Result<Option<Job<'a, L::Opened>>, Failure> {
        let record = self.plan.output.join(&input.name);
        export::check(&record)?;
        let blake3 = input.blake3().map_err(|error| {
            Failure::of_input("unreadable", format!("cannot read `{}`: {error}", input.path.display()))
        })?;
        if let Some(receipt) = Receipt::read(&record) {
            let same_path = receipt.path == input.path.to_string_lossy();
            if same_path && self.plan.resume && self.is_true_still(&receipt, &blake3, &record) {
                self.keep(index, input, receipt);
                return Ok(None);
            }
            if !same_path && receipt.blake3 != blake3 {
                let message = format!("`{}` holds the record of `{}`", record.display(), receipt.path);
                return Err(Failure::of_input("output-taken", message)
                    .hint("name another folder with `--out`, or take that record away"));
            }
        }
        let opened = catch_unwind(AssertUnwindSafe(|| self.line.open(input)))
            .unwrap_or_else(|panic| Err(failure_of(&*panic)))?;
        let count = self.line.page_count(&opened);
        if count == 0 {
            return Err(Failure::of_input("no-pages", format!("`{}` has no pages", input.path.display())));
        }
        let pages = Mutex::new(Pages { worked: (0..count).map(|_| None).collect(), done: 0 });
        Ok(Some(Job { index, input, blake3, opened, pages }))
    }

    /// True where the record was made whole, of the same bytes, under the same settings.
    fn is_true_still(&self, receipt: &Receipt, blake3: &str, record: &Path) -> bool {
        receipt.blake3 == blake3
            && receipt.fingerprint == self.fingerprint
            && receipt.failed_pages.is_empty()
            && record.join(export::RECORD).exists()
    }

    fn keep(&self, index: usize, input: &Input, receipt: Receipt) {
        let report = InputReport {
            record: Some(input.name.display().to_string()),
            status: Status::Ok,
            blake3: Some(receipt.blake3),
            counts: Some(receipt.counts),
            ..InputReport::pending(input)
        };
        self.report(index, input, report, true);
    }

    fn fail(&self, index: usize, input: &Input, failure: &Failure) {
        if failure.blame == Blame::Installation {
            lock(&self.fatal).get_or_insert_with(|| failure.clone());
        } else {
            self.report(index, input, InputReport::failed(&input.path, failure), false);
        }
    }

    fn report(&self, index: usize, input: &Input, report: InputReport, kept: bool) {
        (self.watch)(Event::Input { input, report: &report, kept });
        if let Some(place) = lock(&self.reports).get_mut(index) {
            *place = report;
        }
    }

    /// A thread's life: works pages until there are no more. When the run is ending it still takes them, so that
    /// the sender is not left waiting, but drops them.
    fn serve(&self, tasks: &Mutex<Receiver<Task<'_, L::Opened>>>) {
        let mut worker = None;
        loop {
            let task = lock(tasks).recv();
            let Ok((job, number)) = task else { return };
            if self.is_ending() {
                continue;
            }
            let worked = match &mut worker {
                Some(worker) => self.page(worker, &job, number),
                none => match self.line.worker() {
                    Ok(made) => self.page(none.insert(made), &job, number),
                    Err(failure) => {
                        lock(&self.fatal).get_or_insert(failure);
                        continue;
                    }
                },
            };
            let worked = worked.unwrap_or_else(|Panicked(failure)| {
                // What a panic leaves behind in the worker is not to be trusted.
                worker = None;
                Err(failure)
            });
            self.settle(&job, number, worked);
        }
    }

    fn page(
        &self,
        worker: &mut L::Worker,
        job: &Job<'_, L::Opened>,
        number: u32,
    ) -> Result<Result<Vec<Worked>, Failure>, Panicked> {
        catch_unwind(AssertUnwindSafe(|| self.line.pages(worker, &job.opened, number)))
            .map_err(|panic| Panicked(failure_of(&*panic)))
    }

    /// Puts a page in its place, and finishes the document if it was the last.
    fn settle(&self, job: &Job<'_, L::Opened>, number: u32, worked: Result<Vec<Worked>, Failure>) {
        let worked = match worked {
            Err(failure) if failure.blame == Blame::Installation => {
                lock(&self.fatal).get_or_insert(failure);
                return;
            }
            worked => worked.unwrap_or_else(|failure| vec![unreadable(number, &failure)]),
        };
        let complete = {
            let mut pages = lock(&job.pages);
            if let Some(place) = pages.worked.get_mut(number as usize - 1) {
                *place = Some(worked);
            }
            pages.done += 1;
            let of = pages.worked.len() as u32;
            (self.watch)(Event::Page { input: job.input, done: pages.done, of });
            (pages.done == of).then(|| std::mem::take(&mut pages.worked))
        };
        if let Some(worked) = complete {
            match self.finish(job, worked.into_iter().flatten().flatten().collect()) {
                Ok(report) => self.report(job.index, job.input, report, false),
                Err(failure) => self.fail(job.index, job.input, &failure),
            }
        }
    }

    /// Makes the document of its pages and writes its record.
    fn finish(&self, job: &Job<'_, L::Opened>, worked: Vec<Worked>) -> Result<InputReport, Failure> {
        let (mut pages, mut images, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
        // A scan may show two pages, so only now is it known which number each has.
        for (number, worked) in (1..).zip(worked) {
            pages.push(Page { number, ..worked.page });
            images.extend(worked.images.into_iter().map(|image| PageImage { page: number, ..image }));
            warnings.extend(worked.warnings.into_iter().map(|w| Warning { page: Some(number), ..w }));
        }
        let document = catch_unwind(AssertUnwindSafe(|| self.line.finish(&job.opened, pages, warnings)))
            .unwrap_or_else(|panic| Err(failure_of(&*panic)))?;
        let receipt = Receipt {
            path: job.input.path.display().to_string(),
            blake3: job.blake3.clone(),
            fingerprint: self.fingerprint.to_owned(),
            failed_pages: receipt::failed_pages(&document.pages),
            counts: Counts::of(&document),
        };
        let record = self.plan.output.join(&job.input.name);
        Receipt::revoke(&record)?;
        export::write(&document, &images, &record, &self.plan.formats)?;
        receipt.write(&record)?;
        Ok(report_of(job.input, &document, receipt))
    }
}

/// A panic, as a failure.
struct Panicked(Failure);

fn failure_of(panic: &(dyn Any + Send)) -> Failure {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Failure::of_input(
        "internal-error",
        format!("phuchoi gave up on it: {}", words.unwrap_or("no reason given")),
    )
    .hint("this is a fault of phuchoi; please report it with the input")
}

/// A page that could not be read, as a result.
fn unreadable(number: u32, failure: &Failure) -> Worked {
    let message = match &failure.hint {
        Some(hint) => format!("{}; {hint}", failure.message),
        None => failure.message.clone(),
    };
    Worked {
        page: Page { status: PageStatus::Failed, ..Page::of_text(number, Vec::new()) },
        images: Vec::new(),
        warnings: vec![Warning { page: Some(number), code: failure.code.clone(), message }],
    }
}

fn report_of(input: &Input, document: &Document, receipt: Receipt) -> InputReport {
    let failed = receipt.failed_pages.len();
    let status = match failed {
        0 => Status::Ok,
        all if all == document.pages.len() => Status::Failed,
        _ => Status::Incomplete,
    };
    let first = document.warnings.iter().find(|w| w.page == receipt.failed_pages.first().copied());
    let reason = (failed > 0).then(|| Reason {
        code: first.map_or("page-unreadable", |warning| &warning.code).to_owned(),
        message: match first {
            Some(warning) => {
                format!("{failed} of {} pages not read: {}", document.pages.len(), warning.message)
            }
            None => format!("{failed} of {} pages not read", document.pages.len()),
        },
        hint: None,
    });
    InputReport {
        record: Some(input.name.display().to_string()),
        status,
        reason,
        blake3: Some(receipt.blake3),
        failed_pages: receipt.failed_pages,
        counts: Some(receipt.counts),
        ..InputReport::pending(input)
    }
}

/// A lock whose holder panicked guards nothing that could be half changed here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
