//! `pages/NNN.page.xml`: a page in PAGE XML of 2019-07-15 (<https://github.com/PRImA-Research-Lab/PAGE-XML>).
//!
//! Regions are `heading`, `paragraph` or `footnote`; of a word's readings that of index 0 is the restored one, and, where
//! another was recognised, that of `dataTypeDetails="ocr"` is that one. The format wants places for everything: a page
//! of text has none, and no file; a word without one has its line's.
//!
//! The format also wants to know when a file was made. That would make every run's bytes others, so it says
//! [`NO_CLOCK`].

use std::io;

use super::page_layout::{Block, Layout, PrintedLine, Role};
use super::printed::Printed;
use super::xml::{Attributes, Xml};
use crate::document::{BoundingBox, Document, Page};
use crate::markup::page_xml::OCR_DATA_TYPE_DETAILS;

/// What is written for a time.
const NO_CLOCK: &str = "1970-01-01T00:00:00Z";

/// Returns a page as PAGE XML; `None` where it has no image.
///
/// # Errors
///
/// Where the writer fails; one that writes to memory does not.
pub fn render(document: &Document, layout: &Layout<'_>, page: &Page) -> io::Result<Option<Vec<u8>>> {
    let Some((width, height)) = page.width.zip(page.height) else { return Ok(None) };
    let blocks = layout.blocks(page);
    let mut xml = Xml::begin()?;
    let root = [
        ("xmlns", "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15".into()),
        ("pcGtsId", format!("page-{}", page.number).into()),
    ];
    xml.open("PcGts", &root)?;
    xml.open("Metadata", &[("externalRef", format!("blake3:{}", document.source.blake3).into())])?;
    xml.text("Creator", &[], concat!("phuchoi ", env!("CARGO_PKG_VERSION")))?;
    xml.text("Created", &[], NO_CLOCK)?;
    xml.text("LastChange", &[], NO_CLOCK)?;
    xml.close("Metadata")?;
    let attributes = [
        ("imageFilename", document.source.path.as_str().into()),
        ("imageWidth", width.to_string().into()),
        ("imageHeight", height.to_string().into()),
        ("primaryLanguage", "Vietnamese".into()),
    ];
    xml.open("Page", &attributes)?;
    let placed = || (1..).zip(&blocks).filter_map(|(number, block)| Some((number, block, block.bbox()?)));
    if placed().next().is_some() {
        xml.open("ReadingOrder", &[])?;
        xml.open("OrderedGroup", &[("id", "order".into())])?;
        for (index, (number, ..)) in placed().enumerate() {
            let reference =
                [("index", index.to_string().into()), ("regionRef", format!("block-{number}").into())];
            xml.empty("RegionRefIndexed", &reference)?;
        }
        xml.close("OrderedGroup")?;
        xml.close("ReadingOrder")?;
    }
    for (number, block, bbox) in placed() {
        write_block(&mut xml, block, number, bbox)?;
    }
    xml.close("Page")?;
    xml.close("PcGts")?;
    Ok(Some(xml.end()))
}

fn write_block(xml: &mut Xml, block: &Block, number: usize, bbox: BoundingBox) -> io::Result<()> {
    let kind = match block.role {
        Role::Text => "paragraph",
        Role::Heading(_) => "heading",
        Role::Footnote => "footnote",
    };
    let attributes = [("id", format!("block-{number}").into()), ("type", kind.into())];
    xml.open("TextRegion", &attributes)?;
    coordinates(xml, bbox)?;
    for line in &block.lines {
        write_line(xml, line, line.bbox.unwrap_or(bbox))?;
    }
    xml.close("TextRegion")
}

fn write_line(xml: &mut Xml, line: &PrintedLine, bbox: BoundingBox) -> io::Result<()> {
    xml.open("TextLine", &[("id", format!("line-{}", line.number).into())])?;
    coordinates(xml, bbox)?;
    for (word, at) in line.words.iter().zip(1..) {
        xml.open("Word", &[("id", format!("word-{}-{at}", line.number).into())])?;
        coordinates(xml, word.bbox.unwrap_or(bbox))?;
        write_readings(xml, word)?;
        xml.close("Word")?;
    }
    let text: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
    write_reading(xml, &[], &text.join(" "))?;
    xml.close("TextLine")
}

fn write_readings(xml: &mut Xml, word: &Printed) -> io::Result<()> {
    let sure = format!("{:.4}", word.confidence.clamp(0.0, 1.0));
    write_reading(xml, &[("index", "0".into()), ("conf", sure.into())], &word.text)?;
    if word.text == word.ocr {
        return Ok(());
    }
    write_reading(
        xml,
        &[
            ("index", "1".into()),
            ("dataType", "other".into()),
            ("dataTypeDetails", OCR_DATA_TYPE_DETAILS.into()),
        ],
        &word.ocr,
    )
}

fn write_reading(xml: &mut Xml, attributes: &Attributes<'_>, text: &str) -> io::Result<()> {
    xml.open("TextEquiv", attributes)?;
    xml.text("Unicode", &[], text)?;
    xml.close("TextEquiv")
}

/// A box's corners, clockwise; the format wants at least three points, and that they differ is not its concern.
fn coordinates(xml: &mut Xml, BoundingBox { x0, y0, x1, y1 }: BoundingBox) -> io::Result<()> {
    xml.empty("Coords", &[("points", format!("{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}").into())])
}
