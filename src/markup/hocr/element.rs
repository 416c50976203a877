//! The elements of hOCR: what a tag opens.

use quick_xml::events::BytesStart;

use super::property::{bounding_box, numbers, percent, properties, unquoted};
use super::word::OpenWord;
use super::{HocrPage, HocrSymbol, HocrWord};
use crate::document::BoundingBox;

/// HTML's elements that are never closed.
pub(super) const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// HTML's elements at whose ends text begins on a new line.
pub(super) const ENDS_LINE: [&str; 17] = [
    "blockquote",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "p",
    "pre",
    "td",
    "th",
];

/// HTML's elements whose text is not of the page.
const SILENT: [&str; 5] = ["head", "script", "style", "template", "title"];

/// Classes of what is no text.
const PICTURES: [&str; 3] = ["ocr_photo", "ocr_linedrawing", "ocr_image"];

/// An element that is open, with what has been gathered for it. A text is what stands in it by itself, outside any element
/// within it that takes text, since the last of these.
#[derive(Debug)]
pub(super) enum Element {
    Page(HocrPage, String),
    Area(OpenArea, String),
    Line(OpenLine, String),
    Word(OpenWord),
    Symbol(HocrSymbol),
    Slot(Vec<(String, f32)>, String),
    Choice(String, f32),
    /// What is in it is not read as text of what is around it.
    Silent,
    Other,
}

/// A line whose words are still coming.
#[derive(Debug, Default)]
pub(super) struct OpenLine {
    pub(super) bbox: Option<BoundingBox>,
    pub(super) words: Vec<HocrWord>,
    /// Whether its last word is an element, and nothing has come behind it.
    pub(super) ends_in_word: bool,
}

/// An area whose lines are still coming.
#[derive(Debug, Default)]
pub(super) struct OpenArea {
    pub(super) bbox: Option<BoundingBox>,
    /// Its index, once it is open.
    pub(super) id: Option<usize>,
    /// Whether some of its lines have come.
    pub(super) has_lines: bool,
}

/// Returns what a tag opens, or why its attributes cannot be read.
pub(super) fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let (mut classes, mut title) = (String::new(), String::new());
    for attribute in tag.html_attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = || {
            quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), |v| v.to_string())
        };
        match attribute.key.local_name().as_ref() {
            "class" => classes = value(),
            "title" => title = value(),
            _ => {}
        }
    }
    let properties = properties(&title);
    let property = |name: &str| properties.iter().find(|(n, _)| *n == name).map(|(_, value)| *value);
    let bbox = |name: &str| property(name).and_then(bounding_box);
    let has = |class: &str| classes.split_ascii_whitespace().any(|c| c == class);
    let name = local_name(tag);
    Ok(if SILENT.contains(&name.as_str()) || PICTURES.into_iter().any(has) {
        Element::Silent
    } else if has("ocr_page") {
        let page = HocrPage {
            bbox: bbox("bbox"),
            image: property("image").map(|value| value.trim_matches(['"', '\'']).to_owned()),
            dpi: property("scan_res")
                .and_then(numbers::<1>)
                .map(|[dpi]| dpi as f32)
                .filter(|d| *d > UNKNOWN_DPI),
            ..HocrPage::default()
        };
        Element::Page(page, String::new())
    } else if has("ocr_par") || has("ocr_carea") {
        Element::Area(OpenArea { bbox: bbox("bbox"), ..OpenArea::default() }, String::new())
    } else if ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"].into_iter().any(has) {
        Element::Line(OpenLine { bbox: bbox("bbox"), ..OpenLine::default() }, String::new())
    } else if has("ocrx_word") || has("ocr_word") {
        Element::Word(OpenWord {
            bbox: bbox("bbox"),
            confidence: property("x_wconf").and_then(percent),
            recognised: property("x_ocr").map(unquoted),
            ..OpenWord::default()
        })
    } else if has("ocrx_cinfo") {
        if property("x_bboxes").is_some() {
            Element::Symbol(HocrSymbol { bbox: bbox("x_bboxes"), ..HocrSymbol::default() })
        } else if let Some(score) = property("x_confs").and_then(percent) {
            Element::Choice(String::new(), score)
        } else {
            Element::Slot(Vec::new(), String::new())
        }
    } else {
        Element::Other
    })
}

/// The resolution, in dots per inch, that Tesseract writes when it does not know: its least credible one.
const UNKNOWN_DPI: f32 = 70.0;

pub(super) fn local_name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_ascii_lowercase()
}
