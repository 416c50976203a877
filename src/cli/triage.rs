//! `phuchoi triage`: what the text layers of an archive are, before anyone spends a night on it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

use super::limits::PageLimits;
use super::progress::{count, counted, describe_passed_over};
use super::shown::{shown, shown_json};
use super::{Error, Exit, log, print, say};
use crate::batch::catalogue::Catalogue;
use crate::batch::input::Group;
use crate::batch::report::Reason;
use crate::batch::walk::{self, Walking};
use crate::batch::{Blame, Failure};
use crate::document::{BasisKind, Charset, LayerVerdict, written};
use crate::isolation::Isolated;
use crate::run::{Request, kind_of};
use crate::triage::Survey;

/// Arguments of `phuchoi triage`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders, as for `restore`; nothing is read by OCR and nothing written
    #[arg(required = true, value_name = "PATH")]
    inputs: Vec<PathBuf>,
    /// Print JSON: each page with its verdict, how sure it is, and why
    #[arg(long)]
    json: bool,
    /// Inputs looked into at the same time; as many as there are processors unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Walk folders that are links, too, each once
    #[arg(long)]
    follow_links: bool,
    #[command(flatten)]
    limits: PageLimits,
}

/// What an input's text layers are.
#[derive(Debug, Serialize, Deserialize)]
struct FileSurvey {
    path: String,
    pages: Vec<Survey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    failed_pages: Vec<FailedPage>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<Reason>,
}

/// A page that could not be looked into.
#[derive(Debug, Serialize, Deserialize)]
struct FailedPage {
    page: u32,
    #[serde(flatten)]
    reason: Reason,
}

/// What comes of all inputs.
#[derive(Debug, Default, Serialize)]
struct Totals {
    files: usize,
    failed: usize,
    pages: usize,
    failed_pages: usize,
    verdicts: BTreeMap<LayerVerdict, usize>,
    charsets: BTreeMap<Charset, usize>,
    read_from_image: usize,
    read_from_text_layer: usize,
    passed_over: BTreeMap<String, u64>,
}

/// Looks into every input and prints what it found. `launch` is what starts this same program, for its child processes.
///
/// # Errors
///
/// Where nothing could be looked into at all.
pub fn run(arguments: &Arguments, launch: Vec<OsString>) -> Result<Exit, Error> {
    let state =
        tempfile::tempdir().map_err(|error| Error::input(format!("cannot make a folder: {error}")))?;
    let mut catalogue = Catalogue::open(state.path())?;
    let walking = Walking { group: Group::File, follow_links: arguments.follow_links, kinds: &kind_of };
    walk::walk(&mut catalogue, &arguments.inputs, &walking, state.path())?;
    if catalogue.count()? == 0 {
        return Err(super::restore::nothing_to_restore(&catalogue));
    }
    let request = arguments.limits.of(Request::default());
    let line = request.line(launch, Vec::new());
    let jobs = arguments.jobs.or(available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let catalogue = survey(&line, catalogue, jobs)?;

    let mut totals = Totals { passed_over: catalogue.passed_over()?, ..Totals::default() };
    each(&catalogue, &mut |file| {
        totals.add(&file);
        Ok(())
    })?;
    let mut out = Out { is_data: arguments.json, waiting: String::new() };
    if arguments.json {
        write_json(&catalogue, &totals, &mut out)?
    } else {
        write_text(&catalogue, &totals, &mut out)?
    }
    out.end()?;
    each(&catalogue, &mut |file| {
        let failed = file.failed_pages.iter().map(|failed| &failed.reason);
        for reason in file.failed.iter().chain(failed) {
            log(format_args!("failed    {}: {}", file.path, reason.message_after(&file.path)));
        }
        Ok(())
    })?;
    Ok(if totals.failed + totals.failed_pages > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// Shows what came of each input, those that could not be walked first.
fn each(catalogue: &Catalogue, see: &mut dyn FnMut(FileSurvey) -> Result<(), Error>) -> Result<(), Error> {
    catalogue.each_settled(|report| {
        see(FileSurvey {
            path: report.path,
            pages: Vec::new(),
            failed_pages: Vec::new(),
            failed: report.reason,
        })
    })?;
    catalogue.each_note(see)
}

/// Surveys the catalogue's inputs on so many threads, and notes there what came of each.
fn survey(line: &Isolated, catalogue: Catalogue, jobs: usize) -> Result<Catalogue, Error> {
    let catalogue = Mutex::new(catalogue);
    let lock = || catalogue.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || -> Result<(), Error> {
        let mut worker = None;
        loop {
            let next = lock().next()?;
            let Some((id, input)) = next else { return Ok(()) };
            let file = of_input(line.survey(&mut worker, &input), &input.path)?;
            lock().note(id, &file)?;
        }
    };
    let ended: Vec<Result<(), Error>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    ended.into_iter().collect::<Result<(), Error>>()?;
    Ok(catalogue.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Standard output, written in pieces of some size.
struct Out {
    /// Whether it is data, and not for a person.
    is_data: bool,
    waiting: String,
}

/// Bytes that wait to be written, at least.
const PIECE: usize = 1 << 16;

impl Out {
    fn put(&mut self, text: &str) -> Result<(), Error> {
        self.waiting.push_str(text);
        if self.waiting.len() < PIECE { Ok(()) } else { self.end() }
    }

    fn json(&mut self, value: &impl Serialize) -> Result<(), Error> {
        self.put(&shown_json(&serde_json::to_string(value).map_err(Error::input)?))
    }

    fn end(&mut self) -> Result<(), Error> {
        let piece = std::mem::take(&mut self.waiting);
        if self.is_data { print(&piece) } else { say(&piece) }
    }
}

fn write_json(catalogue: &Catalogue, totals: &Totals, out: &mut Out) -> Result<(), Error> {
    let mut between = "";
    out.put("{\"files\":[")?;
    each(catalogue, &mut |file| {
        out.put(std::mem::replace(&mut between, ","))?;
        out.json(&file)
    })?;
    out.put("],\"passed_over\":[")?;
    between = "";
    catalogue.each_passed_over(|said| {
        out.put(std::mem::replace(&mut between, ","))?;
        out.json(&said)
    })?;
    out.put("],\"totals\":")?;
    out.json(totals)?;
    out.put("}\n")
}

/// What came of an input; an error where every other would fail for the same reason.
fn of_input(
    surveyed: Result<Vec<Result<Survey, Failure>>, Failure>,
    path: &Path,
) -> Result<FileSurvey, Failure> {
    let mut file =
        FileSurvey { path: written(path), pages: Vec::new(), failed_pages: Vec::new(), failed: None };
    match surveyed {
        Ok(pages) => {
            for (page, survey) in (1..).zip(pages) {
                match survey {
                    Ok(survey) => file.pages.push(survey),
                    Err(failure) => {
                        file.failed_pages.push(FailedPage { page, reason: Reason::from(&failure) })
                    }
                }
            }
        }
        Err(failure) if matches!(failure.blame, Blame::Input | Blame::Surroundings) => {
            file.failed = Some(Reason::from(&failure))
        }
        Err(failure) => return Err(failure),
    }
    Ok(file)
}

impl Totals {
    fn add(&mut self, file: &FileSurvey) {
        self.files += 1;
        self.failed += usize::from(file.failed.is_some());
        self.failed_pages += file.failed_pages.len();
        for page in &file.pages {
            self.pages += 1;
            *self.verdicts.entry(page.layer.verdict).or_default() += 1;
            for found in &page.layer.charsets {
                *self.charsets.entry(found.charset).or_default() += 1;
            }
            match page.basis.witness {
                BasisKind::Image => self.read_from_image += 1,
                BasisKind::TextLayer => self.read_from_text_layer += 1,
            }
        }
    }
}

fn name(verdict: LayerVerdict) -> &'static str {
    match verdict {
        LayerVerdict::None => "no text layer",
        LayerVerdict::Good => "good",
        LayerVerdict::LegacyCharset => "legacy charset",
        LayerVerdict::EnglishEngine => "English engine's OCR",
        LayerVerdict::BadOcr => "bad OCR",
        LayerVerdict::SplitSyllables => "split syllables",
        LayerVerdict::LostTones => "lost tones",
    }
}

/// The pages of a survey by verdict, with the charsets they were converted from.
fn summary(verdicts: &BTreeMap<LayerVerdict, usize>, charsets: &BTreeMap<Charset, usize>) -> String {
    let told: Vec<String> =
        verdicts.iter().map(|(verdict, pages)| format!("{pages} {}", name(*verdict))).collect();
    let named: Vec<&str> = charsets.keys().map(|charset| charset.name()).collect();
    let charsets = if named.is_empty() { String::new() } else { format!(" [{}]", named.join(", ")) };
    format!("{}{charsets}", told.join(", "))
}

fn write_text(catalogue: &Catalogue, totals: &Totals, out: &mut Out) -> Result<(), Error> {
    each(catalogue, &mut |file| out.put(&describe(&file)))?;
    catalogue.each_passed_over(|said| out.put(&(describe_passed_over(&said) + "\n")))?;
    out.put(&format!(
        "\n{} ({} cannot be read), {}: {}\nrestore would read {} by OCR and take the text of {}\n",
        count(totals.files as u64, "file"),
        totals.failed,
        count(totals.pages as u64, "page"),
        summary(&totals.verdicts, &totals.charsets),
        count(totals.read_from_image as u64, "page"),
        totals.read_from_text_layer,
    ))?;
    match counted(&totals.passed_over) {
        Some(counted) => out.put(&format!("passed over: {counted}\n")),
        None => Ok(()),
    }
}

/// A line on an input.
fn describe(file: &FileSurvey) -> String {
    let mut own = Totals::default();
    own.add(file);
    let what = match &file.failed {
        Some(reason) => format!("cannot be read ({})", shown(&reason.code)),
        None => {
            let failed = match own.failed_pages {
                0 => String::new(),
                failed => format!(", {failed} cannot be looked into"),
            };
            let ocr = match own.read_from_image {
                0 => "no OCR".to_owned(),
                pages => format!("OCR of {pages}"),
            };
            format!("{}{failed}; {ocr}", summary(&own.verdicts, &own.charsets))
        }
    };
    format!("{}: {what}\n", shown(&file.path))
}
