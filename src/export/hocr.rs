//! `pages/NNN.hocr`: a page in hOCR 1.2 (<https://kba.github.io/hocr-spec/1.2/>).
//!
//! Blocks are `ocr_carea` of one `ocr_par`, lines `ocr_line` (of headings `ocr_header`), words `ocrx_word` with `bbox` and
//! `x_wconf`; where a word is a restored one, or has a blank within, `x_ocr` says what was
//! recognised ([`markup::hocr`](mod@crate::markup::hocr)). Footnote marks stand as `^[1]`. The file is XML as well as HTML.

use std::fmt::Write;
use std::io;

use super::page_layout::{Block, Layout, Role};
use super::printed::Printed;
use super::xml::Xml;
use crate::document::{BoundingBox, Document, Page};
use crate::markup::hocr::quoted;

/// Returns a page as hOCR.
///
/// # Errors
///
/// Where the writer fails; one that writes to memory does not.
pub fn render(document: &Document, layout: &Layout<'_>, page: &Page) -> io::Result<Vec<u8>> {
    let mut xml = Xml::begin()?;
    let language =
        [("xmlns", "http://www.w3.org/1999/xhtml".into()), ("xml:lang", "vi".into()), ("lang", "vi".into())];
    xml.open("html", &language)?;
    xml.open("head", &[])?;
    xml.text("title", &[], &document.source.path)?;
    xml.empty("meta", &[("charset", "utf-8".into())])?;
    let system = concat!("phuchoi ", env!("CARGO_PKG_VERSION"));
    xml.empty("meta", &[("name", "ocr-system".into()), ("content", system.into())])?;
    let capabilities = "ocr_page ocr_carea ocr_par ocr_line ocr_header ocrx_word";
    xml.empty("meta", &[("name", "ocr-capabilities".into()), ("content", capabilities.into())])?;
    xml.close("head")?;
    xml.open("body", &[])?;

    let mut title = format!("image {}", quoted(&document.source.path));
    if let Some((width, height)) = page.width.zip(page.height) {
        let _ = write!(title, "; bbox 0 0 {width} {height}");
    }
    let _ = write!(title, "; ppageno {}", page.scan.saturating_sub(1));
    if let Some(dpi) = page.dpi {
        let dpi = dpi.round();
        let _ = write!(title, "; scan_res {dpi} {dpi}");
    }
    let id = format!("page_{}", page.number);
    xml.open("div", &[("class", "ocr_page".into()), ("id", id.into()), ("title", title.into())])?;
    for (block, number) in layout.blocks(page).iter().zip(1..) {
        write_block(&mut xml, block, number)?;
    }
    for name in ["div", "body", "html"] {
        xml.close(name)?;
    }
    Ok(xml.end())
}

fn write_block(xml: &mut Xml, block: &Block, number: usize) -> io::Result<()> {
    let mut attributes = vec![("class", "ocr_carea".into()), ("id", format!("block_{number}").into())];
    attributes.extend(title(block.bbox()).map(|title| ("title", title.into())));
    xml.open("div", &attributes)?;
    xml.open("p", &[("class", "ocr_par".into()), ("id", format!("par_{number}").into())])?;
    let class = if matches!(block.role, Role::Heading(_)) { "ocr_header" } else { "ocr_line" };
    for line in &block.lines {
        let mut attributes = vec![("class", class.into()), ("id", format!("line_{}", line.number).into())];
        attributes.extend(title(line.bbox).map(|title| ("title", title.into())));
        xml.open("span", &attributes)?;
        for word in &line.words {
            let class = ("class", "ocrx_word".into());
            xml.text("span", &[class, ("title", properties(word).into())], &word.text)?;
        }
        xml.close("span")?;
    }
    xml.close("p")?;
    xml.close("div")
}

fn properties(word: &Printed) -> String {
    let mut properties = title(word.bbox).map_or(String::new(), |bbox| format!("{bbox}; "));
    let _ = write!(properties, "x_wconf {:.2}", word.confidence.clamp(0.0, 1.0) * 100.0);
    // Readers part words at blanks; it is also the sign that these belong together.
    if word.text != word.ocr || word.text.contains(char::is_whitespace) {
        let _ = write!(properties, "; x_ocr {}", quoted(&word.ocr));
    }
    properties
}

fn title(bbox: Option<BoundingBox>) -> Option<String> {
    bbox.map(|BoundingBox { x0, y0, x1, y1 }| format!("bbox {x0} {y0} {x1} {y1}"))
}
