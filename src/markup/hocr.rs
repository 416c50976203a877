//! hOCR: HTML in which an OCR engine says what it read and where.
//!
//! Elements are told by `class`; properties stand in `title`, parted by semicolons. What is read of it
//! (hOCR 1.2, <https://kba.github.io/hocr-spec/1.2/>, and what Tesseract 5 writes):
//!
//! ```text
//! page      = ocr_page                      title: bbox, image, scan_res
//! area      = ocr_par | ocr_carea           title: bbox; the inner one, where one stands in another
//! line      = ocr_line | ocr_header | ocr_caption | ocr_textfloat      title: bbox
//! word      = ocrx_word                     title: bbox, x_wconf (0 to 100), x_ocr (what our own restored words were
//!                                                  recognised as; `%`, quotes and `;` as in an address)
//!             content: text | symbol | slot | inline markup (strong, em)
//! symbol    = ocrx_cinfo with x_bboxes      title: x_bboxes, x_conf    (Tesseract's hocr_char_boxes)
//! slot      = ocrx_cinfo holding choices    (Tesseract's lstm_choice_mode 2; nested ones count as one)
//! choice    = ocrx_cinfo with x_confs       title: x_confs (0 to 100)
//! ```
//!
//! A slot right after a symbol is about that
//! symbol; where there are no symbols, slots are aligned with the word's characters, for Tesseract then also gives
//! slots for the spaces between words. Lines without words, words without lines and anything unknown are taken as
//! they come; only text that is not XML (HTML's unclosed `meta`, `br` and the like aside) is an error.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unicode_normalization::UnicodeNormalization;

use super::{Area, page_of};
use crate::document::{BoundingBox, Line, Page, Word};

/// Why bytes are not hOCR.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HocrError {
    /// The markup is broken, as in `<p>text</div>` or a file cut short.
    #[error("malformed hOCR at line {line}, byte {offset}: {reason}")]
    Malformed {
        /// Line of the file, from 1.
        line: usize,
        /// Bytes before the place.
        offset: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The markup holds no `ocr_page` and no word.
    #[error("no page in the hOCR\nhint: make it with `tesseract IMAGE OUT -l vie hocr`")]
    NoPage,
}

/// A page as hOCR tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HocrPage {
    /// Its box; starts at 0, 0 with Tesseract.
    pub bbox: Option<BoundingBox>,
    /// The image it was read from.
    pub image: Option<String>,
    /// Resolution in dots per inch, where the engine knew it.
    pub dpi: Option<f32>,
    /// Its lines, in the engine's order.
    pub lines: Vec<HocrLine>,
    /// The boxes of its areas, by where they begin.
    pub areas: Vec<Option<BoundingBox>>,
    /// Index of the innermost area that each line stands in.
    pub area_of: Vec<Option<usize>>,
}

/// A line as hOCR tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HocrLine {
    /// Its box.
    pub bbox: Option<BoundingBox>,
    /// Its words, none of them empty.
    pub words: Vec<HocrWord>,
}

/// A word as hOCR tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HocrWord {
    /// Its box.
    pub bbox: Option<BoundingBox>,
    /// How sure the engine was of it, 0 to 1.
    pub confidence: Option<f32>,
    /// What was recognised, where the word is a restored one.
    pub recognised: Option<String>,
    /// Its symbols, left to right.
    pub symbols: Vec<HocrSymbol>,
}

/// A character of a word (or a few that the engine knows as one, such as an ellipsis).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HocrSymbol {
    /// The characters; NFC, never empty.
    pub text: String,
    /// Their box, where the engine gave one.
    pub bbox: Option<BoundingBox>,
    /// Other readings, likeliest first, with the engine's score from 0 to 1.
    pub choices: Vec<(String, f32)>,
}

impl HocrWord {
    /// Returns the word's text.
    pub fn text(&self) -> String {
        self.symbols.iter().map(|s| s.text.as_str()).collect()
    }
}

/// Reads an hOCR file as the pages of a document; they count from 1 in the order of the file.
///
/// # Errors
///
/// [`HocrError`] where the bytes are malformed or hold no page.
pub fn read_hocr(bytes: &[u8]) -> Result<Vec<Page>, HocrError> {
    let pages = parse(bytes)?;
    Ok((1..).zip(pages).map(|(number, page)| into_page(number, page)).collect())
}

fn into_page(number: u32, page: HocrPage) -> Page {
    let area = |id: Option<usize>| id.map(|id| Area { id, bbox: page.areas.get(id).copied().flatten() });
    let areas = page.area_of.iter().map(|id| area(*id)).chain(std::iter::repeat(None));
    let lines = areas.zip(page.lines.into_iter().map(into_line)).collect();
    page_of(number, page.bbox.map(|bbox| (bbox.x1, bbox.y1)), page.dpi, lines)
}

fn into_line(line: HocrLine) -> Line {
    Line::of_words(line.bbox, line.words.into_iter().map(into_word).collect())
}

fn into_word(word: HocrWord) -> Word {
    let read = Word::as_read(&word.text(), word.recognised.as_deref(), word.bbox, word.confidence);
    read.with_readings(word.symbols.into_iter().map(|symbol| (symbol.text, symbol.choices)))
}

/// Parses an hOCR file into its pages.
///
/// # Errors
///
/// [`HocrError`] where the bytes are malformed or hold no page. Bytes that are not UTF-8 are replaced, not refused.
pub fn parse(bytes: &[u8]) -> Result<Vec<HocrPage>, HocrError> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    // Names are matched here, so that HTML's unclosed elements can be let through.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut builder = Builder::default();
    loop {
        let before = reader.buffer_position() as usize;
        let malformed = |offset: usize, reason: String| {
            let line = text.as_bytes().iter().take(offset).filter(|b| **b == b'\n').count() + 1;
            HocrError::Malformed { line, offset, reason }
        };
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let element = element(&tag).map_err(|reason| malformed(before, reason))?;
                if !VOID.contains(&local_name(&tag).as_str()) {
                    builder.open(local_name(&tag), element);
                }
            }
            Ok(Event::Empty(tag)) => {
                let element = element(&tag).map_err(|reason| malformed(before, reason))?;
                builder.close(element);
            }
            Ok(Event::End(tag)) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                if VOID.contains(&name.as_str()) {
                    continue;
                }
                match builder.open.pop() {
                    Some((opened, element)) if opened == name => builder.close(element),
                    Some((opened, _)) => {
                        return Err(malformed(before, format!("`</{name}>` where `</{opened}>` is due")));
                    }
                    None => {
                        return Err(malformed(before, format!("`</{name}>` closes nothing")));
                    }
                }
            }
            Ok(Event::Text(characters)) => builder.text(&characters.html_content()),
            Ok(Event::CData(characters)) => builder.text(&characters.html_content()),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(character)) => builder.text(character.encode_utf8(&mut [0; 4])),
                _ => builder.text(&entity(&reference)),
            },
            Ok(Event::Eof) => {
                if let Some((opened, _)) = builder.open.pop() {
                    return Err(malformed(text.len(), format!("the file ends before `</{opened}>`")));
                }
                break;
            }
            Ok(_) => {}
            Err(error) => return Err(malformed(reader.error_position() as usize, error.to_string())),
        }
    }
    if builder.pages.is_empty() { Err(HocrError::NoPage) } else { Ok(builder.pages) }
}

/// HTML's elements that are never closed.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

/// An element that is open, with what has been gathered for it.
#[derive(Debug)]
enum Element {
    Page(HocrPage),
    /// An area: its box, and once it is open its index.
    Area(Option<BoundingBox>, Option<usize>),
    /// A line, and the text that stands in it outside any word.
    Line(HocrLine, String),
    Word(OpenWord),
    Symbol(HocrSymbol),
    Slot(Vec<(String, f32)>),
    Choice(String, f32),
    Other,
}

/// A word whose content is still coming.
#[derive(Debug, Default)]
struct OpenWord {
    bbox: Option<BoundingBox>,
    confidence: Option<f32>,
    recognised: Option<String>,
    content: Vec<Content>,
}

#[derive(Debug)]
enum Content {
    Text(String),
    Symbol(HocrSymbol),
    Slot(Vec<(String, f32)>),
}

#[derive(Debug, Default)]
struct Builder {
    pages: Vec<HocrPage>,
    /// Open elements with their names, outermost first.
    open: Vec<(String, Element)>,
}

impl Builder {
    fn open(&mut self, name: String, mut element: Element) {
        if let Element::Area(bbox, id) = &mut element {
            let pages = self.open.iter_mut().rev().filter_map(|(_, element)| match element {
                Element::Page(page) => Some(page),
                _ => None,
            });
            if let Some(page) = pages.into_iter().next() {
                *id = Some(page.areas.len());
                page.areas.push(*bbox);
            }
        }
        self.open.push((name, element));
    }

    /// Gives text to the innermost open element that takes it.
    fn text(&mut self, text: &str) {
        for (_, element) in self.open.iter_mut().rev() {
            match element {
                Element::Choice(choice, _) => return choice.push_str(text),
                Element::Symbol(symbol) => return symbol.text.push_str(text),
                Element::Word(word) => {
                    if let Some(Content::Text(last)) = word.content.last_mut() {
                        last.push_str(text);
                    } else if !text.trim().is_empty() {
                        word.content.push(Content::Text(text.to_owned()));
                    }
                    return;
                }
                Element::Line(_, stray) => return stray.push_str(text),
                Element::Slot(_) | Element::Page(_) => return,
                Element::Other | Element::Area(..) => {}
            }
        }
    }

    /// Hands a closed element to the open one it belongs to.
    fn close(&mut self, element: Element) {
        let open = self.open.iter_mut().rev().map(|(_, element)| element);
        match element {
            Element::Other | Element::Area(..) => {}
            Element::Page(page) => self.pages.push(page),
            Element::Line(mut line, stray) => {
                if line.words.is_empty() {
                    line.words = stray.split_whitespace().map(bare_word).collect();
                }
                self.line(line);
            }
            Element::Word(word) => {
                let words = finish_word(word);
                for element in open {
                    match element {
                        Element::Line(line, _) => return line.words.extend(words),
                        Element::Page(_) => break,
                        _ => {}
                    }
                }
                self.line(HocrLine { bbox: None, words });
            }
            Element::Symbol(mut symbol) => {
                symbol.text = nfc(symbol.text.trim());
                if symbol.text.is_empty() {
                    return;
                }
                for element in open {
                    if let Element::Word(word) = element {
                        return word.content.push(Content::Symbol(symbol));
                    }
                }
            }
            Element::Slot(choices) => {
                for element in open {
                    match element {
                        // Mode 1 nests slots by time step; they are about one symbol.
                        Element::Slot(outer) => return outer.extend(choices),
                        Element::Word(word) => return word.content.push(Content::Slot(choices)),
                        _ => {}
                    }
                }
            }
            Element::Choice(text, score) => {
                for element in open {
                    if let Element::Slot(choices) = element {
                        return choices.push((nfc(text.trim()), score));
                    }
                }
            }
        }
    }

    fn line(&mut self, line: HocrLine) {
        let mut area = None;
        for (_, element) in self.open.iter_mut().rev() {
            match element {
                Element::Area(_, id) => area = area.or(*id),
                Element::Page(page) => {
                    page.area_of.push(area);
                    return page.lines.push(line);
                }
                _ => {}
            }
        }
        if !line.words.is_empty() {
            if self.pages.is_empty() {
                self.pages.push(HocrPage::default());
            }
            if let Some(page) = self.pages.last_mut() {
                page.lines.push(line);
            }
        }
    }
}

/// Puts a word together. More than one comes back where white space stands in it, none where it is empty.
fn finish_word(mut word: OpenWord) -> Vec<HocrWord> {
    let has_symbols = word.content.iter().any(|c| matches!(c, Content::Symbol(_)));
    let mut parts: Vec<Vec<HocrSymbol>> = vec![Vec::new()];
    let mut slots = Vec::new();
    for content in std::mem::take(&mut word.content) {
        match content {
            Content::Symbol(symbol) => last(&mut parts).push(symbol),
            Content::Slot(choices) if has_symbols => {
                if let Some(symbol) = last(&mut parts).last_mut() {
                    set_choices(symbol, choices);
                }
            }
            Content::Slot(choices) => slots.push(choices),
            Content::Text(text) => {
                for character in nfc(text.trim()).chars() {
                    if character.is_whitespace() && word.recognised.is_none() {
                        parts.push(Vec::new());
                    } else {
                        let symbol = HocrSymbol { text: character.into(), ..HocrSymbol::default() };
                        last(&mut parts).push(symbol);
                    }
                }
            }
        }
    }
    align(&mut parts, slots);
    parts.retain(|part| !part.is_empty());
    parts
        .into_iter()
        .map(|symbols| HocrWord {
            bbox: word.bbox,
            confidence: word.confidence,
            recognised: word.recognised.take(),
            symbols: settle(symbols),
        })
        .collect()
}

fn last(parts: &mut Vec<Vec<HocrSymbol>>) -> &mut Vec<HocrSymbol> {
    if parts.is_empty() {
        parts.push(Vec::new());
    }
    let end = parts.len() - 1;
    &mut parts[end]
}

/// Makes the symbols' joined text NFC: where a mark stands as a symbol of its own, it joins the letter before it.
fn settle(symbols: Vec<HocrSymbol>) -> Vec<HocrSymbol> {
    let joined: String = symbols.iter().map(|s| s.text.as_str()).collect();
    let composed = nfc(&joined);
    if composed == joined {
        return symbols;
    }
    composed.chars().map(|c| HocrSymbol { text: c.into(), ..HocrSymbol::default() }).collect()
}

fn bare_word(text: &str) -> HocrWord {
    let symbols = nfc(text).chars().map(|c| HocrSymbol { text: c.into(), ..HocrSymbol::default() }).collect();
    HocrWord { bbox: None, confidence: None, recognised: None, symbols }
}

/// Keeps the choices that differ from what was read, one a reading, in the engine's order.
fn set_choices(symbol: &mut HocrSymbol, choices: Vec<(String, f32)>) {
    for (text, score) in choices {
        let known = text == symbol.text || symbol.choices.iter().any(|(other, _)| *other == text);
        if !known && !text.is_empty() {
            symbol.choices.push((text, score));
        }
    }
}

/// Above this many pairs of symbol and slot nothing is aligned: no word is that long, so the file is not sound.
const ALIGNMENT_LIMIT: usize = 1 << 14;

/// Gives each slot to the symbol it is about, in order: the alignment in which most symbols are among their slot's
/// choices, its first choice counting double.
fn align(parts: &mut [Vec<HocrSymbol>], slots: Vec<Vec<(String, f32)>>) {
    let mut symbols: Vec<&mut HocrSymbol> = parts.iter_mut().flatten().collect();
    let (rows, columns) = (symbols.len(), slots.len());
    if rows * columns == 0 || rows * columns > ALIGNMENT_LIMIT {
        return;
    }
    let agreement = |symbol: &HocrSymbol, slot: &[(String, f32)]| match slot
        .iter()
        .position(|(text, _)| *text == symbol.text)
    {
        Some(0) => 2_u32,
        Some(_) => 1,
        None => 0,
    };
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    for (i, symbol) in symbols.iter().enumerate() {
        for (j, slot) in slots.iter().enumerate() {
            best[i + 1][j + 1] = best[i][j + 1].max(best[i + 1][j]).max(best[i][j] + agreement(symbol, slot));
        }
    }
    let (mut i, mut j) = (rows, columns);
    let mut slots: Vec<Option<Vec<(String, f32)>>> = slots.into_iter().map(Some).collect();
    while i > 0 && j > 0 {
        if best[i][j] == best[i - 1][j] {
            i -= 1;
        } else if best[i][j] == best[i][j - 1] {
            j -= 1;
        } else {
            i -= 1;
            j -= 1;
            if let Some(choices) = slots[j].take() {
                set_choices(symbols[i], choices);
            }
        }
    }
}

/// Returns what a tag opens, or why its attributes cannot be read.
fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
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
    Ok(if has("ocr_page") {
        Element::Page(HocrPage {
            bbox: bbox("bbox"),
            image: property("image").map(|value| value.trim_matches(['"', '\'']).to_owned()),
            dpi: property("scan_res")
                .and_then(numbers::<1>)
                .map(|[dpi]| dpi as f32)
                .filter(|d| *d > UNKNOWN_DPI),
            ..HocrPage::default()
        })
    } else if has("ocr_par") || has("ocr_carea") {
        Element::Area(bbox("bbox"), None)
    } else if ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"].into_iter().any(has) {
        Element::Line(HocrLine { bbox: bbox("bbox"), words: Vec::new() }, String::new())
    } else if has("ocrx_word") || has("ocr_word") {
        Element::Word(OpenWord {
            bbox: bbox("bbox"),
            confidence: property("x_wconf").and_then(percent),
            recognised: property("x_ocr").map(unquoted),
            content: Vec::new(),
        })
    } else if has("ocrx_cinfo") {
        if let Some(score) = property("x_confs").and_then(percent) {
            Element::Choice(String::new(), score)
        } else if property("x_bboxes").is_some() {
            Element::Symbol(HocrSymbol { bbox: bbox("x_bboxes"), ..HocrSymbol::default() })
        } else {
            Element::Slot(Vec::new())
        }
    } else {
        Element::Other
    })
}

/// The resolution, in dots per inch, that Tesseract writes when it does not know: its least credible one.
const UNKNOWN_DPI: f32 = 70.0;

fn local_name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_ascii_lowercase()
}

/// Parts a `title` into names and values; a semicolon between quotes does not part.
fn properties(title: &str) -> Vec<(&str, &str)> {
    let mut quote = None;
    title
        .split(move |c: char| {
            match quote {
                Some(open) if open == c => quote = None,
                None if c == '"' || c == '\'' => quote = Some(c),
                _ => {}
            }
            c == ';' && quote.is_none()
        })
        .filter_map(|property| property.trim().split_once(char::is_whitespace))
        .map(|(name, value)| (name, value.trim()))
        .collect()
}

/// Reads the first `N` numbers of a value.
fn numbers<const N: usize>(value: &str) -> Option<[f64; N]> {
    let mut read = [0.0; N];
    let mut fields = value.split_ascii_whitespace();
    for number in &mut read {
        *number = fields.next()?.parse().ok().filter(|n: &f64| n.is_finite())?;
    }
    Some(read)
}

fn bounding_box(value: &str) -> Option<BoundingBox> {
    let [a, b, c, d] = numbers::<4>(value)?.map(|n| n.round().clamp(0.0, f64::from(i32::MAX)) as u32);
    Some(BoundingBox::new(a.min(c), b.min(d), a.max(c), b.max(d)))
}

fn percent(value: &str) -> Option<f32> {
    numbers::<1>(value).map(|[n]| (n / 100.0).clamp(0.0, 1.0) as f32)
}

/// Returns what a named entity stands for; one that is not known stays as it is written.
fn entity(name: &str) -> String {
    match name {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "nbsp" => " ".into(),
        _ => format!("&{name};"),
    }
}

/// What a quoted value cannot hold, and how it is written there, as in an address (RFC 3986, section 2.1).
const QUOTED: [(char, &str); 4] = [('%', "%25"), ('"', "%22"), ('\'', "%27"), (';', "%3B")];

/// Returns a text as the value of a property.
pub(crate) fn quoted(text: &str) -> String {
    let mut value = String::from("\"");
    for character in text.chars() {
        match QUOTED.iter().find(|(plain, _)| *plain == character) {
            Some((_, written)) => value.push_str(written),
            None => value.push(character),
        }
    }
    value.push('"');
    value
}

/// Returns the text that a value was [`quoted`] from.
fn unquoted(value: &str) -> String {
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    // The sign that all others begin with comes last.
    QUOTED.iter().rev().fold(value.to_owned(), |value, (plain, written)| {
        value.replace(written, plain.encode_utf8(&mut [0; 4]))
    })
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::ledger;

    fn page(body: &str) -> String {
        format!("<html><body><div class='ocr_page' title='bbox 0 0 200 100'>{body}</div></body></html>")
    }

    fn lines(body: &str) -> Vec<Line> {
        read_hocr(page(body).as_bytes()).unwrap().remove(0).lines
    }

    /// `(at, text)` of every alternative of a word, in order.
    fn alternatives(word: &Word) -> Vec<(u32, &str)> {
        word.alternatives.iter().map(|a| (a.at, a.text.as_str())).collect()
    }

    #[test]
    fn joins_words_by_one_space_and_spans_quote_them() {
        let got = lines(
            "<span class='ocr_line' title='bbox 1 2 90 20; baseline 0 0'>\
             <span class='ocrx_word' title='bbox 1 2 40 20; x_wconf 90'> Báo </span>\n  \
             <span class='ocrx_word' title='bbox 50 2 90 20; x_wconf 60'>cáo</span></span>",
        );
        let [line] = got.as_slice() else { panic!("{got:?}") };
        assert_eq!(line.ocr, "Báo cáo");
        assert_eq!(line.bbox, Some(BoundingBox::new(1, 2, 90, 20)));
        assert_eq!(line.confidence, 0.75);
        assert_eq!(line.words[1].span, [4, 7]);
        assert_eq!(line.words[1].ocr_confidence, Some(0.6));
        assert_eq!(line.words[1].bbox, Some(BoundingBox::new(50, 2, 90, 20)));
    }

    #[test]
    fn a_slot_after_a_symbol_gives_its_alternatives() {
        let got = lines(
            "<span class='ocr_line'><span class='ocrx_word' title='x_wconf 96'>\n\
             <span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 99'>k</span>\n\
             <span class='ocrx_cinfo' id='lstm_choices_1'>\
             <span class='ocrx_cinfo' title='x_confs 98'>k</span>\
             <span class='ocrx_cinfo' title='x_confs 75.5'>K</span></span>\
             <span class='ocrx_cinfo' title='x_bboxes 3 2 5 4; x_conf 99'>ý</span>\n\
             <span class='ocrx_cinfo' id='lstm_choices_2'>\
             <span class='ocrx_cinfo' title='x_confs 90'>ỹ</span>\
             <span class='ocrx_cinfo' title='x_confs 83'>y</span></span></span></span>",
        );
        let word = &got[0].words[0];
        assert_eq!(word.ocr, "ký");
        assert_eq!(alternatives(word), [(0, "K"), (1, "ỹ"), (1, "y")]);
        assert_eq!(word.alternatives[0].score, 0.755);
    }

    #[test]
    fn slots_without_symbols_are_aligned_and_those_of_spaces_fall_away() {
        let slot = |choices: &str| {
            let choices: String = choices
                .chars()
                .map(|c| format!("<span class='ocrx_cinfo' title='x_confs 9'>{c}</span>"))
                .collect();
            format!("<span class='ocrx_cinfo' id='lstm_choices'>{choices}</span>")
        };
        let got = lines(&format!(
            "<span class='ocr_line'><span class='ocrx_word'>SÁCH{}{}{}{}{}</span></span>",
            slot(" .,"),
            slot("S5"),
            slot("ẠÁẤ"),
            slot("CG"),
            slot("H")
        ));
        assert_eq!(alternatives(&got[0].words[0]), [(0, "5"), (1, "Ạ"), (1, "Ấ"), (2, "G")]);
    }

    #[test]
    fn nested_slots_are_about_one_symbol() {
        let got = lines(
            "<span class='ocr_line'><span class='ocrx_word'>I\
             <span class='ocrx_cinfo' id='symbol_1'>\
             <span class='ocrx_cinfo' id='timestep_1'><span class='ocrx_cinfo' title='x_confs 9'>I</span></span>\
             <span class='ocrx_cinfo' id='timestep_2'><span class='ocrx_cinfo' title='x_confs 8'>1</span>\
             <span class='ocrx_cinfo' title='x_confs 7'>I</span></span></span></span></span>",
        );
        assert_eq!(got[0].ocr, "I");
        assert_eq!(alternatives(&got[0].words[0]), [(0, "1")]);
    }

    #[test]
    fn takes_what_other_engines_write() {
        let cases = [
            (
                "bold and italic are plain text",
                "<span class='ocrx_word'><strong>Đi<em>ều</em></strong></span>",
                "Điều",
            ),
            (
                "entities are resolved",
                "<span class='ocrx_word'>&lt;A&amp;B&#39;&#x1EA1;&gt;</span>",
                "<A&B'ạ>",
            ),
            ("an unknown entity stays", "<span class='ocrx_word'>a&eacute;b</span>", "a&eacute;b"),
            ("decomposed letters are composed", "<span class='ocrx_word'>Viê\u{323}t</span>", "Việt"),
            ("CDATA is text", "<span class='ocrx_word'><![CDATA[a<b]]></span>", "a<b"),
            ("white space parts a word", "<span class='ocrx_word'>hai từ</span>", "hai từ"),
            (
                "empty words are dropped",
                "<span class='ocrx_word'> </span><span class='ocrx_word'>x</span>",
                "x",
            ),
            ("a line may have no words", "cả  dòng", "cả dòng"),
            ("void elements need no end", "<span class='ocrx_word'>a<br>b</span>", "ab"),
        ];
        for (what, body, text) in cases {
            let got = lines(&format!("<span class='ocr_line'>{body}</span>"));
            assert_eq!(got[0].ocr, text, "{what}");
            for word in &got[0].words {
                assert_eq!(ledger::slice(&got[0].ocr, word.span), Some(word.ocr.as_str()), "{what}");
            }
        }
    }

    #[test]
    fn lines_of_every_class_are_read_and_photographs_are_not() {
        let body: String = ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocr_photo"]
            .map(|class| format!("<p class='ocr_par'><span class='{class}'>{class}</span></p>"))
            .concat();
        let got: Vec<String> = lines(&body).into_iter().map(|l| l.ocr).collect();
        assert_eq!(got, ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"]);
    }

    #[test]
    fn the_innermost_area_of_a_line_is_its_block() {
        let line =
            |text: &str| format!("<span class='ocr_line'><span class='ocrx_word'>{text}</span></span>");
        let par = |title: &str, lines: &str| format!("<p class='ocr_par' title='{title}'>{lines}</p>");
        let first = par("bbox 1 2 3 4", &(line("a") + &line("b")));
        let body = format!("<div class='ocr_carea'>{first}{}</div>{}", line("c"), line("d"));
        let page = read_hocr(page(&body).as_bytes()).unwrap().remove(0);
        assert_eq!(page.lines.iter().map(|line| line.block).collect::<Vec<_>>(), [0, 0, 1, 2].map(Some));
        assert_eq!(page.blocks[0].bbox, Some(BoundingBox::new(1, 2, 3, 4)));
    }

    #[test]
    fn reads_page_properties() {
        let title = r#"image &quot;a; b.png&quot;; bbox 0 0 2480 3508; ppageno 0; scan_res 300 300"#;
        let html = format!("<div class=\"ocr_page\" title=\"{title}\"></div>");
        let pages = parse(html.as_bytes()).unwrap();
        assert_eq!(pages[0].image.as_deref(), Some("a; b.png"));
        assert_eq!(pages[0].dpi, Some(300.0));
        let page = &read_hocr(html.as_bytes()).unwrap()[0];
        assert_eq!(
            (page.width, page.height, page.status),
            (Some(2480), Some(3508), crate::document::PageStatus::Blank)
        );
    }

    #[test]
    fn an_unknown_resolution_is_not_believed() {
        let html = "<div class='ocr_page' title='bbox 0 0 9 9; scan_res 70 70'/>";
        assert_eq!(parse(html.as_bytes()).unwrap()[0].dpi, None);
    }

    #[test]
    fn boxes_turned_about_or_out_of_range_are_mended() {
        let cases = [
            ("bbox 9 8 1 2", Some([1, 2, 9, 8])),
            ("bbox -5 0 3.6 7", Some([0, 0, 4, 7])),
            ("bbox 1 2 3", None),
            ("bbox a b c d", None),
            ("bbox NaN 1 inf 2", None),
        ];
        for (title, expected) in cases {
            let got = lines(&format!("<span class='ocr_line' title='{title}'>x</span>"));
            assert_eq!(got[0].bbox.map(<[u32; 4]>::from), expected, "{title}");
        }
    }

    #[test]
    fn malformed_files_say_where() {
        let cases = [
            ("<div class='ocr_page'>\n<p>a</div>", 2),
            ("<div class='ocr_page'>\n\n<span", 3),
            ("<div class='ocr_page'>\n<span class='ocr_line'>a", 2),
            ("</div>", 1),
            ("<div class='ocr_page", 1),
        ];
        for (html, expected) in cases {
            match parse(html.as_bytes()) {
                Err(HocrError::Malformed { line, .. }) => assert_eq!(line, expected, "{html}"),
                other => panic!("{html}: {other:?}"),
            }
        }
        assert_eq!(parse(b"plain text"), Err(HocrError::NoPage));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read_hocr(&bytes);
        }

        #[test]
        fn arbitrary_markup_keeps_spans_right(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
            let body: String = pieces.iter().map(|at| PIECES[*at]).collect();
            for pages in [read_hocr(body.as_bytes()), read_hocr(page(&body).as_bytes())].into_iter().flatten() {
                for line in pages.iter().flat_map(|p| &p.lines) {
                    prop_assert_eq!(&line.text, &line.ocr);
                    prop_assert_eq!(nfc(&line.ocr), line.ocr.clone());
                    let words: Vec<&str> = line.words.iter().map(|w| w.ocr.as_str()).collect();
                    prop_assert_eq!(words.join(" "), line.ocr.clone());
                    for word in &line.words {
                        prop_assert!(!word.ocr.is_empty());
                        prop_assert_eq!(ledger::slice(&line.ocr, word.span), Some(word.ocr.as_str()));
                        let length = word.ocr.chars().count() as u32;
                        prop_assert!(word.alternatives.iter().all(|a| a.at < length));
                    }
                }
            }
        }
    }

    /// What the property above strews together, mostly but not always in good order.
    const PIECES: [&str; 18] = [
        "<span class='ocr_line' title='bbox 1 1 90 9'>",
        "<span class='ocrx_word' title='bbox 1 1 9 9; x_wconf 50'>",
        "<span class='ocrx_cinfo' title='x_bboxes 1 1 2 2; x_conf 9'>",
        "<span class='ocrx_cinfo' id='lstm_choices'>",
        "<span class='ocrx_cinfo' title='x_confs 5'>",
        "<span class='ocrx_word'>từ</span>",
        "<span class='ocrx_cinfo' title='x_bboxes 1 1 2 2'>ả</span>",
        "<span class='ocrx_cinfo' id='s'><span class='ocrx_cinfo' title='x_confs 3'>a</span></span>",
        "</span>",
        "</span>",
        "</span>",
        "<strong>",
        "</strong>",
        "e\u{302}",
        "\u{323}",
        " ",
        "&nbsp;",
        "&#7899;",
    ];
}
