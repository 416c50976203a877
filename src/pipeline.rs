//! The stages with their settings: an input opened, its pages read, their images encoded, a document completed, its PDF bound.
//! [`Worker`] keeps what that takes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use image::GrayImage;
use serde::{Deserialize, Serialize};

use crate::batch::{Failure, Worked, fingerprint::Fingerprints, input::Input};
use crate::document::{Document, Page, Rule, SourceInfo, Warning};
use crate::export::page_image::{EncodeError, ImageFormat, PageImage, PageImages};
use crate::export::pdf::{self, Bound, OldPage, PdfError, RestoredPage, Sheet, Showing};
use crate::language::lexicon::Dictionary;
use crate::reading::{ReadPage, Reading, RestoreError, read_pages};
use crate::recognition::{Engine, EngineSettings, Reader, RecognitionError, Transcript};
use crate::repair::Models;
use crate::restoration::{self, Leaf, Step};
use crate::source::{
    self, FolderContents, OpenOptions, Original, Placement, Source, SourceError, TextOrigin,
};
use crate::triage::{self, Survey};

mod fingerprint;
mod straightened;
mod worker;

pub use fingerprint::BUILD;
pub use worker::Worker;

/// The stages that make a page, with their settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pipeline {
    reading: Reading,
    engine: EngineSettings,
    dump: Option<PathBuf>,
    images: Vec<ImageFormat>,
    showing: Showing,
    /// The user's own.
    dictionaries: Vec<Dictionary>,
}

/// A reader that leaves pages unread.
struct Unread;

impl Reader for Unread {
    fn read(&mut self, _: &GrayImage, _: f32, _: &[Rule]) -> Result<Transcript, RecognitionError> {
        Ok(Transcript { lines: Vec::new(), left_out: Vec::new(), grids: Vec::new(), blocks: Vec::new() })
    }
}

/// An input that is open, and the name of its record.
#[derive(Debug)]
pub struct Opened {
    source: Source,
    name: PathBuf,
}

impl Opened {
    /// Returns where the document comes from.
    pub fn info(&self) -> &SourceInfo {
        self.source.info()
    }

    /// Returns the number of pages.
    pub fn page_count(&self) -> u32 {
        self.source.page_count()
    }

    /// Returns what is known of the files, where the input is a folder.
    pub fn folder_contents(&self) -> FolderContents {
        self.source.folder_contents()
    }
}

impl Pipeline {
    /// Makes the line.
    pub fn new(reading: Reading, engine: EngineSettings) -> Self {
        let (images, dictionaries) = (Vec::new(), Vec::new());
        Self { reading, engine, dump: None, images, showing: Showing::Scan, dictionaries }
    }

    /// Repairs documents with these dictionaries of the user's besides its own.
    pub fn with_dictionaries(self, dictionaries: Vec<Dictionary>) -> Self {
        Self { dictionaries, ..self }
    }

    /// Writes each page's image after each step of restoration into a folder: `RECORD/page-001/7-straight.png`, of a spread
    /// `RECORD/page-001/left/7-straight.png`.
    pub fn dump_into(self, folder: Option<PathBuf>) -> Self {
        Self { dump: folder, ..self }
    }

    /// Keeps each page's restored image in these formats.
    pub fn with_images(self, formats: Vec<ImageFormat>) -> Self {
        Self { images: formats, ..self }
    }

    /// Has the pages of PDFs show this.
    pub fn with_pdf_showing(self, showing: Showing) -> Self {
        Self { showing, ..self }
    }

    /// Writes one image of a page; what keeps it from being written is for the page's warnings.
    fn dump(
        &self,
        opened: &Opened,
        number: u32,
        leaf: Leaf,
        step: Step,
        image: &GrayImage,
    ) -> Result<(), String> {
        let Some(folder) = &self.dump else { return Ok(()) };
        let mut folder = folder.join(&opened.name).join(format!("page-{number:03}"));
        match leaf {
            Leaf::Whole => {}
            Leaf::Left => folder.push("left"),
            Leaf::Right => folder.push("right"),
        }
        std::fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let path = folder.join(format!("{step}.png"));
        image.save(&path).map_err(|error| format!("`{}`: {error}", path.display()))
    }

    /// Returns the fingerprints of what decides what its stages and formats give; `lexicon` holds all dictionaries.
    pub fn fingerprints(&self) -> Fingerprints {
        let models = Models::fingerprint(&self.dictionaries);
        fingerprint::fingerprints(&self.reading, &self.engine, self.showing, &models)
    }

    /// Opens an input whose images have at most so many pixels. Of a folder it need not find what is `known` of its files.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn open(&self, input: &Input, known: &FolderContents, pixel_limit: u64) -> Result<Opened, Failure> {
        let options = OpenOptions { pixel_limit, ..OpenOptions::default() };
        let source = if input.is_folder {
            Source::folder_with(input.files.clone(), known, &options)
        } else {
            source::open(&input.path, &options).map_err(|error| failure_of_source(&error))?
        };
        Ok(Opened { source, name: input.name.clone() })
    }

    /// As [`open`](Self::open), of a file's bytes that are in memory; `path` is what the file is called.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
    pub fn open_bytes(&self, path: &Path, bytes: Vec<u8>, pixel_limit: u64) -> Result<Opened, Failure> {
        let options = OpenOptions { pixel_limit, ..OpenOptions::default() };
        let source = source::open_bytes(path, bytes, &options).map_err(|error| failure_of_source(&error))?;
        Ok(Opened { source, name: path.to_owned() })
    }

    /// Works one of an input's pages, counted from 1, with the thread's engine, made when it is first needed.
    ///
    /// # Errors
    ///
    /// Where the page cannot be read.
    pub fn pages(
        &self,
        worker: &mut Option<Engine>,
        opened: &Opened,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        self.pages_by(worker, || Engine::new(&self.engine), opened, number)
    }

    /// Restores one of an input's pages as [`pages`](Self::pages) does, for its image: no engine is started, and nothing is read
    /// of it.
    ///
    /// # Errors
    ///
    /// Where the page cannot be decoded.
    pub fn images(&self, opened: &Opened, number: u32) -> Result<Vec<Worked>, Failure> {
        self.pages_by(&mut None, || Ok(Unread), opened, number)
    }

    fn pages_by<R: Reader>(
        &self,
        worker: &mut Option<R>,
        mut engine: impl FnMut() -> Result<R, RecognitionError>,
        opened: &Opened,
        number: u32,
    ) -> Result<Vec<Worked>, Failure> {
        let mut undumped = None;
        let mut restored = Vec::new();
        let mut watch = |leaf: Leaf, step: Step, image: &GrayImage| {
            if self.wants_images() && step == Step::Clean {
                restored.push(image.clone());
            }
            if let Err(cause) = self.dump(opened, number, leaf, step, image) {
                undumped.get_or_insert(cause);
            }
        };
        let read = read_pages(&opened.source, number, &self.reading, worker, &mut engine, &mut watch)
            .map_err(|error| failure(&error))?;
        let mut undumped = undumped.map(|cause| Warning {
            page: Some(number),
            code: "not-dumped".to_owned(),
            message: format!("the images of its restoration could not be written: {cause}"),
        });
        let mut restored = restored.into_iter();
        let worked = read.into_iter().map(|ReadPage { page, warning }| {
            let encoded =
                restored.next().map_or(Ok(PageImages::default()), |image| self.encode(&page, &image));
            let (images, unencoded) = match encoded {
                Ok(images) => (images, None),
                Err(error) => (PageImages::default(), Some(unencoded(number, &error))),
            };
            Worked {
                page,
                images,
                warnings: warning.into_iter().chain(unencoded).chain(undumped.take()).collect(),
            }
        });
        Ok(worked.collect())
    }

    /// Returns whether pages of PDFs show restored images.
    pub fn shows_restored(&self) -> bool {
        self.showing == Showing::Restored
    }

    fn wants_images(&self) -> bool {
        self.shows_restored() || !self.images.is_empty()
    }

    /// Encodes a page's restored image, whose resolution follows from its size beside the scan's; where that is not known,
    /// in no format.
    fn encode(&self, page: &Page, image: &GrayImage) -> Result<PageImages, EncodeError> {
        let scan_width = if page.rotation.is_multiple_of(180) { page.width } else { page.height };
        let (Some(scan_dpi), Some(scan_width)) = (page.dpi, scan_width) else {
            return Ok(PageImages::default());
        };
        let dpi = scan_dpi * image.width() as f32 / scan_width as f32;
        let ink = restoration::ink_threshold(image);
        let files = PageImage::encode(page.number, image, dpi, ink, &self.images)?;
        let shown = self
            .shows_restored()
            .then(|| PageImage::encode_small(page.number, image, dpi, ink))
            .transpose()?;
        Ok(PageImages { files, shown: shown.into_iter().collect() })
    }
}

impl Pipeline {
    /// Makes the searchable PDF of a document that was made of this input; `shown` are the restored images that it shows, in the
    /// order of the document's pages. Scans of which one is lacking are shown as they are.
    ///
    /// # Errors
    ///
    /// Where it cannot be; the record is none the worse for it.
    pub fn bind(&self, opened: &Opened, document: &Document, shown: &[PageImage]) -> Result<Bound, Failure> {
        let refused = |cause: String| {
            Failure::of_input("not-exported", format!("no `document.pdf` was written: {cause}"))
        };
        // Bytes that anyone may have made are read by libraries; a panic in one must cost this file, not the process.
        match catch_unwind(AssertUnwindSafe(|| bind_unguarded(&opened.source, document, shown))) {
            Ok(bound) => bound.map_err(|error| refused(error.to_string())),
            Err(_) => Err(refused("the program that reads its structure gave up on it".to_owned())
                .hint("mend it with `qpdf INPUT OUTPUT` and restore what comes out")),
        }
    }

    /// Says what the text layer of one of an input's pages is, counted from 1, without decoding its image.
    ///
    /// # Errors
    ///
    /// Where the page cannot be looked into.
    pub fn survey(&self, opened: &Opened, number: u32) -> Result<Survey, Failure> {
        triage::survey(&opened.source, number, self.reading.witness)
            .map_err(|error| failure_of_source(&error))
    }
}

fn bind_unguarded(source: &Source, document: &Document, shown: &[PageImage]) -> Result<Bound, PdfError> {
    let (document, mut restored) = if shown.is_empty() {
        (Cow::Borrowed(document), BTreeMap::new())
    } else {
        let (document, sheets) = straightened::straightened(source, document, shown)?;
        (Cow::Owned(document), sheets)
    };
    match source.original(1) {
        Ok(Original::Pdf(bytes)) => {
            let old = |number| {
                let Placement { to_user, origin, is_drawing } = source.placement(number)?;
                let restored = restored.remove(&number).map(|sheet| RestoredPage { sheet, is_drawing });
                Some(OldPage { to_user, is_drawn: origin == TextOrigin::Drawn, restored })
            };
            let old: Vec<Option<OldPage>> = (1..=source.page_count()).map(old).collect();
            pdf::overlay(&document, bytes, old)
        }
        _ => pdf::bind(&document, |number| match restored.remove(&number) {
            Some(sheet) => Ok(sheet),
            None => sheet(source, number),
        }),
    }
}

/// Returns the fingerprints of how the formats are written, by name.
pub fn format_fingerprints() -> BTreeMap<String, String> {
    fingerprint::of_formats(Showing::default())
}

/// Returns the image of a page as a PDF takes it.
fn sheet(source: &Source, number: u32) -> Result<Sheet, PdfError> {
    let failed = |cause: String| PdfError::Image { page: number, cause };
    let decode = || {
        let content = source.page(number).map_err(|error| error.to_string())?;
        content.image.map(|scan| scan.pixels).ok_or_else(|| "it shows nothing".to_owned())
    };
    let original = source.original(number).map_err(|error| failed(error.to_string()))?;
    let (bytes, format, index) = match &original {
        Original::Image(bytes, format) => (bytes, *format, 0),
        Original::Tiff(bytes, index) => (bytes, image::ImageFormat::Tiff, *index),
        Original::Pdf(_) | Original::Text => return Err(PdfError::NoImage),
    };
    Sheet::of(&pdf::Original { bytes, format, index }, decode).map_err(failed)
}

fn unencoded(number: u32, error: &EncodeError) -> Warning {
    Warning {
        page: Some(number),
        code: "not-encoded".to_owned(),
        message: format!("its restored image could not be written: {error}"),
    }
}

/// Returns the failure of an input that cannot be opened, or of a page that cannot be decoded.
fn failure_of_source(error: &SourceError) -> Failure {
    match error {
        // A disk that does not answer, or no more files to open. A run has read its bytes a moment ago, and the next one may do so.
        // Memory that the limit of a page refuses, and not the system, is the input's.
        SourceError::Unreadable { cause, .. }
            if cause.kind() != io::ErrorKind::OutOfMemory || cause.raw_os_error().is_some() =>
        {
            Failure::of_surroundings(error.code(), error.to_string()).hint("the same command tries it again")
        }
        _ => Failure::of_input(error.code(), error.to_string()),
    }
}

fn failure(error: &RestoreError) -> Failure {
    match error {
        RestoreError::Source(error) => failure_of_source(error),
        RestoreError::Recognition {
            source: error @ (RecognitionError::DataMissing { .. } | RecognitionError::Start { .. }),
            ..
        } => Failure::of_installation("tesseract-missing", error.to_string())
            .hint("`phuchoi doctor` says what is missing and how to install it"),
        RestoreError::Recognition { .. } => Failure::of_input("page-unreadable", error.to_string()),
    }
}
