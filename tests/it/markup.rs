//! OCR markup: what is written of a restored document is read back, and what other engines wrote is restored.

use std::fs;
use std::path::PathBuf;

use phuchoi::Reading;
use phuchoi::document::{
    Author, BoundingBox, Document, Edit, Line, Page, PageStatus, SourceInfo, SourceKind, ledger,
};
use phuchoi::export::page_layout::Layout;
use phuchoi::export::{alto, hocr, page_xml, printed};
use phuchoi::language::lexicon::Lexicon;
use phuchoi::markup::Markup;
use phuchoi::recognition::KeptHocr;
use phuchoi::repair::Models;
use proptest::prelude::*;

use crate::sample;

const KINDS: [Markup; 3] = [Markup::Hocr, Markup::Alto, Markup::PageXml];

fn written(markup: Markup, document: &Document, page: &Page) -> Vec<u8> {
    let layout = Layout::of(document);
    match markup {
        Markup::Hocr => hocr::render(document, &layout, page).expect("written to memory"),
        Markup::Alto => alto::render(document, &layout, page).expect("written to memory"),
        Markup::PageXml => {
            page_xml::render(document, &layout, page).expect("written to memory").expect("it has an image")
        }
    }
}

/// What of a page goes through: each line's words as restored, as recognised, and where, with confidence in hundredths.
type Told = Vec<Vec<(String, String, Option<BoundingBox>, u32)>>;

fn told(page: &Page) -> Told {
    let hundredths = |confidence: f32| (confidence * 100.0).round() as u32;
    let line = |line: &Line| {
        let words = printed::words(line, None).into_iter();
        words.map(|word| (word.text, word.ocr, word.bbox, hundredths(word.confidence))).collect::<Vec<_>>()
    };
    page.lines.iter().map(line).filter(|words| !words.is_empty()).collect()
}

fn read_back(markup: Markup, bytes: &[u8]) -> Page {
    assert_eq!(Markup::of(bytes), Some(markup));
    let mut pages = markup.read(bytes).expect("what was written");
    assert_eq!(pages.len(), 1);
    pages.remove(0)
}

#[test]
fn a_restored_document_is_read_back_as_recognised_and_as_restored() {
    let document = sample::document();
    for (page, markup) in document.pages.iter().flat_map(|page| KINDS.map(|markup| (page, markup))) {
        let back = read_back(markup, &written(markup, &document, page));
        assert_eq!(told(&back), told(page), "{markup:?}");
        assert_eq!((back.width, back.height), (page.width, page.height), "{markup:?}");
    }
    let first = String::from_utf8(written(Markup::Alto, &document, &document.pages[0])).expect("UTF-8");
    assert!(first.contains("<StructureTag ID=\"heading-"), "{first}");
}

#[test]
fn markup_of_two_bytes_a_letter_is_read_as_any_other() {
    let document = sample::document();
    for markup in KINDS {
        let bytes = written(markup, &document, &document.pages[0]);
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            for mark in ["\u{feff}", ""] {
                let wide: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(order).collect();
                assert_eq!(told(&read_back(markup, &wide)), told(&read_back(markup, &bytes)), "{markup:?}");
            }
        }
    }
}

/// A page of lines of words with boxes, some of them restored, joined and parted.
fn pages() -> impl Strategy<Value = Document> {
    let text = || prop::collection::vec(prop::char::any(), 1..6).prop_map(String::from_iter);
    let word = (text(), any::<[u16; 4]>(), 0_u32..=100, prop::option::of(text()));
    prop::collection::vec(prop::collection::vec(word, 1..5), 0..5).prop_map(|lines| {
        let mut edits = Vec::new();
        let mut of_page = Vec::new();
        for (words, number) in lines.into_iter().zip(1..) {
            let plain = |text: &str| -> String {
                let kept = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
                let kept: String = kept.filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
                // Readers compose, as everything in a record is.
                let kept: String = unicode_normalization::UnicodeNormalization::nfc(kept.as_str()).collect();
                if kept.is_empty() { "x".to_owned() } else { kept }
            };
            let mut line =
                Line::from_text(words.iter().map(|word| plain(&word.0)).collect::<Vec<_>>().join(" "));
            line.part_into_words();
            for (word, (_, [x, y, width, height], sure, restored)) in line.words.iter_mut().zip(&words) {
                let [x, y, width, height] = [x, y, width, height].map(|side| u32::from(*side));
                word.bbox = Some(BoundingBox::new(x, y, x + width, y + height));
                word.confidence = *sure as f32 / 100.0;
                edits.extend(restored.as_ref().map(|after| Edit {
                    page: 1,
                    line: number,
                    span: word.span,
                    before: word.ocr.to_string(),
                    after: plain(after),
                    reason: String::new(),
                    confidence: 1.0,
                    by: Author::Repair,
                    time: None,
                    replaced: Vec::new(),
                }));
            }
            line.bbox = line.words.iter().filter_map(|word| word.bbox).reduce(BoundingBox::union);
            of_page.push(line);
        }
        let source = SourceInfo {
            path: "a;'\"b".to_owned(),
            blake3: String::new(),
            kind: SourceKind::Image,
            page_count: 1,
        };
        let page = Page { width: Some(9), height: Some(7), dpi: Some(300.0), ..Page::of_text(1, of_page) };
        let mut document = Document::new(source, vec![page]);
        assert!(ledger::apply(&mut document, edits).is_empty());
        document
    })
}

proptest! {
    #[test]
    fn whatever_words_are_written_are_read_back(document in pages()) {
        for markup in KINDS {
            let page = &document.pages[0];
            prop_assert_eq!(told(&read_back(markup, &written(markup, &document, page))), told(page), "{:?}", markup);
        }
    }

    #[test]
    fn no_bytes_are_too_odd_to_be_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for (markup, begin) in KINDS.into_iter().zip(["<div class='ocr_page'>", "<alto><Page>", "<PcGts><Page>"]) {
            let _ = markup.read(&[begin.as_bytes(), &bytes].concat());
        }
    }
}

/// At which level of a markup a line's text stands.
#[derive(Debug, Clone, Copy)]
enum Level {
    /// Each word an element.
    Words,
    /// The line an element with a text of its own.
    Line,
    /// Words, of which every other one stands in the line's own text only.
    SomeWords,
    /// The line's element says nothing; a text around it does.
    Silent,
    /// No element; a text around it says it.
    Around,
    /// No element; a text around all of the page's areas says it, as far as the markup has such.
    Page,
}

const LEVELS: [Level; 6] =
    [Level::Words, Level::Line, Level::SomeWords, Level::Silent, Level::Around, Level::Page];

/// An area of a page: lines of words, and the level of each.
type AreaOfLines = Vec<(Vec<String>, Level)>;

/// Areas of lines of words that are all different, so that it can be told which one is lost.
fn areas() -> impl Strategy<Value = Vec<AreaOfLines>> {
    let line = (1..6_usize, prop::sample::select(LEVELS.to_vec()));
    prop::collection::vec(prop::collection::vec(line, 1..5), 1..4).prop_map(|areas| {
        let mut count = 0;
        let mut words = |length: usize| -> Vec<String> {
            let begin = count;
            count += length;
            // No two are alike, nor one the beginning of another.
            (begin..count)
                .map(|number| format!("{}{number:03}", ["từ", "chữ", "tiếng"][number % 3]))
                .collect()
        };
        let area = |area: Vec<(usize, Level)>| {
            area.into_iter().map(|(length, level)| (words(length), level)).collect()
        };
        areas.into_iter().map(area).collect()
    })
}

/// Writes areas as another engine could, each line's text at its level.
fn written_at_levels(markup: Markup, areas: &[AreaOfLines]) -> String {
    let equiv = |text: &str| format!("<TextEquiv><Unicode>{text}</Unicode></TextEquiv>");
    let element = |(words, level): &(Vec<String>, Level)| -> String {
        let text = words.join(" ");
        let each =
            |one: &dyn Fn(&str) -> String| words.iter().map(|word| one(word)).collect::<Vec<_>>().join(" ");
        let some = |one: &dyn Fn(&str) -> String| -> String {
            words.iter().step_by(2).map(|word| one(word)).collect()
        };
        match markup {
            Markup::Hocr => {
                let one = |word: &str| format!("<span class='ocrx_word' title='bbox 1 1 9 9'>{word}</span>");
                let line =
                    |body: String| format!("<span class='ocr_line' title='bbox 1 1 90 9'>{body}</span>\n");
                match level {
                    Level::Words => line(each(&one)),
                    Level::Line => line(text),
                    Level::SomeWords => {
                        let pairs =
                            words.chunks(2).map(|pair| format!("{} {}", one(&pair[0]), pair[1..].concat()));
                        line(pairs.collect::<Vec<_>>().join(" "))
                    }
                    Level::Silent => format!("{}{text}<br/>\n", line(String::new())),
                    Level::Around | Level::Page => format!("<p>{text}</p>\n"),
                }
            }
            Markup::Alto => {
                let one =
                    |word: &str| format!("<String CONTENT='{word}' HPOS='1' VPOS='1' WIDTH='9' HEIGHT='9'/>");
                match level {
                    Level::Words => format!("<TextLine>{}</TextLine>", each(&one)),
                    Level::Line => format!("<TextLine>{}</TextLine>", one(&text)),
                    Level::SomeWords => format!("<TextLine CONTENT='{text}'>{}</TextLine>", some(&one)),
                    Level::Silent => format!("<TextLine CONTENT='{text}'/>"),
                    Level::Around | Level::Page => format!("<TextLine/><Other>{}</Other>", each(&one)),
                }
            }
            Markup::PageXml => {
                let one = |word: &str| format!("<Word>{}</Word>", equiv(word));
                match level {
                    Level::Words => format!("<TextLine>{}</TextLine>", each(&one)),
                    Level::Line => format!("<TextLine>{}</TextLine>", equiv(&text)),
                    Level::SomeWords => format!("<TextLine>{}{}</TextLine>", some(&one), equiv(&text)),
                    Level::Silent => "<TextLine/>".to_owned(),
                    Level::Around | Level::Page => String::new(),
                }
            }
        }
    };
    let of_area = |area: &AreaOfLines| -> String { area.iter().map(element).collect() };
    match markup {
        Markup::Hocr => {
            let area = |area: &AreaOfLines| match area.iter().any(|(_, level)| matches!(level, Level::Page)) {
                true => of_area(area),
                false => format!("<div class='ocr_carea'>{}</div>", of_area(area)),
            };
            let (page, after) = areas.split_at(areas.len() / 2);
            let [page, after] = [page, after].map(|areas| areas.iter().map(area).collect::<String>());
            format!(
                "<html><head><title>x</title></head><body><div class='ocr_page'>{page}</div>{after}</body></html>"
            )
        }
        Markup::Alto => {
            let areas = areas.iter().map(|area| format!("<TextBlock>{}</TextBlock>", of_area(area)));
            format!("<alto><Layout><Page>{}</Page></Layout></alto>", areas.collect::<String>())
        }
        Markup::PageXml => {
            let of = |area: &AreaOfLines| {
                let lines: Vec<String> = area.iter().map(|(words, _)| words.join(" ")).collect();
                lines.join("\n")
            };
            let region = |area: &AreaOfLines| {
                let is_around = |(_, level): &(_, Level)| matches!(level, Level::Silent | Level::Around);
                let own = if area.iter().any(is_around) { equiv(&of(area)) } else { String::new() };
                format!("<TextRegion>{}{own}</TextRegion>", of_area(area))
            };
            let regions: String = areas.iter().map(region).collect();
            let all: Vec<String> = areas.iter().map(of).collect();
            format!(
                "<PcGts><Page><TextRegion>{regions}{}</TextRegion></Page></PcGts>",
                equiv(&all.join("\n"))
            )
        }
    }
}

proptest! {
    #[test]
    fn each_word_is_read_once_and_in_order_at_whatever_level_it_stands(areas in areas()) {
        let expected: Vec<&str> =
            areas.iter().flatten().flat_map(|(words, _)| words).map(String::as_str).collect();
        for markup in KINDS {
            let text = written_at_levels(markup, &areas);
            let pages = markup.read(text.as_bytes()).expect("markup");
            prop_assert_eq!(pages.len(), 1);
            let lines = &pages[0].lines;
            let words = lines.iter().flat_map(|line| &line.words);
            let words: Vec<&str> = words.flat_map(|word| word.text.split(' ')).collect();
            prop_assert_eq!(&words, &expected, "{}", text);
            let texts: Vec<&str> = lines.iter().flat_map(|line| line.text.split(' ')).collect();
            prop_assert_eq!(&texts, &expected, "{}", text);
        }
    }

    #[test]
    fn an_hocr_s_signs_stay_at_their_words_whether_they_stand_in_its_element(
        words in prop::collection::vec(("[(“]{0,2}", "[a-z]{1,4}", "[).,;”]{0,2}", any::<[bool; 2]>()), 1..8),
    ) {
        let mut body = String::new();
        for (before, letters, after, [is_before_within, is_after_within]) in &words {
            let [(before, first), (after, last)] =
                [(before, is_before_within), (after, is_after_within)].map(|(signs, is_within)| {
                    if *is_within { ("", signs.as_str()) } else { (signs.as_str(), "") }
                });
            body += &format!(" {before}<span class='ocrx_word' title='bbox 1 1 9 9'>{first}{letters}{last}</span>{after}");
        }
        let text = format!("<div class='ocr_page'><span class='ocr_line'>{body}</span></div>");
        let lines = Markup::Hocr.read(text.as_bytes()).expect("markup").remove(0).lines;
        let expected: Vec<String> =
            words.iter().map(|(before, letters, after, _)| format!("{before}{letters}{after}")).collect();
        let got: Vec<&str> = lines[0].words.iter().map(|word| word.text.as_str()).collect();
        prop_assert_eq!(got, expected, "{}", text);
        prop_assert!(lines[0].words.iter().all(|word| word.bbox.is_some()), "{}", text);
    }
}

/// A file in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn what_another_engine_read_is_repaired_and_structured() {
    let alto = "<?xml version='1.0' encoding='UTF-8'?><alto xmlns='http://www.loc.gov/standards/alto/ns-v3#'><Layout>\
        <Page ID='p1' PHYSICAL_IMG_NR='1' WIDTH='2480' HEIGHT='3508'><PrintSpace><TextBlock ID='b'>\
        <TextLine HPOS='300' VPOS='500' WIDTH='900' HEIGHT='40'>\
        <String CONTENT='Doan' HPOS='300' VPOS='500' WIDTH='200' HEIGHT='40' WC='0.61'/><SP/>\
        <String CONTENT='PBQH' HPOS='520' VPOS='500' WIDTH='200' HEIGHT='40' WC='0.55'/><SP/>\
        <String CONTENT='tinh' HPOS='740' VPOS='500' WIDTH='100' HEIGHT='40' WC='0.7'/><SP/>\
        <String CONTENT='da' HPOS='860' VPOS='500' WIDTH='100' HEIGHT='40' WC='0.7'/><SP/>\
        <String CONTENT='giam' HPOS='980' VPOS='500' WIDTH='100' HEIGHT='40' WC='0.7'/><SP/>\
        <String CONTENT='sat' HPOS='1100' VPOS='500' WIDTH='100' HEIGHT='40' WC='0.7'/>\
        </TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
    let (_folder, path) = file("001.xml", alto.as_bytes());
    let models = Models::built_in(Lexicon::built_in(Vec::new())).expect("built in");
    let no_engine = || -> Result<KeptHocr, _> { unreachable!("there is no image to read") };
    let document = phuchoi::restore(&path, &Reading::default(), &models, no_engine).expect("restored");
    assert_eq!(document.source.kind, SourceKind::Alto);
    let page = &document.pages[0];
    assert_eq!((page.width, page.status), (Some(2480), PageStatus::Text));
    assert_eq!(page.lines[0].text, "Đoàn ĐBQH tỉnh đã giám sát");
    assert_eq!(page.lines[0].ocr, "Doan PBQH tinh da giam sat");
    assert_eq!(page.lines[0].words[1].bbox, Some(BoundingBox::new(520, 500, 720, 540)));
}

#[test]
fn what_phuchoi_wrote_is_taken_as_it_was_recognised() {
    let document = sample::document();
    for markup in KINDS {
        let (_folder, path) = file("001.xml", &written(markup, &document, &document.pages[0]));
        let source = phuchoi::source::open(&path, &phuchoi::source::OpenOptions::default()).expect("opened");
        let lines = source.page(1).expect("a page").text.expect("a text").lines;
        let recognised: Vec<&str> = lines.iter().map(|line| line.ocr.as_str()).collect();
        let expected: Vec<&str> = document.pages[0].lines.iter().map(|line| line.ocr.as_str()).collect();
        assert_eq!(recognised, expected, "{markup:?}");
    }
}

#[test]
fn an_hocr_whose_lines_stand_in_no_page_is_one_page() {
    let line = |text: &str| format!("<span class='ocr_line' title='bbox 1 1 90 9'>{text}</span>");
    let body = line("Quyết định có hiệu lực") + &line("kể từ ngày ký.");
    let (_folder, path) = file("001.hocr", format!("<html><body>{body}</body></html>").as_bytes());
    let source = phuchoi::source::open(&path, &phuchoi::source::OpenOptions::default()).expect("opened");
    assert_eq!((source.info().kind, source.page_count()), (SourceKind::Hocr, 1));
    let lines = source.page(1).expect("a page").text.expect("a text").lines;
    let texts: Vec<&str> = lines.iter().map(|line| line.ocr.as_str()).collect();
    assert_eq!(texts, ["Quyết định có hiệu lực", "kể từ ngày ký."]);
}

#[test]
fn markup_cut_short_names_the_file_and_what_is_wrong() {
    let document = sample::document();
    for markup in KINDS {
        let bytes = written(markup, &document, &document.pages[0]);
        let (_folder, path) = file("cut.xml", &bytes[..bytes.len() / 2]);
        let error =
            phuchoi::source::open(&path, &phuchoi::source::OpenOptions::default()).expect_err("it is cut");
        assert!(error.to_string().contains("cut.xml"), "{error}");
    }
}
