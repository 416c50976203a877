//! `phuchoi restore`: scans, PDFs and texts, each into a folder of its own.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::cells::CellsFor;
use super::limits::PageLimits;
use super::progress::{Form, Progress, describe_passed_over};
use super::signals::stop_on_signals;
use super::{Error, Exit, lexicon, log};
use crate::batch::catalogue::{Catalogue, CatalogueError};
use crate::batch::claim::{Claim, ClaimError};
use crate::batch::draft;
use crate::batch::input::Group;
use crate::batch::report::Totals;
use crate::batch::shard::ShardError;
use crate::batch::tally::Tally;
use crate::batch::walk::{self, Walking};
use crate::batch::{self, Event, Failure, RunError, Scope, apart, shard};
use crate::export::Format;
use crate::restoration::Step;
use crate::run::{Request, RequestError, kind_of};

/// What `restore` is given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files and folders: PDF, PNG, JPEG, TIFF, BMP, PNM, WebP, text, by whatever name; folders are walked
    #[arg(required_unless_present = "shard", value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// A shard of inputs that `phuchoi shard` wrote, in the place of inputs
    #[arg(long, value_name = "FILE", conflicts_with_all = ["inputs", "group"])]
    shard: Option<PathBuf>,
    /// The folder to write to; each document gets a folder in it. It must lie outside the folders that are walked
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Pages worked at the same time; as many as there are processors unless given, and never more
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// What to read of a page
    #[arg(long, value_enum, default_value_t)]
    from: From,
    /// What to write; document.json is always written. `+pdf`, with a `+`, adds to what is written unless this is given. `png`
    /// and `tif` are the restored image of each page, `tif` as fax group 4 where it is print
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_values_t = Format::DEFAULT.map(Format::name).map(str::to_owned),
          value_parser = FormatName)]
    formats: Vec<String>,
    /// What the pages of `pdf` show: the scan untouched, or the restored image, as `png` has it: straight and clean, red seals
    /// faded and stamps lifted off, for reading and not in the place of the scan
    #[arg(long, value_enum, value_name = "IMAGE", default_value_t)]
    pdf_image: PdfImage,
    /// A dictionary of your own, whose words may be proposed beside the built-in ones; may be given again. The
    /// personal dictionary of `phuchoi dictionary add` is always read
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<PathBuf>,
    /// What makes a document: a file, or the images of a folder in natural order
    #[arg(long, value_enum, default_value_t)]
    group: GroupBy,
    #[command(flatten)]
    cells: CellsFor,
    /// Walk folders that are links, too, each once
    #[arg(long, conflicts_with = "shard")]
    follow_links: bool,
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
    #[command(flatten)]
    limits: PageLimits,
    /// Restore again what is already there
    #[arg(long)]
    no_resume: bool,
    /// Try inputs and pages again that failed before
    #[arg(long)]
    retry_failed: bool,
    /// How progress is told: a line written over on a terminal and plain lines elsewhere, or JSON lines on standard output
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    progress: Form,
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

/// What the pages of a PDF show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum PdfImage {
    /// The scan, untouched
    #[default]
    Scan,
    /// The restored image
    Restored,
}

/// What makes a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum GroupBy {
    /// Each file
    #[default]
    File,
    /// The images of a folder together
    Folder,
}

impl GroupBy {
    /// Returns it as batch knows it.
    pub(super) const fn group(self) -> Group {
        match self {
            Self::File => Group::File,
            Self::Folder => Group::Folder,
        }
    }
}

/// Restores everything and tells how it went. `launch` is what starts this same program, for its child processes.
///
/// # Errors
///
/// Where the run could not be done at all; an input that failed is in the report, and the exit says so.
pub fn run(arguments: &Arguments, launch: Vec<OsString>) -> Result<Exit, Error> {
    let request = request(arguments, lexicon::in_use(&arguments.dictionary)?)?;
    let out = &arguments.out;
    if out.exists() && !out.is_dir() {
        return Err(Error::usage(format!("`{}` is a file, not a folder", out.display()))
            .hint("name a folder with `--out`"));
    }
    keep_apart(&arguments.inputs, out, "--out")?;
    if let Some(dump) = &arguments.dump {
        keep_apart(&arguments.inputs, dump, "--dump")?;
        // There when the children are started, for they write nowhere else.
        fs::create_dir_all(dump)
            .map_err(|error| Error::of_run(format!("cannot make `{}`: {error}", dump.display())))?;
    }
    if let Some(manifest) = &arguments.shard {
        shard::check(manifest, out)?;
    }
    let shard = arguments.shard.as_deref().map(name_of).transpose()?;
    let claim = match &shard {
        None => Claim::whole(out),
        Some(name) => Claim::shard(out, name),
    }?;
    let mut catalogue = Catalogue::open(claim.state())?;
    let group = match &arguments.shard {
        Some(manifest) => shard::read(&mut catalogue, manifest)?.group,
        None => {
            let group = arguments.group.group();
            let walking = Walking { group, follow_links: arguments.follow_links, kinds: &kind_of };
            walk::walk(&mut catalogue, &arguments.inputs, &walking, out)?;
            group
        }
    };
    if catalogue.count()? == 0 {
        return Err(nothing_to_restore(&catalogue));
    }

    let plan = request.plan(group);
    let line = request.line(launch, lexicon::opened(request.chosen_dictionaries())?);
    // Up to here a signal ends the program as it ends any.
    let stop = stop_on_signals()?;
    let line = line.stopped_by(Arc::clone(&stop)).writing_below(&draft::folder(claim.state()));
    let progress = Progress::new(arguments.progress, arguments.quiet);
    let scope = shard.as_deref().map_or(Scope::Whole, Scope::Shard);
    let watch = |event: &Event<'_>, tally: &Tally| progress.tell(event, tally);
    let totals = batch::run(&line, &claim, &mut catalogue, &plan, scope, &stop, &watch)?;
    let tally = Tally::read(claim.state()).unwrap_or_else(|| Tally::new(0));
    progress.end(&totals, &tally, out);
    let exit = exit_of(&totals, stop.is_wished());
    if exit == Exit::Interrupted {
        log("interrupted; the same command goes on from there");
    }
    Ok(exit)
}

/// Takes the name of a format, with or without a `+` before it.
#[derive(Clone)]
struct FormatName;

impl FormatName {
    fn bare() -> PossibleValuesParser {
        PossibleValuesParser::new(Format::ALL.map(Format::name))
    }
}

impl TypedValueParser for FormatName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let bare = value.to_str().and_then(|value| value.strip_prefix('+'));
        let name = Self::bare().parse_ref(command, argument, bare.map_or(value, OsStr::new))?;
        Ok(if bare.is_some() { format!("+{name}") } else { name })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::ALL.into_iter().map(|format| PossibleValue::new(format.name()))))
    }
}

/// Refuses inputs that are or hold a folder that an option names.
pub(super) fn keep_apart(inputs: &[PathBuf], folder: &Path, option: &str) -> Result<(), Error> {
    apart::check(inputs, folder, option).map_err(refused)
}

/// An error of usage.
fn refused(Failure { message, hint, .. }: Failure) -> Error {
    let refused = Error::usage(message);
    match hint {
        Some(hint) => refused.hint(hint),
        None => refused,
    }
}

/// What is said where folders hold no input; what was found in them is named before.
pub(super) fn nothing_to_restore(catalogue: &Catalogue) -> Error {
    match name_passed_over(catalogue) {
        Ok(_) => Error::usage("there is nothing to restore in the folders given")
            .hint("name a file, or a folder with PDF, PNG, JPEG, TIFF, BMP, PNM, WebP or text files"),
        Err(error) => error.into(),
    }
}

/// Names what was found and is no input, each with its reason, and returns how much that is.
pub(super) fn name_passed_over(catalogue: &Catalogue) -> Result<u64, CatalogueError> {
    let mut number = 0;
    catalogue.each_passed_over::<CatalogueError>(|said| {
        number += 1;
        log(describe_passed_over(&said));
        Ok(())
    })?;
    Ok(number)
}

/// The name of a shard: its manifest's.
fn name_of(manifest: &Path) -> Result<String, Error> {
    let name = manifest.file_stem().and_then(|name| name.to_str());
    name.map(str::to_owned).ok_or_else(|| Error::usage(format!("`{}` is no shard", manifest.display())))
}

/// Returns what is asked for; `dictionaries` are the user's own that are read.
fn request(arguments: &Arguments, dictionaries: Vec<PathBuf>) -> Result<Request, RequestError> {
    let from = arguments.from.to_possible_value();
    let request = arguments
        .limits
        .of(Request::default())
        .from(from.as_ref().map_or("auto", |value| value.get_name()))?
        .without(&arguments.without)?
        .formats(&arguments.formats)?
        .recogniser(&arguments.lang, arguments.tessdata.clone(), arguments.fast)?
        .dictionaries(dictionaries)
        .jobs(arguments.jobs)
        .cells(arguments.cells.cells())
        .dump_into(arguments.dump.clone())
        .again(!arguments.no_resume, arguments.retry_failed);
    match arguments.pdf_image {
        PdfImage::Scan => Ok(request),
        PdfImage::Restored => request.pdf_of_restored_images(),
    }
}

const fn exit_of(totals: &Totals, interrupted: bool) -> Exit {
    if interrupted && totals.pending > 0 {
        Exit::Interrupted
    } else if totals.pending > 0 {
        Exit::SomeHindered
    } else if totals.incomplete + totals.failed > 0 {
        Exit::SomeFailed
    } else {
        Exit::Done
    }
}

impl std::convert::From<RequestError> for Error {
    fn from(error: RequestError) -> Self {
        let said = Self::usage(&error);
        match error.hint() {
            Some(hint) => said.hint(hint),
            None => said,
        }
    }
}

impl std::convert::From<RunError> for Error {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Ended(failure) => failure.into(),
            RunError::Output(error) => Failure::from(error).into(),
            RunError::Catalogue(error) => error.into(),
        }
    }
}

impl std::convert::From<CatalogueError> for Error {
    fn from(error: CatalogueError) -> Self {
        let is_full = error.is_full();
        let said = Self::of_run(error);
        if is_full { said.hint("make room on the disk; the same command goes on from there") } else { said }
    }
}

impl std::convert::From<ShardError> for Error {
    fn from(error: ShardError) -> Self {
        match error {
            ShardError::NotApart(failure) => refused(failure),
            ShardError::Output(error) => error.into(),
            ShardError::Catalogue(error) => error.into(),
            error => Self::input(error),
        }
    }
}

impl std::convert::From<ClaimError> for Error {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Taken { .. } => {
                Self::of_run(error).hint("wait until it is done, or name another folder with `--out`")
            }
            ClaimError::Output(error) => Failure::from(error).into(),
        }
    }
}
