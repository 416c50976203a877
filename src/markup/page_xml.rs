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
//! No text is lost because a finer one is missing: a word without a text has that of its glyphs, a line without words those
//! of its own text, a region in which no line has a text the lines of its own; these words have no places. A region's text
//! is read only there, for as a rule it is that of its lines and regions said again. Lines in no region come last.

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
    let (mut regions, outside) = regions_and_lines_outside(node);
    // What the order does not name comes last, as it stands in the file.
    regions.sort_by_key(|region| {
        region.attribute("id").and_then(|id| order.get(id)).copied().unwrap_or(usize::MAX)
    });
    let in_regions = regions.into_iter().flat_map(lines_of_region);
    page_of(
        number,
        size,
        None,
        in_regions.chain(outside.into_iter().map(|node| (None, line(node)))).collect(),
    )
}

/// Returns the regions of a page that stand in no other, and the lines that stand in none.
fn regions_and_lines_outside<'a, 'b>(page: Node<'a, 'b>) -> (Vec<Node<'a, 'b>>, Vec<Node<'a, 'b>>) {
    let (mut regions, mut lines) = (Vec::new(), Vec::new());
    let mut waiting = vec![page];
    while let Some(node) = waiting.pop() {
        if is(node, "TextRegion") {
            regions.push(node);
        } else if is(node, "TextLine") {
            lines.push(node);
        } else {
            waiting.extend(node.children().rev());
        }
    }
    (regions, lines)
}

/// Returns the lines in a region and in those within it, in the order of the file, each with the innermost region. Where
/// there is none with a text, the region's own text gives them.
fn lines_of_region(region: Node<'_, '_>) -> Vec<(Option<Area>, Line)> {
    enum Step<'a, 'b> {
        Enter(Node<'a, 'b>),
        Leave(Node<'a, 'b>),
    }
    let mut lines = Vec::new();
    // The regions around what is at hand, outermost first, and whether a text was found in each.
    let mut around: Vec<(Area, bool)> = Vec::new();
    let mut steps = vec![Step::Enter(region)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if is(node, "TextLine") => {
                let line = line(node);
                if let Some((_, found)) = around.last_mut() {
                    *found |= !line.words.is_empty();
                }
                lines.push((around.last().map(|(area, _)| *area), line));
            }
            Step::Enter(node) => {
                if is(node, "TextRegion") {
                    around.push((Area { id: node.id().get_usize(), bbox: bbox(node) }, false));
                    steps.push(Step::Leave(node));
                }
                steps.extend(node.children().rev().map(Step::Enter));
            }
            Step::Leave(node) => {
                let Some((area, mut found)) = around.pop() else { break };
                if !found {
                    let own = lines_of_text(node, area.bbox);
                    found = !own.is_empty();
                    lines.extend(own.into_iter().map(|line| (Some(area), line)));
                }
                if let Some((_, outer)) = around.last_mut() {
                    *outer |= found;
                }
            }
        }
    }
    lines
}

/// Returns the printed lines of a region's own text.
fn lines_of_text(region: Node<'_, '_>, bbox: Option<BoundingBox>) -> Vec<Line> {
    let Some(whole) = read(region, None) else { return Vec::new() };
    let texts: Vec<&str> = whole.text.lines().filter(|text| !text.trim().is_empty()).collect();
    // Of more lines than one the region's box is none's.
    let bbox = bbox.filter(|_| texts.len() == 1);
    texts.iter().map(|text| Line::of_words(bbox, bare_words(text, whole.ocr_confidence))).collect()
}

/// Returns the words of a text, of which only its confidence is known.
fn bare_words(text: &str, confidence: Option<f32>) -> Vec<Word> {
    text.split_whitespace().map(|text| Word::as_read(text, None, None, confidence)).collect()
}

fn line(node: Node<'_, '_>) -> Line {
    let mut words: Vec<Word> = node
        .children()
        .filter(|child| is(*child, "Word"))
        .filter_map(|word| read(word, bbox(word)).or_else(|| of_glyphs(word)))
        .collect();
    if words.is_empty()
        && let Some(whole) = read(node, None)
    {
        words = bare_words(&whole.text, whole.ocr_confidence);
    }
    Line::of_words(bbox(node), words)
}

/// Returns a word made of its glyphs; `None` where none has a text.
fn of_glyphs(word: Node<'_, '_>) -> Option<Word> {
    let glyphs = word.children().filter(|child| is(*child, "Glyph"));
    let text: String = glyphs.filter_map(|glyph| read(glyph, None)).map(|glyph| glyph.text).collect();
    (!text.is_empty()).then(|| Word::as_read(&text, None, bbox(word), None))
}

/// Returns what is read of a region, a line, a word or a glyph: the text of lowest index.
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
    fn a_region_in_which_no_line_has_a_text_has_those_of_its_own() {
        let of = |text: &str| format!("<TextEquiv conf='0.5'><Unicode>{text}</Unicode></TextEquiv>");
        let coords = "<Coords points='5,6 90,6 90,66 5,66'/>";
        let empty = "<TextLine><Coords points='1,2 30,12'/></TextLine>";
        let line = format!("<TextLine><Coords points='1,2 30,12'/>{}</TextLine>", of("trong dòng"));
        let cases: [(String, &[&str]); 7] = [
            (of("một dòng"), &["một dòng"]),
            (of("trên\ndưới"), &["trên", "dưới"]),
            (of(" trên \n\n dưới\n"), &["trên", "dưới"]),
            (format!("{empty}{empty}{}", of("trên\ndưới")), &["trên", "dưới"]),
            (format!("{line}{}", of("trong dòng")), &["trong dòng"]),
            (format!("<TextRegion>{}</TextRegion>{}", of("vùng trong"), of("vùng trong")), &["vùng trong"]),
            (
                format!("<TextRegion>{line}</TextRegion><TextRegion>{}</TextRegion>", of("sau")),
                &["trong dòng", "sau"],
            ),
        ];
        for (body, expected) in cases {
            let got = lines(&format!("<TextRegion>{coords}{body}</TextRegion>"));
            let texts: Vec<&str> = got.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(texts, expected, "{body}");
            assert!(got.iter().all(|line| line.confidence == 0.5 && line.block.is_some()), "{body}: {got:?}");
        }
        let one = lines(&format!("<TextRegion>{coords}{}</TextRegion>", of("một")));
        assert_eq!(one[0].bbox, Some(BoundingBox::new(5, 6, 90, 66)));
        let two = lines(&format!("<TextRegion>{coords}{}</TextRegion>", of("một\nhai")));
        assert_eq!((two[0].bbox, two[1].bbox), (None, None), "the region's box is neither's");
    }

    #[test]
    fn regions_keep_their_order_where_one_gives_its_own_text() {
        let bare = "<TextRegion id='b'><TextEquiv><Unicode>vùng</Unicode></TextEquiv></TextRegion>";
        let got = lines(&format!("{}{bare}{}", region("a", "đầu"), region("c", "cuối")));
        assert_eq!(got.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["đầu", "vùng", "cuối"]);
    }

    #[test]
    fn glyphs_and_lines_in_no_region_are_read_as_well() {
        let glyph = |text: &str| format!("<Glyph><TextEquiv><Unicode>{text}</Unicode></TextEquiv></Glyph>");
        let word = format!("<Word><Coords points='1,2 9,8'/>{}{}</Word>", glyph("ô"), glyph("n"));
        let text = "<TextEquiv><Unicode>ngoài vùng</Unicode></TextEquiv>";
        let got = lines(&format!(
            "<TextLine>{text}</TextLine><TextRegion><TextLine>{word}</TextLine></TextRegion>"
        ));
        assert_eq!(got.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["ôn", "ngoài vùng"]);
        assert_eq!(got[0].words[0].bbox, Some(BoundingBox::new(1, 2, 9, 8)));
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
