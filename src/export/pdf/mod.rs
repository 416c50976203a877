//! `document.pdf`: the scan as it was, with the restored words invisible at their places, as PDF/A-2b (ISO 19005-2).
//!
//! | file | what |
//! | --- | --- |
//! | [`bind`](fn@bind) | images, each [`sheet`] untouched or restored, become the pages of a new PDF |
//! | [`overlay`](fn@overlay) | a PDF keeps its pages; their hidden text gives way to the restored ([`hidden`]) |
//! | [`layer`] | the words of a page, each stretched over its box |
//! | [`glyphless`] | the font they are set in, which draws nothing |
//! | [`tags`] | what the words are, in the order in which they are read |
//! | [`outline`] | the headings as bookmarks |
//! | [`metadata`] | title, author, date and number, as XMP and for older readers |
//! | [`active`] | what it does by itself, which is taken out |
//! | [`attachment`] | which of the files within it hold data alone |
//! | [`conformance`] | whether the file may say of itself that it is PDF/A |
//! | [`references`] | the table of a PDF's objects, packed |
//! | [`objects`] | what a PDF's objects say, wherever they stand |
//!
//! Footnote marks stand as they are printed, without the brackets of the record. The same document gives the same bytes:
//! no date of making is written, and the file's identifier is a hash.

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro::hayro_syntax::Pdf as Reread;
use lopdf::{Document as Pdf, Object, SaveOptions, StringFormat, dictionary};

use crate::document::{Document, Page};

mod active;
mod attachment;
mod bind;
mod colour;
mod conformance;
mod glyphless;
mod hidden;
mod layer;
mod metadata;
mod number;
pub(crate) mod objects;
mod outline;
mod overlay;
mod references;
mod sheet;
mod tags;

pub use bind::bind;
pub use overlay::{OldPage, RestoredPage, overlay};
pub use sheet::{Original, RestoredLeaf, Sheet, Showing};

/// The name under which a page knows the font of its invisible words.
const FONT: &str = "PhuchoiWords";

/// A PDF, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Why it does not say of itself that it is PDF/A; empty where it does.
    pub obstacles: Vec<String>,
    /// True where it was digitally signed, and the signature says nothing of what it is now.
    pub was_signed: bool,
    /// What it did by itself, and does no more, each in a few words.
    pub taken_out: Vec<String>,
}

/// Why a document was not written as PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// It has no pages to show, as a text has none.
    #[error("it has no image that a page could show; ask for `md` or `html` in the place of `pdf`")]
    NoImage,
    /// The image of a page could not be read.
    #[error("the image of page {page} cannot be put into a PDF: {cause}")]
    Image {
        /// The input's page, from 1.
        page: u32,
        /// What is the matter with it.
        cause: String,
    },
    /// The input is an encrypted PDF, and would not come out so.
    #[error(
        "it is encrypted, and a PDF for archives must not be; if you may, take that off with `qpdf --decrypt` and \
         restore what comes out"
    )]
    Encrypted,
    /// The input is a PDF whose structure cannot be followed, or cannot be written again.
    #[error(
        "its structure cannot be followed ({0}); mend it with `qpdf INPUT OUTPUT` and restore what comes out"
    )]
    Structure(#[from] lopdf::Error),
    /// The input's pages are not those of the record.
    #[error("it has {found} pages, and the record speaks of {expected}; mend it with `qpdf INPUT OUTPUT`")]
    Pages {
        /// Pages found in it.
        found: usize,
        /// Pages of the record.
        expected: u32,
    },
    /// What was written does not show what it should.
    #[error(
        "what was written of it cannot be read again ({0}); mend it with `qpdf INPUT OUTPUT` and restore what comes out"
    )]
    Unreadable(String),
    /// A file of fixed form that is put into every PDF could not be made; none is known that cannot.
    #[error("the {0} cannot be made; this is a fault of phuchoi, please report it")]
    Fixed(&'static str),
}

/// Returns the record's pages by the input's page that they were read from: one or, of a spread, two each.
fn by_scan(document: &Document) -> BTreeMap<u32, Vec<&Page>> {
    let mut scans: BTreeMap<u32, Vec<&Page>> = BTreeMap::new();
    for page in &document.pages {
        scans.entry(page.scan).or_default().push(page);
    }
    scans
}

/// Returns width and height in pixels of the scan that pages were read from; `None` where none was.
fn pixels_of(pages: &[&Page]) -> Option<(f64, f64)> {
    let corner = |page: &&Page| match page.part {
        Some(part) => Some((part.x1, part.y1)),
        None => page.width.zip(page.height),
    };
    let (width, height) = pages
        .iter()
        .filter_map(corner)
        .reduce(|(width, height), (x, y)| (width.max(x), height.max(y)))
        .filter(|(width, height)| *width > 0 && *height > 0)?;
    Some((f64::from(width), f64::from(height)))
}

/// Returns a text as a PDF holds it: in ASCII where it is, as UTF-16 elsewhere.
fn text_string(text: &str) -> Object {
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    if text.is_ascii() {
        return Object::String(text.into_bytes(), StringFormat::Literal);
    }
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// Writes a PDF out, under an identifier that `seed` and the source decide.
fn save(mut pdf: Pdf, document: &Document, seed: &[u8]) -> Result<Vec<u8>, PdfError> {
    /// Bytes of an identifier.
    const IDENTIFIER: usize = 16;
    let mut hasher = blake3::Hasher::new();
    hasher.update(document.source.blake3.as_bytes());
    hasher.update(seed);
    let hash = hasher.finalize();
    let identifier = || Object::String(hash.as_bytes()[..IDENTIFIER].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![identifier(), identifier()]);
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(9);
    pdf.save_with_options(&mut bytes, options.build()).map_err(lopdf::Error::from)?;
    check(references::pack(bytes), document.source.page_count)
}

/// Returns a PDF that was written if another library finds all its pages in it: one that was broken may be mended by each in
/// its own way, and what is lost over that must not go unseen.
fn check(bytes: Vec<u8>, expected: u32) -> Result<Vec<u8>, PdfError> {
    let bytes = Arc::new(bytes);
    let found = Reread::new(Arc::clone(&bytes)).map_or(0, |pdf| pdf.pages().len());
    if found != expected as usize {
        return Err(PdfError::Unreadable(format!("{found} of {expected} pages")));
    }
    Ok(Arc::unwrap_or_clone(bytes))
}

/// Sets what is the same in every PDF: its metadata, its outline where there is one, its colours, its language.
fn finish(
    pdf: &mut Pdf,
    document: &Document,
    outline: Option<lopdf::ObjectId>,
    is_archival: bool,
) -> Result<(), PdfError> {
    let metadata = metadata::Metadata::of(document);
    let information = metadata.information(pdf);
    pdf.trailer.set("Info", information);
    let packet = metadata.packet(pdf, is_archival);
    let intent = is_archival.then(|| colour::intent(pdf)).transpose()?;
    let catalog = pdf.catalog_mut()?;
    catalog.set("Metadata", packet);
    if let Some(intent) = intent {
        catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    catalog.set("Lang", text_string("vi"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    Ok(())
}
