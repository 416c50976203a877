//! ALTO (<https://www.loc.gov/standards/alto/>), versions 2 to 4, as far as its words go.
//!
//! ```text
//! page = Page                       WIDTH, HEIGHT
//! area = TextBlock                  HPOS, VPOS, WIDTH, HEIGHT
//! line = TextLine                   the same
//! word = String                     CONTENT, WC (0 to 1), the same; ALTERNATIVE of our purpose: what was recognised
//! symbol = Glyph                    CONTENT; Variant CONTENT, VC (0 to 1): another reading
//! hyphen = HYP                      CONTENT, the same: of the word before it, or a word of its own
//! ```
//!
//! A place that is not given so is that of the Shape's polygon; a word that only says where it is across its line is as high as
//! the line. No text is lost: a String without one has that of its glyphs, and the CONTENT of a line itself, or of what else
//! stands in it, is read as well.
//!
//! A word that is broken at the end of a line stands on its two lines as it is printed: `đị-`, `nh`. `SUBS_CONTENT`, which
//! says it in one piece, is not read: it is printed nowhere. Words that stand in no line are a line, those of one element
//! together.
//!
//! Measures in tenths of a millimetre or in 1200ths of an inch become pixels of a page at [`ASSUMED_DPI`].

use roxmltree::{Document, Node};

use super::gap::completed;
use super::{Area, MarkupError, encoding, nfc, page_of};
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
    let mut pages = Vec::new();
    read_each(bytes, &mut |page| pages.push(page))?;
    Ok(pages)
}

/// As [`read_alto`], page by page.
///
/// # Errors
///
/// As [`read_alto`].
pub(super) fn read_each(bytes: &[u8], give: &mut dyn FnMut(Page)) -> Result<(), MarkupError> {
    const KIND: &str = "ALTO";
    let text = encoding::text_of(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = Document::parse(text)
        .map_err(|error| MarkupError::Malformed { kind: KIND, reason: error.to_string() })?;
    let unit = descendant(document.root(), "MeasurementUnit").and_then(|unit| unit.text()).unwrap_or("pixel");
    let unit = Unit::of(unit.trim());
    let pages = document.descendants().filter(|node| is(*node, "Page"));
    let mut is_empty = true;
    for (number, node) in (1..).zip(pages) {
        is_empty = false;
        give(unit.page(number, node));
    }
    if is_empty { Err(MarkupError::NoPage { kind: KIND }) } else { Ok(()) }
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
        self.extent(node, "HPOS", "WIDTH")
            .zip(self.extent(node, "VPOS", "HEIGHT"))
            .map(|((x0, x1), (y0, y1))| BoundingBox::new(x0, y0, x1, y1))
            .or_else(|| self.bbox_of_shape(node))
    }

    fn bbox_in(self, line: Option<BoundingBox>, node: Node<'_, '_>) -> Option<BoundingBox> {
        self.bbox(node).or_else(|| {
            let (line, (x0, x1)) = (line?, self.extent(node, "HPOS", "WIDTH")?);
            Some(BoundingBox::new(x0, line.y0, x1, line.y1))
        })
    }

    /// Returns from where to where an element reaches in one direction, pixels.
    fn extent(self, node: Node<'_, '_>, position: &str, side: &str) -> Option<(u32, u32)> {
        let (at, length) = (self.length(node, position)?, self.length(node, side)?);
        Some((edge(at), edge(at + length)))
    }

    /// Returns the box around an element's polygon, whose points stand as `x,y x,y` or as `x y x y`.
    fn bbox_of_shape(self, node: Node<'_, '_>) -> Option<BoundingBox> {
        let shape = node.children().find(|child| is(*child, "Shape"))?;
        let polygon = shape.children().find(|child| is(*child, "Polygon"))?;
        let numbers: Option<Vec<f32>> = polygon
            .attribute("POINTS")?
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|number| !number.is_empty())
            .map(|number| number.parse().ok().filter(|at: &f32| at.is_finite()))
            .collect();
        let points = numbers?;
        let points =
            points.chunks_exact(2).map(|point| [point[0], point[1]].map(|at| edge(at * self.pixels)));
        points.map(|[x, y]| BoundingBox::new(x, y, x, y)).reduce(BoundingBox::union)
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
        let place = self.bbox(node);
        let line = place.filter(|_| is(node, "TextLine"));
        let mut words: Vec<Word> = Vec::new();
        for child in node.children().filter(Node::is_element) {
            let content = child.attribute("CONTENT").unwrap_or_default();
            let bbox = self.bbox_in(line, child);
            match child.tag_name().name() {
                "String" => words.extend(string(child, bbox)),
                "HYP" => add_hyphen(&mut words, printed_hyphen(content.trim()), bbox),
                // Among words that are in no line; it is one by itself.
                "TextLine" => {}
                _ if content.trim().is_empty() => {}
                _ => words.push(Word::as_read(content, None, bbox, None)),
            }
        }
        if let Some(whole) = node.attribute("CONTENT") {
            words = completed(words, whole, None);
        }
        Line::of_words(place, words)
    }
}

/// Gives the last word a hyphen, or makes a word of it where there is none.
fn add_hyphen(words: &mut Vec<Word>, hyphen: &str, bbox: Option<BoundingBox>) {
    let Some(word) = words.last_mut() else {
        return words.push(Word::as_read(hyphen, None, bbox, None));
    };
    for text in [&mut word.text, &mut word.ocr] {
        let bare = text.strip_suffix('\u{ad}').unwrap_or(text);
        // Some write it in both.
        *text = if bare.ends_with(HYPHENS) { bare.into() } else { format!("{bare}{hyphen}").into() };
    }
    word.bbox = word.bbox.map(|own| bbox.map_or(own, |hyphen| own.union(hyphen)));
}

fn edge(at: f32) -> u32 {
    at.round().max(0.0) as u32
}

/// Returns the word of a `String`; `None` where neither it nor a glyph has a text.
fn string(node: Node<'_, '_>, bbox: Option<BoundingBox>) -> Option<Word> {
    let glyphs = node.children().filter(|child| is(*child, "Glyph"));
    let symbols: Vec<(String, Vec<(String, f32)>)> = glyphs.filter_map(symbol).collect();
    let of_glyphs: String = symbols.iter().map(|(text, _)| text.as_str()).collect();
    let content =
        node.attribute("CONTENT").filter(|content| !content.trim().is_empty()).unwrap_or(&of_glyphs);
    let recognised = node.children().find(|alternative| {
        is(*alternative, "ALTERNATIVE") && alternative.attribute("PURPOSE") == Some(OCR_PURPOSE)
    });
    let recognised = recognised.map(|alternative| alternative.text().unwrap_or_default());
    let word = Word::as_read(content, recognised, bbox, share(node, "WC"));
    // The readings are counted by the characters of the glyphs.
    let word = if word.ocr == of_glyphs { word.with_readings(symbols) } else { word };
    (!word.text.is_empty()).then_some(word)
}

/// Returns what is read of a `Glyph`, which without a text of its own is its first variant, and its other readings.
fn symbol(glyph: Node<'_, '_>) -> Option<(String, Vec<(String, f32)>)> {
    let content = |node: Node<'_, '_>| {
        let content = nfc(node.attribute("CONTENT")?.trim());
        (!content.is_empty()).then_some(content)
    };
    let variants = glyph.children().filter(|child| is(*child, "Variant"));
    let mut readings =
        variants.filter_map(|node| Some((content(node)?, share(node, "VC").unwrap_or_default())));
    let text = content(glyph).or_else(|| readings.next().map(|(text, _)| text))?;
    let readings = readings.filter(|(other, _)| *other != text).collect();
    Some((text, readings))
}

/// Returns an attribute from 0 to 1.
fn share(node: Node<'_, '_>, name: &str) -> Option<f32> {
    node.attribute(name)?.trim().parse::<f32>().ok().filter(|share| (0.0..=1.0).contains(share))
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
    fn text_is_read_wherever_other_engines_write_it() {
        let glyphs = "<Glyph CONTENT='c'/><Glyph CONTENT='ó' GC='0.9'><Variant CONTENT='o' VC='0.25'/>\
                      <Variant CONTENT='ó'/></Glyph>";
        let cases = [
            ("<TextLine><String>GLYPHS</String></TextLine>", "có"),
            ("<TextLine><String CONTENT=''>GLYPHS</String><String CONTENT=' '/></TextLine>", "có"),
            ("<TextLine><String CONTENT='khác'>GLYPHS</String></TextLine>", "khác"),
            ("<TextLine><String><Glyph><Variant CONTENT='x'/></Glyph></String></TextLine>", "x"),
            ("<TextLine CONTENT='cả dòng'/>", "cả dòng"),
            ("<TextLine CONTENT='cả dòng này'><String CONTENT='dòng'/></TextLine>", "cả dòng này"),
            (
                "<TextLine CONTENT='cả'><String CONTENT='cả'/><SP/><String CONTENT='dòng'/></TextLine>",
                "cả dòng",
            ),
            (
                "<TextLine><String CONTENT='a'/><SP CONTENT=' '/><Sign CONTENT='–'/><String CONTENT='b'/></TextLine>",
                "a – b",
            ),
        ];
        for (line, expected) in cases {
            let page = pages("pixel", &line.replace("GLYPHS", glyphs)).remove(0);
            let texts: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(texts, [expected], "{line}");
        }
        let word =
            pages("pixel", &cases[0].0.replace("GLYPHS", glyphs)).remove(0).lines.remove(0).words.remove(0);
        let readings: Vec<(u32, &str, f32)> =
            word.alternatives.iter().map(|other| (other.at, other.text.as_str(), other.score)).collect();
        assert_eq!(readings, [(1, "o", 0.25)]);
    }

    #[test]
    fn a_word_s_place_is_taken_from_what_is_said_of_it() {
        let cases = [
            ("HPOS='10' VPOS='20' WIDTH='30' HEIGHT='10'/>", Some([10, 20, 40, 30])),
            ("HPOS='10' WIDTH='30'/>", Some([10, 7, 40, 57])),
            ("VPOS='10' HEIGHT='30'/>", None),
            ("><Shape><Polygon POINTS='10,20 40,22 40,30'/></Shape></String>", Some([10, 20, 40, 30])),
            ("><Shape><Polygon POINTS='10 20 40 22 40 30'/></Shape></String>", Some([10, 20, 40, 30])),
            ("><Shape><Polygon POINTS='10 x 40 22'/></Shape></String>", None),
            ("><Shape><Polygon POINTS=''/></Shape></String>", None),
        ];
        for (rest, expected) in cases {
            let line = format!(
                "<TextLine HPOS='5' VPOS='7' WIDTH='90' HEIGHT='50'><String CONTENT='a' {rest}</TextLine>"
            );
            let word = pages("pixel", &line).remove(0).lines.remove(0).words.remove(0);
            assert_eq!(word.bbox.map(<[u32; 4]>::from), expected, "{rest}");
        }
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
