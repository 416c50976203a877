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
                    before: word.ocr.clone(),
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
