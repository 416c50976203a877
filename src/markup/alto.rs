//! ALTO (<https://www.loc.gov/standards/alto/>), versions 2 to 4, as far as its words go.
//!
//! ```text
//! page = Page                       WIDTH, HEIGHT
//! area = TextBlock                  HPOS, VPOS, WIDTH, HEIGHT
//! line = TextLine                   the same
//! word = String                     CONTENT, WC (0 to 1), the same; ALTERNATIVE of our purpose: what was recognised
//! hyphen = HYP                      CONTENT, the same: of the word before it, or a word of its own
//! ```
//!
//! A word that is broken at the end of a line stands on its two lines as it is printed: `đị-`, `nh`. `SUBS_CONTENT`, which
//! says it in one piece, is not read: it is printed nowhere. Words that stand in no line are a line, those of one element
//! together.
//!
//! Measures in tenths of a millimetre or in 1200ths of an inch become pixels of a page at [`ASSUMED_DPI`].

use roxmltree::{Document, Node};

use super::{Area, MarkupError, page_of};
use crate::document::{BoundingBox, Line, Page, Word};

/// The `PURPOSE` of an `ALTERNATIVE` that says what was recognised where the content was restored.
pub const OCR_PURPOSE: &str = "ocr";

/// The resolution at which lengths become pixels where a file gives lengths, dots per inch.
pub const ASSUMED_DPI: f32 = 300.0;

/// Reads an ALTO file's pages.
///
/// # Errors
///
/// [`MarkupError`] where the bytes are no XML or hold no page.
pub fn read_alto(bytes: &[u8]) -> Result<Vec<Page>, MarkupError> {
    const KIND: &str = "ALTO";
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = Document::parse(text)
        .map_err(|error| MarkupError::Malformed { kind: KIND, reason: error.to_string() })?;
    let unit = descendant(document.root(), "MeasurementUnit").and_then(|unit| unit.text()).unwrap_or("pixel");
    let unit = Unit::of(unit.trim());
    let pages = document.descendants().filter(|node| is(*node, "Page"));
    let pages: Vec<Page> = (1..).zip(pages).map(|(number, node)| unit.page(number, node)).collect();
    if pages.is_empty() { Err(MarkupError::NoPage { kind: KIND }) } else { Ok(pages) }
}

/// What lengths are given in.
#[derive(Debug, Clone, Copy)]
struct Unit {
    pixels: f32,
    dpi: Option<f32>,
}

impl Unit {
    fn of(name: &str) -> Self {
        let of_inches = |inches: f32| Self { pixels: inches * ASSUMED_DPI, dpi: Some(ASSUMED_DPI) };
        match name {
            "mm10" => of_inches(1.0 / 254.0),
            "inch1200" => of_inches(1.0 / 1200.0),
            _ => Self { pixels: 1.0, dpi: None },
        }
    }

    fn length(self, node: Node<'_, '_>, name: &str) -> Option<f32> {
        let length: f32 = node.attribute(name)?.trim().parse().ok()?;
        Some(length * self.pixels).filter(|length| length.is_finite())
    }

    fn bbox(self, node: Node<'_, '_>) -> Option<BoundingBox> {
        let length = |name| self.length(node, name);
        let (x, y) = (length("HPOS")?, length("VPOS")?);
        let (width, height) = (length("WIDTH")?, length("HEIGHT")?);
        let edge = |at: f32| at.round().max(0.0) as u32;
        Some(BoundingBox::new(edge(x), edge(y), edge(x + width), edge(y + height)))
    }

    fn page(self, number: u32, node: Node<'_, '_>) -> Page {
        let side = |name| self.length(node, name).map(|side| side.round().max(0.0) as u32);
        let size = side("WIDTH").zip(side("HEIGHT")).filter(|&(width, height)| width > 0 && height > 0);
        page_of(number, size, self.dpi, self.lines(node))
    }

    /// Returns the lines of a page, in the order of the file, each with the text block that it stands in.
    fn lines(self, page: Node<'_, '_>) -> Vec<(Option<Area>, Line)> {
        let mut lines = Vec::new();
        let mut waiting = vec![(page, None)];
        while let Some((node, mut area)) = waiting.pop() {
            if is(node, "TextBlock") {
                area = Some(Area { id: node.id().get_usize(), bbox: self.bbox(node) });
            }
            if is(node, "TextLine") || node.children().any(|child| is(child, "String")) {
                lines.push((area, self.line(node)));
            }
            waiting.extend(node.children().rev().map(|child| (child, area)));
        }
        lines
    }

    fn line(self, node: Node<'_, '_>) -> Line {
        let mut words: Vec<Word> = Vec::new();
        for child in node.children() {
            let content = child.attribute("CONTENT").unwrap_or_default();
            if is(child, "String") && !content.trim().is_empty() {
                let recognised = child.children().find(|alternative| {
                    is(*alternative, "ALTERNATIVE") && alternative.attribute("PURPOSE") == Some(OCR_PURPOSE)
                });
                let recognised = recognised.map(|alternative| alternative.text().unwrap_or_default());
                let sure = child.attribute("WC").and_then(|sure| sure.trim().parse::<f32>().ok());
                let sure = sure.filter(|sure| (0.0..=1.0).contains(sure));
                words.push(Word::as_read(content, recognised, self.bbox(child), sure));
            } else if is(child, "HYP") {
                let hyphen = printed_hyphen(content.trim());
                let bbox = self.bbox(child);
                let Some(word) = words.last_mut() else {
                    words.push(Word::as_read(hyphen, None, bbox, None));
                    continue;
                };
                for text in [&mut word.text, &mut word.ocr] {
                    if text.ends_with('\u{ad}') {
                        text.pop();
                    }
                    // Some write it in both.
                    if !text.ends_with(HYPHENS) {
                        text.push_str(hyphen);
                    }
                }
                word.bbox = word.bbox.map(|own| bbox.map_or(own, |hyphen| own.union(hyphen)));
            }
        }
        Line::of_words(self.bbox(node), words)
    }
}

/// How engines write the hyphen at the end of a line.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '¬'];

/// Returns the hyphen that is printed where `HYP` has this content: a soft hyphen, or nothing, cannot be seen.
fn printed_hyphen(content: &str) -> &str {
    match content {
        "" | "\u{ad}" => "-",
        _ => content,
    }
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn descendant<'a, 'b>(node: Node<'a, 'b>, name: &str) -> Option<Node<'a, 'b>> {
    node.descendants().find(|node| is(*node, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(unit: &str, line: &str) -> Vec<Page> {
        let text = format!(
            "<alto xmlns='http://www.loc.gov/standards/alto/ns-v2#'><Description><MeasurementUnit>{unit}\
             </MeasurementUnit></Description><Layout><Page ID='p' WIDTH='2100' HEIGHT='2970'><PrintSpace>\
             <ComposedBlock><TextBlock>{line}</TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>"
        );
        read_alto(text.as_bytes()).unwrap()
    }

    #[test]
    fn words_of_another_engine_come_with_their_boxes_and_its_confidence() {
        let page = pages(
            "pixel",
            "<TextLine HPOS='10' VPOS='20' WIDTH='90.4' HEIGHT='30'><String CONTENT='Vie&#x323;&#x302;t' HPOS='10' \
             VPOS='20' WIDTH='40' HEIGHT='30' WC='0.5'/><SP/><String CONTENT='Nam'/><HYP CONTENT='-'/></TextLine>",
        )
        .remove(0);
        assert_eq!((page.width, page.height, page.dpi), (Some(2100), Some(2970), None));
        let line = &page.lines[0];
        assert_eq!((line.text.as_str(), line.ocr.as_str()), ("Việt Nam-", "Việt Nam-"));
        assert_eq!(line.bbox, Some(BoundingBox::new(10, 20, 100, 50)));
        assert_eq!(line.words[0].bbox, Some(BoundingBox::new(10, 20, 50, 50)));
        assert_eq!((line.words[0].confidence, line.words[1].ocr_confidence), (0.5, None));
        assert_eq!(line.words[1].span, [5, 9]);
    }

    #[test]
    fn a_word_broken_at_the_end_of_a_line_is_printed_on_two() {
        let part = |content: &str, part: u32| {
            format!("<String CONTENT='{content}' SUBS_TYPE='HypPart{part}' SUBS_CONTENT='định'/>")
        };
        let cases = [
            (part("đị", 1) + "<HYP CONTENT='-'/>", part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị-", 1), part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị-", 1) + "<HYP CONTENT='-'/>", part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị", 1) + "<HYP CONTENT='&#173;'/>", part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị&#173;", 1) + "<HYP CONTENT='&#173;'/>", part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị", 1) + "<SP/><HYP/>", part("nh", 2), ["quy đị-", "nh rõ"]),
            (part("đị", 1) + "<HYP CONTENT='¬'/>", part("nh", 2), ["quy đị¬", "nh rõ"]),
            (part("đị", 1), part("nh", 2), ["quy đị", "nh rõ"]),
            (
                "<String CONTENT='đị'/><HYP CONTENT='='/>".into(),
                "<String CONTENT='nh'/>".into(),
                ["quy đị=", "nh rõ"],
            ),
        ];
        for (first, second, expected) in cases {
            let lines = format!(
                "<TextLine><String CONTENT='quy'/><SP/>{first}</TextLine>\
                 <TextLine>{second}<SP/><String CONTENT='rõ'/></TextLine>"
            );
            let page = pages("pixel", &lines).remove(0);
            let texts: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(texts, expected, "{lines}");
            assert!(page.lines.iter().all(|line| line.text == line.ocr), "{lines}");
        }
    }

    #[test]
    fn a_hyphen_widens_its_word_and_is_one_where_there_is_none() {
        let hyphen = "<HYP CONTENT='-' HPOS='50' VPOS='20' WIDTH='8' HEIGHT='30'/>";
        let word = "<String CONTENT='đị' HPOS='10' VPOS='20' WIDTH='40' HEIGHT='30'/>";
        let words = |line: &str| {
            pages("pixel", &format!("<TextLine>{line}</TextLine>")).remove(0).lines.remove(0).words
        };
        assert_eq!(words(&(word.to_owned() + hyphen))[0].bbox, Some(BoundingBox::new(10, 20, 58, 50)));
        let alone = words(hyphen);
        assert_eq!((alone[0].text.as_str(), alone[0].bbox), ("-", Some(BoundingBox::new(50, 20, 58, 50))));
    }

    #[test]
    fn words_in_no_line_are_a_line_with_those_beside_them() {
        let page = pages("pixel", "<String CONTENT='ngoài'/><SP/><String CONTENT='dòng'/>").remove(0);
        assert_eq!(page.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["ngoài dòng"]);
    }

    #[test]
    fn the_lines_of_a_text_block_are_a_block() {
        let line = |text: &str| format!("<TextLine><String CONTENT='{text}'/></TextLine>");
        let next = "</TextBlock><TextBlock HPOS='10' VPOS='20' WIDTH='30' HEIGHT='40'>";
        let page = pages("pixel", &[line("a"), line("b"), next.to_owned(), line("c")].concat()).remove(0);
        assert_eq!(page.lines.iter().map(|line| line.block).collect::<Vec<_>>(), [0, 0, 1].map(Some));
        assert_eq!(page.blocks[1].bbox, Some(BoundingBox::new(10, 20, 40, 60)));
    }

    #[test]
    fn lengths_become_pixels_at_300_dpi() {
        let line = "<TextLine><String CONTENT='a' HPOS='254' VPOS='0' WIDTH='254' HEIGHT='127'/></TextLine>";
        let page = pages("mm10", line).remove(0);
        assert_eq!((page.width, page.dpi), (Some(2480), Some(300.0)));
        assert_eq!(page.lines[0].words[0].bbox, Some(BoundingBox::new(300, 0, 600, 150)));
    }

    #[test]
    fn what_is_no_xml_or_has_no_page_is_an_error() {
        assert!(matches!(read_alto(b"<alto><Layout>"), Err(MarkupError::Malformed { .. })));
        assert_eq!(read_alto(b"<alto/>"), Err(MarkupError::NoPage { kind: "ALTO" }));
    }
}
