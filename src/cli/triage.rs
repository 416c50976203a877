//! `phuchoi triage`: what the text layers of an archive are, before anyone spends a night on it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;

use serde::Serialize;

use super::limits::PageLimits;
use super::progress::{count, counted, describe_passed_over};
use super::shown::{shown, shown_json};
use super::{Error, Exit, log, print, say};
use crate::batch::Failure;
use crate::batch::catalogue::{Catalogue, CatalogueError};
use crate::batch::input::{Group, Input};
use crate::batch::report::{PassedOver, Reason};
use crate::batch::walk::{self, Walking};
use crate::document::{BasisKind, Charset, LayerVerdict, written};
use crate::isolation::Isolated;
use crate::language::lexicon::Lexicon;
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
#[derive(Debug, Serialize)]
struct FileSurvey {
    path: String,
    pages: Vec<Survey>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failed_pages: Vec<FailedPage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<Reason>,
}

/// A page that could not be looked into.
#[derive(Debug, Serialize)]
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
    let mut catalogue = Catalogue::open(state.path()).map_err(Error::input)?;
    let walking = Walking { group: Group::File, follow_links: arguments.follow_links, kinds: &kind_of };
    walk::walk(&mut catalogue, &arguments.inputs, &walking, state.path()).map_err(Error::input)?;
    if catalogue.count().map_err(Error::input)? == 0 {
        return Err(super::restore::nothing_to_restore(&catalogue));
    }
    let mut files = unwalked(&catalogue).map_err(Error::input)?;
    let mut inputs = Vec::new();
    while let Some((_, input)) = catalogue.next().map_err(Error::input)? {
        inputs.push(input);
    }
    let request = arguments.limits.of(Request::default());
    let line = request.line(launch, &Lexicon::built_in(Vec::new()));
    let jobs = arguments.jobs.or(available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    files.extend(survey(&line, &inputs, jobs)?);

    let mut over = Vec::new();
    catalogue
        .each_passed_over::<CatalogueError>(|said| {
            over.push(said);
            Ok(())
        })
        .map_err(Error::input)?;
    let totals = Totals { passed_over: catalogue.passed_over().map_err(Error::input)?, ..Totals::of(&files) };
    let text = if arguments.json {
        let whole = serde_json::json!({ "files": files, "passed_over": over, "totals": totals });
        shown_json(&whole.to_string()) + "\n"
    } else {
        text(&files, &over, &totals)
    };
    if arguments.json {
        print(&text)?
    } else {
        say(&text)?
    }
    for file in &files {
        let failed = file.failed_pages.iter().map(|failed| &failed.reason);
        for reason in file.failed.iter().chain(failed) {
            log(format_args!("failed    {}: {}", file.path, reason.message));
        }
    }
    Ok(if totals.failed + totals.failed_pages > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// The paths that could not be walked, as failed.
fn unwalked(catalogue: &Catalogue) -> Result<Vec<FileSurvey>, CatalogueError> {
    let mut files = Vec::new();
    catalogue.each_settled::<CatalogueError>(|report| {
        files.push(FileSurvey {
            path: report.path,
            pages: Vec::new(),
            failed_pages: Vec::new(),
            failed: report.reason,
        });
        Ok(())
    })?;
    Ok(files)
}

/// Surveys inputs on so many threads; the answers are in their order.
fn survey(line: &Isolated, inputs: &[Input], jobs: usize) -> Result<Vec<FileSurvey>, Error> {
    let waiting = Mutex::new(inputs.iter().enumerate());
    let found = Mutex::new(BTreeMap::new());
    let lock_lost = PoisonError::into_inner;
    let work = || -> Result<(), Failure> {
        let mut worker = None;
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, input)) = next else { return Ok(()) };
            let file = of_input(line.survey(&mut worker, input), &input.path);
            found.lock().unwrap_or_else(lock_lost).insert(at, file?);
        }
    };
    let ended: Vec<Result<(), Failure>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs.min(inputs.len()).max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    ended.into_iter().collect::<Result<(), Failure>>()?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect())
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
        Err(failure) if failure.blame == crate::batch::Blame::Input => {
            file.failed = Some(Reason::from(&failure))
        }
        Err(failure) => return Err(failure),
    }
    Ok(file)
}

impl Totals {
    fn of(files: &[FileSurvey]) -> Self {
        let mut totals = Self { files: files.len(), ..Self::default() };
        for file in files {
            totals.failed += usize::from(file.failed.is_some());
            totals.failed_pages += file.failed_pages.len();
            for page in &file.pages {
                totals.pages += 1;
                *totals.verdicts.entry(page.layer.verdict).or_default() += 1;
                for found in &page.layer.charsets {
                    *totals.charsets.entry(found.charset).or_default() += 1;
                }
                match page.basis.witness {
                    BasisKind::Image => totals.read_from_image += 1,
                    BasisKind::TextLayer => totals.read_from_text_layer += 1,
                }
            }
        }
        totals
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

fn text(files: &[FileSurvey], over: &[PassedOver], totals: &Totals) -> String {
    let mut text = String::new();
    for file in files {
        let own = Totals::of(std::slice::from_ref(file));
        let what = match &file.failed {
            Some(reason) => format!("cannot be read ({})", reason.code),
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
        let _ = writeln!(text, "{}: {what}", shown(&file.path));
    }
    for said in over {
        let _ = writeln!(text, "{}", describe_passed_over(said));
    }
    let _ = writeln!(
        text,
        "\n{} ({} cannot be read), {}: {}\nrestore would read {} by OCR and take the text of {}",
        count(totals.files as u64, "file"),
        totals.failed,
        count(totals.pages as u64, "page"),
        summary(&totals.verdicts, &totals.charsets),
        count(totals.read_from_image as u64, "page"),
        totals.read_from_text_layer,
    );
    if let Some(counted) = counted(&totals.passed_over) {
        let _ = writeln!(text, "passed over: {counted}");
    }
    text
}
