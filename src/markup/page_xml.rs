//! PAGE XML (<https://github.com/PRImA-Research-Lab/PAGE-XML>), as Transkribus, eScriptorium, Kraken and OCR-D write it, as
//! far as its words go.
//!
//! ```text
//! page   = Page                     imageWidth, imageHeight
//! region = TextRegion               Coords points; in the order of ReadingOrder, where there is one
//! line   = TextLine                 Coords points
//! word   = Word                     Coords points; TextEquiv conf (0 to 1), index: the lowest is what is read
//! ```
//!
//! A line without words has those of its own text, without places.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::{Area, MarkupError, page_of};
use crate::document::{BoundingBox, Line, Page, Word};

/// The `dataTypeDetails` of a `TextEquiv` that says what was recognised where the first one was restored.
pub const OCR_DATA_TYPE_DETAILS: &str = "ocr";

/// Reads a PAGE XML file, which holds one page as a rule.
///
/// # Errors
///
/// [`MarkupError`] where the bytes are no XML or hold no page.
pub fn read_page_xml(bytes: &[u8]) -> Result<Vec<Page>, MarkupError> {
    const KIND: &str = "PAGE XML";
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = Document::parse(text)
        .map_err(|error| MarkupError::Malformed { kind: KIND, reason: error.to_string() })?;
    let pages = document.descendants().filter(|node| is(*node, "Page"));
    let pages: Vec<Page> = (1..).zip(pages).map(|(number, node)| page(number, node)).collect();
    if pages.is_empty() { Err(MarkupError::NoPage { kind: KIND }) } else { Ok(pages) }
}

fn page(number: u32, node: Node<'_, '_>) -> Page {
    let side = |name| node.attribute(name)?.trim().parse::<u32>().ok();
    let size = side("imageWidth").zip(side("imageHeight")).filter(|&(width, height)| width > 0 && height > 0);
    let order: BTreeMap<&str, usize> = node
        .descendants()
        .filter(|node| is(*node, "ReadingOrder"))
        .flat_map(|order| order.descendants())
        .filter_map(|node| node.attribute("regionRef"))
        .zip(0..)
        .collect();
    // A region within another is read where that one is; its lines are found there.
    let mut regions: Vec<Node<'_, '_>> = node
        .descendants()
        .filter(|node| is(*node, "TextRegion"))
        .filter(|node| !node.ancestors().skip(1).any(|above| is(above, "TextRegion")))
        .collect();
    // What the order does not name comes last, as it stands in the file.
    regions.sort_by_key(|region| {
        region.attribute("id").and_then(|id| order.get(id)).copied().unwrap_or(usize::MAX)
    });
    let lines = regions.iter().flat_map(|region| region.descendants()).filter(|node| is(*node, "TextLine"));
    page_of(number, size, None, lines.map(|node| (area(node), line(node))).collect())
}

/// Returns the innermost region that a line stands in.
fn area(line: Node<'_, '_>) -> Option<Area> {
    let region = line.ancestors().find(|node| is(*node, "TextRegion"))?;
    Some(Area { id: region.id().get_usize(), bbox: bbox(region) })
}

fn line(node: Node<'_, '_>) -> Line {
    let mut words: Vec<Word> = node
        .children()
        .filter(|child| is(*child, "Word"))
        .filter_map(|word| read(word, bbox(word)))
        .collect();
    if words.is_empty()
        && let Some(whole) = read(node, None)
    {
        let word = |text: &str| Word::as_read(text, None, None, whole.ocr_confidence);
        words = whole.text.split_whitespace().map(word).collect();
    }
    Line::of_words(bbox(node), words)
}

/// Returns what is read of a word or a line: the text of lowest index.
fn read(node: Node<'_, '_>, bbox: Option<BoundingBox>) -> Option<Word> {
    let mut readings: Vec<(u32, Node<'_, '_>)> = node
        .children()
        .filter(|child| is(*child, "TextEquiv"))
        .map(|reading| {
            (reading.attribute("index").and_then(|at| at.trim().parse().ok()).unwrap_or(0), reading)
        })
        .collect();
    readings.sort_by_key(|(at, _)| *at);
    let text = |reading: Node<'_, '_>| {
        reading.children().find(|child| is(*child, "Unicode")).and_then(|text| text.text().map(str::to_owned))
    };
    let (_, first) = readings.first()?;
    let recognised = readings
        .iter()
        .skip(1)
        .find(|(_, reading)| reading.attribute("dataTypeDetails") == Some(OCR_DATA_TYPE_DETAILS));
    let recognised = recognised.map(|(_, reading)| text(*reading).unwrap_or_default());
    let sure = first.attribute("conf").and_then(|sure| sure.trim().parse::<f32>().ok());
    let sure = sure.filter(|sure| (0.0..=1.0).contains(sure));
    let text = text(*first).filter(|text| !text.trim().is_empty())?;
    Some(Word::as_read(&text, recognised.as_deref(), bbox, sure))
}

/// Returns the box around an element's points; versions before 2013 have each in an element of its own.
fn bbox(node: Node<'_, '_>) -> Option<BoundingBox> {
    let coords = node.children().find(|child| is(*child, "Coords"))?;
    let number = |text: &str| text.trim().parse::<f32>().ok().filter(|at| at.is_finite());
    let points: Vec<(f32, f32)> = match coords.attribute("points") {
        Some(points) => points
            .split_whitespace()
            .filter_map(|point| point.split_once(','))
            .filter_map(|(x, y)| number(x).zip(number(y)))
            .collect(),
        None => coords
            .children()
            .filter_map(|point| number(point.attribute("x")?).zip(number(point.attribute("y")?)))
            .collect(),
    };
    let edge = |at: f32| at.round().max(0.0) as u32;
    points
        .into_iter()
        .map(|(x, y)| BoundingBox::new(edge(x), edge(y), edge(x), edge(y)))
        .reduce(BoundingBox::union)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(page: &str) -> Vec<Line> {
        let text = format!("<PcGts xmlns='x'><Page imageWidth='100' imageHeight='200'>{page}</Page></PcGts>");
        read_page_xml(text.as_bytes()).unwrap().remove(0).lines
    }

    fn region(id: &str, text: &str) -> String {
        format!(
            "<TextRegion id='{id}'><TextLine><Coords points='1,2 30,2 30,12 1,12'/><TextEquiv><Unicode>{text}\
             </Unicode></TextEquiv></TextLine></TextRegion>"
        )
    }

    #[test]
    fn regions_are_read_in_the_order_that_the_file_gives() {
        let order = "<ReadingOrder><OrderedGroup><RegionRefIndexed index='0' regionRef='b'/>\
                     <RegionRefIndexed index='1' regionRef='a'/></OrderedGroup></ReadingOrder>";
        let page = format!("{order}{}{}{}", region("x", "cuối"), region("a", "hai"), region("b", "một từ"));
        let lines = lines(&page);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["một từ", "hai", "cuối"]);
        assert_eq!(lines.iter().map(|line| line.block).collect::<Vec<_>>(), [0, 1, 2].map(Some));
        assert_eq!(lines[0].bbox, Some(BoundingBox::new(1, 2, 30, 12)));
        assert_eq!(lines[0].words[1].span, [4, 6]);
    }

    #[test]
    fn of_a_word_s_readings_the_first_counts() {
        let word = "<TextRegion><TextLine><Word><Coords><Point x='1' y='2'/><Point x='9' y='8'/></Coords>\
                    <TextEquiv index='1'><Unicode>Nani</Unicode></TextEquiv>\
                    <TextEquiv index='0' conf='0.25'><Unicode>Nam</Unicode></TextEquiv></Word></TextLine></TextRegion>";
        let word = lines(word).remove(0).words.remove(0);
        assert_eq!((word.text.as_str(), word.confidence), ("Nam", 0.25));
        assert_eq!(word.bbox, Some(BoundingBox::new(1, 2, 9, 8)));
    }

    #[test]
    fn what_is_no_xml_or_has_no_page_is_an_error() {
        assert!(matches!(read_page_xml(b"<PcGts><Page>"), Err(MarkupError::Malformed { .. })));
        assert_eq!(read_page_xml(b"<PcGts/>"), Err(MarkupError::NoPage { kind: "PAGE XML" }));
    }
}
