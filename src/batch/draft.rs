//! The draft of a record: a folder, within what a run keeps for itself, in which the record of one input comes to be.
//!
//! Whoever works the input's pages writes into it, page by page and file by file, and the run [moves](super::record) what is done
//! into the record's folder. So a document's pages and files never lie in the memory of the process that drives the run.
//!
//! | within the draft | what |
//! | --- | --- |
//! | `scans/000001.json` | the pages that the first scan shows, and what is to be said of them |
//! | `scans/000001-1.png` | the restored image of the first of them, for the record; `000001-1.shown.png` for its PDF |
//! | `shown/001.png` | the image that the PDF's first page shows, when pages have their numbers |
//! | `document.json` | the document |
//! | `record/` | files for the record's folder, under the names that they have there |

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::earlier::{self, Earlier};
use super::receipt;
use super::report::{Counts, Reason};
use super::{Failure, NOT_REPAIRED, Worked};
use crate::document::{Document, Page, SourceInfo, Warning, check_box};
use crate::export::files::{Files, Seal};
use crate::export::page_image::{ImageFormat, PageImage};
use crate::export::pdf::Bound;
use crate::export::recognised::{self, Recognised};
use crate::export::spreadsheet::Cells;
use crate::export::{self, ExportError, Format, Made, file};

/// Returns the folder of the drafts, within that of what a run keeps for itself.
pub fn folder(state: &Path) -> PathBuf {
    state.join("drafts")
}

/// Returns the folder of this process's own drafts: where its output is taken away another run may begin in the same place, whose
/// drafts have the same numbers.
pub(super) fn folder_of_run(state: &Path) -> PathBuf {
    folder(state).join(std::process::id().to_string())
}

const SCANS: &str = "scans";
const SHOWN: &str = "shown";
const DOCUMENT: &str = "document.json";
const RECORD: &str = "record";

/// The codes of the warnings that speak of `document.pdf`.
pub(super) const OF_PDF: [&str; 4] = ["signature-void", "active-content", "not-pdf-a", "not-exported"];

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// As a string of the system, for names may be any bytes.
    folder: OsString,
}

/// What a document is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Base {
    /// Of its scans, which were read in the way that has this fingerprint.
    Scans {
        /// Where it comes from.
        source: SourceInfo,
        /// The fingerprint.
        reading: String,
    },
    /// Of the pages that an earlier run read.
    Pages {
        /// The folder of the record that holds them.
        folder: OsString,
        /// What the input is called now.
        path: String,
        /// The fingerprint of how they would be read now.
        reading: String,
    },
    /// Of the document in a record's folder.
    Document {
        /// The folder.
        folder: OsString,
    },
}

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// False where it is, word for word, the one in the record's folder.
    pub is_new: bool,
    /// What it says of its PDF.
    pub of_pdf: Vec<Warning>,
}

/// What is to be written of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The formats, by name.
    pub formats: Vec<String>,
    /// What it is to say of its PDF.
    pub of_pdf: Vec<Warning>,
    /// How cells of tables are written.
    pub cells: Cells,
}

/// What was written of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The files.
    pub files: Files,
    /// The names of the files that it may have in the formats asked for; of some it has none.
    pub names: Vec<String>,
    /// What it holds.
    pub counts: Counts,
    /// Pages that could not be read.
    pub failed_pages: Vec<u32>,
    /// Why it is not whole.
    pub reason: Option<Reason>,
}

/// What became of a PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Why it does not say of itself that it is PDF/A; empty where it does.
    pub obstacles: Vec<String>,
    /// True where it was digitally signed, and the signature says nothing of what it is now.
    pub was_signed: bool,
    /// What it did by itself, and does no more, each in a few words.
    pub taken_out: Vec<String>,
}

/// Why a draft is of no use.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Something in it cannot be written.
    #[error(transparent)]
    Write(#[from] ExportError),
    /// Something in it cannot be read.
    #[error("`{path}` cannot be read: {source}")]
    Read {
        /// What.
        path: PathBuf,
        /// What the system said, or what is the matter with it.
        source: io::Error,
    },
}

impl From<DraftError> for Failure {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::Write(error) => error.into(),
            DraftError::Read { .. } => Self::of_surroundings("draft-unreadable", error.to_string())
                .hint("something else is at work in the output folder; run again when it is not"),
        }
    }
}

/// How many times the bytes that what was recognised is packed in it takes: 6.9 on 28 pages of real scans.
const UNPACKED: u64 = 9;

/// Returns how many bytes the pages, or the document, in a record's folder take, about.
pub fn size_of_base(folder: &Path) -> u64 {
    let packed = length(&folder.join(recognised::FILE));
    packed.saturating_mul(UNPACKED).max(length(&folder.join(export::RECORD)))
}

impl Base {
    /// Returns how many bytes its pages take, about, besides those in the draft.
    pub fn size(&self) -> u64 {
        match self {
            Self::Scans { .. } => 0,
            Self::Pages { folder, .. } | Self::Document { folder } => size_of_base(Path::new(folder)),
        }
    }
}

/// A page of a scan, as it is kept; its images lie beside it.
#[derive(Serialize, Deserialize)]
struct Leaf {
    page: Page,
    files: Vec<ImageFormat>,
    shown: Vec<ImageFormat>,
    warnings: Vec<Warning>,
}

impl Draft {
    /// Returns the draft in a folder.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.as_os_str().to_owned() }
    }

    /// Begins it: what is there goes.
    ///
    /// # Errors
    ///
    /// Where its folders cannot be made.
    pub fn begin(&self) -> Result<(), ExportError> {
        self.remove()?;
        [SCANS, SHOWN, RECORD].iter().try_for_each(|name| make(&self.path(name)))
    }

    /// Takes it away.
    ///
    /// # Errors
    ///
    /// Where it is there and stays.
    pub fn remove(&self) -> Result<(), ExportError> {
        let folder = Path::new(&self.folder);
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ExportError::Write { path: folder.to_owned(), source: error })
            }
            _ => Ok(()),
        }
    }

    /// Returns the folder of the files for the record's folder.
    pub(super) fn record(&self) -> PathBuf {
        self.path(RECORD)
    }

    /// Returns how many bytes the pages of its scans take.
    pub fn size(&self) -> u64 {
        let sizes = fs::read_dir(self.path(SCANS)).into_iter().flatten().flatten().filter_map(|entry| {
            let is_text = Path::new(&entry.file_name()).extension().is_some_and(|ending| ending == "json");
            is_text.then(|| entry.metadata().map_or(0, |metadata| metadata.len()))
        });
        sizes.sum::<u64>().max(length(&self.path(DOCUMENT)))
    }

    /// Keeps what was worked of a scan, numbered from 1.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn keep(&self, scan: u32, worked: &[Worked]) -> Result<(), ExportError> {
        let mut leaves = Vec::new();
        for (leaf, Worked { page, images, warnings }) in (1..).zip(worked) {
            for (images, is_shown) in [(&images.files, false), (&images.shown, true)] {
                images.iter().try_for_each(|image| {
                    write(&self.image(scan, leaf, is_shown, image.format), &image.bytes)
                })?;
            }
            let formats = |images: &[PageImage]| images.iter().map(|image| image.format).collect();
            leaves.push(Leaf {
                page: page.clone(),
                files: formats(&images.files),
                shown: formats(&images.shown),
                warnings: warnings.clone(),
            });
        }
        write_json(&self.scan(scan), &leaves)
    }

    /// Makes the document of its base, and of the pages of its scans where there are such; `complete` does so of what was read.
    /// What the base's folder holds of an earlier run need not be read again where it is known.
    ///
    /// # Errors
    ///
    /// What `complete` says; and where the base cannot be read, or the draft not be written.
    pub fn complete(
        &self,
        base: &Base,
        earlier: Option<Earlier>,
        complete: impl FnOnce(Recognised) -> Result<Document, Failure>,
    ) -> Result<(Document, Completed), Failure> {
        let (document, is_new) = match base {
            Base::Scans { source, reading } => {
                let recognised = self.gathered(source.clone(), reading.clone())?;
                self.pack(&recognised)?;
                (complete(recognised)?, true)
            }
            Base::Pages { folder, path, reading } => {
                let folder = Path::new(folder);
                let unread = || DraftError::Read {
                    path: folder.join(recognised::FILE),
                    source: io::ErrorKind::InvalidData.into(),
                };
                let earlier = earlier.or_else(|| earlier::read(folder));
                let Earlier { mut recognised, is_of_first } = earlier.ok_or_else(unread)?;
                recognised.reading.clone_from(reading);
                if is_of_first || recognised.source.path != *path {
                    recognised.source.path.clone_from(path);
                    self.pack(&recognised)?;
                }
                let mut document = complete(recognised)?;
                self.place(&mut document)?;
                (document, true)
            }
            Base::Document { folder } => {
                let mut document: Document = read(&Path::new(folder).join(export::RECORD))?;
                let said = document.warnings.len();
                self.place(&mut document)?;
                let is_new = document.warnings.len() > said;
                (document, is_new)
            }
        };
        write_json(&self.path(DOCUMENT), &document)?;
        let of_pdf = document.warnings.iter().filter(|warning| is_of_pdf(warning)).cloned().collect();
        Ok((document, Completed { is_new, of_pdf }))
    }

    /// Reads the document that was made.
    ///
    /// # Errors
    ///
    /// Where it is not there.
    pub fn document(&self) -> Result<Document, DraftError> {
        read(&self.path(DOCUMENT))
    }

    /// Reads the images that the document's PDF shows, in the order of its pages.
    ///
    /// # Errors
    ///
    /// Where one cannot be read.
    pub fn shown(&self, document: &Document) -> Result<Vec<PageImage>, DraftError> {
        let mut shown = Vec::new();
        for page in document.pages.iter().map(|page| page.number) {
            for format in ImageFormat::ALL {
                let path = self.path(SHOWN).join(numbered(page, format));
                match fs::read(&path) {
                    Ok(bytes) => shown.push(PageImage { page, format, bytes }),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(source) => return Err(DraftError::Read { path, source }),
                }
            }
        }
        Ok(shown)
    }

    /// Keeps the document's PDF.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn keep_pdf(&self, bound: Bound) -> Result<Binding, ExportError> {
        let Bound { bytes, obstacles, was_signed, taken_out } = bound;
        write(&self.path(RECORD).join(export::PDF), &bytes)?;
        Ok(Binding { obstacles, was_signed, taken_out })
    }

    /// Writes the document's files. Images and the PDF, made of its scans, are there already, or there are none.
    ///
    /// # Errors
    ///
    /// Where one cannot be written.
    pub fn export(&self, document: &mut Document, wanted: &Wanted) -> Result<Exported, ExportError> {
        document.warnings.retain(|warning| !is_of_pdf(warning));
        document.warnings.extend(wanted.of_pdf.iter().cloned());
        let is_wanted = |format: &Format| wanted.formats.iter().any(|name| name == format.name());
        let formats: Vec<Format> = Format::ALL.into_iter().filter(is_wanted).collect();
        let names: Vec<String> = formats.iter().flat_map(|format| export::names(document, *format)).collect();
        let record = self.record();
        let (of_scans, of_text): (Vec<Format>, Vec<Format>) =
            formats.into_iter().partition(|format| format.needs_scan());
        let mut files =
            export::put_into(document, &Made { cells: wanted.cells, ..Made::default() }, &record, &of_text)?;
        for name in of_scans.iter().flat_map(|format| export::names(document, *format)) {
            let path = record.join(&name);
            if file::is_there(&path)? {
                let failed = |source| ExportError::Write { path: path.clone(), source };
                let file = fs::File::open(&path).map_err(failed)?;
                file.sync_all().map_err(failed)?;
                files.insert(name, Seal::of_all(file).map_err(failed)?);
            }
        }
        let failed_pages = receipt::failed_pages(&document.pages);
        let (counts, reason) = (Counts::of(document), reason_of(document));
        Ok(Exported { files, names, counts, failed_pages, reason })
    }

    /// Writes what was recognised.
    fn pack(&self, recognised: &Recognised) -> Result<(), ExportError> {
        file::replace(&self.record().join(recognised::FILE), &recognised.render()?)
    }

    /// Returns what was read of its scans, and gives their images their places. A scan may show two pages, so only now is it known
    /// which number each has.
    fn gathered(&self, source: SourceInfo, reading: String) -> Result<Recognised, DraftError> {
        let (mut pages, mut warnings) = (Vec::new(), Vec::new());
        for scan in 1..=source.page_count {
            for (leaf, Leaf { page, files, shown, warnings: told }) in (1..).zip(self.leaves(scan)?) {
                let number = pages.len() as u32 + 1;
                self.settle_images(scan, leaf, number, &files, &shown)?;
                pages.push(Page { number, ..page });
                warnings.extend(told.into_iter().map(|told| Warning { page: Some(number), ..told }));
            }
        }
        Ok(Recognised::new(reading, source, pages, warnings))
    }

    /// Gives the images of scans that were restored once more their places, each that of the page that it shows. Where they have
    /// none, the document says so.
    fn place(&self, document: &mut Document) -> Result<(), DraftError> {
        let mut shown_by: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        // A page that could not be read at all had no image then, and has none now.
        for page in document.pages.iter().filter(|page| page.width.is_some()) {
            shown_by.entry(page.scan).or_default().push(page.number);
        }
        for (scan, numbers) in shown_by {
            if !file::is_there(&self.scan(scan))? {
                continue;
            }
            let leaves = self.leaves(scan)?;
            let failed = leaves.iter().flat_map(|leaf| &leaf.warnings).next();
            let cause = match failed {
                Some(warning) => Some(warning.message.clone()),
                None if numbers.len() == leaves.len() => None,
                None => Some("it came out otherwise than when it was read".to_owned()),
            };
            match (cause, numbers.first()) {
                (Some(cause), Some(page)) => document.warnings.push(Warning {
                    page: Some(*page),
                    code: "not-encoded".to_owned(),
                    message: format!("its restored image could not be written: {cause}"),
                }),
                _ => {
                    for ((leaf, number), Leaf { files, shown, .. }) in (1..).zip(numbers).zip(&leaves) {
                        self.settle_images(scan, leaf, number, files, shown)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn settle_images(
        &self,
        scan: u32,
        leaf: u32,
        page: u32,
        files: &[ImageFormat],
        shown: &[ImageFormat],
    ) -> Result<(), ExportError> {
        for (formats, is_shown) in [(files, false), (shown, true)] {
            for format in formats {
                let folder = if is_shown { self.path(SHOWN) } else { self.path(RECORD).join(export::PAGES) };
                make(&folder)?;
                let (from, to) =
                    (self.image(scan, leaf, is_shown, *format), folder.join(numbered(page, *format)));
                match fs::rename(&from, &to) {
                    // Whoever did this before died over what comes after it.
                    Err(error) if error.kind() == io::ErrorKind::NotFound && to.exists() => {}
                    moved => moved.map_err(|source| ExportError::Write { path: to, source })?,
                }
            }
        }
        Ok(())
    }

    fn leaves(&self, scan: u32) -> Result<Vec<Leaf>, DraftError> {
        read(&self.scan(scan))
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(&self.folder).join(name)
    }

    fn scan(&self, scan: u32) -> PathBuf {
        self.path(SCANS).join(format!("{scan:06}.json"))
    }

    fn image(&self, scan: u32, leaf: u32, is_shown: bool, format: ImageFormat) -> PathBuf {
        let shown = if is_shown { ".shown" } else { "" };
        self.path(SCANS).join(format!("{scan:06}-{leaf}{shown}.{}", format.extension()))
    }
}

fn numbered(page: u32, format: ImageFormat) -> String {
    format!("{page:03}.{}", format.extension())
}

fn is_of_pdf(warning: &Warning) -> bool {
    OF_PDF.contains(&warning.code.as_str())
}

fn make(folder: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::Write { path: folder.to_owned(), source })
}

/// Writes a file that need not outlast the run.
fn write(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    fs::write(path, bytes).map_err(|source| ExportError::Write { path: path.to_owned(), source })
}

/// Writes such a file piece by piece: in one, that of a long document would take as much memory as the document.
fn write_json(path: &Path, value: &impl Serialize) -> Result<(), ExportError> {
    let put = || -> io::Result<()> {
        let mut to = BufWriter::new(fs::File::create(path)?);
        serde_json::to_writer(&mut to, value)?;
        to.flush()
    };
    put().map_err(|source| ExportError::Write { path: path.to_owned(), source })
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, DraftError> {
    let failed = |source| DraftError::Read { path: path.to_owned(), source };
    let file = file::open(path).map_err(failed)?;
    serde_json::from_reader(BufReader::new(file)).map_err(|error| failed(error.into()))
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// Returns a document as it was read, with the reason why no more was made of it.
pub fn as_read(recognised: Recognised, failure: &Failure) -> Document {
    let Recognised { source, pages, warnings, .. } = recognised;
    let mut document = Document { warnings, ..Document::new(source, pages) };
    document.part_into_words();
    check_box::enter(&mut document);
    document.lay_out_as_read();
    let hint = failure.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
    document.warnings.push(Warning {
        page: None,
        code: NOT_REPAIRED.to_owned(),
        message: format!("it is given as it was read, neither repaired nor structured: {failure}{hint}"),
    });
    document
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
