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
//! Each file is written beside its place, flushed and renamed into it ([`mod@file`]), so that no reader ever sees
//! half of one. The same document gives the same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::Document;
use page_image::{ImageFormat, PageImage};
use page_layout::Layout;

pub mod alignment;
pub mod alto;
pub mod csv;
pub mod edits;
pub mod file;
pub mod footnote_marks;
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
pub mod schema;
pub mod scores;
pub mod text;
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

/// The sign that a folder is phuchoi's own: no other file is written or taken away without it.
pub const RECORD: &str = "document.json";

/// The folder of a document's tables, within the document's own.
const TABLES: &str = "tables";

/// The folder of its pages' images.
const PAGES: &str = "pages";

/// What a document's files take besides its record, made where its input is at hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Made<'a> {
    /// Images of its pages, of which the ones in formats asked for are written.
    pub images: &'a [PageImage],
    /// Its searchable PDF, where there is one.
    pub pdf: Option<&'a [u8]>,
}

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder holds files, but no `document.json`: someone else's.
    #[error(
        "the folder `{0}` holds files that phuchoi did not write; name another with `--out`, or empty it"
    )]
    NotOurs(PathBuf),
    /// The folder or a file in it could not be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The document cannot be expressed as JSON; none is known that cannot. Where a number is not finite it is null.
    #[error("cannot express the document as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A table could not be written as CSV.
    #[error("cannot express {} as CSV: {source}", if *.table == 0 { "the scores".into() } else { format!("table {table}") })]
    Csv {
        /// Its number, from 1; 0 for the scores of all.
        table: usize,
        /// What the writer said.
        source: ::csv::Error,
    },
}

impl ExportError {
    fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Write { path, source }
    }
}

/// Writes `document` into `directory`, made where it is missing.
///
/// `document.json` is written whether named or not, and first: it is the record, and the sign that the folder
/// is ours. Files that an earlier run left there in formats not asked for now are taken away, for they would
/// speak of another state of the document; nothing else in the folder is touched.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where the folder holds anything, but no `document.json`.
pub fn write(
    document: &Document,
    made: &Made<'_>,
    directory: &Path,
    formats: &[Format],
) -> Result<(), ExportError> {
    let asked = |format| formats.contains(&format);
    fs::create_dir_all(directory).map_err(ExportError::write(directory))?;
    check(directory)?;
    file::sweep(directory)?;
    file::sweep(&directory.join(TABLES))?;
    file::sweep(&directory.join(PAGES))?;
    file::replace(&directory.join(RECORD), json::render(document)?.as_bytes())?;

    type Rendered = Result<Vec<u8>, ExportError>;
    let html = || html::render(document).map_err(ExportError::write(&directory.join("document.html")));
    let singles: [(Format, &str, &dyn Fn() -> Rendered); 4] = [
        (Format::Edits, "edits.jsonl", &|| Ok(edits::render(&document.edits)?.into_bytes())),
        (Format::Markdown, "document.md", &|| Ok(markdown::render(document).into_bytes())),
        (Format::Html, "document.html", &html),
        (Format::Text, "document.txt", &|| Ok(text::render(document).into_bytes())),
    ];
    for (format, name, render) in singles {
        let path = directory.join(name);
        if asked(format) { file::replace(&path, &render()?)? } else { file::remove(&path)? }
    }

    let tables = if asked(Format::Csv) { document.tables.as_slice() } else { &[] };
    write_tables(tables, &directory.join(TABLES))?;
    write_scores(document, directory, asked(Format::Csv))?;
    write_pages(document, made.images, &directory.join(PAGES), formats)?;
    let path = directory.join("document.pdf");
    match made.pdf.filter(|_| asked(Format::Pdf)) {
        Some(bytes) => file::replace(&path, bytes)?,
        None => file::remove(&path)?,
    }
    let above = directory.parent().map(Path::to_owned);
    let folders =
        [Some(directory.join(TABLES)), Some(directory.join(PAGES)), Some(directory.to_owned()), above];
    folders.iter().flatten().try_for_each(|folder| file::settle(folder))
}

/// Makes sure that `directory` is ours to write to: that it is missing, empty, or holds a `document.json`.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where it is not.
pub fn check(directory: &Path) -> Result<(), ExportError> {
    if !directory.exists() || directory.join(RECORD).exists() {
        return Ok(());
    }
    for entry in fs::read_dir(directory).map_err(ExportError::write(directory))? {
        let entry = entry.map_err(ExportError::write(directory))?;
        if !file::is_temporary(&entry.file_name()) {
            return Err(ExportError::NotOurs(directory.to_owned()));
        }
    }
    Ok(())
}

/// Gathers the `scores.csv` of records, given by their files, into one in the output folder; where there are none, there
/// is none.
///
/// # Errors
///
/// [`ExportError::NotOurs`] where a file of that name is there that is no such table.
pub fn gather_scores(files: &[PathBuf], output: &Path) -> Result<(), ExportError> {
    let path = output.join(scores::FILE);
    if path.exists() && !file::begins_with(&path, &scores::head())? {
        return Err(ExportError::NotOurs(path));
    }
    if files.is_empty() {
        return file::remove(&path);
    }
    let mut unread = None;
    let written = file::replace_by(&path, &mut |out| {
        let read = files.iter().map_while(|file| {
            fs::read(file)
                .map_err(|source| unread = Some(ExportError::Write { path: file.clone(), source }))
                .ok()
        });
        scores::gather(read, out)
    });
    unread.map_or(written, Err)
}

/// Writes `01.csv`, `02.csv` …, and takes away such files beyond the last.
fn write_tables(tables: &[crate::document::Table], directory: &Path) -> Result<(), ExportError> {
    let path = |number: usize| directory.join(format!("{number:02}.csv"));
    if !tables.is_empty() {
        fs::create_dir_all(directory).map_err(ExportError::write(directory))?;
    }
    for (table, number) in tables.iter().zip(1..) {
        let bytes = csv::render(table).map_err(|source| ExportError::Csv { table: number, source })?;
        file::replace(&path(number), &bytes)?;
    }
    for stale in (tables.len() + 1..).map(path).take_while(|path| path.exists()) {
        file::remove(&stale)?;
    }
    leave_if_empty(directory);
    Ok(())
}

/// Writes `scores.csv` where it is asked for and the document has scores, and takes it away elsewhere.
fn write_scores(document: &Document, directory: &Path, asked: bool) -> Result<(), ExportError> {
    let path = directory.join(scores::FILE);
    let failed = |source| ExportError::Csv { table: 0, source };
    match if asked { scores::render(document).map_err(failed)? } else { None } {
        Some(bytes) => file::replace(&path, &bytes),
        None => file::remove(&path),
    }
}

/// Writes `001.png`, `001.alto.xml` … in the formats asked for, and takes away those of other pages and formats.
fn write_pages(
    document: &Document,
    images: &[PageImage],
    directory: &Path,
    formats: &[Format],
) -> Result<(), ExportError> {
    let layout = Layout::of(document);
    let of_image = |page: u32, format: ImageFormat| {
        images.iter().find(|image| image.page == page && image.format == format).map(|image| &image.bytes)
    };
    let mut written = BTreeSet::new();
    for (page, format) in
        document.pages.iter().flat_map(|page| formats.iter().map(move |format| (page, *format)))
    {
        let Some(extension) = format.page_extension() else { continue };
        let path = directory.join(format!("{:03}.{extension}", page.number));
        let rendered = match format {
            Format::Alto => alto::render(document, &layout, page).map(Some),
            Format::Hocr => hocr::render(document, &layout, page).map(Some),
            Format::PageXml => page_xml::render(document, &layout, page),
            _ => Ok(None),
        };
        let rendered = rendered.map_err(ExportError::write(&path))?;
        let of_image = || format.of_images().and_then(|format| of_image(page.number, format));
        let Some(bytes) = rendered.as_ref().or_else(of_image) else { continue };
        fs::create_dir_all(directory).map_err(ExportError::write(directory))?;
        file::replace(&path, bytes)?;
        written.insert(path);
    }
    if directory.exists() {
        // An earlier run may have had more pages, such as the two of a spread that is not parted now.
        for entry in fs::read_dir(directory).map_err(ExportError::write(directory))? {
            let found = entry.map_err(ExportError::write(directory))?.path();
            if is_of_page(&found) && !written.contains(&found) {
                file::remove(&found)?;
            }
        }
    }
    leave_if_empty(directory);
    Ok(())
}

/// True where a file's name is one that a page's file has.
fn is_of_page(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((number, extension)) = name.split_once('.') else { return false };
    number.parse().is_ok_and(|number: u32| number > 0 && format!("{number:03}.{extension}") == name)
        && Format::ALL.iter().any(|format| format.page_extension() == Some(extension))
}

/// Takes a folder away if it is empty. It may hold a person's own files; then it stays.
fn leave_if_empty(directory: &Path) {
    let _ = fs::remove_dir(directory);
}
