//! `pages/NNN.alto.xml`: a page in ALTO 4.4 (<https://www.loc.gov/standards/alto/v4/alto-4-4.xsd>).
//!
//! | element | what |
//! | --- | --- |
//! | `sourceImageInformation` | the input's path and the BLAKE3 hash of its bytes |
//! | `StructureTag` | `heading-1` … and `footnote`, which blocks refer to |
//! | `Page` | pixels of the page as scanned; `PHYSICAL_IMG_NR` is the input's page, `ROTATION` what set it upright |
//! | `TextBlock`, `TextLine` | the [`layout`](super::page_layout) |
//! | `String` | `CONTENT`: the restored word, with footnote marks as `^[1]`; `WC`: how sure it is |
//! | `ALTERNATIVE` | where another was recognised, that one, of `PURPOSE="ocr"` |
//!
//! What has no place on the page, as of a text, has none here.

use std::io;

use super::page_layout::{Block, Layout, PrintedLine, Role};
use super::printed::Printed;
use super::xml::Xml;
use crate::document::{BoundingBox, Document, Page};
use crate::markup::alto::OCR_PURPOSE;

/// Returns a page as ALTO.
///
/// # Errors
///
/// Where the writer fails; one that writes to memory does not.
pub fn render(document: &Document, layout: &Layout<'_>, page: &Page) -> io::Result<Vec<u8>> {
    let blocks = layout.blocks(page);
    let mut xml = Xml::begin()?;
    let root = [
        ("xmlns", "http://www.loc.gov/standards/alto/ns-v4#".into()),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance".into()),
        (
            "xsi:schemaLocation",
            "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
                .into(),
        ),
        ("SCHEMAVERSION", "4.4".into()),
    ];
    xml.open("alto", &root)?;
    describe(&mut xml, document)?;

    let mut roles: Vec<&str> = blocks.iter().filter_map(|block| tag(block.role)).collect();
    roles.sort_unstable();
    roles.dedup();
    if !roles.is_empty() {
        xml.open("Tags", &[])?;
        for role in roles {
            xml.empty("StructureTag", &[("ID", role.into()), ("LABEL", role.into())])?;
        }
        xml.close("Tags")?;
    }

    xml.open("Layout", &[])?;
    let mut attributes = vec![
        ("ID", format!("page-{}", page.number).into()),
        ("PHYSICAL_IMG_NR", page.scan.to_string().into()),
        ("LANG", "vi".into()),
    ];
    if let Some((width, height)) = page.width.zip(page.height) {
        attributes.push(("WIDTH", width.to_string().into()));
        attributes.push(("HEIGHT", height.to_string().into()));
        attributes.push(("ROTATION", page.rotation.to_string().into()));
    }
    xml.open("Page", &attributes)?;
    let space = page.width.zip(page.height).map(|(width, height)| BoundingBox::new(0, 0, width, height));
    xml.open("PrintSpace", &place(space))?;
    for (block, number) in blocks.iter().zip(1..) {
        write_block(&mut xml, block, number)?;
    }
    for name in ["PrintSpace", "Page", "Layout", "alto"] {
        xml.close(name)?;
    }
    Ok(xml.end())
}

fn describe(xml: &mut Xml, document: &Document) -> io::Result<()> {
    xml.open("Description", &[])?;
    xml.text("MeasurementUnit", &[], "pixel")?;
    xml.open("sourceImageInformation", &[])?;
    xml.text("fileName", &[], &document.source.path)?;
    xml.text("fileIdentifier", &[("fileIdentifierLocation", "BLAKE3".into())], &document.source.blake3)?;
    xml.close("sourceImageInformation")?;
    xml.open("Processing", &[("ID", "phuchoi".into())])?;
    xml.text("processingStepDescription", &[], "recognised, repaired and structured")?;
    xml.open("processingSoftware", &[])?;
    xml.text("softwareName", &[], "phuchoi")?;
    xml.text("softwareVersion", &[], env!("CARGO_PKG_VERSION"))?;
    xml.close("processingSoftware")?;
    xml.close("Processing")?;
    xml.close("Description")
}

fn write_block(xml: &mut Xml, block: &Block, number: usize) -> io::Result<()> {
    let mut attributes = vec![("ID", format!("block-{number}").into())];
    attributes.extend(tag(block.role).map(|tag| ("TAGREFS", tag.into())));
    attributes.extend(place(block.bbox()));
    xml.open("TextBlock", &attributes)?;
    for line in &block.lines {
        write_line(xml, line)?;
    }
    xml.close("TextBlock")
}

fn write_line(xml: &mut Xml, line: &PrintedLine) -> io::Result<()> {
    let mut attributes = vec![("ID", format!("line-{}", line.number).into())];
    attributes.extend(place(line.bbox));
    xml.open("TextLine", &attributes)?;
    for (at, word) in line.words.iter().enumerate() {
        if at > 0 {
            xml.empty("SP", &[])?;
        }
        write_word(xml, word)?;
    }
    xml.close("TextLine")
}

fn write_word(xml: &mut Xml, word: &Printed) -> io::Result<()> {
    let mut attributes = vec![("CONTENT", word.text.as_str().into())];
    attributes.extend(place(word.bbox));
    attributes.push(("WC", format!("{:.4}", word.confidence.clamp(0.0, 1.0)).into()));
    if word.text == word.ocr {
        return xml.empty("String", &attributes);
    }
    xml.open("String", &attributes)?;
    xml.text("ALTERNATIVE", &[("PURPOSE", OCR_PURPOSE.into())], &word.ocr)?;
    xml.close("String")
}

/// Returns the tag of a role.
const fn tag(role: Role) -> Option<&'static str> {
    match role {
        Role::Text => None,
        Role::Footnote => Some("footnote"),
        Role::Heading(1) => Some("heading-1"),
        Role::Heading(2) => Some("heading-2"),
        Role::Heading(3) => Some("heading-3"),
        Role::Heading(4) => Some("heading-4"),
        Role::Heading(_) => Some("heading-5"),
    }
}

fn place(bbox: Option<BoundingBox>) -> Vec<(&'static str, std::borrow::Cow<'static, str>)> {
    let sides = |bbox: BoundingBox| {
        [("HPOS", bbox.x0), ("VPOS", bbox.y0), ("WIDTH", bbox.width()), ("HEIGHT", bbox.height())]
    };
    bbox.map(sides).into_iter().flatten().map(|(name, side)| (name, side.to_string().into())).collect()
}
