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
//! A choice in no slot, and a slot that holds a text besides its choices, are symbols that have no box.
//!
//! A slot right after a symbol is about that symbol; where there are no symbols, slots are aligned with the word's
//! characters, for Tesseract then also gives slots for the spaces between words.
//!
//! No text is lost. What stands in a line outside its words becomes words at its place; signs that no blank parts from a word
//! belong to it, as the comma in `<span class='ocrx_word'>Nội</span>,`. What stands in an area or a page outside any line
//! becomes lines, one a printed line: they end at newlines, at `br` and where HTML begins a new block. A line or an area within
//! a line stands where it begins, so that the outer line becomes one before and one behind it. What stands outside every page
//! belongs to the page before it, or else to the first; lines, areas and words in a file that has no page are one. Only text in
//! photographs and drawings, scripts and styles, and in the head is not read. Markup that is not XML (HTML's unclosed `meta`,
//! `br` and the like aside) is an error.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Area, encoding, nfc, page_of};
use crate::document::{BoundingBox, Line, Page, Word};

mod builder;
mod element;
mod property;
mod word;

use builder::Builder;
use element::{ENDS_LINE, VOID, element, local_name};
pub(crate) use property::quoted;

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
    let mut pages = Vec::new();
    read_each(bytes, &mut |page| pages.push(page))?;
    Ok(pages)
}

/// As [`read_hocr`], page by page: a file of thousands is never held as pages at once.
///
/// # Errors
///
/// As [`read_hocr`]; pages before the fault have been given.
pub(super) fn read_each(bytes: &[u8], give: &mut dyn FnMut(Page)) -> Result<(), HocrError> {
    let mut number = 0;
    parse_each(bytes, &mut |page| {
        number += 1;
        give(into_page(number, page));
    })
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
/// [`HocrError`] where the bytes are malformed or hold no page. Bytes that are in no known encoding are replaced, not refused.
pub fn parse(bytes: &[u8]) -> Result<Vec<HocrPage>, HocrError> {
    let mut pages = Vec::new();
    parse_each(bytes, &mut |page| pages.push(page))?;
    Ok(pages)
}

fn parse_each(bytes: &[u8], give: &mut dyn FnMut(HocrPage)) -> Result<(), HocrError> {
    let mut is_empty = true;
    let text = encoding::text_of(bytes);
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
                let name = local_name(&tag);
                if ENDS_LINE.contains(&name.as_str()) {
                    builder.end_line();
                }
                if !VOID.contains(&name.as_str()) {
                    if builder.open.len() == DEEPEST {
                        return Err(malformed(before, format!("more than {DEEPEST} elements in each other")));
                    }
                    builder.open(name, element);
                }
            }
            Ok(Event::Empty(tag)) => {
                let element = element(&tag).map_err(|reason| malformed(before, reason))?;
                let name = local_name(&tag);
                if ENDS_LINE.contains(&name.as_str()) {
                    builder.end_line();
                }
                builder.open(name, element);
                builder.close_innermost();
            }
            Ok(Event::End(tag)) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                if VOID.contains(&name.as_str()) {
                    continue;
                }
                match builder.open.last() {
                    Some((opened, _)) if *opened == name => {
                        builder.close_innermost();
                        for page in builder.settled() {
                            is_empty = false;
                            give(page);
                        }
                        if ENDS_LINE.contains(&name.as_str()) {
                            builder.end_line();
                        }
                    }
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
    for page in builder.finish() {
        is_empty = false;
        give(page);
    }
    if is_empty { Err(HocrError::NoPage) } else { Ok(()) }
}

/// The most elements within each other. What closes looks for what it belongs to among those that are open; hOCR has ten.
const DEEPEST: usize = 256;

/// Returns what a named entity stands for; one that is not known stays as it is written.
fn entity(name: &str) -> String {
    match name {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        "nbsp" => " ".into(),
        // How hOCR writes the hyphen that is printed where a word is broken at the end of a line.
        "shy" => "-".into(),
        _ => format!("&{name};"),
    }
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
    fn characters_are_read_however_they_are_marked() {
        let character = |title: &str, text: &str| format!("<span class='ocrx_cinfo' {title}>{text}</span>");
        let choice = character("title='x_confs 9'", "K");
        let cases = [
            (character("", "k") + &character("", "ý"), vec![]),
            (character("title='x_conf 90'", "k") + &character("title='x_conf 80'", "ý"), vec![]),
            (character("title='x_confs 90'", "k") + &character("title='x_confs 80'", "ý"), vec![]),
            (character("title='x_confs 90 80'", "ký"), vec![]),
            (character("title='x_bboxes 1 1 2 2; x_confs 90'", "k") + "ý", vec![]),
            (character("", &format!("k{choice}")) + &character("", "ý"), vec![(0, "K")]),
        ];
        for (body, expected) in cases {
            let got = lines(&format!("<span class='ocr_line'><span class='ocrx_word'>{body}</span></span>"));
            assert_eq!(got[0].ocr, "ký", "{body}");
            assert_eq!(alternatives(&got[0].words[0]), expected, "{body}");
        }
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
            ("a soft hyphen is a printed one", "<span class='ocrx_word'>đị&shy;</span>", "đị-"),
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

    /// A word at `x0..x0 + 9`.
    fn word(text: &str, x0: u32) -> String {
        format!("<span class='ocrx_word' title='bbox {x0} 1 {} 9; x_wconf 90'>{text}</span>", x0 + 9)
    }

    #[test]
    fn text_of_a_line_outside_its_words_is_words_at_their_place() {
        let (a, b) = (word("một", 1), word("hai", 20));
        let symbol = "<span class='ocrx_cinfo' title='x_bboxes 1 1 2 2'>5</span>";
        let cases = [
            (format!("{a} {b} cuối dòng"), "một hai cuối dòng"),
            (format!("đầu {a}{b}"), "đầu một hai"),
            (format!("{a} – {b}"), "một – hai"),
            (format!("<em>in <b>đậm</b></em>{a}<strong>giữa</strong>{b}"), "in đậm một giữa hai"),
            (format!("{a}{symbol}{symbol} {b}"), "một 55 hai"),
            (format!("{a}<span class='ocrx_cinfo'>x</span><br/>y{b}"), "một x y hai"),
        ];
        for (body, text) in cases {
            let got = lines(&format!("<span class='ocr_line' title='bbox 1 1 90 9'>{body}</span>"));
            let [line] = got.as_slice() else { panic!("{body}: {got:?}") };
            assert_eq!(line.ocr, text, "{body}");
            let places: Vec<u32> = line.words.iter().filter_map(|word| word.bbox).map(|b| b.x0).collect();
            assert_eq!(places, [1, 20], "{body}: only what was boxed has a box");
        }
    }

    /// Each line's text and the left edge of its box.
    type Told<'a> = &'a [(&'a str, Option<u32>)];

    #[test]
    fn text_of_an_area_outside_every_line_is_a_line_for_each_printed_one() {
        let line = format!("<span class='ocr_line' title='bbox 1 1 90 9'>{}</span>", word("dòng", 1));
        let cases: [(String, Told<'_>); 6] = [
            ("một  dòng ".into(), &[("một dòng", Some(2))]),
            ("trên<br>dưới<br/>".into(), &[("trên", None), ("dưới", None)]),
            ("trên\n \n dưới".into(), &[("trên", None), ("dưới", None)]),
            (format!("trước {line} sau"), &[("trước", None), ("dòng", Some(1)), ("sau", None)]),
            ("<b>đậm</b> nhạt".into(), &[("đậm nhạt", Some(2))]),
            (format!("trên{}", word("từ", 30)), &[("trên", None), ("từ", Some(30))]),
        ];
        for (body, expected) in cases {
            for class in ["ocr_par", "ocr_carea"] {
                let got = lines(&format!("<div class='{class}' title='bbox 2 3 4 5'>{body}</div>"));
                let told: Vec<(&str, Option<u32>)> =
                    got.iter().map(|line| (line.ocr.as_str(), line.bbox.map(|b| b.x0))).collect();
                assert_eq!(told, expected, "{body}");
                assert!(got.iter().all(|line| line.block == Some(0)), "{body}: {got:?}");
            }
        }
    }

    #[test]
    fn text_of_a_page_outside_every_area_is_lines_in_their_place() {
        let par = "<p class='ocr_par' title='bbox 1 2 3 4'>đoạn</p>";
        let cases: [(String, &[&str]); 7] = [
            ("một dòng".into(), &["một dòng"]),
            ("trên\ndưới".into(), &["trên", "dưới"]),
            ("<p>trên</p><p>dưới</p>".into(), &["trên", "dưới"]),
            (format!("trước{par}sau"), &["trước", "đoạn", "sau"]),
            (format!("<div class='ocr_carea'>khung {par}</div>"), &["khung", "đoạn"]),
            (format!("đầu {}", word("từ", 1)), &["đầu", "từ"]),
            ("<style>p {}</style><script>1</script><div class='ocr_photo'>ảnh</div>".into(), &[]),
        ];
        for (body, expected) in cases {
            let got: Vec<String> = lines(&body).into_iter().map(|line| line.ocr).collect();
            assert_eq!(got, expected, "{body}");
        }
    }

    #[test]
    fn what_stands_outside_every_page_belongs_to_the_one_before_or_to_the_first() {
        let line = |text: &str| format!("<span class='ocr_line' title='bbox 1 1 90 9'>{text}</span>");
        let page = |text: &str| {
            format!(
                "<div class='ocr_page' title='bbox 0 0 200 100'><span class='ocr_line'>{text}</span></div>"
            )
        };
        let (first, second) = (page("đầu"), page("hai"));
        let cases: [(String, &[&[&str]]); 12] = [
            (line("không trang"), &[&["không trang"]]),
            (line("một") + &line("hai"), &[&["một", "hai"]]),
            (word("từ", 1) + &word("rời", 20), &[&["từ", "rời"]]),
            ("<p class='ocr_par'>đoạn văn</p>".into(), &[&["đoạn văn"]]),
            (format!("trên {} dưới", line("dòng")), &[&["trên", "dòng", "dưới"]]),
            (format!("{first}{}", line("sau")), &[&["đầu", "sau"]]),
            (format!("{}{first}", line("trước")), &[&["trước", "đầu"]]),
            (format!("trước{first}sau"), &[&["trước", "đầu", "sau"]]),
            (
                format!("<h1>trước</h1>{first}<p>giữa</p><p>nữa</p>{second}sau"),
                &[&["trước", "đầu", "giữa", "nữa"], &["hai", "sau"]],
            ),
            (format!("{first}giữa<div class='ocr_page'/>sau"), &[&["đầu", "giữa"], &["sau"]]),
            (format!("<b>Chữ</b> đậm{first}"), &[&["Chữ đậm", "đầu"]]),
            (
                format!("<style>p {{}}</style><script>1</script>{first}<div class='ocr_photo'>ảnh</div>"),
                &[&["đầu"]],
            ),
        ];
        for (body, expected) in cases {
            let text = format!("<html><head><title>tên</title></head>\n<body>\n{body}\n</body></html>\n");
            let pages = read_hocr(text.as_bytes()).unwrap();
            let told: Vec<Vec<&str>> =
                pages.iter().map(|page| page.lines.iter().map(|line| line.ocr.as_str()).collect()).collect();
            assert_eq!(told, expected, "{body}");
        }
        assert_eq!(read_hocr(b"<html><body>a text</body></html>"), Err(HocrError::NoPage));
    }

    #[test]
    fn signs_that_no_blank_parts_from_a_word_belong_to_it() {
        let (a, b) = (word("Hà", 1), word("Nội", 20));
        let cases = [
            (format!("{a}, {b}."), "Hà, Nội.", 2),
            (format!("{a}{b};..."), "Hà Nội;...", 2),
            (format!("({a} {b})"), "(Hà Nội)", 2),
            (format!("{a} ({b}),"), "Hà (Nội),", 2),
            (format!("{a}({b})"), "Hà (Nội)", 2),
            (format!("{a})({b}"), "Hà) (Nội", 2),
            (format!("“{a}”, “{b}”"), "“Hà”, “Nội”", 2),
            (format!("{a}-{b}"), "Hà- Nội", 2),
            (format!("- {a} – {b} !"), "- Hà – Nội !", 5),
            (format!("<b>{a}</b><i>,</i> {b}"), "Hà, Nội", 2),
            (format!("{a},<br/>{b}"), "Hà, Nội", 2),
            (format!("{a}<br/>, {b}"), "Hà , Nội", 3),
            (format!("{a},và {b}"), "Hà, và Nội", 3),
            (format!("{a} và,{b}"), "Hà và, Nội", 3),
            (format!("{a} và({b}"), "Hà và (Nội", 3),
            (format!("{a} <span class='ocrx_word'> </span>, {b}"), "Hà , Nội", 3),
            (format!("{a} {b}(<span class='ocrx_word'> </span>"), "Hà Nội (", 3),
            (format!("{a}\u{323} {b}"), "Hạ\u{300} Nội", 2),
        ];
        for (body, text, count) in cases {
            let got = lines(&format!("<span class='ocr_line' title='bbox 1 1 90 9'>{body}</span>"));
            let [line] = got.as_slice() else { panic!("{body}: {got:?}") };
            assert_eq!((line.ocr.as_str(), line.words.len()), (text, count), "{body}");
            let places: Vec<u32> = line.words.iter().filter_map(|word| word.bbox).map(|b| b.x0).collect();
            assert_eq!(places, [1, 20], "{body}");
        }
    }

    #[test]
    fn signs_belong_to_a_restored_word_and_to_what_it_was_recognised_as() {
        let restored = "<span class='ocrx_word' title='bbox 1 1 9 9; x_ocr \"Ha\"'>Hà</span>";
        let got = lines(&format!("<span class='ocr_line'>({restored}).</span>"));
        assert_eq!((got[0].text.as_str(), got[0].ocr.as_str()), ("(Hà).", "(Ha)."));
    }

    #[test]
    fn alternatives_stay_at_their_characters_behind_signs() {
        let slot = "<span class='ocrx_cinfo'><span class='ocrx_cinfo' title='x_confs 9'>o</span></span>";
        let symbol = |text: &str| format!("<span class='ocrx_cinfo' title='x_bboxes 1 1 2 2'>{text}</span>");
        let word = format!("<span class='ocrx_word'>{}{}{slot}</span>", symbol("c"), symbol("ó"));
        let got = lines(&format!("<span class='ocr_line'>“{word}”</span>"));
        assert_eq!(got[0].ocr, "“có”");
        assert_eq!(alternatives(&got[0].words[0]), [(2, "o")]);
    }

    #[test]
    fn a_line_within_a_line_stands_where_it_begins() {
        let line = |y: u32, body: &str| {
            format!("<span class='ocr_line' title='bbox 1 {y} 90 {}'>{body}</span>", y + 9)
        };
        let around = |body: &str| format!("<span class='ocr_caption' title='bbox 0 0 99 99'>{body}</span>");
        let par = "<p class='ocr_par' title='bbox 1 20 90 29'>đoạn</p>";
        let cases: [(String, Told<'_>); 7] = [
            (line(10, &format!("một {}", line(20, "hai"))), &[("một", Some(10)), ("hai", Some(20))]),
            (
                line(10, &format!("một {} ba", line(20, "hai"))),
                &[("một", Some(10)), ("hai", Some(20)), ("ba", None)],
            ),
            (line(10, &format!("{} ba", line(20, "hai"))), &[("hai", Some(20)), ("ba", Some(10))]),
            (
                line(10, &format!("một {}", line(20, &format!("hai{}", line(30, "ba"))))),
                &[("một", Some(10)), ("hai", Some(20)), ("ba", Some(30))],
            ),
            (
                around(&format!("một {} ba", line(20, "hai"))),
                &[("một", None), ("hai", Some(20)), ("ba", None)],
            ),
            (line(10, &format!("một {par}")), &[("một", Some(10)), ("đoạn", Some(20))]),
            (
                line(10, &format!("một {} ba", par.replace("đoạn", &format!("đầu {} cuối", word("từ", 1))))),
                &[("một", Some(10)), ("đầu", None), ("từ", Some(1)), ("cuối", None), ("ba", None)],
            ),
        ];
        for (body, expected) in cases {
            let got = lines(&body);
            let told: Vec<(&str, Option<u32>)> =
                got.iter().map(|line| (line.ocr.as_str(), line.bbox.map(|b| b.y0))).collect();
            assert_eq!(told, expected, "{body}");
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
        let deep = "<div>".repeat(300) + &"</div>".repeat(300);
        let cases = [
            ("<div class='ocr_page'>\n<p>a</div>", 2),
            ("<div class='ocr_page'>\n\n<span", 3),
            ("<div class='ocr_page'>\n<span class='ocr_line'>a", 2),
            ("</div>", 1),
            ("<div class='ocr_page", 1),
            (deep.as_str(), 1),
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
    const PIECES: [&str; 22] = [
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
        "chữ ngoài ",
        "<br/>",
        "<p class='ocr_par' title='bbox 1 1 90 30'>",
        "</p>",
    ];
}
