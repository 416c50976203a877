//! Bytes on disk to pages: PDF, TIFF, images, text.
//!
//! A [`Source`] is an opened input. Its pages are decoded one at a time, when they are asked for, so that a
//! document of a thousand pages is never held whole. What an input is, is told by its content; a PNG named
//! `.pdf` is read as the PNG it is.
//!
//! ```no_run
//! use phuchoi::source::{self, OpenOptions};
//!
//! let source = source::open("report.pdf".as_ref(), &OpenOptions::default())?;
//! for number in 1..=source.page_count() {
//!     let page = source.page(number)?;
//!     println!("{number}: {}", page.image.is_some());
//! }
//! # Ok::<(), phuchoi::source::SourceError>(())
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

#[cfg(feature = "pdf")]
use hayro::kurbo::Affine;
use image::DynamicImage;
use serde::{Deserialize, Serialize};

use crate::document::{CharsetFinding, Line, Page, PageBlock, SourceInfo, SourceKind, written};
use crate::markup::Markup;

mod charset;
mod error;
mod kind;
mod packed;
#[cfg_attr(not(feature = "pdf"), path = "no_pdf.rs")]
mod pdf;
mod raster;
mod resolution;
mod text;
mod tiff;

pub use error::SourceError;
pub use kind::{Kind, of_file as kind_of};
use packed::PackedPage;
pub use text::{Characters, characters, read_text};

/// Most pixels an image may have: an A1 sheet at 400 dpi has 124 million. Beyond it a file is a mistake, or made
/// to exhaust memory.
pub const PIXEL_LIMIT: u64 = 200_000_000;

/// Most pages a document may have. Files that say more are mistakes, or lead round in circles.
pub const PAGE_LIMIT: u32 = 100_000;

/// Most MB of a text: some ten thousand pages. Repairing it takes eighty times as much memory.
const TEXT_LIMIT: usize = 16;

/// Most MB of OCR markup, whose pages take half a MB each.
const MARKUP_LIMIT: usize = 256;

/// How to open an input.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The password of an encrypted PDF, where one is needed.
    pub password: Option<String>,
    /// Most pixels an image may have, checked before it is decoded.
    pub pixel_limit: u64,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { password: None, pixel_limit: PIXEL_LIMIT }
    }
}

/// What stands on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageContent {
    /// Its number in the input, from 1.
    pub number: u32,
    /// Its image; none for text files.
    pub image: Option<Scan>,
    /// The text that the input itself gives.
    pub text: Option<TextLayer>,
    /// Why a part of its image could not be decoded, in a sentence that names the file and what mends it; `None` where
    /// all of it is there.
    pub cut_short: Option<String>,
    /// Why a form that the page stands for is not read, in a sentence that names the file and what mends it.
    pub unread_form: Option<String>,
}

/// The image of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// The pixels, `ImageLuma8` or `ImageRgb8`, upright as far as the file says.
    pub pixels: DynamicImage,
    /// Dots per inch, along both axes.
    pub dpi: f32,
    /// True where the file records no believable resolution and the page is taken for A4.
    pub dpi_estimated: bool,
}

/// The text that an input carries.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLayer {
    /// Lines in the input's own order. Where the page has an image, lines and words have boxes in its pixels.
    pub lines: Vec<Line>,
    /// What was filled into the fields of a form, each one's lines: they are none of the page's own, and stand where their fields do.
    pub values: Vec<Vec<Line>>,
    /// The blocks that they stand in, where the input says which.
    pub blocks: Vec<PageBlock>,
    /// Where the text comes from.
    pub origin: TextOrigin,
    /// The charsets that lines of it were converted from.
    pub charsets: Vec<CharsetFinding>,
    /// The image that it was read from, where that is not at hand; lines and words have boxes in its pixels.
    pub sheet: Option<Sheet>,
}

impl TextLayer {
    /// Returns the text of a page of a text file.
    pub fn of_file(lines: Vec<Line>) -> Self {
        let charsets = charset::findings(&lines, &BTreeMap::new());
        Self {
            lines,
            values: Vec::new(),
            blocks: Vec::new(),
            origin: TextOrigin::File,
            charsets,
            sheet: None,
        }
    }

    /// Returns the text of a page of what another engine read.
    fn of_markup(page: Page) -> Self {
        let Page { mut lines, blocks, width, height, dpi, .. } = page;
        // What was restored once is restored anew.
        lines.iter_mut().for_each(Line::take_back);
        let sheet = width.zip(height).map(|(width, height)| Sheet { width, height, dpi });
        Self { sheet, blocks, ..Self::of_file(lines) }
    }
}

/// An image that is known only from hearsay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Dots per inch, where they are told.
    pub dpi: Option<f32>,
}

/// Where the image of a page lies on its PDF's page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// From the unit square of the image, upright and its origin at the top, to the PDF's units.
    #[cfg(feature = "pdf")]
    pub to_user: Affine,
    /// Where the page's text comes from.
    pub origin: TextOrigin,
    /// True where the image is a drawing of all that the page shows, false where it is a scan that the page shows.
    pub is_drawing: bool,
}

/// What holds a page, as it lies on the disk.
#[derive(Debug)]
pub enum Original<'a> {
    /// A PDF, with others.
    Pdf(&'a [u8]),
    /// A file of this format, which is one image.
    Image(Cow<'a, [u8]>, image::ImageFormat),
    /// A TIFF, and its place there, from 0.
    Tiff(Cow<'a, [u8]>, u32),
    /// A text, which shows nothing.
    Text,
}

/// Where a text layer comes from, and so how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOrigin {
    /// A text file, or the markup of some OCR.
    File,
    /// Letters drawn on the page: a PDF made by a word processor, right but for its fonts' encodings.
    Drawn,
    /// Letters hidden beneath or over a scan: some OCR's reading of it.
    Hidden,
    /// Letters drawn over a scan, such as the caption of a digital signature; the scan's own text is not in it.
    Caption,
}

/// An image as far as it could be decoded.
#[derive(Debug)]
struct Decoded {
    scan: Scan,
    /// What of it is missing, in words.
    missing: Option<String>,
}

/// The share of an image's rows that must be there for it to count as whole: scanners leave out the last few.
const ROWS_NEEDED: f64 = 0.98;

/// Returns what is missing of an image of which some rows could be decoded.
fn missing_rows(decoded: u32, of: u32) -> Option<String> {
    let is_whole = f64::from(decoded) >= ROWS_NEEDED * f64::from(of);
    (!is_whole).then(|| format!("{decoded} of {of} rows"))
}

/// What a decoder found wrong, before it is known which file and page are concerned.
#[derive(Debug)]
enum Fault {
    Truncated(String),
    Malformed(String),
    TooManyPixels { width: u64, height: u64, limit: u64 },
}

impl Fault {
    fn on(self, path: &Path, page: Option<u32>) -> SourceError {
        let path = path.to_owned();
        match self {
            Self::Truncated(cause) => SourceError::Truncated { path, page, cause },
            Self::Malformed(cause) => SourceError::Malformed { path, page, cause },
            Self::TooManyPixels { width, height, limit } => {
                SourceError::TooManyPixels { path, page, width, height, limit }
            }
        }
    }
}

/// An opened input.
///
/// It is `Send` and `Sync`: worker threads share it, each asking for its own pages.
pub struct Source {
    info: SourceInfo,
    path: PathBuf,
    pixel_limit: u64,
    content: Content,
}

enum Content {
    Pdf(pdf::Document),
    Tiff(Vec<u8>),
    Image(Vec<u8>, image::ImageFormat),
    /// The pages, and how many places in the file were no UTF-8.
    Text(Vec<Vec<Line>>, usize),
    /// What another engine read, page by page.
    Markup(Vec<PackedPage>),
    Folder(Folder),
}

/// The images of a folder.
struct Folder {
    /// Each page's file and its number in that file.
    pages: Vec<(PathBuf, u32)>,
    /// How many pages each file has, in order.
    page_counts: Vec<u32>,
    options: OpenOptions,
    /// The file that was read last, so that one of many pages is read once.
    last: Mutex<Option<(PathBuf, Arc<Source>)>>,
}

/// What is known of the files of a folder, and need not be found by reading them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FolderContents {
    /// The hash of their hashes.
    pub blake3: Option<String>,
    /// How many pages each has, in order.
    pub page_counts: Option<Vec<u32>>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("info", &self.info).finish_non_exhaustive()
    }
}

/// Opens a PDF, TIFF, PNG, JPEG, BMP, PNM, WebP, hOCR, ALTO, PAGE XML or text file.
///
/// # Errors
///
/// Where the file is missing, unreadable, empty, of another kind, under a password, or broken as a whole. A fault
/// of a single page comes from [`Source::page`].
pub fn open(path: &Path, options: &OpenOptions) -> Result<Source, SourceError> {
    open_bytes(path, read(path)?, options)
}

/// As [`open`], of a file's bytes that are in memory. `path` is what the file is called; nothing is looked for there.
///
/// # Errors
///
/// As [`open`], but that nothing is missing.
pub fn open_bytes(path: &Path, bytes: Vec<u8>, options: &OpenOptions) -> Result<Source, SourceError> {
    if bytes.is_empty() {
        return Err(SourceError::Empty { path: path.to_owned() });
    }
    let blake3 = blake3::hash(&bytes).to_hex().to_string();
    let (kind, page_count, content) = match kind::recognise(&bytes) {
        kind::Content::Pdf => {
            let document = guarded(|| pdf::Document::open(path, bytes, options))
                .unwrap_or_else(|cause| Err(Fault::Malformed(cause).on(path, None)))?;
            (SourceKind::Pdf, document.page_count(), Content::Pdf(document))
        }
        kind::Content::Tiff => {
            let count = guarded(|| tiff::page_count(&bytes))
                .unwrap_or_else(|cause| Err(Fault::Malformed(cause)))
                .map_err(|fault| fault.on(path, None))?;
            (SourceKind::Tiff, count, Content::Tiff(bytes))
        }
        kind::Content::Image(format) => (SourceKind::Image, 1, Content::Image(bytes, format)),
        kind::Content::Markup(markup) => {
            refuse_too_long(path, &bytes, MARKUP_LIMIT)?;
            let pages = guarded(|| packed_pages(markup, &bytes))
                .unwrap_or_else(Err)
                .map_err(|cause| Fault::Malformed(cause).on(path, None))?;
            (SourceKind::of(markup), pages.len(), Content::Markup(pages))
        }
        kind::Content::Text => {
            refuse_too_long(path, &bytes, TEXT_LIMIT)?;
            let Characters { text, stray } = decode_text(path, &bytes)?;
            let pages = read_text(&text);
            (SourceKind::Text, pages.len(), Content::Text(pages, stray))
        }
        kind::Content::Foreign(looks_like, remedy) => {
            return Err(SourceError::Unsupported { path: path.to_owned(), looks_like, remedy });
        }
    };
    let page_count = u32::try_from(page_count)
        .ok()
        .filter(|count| *count <= PAGE_LIMIT)
        .ok_or_else(|| SourceError::TooManyPages { path: path.to_owned(), page_count, limit: PAGE_LIMIT })?;
    let info = SourceInfo { path: written(path), blake3, kind, page_count };
    Ok(Source { info, path: path.to_owned(), pixel_limit: options.pixel_limit, content })
}

/// Reads the pages of OCR markup; says in words what is wrong with it.
fn packed_pages(markup: Markup, bytes: &[u8]) -> Result<Vec<PackedPage>, String> {
    let mut pages = Vec::new();
    markup
        .read_each(bytes, &mut |page| pages.push(PackedPage::of(&page)))
        .map_err(|error| error.to_string())?;
    pages.into_iter().collect()
}

fn refuse_too_long(path: &Path, bytes: &[u8], limit: usize) -> Result<(), SourceError> {
    let megabytes = bytes.len() >> 20;
    if megabytes > limit {
        return Err(SourceError::TooLong { path: path.to_owned(), megabytes, limit });
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
    let at = || path.to_owned();
    let unreadable = |cause: io::Error| match cause.kind() {
        io::ErrorKind::NotFound => SourceError::NotFound { path: at() },
        _ => SourceError::Unreadable { path: at(), cause },
    };
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(SourceError::IsFolder { path: at() });
    }
    if !metadata.is_file() {
        return Err(SourceError::NotAFile { path: at() });
    }
    fs::read(path).map_err(unreadable)
}

fn decode_text(path: &Path, bytes: &[u8]) -> Result<Characters, SourceError> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
    if kind::NOT_TEXT.contains(&extension.as_str()) {
        return Err(SourceError::MistakenExtension { path: path.to_owned(), extension });
    }
    if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none()) {
        return Err(Fault::Truncated("its last letter is not whole".to_owned()).on(path, None));
    }
    text::characters(bytes).map_err(|line| SourceError::Encoding { path: path.to_owned(), line })
}

/// Runs a decoder, turning a panic into words.
///
/// Decoders meet bytes that anyone may have made. A panic in one must cost a page, not the run; what it leaves
/// behind is dropped, so no half-changed value is seen afterwards.
fn guarded<T>(decode: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(decode)).map_err(|_| "the decoder gave up on it".to_owned())
}

impl Folder {
    /// Returns the file of the page with this index, read unless it is the one that was read last, and the page's number in it.
    fn file(&self, index: usize) -> Result<(Arc<Source>, u32), SourceError> {
        let (path, page) = &self.pages[index];
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, source)) = last.as_ref().filter(|(of, _)| of == path) {
            return Ok((Arc::clone(source), *page));
        }
        let source = Arc::new(open(path, &self.options)?);
        *last = Some((path.clone(), Arc::clone(&source)));
        Ok((source, *page))
    }
}

/// True where a file can be told by its beginning to be an image of one page.
fn begins_as_one_image(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(kind::MAGIC_WITHIN).read_to_end(&mut head));
    read.is_ok() && kind::is_one_image(&head)
}

impl SourceKind {
    /// True for the kinds of image files in a folder that may have more than one page.
    const fn may_have_pages(self) -> bool {
        matches!(self, Self::Tiff | Self::Hocr | Self::Alto | Self::PageXml)
    }

    fn of(markup: Markup) -> Self {
        match markup {
            Markup::Hocr => Self::Hocr,
            Markup::Alto => Self::Alto,
            Markup::PageXml => Self::PageXml,
        }
    }
}

impl Source {
    /// Takes the images of one folder, in the order given, as the pages of one document.
    ///
    /// A TIFF among them gives all its pages. An image that cannot be read counts as one page, and
    /// [`page`](Self::page) says what is wrong with it. The document's hash is that of the files' hashes, as 32
    /// bytes each, one after another.
    pub fn folder(paths: Vec<PathBuf>) -> Self {
        Self::folder_with(paths, &FolderContents::default(), &OpenOptions::default())
    }

    /// As [`folder`](Self::folder), with options. Where `known` says it all, no file is read before one of its pages is asked for;
    /// where it lacks the numbers of pages, of those that begin as a PNG or JPEG does the beginning only.
    pub fn folder_with(paths: Vec<PathBuf>, known: &FolderContents, options: &OpenOptions) -> Self {
        let path = paths.first().and_then(|first| first.parent()).unwrap_or(Path::new("")).to_owned();
        let counts = known.page_counts.clone().filter(|counts| counts.len() == paths.len());
        let (mut hasher, mut last) = (blake3::Hasher::new(), None);
        let page_counts = match (counts, &known.blake3) {
            (Some(counts), Some(_)) => counts,
            (_, blake3) => {
                let count = |file: &PathBuf| {
                    if blake3.is_some() && begins_as_one_image(file) {
                        return 1;
                    }
                    // A file that cannot be read enters the hash as one without bytes.
                    let bytes = fs::read(file).unwrap_or_default();
                    hasher.update(blake3::hash(&bytes).as_bytes());
                    let Ok(source) = open_bytes(file, bytes, options) else { return 1 };
                    let count = if source.info.kind.may_have_pages() { source.page_count() } else { 1 };
                    last = Some((file.clone(), Arc::new(source)));
                    count
                };
                paths.iter().map(count).collect()
            }
        };
        let each = |(file, count): (PathBuf, &u32)| {
            (1..=*count).map(move |number| (file.clone(), number)).collect::<Vec<_>>()
        };
        let pages: Vec<(PathBuf, u32)> = paths.into_iter().zip(&page_counts).flat_map(each).collect();
        let info = SourceInfo {
            path: written(&path),
            blake3: known.blake3.clone().unwrap_or_else(|| hasher.finalize().to_hex().to_string()),
            kind: SourceKind::Folder,
            page_count: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        };
        let folder = Folder { pages, page_counts, options: options.clone(), last: Mutex::new(last) };
        Self { info, path, pixel_limit: options.pixel_limit, content: Content::Folder(folder) }
    }

    /// Returns what is known of the files, where the input is a folder; nothing elsewhere.
    pub fn folder_contents(&self) -> FolderContents {
        match &self.content {
            Content::Folder(folder) => FolderContents {
                blake3: Some(self.info.blake3.clone()),
                page_counts: Some(folder.page_counts.clone()),
            },
            _ => FolderContents::default(),
        }
    }

    /// Returns where the input is, its hash, kind and number of pages.
    pub fn info(&self) -> &SourceInfo {
        &self.info
    }

    /// Returns the number of pages.
    pub fn page_count(&self) -> u32 {
        self.info.page_count
    }

    /// Decodes the page with the given number, from 1.
    ///
    /// # Errors
    ///
    /// Where there is no such page, or it cannot be decoded; other pages of the same input may still be fine.
    pub fn page(&self, number: u32) -> Result<PageContent, SourceError> {
        if number == 0 || number > self.page_count() {
            let (path, page_count) = (self.path.clone(), self.page_count());
            return Err(SourceError::PageOutOfRange { path, page: number, page_count });
        }
        let index = number as usize - 1;
        let of_many = (self.page_count() > 1).then_some(number);
        let image = match &self.content {
            Content::Pdf(document) => {
                let undecodable =
                    |cause| SourceError::PageUndecodable { path: self.path.clone(), page: number, cause };
                return match guarded(|| document.page(index, self.pixel_limit)) {
                    Ok(Ok((decoded, text))) => {
                        // Said once for the whole file.
                        let unread_form = (number == 1 && document.is_xfa_only()).then(|| {
                            format!(
                                "{}: its form is described by XFA, which is not read; its pages show only what stands in the \
                                 form's place; open it with a program that shows XFA forms and print it to a new PDF",
                                written(&self.path)
                            )
                        });
                        let read = self.decoded(number, Some(number), decoded);
                        Ok(PageContent { text, unread_form, ..read })
                    }
                    Ok(Err(pdf::PageFault::Undecodable(cause))) | Err(cause) => Err(undecodable(cause)),
                    Ok(Err(pdf::PageFault::Image(fault))) => Err(fault.on(&self.path, Some(number))),
                };
            }
            Content::Text(pages, stray) => {
                let lines = pages.get(index).cloned().unwrap_or_default();
                // Said once for the whole file.
                let cut_short = (*stray > 0 && number == 1).then(|| {
                    format!(
                        "{}: at {stray} places it is no UTF-8, and U+FFFD stands there; save it again from the program \
                         it comes from",
                        written(&self.path)
                    )
                });
                let text = Some(TextLayer::of_file(lines));
                return Ok(PageContent { number, image: None, text, cut_short, unread_form: None });
            }
            Content::Markup(pages) => {
                let text = Some(self.text_of_markup(&pages[index], number)?);
                return Ok(PageContent { number, image: None, text, cut_short: None, unread_form: None });
            }
            Content::Folder(folder) => {
                let (file, page) = folder.file(index)?;
                return Ok(PageContent { number, ..file.page(page)? });
            }
            Content::Tiff(bytes) => guarded(|| tiff::decode(bytes, number - 1, self.pixel_limit)),
            Content::Image(bytes, format) => guarded(|| raster::decode(bytes, *format, self.pixel_limit)),
        };
        let decoded = image
            .unwrap_or_else(|cause| Err(Fault::Malformed(cause)))
            .map_err(|fault| fault.on(&self.path, of_many))?;
        Ok(self.decoded(number, of_many, decoded))
    }

    /// Returns what text the input itself gives for the page with the given number, without decoding its image: boxes are in
    /// units of the page, not in pixels.
    ///
    /// # Errors
    ///
    /// Where there is no such page, or what is drawn on it cannot be found out.
    pub fn text(&self, number: u32) -> Result<Option<TextLayer>, SourceError> {
        if number == 0 || number > self.page_count() {
            let (path, page_count) = (self.path.clone(), self.page_count());
            return Err(SourceError::PageOutOfRange { path, page: number, page_count });
        }
        let index = number as usize - 1;
        match &self.content {
            Content::Pdf(document) => guarded(|| document.text(index)).map_err(|cause| {
                SourceError::PageUndecodable { path: self.path.clone(), page: number, cause }
            }),
            Content::Text(pages, _) => Ok(pages.get(index).cloned().map(TextLayer::of_file)),
            Content::Markup(pages) => {
                pages.get(index).map(|page| self.text_of_markup(page, number)).transpose()
            }
            Content::Tiff(_) | Content::Image(..) | Content::Folder(_) => Ok(None),
        }
    }

    fn text_of_markup(&self, page: &PackedPage, number: u32) -> Result<TextLayer, SourceError> {
        let undecodable =
            |cause| SourceError::PageUndecodable { path: self.path.clone(), page: number, cause };
        page.unpacked().map(TextLayer::of_markup).map_err(undecodable)
    }

    /// Returns the file that holds the page with the given number, from 1.
    ///
    /// # Errors
    ///
    /// Where there is no such page, or the file can no longer be read.
    pub fn original(&self, number: u32) -> Result<Original<'_>, SourceError> {
        if number == 0 || number > self.page_count() {
            let (path, page_count) = (self.path.clone(), self.page_count());
            return Err(SourceError::PageOutOfRange { path, page: number, page_count });
        }
        Ok(match &self.content {
            Content::Pdf(document) => Original::Pdf(document.bytes()),
            Content::Image(bytes, format) => Original::Image(bytes.into(), *format),
            Content::Tiff(bytes) => Original::Tiff(bytes.into(), number - 1),
            Content::Text(..) | Content::Markup(_) => Original::Text,
            Content::Folder(folder) => {
                let (file, page) = folder.file(number as usize - 1)?;
                match &file.content {
                    Content::Image(bytes, format) => Original::Image(bytes.clone().into(), *format),
                    Content::Tiff(bytes) => Original::Tiff(bytes.clone().into(), page - 1),
                    Content::Pdf(_) | Content::Text(..) | Content::Markup(_) | Content::Folder(_) => {
                        Original::Text
                    }
                }
            }
        })
    }

    /// Returns where on the page with the given number, from 1, its image lies; `None` where the input is no PDF, or that cannot
    /// be found out.
    pub fn placement(&self, number: u32) -> Option<Placement> {
        let Content::Pdf(document) = &self.content else { return None };
        let index = (number as usize).checked_sub(1)?;
        guarded(|| document.placement(index)).ok().flatten()
    }

    /// Returns a page of an image. `of_many` is its number where the input has others.
    fn decoded(&self, number: u32, of_many: Option<u32>, decoded: Decoded) -> PageContent {
        let Decoded { scan, missing } = decoded;
        let cut_short = missing.map(|missing| {
            SourceError::CutShort { path: self.path.clone(), page: of_many, missing }.to_string()
        });
        PageContent { number, image: Some(scan), text: None, cut_short, unread_form: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Source>();
    }

    #[test]
    fn a_panic_in_a_decoder_becomes_words() {
        let got: Result<(), String> = guarded(|| panic!("index out of bounds"));
        assert!(got.is_err());
    }
}
