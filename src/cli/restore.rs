//! `phuchoi restore`: scans, PDFs and texts, each into a folder of its own.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::progress::{Progress, describe, summary};
use super::{Error, Exit, lexicon, log};
use crate::Reading;
use crate::batch::input::{self, Group};
use crate::batch::report::{InputReport, Report, Settings};
use crate::batch::{self, Plan, RunError};
use crate::export::Format;
use crate::isolation::{Isolated, Limits};
use crate::pipeline::Pipeline;
use crate::recognition::EngineSettings;
use crate::restoration::Step;
use crate::witness::Witness;

/// What `restore` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders: PDF, PNG, JPEG, TIFF, BMP, PNM, WebP, text; folders are walked
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The folder to write to; each document gets a folder in it
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Pages worked at the same time; as many as there are processors unless given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// What to read of a page
    #[arg(long, value_enum, default_value_t)]
    from: From,
    /// What to write; document.json is always written. `png` and `tif` are the restored image of each page, `tif` as
    /// fax group 4 where it is print
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_values_t = Format::DEFAULT.map(Format::name).map(str::to_owned),
          value_parser = PossibleValuesParser::new(Format::ALL.map(Format::name)).map(|name| name))]
    formats: Vec<String>,
    /// A dictionary of your own, whose words may be proposed beside the built-in ones; may be given again. The
    /// personal dictionary of `phuchoi dictionary add` is always read
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<PathBuf>,
    /// What makes a document: a file, or the images of a folder in natural order
    #[arg(long, value_enum, default_value_t)]
    group: GroupBy,
    /// Tesseract's language
    #[arg(long, default_value = "vie")]
    lang: String,
    /// The folder of Tesseract's `.traineddata` files; unless given, phuchoi's own for `vie`, else the system's
    #[arg(long, value_name = "DIR")]
    tessdata: Option<PathBuf>,
    /// Read nothing a second time, however doubtful, and keep no other readings
    #[arg(long)]
    fast: bool,
    /// Steps of restoration to leave out, where one harms
    #[arg(long, value_name = "STEPS", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(Step::ALL.map(Step::name)))]
    without: Vec<String>,
    /// Write each page's image after each step of restoration into a folder, to see what becomes of it; restores
    /// again what is already there
    #[arg(long, value_name = "DIR")]
    dump: Option<PathBuf>,
    /// Most memory that a page may take while it is read, in MB; a page that takes more fails, and the rest goes on
    #[arg(long, value_name = "MB", default_value_t = Limits::default().memory >> 20)]
    page_memory: u64,
    /// Most time that a page may take while it is read, in seconds by the clock, and half of it of the processor
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().wall.as_secs())]
    page_seconds: u64,
    /// Most pixels that a page's image may have, in millions
    #[arg(long, value_name = "MILLIONS", default_value_t = Limits::default().pixels / 1_000_000)]
    page_pixels: u64,
    /// Restore again what is already there
    #[arg(long)]
    no_resume: bool,
    /// Tell failures only
    #[arg(long)]
    quiet: bool,
}

/// What to read of a page that has both an image and a text layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// The image where there is one, unless the text layer is good
    #[default]
    Auto,
    /// The image
    Image,
    /// The text layer
    TextLayer,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum GroupBy {
    /// Each file
    #[default]
    File,
    /// The images of a folder together
    Folder,
}

impl From {
    const fn witness(self) -> Witness {
        match self {
            Self::Auto => Witness::Auto,
            Self::Image => Witness::Image,
            Self::TextLayer => Witness::TextLayer,
        }
    }
}

impl Arguments {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(self.page_seconds);
        Limits {
            memory: self.page_memory.saturating_mul(1 << 20),
            wall,
            processor: wall / 2,
            pixels: self.page_pixels.saturating_mul(1_000_000),
        }
    }
}

/// Restores everything and tells how it went.
///
/// # Errors
///
/// Where the run could not be done at all; an input that failed is in the report, and the exit says so.
pub fn run(arguments: &Arguments) -> Result<Exit, Error> {
    let group = match arguments.group {
        GroupBy::File => Group::File,
        GroupBy::Folder => Group::Folder,
    };
    let found = input::find(&arguments.inputs, group, &arguments.out);
    if found.inputs.is_empty() && found.unwalked.is_empty() {
        return Err(Error::usage("there is nothing to restore in the folders given")
            .hint("name a file, or a folder with PDF, PNG, JPEG, TIFF, BMP, PNM, WebP or text files"));
    }
    let dictionaries = lexicon::in_use(&arguments.dictionary)?;
    let plan = plan(arguments, group, &dictionaries)?;
    let engine = EngineSettings {
        language: arguments.lang.clone(),
        tessdata: arguments.tessdata.clone(),
        second_looks: !arguments.fast,
    };
    let left_out =
        Step::ALL.into_iter().filter(|step| arguments.without.iter().any(|name| name == step.name()));
    let reading = Reading { witness: arguments.from.witness(), left_out: left_out.collect() };
    let pipeline = Pipeline::new(reading, engine)
        .dump_into(arguments.dump.clone())
        .with_images(plan.formats.iter().filter_map(|format| format.of_images()).collect());
    let program = std::env::current_exe()
        .map_err(|error| Error::input(format!("cannot find phuchoi itself: {error}")))?;
    let models = lexicon::models(&dictionaries)?;
    let line = Isolated::new(program, pipeline, arguments.limits(), models);

    for un in &found.unwalked {
        log(describe(&InputReport::failed(&un.path, &un.failure), false));
    }
    let progress = Progress::new(found.inputs.len(), arguments.quiet);
    let stop = stop_on_interrupt()?;
    let report = batch::run(&line, &found, &plan, &stop, &|event| progress.tell(&event))?;
    if !arguments.quiet {
        log(summary(&report));
        log(format_args!("records in {}", plan.output.display()));
    }
    let exit = exit_of(&report, stop.load(Ordering::SeqCst));
    if exit == Exit::Interrupted {
        log("interrupted; the same command goes on from there");
    }
    Ok(exit)
}

fn plan(arguments: &Arguments, group: Group, dictionaries: &[PathBuf]) -> Result<Plan, Error> {
    if arguments.out.exists() && !arguments.out.is_dir() {
        let out = arguments.out.display();
        return Err(
            Error::usage(format!("`{out}` is a file, not a folder")).hint("name a folder with `--out`")
        );
    }
    let cores = available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let formats =
        Format::ALL.into_iter().filter(|format| arguments.formats.iter().any(|f| f == format.name()));
    let name = |value: Option<clap::builder::PossibleValue>| {
        value.map_or_else(String::new, |v| v.get_name().to_owned())
    };
    Ok(Plan {
        output: arguments.out.clone(),
        jobs: arguments.jobs.unwrap_or(cores),
        formats: formats.clone().collect(),
        resume: !arguments.no_resume && arguments.dump.is_none(),
        settings: Settings {
            from: name(arguments.from.to_possible_value()),
            language: arguments.lang.clone(),
            group,
            dictionaries: dictionaries.iter().map(|path| path.display().to_string()).collect(),
            formats: formats.map(|format| format.name().to_owned()).collect(),
        },
    })
}

/// Returns a flag that the first Ctrl-C (or a request to terminate) sets; the second ends the program at once.
fn stop_on_interrupt() -> Result<Arc<AtomicBool>, Error> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
        log("\nfinishing the pages in hand; press Ctrl-C again to stop at once");
    };
    ctrlc::set_handler(handler).map_err(|error| Error::input(format!("cannot watch for Ctrl-C: {error}")))?;
    Ok(stop)
}

const fn exit_of(report: &Report, interrupted: bool) -> Exit {
    if interrupted && report.totals.pending > 0 {
        Exit::Interrupted
    } else if report.totals.incomplete + report.totals.failed > 0 {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

impl std::convert::From<RunError> for Error {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Installation(failure) => failure.into(),
            RunError::Output(error) => Self::input(error),
        }
    }
}
