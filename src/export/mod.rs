//! Writing a document's record: one file a format.
//!
//! | format | file | what |
//! | --- | --- | --- |
//! | [`json`] | `document.json` | the whole record; its form is the [`schema`] |
//! | [`edits`] | `edits.jsonl` | every change, one a line |
//! | [`markdown`] | `document.md` | the document to read |
//! | [`html`] | `document.html` | the same for a browser, with the changes shown on demand |
//! | [`csv`] | `tables/NN.csv` | each table, for a spreadsheet |
//! | [`scores`] | `scores.csv` | every score, one a line; written with `csv` where there is a score table |
//! | [`text`] | `document.txt` | the restored lines, pages parted by form feeds |
//! | [`page_image`] | `pages/NNN.png` | the restored image of each page, for a screen |
//! | [`page_image`] | `pages/NNN.tif` | the same pixels for an archive: print as fax group 4 |
//! | [`alto`] | `pages/NNN.alto.xml` | each page's words, restored and as recognised, in ALTO 4.4 |
//! | [`hocr`] | `pages/NNN.hocr` | the same in hOCR 1.2 |
//! | [`page_xml`] | `pages/NNN.page.xml` | the same in PAGE XML |
//! | [`pdf`] | `document.pdf` | the scan with the restored words invisible at their places, as PDF/A |
//!
//! Beside them stands what was [`recognised`], from which a document is made again without its scan.
//!
//! Each file is written beside its place, flushed and renamed into it ([`mod@file`]), so that no reader ever sees
//! half of one; [`files`] says what phuchoi wrote, and keeps what a person made of it. The same document gives the same bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::{Document, written};
use files::{Files, Seal, Sealing};
use page_image::{ImageFormat, PageImage};
use page_layout::Layout;
use spreadsheet::Cells;

#[cfg(feature = "xlsx")]
pub(crate) use checks::name as outcome_name;
pub use files::check;
pub use gathered_scores::GatheredScores;

pub mod alignment;
pub mod alto;
pub mod cell_value;
mod checks;
mod column_group;
pub mod csv;
pub mod edits;
pub mod file;
pub mod files;
pub mod footnote_marks;
mod gathered_scores;
pub mod hocr;
pub mod html;
pub mod json;
pub mod markdown;
pub mod page_image;
pub mod page_layout;
pub mod page_xml;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod printed;
pub mod reading;
pub mod recognised;
pub mod schema;
pub mod scores;
pub mod spreadsheet;
pub mod text;
mod vietnamese_spreadsheet;
pub(crate) mod xml;

/// A form in which a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `document.json`.
    Json,
    /// `edits.jsonl`.
    Edits,
    /// `document.md`.
    Markdown,
    /// `document.html`.
    Html,
    /// `tables/NN.csv` and `scores.csv`.
    Csv,
    /// `document.txt`.
    Text,
    /// `pages/NNN.png`.
    Png,
    /// `pages/NNN.tif`.
    Tif,
    /// `pages/NNN.alto.xml`.
    Alto,
    /// `pages/NNN.hocr`.
    Hocr,
    /// `pages/NNN.page.xml`.
    PageXml,
    /// `document.pdf`.
    Pdf,
}

impl Format {
    /// Every format, in the order in which they are written.
    pub const ALL: [Self; 12] = [
        Self::Json,
        Self::Edits,
        Self::Markdown,
        Self::Html,
        Self::Csv,
        Self::Text,
        Self::Png,
        Self::Tif,
        Self::Alto,
        Self::Hocr,
        Self::PageXml,
        Self::Pdf,
    ];

    /// The formats written where none are named.
    pub const DEFAULT: [Self; 4] = [Self::Json, Self::Edits, Self::Markdown, Self::Csv];

    /// Returns the formats that a list of names asks for, in the order in which they are written. Where one of the names has a
    /// `+` before it, the list adds to the [default](Self::DEFAULT).
    ///
    /// # Errors
    ///
    /// [`UnknownFormat`] for a name that none has.
    pub fn chosen(names: &[impl AsRef<str>]) -> Result<Vec<Self>, UnknownFormat> {
        let mut chosen = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let bare = name.strip_prefix('+');
            chosen.extend(bare.is_some().then_some(Self::DEFAULT).into_iter().flatten());
            let wanted = bare.unwrap_or(name);
            let format = Self::ALL.into_iter().find(|format| format.name() == wanted);
            chosen.push(format.ok_or_else(|| UnknownFormat(wanted.to_owned()))?);
        }
        Ok(Self::ALL.into_iter().filter(|format| chosen.contains(format)).collect())
    }

    /// Returns whether its files are made of the scan as well as of the record.
    pub const fn needs_scan(self) -> bool {
        matches!(self, Self::Png | Self::Tif | Self::Pdf)
    }

    /// Returns its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Edits => "edits",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Text => "txt",
            Self::Png => ImageFormat::Png.extension(),
            Self::Tif => ImageFormat::Tif.extension(),
            Self::Alto => "alto",
            Self::Hocr => "hocr",
            Self::PageXml => "page",
            Self::Pdf => "pdf",
        }
    }

    /// Returns the format of the pages' images that it stands for; `None` where it is none of images.
    pub const fn of_images(self) -> Option<ImageFormat> {
        match self {
            Self::Png => Some(ImageFormat::Png),
            Self::Tif => Some(ImageFormat::Tif),
            _ => None,
        }
    }

    /// Returns what the names of its files, one a page, end in; `None` where it has not one a page.
    const fn page_extension(self) -> Option<&'static str> {
        match self {
            Self::Png => Some(ImageFormat::Png.extension()),
            Self::Tif => Some(ImageFormat::Tif.extension()),
            Self::Alto => Some("alto.xml"),
            Self::Hocr => Some("hocr"),
            Self::PageXml => Some("page.xml"),
            Self::Json | Self::Edits | Self::Markdown | Self::Html | Self::Csv | Self::Text | Self::Pdf => {
                None
            }
        }
    }
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no format `{0}`")]
pub struct UnknownFormat(pub String);

/// The sign that a folder is phuchoi's own: no other file is written or taken away without it.
pub const RECORD: &str = "document.json";

/// The folder of a document's tables, within the document's own.
const TABLES: &str = "tables";

/// The folder of its pages' images.
pub(crate) const PAGES: &str = "pages";

/// Its PDF.
pub(crate) const PDF: &str = "document.pdf";

/// What a document's files take besides its record, made where its input is at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made<'a> {
    /// Images of its pages, of which the ones in formats asked for are written.
    pub images: &'a [PageImage],
    /// Its searchable PDF, where there is one.
    pub pdf: Option<&'a [u8]>,
    /// How cells of tables are written.
    pub cells: Cells,
}

/// The same, the images by page.
struct Shown<'a> {
    images: BTreeMap<u32, Vec<&'a PageImage>>,
    pdf: Option<&'a [u8]>,
    cells: Cells,
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds files, but no `document.json`: someone else's.
    #[error(
        "the folder `{}` holds files that phuchoi did not write; name another with `--out`, or empty it", written(.0)
    )]
    NotOurs(PathBuf),
    /// Something stands in the place of a file or folder that phuchoi keeps beside the records.
    #[error("`{}` was not written by phuchoi; take it away, or give it another name", written(.0))]
    InOurPlace(PathBuf),
    /// The folder or a file in it could not be written.
    #[error("cannot write `{}`: {source}", written(.path))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The document cannot be expressed as JSON; none is known that cannot. Where a number is not finite it is null.
    #[error("cannot express the document as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl ExportError {
    fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source: of_the_system(source) }
    }
}

/// Returns what the system said, without the name of the temporary file that it was said of, which `tempfile` puts behind it: nobody
/// gave it that name.
fn of_the_system(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path \"") {
        Some((said, _)) if error.get_ref().is_some() => io::Error::new(error.kind(), said),
        _ => error,
    }
}

/// Writes `document` into `directory`, made where it is missing, and returns what it wrote.
///
/// `document.json` is written whether named or not, and first: it is the record, and the sign that the folder
/// is ours. Files that an earlier run left there in formats not asked for now are taken away, for they would
/// speak of another state of the document; nothing else in the folder is touched.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where the folder holds anything, but no record.
pub fn write(
    document: &Document,
    made: &Made<'_>,
    directory: &Path,
    formats: &[Format],
) -> Result<Files, ExportError> {
    let asked = Format::ALL.into_iter().filter(|format| *format == Format::Json || formats.contains(format));
    let written = put(document, made, directory, &asked.collect::<Vec<_>>())?;
    let mut stale = files::there(directory)?;
    stale.retain(|name| !written.contains_key(name));
    files::remove(directory, &stale)?;
    settle(directory)?;
    Ok(written)
}

/// Writes a document's files in these formats and no others into `directory`, made where it is missing, and returns what it
/// wrote; other files stay.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where the folder holds anything, but no record.
pub fn put(
    document: &Document,
    made: &Made<'_>,
    directory: &Path,
    formats: &[Format],
) -> Result<Files, ExportError> {
    fs::create_dir_all(directory).map_err(ExportError::write(directory))?;
    check(directory)?;
    sweep(directory)?;
    put_into(document, made, directory, formats)
}

/// As [`put`], into a folder that is known to be there and ours.
///
/// # Errors
///
/// Where a file cannot be written.
pub(crate) fn put_into(
    document: &Document,
    made: &Made<'_>,
    directory: &Path,
    formats: &[Format],
) -> Result<Files, ExportError> {
    let layout = Layout::of(document);
    let mut images: BTreeMap<u32, Vec<&PageImage>> = BTreeMap::new();
    made.images.iter().for_each(|image| images.entry(image.page).or_default().push(image));
    let made = Shown { images, pdf: made.pdf, cells: made.cells };
    let mut written = Files::new();
    for format in Format::ALL.into_iter().filter(|format| formats.contains(format)) {
        for piece in pieces(document, format) {
            let name = piece.name(document, format);
            let path = directory.join(&name);
            let Some(contents) = render(document, &made, &layout, format, &piece, &path)? else { continue };
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(ExportError::write(folder))?;
            }
            written.insert(name, contents.put(&path)?);
        }
    }
    Ok(written)
}

/// Takes away what runs that were killed left half written in a record's folder.
///
/// # Errors
///
/// [`ExportError::Write`] where it cannot be looked into, or such a file stays.
pub fn sweep(directory: &Path) -> Result<(), ExportError> {
    let folders = [directory.to_owned(), directory.join(TABLES), directory.join(PAGES)];
    folders.iter().try_for_each(|folder| file::sweep(folder))
}

/// Makes sure that what was written into a record's folder, and the folder itself, outlast a power cut.
///
/// # Errors
///
/// [`ExportError::Write`] where the system does not say so.
pub fn settle(directory: &Path) -> Result<(), ExportError> {
    let above = directory.parent().map(Path::to_owned);
    let folders =
        [Some(directory.join(TABLES)), Some(directory.join(PAGES)), Some(directory.to_owned()), above];
    folders.iter().flatten().try_for_each(|folder| file::settle(folder))
}

/// Returns the names of the files that a document may have in a format; of some it has none.
pub fn names(document: &Document, format: Format) -> Vec<String> {
    pieces(document, format).iter().map(|piece| piece.name(document, format)).collect()
}

/// What one file of a format holds.
enum Piece {
    /// The whole document, in the file of this name.
    Whole(&'static str),
    /// The table with this index.
    Table(usize),
    /// The page with this index.
    Page(usize),
}

impl Piece {
    fn name(&self, document: &Document, format: Format) -> String {
        match self {
            Self::Whole(name) => (*name).to_owned(),
            Self::Table(index) => format!("{TABLES}/{:02}.csv", index + 1),
            Self::Page(index) => {
                let number = document.pages.get(*index).map_or(0, |page| page.number);
                format!("{PAGES}/{number:03}.{}", format.page_extension().unwrap_or_default())
            }
        }
    }
}

fn pieces(document: &Document, format: Format) -> Vec<Piece> {
    let whole = files::WHOLE.iter().filter(|(of, _)| *of == format).map(|(_, name)| Piece::Whole(name));
    let tables = if format == Format::Csv { document.tables.len() } else { 0 };
    let pages = if format.page_extension().is_some() { document.pages.len() } else { 0 };
    whole.chain((0..tables).map(Piece::Table)).chain((0..pages).map(Piece::Page)).collect()
}

/// What a file is to hold.
enum Contents<'a> {
    Bytes(Cow<'a, [u8]>),
    /// The record, the longest by far: it is written as it is laid out.
    Record(&'a Document),
}

impl Contents<'_> {
    fn put(&self, path: &Path) -> Result<Seal, ExportError> {
        match self {
            Self::Bytes(bytes) => {
                file::replace(path, bytes)?;
                Ok(Seal::of(bytes))
            }
            Self::Record(document) => {
                let mut beside = file::Beside::begin(path)?;
                let mut sealing = io::BufWriter::new(Sealing::new(&mut beside));
                let failed = || ExportError::write(path);
                json::write(document, &mut sealing).map_err(|error| failed()(error.into()))?;
                let sealing = sealing.into_inner().map_err(|error| failed()(error.into_error()))?;
                let (_, seal) = sealing.into_parts();
                beside.put()?;
                Ok(seal)
            }
        }
    }
}

/// Renders the file of a piece; `None` where the document has none.
fn render<'a>(
    document: &'a Document,
    made: &Shown<'a>,
    layout: &Layout,
    format: Format,
    piece: &Piece,
    path: &Path,
) -> Result<Option<Contents<'a>>, ExportError> {
    let failed = ExportError::write(path);
    let rendered = match piece {
        Piece::Whole(_) => match format {
            Format::Json => return Ok(Some(Contents::Record(document))),
            Format::Edits => Some(edits::render(&document.edits)?.into_bytes()),
            Format::Markdown => Some(markdown::render(document).into_bytes()),
            Format::Html => Some(html::render(document).map_err(failed)?),
            Format::Csv => scores::render(document, made.cells),
            Format::Text => Some(text::render(document).into_bytes()),
            Format::Pdf => return Ok(made.pdf.map(|bytes| Contents::Bytes(Cow::Borrowed(bytes)))),
            Format::Png | Format::Tif | Format::Alto | Format::Hocr | Format::PageXml => None,
        },
        Piece::Table(index) => document.tables.get(*index).map(|table| csv::render(table, made.cells)),
        Piece::Page(index) => {
            let Some(page) = document.pages.get(*index) else { return Ok(None) };
            match format {
                Format::Alto => Some(alto::render(document, layout, page).map_err(failed)?),
                Format::Hocr => Some(hocr::render(document, layout, page).map_err(failed)?),
                Format::PageXml => page_xml::render(document, layout, page).map_err(failed)?,
                _ => {
                    let of_page = made.images.get(&page.number).into_iter().flatten();
                    let image = of_page.copied().find(|image| Some(image.format) == format.of_images());
                    return Ok(image.map(|image| Contents::Bytes(Cow::Borrowed(image.bytes.as_slice()))));
                }
            }
        }
    };
    Ok(rendered.map(|bytes| Contents::Bytes(Cow::Owned(bytes))))
}
