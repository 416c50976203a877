//! OCR markup, read: what an engine read and where, as hOCR, ALTO or PAGE XML tells it.
//!
//! [`hocr`] is also how Tesseract answers. The writers are in [`export`](crate::export); what they write of a restored
//! document is read back here as it was recognised and as it was restored.

use unicode_normalization::UnicodeNormalization;

use crate::document::{BoundingBox, Line, Page, PageBlock, PageBlockKind, PageStatus};
use crate::layout::blocks::{Zone, of_zones};

pub mod alto;
pub(crate) mod encoding;
mod gap;
pub mod hocr;
pub mod page_xml;

/// A kind of OCR markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// hOCR: HTML with classes.
    Hocr,
    /// ALTO, versions 2 to 4.
    Alto,
    /// PAGE XML.
    PageXml,
}

/// How far into a file its kind is looked for, bytes: styles and scripts may stand before the first page of an hOCR.
const KIND_WITHIN: usize = 65_536;

/// Classes that only hOCR has.
const HOCR_CLASSES: [&str; 4] = ["ocr_page", "ocrx_word", "ocr_line", "ocrx_line"];

/// Why bytes are not OCR markup.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MarkupError {
    /// Not hOCR.
    #[error(transparent)]
    Hocr(#[from] hocr::HocrError),
    /// Not XML, as where a file is cut short.
    #[error("malformed {kind}: {reason}")]
    Malformed {
        /// What it was taken for.
        kind: &'static str,
        /// What is wrong, with line and column.
        reason: String,
    },
    /// XML without a page.
    #[error("no page in the {kind}")]
    NoPage {
        /// What it was taken for.
        kind: &'static str,
    },
}

impl Markup {
    /// Returns the kind of markup that bytes look like; `None` where they are none.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let head = encoding::text_of(&bytes[..bytes.len().min(KIND_WITHIN)]);
        let head = head.as_bytes();
        let start =
            head.iter().find(|byte| !matches!(byte, 0xef | 0xbb | 0xbf) && !byte.is_ascii_whitespace());
        let holds = |what: &[u8]| head.windows(what.len()).any(|window| window == what);
        if start != Some(&b'<') {
            None
        } else if HOCR_CLASSES.into_iter().any(|class| holds(class.as_bytes())) {
            Some(Self::Hocr)
        } else if holds(b"<PcGts") || holds(b":PcGts") {
            Some(Self::PageXml)
        } else if holds(b"<alto") || holds(b":alto") {
            Some(Self::Alto)
        } else {
            None
        }
    }

    /// Reads the pages of a file; they count from 1 in the order of the file.
    ///
    /// # Errors
    ///
    /// [`MarkupError`] where the bytes are malformed or hold no page.
    pub fn read(self, bytes: &[u8]) -> Result<Vec<Page>, MarkupError> {
        let mut pages = Vec::new();
        self.read_each(bytes, &mut |page| pages.push(page))?;
        Ok(pages)
    }

    /// As [`read`](Self::read), page by page: a file of thousands of pages is never held as pages at once.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); pages before the fault may have been given.
    pub fn read_each(self, bytes: &[u8], give: &mut dyn FnMut(Page)) -> Result<(), MarkupError> {
        match self {
            Self::Hocr => Ok(hocr::read_each(bytes, give)?),
            Self::Alto => alto::read_each(bytes, give),
            Self::PageXml => page_xml::read_each(bytes, give),
        }
    }
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// The paragraph, or what else an engine held together, that a line stands in.
#[derive(Debug, Clone, Copy)]
struct Area {
    /// Tells it from the file's other areas.
    id: usize,
    bbox: Option<BoundingBox>,
}

/// Returns a page of an engine's lines, each with its area where it has one; those without a word are dropped.
fn page_of(
    number: u32,
    size: Option<(u32, u32)>,
    dpi: Option<f32>,
    mut lines: Vec<(Option<Area>, Line)>,
) -> Page {
    lines.retain(|(_, line)| !line.words.is_empty());
    let status = if lines.is_empty() { PageStatus::Blank } else { PageStatus::Recognised };
    let (width, height) = (size.map(|size| size.0), size.map(|size| size.1));
    let id = |area: &Option<Area>| area.map(|area| area.id);
    let zone = |lines: &[(Option<Area>, Line)]| {
        let area = lines.first().and_then(|(area, _)| *area);
        let block = area.map(|area| PageBlock { bbox: area.bbox, ..PageBlock::of(PageBlockKind::Text) });
        Zone { block, lines: lines.iter().map(|(_, line)| line.clone()).collect() }
    };
    let (lines, blocks) = of_zones(lines.chunk_by(|a, b| id(&a.0) == id(&b.0)).map(zone));
    Page { width, height, dpi, status, lines, blocks, ..Page::of_text(number, Vec::new()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_markup_are_told_by_content() {
        let cases: [(&[u8], Option<Markup>); 7] = [
            (b"<!DOCTYPE html><html><div class='ocr_page'>", Some(Markup::Hocr)),
            (b"\xef\xbb\xbf<?xml version='1.0'?>\n<alto xmlns='x'>", Some(Markup::Alto)),
            (b"<?xml version='1.0'?><pc:PcGts xmlns:pc='x'>", Some(Markup::PageXml)),
            (b"<html><body><span class='ocr_line'>", Some(Markup::Hocr)),
            (b"<html><body>a page</body></html>", None),
            (b"the class ocr_page", None),
            (b"", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(Markup::of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
