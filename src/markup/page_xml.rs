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
//! No text is lost because it stands at another level. A word without a text has that of its glyphs. Where a line's own
//! text says more than its words, it is what is read, and words that agree keep their boxes; where a region's says more than
//! the lines and regions in it, those words and lines come in at their places. What is taken of a coarser text has no place
//! of its own, but for that of a line which is silent. Lines in no region come last.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use smol_str::SmolStr;

use super::gap::{completed, gaps};
use super::{Area, MarkupError, encoding, nfc, page_of};
use crate::document::{BoundingBox, Line, Page, Word};

/// The `dataTypeDetails` of a `TextEquiv` that says what was recognised where the first one was restored.
pub const OCR_DATA_TYPE_DETAILS: &str = "ocr";

/// Reads a PAGE XML file, which holds one page as a rule.
///
/// # Errors
///
/// [`MarkupError`] where the bytes are no XML or hold no page.
pub fn read_page_xml(bytes: &[u8]) -> Result<Vec<Page>, MarkupError> {
    let mut pages = Vec::new();
    read_each(bytes, &mut |page| pages.push(page))?;
    Ok(pages)
}

/// As [`read_page_xml`], page by page.
///
/// # Errors
///
/// As [`read_page_xml`].
pub(super) fn read_each(bytes: &[u8], give: &mut dyn FnMut(Page)) -> Result<(), MarkupError> {
    const KIND: &str = "PAGE XML";
    let text = encoding::text_of(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let document = Document::parse(text)
        .map_err(|error| MarkupError::Malformed { kind: KIND, reason: error.to_string() })?;
    let pages = document.descendants().filter(|node| is(*node, "Page"));
    let mut is_empty = true;
    for (number, node) in (1..).zip(pages) {
        is_empty = false;
        give(page(number, node));
    }
    if is_empty { Err(MarkupError::NoPage { kind: KIND }) } else { Ok(()) }
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

/// Returns the lines in a region and in those within it, in the order of the file, each with the innermost region, and
/// what else the regions' own texts say.
fn lines_of_region(region: Node<'_, '_>) -> Vec<(Option<Area>, Line)> {
    enum Step<'a, 'b> {
        Enter(Node<'a, 'b>),
        Leave(Node<'a, 'b>),
    }
    let mut lines = Vec::new();
    // The regions around what is at hand, outermost first, and how many lines there were before each.
    let mut around: Vec<(Area, usize)> = Vec::new();
    let mut steps = vec![Step::Enter(region)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(node) if is(node, "TextLine") => {
                lines.push((around.last().map(|(area, _)| *area), line(node)));
            }
            Step::Enter(node) => {
                if is(node, "TextRegion") {
                    around.push((Area { id: node.id().get_usize(), bbox: bbox(node) }, lines.len()));
                    steps.push(Step::Leave(node));
                }
                steps.extend(node.children().rev().map(Step::Enter));
            }
            Step::Leave(node) => {
                let Some((area, before)) = around.pop() else { break };
                if let Some(whole) = read(node, None) {
                    let own = lines.split_off(before);
                    lines.extend(with_text_of_region(own, area, &whole));
                }
            }
        }
    }
    lines
}

/// A word of a region's own text.
struct ToldWord {
    text: String,
    /// Which printed line of the text it is in.
    line: usize,
}

impl AsRef<str> for ToldWord {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// How much of a line of a region's text must be that of a line of the region for it to be another reading of it:
/// Levenshtein's similarity, 0 to 1. One letter of two may differ.
const ANOTHER_READING: f64 = 0.5;

/// Above this many pairs of lines nothing is compared, and all are taken for other readings.
const COMPARED_LINES: usize = 1 << 14;

/// Returns a region's lines with the words of its own text that none of them says.
fn with_text_of_region(
    mut lines: Vec<(Option<Area>, Line)>,
    region: Area,
    whole: &Word,
) -> Vec<(Option<Area>, Line)> {
    let printed: Vec<&str> = whole.text.lines().filter(|text| !text.trim().is_empty()).collect();
    let told: Vec<ToldWord> = (0..)
        .zip(&printed)
        .flat_map(|(line, text)| text.split_whitespace().map(move |word| ToldWord { text: nfc(word), line }))
        .collect();
    let words: Vec<(usize, SmolStr)> = (0..)
        .zip(&lines)
        .flat_map(|(at, (_, line))| line.words.iter().map(move |word| (at, word.text.clone())))
        .collect();
    let line_of = |word: usize| words.get(word).map(|(line, _)| *line);
    let said: Vec<&str> = words.iter().map(|(_, text)| text.as_str()).collect();
    let to_words = |run: &[ToldWord]| -> Vec<Word> {
        run.iter().map(|word| Word::as_read(&word.text, None, None, whole.ocr_confidence)).collect()
    };
    // Of more lines than one the region's box is none's.
    let bbox = region.bbox.filter(|_| printed.len() == 1 && said.is_empty());
    // From the last on, so that what comes in moves none of those that are still to be looked at.
    for gap in gaps(&said, &told).into_iter().rev() {
        let before = gap.words.end.checked_sub(1).and_then(line_of);
        let after = line_of(gap.words.end);
        let mut runs: Vec<&[ToldWord]> = told[gap.text.clone()].chunk_by(|a, b| a.line == b.line).collect();
        if !gap.words.is_empty() {
            runs = whole_lines_of_their_own(runs, &printed, &lines, &words[gap.words.clone()]);
        } else if let (Some(at), true) = (before, before == after) {
            let begin = words.partition_point(|(line, _)| *line < at);
            insert(&mut lines[at].1, gap.words.start - begin, to_words(&told[gap.text]));
            continue;
        }
        let first = gap.words.start.checked_sub(1).and_then(line_of).map_or(0, |line| line + 1);
        let silent: Vec<usize> = (first..after.unwrap_or(lines.len()))
            .filter(|at| lines.get(*at).is_some_and(|(_, line)| line.words.is_empty()))
            .collect();
        if silent.len() == runs.len() {
            for (at, run) in silent.into_iter().zip(runs) {
                insert(&mut lines[at].1, 0, to_words(run));
            }
            continue;
        }
        if gap.words.is_empty() {
            // What goes on from the line before, or goes on in the line after, is of that line.
            let line_before = gap.text.start.checked_sub(1).map(|word| told[word].line);
            let line_after = told.get(gap.text.end).map(|word| word.line);
            if let (Some(at), Some(run)) = (after, runs.pop_if(|run| Some(run[0].line) == line_after)) {
                insert(&mut lines[at].1, 0, to_words(run));
            }
            if let (Some(at), Some(run)) =
                (before, runs.first().filter(|run| Some(run[0].line) == line_before))
            {
                let end = lines[at].1.words.len();
                insert(&mut lines[at].1, end, to_words(run));
                runs.remove(0);
            }
        }
        let area_of = |at: Option<usize>| at.and_then(|at| lines.get(at)).and_then(|(area, _)| *area);
        let area = area_of(before).filter(|area| area_of(after).is_some_and(|after| after.id == area.id));
        let place = before.map_or(0, |line| line + 1);
        let new =
            runs.into_iter().map(|run| (Some(area.unwrap_or(region)), Line::of_words(bbox, to_words(run))));
        lines.splice(place..place, new.collect::<Vec<_>>());
    }
    lines
}

/// Puts words into a line.
fn insert(line: &mut Line, at: usize, new: Vec<Word>) {
    let mut words = std::mem::take(&mut line.words);
    words.splice(at..at, new);
    *line = Line::of_words(line.bbox, words);
}

/// Returns which of a region's `runs` are whole lines of its text and no other reading of the lines that `words`, each with
/// the index of its line, are in.
fn whole_lines_of_their_own<'a>(
    runs: Vec<&'a [ToldWord]>,
    printed: &[&str],
    lines: &[(Option<Area>, Line)],
    words: &[(usize, SmolStr)],
) -> Vec<&'a [ToldWord]> {
    let mut readings: Vec<String> = words
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|of_line| lines.get(of_line[0].0).map(|(_, line)| line.text.clone()))
        .collect();
    if readings.len() > 1 {
        readings.push(readings.join(" "));
    }
    if readings.len().saturating_mul(runs.len()) > COMPARED_LINES {
        return Vec::new();
    }
    let is_new = |run: &&[ToldWord]| {
        let text = nfc(&printed[run[0].line].split_whitespace().collect::<Vec<_>>().join(" "));
        let is_whole = run.iter().map(|word| word.text.as_str()).eq(text.split(' '));
        let alike = |reading: &String| strsim::normalized_levenshtein(reading, &text) >= ANOTHER_READING;
        is_whole && !readings.iter().any(alike)
    };
    runs.into_iter().filter(is_new).collect()
}

fn line(node: Node<'_, '_>) -> Line {
    let mut words: Vec<Word> = node
        .children()
        .filter(|child| is(*child, "Word"))
        .filter_map(|word| read(word, bbox(word)).or_else(|| of_glyphs(word)))
        .collect();
    if let Some(whole) = read(node, None) {
        words = completed(words, &whole.text, whole.ocr_confidence);
    }
    Line::of_words(bbox(node), words)
}

/// Returns a word made of its glyphs; `None` where none has a text.
fn of_glyphs(word: Node<'_, '_>) -> Option<Word> {
    let glyphs = word.children().filter(|child| is(*child, "Glyph"));
    let glyphs: Vec<Word> = glyphs.filter_map(|glyph| read(glyph, None)).collect();
    let text: String = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    (!text.is_empty()).then(|| Word::as_read(&text, None, bbox(word), None))
}

/// Returns what is read of a region, a line, a word or a glyph: of the texts the one of lowest index.
fn read(node: Node<'_, '_>, bbox: Option<BoundingBox>) -> Option<Word> {
    let mut readings: Vec<(u32, Node<'_, '_>)> = node
        .children()
        .filter(|child| is(*child, "TextEquiv"))
        .map(|reading| {
            (reading.attribute("index").and_then(|at| at.trim().parse().ok()).unwrap_or(0), reading)
        })
        .collect();
    readings.sort_by_key(|(at, _)| *at);
    let is_recognised = |(_, reading): &&(u32, Node<'_, '_>)| {
        reading.attribute("dataTypeDetails") == Some(OCR_DATA_TYPE_DETAILS)
    };
    let recognised = readings.iter().skip(1).find(is_recognised);
    let recognised = recognised.map(|(_, reading)| text(*reading).unwrap_or_default());
    let mut first = readings.iter().enumerate().filter(|(at, reading)| *at == 0 || !is_recognised(reading));
    let (first, text) = first.find_map(|(_, (_, reading))| Some((reading, text(*reading)?)))?;
    let sure = first.attribute("conf").and_then(|sure| sure.trim().parse::<f32>().ok());
    let sure = sure.filter(|sure| (0.0..=1.0).contains(sure));
    Some(Word::as_read(&text, recognised.as_deref(), bbox, sure))
}

/// Returns the text of a `TextEquiv`: its `Unicode`, or where that is missing its `PlainText`.
fn text(reading: Node<'_, '_>) -> Option<String> {
    let of = |name: &str| {
        let element = reading.children().find(|child| is(*child, name))?;
        // Comments may part it.
        let text: String =
            element.descendants().filter(Node::is_text).filter_map(|part| part.text()).collect();
        (!text.trim().is_empty()).then_some(text)
    };
    of("Unicode").or_else(|| of("PlainText"))
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

    /// A text line at `x0` of words, and with a text of its own.
    fn line_saying(x0: u32, words: &str, own: &str) -> String {
        let of = |text: &str| format!("<TextEquiv conf='0.5'><Unicode>{text}</Unicode></TextEquiv>");
        let coords = format!("<Coords points='{x0},2 {},12'/>", x0 + 5);
        let words = words.split_whitespace().map(|text| format!("<Word>{coords}{}</Word>", of(text)));
        let own = if own.is_empty() { String::new() } else { of(own) };
        format!("<TextLine>{coords}{}{own}</TextLine>", words.collect::<String>())
    }

    /// Each line's text with the left edge of its box.
    fn told(lines: &[Line]) -> Vec<(&str, Option<u32>)> {
        lines.iter().map(|line| (line.text.as_str(), line.bbox.map(|bbox| bbox.x0))).collect()
    }

    #[test]
    fn a_line_s_own_text_brings_in_the_words_that_it_alone_says() {
        let got = lines(&format!("<TextRegion>{}</TextRegion>", line_saying(7, "Một ba", "Một hai ba bốn")));
        assert_eq!(told(&got), [("Một hai ba bốn", Some(7))]);
        let boxed: Vec<bool> = got[0].words.iter().map(|word| word.bbox.is_some()).collect();
        assert_eq!(boxed, [true, false, true, false]);
    }

    #[test]
    fn a_region_s_own_text_brings_in_what_no_line_says() {
        let (a, c) = (line_saying(10, "một hai", ""), line_saying(30, "", "năm sáu"));
        let silent = line_saying(20, "", "");
        let inner = |body: &str| format!("<TextRegion>{body}</TextRegion>");
        type Told<'a> = &'a [(&'a str, Option<u32>)];
        let cases: [(String, &str, Told<'_>); 16] = [
            (
                format!("{a}{silent}{c}"),
                "một hai\nba bốn\nnăm sáu",
                &[("một hai", Some(10)), ("ba bốn", Some(20)), ("năm sáu", Some(30))],
            ),
            (
                format!("{a}{c}"),
                "một hai\nba bốn\nnăm sáu",
                &[("một hai", Some(10)), ("ba bốn", None), ("năm sáu", Some(30))],
            ),
            (
                format!("{a}{silent}"),
                "một hai\nba\nbốn",
                &[("một hai", Some(10)), ("ba", None), ("bốn", None)],
            ),
            (format!("{silent}{a}"), "không\nmột hai", &[("không", Some(20)), ("một hai", Some(10))]),
            (a.clone(), "không\nmột hai", &[("không", None), ("một hai", Some(10))]),
            // The text is not broken into printed lines.
            (
                format!("{a}{silent}{c}"),
                "một hai ba bốn năm sáu",
                &[("một hai", Some(10)), ("ba bốn", Some(20)), ("năm sáu", Some(30))],
            ),
            (format!("{a}{c}"), "một hai năm sáu", &[("một hai", Some(10)), ("năm sáu", Some(30))]),
            (a.clone(), "một hai ba", &[("một hai ba", Some(10))]),
            (a.clone(), "không một hai", &[("không một hai", Some(10))]),
            (a.clone(), "một rưỡi hai", &[("một rưỡi hai", Some(10))]),
            (
                format!("{a}{c}"),
                "một hai ba\nbốn năm sáu",
                &[("một hai ba", Some(10)), ("bốn năm sáu", Some(30))],
            ),
            // Another reading of a line is no other line.
            (format!("{a}{c}"), "một hải\nnăm sáu", &[("một hai", Some(10)), ("năm sáu", Some(30))]),
            (format!("{a}{silent}"), "môt hải\nba bốn", &[("một hai", Some(10)), ("ba bốn", Some(20))]),
            (format!("{a}{c}"), "môt hải năm sáu", &[("một hai", Some(10)), ("năm sáu", Some(30))]),
            (format!("{a}{c}"), "năm sáu", &[("một hai", Some(10)), ("năm sáu", Some(30))]),
            (
                inner(&a) + &inner(&c),
                "một hai\nba\nnăm sáu",
                &[("một hai", Some(10)), ("ba", None), ("năm sáu", Some(30))],
            ),
        ];
        for (body, own, expected) in cases {
            let own = format!("<TextEquiv><Unicode>{own}</Unicode></TextEquiv>");
            let got = lines(&format!("<TextRegion>{body}{own}</TextRegion>"));
            assert_eq!(told(&got), expected, "{body}{own}");
        }
    }

    #[test]
    fn a_line_that_comes_in_between_two_of_a_region_within_is_of_that_region() {
        let inner =
            format!("<TextRegion>{}{}</TextRegion>", line_saying(1, "a", ""), line_saying(1, "c", ""));
        let own = "<TextEquiv><Unicode>a\nb\nc\nd</Unicode></TextEquiv>";
        let got = lines(&format!("<TextRegion>{inner}{own}</TextRegion>"));
        assert_eq!(got.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(got.iter().map(|line| line.block).collect::<Vec<_>>(), [0, 0, 0, 1].map(Some));
    }

    #[test]
    fn a_text_is_read_however_it_is_written() {
        let plain = "<TextEquiv><PlainText>chữ thường</PlainText></TextEquiv>";
        let cases = [
            (plain.to_owned(), "chữ thường"),
            (plain.replace("<Plain", "<Unicode> </Unicode><Plain"), "chữ thường"),
            (plain.replace("<Plain", "<Unicode>chữ</Unicode><Plain"), "chữ"),
            ("<TextEquiv><Unicode>chữ<!-- a --> thường</Unicode></TextEquiv>".into(), "chữ thường"),
            ("<TextEquiv><Unicode><![CDATA[a<b]]> c</Unicode></TextEquiv>".into(), "a<b c"),
            (format!("<TextEquiv index='0'><Unicode/></TextEquiv>{plain}"), "chữ thường"),
        ];
        for (body, expected) in cases {
            let line = format!("<TextLine>{body}</TextLine>");
            for body in
                [format!("<TextRegion>{line}</TextRegion>"), format!("<TextRegion>{body}</TextRegion>"), line]
            {
                let got = lines(&body);
                assert_eq!(
                    got.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
                    [expected],
                    "{body}"
                );
            }
        }
    }

    #[test]
    fn a_word_restored_to_nothing_is_not_read_as_recognised() {
        let readings = "<TextEquiv index='0'><Unicode/></TextEquiv><TextEquiv index='1' dataTypeDetails='ocr'>\
                        <Unicode>x</Unicode></TextEquiv>";
        assert!(
            lines(&format!("<TextRegion><TextLine><Word>{readings}</Word></TextLine></TextRegion>"))
                .is_empty()
        );
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
