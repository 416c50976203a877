//! A run's request: what a person on the command line, or a program in Python, asks for, by the same names and with the same
//! sense.
//!
//! ```
//! use phuchoi::run::Request;
//!
//! let request = Request::default().formats(&["+pdf"])?.without(&["clean"])?;
//! let names: Vec<&str> = request.chosen_formats().iter().map(|format| format.name()).collect();
//! assert_eq!(names, ["json", "edits", "md", "csv", "pdf"]);
//! assert!(Request::default().from("sideways").is_err());
//! # Ok::<(), phuchoi::run::RequestError>(())
//! ```

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use crate::batch::input::Group;
use crate::batch::kind::Kind;
use crate::batch::report::Settings;
use crate::batch::{Failure, Plan};
use crate::document::written;
use crate::export::pdf::Showing;
use crate::export::spreadsheet::Cells;
use crate::export::{Format, UnknownFormat};
use crate::isolation::{Isolated, Limits};
use crate::language::lexicon::Dictionary;
use crate::pipeline::Pipeline;
use crate::reading::Reading;
use crate::recognition::{EngineSettings, are_languages};
use crate::restoration::Step;
use crate::source;
use crate::witness::Witness;

/// The names of a page's witnesses.
const WITNESSES: [(&str, Witness); 3] =
    [("auto", Witness::Auto), ("image", Witness::Image), ("text-layer", Witness::TextLayer)];

/// What a run is to do with its inputs.
#[derive(Debug, Clone)]
pub struct Request {
    reading: Reading,
    engine: EngineSettings,
    showing: Showing,
    formats: Vec<Format>,
    cells: Cells,
    dictionaries: Vec<PathBuf>,
    jobs: Option<NonZeroUsize>,
    limits: Limits,
    dump: Option<PathBuf>,
    resume: bool,
    retry_failed: bool,
}

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// An option was given a name that it does not know, such as `--formats docx`.
    #[error("`{option}` knows {}, not `{given}`", quoted(.known))]
    Unknown {
        /// The option, as the command line calls it without its dashes.
        option: &'static str,
        /// What was given.
        given: String,
        /// What it knows.
        known: Vec<&'static str>,
    },
    /// What is given as the recogniser's languages names none.
    #[error("`{0}` does not name languages of the recogniser")]
    Languages(String),
    /// It is said what the pages of `document.pdf` show, and none is asked for.
    #[error("`--pdf-image` says what `document.pdf` shows, and none is asked for")]
    NoPdf,
}

impl RequestError {
    /// Returns what mends it, where it does not say so itself.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unknown { .. } => None,
            Self::Languages(_) => Some("they are named as in `vie` or `vie+eng`"),
            Self::NoPdf => Some("add `pdf` to `--formats`"),
        }
    }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl Default for Request {
    fn default() -> Self {
        Self {
            reading: Reading::default(),
            engine: EngineSettings::default(),
            showing: Showing::default(),
            formats: Format::DEFAULT.to_vec(),
            cells: Cells::default(),
            dictionaries: Vec::new(),
            jobs: None,
            limits: Limits::default(),
            dump: None,
            resume: true,
            retry_failed: false,
        }
    }
}

impl Request {
    /// Has a page's `image` or its `text-layer` read, or, with `auto`, the better of them.
    ///
    /// # Errors
    ///
    /// [`RequestError::Unknown`] for any other name.
    pub fn from(mut self, name: &str) -> Result<Self, RequestError> {
        let found = WITNESSES.iter().find(|(known, _)| *known == name);
        let known = || WITNESSES.map(|(known, _)| known).to_vec();
        let unknown = || RequestError::Unknown { option: "from", given: name.to_owned(), known: known() };
        self.reading.witness = found.ok_or_else(unknown)?.1;
        Ok(self)
    }

    /// Leaves steps of restoration out, by their names.
    ///
    /// # Errors
    ///
    /// [`RequestError::Unknown`] for a name that no step has.
    pub fn without(mut self, names: &[impl AsRef<str>]) -> Result<Self, RequestError> {
        let is_step = |name: &str| Step::ALL.iter().any(|step| step.name() == name);
        if let Some(name) = names.iter().map(AsRef::as_ref).find(|name| !is_step(name)) {
            let known = Step::ALL.map(Step::name).to_vec();
            return Err(RequestError::Unknown { option: "without", given: name.to_owned(), known });
        }
        let is_named = |step: &Step| names.iter().any(|name| name.as_ref() == step.name());
        self.reading.left_out = Step::ALL.into_iter().filter(is_named).collect();
        Ok(self)
    }

    /// Writes these formats, by their names; with a `+` before one of them, beside those that are written anyway.
    ///
    /// # Errors
    ///
    /// [`RequestError::Unknown`] for a name that no format has.
    pub fn formats(mut self, names: &[impl AsRef<str>]) -> Result<Self, RequestError> {
        let unknown = |UnknownFormat(given)| {
            let known = Format::ALL.map(Format::name).to_vec();
            RequestError::Unknown { option: "formats", given, known }
        };
        self.formats = Format::chosen(names).map_err(unknown)?;
        Ok(self)
    }

    /// Has the pages of `document.pdf` show the restored image in the place of the scan. To be said after the formats.
    ///
    /// # Errors
    ///
    /// [`RequestError::NoPdf`] where that is not among them.
    pub fn pdf_of_restored_images(self) -> Result<Self, RequestError> {
        if !self.formats.contains(&Format::Pdf) {
            return Err(RequestError::NoPdf);
        }
        Ok(Self { showing: Showing::Restored, ..self })
    }

    /// Writes cells of tables so.
    pub fn cells(self, cells: Cells) -> Self {
        Self { cells, ..self }
    }

    /// Has the recogniser started with these languages and data; `fast` reads nothing a second time.
    ///
    /// # Errors
    ///
    /// [`RequestError::Languages`] for what cannot be names of languages.
    pub fn recogniser(
        self,
        languages: &str,
        tessdata: Option<PathBuf>,
        fast: bool,
    ) -> Result<Self, RequestError> {
        if !are_languages(languages) {
            return Err(RequestError::Languages(languages.to_owned()));
        }
        let engine = EngineSettings { language: languages.to_owned(), tessdata, second_looks: !fast };
        Ok(Self { engine, ..self })
    }

    /// Uses the words of these dictionaries beside the built-in ones.
    pub fn dictionaries(self, dictionaries: Vec<PathBuf>) -> Self {
        Self { dictionaries, ..self }
    }

    /// Works so many pages at the same time; never more than there are processors.
    pub fn jobs(self, jobs: Option<NonZeroUsize>) -> Self {
        Self { jobs, ..self }
    }

    /// Lets a page take so many MB of memory, seconds by the clock, half of them of the processor, and million pixels.
    pub fn page_limits(self, memory: u64, seconds: u64, pixels: u64) -> Self {
        let wall = Duration::from_secs(seconds);
        let limits = Limits {
            memory: memory.saturating_mul(1 << 20),
            wall,
            processor: wall / 2,
            pixels: millions(pixels),
        };
        Self { limits, ..self }
    }

    /// Writes each page's image after each step of restoration into a folder, and restores what is there again for it.
    pub fn dump_into(self, folder: Option<PathBuf>) -> Self {
        Self { dump: folder, ..self }
    }

    /// Says whether records that are there and still true are kept, and whether what failed before is tried again.
    pub fn again(self, resume: bool, retry_failed: bool) -> Self {
        Self { resume, retry_failed, ..self }
    }

    /// Returns the formats asked for, in the order in which they are written.
    pub fn chosen_formats(&self) -> &[Format] {
        &self.formats
    }

    /// Returns what the recogniser is started with.
    pub fn engine(&self) -> &EngineSettings {
        &self.engine
    }

    /// Returns the user's dictionaries.
    pub fn chosen_dictionaries(&self) -> &[PathBuf] {
        &self.dictionaries
    }

    /// Returns the stages that make a page.
    pub fn pipeline(&self) -> Pipeline {
        Pipeline::new(self.reading.clone(), self.engine.clone())
            .dump_into(self.dump.clone())
            .with_pdf_showing(self.showing)
            .with_images(self.formats.iter().filter_map(|format| format.of_images()).collect())
    }

    /// Returns the line of stages in child processes, which `launch` starts, with these dictionaries of the user's.
    pub fn line(&self, launch: Vec<OsString>, dictionaries: Vec<Dictionary>) -> Isolated {
        let pipeline = self.pipeline().with_dictionaries(dictionaries);
        let fingerprints = pipeline.fingerprints().with_cells(self.cells);
        let line = Isolated::new(launch, pipeline, self.limits, fingerprints);
        match &self.dump {
            Some(dump) => line.writing_below(dump),
            None => line,
        }
    }

    /// Returns how a run over inputs grouped so is to be done.
    pub fn plan(&self, group: Group) -> Plan {
        let cores = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let from = WITNESSES.iter().find(|(_, witness)| *witness == self.reading.witness);
        Plan {
            jobs: self.jobs.map_or(cores, |jobs| jobs.min(cores)),
            formats: self.formats.clone(),
            cells: self.cells,
            resume: self.resume && self.dump.is_none(),
            retry_failed: self.retry_failed,
            settings: Settings {
                from: from.map_or("", |(name, _)| *name).to_owned(),
                language: self.engine.language.clone(),
                group,
                dictionaries: self.dictionaries.iter().map(|path| written(path)).collect(),
                formats: self.formats.iter().map(|format| format.name().to_owned()).collect(),
            },
        }
    }
}

/// Returns what a file is by its bytes, for a [walk](crate::batch::walk::walk).
///
/// # Errors
///
/// Where it cannot be read.
pub fn kind_of(path: &Path) -> io::Result<Kind> {
    Ok(match source::kind_of(path)? {
        source::Kind::Image => Kind::Image,
        source::Kind::Document => Kind::Document,
        source::Kind::Foreign(looks_like, remedy) => {
            let message = format!("`{}` looks like {looks_like}, which is not read here", written(path));
            Kind::Neither(Failure::of_input("unsupported", message).hint(remedy))
        }
        source::Kind::Empty => {
            let message = format!("`{}` is empty (0 bytes)", written(path));
            Kind::Neither(Failure::of_input("empty", message).hint("copy or scan it again"))
        }
    })
}

/// Returns pixels of millions of them.
pub fn millions(pixels: u64) -> u64 {
    pixels.saturating_mul(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_named_with_what_is() {
        let unknown = |error: Option<RequestError>| error.unwrap().to_string();
        let from = unknown(Request::default().from("sideways").err());
        assert_eq!(from, "`from` knows `auto`, `image`, `text-layer`, not `sideways`");
        assert!(
            unknown(Request::default().without(&["sweep"]).err()).starts_with("`without` knows `gray`, ")
        );
        assert!(unknown(Request::default().formats(&["md", "+docx"]).err()).ends_with(", not `docx`"));
        assert_eq!(Request::default().pdf_of_restored_images().err(), Some(RequestError::NoPdf));
    }

    #[test]
    fn a_list_of_formats_is_all_and_with_a_plus_it_adds() {
        let names = |given: &[&str]| {
            let request = Request::default().formats(given).unwrap();
            request.chosen_formats().iter().map(|format| format.name()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&["txt", "md", "txt"]), "md txt");
        assert_eq!(names(&["+pdf"]), "json edits md csv pdf");
        assert_eq!(names(&["html", "+md"]), "json edits md html csv");
        assert!(Request::default().formats(&["+pdf"]).unwrap().pdf_of_restored_images().is_ok());
    }

    #[test]
    fn images_of_steps_are_made_for_records_that_are_there_too() {
        let resumes = |request: Request| request.plan(Group::File).resume;
        assert!(resumes(Request::default()));
        assert!(!resumes(Request::default().dump_into(Some("steps".into()))));
        assert!(!resumes(Request::default().again(false, false)));
    }
}
